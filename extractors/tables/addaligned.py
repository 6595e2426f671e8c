"""A page's tables with those among them whose columns no rule parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.geometry import Box
from extractors.reading import Drawing
from extractors.tables.aligned import MOST_SPARSE_BANDS, Aligned, aligned_tables
from extractors.tables.build import Placed
from extractors.tables.cutrows import bare_first_row, with_bare_last_row, with_cut_rows
from extractors.tables.glyphs import Glyph
from extractors.tables.lattice import Grid
from extractors.tables.openregions import MARGIN_SHARE, Region, Sheet, open_regions
from extractors.tables.openrows import figure_rows, with_rows
from extractors.tables.rivers import Band, lines_as_runs
from extractors.tables.ruling import Ruling
from extractors.tables.strokes import Rule

Problem = tuple[str, str, Box | None]


@dataclass(frozen=True, slots=True)
class Completed:
    """All grids of a page, its drawings less the rules that these grids took, and what is not sure."""

    grids: Sequence[Grid]
    drawings: tuple[Drawing, ...]
    problems: tuple[Problem, ...] = ()
    n_found: int = 0


def with_aligned(
    grids: Sequence[Grid], placed: Placed, ruling: Ruling, page: int, height_pt: float
) -> Completed:
    """Add the tables between loose rules, and read frames without columns anew where columns show."""
    kept: dict[int, Grid] = dict(enumerate(grids))
    found: list[Aligned] = []
    if not ruling.loose and all(len(grid.column_edges) > 2 for grid in grids):
        regions: list[Region] = []
    else:
        sheet = _sheet(grids, placed, height_pt)
        regions = open_regions(ruling.loose, grids, sheet)
        first = bare_first_row(regions, ruling.loose, placed.outside, sheet)
        regions = [first, *regions] if first is not None else regions
    frames = {n: grid for n, grid in enumerate(grids) if len(grid.spans) == 1}
    framed = [g for n in frames for g in placed.by_cell.get((n, 0), ())]
    for bare in regions:
        region = _up_to_frame(bare, frames.values(), framed)
        inside = _glyphs_in(region, placed, framed)
        tables = aligned_tables(region, inside, ruling.drawings, ruling.fills, page)
        wider = with_cut_rows(region, [one.grid for one in tables], placed.outside)
        if wider.ys != region.ys:
            inside = _glyphs_in(wider, placed, framed)
            tables = aligned_tables(wider, inside, ruling.drawings, ruling.fills, page)
        if tables and region.frame is not None:
            kept.pop(region.frame)
            # Rules beside a label that spans all rows looked like a table within the frame.
            whole = {rule for one in tables for rule in one.rules}
            found = [one for one in found if whole.isdisjoint(one.rules)]
        found += tables
    closing: list[Rule] = []
    for number, grid in kept.items():
        kept[number], rules = _with_more_rows(grid, number, placed, ruling.loose)
        closing += rules
    n_cut = sum(kept[number] is not grid for number, grid in enumerate(grids) if number in kept)
    if not found and not n_cut:
        return Completed(grids, ruling.drawings)
    ordered = sorted([*kept.values(), *(one.grid for one in found)], key=lambda g: (round(g.top), g.x0))
    taken = {rule.box(page) for rule in (*closing, *(rule for one in found for rule in one.rules))}
    drawings = tuple(d for d in ruling.drawings if d.kind != "line" or d.box not in taken)
    problems = tuple(("table.ambiguous_alignment", words, box) for one in found for words, box in one.doubts)
    return Completed(ordered, drawings, problems, len(found) + n_cut)


def _sheet(grids: Sequence[Grid], placed: Placed, height_pt: float) -> Sheet:
    """Where print begins and ends on the page between its head and foot."""
    head, foot = MARGIN_SHARE * height_pt, (1 - MARGIN_SHARE) * height_pt
    lines = [(g.top, g.bottom) for g in placed.outside if head <= g.center_y <= foot]
    tables = [(grid.top, grid.bottom) for grid in grids]
    tops, bottoms = zip(*(lines + tables), strict=True) if lines or tables else ((height_pt,), (0.0,))
    return Sheet(height_pt, min(tops), max(bottoms))


def _with_more_rows(
    grid: Grid, number: int, placed: Placed, loose: Sequence[Rule]
) -> tuple[Grid, list[Rule]]:
    """A grid with the row below it whose verticals are not drawn, or its last row cut, and the rules used."""
    extended, rule = with_bare_last_row(grid, loose, placed.outside) if loose else (grid, None)
    if rule is not None:
        return extended, [rule]
    is_sparse = 2 < len(grid.row_edges) <= MOST_SPARSE_BANDS + 1 and len(grid.column_edges) > 3
    return (_with_figure_rows(grid, number, placed) if is_sparse else grid), []


def _with_figure_rows(grid: Grid, number: int, placed: Placed) -> Grid:
    """A ruled grid with the last row cut where its lines of figures are rows that no rule parts."""
    last = len(grid.row_edges) - 2
    cells = [i for i, span in enumerate(grid.spans) if span.last_row == last]
    if any(grid.spans[i].row != last for i in cells):
        return grid
    glyphs = [g for i in cells for g in placed.by_cell.get((number, i), ())]
    band = Band(grid.row_edges[last], grid.row_edges[-1], lines_as_runs(glyphs))
    ys = figure_rows(band, grid.column_edges[1:-1])
    return with_rows(grid, last, ys) if ys else grid


def _up_to_frame(region: Region, frames: Iterable[Grid], glyphs: Sequence[Glyph]) -> Region:
    """The region with the frame around it as a rule above or below, where print stands between the two."""
    top, bottom = region.ys[0], region.ys[-1]
    around = [
        f for f in frames if f.top < top and f.bottom > bottom and f.x0 <= region.x0 < region.x1 <= f.x1
    ]
    if region.frame is not None or not around:
        return region
    frame = min(around, key=lambda f: f.area)
    heights = [g.center_y for g in glyphs if region.x0 <= g.center_x <= region.x1]
    above = [frame.top] if any(frame.top < y < top for y in heights) else []
    below = [frame.bottom] if any(bottom < y < frame.bottom for y in heights) else []
    return replace(region, ys=(*above, *region.ys, *below))


def _glyphs_in(region: Region, placed: Placed, framed: Sequence[Glyph]) -> list[Glyph]:
    """The characters between a region's rules, those in a frame around it, too."""
    if region.frame is not None:
        return [g for where, glyphs in placed.by_cell.items() if where[0] == region.frame for g in glyphs]
    return [
        g
        for g in (*placed.outside, *framed)
        if region.x0 <= g.center_x <= region.x1 and region.ys[0] <= g.center_y <= region.ys[-1]
    ]
