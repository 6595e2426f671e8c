"""From rules to grids: which rules belong together, where rows and columns lie, what is open or astray."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.tables.regions import Span, spans_of
from extractors.tables.strokes import Rule

# A rule meets another when its end lies on it or misses it by a corner's rounding (0.75 pt a pixel at 96 dpi,
# half the width of a double border); half the widths of both strokes come on top.
MEET_PT = 2.0
# Edges of one row or column, drawn cell by cell or by hand, differ by less than the smallest print is high.
SNAP_PT = 3.0
# A rule counts between two cells when it covers most of their common edge; corners may be missing.
COVER_SHARE = 0.6
# A side of a table is open when less than half of it is ruled.
OPEN_SHARE = 0.5
# Rules that run on past the last crossing rule by more than a corner's overshoot mark an open side.
OVERHANG_PT = 4.0
# A box with text in it is at least as large as small print.
MIN_CELL_PT = 5.0
# A full-width rule beside a table without outer verticals belongs to it when a few lines of text lie between.
LONE_RULE_GAP_PT = 60.0
# Three verticals of equal extent and no horizontal rule are a row that began and will end on other pages.
MIN_BARE_VERTICALS = 3
MIN_BARE_HEIGHT_PT = 24.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's geometry: n+1 edges each way, the cells' spans, open sides, the number of regions split."""

    row_edges: tuple[float, ...]
    column_edges: tuple[float, ...]
    spans: tuple[Span, ...]
    open_edges: frozenset[str]
    n_split_regions: int

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.column_edges[0]

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.column_edges[-1]

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.row_edges[0]

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.row_edges[-1]

    @property
    def area(self) -> float:
        """Area in square points."""
        return (self.x1 - self.x0) * (self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class Lattices:
    """Grids found, and the rules that belong to none."""

    grids: tuple[Grid, ...]
    strays: tuple[Rule, ...]


def find_grids(rules: Sequence[Rule]) -> Lattices:
    """Group rules that meet into grids (`rules` have doubles collapsed and arrows taken out)."""
    grids: list[Grid] = []
    strays: list[Rule] = []
    loose: list[list[Rule]] = []
    for group in _with_lone_rules(_components(rules)):
        grid, left = _grid_of(group)
        strays.extend(left)
        if grid is None:
            loose.append([rule for rule in group if rule not in left])
        else:
            grids.append(grid)
    bare, rest = _bare_rows([rule for group in loose for rule in group])
    return Lattices((*grids, *bare), (*strays, *rest))


def _reach(a: Rule, b: Rule) -> float:
    return MEET_PT + (a.width_pt + b.width_pt) / 2


def _crosses(horizontal: Rule, vertical: Rule) -> bool:
    slack = _reach(horizontal, vertical)
    return (
        horizontal.start_pt - slack <= vertical.at_pt <= horizontal.end_pt + slack
        and vertical.start_pt - slack <= horizontal.at_pt <= vertical.end_pt + slack
    )


def _components(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that meet, directly or through others, in groups."""
    horizontals = [rule for rule in rules if rule.is_horizontal]
    verticals = sorted((rule for rule in rules if not rule.is_horizontal), key=lambda r: r.at_pt)
    at = [rule.at_pt for rule in verticals]
    widest = max((rule.width_pt for rule in rules), default=0.0)
    root = list(range(len(horizontals) + len(verticals)))
    for i, rule in enumerate(horizontals):
        first = bisect_left(at, rule.start_pt - MEET_PT - widest)
        last = bisect_right(at, rule.end_pt + MEET_PT + widest)
        for j in range(first, last):
            if _crosses(rule, verticals[j]):
                _unite(root, i, len(horizontals) + j)
    groups: dict[int, list[Rule]] = {}
    for index, rule in enumerate([*horizontals, *verticals]):
        groups.setdefault(_find(root, index), []).append(rule)
    return list(groups.values())


def _find(root: list[int], i: int) -> int:
    while root[i] != i:
        root[i] = root[root[i]]
        i = root[i]
    return i


def _unite(root: list[int], i: int, j: int) -> None:
    a, b = _find(root, i), _find(root, j)
    root[max(a, b)] = min(a, b)


def _with_lone_rules(groups: list[list[Rule]]) -> list[list[Rule]]:
    """Give single horizontal rules to a table of the same width without outer verticals beside it."""
    lone = [group[0] for group in groups if len(group) == 1 and group[0].is_horizontal]
    rest = [group for group in groups if not (len(group) == 1 and group[0].is_horizontal)]
    for group in rest:
        if not _is_open_sideways(group):
            continue
        grew = True
        while grew:
            joined = [rule for rule in lone if _continues(rule, group)]
            grew = bool(joined)
            group.extend(joined)
            lone = [rule for rule in lone if rule not in joined]
    return rest + [[rule] for rule in lone]


def _is_open_sideways(group: list[Rule]) -> bool:
    horizontals = [rule for rule in group if rule.is_horizontal]
    verticals = [rule for rule in group if not rule.is_horizontal]
    if len(horizontals) < 2 or not verticals:
        return False
    left = min(rule.start_pt for rule in horizontals)
    right = max(rule.end_pt for rule in horizontals)
    return all(left + SNAP_PT < rule.at_pt < right - SNAP_PT for rule in verticals)


def _continues(rule: Rule, group: list[Rule]) -> bool:
    horizontals = [other for other in group if other.is_horizontal]
    left = min(other.start_pt for other in horizontals)
    right = max(other.end_pt for other in horizontals)
    distance = min(abs(rule.at_pt - other.at_pt) for other in horizontals)
    return (
        abs(rule.start_pt - left) <= SNAP_PT
        and abs(rule.end_pt - right) <= SNAP_PT
        and distance <= LONE_RULE_GAP_PT
    )


def _grid_of(group: list[Rule]) -> tuple[Grid | None, list[Rule]]:
    """The grid of one group (None where its rules enclose nothing) and the strokes that dangle inside it."""
    rules, strays = _without_strays(group)
    horizontals = [rule for rule in rules if rule.is_horizontal]
    verticals = [rule for rule in rules if not rule.is_horizontal]
    if not horizontals or not verticals:
        return None, strays
    rows = _edges(horizontals, verticals)
    columns = _edges(verticals, horizontals)
    if len(rows) < 2 or len(columns) < 2:
        return None, strays
    above = _cover(horizontals, rows, columns)
    beside = _cover(verticals, columns, rows)
    spans, n_split = spans_of(above, beside)
    grid = Grid(tuple(rows), tuple(columns), tuple(spans), _open_edges(above, beside, rows, columns), n_split)
    return (grid if _encloses(grid, above, beside) else None), strays


def _without_strays(group: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Take out strokes that end inside the group where no edge of a column or row lies."""
    strays: list[Rule] = []
    horizontals = [rule for rule in group if rule.is_horizontal]
    verticals = [rule for rule in group if not rule.is_horizontal]
    while horizontals and verticals:
        dangling = [*_dangling(horizontals, verticals), *_dangling(verticals, horizontals)]
        if not dangling:
            break
        strays.extend(dangling)
        gone = {id(rule) for rule in dangling}
        horizontals = [rule for rule in horizontals if id(rule) not in gone]
        verticals = [rule for rule in verticals if id(rule) not in gone]
    return [*horizontals, *verticals], strays


def _dangling(rules: list[Rule], across: list[Rule]) -> list[Rule]:
    """Rules with an end inside the group but on no coordinate at which a crossing rule stands."""
    stands = sorted(rule.at_pt for rule in across)
    low = min(stands[0], *(rule.start_pt for rule in rules)) + SNAP_PT
    high = max(stands[-1], *(rule.end_pt for rule in rules)) - SNAP_PT
    widest = max(rule.width_pt for rule in across)

    def is_free(rule: Rule, end: float) -> bool:
        reach = MEET_PT + (rule.width_pt + widest) / 2
        nearest = stands[_nearest(stands, end)]
        return low < end < high and abs(end - nearest) > reach

    return [rule for rule in rules if is_free(rule, rule.start_pt) or is_free(rule, rule.end_pt)]


def _edges(rules: list[Rule], crossing: list[Rule]) -> list[float]:
    """Positions of the rules, snapped, with the ends of crossing rules that run past the outermost ones."""
    edges = _snapped(rules)
    low = _overhang([r.start_pt for r in crossing], edges[0], -1)
    high = _overhang([r.end_pt for r in crossing], edges[-1], 1)
    return [*([low] if low is not None else []), *edges, *([high] if high is not None else [])]


def _snapped(rules: list[Rule]) -> list[float]:
    edges: list[float] = []
    run: list[Rule] = []
    for rule in sorted(rules, key=lambda r: r.at_pt):
        if run and rule.at_pt - run[0].at_pt > SNAP_PT:
            edges.append(_weighted(run))
            run = []
        run.append(rule)
    return [*edges, _weighted(run)]


def _weighted(run: list[Rule]) -> float:
    total = sum(rule.length_pt for rule in run) or 1.0
    return sum(rule.at_pt * rule.length_pt for rule in run) / total


def _overhang(ends: list[float], edge: float, sign: int) -> float | None:
    """Where crossing rules end that run past the outermost edge; None where none does."""
    beyond = [end for end in ends if sign * (end - edge) > OVERHANG_PT]
    return (max(beyond) if sign > 0 else min(beyond)) if beyond else None


def _nearest(edges: Sequence[float], position: float) -> int:
    i = bisect_left(edges, position)
    if i == 0 or (i < len(edges) and edges[i] - position < position - edges[i - 1]):
        return min(i, len(edges) - 1)
    return i - 1


def _cover(rules: list[Rule], edges: Sequence[float], steps: Sequence[float]) -> list[list[bool]]:
    """For each edge and each step along it, whether a rule covers it (`[edge][step]`)."""
    covered = [[0.0] * (len(steps) - 1) for _ in edges]
    for rule in rules:
        row = covered[_nearest(edges, rule.at_pt)]
        for k in range(max(0, bisect_right(steps, rule.start_pt) - 1), len(steps) - 1):
            if steps[k] >= rule.end_pt:
                break
            row[k] += max(0.0, min(rule.end_pt, steps[k + 1]) - max(rule.start_pt, steps[k]))
    return [
        [length >= COVER_SHARE * (steps[k + 1] - steps[k]) for k, length in enumerate(row)] for row in covered
    ]


def _open_edges(
    above: list[list[bool]], beside: list[list[bool]], rows: list[float], columns: list[float]
) -> frozenset[str]:
    sides = {
        "top": (above[0], columns),
        "bottom": (above[-1], columns),
        "left": (beside[0], rows),
        "right": (beside[-1], rows),
    }
    return frozenset(
        name for name, (flags, steps) in sides.items() if _ruled_share(flags, steps) < OPEN_SHARE
    )


def _ruled_share(flags: list[bool], steps: list[float]) -> float:
    ruled = sum(steps[k + 1] - steps[k] for k, flag in enumerate(flags) if flag)
    return ruled / (steps[-1] - steps[0])


def _encloses(grid: Grid, above: list[list[bool]], beside: list[list[bool]]) -> bool:
    """Whether at least one cell is closed on three sides and can hold print."""
    return any(_is_roomy(grid, span) and _closed_sides(span, above, beside) >= 3 for span in grid.spans)


def _is_roomy(grid: Grid, span: Span) -> bool:
    width = grid.column_edges[span.last_column + 1] - grid.column_edges[span.column]
    height = grid.row_edges[span.last_row + 1] - grid.row_edges[span.row]
    return width >= MIN_CELL_PT and height >= MIN_CELL_PT


def _closed_sides(span: Span, above: list[list[bool]], beside: list[list[bool]]) -> int:
    columns = range(span.column, span.last_column + 1)
    rows = range(span.row, span.last_row + 1)
    return (
        all(above[span.row][c] for c in columns)
        + all(above[span.last_row + 1][c] for c in columns)
        + all(beside[span.column][r] for r in rows)
        + all(beside[span.last_column + 1][r] for r in rows)
    )


def _bare_rows(rules: list[Rule]) -> tuple[list[Grid], list[Rule]]:
    """Groups of equal verticals without any horizontal: one row, open above and below."""
    groups: list[list[Rule]] = []
    for rule in sorted((r for r in rules if not r.is_horizontal), key=lambda r: r.at_pt):
        for group in groups:
            if _same_extent(rule, group[0]):
                group.append(rule)
                break
        else:
            groups.append([rule])
    rows = [g for g in groups if len(g) >= MIN_BARE_VERTICALS and g[0].length_pt >= MIN_BARE_HEIGHT_PT]
    used = {id(rule) for group in rows for rule in group}
    return [_bare_row(group) for group in rows], [rule for rule in rules if id(rule) not in used]


def _same_extent(a: Rule, b: Rule) -> bool:
    return abs(a.start_pt - b.start_pt) <= SNAP_PT and abs(a.end_pt - b.end_pt) <= SNAP_PT


def _bare_row(group: list[Rule]) -> Grid:
    columns = tuple(_snapped(group))
    spans = tuple(Span(0, c, 0, c) for c in range(len(columns) - 1))
    rows = (min(r.start_pt for r in group), max(r.end_pt for r in group))
    return Grid(rows, columns, spans, frozenset({"top", "bottom"}), 0)
