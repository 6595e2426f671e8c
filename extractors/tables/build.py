"""Grids to tables: which character stands in which cell, what is shaded, what is nested."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.geometry import Box
from extractors.reading import Cell, Table
from extractors.tables.agreement import Opinion
from extractors.tables.glyphs import Glyph
from extractors.tables.lattice import Grid
from extractors.tables.strokes import Fill

# A nested table's frame may lie on its cell's edge.
NEST_SLACK_PT = 2.0
# A cell counts as shaded when most of it is; tints leave out the rules.
SHADED_SHARE = 0.5

Place = tuple[int, int]  # index of a grid, index of a span in it


class Locator:
    """Finds the cell at a point: of nested grids the innermost."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        by_size = sorted(range(len(grids)), key=lambda i: grids[i].area)
        # Asked once a character: what it takes is laid out flat, smallest grid first.
        self._fields = [
            (grid.x0, grid.x1, grid.top, grid.bottom, grid.row_edges[1:-1], grid.column_edges[1:-1], places)
            for grid, places in ((grids[i], _places(grids[i], i)) for i in by_size)
        ]

    def find(self, x: float, y: float) -> Place | None:
        """The place of the innermost cell at the point, None outside every table."""
        for x0, x1, top, bottom, inner_rows, inner_columns, places in self._fields:
            if x0 <= x < x1 and top <= y < bottom:
                return places[bisect_right(inner_rows, y)][bisect_right(inner_columns, x)]
        return None


def _places(grid: Grid, index: int) -> list[list[Place]]:
    """The place of the cell at each row and column of a grid."""
    places: list[list[Place]] = [
        [(index, -1)] * (len(grid.column_edges) - 1) for _ in range(len(grid.row_edges) - 1)
    ]
    for number, span in enumerate(grid.spans):
        for row in range(span.row, span.last_row + 1):
            for column in range(span.column, span.last_column + 1):
                places[row][column] = (index, number)
    return places


@dataclass(slots=True)
class Placed:
    """Glyphs by cell, those outside every table, and all in order of painting with their places."""

    by_cell: dict[Place, list[Glyph]] = field(default_factory=dict)
    outside: list[Glyph] = field(default_factory=list)
    painted: list[Glyph] = field(default_factory=list)
    places: list[Place | None] = field(default_factory=list)


# What a typesetter may hang outside the measure at a line's end (ぶら下げ組み), and how closely it follows.
HANGING = frozenset("、。，．")
HANGING_GAP_EM = 0.3


def _places_of(glyphs: Sequence[Glyph], locator: Locator) -> list[Place | None]:
    """The place of each glyph; a hanging comma or stop belongs to the cell of the character before it."""
    places: list[Place | None] = []
    for number, glyph in enumerate(glyphs):
        found = locator.find(glyph.center_x, glyph.center_y)
        if glyph.text in HANGING and number and found != places[-1] and places[-1] is not None:
            before = glyphs[number - 1]
            is_next = abs(glyph.x0 - before.x1) < HANGING_GAP_EM * glyph.size_pt
            if is_next and abs(glyph.bottom - before.bottom) < HANGING_GAP_EM * glyph.size_pt:
                found = places[-1]
        places.append(found)
    return places


def place(glyphs: Sequence[Glyph], locator: Locator) -> Placed:
    """Give every glyph (in order of painting) to the innermost cell that holds its middle."""
    placed = Placed(painted=list(glyphs), places=_places_of(glyphs, locator))
    for glyph, where in zip(placed.painted, placed.places, strict=True):
        if where is None:
            placed.outside.append(glyph)
        elif where in placed.by_cell:
            placed.by_cell[where].append(glyph)
        else:
            placed.by_cell[where] = [glyph]
    return placed


def span_box(grid: Grid, number: int, page: int) -> Box:
    """The rectangle of one cell."""
    span = grid.spans[number]
    return Box(
        page,
        grid.column_edges[span.column],
        grid.row_edges[span.row],
        grid.column_edges[span.last_column + 1],
        grid.row_edges[span.last_row + 1],
    )


def build_tables(
    grids: Sequence[Grid], opinions: dict[Place, Opinion], fills: Sequence[Fill], page: int
) -> tuple[Table, ...]:
    """Tables with their cells' lines, shading and nesting, in the order of `grids`."""
    shaded = _shaded_places(grids, fills)
    parents = _parents(grids)
    return tuple(
        Table(
            page,
            index,
            Box(page, grid.x0, grid.top, grid.x1, grid.bottom),
            grid.row_edges,
            grid.column_edges,
            tuple(_cell(grid, index, number, opinions, shaded, page) for number in range(len(grid.spans))),
            grid.open_edges,
            parents[index],
        )
        for index, grid in enumerate(grids)
    )


def _cell(
    grid: Grid, index: int, number: int, opinions: dict[Place, Opinion], shaded: set[Place], page: int
) -> Cell:
    span = grid.spans[number]
    opinion = opinions[index, number]
    return Cell(
        span.row,
        span.column,
        span.last_row - span.row + 1,
        span.last_column - span.column + 1,
        span_box(grid, number, page),
        opinion.lines,
        (index, number) in shaded,
        opinion.other_text,
        opinion.agreement,
    )


def _shaded_places(grids: Sequence[Grid], fills: Sequence[Fill]) -> set[Place]:
    """Cells of which a tint covers most. The same fill painted twice counts once."""
    covered: dict[Place, float] = {}
    tints = {(round(f.x0), round(f.top), round(f.x1), round(f.bottom)): f for f in fills}
    for fill in tints.values():
        for index, grid in enumerate(grids):
            if fill.x0 < grid.x1 and fill.x1 > grid.x0 and fill.top < grid.bottom and fill.bottom > grid.top:
                _add_cover(covered, index, grid, fill)
    return {
        place
        for place, area in covered.items()
        if area >= SHADED_SHARE * _area(span_box(grids[place[0]], place[1], 1))
    }


def _area(box: Box) -> float:
    return box.width_pt * box.height_pt


def _add_cover(covered: dict[Place, float], index: int, grid: Grid, fill: Fill) -> None:
    columns, rows = grid.column_edges, grid.row_edges
    for number, span in enumerate(grid.spans):
        x0, x1 = columns[span.column], columns[span.last_column + 1]
        top, bottom = rows[span.row], rows[span.last_row + 1]
        if x0 < fill.x1 and fill.x0 < x1 and top < fill.bottom and fill.top < bottom:
            width, height = min(fill.x1, x1) - max(fill.x0, x0), min(fill.bottom, bottom) - max(fill.top, top)
            covered[index, number] = covered.get((index, number), 0.0) + width * height


def _parents(grids: Sequence[Grid]) -> list[int | None]:
    """For each grid the smallest larger one of which a single cell holds it."""
    parents: list[int | None] = []
    for index, grid in enumerate(grids):
        around = [
            (other.area, number)
            for number, other in enumerate(grids)
            if number != index and other.area > grid.area and _is_inside_cell(grid, other)
        ]
        parents.append(min(around)[1] if around else None)
    return parents


def _is_inside_cell(inner: Grid, outer: Grid) -> bool:
    return any(
        outer.column_edges[span.column] - NEST_SLACK_PT <= inner.x0
        and inner.x1 <= outer.column_edges[span.last_column + 1] + NEST_SLACK_PT
        and outer.row_edges[span.row] - NEST_SLACK_PT <= inner.top
        and inner.bottom <= outer.row_edges[span.last_row + 1] + NEST_SLACK_PT
        for span in outer.spans
    )
