"""Where text starts inside a table's cells: one padding for all, which an indented cell cannot tell."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractors.reading import Cell, DocumentReading, PageReading, Table

_OPENING = regex.compile(r"[「『（〔［｛〈《【]")
_WORD = regex.compile(r"\p{L}")


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


# A line that leaves less than this in its cell was too wide for it and ran into the padding.
_FULL_PT = 2.0


def _inset_pt(cell: Cell) -> float | None:
    """The distance of the leftmost character from the cell's rule; None where it says nothing.

    Figures alone stand at the right or in the middle, and too wide ones run into the padding. An opening
    bracket at a line's start is often set half as wide, its box then begins before the text does.
    """
    starts = [
        line.box.x0 - cell.box.x0
        for line in cell.lines
        if not line.is_vertical
        and not _OPENING.match(line.text)
        and _WORD.search(line.text)
        and line.box.width_pt < cell.box.width_pt - _FULL_PT
    ]
    return max(0.0, min(starts)) if starts else None
