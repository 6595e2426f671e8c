"""Cells that go on beyond the last rule where a page ends: a browser cuts a spanning label there unruled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.reading import Line
from extractors.tables.build import Place, Placed
from extractors.tables.celltext import lines_of
from extractors.tables.lattice import Grid
from extractors.tables.strokes import Fill

# A tint follows its cell's edges up to the width of a rule, and goes on by at least part of a line.
EDGE_PT = 3.0
OVERHANG_PT = 4.0
# What a page's end cuts off is a few lines of a label, not a block.
OVERHANG_MAX_PT = 80.0
PAGE_END_SHARE = 0.75
# Lines of one label follow each other closely, in one size, on one axis.
PITCH_EM = 1.8
SAME_SIZE = 0.05
SAME_AXIS_EM = 0.3


def follow_tints(grids: Sequence[Grid], fills: Sequence[Fill]) -> list[Grid]:
    """Grids whose last row reaches as far down as the tint of one of its cells."""
    return [_lowered(grid, _tint_bottom(grid, fills), grids) for grid in grids]


def follow_text(grids: Sequence[Grid], placed: Placed, page: int, height_pt: float) -> list[Grid]:
    """Grids whose last row reaches down to the lines that go on with the text of one of its cells.

    Looks only at tables that end in the last quarter of the page and have characters close below.
    """
    followed = list(grids)
    for index, grid in enumerate(grids):
        near = [
            g
            for g in placed.outside
            if grid.bottom - OVERHANG_PT < g.center_y < grid.bottom + OVERHANG_MAX_PT
        ]
        if near and grid.bottom >= PAGE_END_SHARE * height_pt:
            outside = lines_of(near, page, split_columns=True)
            followed[index] = _lowered(grid, _text_bottom(grid, index, placed, outside), grids)
    return followed


def _lowered(grid: Grid, bottom: float | None, grids: Sequence[Grid]) -> Grid:
    """The grid with its last edge moved down, where nothing else stands in between."""
    if bottom is None or not OVERHANG_PT < bottom - grid.bottom <= OVERHANG_MAX_PT:
        return grid
    if any(o.top < bottom and o.bottom > grid.bottom and o.x0 < grid.x1 and o.x1 > grid.x0 for o in grids):
        return grid
    return replace(grid, row_edges=(*grid.row_edges[:-1], bottom), open_edges=grid.open_edges | {"bottom"})


def _last_cells(grid: Grid) -> list[tuple[int, float, float, float]]:
    """(span number, x0, top, x1) of the last row's cells without a rule below, less one of full width."""
    edges = grid.column_edges
    return [
        (number, edges[span.column], grid.row_edges[span.row], edges[span.last_column + 1])
        for number, span in enumerate(grid.spans)
        if span.last_row == len(grid.row_edges) - 2
        and span.last_column - span.column < len(edges) - 2
        and not any(grid.ruled_below[span.column : span.last_column + 1])
    ]


def _tint_bottom(grid: Grid, fills: Sequence[Fill]) -> float | None:
    cells = _last_cells(grid)
    bottoms = [
        fill.bottom
        for fill in fills
        if fill.top < grid.bottom - EDGE_PT < grid.bottom + OVERHANG_PT < fill.bottom
        and any(
            abs(fill.x0 - x0) <= EDGE_PT and abs(fill.x1 - x1) <= EDGE_PT and fill.top >= top - EDGE_PT
            for _, x0, top, x1 in cells
        )
    ]
    return max(bottoms, default=None)


def _text_bottom(grid: Grid, index: int, placed: Placed, outside: Sequence[Line]) -> float | None:
    bottoms = []
    for number, x0, _, x1 in _last_cells(grid):
        place: Place = (index, number)
        lines = lines_of(placed.by_cell.get(place, ()), outside[0].box.page)
        last = lines[-1] if lines else None
        for line in outside:
            if last is not None and x0 <= line.box.x0 and line.box.x1 <= x1 and _goes_on(last, line):
                last = line
                bottoms.append(line.box.bottom + 0.25 * line.size_pt)
    return max(bottoms, default=None)


def _goes_on(last: Line, line: Line) -> bool:
    """Whether a line follows another as the next line of one label does."""
    pitch = line.box.center_y - last.box.center_y
    is_alike = line.font == last.font and abs(line.size_pt - last.size_pt) <= SAME_SIZE * last.size_pt
    is_on_axis = abs(line.box.center_x - last.box.center_x) <= SAME_AXIS_EM * line.size_pt
    return is_alike and is_on_axis and 0 < pitch <= PITCH_EM * line.size_pt
