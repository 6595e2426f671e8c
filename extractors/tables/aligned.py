"""Tables without verticals: rows between horizontal rules or in a frame, columns by alignment.

The columns found are laid out as rules, so that the same lattice makes the cells of these tables too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import regex

from extractors.geometry import Box
from extractors.reading import Drawing
from extractors.tables.glyphs import Glyph
from extractors.tables.joining import DOUBLE_PT, join_pieces
from extractors.tables.lattice import Grid, find_grids
from extractors.tables.openregions import Region
from extractors.tables.openrows import RowCuts, row_cuts
from extractors.tables.openyears import edges_under, is_year_head, prints_amounts, stands_in_years, year_gaps
from extractors.tables.rivers import (
    DOUBTFUL_RIVER_EM,
    FLUSH_PT,
    RIVER_EM,
    Band,
    River,
    Run,
    blocks_of,
    is_beside,
    lines_as_runs,
    rivers_of,
)
from extractors.tables.strokes import Fill, Rule

# The text of a row stands this close to both of its rules; a caption between two tables stands further off.
ROW_PADDING_EM = 0.8
# Text that a page break cut fills its cell but for the line that did not fit.
FILLED_SHARE = 0.7
# The first line of a paragraph may stand in by a character.
REST_INDENT_EM = 1.2
# A column's edge is taken over from a neighbouring row where it lies well inside the river.
RIVER_CORE_SHARE = 0.2
# So far from the left rule the words of a row begin whose label stands on the page before.
BLANK_LABEL_EM = 3.0
LONE_ROW_EM, LOOSE_ROW_EM = 1.0, 1.5
# With more rules than these (above, under the head, below, a total) every row has its own.
MOST_SPARSE_BANDS = 4
SNAP_TO_EDGE_PT = 6.0
# A page that ends early may end with the head of a table; a title in a frame has fewer columns.
LEAST_IN_BODY = 3
LOW_ROW_EM = 4.0
_BESIDE = regex.compile(r"^(?:[【〔\[※＊*]|[(（]\s*(?:単位|注)|注\s*[\d:：)）])")


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table found, the loose rules that belong to it, and where its columns or rows are not sure."""

    grid: Grid
    rules: tuple[Rule, ...]
    doubts: tuple[tuple[str, Box], ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands between two rules, the inner edges of its columns, and gaps that may be further edges."""

    band: Band
    edges: tuple[float, ...]
    doubtful: tuple[River, ...]
    is_rest: bool = False  # what a page break left of a row, without its label

    @property
    def n_printed(self) -> int:
        """How many columns hold print."""
        return len({sum(run.x0 >= edge for edge in self.edges) for run in self.band.runs})


def aligned_tables(
    region: Region, glyphs: Sequence[Glyph], drawings: Sequence[Drawing], fills: Sequence[Fill], page: int
) -> list[Aligned]:
    """The tables of a region that holds `glyphs`; none where nothing stands in columns."""
    lines = lines_as_runs(glyphs)
    if not lines:
        return []
    em_pt = median(g.size_pt for g in glyphs)
    limits = pairwise(region.ys)
    bands = [Band(top, bottom, told=_shown(top, bottom, region, fills)) for top, bottom in limits]
    for line in lines:
        middle = median((run.top + run.bottom) / 2 for run in line)
        home = next((b for b in bands if b.top <= middle < b.bottom), None)
        if home is not None:
            home.lines.append(line)
    found = []
    rows = _with_rests(_rows(bands, region, fills, em_pt), em_pt)
    rows[0] = _topmost(rows, region, em_pt)
    rows = [_before_arrow(row, region, drawings, em_pt) for row in rows]
    for stretch in _stretches(rows, region, drawings, em_pt):
        drawn = [row.band for row in stretch if any(_is_drawn_in(d, row.band, region) for d in drawings)]
        aligned = _table(_with_years(stretch, region, drawn, em_pt), region, em_pt, page)
        if aligned is not None:
            found.append(aligned)
    return found


def _shown(top: float, bottom: float, region: Region, fills: Sequence[Fill]) -> tuple[float, ...]:
    """Where the rules above and below a row, and the tints in it, end inside the region."""
    pieces = (*region.pieces_at(top), *region.pieces_at(bottom))
    tints = [f for f in fills if f.top < (top + bottom) / 2 < f.bottom]
    ends = [*(x for r in pieces for x in (r.start_pt, r.end_pt)), *(x for f in tints for x in (f.x0, f.x1))]
    return tuple(x for x in ends if region.x0 + DOUBLE_PT < x < region.x1 - DOUBLE_PT)


def _rows(bands: Sequence[Band], region: Region, fills: Sequence[Fill], em_pt: float) -> list[_Row]:
    """Rows from the top; the narrowest rivers choose their column's edge first, the wider ones follow."""
    blocks = blocks_of(bands, em_pt)
    told = [*region.told, *(x for f in fills if _is_tint_of(f, region) for x in (f.x0, f.x1))]
    rivers = [[_told(river, told) for river in rivers_of(block, em_pt)] for block in blocks]
    chosen: list[float] = []
    edges: dict[tuple[int, int], float] = {}
    order = [(r.x1 - r.x0, i, k) for i, own in enumerate(rivers) for k, r in enumerate(own) if r.is_sure]
    for _, i, k in sorted(order):
        edges[i, k] = _edge_in(rivers[i][k], told, chosen)
        chosen.append(edges[i, k])
    rows = []
    for i, block in enumerate(blocks):
        own = tuple(edges[i, k] for k in range(len(rivers[i])) if (i, k) in edges)
        doubtful = tuple(r for r in rivers[i] if not r.is_sure and r.x1 - r.x0 >= DOUBTFUL_RIVER_EM * em_pt)
        rows += [_Row(band, _printed(band, own, region), doubtful) for band in block.bands]
    return rows


def _printed(band: Band, edges: tuple[float, ...], region: Region) -> tuple[float, ...]:
    """The edges of a row less those that its words cross or begin after: a label may take several columns.

    Only beside a label that spans rows the first column may be blank; the rule there shows its edge.
    """
    first = min((run.x0 for run in band.runs), default=region.x0)
    free = tuple(x for x in edges if not any(run.x0 < x < run.x1 for run in band.runs))
    if not region.is_inside(band):
        return tuple(x for x in free if x > first)
    pieces = (*region.pieces_at(band.top), *region.pieces_at(band.bottom))
    label_end = max((r.start_pt for r in pieces), default=region.x0)
    is_blank = region.x0 + DOUBLE_PT < label_end <= first and not any(x <= first for x in free)
    return (label_end, *free) if is_blank else free


def _with_rests(rows: Sequence[_Row], em_pt: float) -> list[_Row]:
    """Rows that print in one column what a page break left of a cell take the edges of a row beside them."""
    settled = list(rows)
    for i, row in enumerate(rows):
        beside = [*settled[max(0, i - 1) : i], *rows[i + 1 : i + 2]] if i else rows[1:]
        is_top = all(before.is_rest for before in settled[:i])
        slack_pt = FLUSH_PT if is_top else REST_INDENT_EM * em_pt  # i = 1: under a head printed again
        others = rows[i + 1 :] if is_top else rows[: i == 1]
        headless = (other for other in others if _lacks_label(row, other, slack_pt))
        home = next((other for other in beside if _is_rest(row, other, em_pt)), None)
        if (labelled := next(headless, None)) is not None:
            settled[i] = replace(row, edges=(labelled.edges[0], *row.edges), is_rest=True)
        elif home is not None:
            free = (x for x in home.edges if not any(run.x0 < x < run.x1 for run in row.band.runs))
            settled[i] = replace(row, edges=tuple(free), is_rest=True)
    return settled


def _topmost(rows: Sequence[_Row], region: Region, em_pt: float) -> _Row:
    """A page's first row with the edges beside its words, where these stand in as far as a label is wide.

    Over the contents of another row they may stand further from the rules than alone.
    """
    row, runs = rows[0], rows[0].band.runs
    start = min((run.x0 for run in runs), default=region.x0)
    if row.is_rest or row.n_printed != 1 or start - region.x0 < BLANK_LABEL_EM * em_pt:
        return row
    if not region.is_first(row.band.top) or _is_caption(row.band):
        return row
    below = [other.edges[0] for other in rows[1:2] if other.edges and other.edges[0] <= start]
    if _room_pt(row.band) > (LOOSE_ROW_EM if below else LONE_ROW_EM) * em_pt:
        return row
    ends = [*below, *(x for x in row.band.told if x <= start)]
    return replace(row, edges=(ends[0] if ends else (region.x0 + start) / 2,), is_rest=True)


def _before_arrow(row: _Row, region: Region, drawings: Sequence[Drawing], em_pt: float) -> _Row:
    """The row with an edge between the activity's words and the drawn arrow, where it has none yet."""
    start = min((d.box.x0 for d in drawings if _is_drawn_in(d, row.band, region)), default=None)
    ends = [run.x1 for run in row.band.runs if start is not None and run.x1 <= start]
    if start is None or not ends or any(max(ends) <= x <= start for x in row.edges):
        return row
    edge = min(max(ends) + RIVER_EM * em_pt, start)
    return replace(row, edges=tuple(sorted((*row.edges, edge))))


def _lacks_label(row: _Row, other: _Row, slack_pt: float) -> bool:
    """Whether a row of several columns on top of a page begins where another's contents do."""
    starts = [run.x0 for run in row.band.runs]
    contents = [run.x0 for run in other.band.runs if other.edges and run.x0 >= other.edges[0]]
    is_labelled = len(contents) < len(other.band.runs)
    if row.n_printed < 2 or not contents or not is_labelled:
        return False
    return row.edges[0] > min(starts) >= other.edges[0] and abs(min(starts) - min(contents)) <= slack_pt


def _is_rest(row: _Row, other: _Row, em_pt: float) -> bool:
    """Whether words without a label begin where the contents of the row beside them do."""
    starts, is_line = [run.x0 for run in row.band.runs], len(row.band.lines) == 1
    contents = [run.x0 for run in other.band.runs if other.edges and run.x0 >= other.edges[0]]
    if row.n_printed != 1 or not contents or (is_line and _room_pt(row.band) > LONE_ROW_EM * em_pt):
        return False
    return min(starts) >= other.edges[0] and abs(min(starts) - min(contents)) <= REST_INDENT_EM * em_pt


def _is_tint_of(fill: Fill, region: Region) -> bool:
    return fill.top < region.ys[-1] and fill.bottom > region.ys[0]


def _told(river: River, told: Iterable[float]) -> River:
    """The river, sure where a rule or a tint ends in it."""
    return replace(river, is_sure=river.is_sure or any(river.x0 <= x <= river.x1 for x in told))


def _edge_in(river: River, told: Iterable[float], chosen: Sequence[float]) -> float:
    """Where a river's column edge lies: where a rule or tint ends, where other rows have it, or halfway."""
    for x in told:
        if river.x0 - DOUBLE_PT / 2 <= x <= river.x1 + DOUBLE_PT / 2:
            return min(max(x, river.x0), river.x1)
    inset = RIVER_CORE_SHARE * (river.x1 - river.x0)
    for x in chosen:
        if river.x0 + inset <= x <= river.x1 - inset:
            return x
    return river.middle


def _stretches(
    rows: Sequence[_Row], region: Region, drawings: Sequence[Drawing], em_pt: float
) -> list[list[_Row]]:
    """Runs of rows of one table; what stands between two tables parts them."""
    stretches: list[list[_Row]] = [[]]
    for row in rows:
        is_first = not stretches[-1]
        if region.is_framed or _is_row(row, region, drawings, em_pt, is_first=is_first):
            stretches[-1].append(row)
        else:
            stretches.append([])
    return [stretch for stretch in stretches if stretch]


def _is_row(row: _Row, region: Region, drawings: Sequence[Drawing], em_pt: float, *, is_first: bool) -> bool:
    """Whether a band is a row of a table: several columns are printed, or rules tie it to such a row."""
    if region.is_inside(row.band) or row.is_rest:
        return True
    if _is_caption(row.band):
        return False
    if row.n_printed >= 2 or (row.n_printed and any(_is_drawn_in(d, row.band, region) for d in drawings)):
        return True
    return not is_first and row.n_printed == 1 and _is_label_alone(row, em_pt)


def _room_pt(band: Band) -> float:
    """The larger distance from a band's words to the rules above and below."""
    ends = [end for run in band.runs for end in (run.top, run.bottom)] or [band.bottom]
    return max(min(ends) - band.top, band.bottom - max(ends))


def _is_caption(band: Band) -> bool:
    """Whether a band holds what stands beside a table."""
    return any(is_beside_table(line[0]) for line in band.lines)


def is_beside_table(run: Run) -> bool:
    """Whether words are a caption in brackets, a unit or a note."""
    return _BESIDE.match(run.text) is not None


def _is_drawn_in(drawing: Drawing, band: Band, region: Region) -> bool:
    box = drawing.box
    return (
        drawing.kind == "arrow" and band.top < box.center_y < band.bottom and region.x0 < box.x0 < region.x1
    )


def _is_label_alone(row: _Row, em_pt: float) -> bool:
    """A row whose contents are blank: one line in the first column, closely ruled."""
    band = row.band
    is_label = bool(row.edges) and band.runs[-1].x1 <= row.edges[0]
    return is_label and len(band.lines) == 1 and _is_close(band, em_pt)


def _is_close(band: Band, em_pt: float) -> bool:
    """Whether words stand as close to both rules as those of a cell."""
    room = ROW_PADDING_EM * em_pt
    return all(run.top - band.top <= room and band.bottom - run.bottom <= room for run in band.runs)


def _with_years(rows: Sequence[_Row], region: Region, drawn: Sequence[Band], em_pt: float) -> list[_Row]:
    """Rows below a head of years take its edges where figures, arrows or blanks stand under them.

    So do amounts above the first head, where a budget is printed before the schedule. Where the head is on
    the page before, amounts beside an arrow (a band of `drawn`) show its years.
    """
    heads = [i for i, row in enumerate(rows) if is_year_head(row.band)]
    above = [i for i in range(heads[0] if heads else 0) if prints_amounts(rows[i].band)]
    settled = list(rows)
    for first, end in pairwise([*heads, len(rows)]):
        others = [*(above if first == heads[0] else ()), *range(first + 1, end)]
        gaps = year_gaps(rows[first].band, [rows[i].band for i in others], em_pt)
        years = [(x0 + x1) / 2 for x0, x1 in gaps]
        own = [edge for edge in rows[first].edges if edge < years[0] - em_pt] if years else []
        settled[first] = replace(rows[first], edges=(*own, *years))
        for i in others:
            if i > first or stands_in_years(rows[i].band, years):
                settled[i] = _under(rows[i], years, region, drawn)
    for i in range(heads[0] if heads else len(rows)):
        beside = [row.edges for row in rows[max(0, i - 1) : i + 2] if prints_amounts(row.band)]
        if rows[i].band in drawn and beside:
            settled[i] = _under(rows[i], beside[0], region, drawn)
    return settled


def _under(row: _Row, years: Sequence[float], region: Region, drawn: Sequence[Band]) -> _Row:
    if not row.band.lines:
        return row
    edges = edges_under(row.band, row.edges, years, region.x1, is_drawn=row.band in drawn)
    return replace(row, edges=edges)


def _table(rows: Sequence[_Row], region: Region, em_pt: float, page: int) -> Aligned | None:
    is_sparse = len(rows) <= MOST_SPARSE_BANDS and not any(region.is_inside(row.band) for row in rows)
    cuts = [row_cuts(row.band, row.edges, em_pt) if is_sparse else RowCuts(()) for row in rows]
    n_rows = sum(row.n_printed >= 2 or row.is_rest for row in rows) + sum(len(cut.ys) for cut in cuts)
    top, bottom = rows[0].band.top, rows[-1].band.bottom
    if n_rows < 2 and not (n_rows and _is_left_over(rows[0], region, em_pt, top, bottom)):
        return None
    ys = [top, *(y for row, cut in zip(rows, cuts, strict=True) for y in (*cut.ys, row.band.bottom))]
    lattices = find_grids(join_pieces([*_verticals(rows, region), *_horizontals(ys, rows, region)]), page)
    if len(lattices.grids) != 1:
        return None
    sides = {"columns"} if region.is_framed else {"columns", "left", "right"}
    grid = replace(lattices.grids[0], open_edges=lattices.grids[0].open_edges | sides)
    return Aligned(grid, region.rules_between(top, bottom), tuple(_doubts(rows, cuts, region, page)))


def _is_left_over(row: _Row, region: Region, em_pt: float, top: float, bottom: float) -> bool:
    """Whether a row alone may be what a page break left of a table; words in a roomy frame are none."""
    runs, room = row.band.runs, ROW_PADDING_EM * em_pt
    if not runs:
        return False
    first, last = min(r.top for r in runs), max(r.bottom for r in runs)
    is_filled = first - top <= room and (
        bottom - last <= room or last - first >= FILLED_SHARE * (bottom - top)
    )
    if row.n_printed >= LEAST_IN_BODY and region.is_last(bottom) and bottom - top <= LOW_ROW_EM * em_pt:
        return True
    if any(is_beside(a, b, em_pt) for a, b in pairwise(row.band.lines)):
        return True  # a label in the middle of its cell, as no running text has
    return region.is_at_page_end(top, bottom) and (is_filled or not region.is_framed)


def _verticals(rows: Sequence[_Row], region: Region) -> list[Rule]:
    rules = [Rule(False, x, rows[0].band.top, rows[-1].band.bottom) for x in (region.x0, region.x1)]
    for row in rows:
        rules += [Rule(False, x, row.band.top, row.band.bottom) for x in row.edges]
    return rules


def _horizontals(ys: Sequence[float], rows: Sequence[_Row], region: Region) -> list[Rule]:
    """A rule over the whole width at each `y`, or the pieces printed there, up to the nearest column."""
    edges = sorted({region.x0, region.x1, *(x for row in rows for x in row.edges)})
    rules = []
    for y in ys:
        for rule in region.pieces_at(y) or (Rule(True, y, region.x0, region.x1),):
            start, end = (_snapped(x, edges) for x in (rule.start_pt, rule.end_pt))
            rules.append(Rule(True, y, start, end))
    return rules


def _snapped(x: float, edges: Sequence[float]) -> float:
    nearest = min(edges, key=lambda edge: abs(edge - x))
    return nearest if abs(nearest - x) <= SNAP_TO_EDGE_PT else x


def _doubts(
    rows: Sequence[_Row], cuts: Sequence[RowCuts], region: Region, page: int
) -> Iterable[tuple[str, Box]]:
    for row, cut in zip(rows, cuts, strict=True):
        if cut.is_doubtful or any(_is_parted(row, river) for river in row.doubtful):
            words = " ".join(run.text for run in row.band.runs)[:80]
            yield words, Box(page, region.x0, row.band.top, region.x1, row.band.bottom)


def _is_parted(row: _Row, river: River) -> bool:
    """Whether words of one line stand on both sides of a river that is no edge of the row."""
    return not any(river.x0 <= edge <= river.x1 for edge in row.edges) and any(
        any(run.x1 <= river.x0 for run in line) and any(run.x0 >= river.x1 for run in line)
        for line in row.band.lines
    )
