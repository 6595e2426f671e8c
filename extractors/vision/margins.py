"""Where text starts inside a table's cells: one padding for all, which an indented cell cannot tell.

And where it ends, in columns whose edges are only known to lie between their words.
"""

from __future__ import annotations

from dataclasses import replace

import regex

from extractors.reading import Cell, DocumentReading, PageReading, Table

_OPENING = regex.compile(r"[「『（〔［｛〈《【]")
_WORD = regex.compile(r"\p{L}")


def settle_margins(reading: DocumentReading) -> DocumentReading:
    """The same document with the limits of text set on every cell that holds some."""
    return replace(reading, pages=tuple(_page(p) for p in reading.pages))


def _page(page: PageReading) -> PageReading:
    return replace(page, tables=tuple(_table(t) for t in page.tables)) if page.tables else page


def _table(table: Table) -> Table:
    if "columns" in table.open_edges:
        return replace(table, cells=_between_words(table))
    insets = [inset for c in table.cells if (inset := _inset_pt(c)) is not None]
    if not insets:
        return table
    padding_pt = min(insets)
    cells = tuple(replace(c, text_left_pt=c.box.x0 + padding_pt) if c.lines else c for c in table.cells)
    return replace(table, cells=cells)


def _between_words(table: Table) -> tuple[Cell, ...]:
    """The cells of a table whose column edges lie somewhere between the words.

    Text begins where a column's leftmost does, and ends with the longest line of a column of wrapped text; at
    the table's own sides the labels' padding tells more.
    """
    labels = [inset for c in table.cells if c.column == 0 and (inset := _inset_pt(c)) is not None]
    at_right = [c for c in table.cells if c.box.x1 >= table.box.x1 - _FULL_PT]
    ends = [end for c in at_right if (end := _longest_pt(c)) is not None]
    right_pt = max([*ends, table.box.x1 - min(labels)]) if labels else max(ends, default=None)
    cells = []
    for cell in table.cells:
        starts = [
            c.box.x0 + n for c in table.cells if _same_left(c, cell) and (n := _inset_pt(c)) is not None
        ]
        end = right_pt if cell in at_right else _longest_pt(cell)
        limits = (min(starts, default=None), end) if cell.lines else (None, None)
        cells.append(replace(cell, text_left_pt=limits[0], text_right_pt=limits[1]))
    return tuple(cells)


def _same_left(one: Cell, other: Cell) -> bool:
    return abs(one.box.x0 - other.box.x0) <= _FULL_PT


def _longest_pt(cell: Cell) -> float | None:
    """Where the longest line of wrapped text ends, None for other text."""
    longest = max((line.box.x1 for line in cell.lines), default=cell.box.x0)
    is_wrapped = len(cell.lines) > 1 and longest - cell.box.x0 >= _WRAPPED_SHARE * cell.box.width_pt
    return longest if is_wrapped else None


# Lines that reach this far over their cell are those of wrapped text.
_WRAPPED_SHARE = 0.6
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
