"""How alike two measures of two editions are, by name, content, projects, KPIs and place; 0 to 1."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pipeline.conform import Tables
from pipeline.wording import wording_key

# Content says what a measure does and is the longest text, so it decides; names are short and change first;
# projects and KPIs are strong where they are kept, but many revisions replace them; the place is shared by
# several measures of an edition and can only tip the scales.
WEIGHTS: Final[Mapping[str, float]] = {
    "content": 0.35,
    "name": 0.25,
    "projects": 0.15,
    "kpis": 0.15,
    "place": 0.10,
}
# Two names or indicators this alike are one, reworded; different ones of the 2019 vision stay below 0.85.
SAME_TITLE: Final = 0.86
# Characters a shingle: long enough that ordinary words alone (の推進, を図る) rarely make one.
_SHINGLE: Final = 5


@dataclass(frozen=True)
class Portrait:
    """A measure as it is compared: folded texts (`wording_key`) of the measure and its rows."""

    measure_id: str
    key: str
    printed_name: str
    name: str
    content: str
    projects: tuple[str, ...]
    indicators: tuple[str, ...]
    place: tuple[str, str, str]

    @property
    def shingles(self) -> frozenset[str]:
        """All runs of `_SHINGLE` characters of the content."""
        return frozenset(
            self.content[i : i + _SHINGLE] for i in range(max(0, len(self.content) - _SHINGLE + 1))
        )


def portraits(tables: Tables) -> list[Portrait]:
    """The measures of an edition as they are compared, in printed order."""
    return [
        Portrait(
            measure_id=row["measure_id"],
            key=row["measure_key"],
            printed_name=row["name"] or row["measure_id"],
            name=wording_key(row["name"]),
            content=wording_key(row["content"]),
            projects=_of(tables["projects"], row["measure_id"], "name"),
            indicators=_of(tables["kpis"], row["measure_id"], "indicator"),
            place=(wording_key(row["policy_area"]), wording_key(row["field"]), wording_key(row["item"])),
        )
        for row in sorted(tables["measures"], key=lambda row: row["ordinal"])
    ]


def _of(rows: Sequence[Mapping[str, Any]], measure_id: str, column: str) -> tuple[str, ...]:
    return tuple(wording_key(row[column]) for row in rows if row["measure_id"] == measure_id and row[column])


def likeness(old: Portrait, new: Portrait) -> float:
    """The weighted likeness of two measures, 0 to 1, four decimals.

    A part that neither of them has (no KPI in either, say) does not count; one that a single side has is
    unlike.
    """
    parts = {
        "content": _text_likeness(old.content, new.content),
        "name": _text_likeness(old.name, new.name),
        "projects": _set_likeness(old.projects, new.projects),
        "kpis": _set_likeness(old.indicators, new.indicators),
        "place": _place_likeness(old.place, new.place),
    }
    known = {part: value for part, value in parts.items() if value is not None}
    total = sum(WEIGHTS[part] for part in known)
    return round(sum(WEIGHTS[part] * value for part, value in known.items()) / total, 4) if total else 0.0


def _text_likeness(old: str, new: str) -> float | None:
    from rapidfuzz import fuzz

    if not old and not new:
        return None
    return fuzz.ratio(old, new) / 100 if old and new else 0.0


def _set_likeness(old: Collection[str], new: Collection[str]) -> float | None:
    """Share of titles that both have, each counted once, reworded ones by their likeness."""
    if not old and not new:
        return None
    return 2 * sum(kept for _, _, kept in pair_titles(old, new)) / (len(old) + len(new))


def _place_likeness(old: tuple[str, str, str], new: tuple[str, str, str]) -> float | None:
    if not any(old) and not any(new):
        return None
    return sum(one == other for one, other in zip(old, new, strict=True)) / len(old)


def pair_titles(old: Collection[str], new: Collection[str]) -> list[tuple[int, int, float]]:
    """One-to-one pairs of equal or reworded titles, best first: (index in old, index in new, likeness).

    Equal titles pair in printed order.
    """
    from rapidfuzz import fuzz

    scored = [
        (fuzz.ratio(one, other) / 100, i, j)
        for i, one in enumerate(old)
        for j, other in enumerate(new)
        if one and other
    ]
    pairs: list[tuple[int, int, float]] = []
    for score, i, j in sorted(scored, key=lambda entry: (-entry[0], abs(entry[1] - entry[2]), entry[1:])):
        is_free = all(i != one and j != other for one, other, _ in pairs)
        if score >= SAME_TITLE and is_free:
            pairs.append((i, j, score))
    return pairs


def share_in(part: Portrait, whole: Portrait) -> float:
    """How much of one measure's content and projects is found in another's, 0 to 1, in whatever order.

    This is not symmetrical: a part split off a measure is found in it whole.
    """
    shingles = part.shingles
    shares = [len(shingles & whole.shingles) / len(shingles)] if shingles else []
    if part.projects and whole.projects:
        shares.append(len(pair_titles(part.projects, whole.projects)) / len(part.projects))
    return round(sum(shares) / len(shares), 4) if shares else 0.0
