"""Changes of the notes under tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import regex

from pipeline.changes.change import Change, Subject, text_change
from pipeline.conform import Tables
from pipeline.lineage import pair_titles
from pipeline.wording import wording_key

Row = Mapping[str, Any]
# Notes with the measure_key of the measure they stand under, None elsewhere.
_Notes = list[tuple[str | None, Row]]

_MEASURE_ID: Final = regex.compile(r":(m\d+)(?:[:/]|$)")


def note_changes(old: Tables, new: Tables, subjects: Mapping[str, Subject]) -> Iterator[Change]:
    """Notes under tables, by their text within a measure; `subjects` are the measures both editions have.

    A note that stands elsewhere in the other edition is no change: where it is attached is a reading.
    """
    before, after = ([row for row in side["footnotes"] if row["text"]] for side in (old, new))
    scoped_old, scoped_new = _scoped(old, before), _scoped(new, after)
    gone, come = _less(scoped_old, scoped_new, subjects), _less(scoped_new, scoped_old, subjects)
    gone, come = (
        _not_elsewhere(gone, _texts(after), _texts(row for _, row in come)),
        _not_elsewhere(come, _texts(before), _texts(row for _, row in gone)),
    )
    for scope in dict.fromkeys(key for key, _ in (*gone, *come)):
        one, other = ([row for key, row in rows if key == scope] for rows in (gone, come))
        yield from _reworded_notes(one, other, subjects.get(scope) if scope else None)


def _scoped(tables: Tables, rows: Sequence[Row]) -> _Notes:
    keys = {row["measure_id"].rsplit(":", 1)[1]: row["measure_key"] for row in tables["measures"]}
    found = ((_MEASURE_ID.search(row["row_id"] or ""), row) for row in rows)
    return [(keys.get(match[1]) if match else None, row) for match, row in found]


def _less(notes: _Notes, others: _Notes, common: Collection[str]) -> _Notes:
    """The notes less those the other edition has in the same place; none of measures that only one has."""
    known = Counter((key, wording_key(row["text"])) for key, row in others)
    rest: _Notes = []
    for key, row in notes:
        place = (key, wording_key(row["text"]))
        if known[place]:
            known[place] -= 1
        elif key is None or key in common:
            rest.append((key, row))
    return rest


def _texts(rows: Iterable[Row]) -> frozenset[str]:
    return frozenset(wording_key(row["text"]) for row in rows)


def _not_elsewhere(notes: _Notes, everywhere: frozenset[str], unplaced: frozenset[str]) -> _Notes:
    """The notes less those that merely stand elsewhere in the other edition.

    `everywhere` are all its texts: a note of no measure is told apart by its text alone, since a standing
    note is printed as often as there are measures. `unplaced` are its texts that no note here answers.
    """
    return [
        (key, row)
        for key, row in notes
        if wording_key(row["text"]) not in (everywhere if key is None else unplaced)
    ]


def _reworded_notes(old: Sequence[Row], new: Sequence[Row], subject: Subject | None) -> Iterator[Change]:
    pairs = pair_titles([wording_key(row["text"]) for row in old], [wording_key(row["text"]) for row in new])
    for i, j, _ in pairs:
        place: dict[str, Any] = {"row_key": new[j]["marker"], "subject": subject}
        yield text_change("footnotes", "text", old[i]["text"], new[j]["text"], **place)
    for i, row in enumerate(old):
        if i not in {pair[0] for pair in pairs}:
            yield text_change("footnotes", "text", row["text"], None, row_key=row["marker"], subject=subject)
    for j, row in enumerate(new):
        if j not in {pair[1] for pair in pairs}:
            yield text_change("footnotes", "text", None, row["text"], row_key=row["marker"], subject=subject)
