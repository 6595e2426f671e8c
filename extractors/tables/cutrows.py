"""Rows beyond a table's outermost rule or verticals.

A page break leaves a page's first or last row without its rule; browsers leave a table's last one without its
verticals, between the rule above it and one of the same width below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from extractors.tables.aligned import ROW_PADDING_EM, is_beside_table
from extractors.tables.glyphs import Glyph
from extractors.tables.groups import SNAP_PT
from extractors.tables.lattice import Grid
from extractors.tables.openregions import MARGIN_SHARE, MIN_WIDTH_PT, PAGE_END_SHARE, Region, Sheet
from extractors.tables.openyears import n_years, prints_amounts
from extractors.tables.regions import Span
from extractors.tables.rivers import RIVER_EM, Band, Run, inked, lines_as_runs
from extractors.tables.strokes import Rule

# The lines of one row stand closer than this; running text and page numbers stand further off. Two rows that
# both print in several columns stand apart by the padding of both.
NEXT_LINE_EM, NEXT_ROW_EM = 1.0, 2 * ROW_PADDING_EM
LEAST_IN_ROW = 3


def with_cut_rows(region: Region, grids: Sequence[Grid], glyphs: Sequence[Glyph]) -> Region:
    """The region with a height more above or below, where one more row of its tables (`grids`) stands there.

    `glyphs` are the page's outside all tables. Such a row prints in the columns of the row next to it, as
    close to its rule, and nothing but the page's head or foot stands beyond it.
    """
    if region.is_framed or not grids:
        return region
    mine = [g for g in glyphs if region.x0 <= g.center_x <= region.x1]
    first, last = grids[0], grids[-1]
    ys = region.ys
    if first.top == ys[0]:
        above = _rest(lines_as_runs([g for g in mine if g.center_y < ys[0]])[::-1], ys[0], region)
        edges = _edges_of(first, 0)
        if above is not None and (_fits(above, edges) or n_years(above) == len(edges) > 1):
            ys = (above.top, *ys)
    if last.bottom == region.ys[-1]:
        below = _rest(lines_as_runs([g for g in mine if g.center_y > ys[-1]]), ys[-1], region)
        if below is not None and _fits(below, _edges_of(last, len(last.row_edges) - 2)):
            ys = (*ys, below.bottom)
    return replace(region, ys=ys)


def bare_first_row(
    regions: Sequence[Region], loose: Sequence[Rule], glyphs: Sequence[Glyph], sheet: Sheet
) -> Region | None:
    """A row of figures on top of a page, of which only the rule below it is drawn: the rest of a table.

    No other region has that rule. `glyphs` are the page's outside all tables. A running head over a rule
    prints no figures side by side.
    """
    flat = [r for r in loose if r.is_horizontal and r.length_pt >= MIN_WIDTH_PT]
    rule = min(flat, key=lambda r: r.at_pt, default=None)
    if rule is None or rule.at_pt > PAGE_END_SHARE * sheet.height_pt or any(rule in r.rules for r in regions):
        return None
    region = Region(rule.start_pt, rule.end_pt, (rule.at_pt,), (rule,), (), sheet)
    above = [g for g in glyphs if rule.start_pt <= g.center_x <= rule.end_pt and g.center_y < rule.at_pt]
    row = _rest(lines_as_runs(above)[::-1], rule.at_pt, region)
    if row is None or not prints_amounts(row):
        return None
    return replace(region, ys=(row.top, rule.at_pt))


def _rest(lines: Sequence[list[Run]], rule: float, region: Region) -> Band | None:
    """The row next to the rule, of lines from the rule away; None where none is, or more stands beyond it."""
    if not lines:
        return None
    em_pt = median(run.bottom - run.top for run in lines[0])
    count = 1
    for here, further in pairwise(lines):
        are_rows = min(len(here), len(further)) >= LEAST_IN_ROW
        if _gap_pt(here, further) > (NEXT_ROW_EM if are_rows else NEXT_LINE_EM) * em_pt:
            break
        count += 1
    runs = [run for line in lines[:count] for run in line]
    top, bottom = min(run.top for run in runs), max(run.bottom for run in runs)
    room = ROW_PADDING_EM * em_pt
    height_pt = region.sheet.height_pt
    is_near = min(abs(top - rule), abs(bottom - rule)) <= room
    is_last = all(
        not MARGIN_SHARE * height_pt < run.top < (1 - MARGIN_SHARE) * height_pt
        for line in lines[count:]
        for run in line
    )
    return Band(top - room, bottom + room, [list(n) for n in lines[:count]]) if is_near and is_last else None


def _gap_pt(one: Sequence[Run], other: Sequence[Run]) -> float:
    upper, lower = sorted((one, other), key=lambda line: line[0].top)
    return min(run.top for run in lower) - max(run.bottom for run in upper)


def _edges_of(grid: Grid, row: int) -> list[float]:
    """The inner edges of one row's cells."""
    spans = [s for s in grid.spans if s.row <= row <= s.last_row]
    return sorted(grid.column_edges[s.column] for s in spans)[1:]


def _fits(band: Band, edges: Sequence[float]) -> bool:
    """Whether the row prints in most of the columns, and across none of their edges."""
    columns = {sum(run.x0 >= edge for edge in edges) for run in band.runs}
    is_clear = not any(run.x0 < edge < run.x1 for run in band.runs for edge in edges)
    is_caption = any(is_beside_table(run) for run in band.runs)
    return is_clear and not is_caption and len(columns) >= 2 and 2 * len(columns) > len(edges) + 1


def with_bare_last_row(
    grid: Grid, loose: Sequence[Rule], glyphs: Sequence[Glyph]
) -> tuple[Grid, Rule | None]:
    """The grid with the row between it and a loose rule of its width, whose words stand in its columns.

    `glyphs` are the page's outside all tables. Also the rule, None where there is no such row.
    """
    under = [r for r in loose if r.is_horizontal and r.at_pt > grid.bottom + SNAP_PT and _is_as_wide(r, grid)]
    rule = min(under, key=lambda r: r.at_pt, default=None)
    if rule is None:
        return grid, None
    mine = [g for g in glyphs if grid.x0 <= g.center_x <= grid.x1 and grid.bottom <= g.center_y <= rule.at_pt]
    edges = _edges_between(lines_as_runs(mine), grid, rule.at_pt)
    return (_with_row(grid, edges, rule.at_pt), rule) if edges else (grid, None)


def _is_as_wide(rule: Rule, grid: Grid) -> bool:
    return abs(rule.start_pt - grid.x0) <= SNAP_PT and abs(rule.end_pt - grid.x1) <= SNAP_PT


def _edges_between(lines: Sequence[list[Run]], grid: Grid, bottom: float) -> list[float]:
    """The grid's column edges in the gaps between words; [] where a gap has none or the words fill no row."""
    runs = [run for line in lines for run in line]
    if not runs or any(is_beside_table(run) for run in runs):
        return []
    em_pt = median(run.bottom - run.top for run in runs)
    above, below = min(run.top for run in runs) - grid.bottom, bottom - max(run.bottom for run in runs)
    covered = inked(lines)
    gaps = [(a[1], b[0]) for a, b in pairwise(covered) if b[0] - a[1] >= RIVER_EM * em_pt]
    inner = grid.column_edges[1:-1]
    is_parted = all(any(x0 <= x <= x1 for x in inner) for x0, x1 in gaps)
    if not gaps or not is_parted or max(above, below) > ROW_PADDING_EM * em_pt:
        return []
    same = _edges_of(grid, len(grid.row_edges) - 2)
    if len(same) and not any(x0 < x < x1 for x in same for x0, x1 in covered):
        return same
    return [x for x in inner if any(x0 <= x <= x1 for x0, x1 in gaps)]


def _with_row(grid: Grid, edges: Sequence[float], bottom: float) -> Grid:
    row = len(grid.row_edges) - 1
    starts = [0, *(grid.column_edges.index(x) for x in edges), len(grid.column_edges) - 1]
    spans = tuple(Span(row, first, row, end - 1) for first, end in pairwise(starts))
    return replace(grid, row_edges=(*grid.row_edges, bottom), spans=(*grid.spans, *spans))
