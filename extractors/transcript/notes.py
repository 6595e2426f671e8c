"""Notes under a transcribed table, tied to the cells that carry their marker."""

from __future__ import annotations

from extractors.records import Footnote, Kpi, Project
from extractors.text.folding import fold
from extractors.transcript.blocks import PAGE, Cell
from extractors.transcript.collected import Collected
from extractors.transcript.outline import TableInPlace, split_note


def read_notes(table: TableInPlace, row: tuple[str, str | None], out: Collected) -> None:
    """Add a Footnote for each note under a table. `row` is the (table name, row id) the table was read as;
    a note whose marker is printed in one of its cells qualifies that cell's own row instead."""
    n_before = sum(isinstance(record, Footnote) for record in out.records)
    for n, cell in enumerate(table.notes, start=n_before + 1):
        marker, text = split_note(cell) or ("", cell.text)
        table_name, row_id = _marked_row(marker, row, out) or row
        out.records.append(
            Footnote(
                footnote_id=f"fn{n:02d}",
                table_name=table_name,
                row_id=row_id,
                marker=marker,
                text=Cell(text, cell.line).reading,
                page=PAGE,
                sources={"text": cell.pieces},
            )
        )


def _marked_row(marker: str, row: tuple[str, str | None], out: Collected) -> tuple[str, str] | None:
    """The record of the same measure whose print carries the marker in brackets, as `186人(*)` does."""
    mark = f"({fold(marker)})"
    for record in out.records:
        if isinstance(record, Kpi) and record.measure_id == row[1]:
            if mark in fold(record.baseline_raw + record.target_raw):
                return record.TABLE, record.kpi_id
        elif isinstance(record, Project) and record.measure_id == row[1] and mark in fold(record.name):
            return record.TABLE, f"{record.measure_id}/{record.ordinal}"
    return None
