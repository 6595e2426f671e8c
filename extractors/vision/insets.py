"""Boxes drawn around words within a cell: what they hold is text of the cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from extractors.reading import DocumentReading, Line, PageReading, Table


def without_insets(reading: DocumentReading) -> DocumentReading:
    """The same document, the words of boxes within cells among the cells' own.

    A table of several columns within a cell stays one.
    """
    return replace(reading, pages=tuple(_page(page) for page in reading.pages))


def _page(page: PageReading) -> PageReading:
    insets = [t for t in page.tables if t.parent is not None and t.n_columns == 1]
    if not insets:
        return page
    kept = {t.index: t for t in page.tables}
    for inset in sorted(insets, key=_area):  # a box within a box first
        whole = kept.pop(inset.index)
        assert whole.parent is not None
        kept[whole.parent] = _with_words(kept[whole.parent], whole)
    return replace(page, tables=tuple(kept[t.index] for t in page.tables if t.index in kept))


def _area(table: Table) -> float:
    return table.box.width_pt * table.box.height_pt


def _with_words(table: Table, inset: Table) -> Table:
    """The table with the words of a box in the cell that holds the box's middle."""
    box, words = inset.box, [line for cell in inset.cells for line in cell.lines]
    cells = (
        replace(cell, lines=_in_order((*cell.lines, *words)))
        if cell.box.contains_point(box.center_x, box.center_y)
        else cell
        for cell in table.cells
    )
    return replace(table, cells=tuple(cells))


def _in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Lines from the top, those that share a height from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda n: n.box.center_y):
        if rows and line.box.center_y < rows[-1][0].box.bottom:
            rows[-1].append(line)
        else:
            rows.append([line])
    return tuple(line for row in rows for line in sorted(row, key=lambda n: n.box.x0))
