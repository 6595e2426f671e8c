"""Splits and merges: what one measure did is done by several, or the other way round."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from extractors.records import Finding
from pipeline.lineage.likeness import Portrait, share_in

# Two measures of the 2019 vision have at most a tenth of their text and projects in common; a part that was
# split off brings most of its own along.
PART_OF: Final = 0.6


class Breaks(NamedTuple):
    """Findings, and the new measures whose unclear origin they explain."""

    findings: tuple[Finding, ...]
    explained: frozenset[str]


def breaks(
    old: Sequence[Portrait], new: Sequence[Portrait], matched: Mapping[str, str], decided: Collection[str]
) -> Breaks:
    """Recognised splits and merges between two editions.

    `matched` maps new ids to the old ids they continue; `decided` are new ids a person has ruled on, of which
    nothing more is said. A measure that continues another one is no part of this one.
    """
    findings = [*_splits(old, new, matched, decided), *_merges(old, new, matched, decided)]
    explained = {id_ for _, ids in findings for id_ in ids}
    return Breaks(tuple(finding for finding, _ in findings), frozenset(explained))


def _splits(
    old: Sequence[Portrait], new: Sequence[Portrait], matched: Mapping[str, str], decided: Collection[str]
) -> Iterator[tuple[Finding, list[str]]]:
    for whole in old:
        parts = [
            part
            for part in new
            if matched.get(part.measure_id, whole.measure_id) == whole.measure_id
            and share_in(part, whole) >= PART_OF
        ]
        if len(parts) < 2 or any(part.measure_id in decided for part in parts):
            continue
        heir = next((part for part in parts if part.measure_id in matched), None)
        finding = _finding("lineage.split", heir or parts[0], parts, [whole], heir)
        yield finding, [part.measure_id for part in parts]


def _merges(
    old: Sequence[Portrait], new: Sequence[Portrait], matched: Mapping[str, str], decided: Collection[str]
) -> Iterator[tuple[Finding, list[str]]]:
    continued = {old_id: new_id for new_id, old_id in matched.items()}
    for whole in new:
        parts = [
            part
            for part in old
            if continued.get(part.measure_id, whole.measure_id) == whole.measure_id
            and share_in(part, whole) >= PART_OF
        ]
        if len(parts) < 2 or whole.measure_id in decided:
            continue
        heir = next((part for part in parts if part.measure_id in continued), None)
        yield _finding("lineage.merged", whole, [whole], parts, heir), [whole.measure_id]


def _finding(
    check_id: str, row: Portrait, new: Sequence[Portrait], old: Sequence[Portrait], heir: Portrait | None
) -> Finding:
    return Finding(
        check_id=check_id,
        table_name="measures",
        row_id=row.measure_id.rsplit(":", 1)[1],
        column_name="measure_key",
        observed="、".join(one.printed_name for one in new),
        expected="、".join(one.printed_name for one in old),
        params={"keys": ", ".join(one.key for one in old), "heir": heir.printed_name if heir else ""},
    )
