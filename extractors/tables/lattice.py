"""From rules to grids: which rules belong together, where rows and columns lie, what is open or astray."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.tables.errors import TooManyRules
from extractors.tables.groups import SNAP_PT, groups_of, without_strays
from extractors.tables.regions import Span, spans_of
from extractors.tables.strokes import Rule

# A rule counts between two cells when it covers most of their common edge; corners may be missing.
COVER_SHARE = 0.6
# A side of a table is open when less than half of it is ruled.
OPEN_SHARE = 0.5
# Rules that run on past the last crossing rule by more than a corner's overshoot mark an open side.
OVERHANG_PT = 4.0
# The widest sheets of figures have some 100 rows and 50 columns.
MAX_POSITIONS = 60_000
# A box with text in it is at least as large as small print.
MIN_CELL_PT = 5.0
# Three verticals of equal extent and no horizontal rule are a row that began and will end on other pages.
MIN_BARE_VERTICALS = 3
MIN_BARE_HEIGHT_PT = 24.0
# One vertical on one horizontal are a row of two cells that a page break cut off, without outer verticals:
# there is room for a label and a line of text.
MIN_SLICE_WIDTH_PT = 24.0
MIN_SLICE_HEIGHT_PT = 10.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's geometry: n+1 edges each way, the cells' spans, open sides, the number of regions split.

    `ruled_below` tells for each column whether a rule closes the last row.
    """

    row_edges: tuple[float, ...]
    column_edges: tuple[float, ...]
    spans: tuple[Span, ...]
    open_edges: frozenset[str]
    n_split_regions: int
    ruled_below: tuple[bool, ...] = ()

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


def find_grids(rules: Sequence[Rule], page: int) -> Lattices:
    """Group rules that meet into grids (`rules` have doubles collapsed and arrows taken out).

    Raises TooManyRules for a grid with more positions than any table on a page has.
    """
    grids: list[Grid] = []
    strays: list[Rule] = []
    loose: list[Rule] = []
    pending = groups_of(rules)
    while pending:
        kept, dangling = without_strays(pending.pop())
        strays.extend(dangling)
        ruled = _ruled(kept, page)
        parts = ruled.parts() if ruled else []
        if parts:
            pending.extend(parts)
        elif ruled and (vain := ruled.inside_cells()):
            strays.extend(vain)
            pending.append([rule for rule in kept if rule not in vain])
        elif ruled and (ruled.encloses() or ruled.is_slice()):
            grids.append(ruled.grid())
        else:
            loose.extend(kept)
    bare, rest = _bare_rows(loose)
    return Lattices((*grids, *bare), (*strays, *rest))


@dataclass(frozen=True, slots=True)
class _Ruled:
    """Rules of one group with their snapped edges, and which sides of which grid positions they cover.

    `above[r][c]` tells a rule on the upper edge of position (r, c), `beside[c][r]` one on its left edge.
    """

    rules: list[Rule]
    rows: list[float]
    columns: list[float]
    above: list[list[bool]]
    beside: list[list[bool]]
    spans: tuple[Span, ...]
    n_split: int

    def grid(self) -> Grid:
        """The grid with its cells."""
        open_edges = _open_edges(self.above, self.beside, self.rows, self.columns)
        return Grid(
            tuple(self.rows),
            tuple(self.columns),
            self.spans,
            open_edges,
            self.n_split,
            tuple(self.above[-1]),
        )

    def encloses(self) -> bool:
        """Whether at least one cell is closed on three sides and can hold print."""
        return any(self._is_roomy(span) and self._closed_sides(span) >= 3 for span in self.spans)

    def is_slice(self) -> bool:
        """Whether this is one row of two cells, open at the sides and above or below (⊥ or ⊤)."""
        if len(self.rules) != 2 or len(self.rows) != 2 or len(self.columns) != 3:
            return False
        widths = [b - a for a, b in pairwise(self.columns)]
        return self.rows[1] - self.rows[0] >= MIN_SLICE_HEIGHT_PT and min(widths) >= MIN_SLICE_WIDTH_PT

    def inside_cells(self) -> list[Rule]:
        """Rules that part nothing: both sides lie in one cell all along (a shaft that touches a border)."""
        n_rows, n_columns = len(self.rows) - 1, len(self.columns) - 1
        if len(self.spans) == n_rows * n_columns:
            return []
        owner = [[0] * n_columns for _ in range(n_rows)]
        for number, span in enumerate(self.spans):
            for row in range(span.row, span.last_row + 1):
                for column in range(span.column, span.last_column + 1):
                    owner[row][column] = number
        turned = [list(line) for line in zip(*owner, strict=True)]
        across, along = (self.rows, self.columns, owner), (self.columns, self.rows, turned)
        return [r for r in self.rules if _parts_nothing(r, *(across if r.is_horizontal else along))]

    def parts(self) -> list[list[Rule]]:
        """The rules of two tables that nearly touch: no rule crosses the narrow band between them."""
        for is_row, edges, crossing in ((True, self.rows, self.beside), (False, self.columns, self.above)):
            for k in range(len(edges) - 1):
                is_band = edges[k + 1] - edges[k] < MIN_CELL_PT and not any(line[k] for line in crossing)
                if is_band and len(edges) > 2:
                    return _divided(self.rules, is_row, (edges[k] + edges[k + 1]) / 2)
        return []

    def _is_roomy(self, span: Span) -> bool:
        width = self.columns[span.last_column + 1] - self.columns[span.column]
        height = self.rows[span.last_row + 1] - self.rows[span.row]
        return width >= MIN_CELL_PT and height >= MIN_CELL_PT

    def _closed_sides(self, span: Span) -> int:
        columns = range(span.column, span.last_column + 1)
        rows = range(span.row, span.last_row + 1)
        return (
            all(self.above[span.row][c] for c in columns)
            + all(self.above[span.last_row + 1][c] for c in columns)
            + all(self.beside[span.column][r] for r in rows)
            + all(self.beside[span.last_column + 1][r] for r in rows)
        )


def _ruled(rules: list[Rule], page: int) -> _Ruled | None:
    """Edges and cover of one group; None where its rules run one way only or span nothing."""
    horizontals = [rule for rule in rules if rule.is_horizontal]
    verticals = [rule for rule in rules if not rule.is_horizontal]
    if not horizontals or not verticals:
        return None
    rows, columns = _edges(horizontals, verticals), _edges(verticals, horizontals)
    if len(rows) < 2 or len(columns) < 2:
        return None
    if len(rows) * len(columns) > MAX_POSITIONS:
        raise TooManyRules(page=page, count=len(rows) * len(columns), limit=MAX_POSITIONS)
    above, beside = _cover(horizontals, rows, columns), _cover(verticals, columns, rows)
    spans, n_split = spans_of(above, beside)
    return _Ruled(rules, rows, columns, above, beside, tuple(spans), n_split)


def _parts_nothing(
    rule: Rule, edges: Sequence[float], steps: Sequence[float], owner: Sequence[Sequence[int]]
) -> bool:
    """Whether the rule lies inside one cell; `owner[i][k]` is the cell between edges i, i+1 at step k."""
    i = _nearest(edges, rule.at_pt)
    first, last = _nearest(steps, rule.start_pt), _nearest(steps, rule.end_pt)
    if not 0 < i < len(edges) - 1 or last <= first:
        return False
    return len(set(owner[i - 1][first:last]) | set(owner[i][first:last])) == 1


def _divided(rules: list[Rule], is_row: bool, middle: float) -> list[list[Rule]]:
    """Rules before and after a line across the page; both have some."""
    sides: tuple[list[Rule], list[Rule]] = ([], [])
    for rule in rules:
        center = rule.at_pt if rule.is_horizontal is is_row else (rule.start_pt + rule.end_pt) / 2
        sides[center > middle].append(rule)
    return list(sides)


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
