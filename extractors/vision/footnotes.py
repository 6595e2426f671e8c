"""Notes under tables, attached to the row they qualify."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.reading import Line
from extractors.records import Footnote, Kpi, Measure, Project, Record, Statistic
from extractors.text.folding import fold
from extractors.text.wrapping import reading_text
from extractors.vision.context import Context
from extractors.vision.outline import PlacedTable, note_marker

_STAR = "*＊†‡"


def add_note(
    context: Context, note: Sequence[Line], local_rows: Sequence[Record], fallback: tuple[str, str | None]
) -> None:
    """Add a footnote to the row of the table above that carries its mark, else to `fallback` (table, row)."""
    marker = note_marker(note[0].text)
    text = " ".join(reading_text(note).split("\n"))
    body = _without(text, marker)
    table, row = _target(marker, local_rows) or fallback
    number = sum(isinstance(r, Footnote) for r in context.records) + 1
    if marker.lstrip("(（")[:1] in _STAR and (table, row) == fallback:
        context.report(
            "footnote.unattached",
            ("footnotes", f"fn{number:02d}", "row_id"),
            observed=text[:60],
            box=note[0].box,
            marker=marker,
        )
    context.records.append(
        Footnote(
            footnote_id=f"fn{number:02d}",
            table_name=table,
            row_id=row,
            marker=marker,
            text=body,
            page=note[0].box.page,
            sources={"text": context.line_pieces(note)},
        )
    )


def _without(text: str, marker: str) -> str:
    """The note's words without the mark in front."""
    pattern = r"\s*".join(regex.escape(c) for c in marker)
    return regex.sub(rf"^\s*{pattern}[\s　]*", "", fold(text)) if marker else text


def _target(marker: str, rows: Sequence[Record]) -> tuple[str, str | None] | None:
    """The row whose print carries the note's mark (186人(*) → its KPI)."""
    bare = marker.strip("()（）")
    for record in rows:
        if _carries(record, bare):
            return record.TABLE, _row_id(record)
    return None


def _carries(record: Record, marker: str) -> bool:
    if isinstance(record, Kpi):
        return _has_mark(record.indicator or "", marker) or _has_mark(
            record.baseline_raw + record.target_raw, marker
        )
    if isinstance(record, Project):
        return _has_mark(record.name, marker)
    if isinstance(record, Measure):
        texts = (record.name, record.content, record.effect, record.role_sharing)
        return any(_has_mark(t or "", marker) for t in texts)
    if isinstance(record, Statistic):
        return _has_mark(record.raw, marker) or _has_mark(record.row_label + record.column_label, marker)
    return False


def _has_mark(text: str, marker: str) -> bool:
    return marker in fold(text)


def _row_id(record: Record) -> str | None:
    if isinstance(record, Kpi):
        return record.kpi_id
    if isinstance(record, Project):
        return f"{record.measure_id}/{record.ordinal}"
    if isinstance(record, Measure):
        return record.measure_id
    if isinstance(record, Statistic):
        return f"{record.table_id}/{record.row_label}/{record.column_label}"
    return None


def read_notes(
    context: Context, placed: Sequence[PlacedTable], rows: Sequence[Record], fallback: tuple[str, str | None]
) -> None:
    """All notes under the fragments of one table."""
    for one in placed:
        for note in one.notes:
            add_note(context, note, rows, fallback)
