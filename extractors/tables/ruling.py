"""A page's ruling: from painted objects to table grids, drawings and tints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractors.geometry import Box
from extractors.reading import Drawing
from extractors.tables.arrows import find_arrows
from extractors.tables.collect import collect
from extractors.tables.errors import TooManyRules
from extractors.tables.frames import MAX_AREAS, outline, split_frames
from extractors.tables.joining import collapse_doubles, join_pieces
from extractors.tables.lattice import Grid, find_grids
from extractors.tables.marks import whole_rules
from extractors.tables.overhang import follow_tints
from extractors.tables.strokes import Fill, Rule, Shape, Strokes

# The densest printed table known draws some 3,000 pieces a page; joined, its rules are a few hundred.
MAX_PIECES = 60_000
MAX_RULES = 4_000
# A frame around (nearly) the whole page is decoration.
PAGE_FRAME_SHARE = 0.8
# A single row open above or below is a row only where the page begins or ends: in that quarter of its height.
PAGE_END_SHARE = 0.25
# Where the next row is too tall for the page, the last ruled row may stand higher up, with no rule below it.
LAST_ROW_SHARE = 0.5
LEAST_CELLS_OF_ROW = 3
# A table without strokes shows as adjacent tints all over, at least two by two; tints here and there mark
# single cells of a table whose edges nobody can see.
MIN_TINTED_CELLS = 4
MIN_TINTED_SHARE = 0.8
# A bar drawn over year columns stays clear of its row's rules by more than a tint does.
BAR_CLEARANCE_PT = 2.0


@dataclass(frozen=True, slots=True)
class Ruling:
    """Grids from the top of the page, drawings, fills; `n_refused` counts rules too many for tables.

    `loose` are the horizontal rules that belong to no grid; they are among the drawings, too.
    """

    grids: tuple[Grid, ...]
    drawings: tuple[Drawing, ...]
    fills: tuple[Fill, ...]
    n_refused: int = 0
    loose: tuple[Rule, ...] = ()


def read_ruling(
    objects: Mapping[str, Iterable[dict[str, Any]]], page: int, width_pt: float, height_pt: float
) -> Ruling:
    """Find the grids and drawings of a page.

    A page with more rules than tables have (a map) gives no grid and says how many there are. Raises
    TooManyRules where even joining their pieces would take too long.
    """
    strokes = collect(objects)
    if len(strokes.rules) > MAX_PIECES:
        raise TooManyRules(page=page, count=len(strokes.rules), limit=MAX_PIECES)
    try:
        return _ruling(strokes, page, width_pt, height_pt)
    except TooManyRules as error:
        return Ruling((), (), tuple(strokes.fills), error.details["count"])


def _ruling(strokes: Strokes, page: int, width_pt: float, height_pt: float) -> Ruling:
    framed, fills = split_frames(strokes.fills, strokes.blanks)
    rules = whole_rules([*strokes.rules, *framed], strokes.dots)
    if len(rules) > MAX_RULES:
        raise TooManyRules(page=page, count=len(rules), limit=MAX_RULES)
    arrows = find_arrows(rules, strokes.shapes, page)
    lattices = find_grids(collapse_doubles(arrows.rules), page)
    lowest_pt = max((g.bottom for g in lattices.grids), default=0.0)
    grids = [g for g in lattices.grids if not _is_decoration(g, lowest_pt, width_pt, height_pt)]
    grids += _tinted_grids(fills, strokes.whites, grids, page)
    grids = follow_tints(grids, fills)
    grids.sort(key=lambda g: (round(g.top), g.x0))
    drawings = {
        *arrows.drawings,
        *(Drawing("line", rule.box(page)) for rule in lattices.strays),
        *_shapes(arrows.shapes, grids, page),
        *_bars(fills, grids, page),
    }
    ordered = sorted(drawings, key=lambda d: (d.box, d.kind, d.points_to))
    loose = tuple(rule for rule in lattices.strays if rule.is_horizontal)
    return Ruling(tuple(grids), tuple(ordered), tuple(fills), loose=loose)


def _is_decoration(grid: Grid, lowest_pt: float, width_pt: float, height_pt: float) -> bool:
    """A frame around the page, or a bracket: one row that is open where the page does not end."""
    is_frame = (
        len(grid.spans) == 1
        and grid.x1 - grid.x0 >= PAGE_FRAME_SHARE * width_pt
        and grid.bottom - grid.top >= PAGE_FRAME_SHARE * height_pt
    )
    # A page may end early below a table's head; a bracket has no row of columns in it.
    is_low = grid.bottom >= LAST_ROW_SHARE * height_pt or len(grid.spans) >= LEAST_CELLS_OF_ROW
    is_last = grid.bottom >= lowest_pt and is_low
    goes_on_below = grid.bottom >= (1 - PAGE_END_SHARE) * height_pt or is_last
    goes_on_above = grid.top <= PAGE_END_SHARE * height_pt
    is_bracket = len(grid.row_edges) == 2 and (
        ("bottom" in grid.open_edges and not goes_on_below)
        or ("top" in grid.open_edges and not goes_on_above)
        or (len(grid.spans) == 1 and not grid.open_edges <= {"top", "bottom"})
    )
    return is_frame or is_bracket


def _tinted_grids(
    fills: Sequence[Fill], whites: Sequence[Rule], grids: Sequence[Grid], page: int
) -> list[Grid]:
    """Tables that are painted as tinted cells only, outside the ruled ones, or as tints ruled in white."""
    free = [fill for fill in fills if not any(_touches(fill, grid) for grid in grids)]
    if not free or not MIN_TINTED_CELLS <= len(free) + len(whites) <= MAX_AREAS:
        return []
    on_tint = (rule for rule in whites if any(_lies_on(rule.box(page), fill) for fill in free))
    edges = [*on_tint, *(rule for fill in free for rule in outline(fill))]
    found = find_grids(collapse_doubles(join_pieces(edges)), page).grids
    return [
        grid
        for grid in found
        if len(grid.spans) >= MIN_TINTED_CELLS
        and len(grid.row_edges) > 2
        and len(grid.column_edges) > 2
        and _tinted_share(grid, free) >= MIN_TINTED_SHARE
    ]


def _lies_on(rule: Box, fill: Fill) -> bool:
    """Whether a rule runs over a tint or along its edge."""
    shared_x_pt = min(rule.x1, fill.x1) - max(rule.x0, fill.x0)
    shared_y_pt = min(rule.bottom, fill.bottom) - max(rule.top, fill.top)
    return min(shared_x_pt, shared_y_pt) >= 0.0 and max(shared_x_pt, shared_y_pt) > BAR_CLEARANCE_PT


def _tinted_share(grid: Grid, fills: Sequence[Fill]) -> float:
    """How much of a grid is painted, 0–1 (the same area painted twice counts once)."""
    areas = {(round(f.x0), round(f.top), round(f.x1), round(f.bottom)) for f in fills if _touches(f, grid)}
    painted = sum((x1 - x0) * (bottom - top) for x0, top, x1, bottom in areas)
    return painted / grid.area


def _touches(fill: Fill, grid: Grid) -> bool:
    return fill.x0 < grid.x1 and fill.x1 > grid.x0 and fill.top < grid.bottom and fill.bottom > grid.top


def _shapes(shapes: Sequence[Shape], grids: Sequence[Grid], page: int) -> list[Drawing]:
    """Figures inside tables; a diagonal (as in a corner cell) is a line."""
    found = []
    for shape in shapes:
        box = Box(page, shape.x0, shape.top, shape.x1, shape.bottom)
        if any(_is_in(box, grid) for grid in grids):
            found.append(Drawing("line" if len(shape.points) == 2 else "shape", box))
    return found


def _is_in(box: Box, grid: Grid) -> bool:
    return grid.x0 <= box.center_x <= grid.x1 and grid.top <= box.center_y <= grid.bottom


def _bars(fills: Sequence[Fill], grids: Sequence[Grid], page: int) -> list[Drawing]:
    """Painted bars inside tables: fills that touch neither the upper nor the lower rule of their row."""
    found = set()
    for fill in fills:
        box = Box(page, fill.x0, fill.top, fill.x1, fill.bottom)
        if any(_is_in(box, grid) and _is_clear_of_rows(fill, grid) for grid in grids):
            found.add(Drawing("shape", box))
    return list(found)


def _is_clear_of_rows(fill: Fill, grid: Grid) -> bool:
    return all(
        min(abs(fill.top - edge), abs(fill.bottom - edge)) > BAR_CLEARANCE_PT
        and not fill.top < edge < fill.bottom
        for edge in grid.row_edges
    )
