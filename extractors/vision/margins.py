"""Where text starts inside a table's cells: one padding for all, which an indented cell cannot tell."""

from __future__ import annotations

from dataclasses import replace

from extractors.reading import Cell, DocumentReading, PageReading, Table


def settle_margins(reading: DocumentReading) -> DocumentReading:
    """The same document with `text_left_pt` set on every cell that holds text."""
    return replace(reading, pages=tuple(_page(p) for p in reading.pages))


def _page(page: PageReading) -> PageReading:
    return replace(page, tables=tuple(_table(t) for t in page.tables)) if page.tables else page


def _table(table: Table) -> Table:
    insets = [inset for c in table.cells if (inset := _inset_pt(c)) is not None]
    if not insets:
        return table
    padding_pt = min(insets)
    cells = tuple(replace(c, text_left_pt=c.box.x0 + padding_pt) if c.lines else c for c in table.cells)
    return replace(table, cells=cells)


def _inset_pt(cell: Cell) -> float | None:
    """The distance of the leftmost character from the cell's rule; None where it says nothing."""
    starts = [line.box.x0 - cell.box.x0 for line in cell.lines if not line.is_vertical]
    return max(0.0, min(starts)) if starts else None
