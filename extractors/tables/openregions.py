"""Where tables without verticals may be: stacks of horizontal rules of one width, frames without columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.tables.groups import SNAP_PT
from extractors.tables.lattice import Grid
from extractors.tables.rivers import Band
from extractors.tables.strokes import Rule

# Narrower stacks of rules are underlines.
MIN_WIDTH_PT = 120.0
# Borders that every cell draws for itself leave the space between the cells open.
CELL_SPACE_PT = 8.0
# A rule under the running head and one above the page number enclose no table.
MAX_BAND_SHARE = 0.6
PAGE_END_SHARE = 0.25
# Running heads and page numbers stand in the outer eighth of a page.
MARGIN_SHARE = 0.125


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's height, and where print begins and ends on it, less what stands in the margins (points)."""

    height_pt: float
    first_pt: float
    last_pt: float


@dataclass(frozen=True, slots=True)
class Region:
    """Horizontal rules that may part the rows of a table between `x0` and `x1`.

    `ys` are the heights of `rules`; `told` are places where the rules themselves show a column's edge;
    `frame` is the number of the grid that encloses the region.
    """

    x0: float
    x1: float
    ys: tuple[float, ...]
    rules: tuple[Rule, ...]
    told: tuple[float, ...]
    sheet: Sheet
    frame: int | None = None

    @property
    def is_framed(self) -> bool:
        """Whether verticals close both sides."""
        return self.frame is not None

    def pieces_at(self, y: float) -> tuple[Rule, ...]:
        """The rules at a height that do not reach over the whole width."""
        return tuple(r for r in self.rules if abs(r.at_pt - y) <= SNAP_PT and not self._is_whole(r))

    def is_inside(self, band: Band) -> bool:
        """Whether a rule over a part of the width bounds the band, as beside a label that spans rows."""
        return bool(self.pieces_at(band.top) or self.pieces_at(band.bottom))

    def rules_between(self, top: float, bottom: float) -> tuple[Rule, ...]:
        """The rules from one height to another."""
        return tuple(r for r in self.rules if top - SNAP_PT <= r.at_pt <= bottom + SNAP_PT)

    def is_at_page_end(self, top: float, bottom: float) -> bool:
        """Whether a row stands where the page begins or ends: the rest of its table may be elsewhere."""
        height_pt = self.sheet.height_pt
        return top <= PAGE_END_SHARE * height_pt or bottom >= (1 - PAGE_END_SHARE) * height_pt

    def is_first(self, top: float) -> bool:
        """Whether nothing but the page's head is printed above a height."""
        return top <= self.sheet.first_pt + SNAP_PT

    def is_last(self, bottom: float) -> bool:
        """Whether nothing but the page's foot is printed below a height."""
        return bottom >= self.sheet.last_pt - SNAP_PT

    def _is_whole(self, rule: Rule) -> bool:
        return abs(rule.start_pt - self.x0) <= SNAP_PT and abs(rule.end_pt - self.x1) <= SNAP_PT


def open_regions(loose: Iterable[Rule], grids: Sequence[Grid], sheet: Sheet) -> list[Region]:
    """Regions of a page; `loose` are rules that belong to no grid."""
    flat, told = _whole([rule for rule in loose if rule.is_horizontal])
    regions: list[Region] = []
    for group in sorted(_same_width(flat), key=lambda g: -g[0].length_pt):
        for stack in _stacks(group, grids, sheet.height_pt):
            if not any(stack[0] in region.rules for region in regions):  # beside a label that spans rows
                regions.append(_region(stack, flat, told, sheet))
    frames = [
        _framed(grid, number, flat, told, sheet)
        for number, grid in enumerate(grids)
        if len(grid.column_edges) == 2
    ]
    return [*regions, *frames]


def _whole(rules: Sequence[Rule]) -> tuple[list[Rule], list[float]]:
    """Rules joined over the space between cells, and the middles of these spaces."""
    joined: list[Rule] = []
    told: list[float] = []
    for rule in sorted(rules, key=lambda r: (round(r.at_pt), r.start_pt)):
        last = joined[-1] if joined else None
        gap = rule.start_pt - last.end_pt if last else 0.0
        if last and abs(rule.at_pt - last.at_pt) <= 1.0 and -SNAP_PT <= gap <= CELL_SPACE_PT:
            joined[-1] = replace(last, end_pt=max(last.end_pt, rule.end_pt))
            told.append(last.end_pt + gap / 2)
        else:
            joined.append(rule)
    return joined, told


def _same_width(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Wide rules of equal extent, from the top."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at_pt):
        if rule.length_pt < MIN_WIDTH_PT:
            continue
        for group in groups:
            if (
                abs(group[0].start_pt - rule.start_pt) <= SNAP_PT
                and abs(group[0].end_pt - rule.end_pt) <= SNAP_PT
            ):
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) >= 2]


def _stacks(group: Sequence[Rule], grids: Sequence[Grid], height_pt: float) -> list[list[Rule]]:
    """A group cut where a ruled table or most of a page lies between two rules."""
    stacks = [[group[0]]]
    for above, below in pairwise(group):
        is_far = below.at_pt - above.at_pt > MAX_BAND_SHARE * height_pt
        if is_far or any(_lies_between(grid, above, below) for grid in grids):
            stacks.append([])
        stacks[-1].append(below)
    return [stack for stack in stacks if len(stack) >= 2]


def _lies_between(grid: Grid, above: Rule, below: Rule) -> bool:
    if grid.top < above.at_pt and grid.bottom > below.at_pt and len(grid.spans) == 1:
        return False  # a frame around both
    return (
        grid.top < below.at_pt - SNAP_PT
        and grid.bottom > above.at_pt + SNAP_PT
        and grid.x0 < above.end_pt
        and grid.x1 > above.start_pt
    )


def _region(stack: Sequence[Rule], flat: Sequence[Rule], told: Sequence[float], sheet: Sheet) -> Region:
    x0, x1 = min(r.start_pt for r in stack), max(r.end_pt for r in stack)
    partial = _partial(flat, x0, x1, stack[0].at_pt, stack[-1].at_pt)
    rules = sorted([*stack, *partial], key=lambda r: r.at_pt)
    ends = [x for r in partial for x in (r.start_pt, r.end_pt)]
    return Region(x0, x1, _heights(rules), tuple(rules), tuple([*ends, *told]), sheet)


def _framed(grid: Grid, number: int, flat: Sequence[Rule], told: Sequence[float], sheet: Sheet) -> Region:
    partial = _partial(flat, grid.x0, grid.x1, grid.top, grid.bottom)
    whole = [Rule(True, y, grid.x0, grid.x1) for y in grid.row_edges]
    rules = sorted([*whole, *partial], key=lambda r: r.at_pt)
    ends = [x for r in partial for x in (r.start_pt, r.end_pt)]
    return Region(grid.x0, grid.x1, _heights(rules), tuple(rules), tuple([*ends, *told]), sheet, number)


def _partial(flat: Sequence[Rule], x0: float, x1: float, top: float, bottom: float) -> list[Rule]:
    """Rules inside that reach from one side over some of the columns."""
    return [
        rule
        for rule in flat
        if top + SNAP_PT < rule.at_pt < bottom - SNAP_PT
        and x0 - SNAP_PT <= rule.start_pt
        and rule.end_pt <= x1 + SNAP_PT
        and (abs(rule.start_pt - x0) <= SNAP_PT) != (abs(rule.end_pt - x1) <= SNAP_PT)
    ]


def _heights(rules: Sequence[Rule]) -> tuple[float, ...]:
    heights: list[float] = []
    for rule in rules:
        if not heights or rule.at_pt - heights[-1] > SNAP_PT:
            heights.append(rule.at_pt)
    return tuple(heights)
