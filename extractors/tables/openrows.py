"""Rows that no rule parts: lines of one band that are rows of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import regex

from extractors.tables.lattice import Grid
from extractors.tables.regions import Span
from extractors.tables.rivers import Band, Run, stacked

# Rows are set further apart than the lines of one cell by at least this.
WIDER_GAP_EM = 0.35
# Of lines that are rows of figures most print one; heads and remarks print none.
FIGURE_SHARE = 0.6
LEAST_FULL = 3
_FIGURE = regex.compile(
    r"^[▲△−\-－+(（]?[0-9０-９][0-9０-９,，.．]*\D{0,6}$|^[―－\-—‐○●◎→皆同]+$|^皆増$|^未定$"
)
# The start of a figure that a narrow column wraps (135,9⏎87): no whole one ends inside a group of three.
_CUT_FIGURE = regex.compile(r"[0-9０-９][,，][0-9０-９]{0,2}$|[0-9０-９][.．]$")


@dataclass(frozen=True, slots=True)
class RowCuts:
    """Heights at which a band is to be cut; `is_doubtful` where figures stand under each other uncut."""

    ys: tuple[float, ...]
    is_doubtful: bool = False


def row_cuts(band: Band, edges: Sequence[float], em_pt: float) -> RowCuts:
    """Where a band between two rules falls into rows; `edges` are the inner edges of its columns."""
    lines = stacked(band.lines, em_pt)
    if len(lines) < 2 or not edges:
        return RowCuts(())
    printed = [_columns(line, edges) for line in lines]
    figures = [_has_figure(line, edges) for line in lines]
    is_full = all(len(columns) >= 2 for columns in printed)
    # The first may be a head.
    if is_full and sum(figures[1:]) >= FIGURE_SHARE * (len(lines) - 1) and not _wraps_figures(lines):
        return RowCuts(tuple(_between(a, b) for a, b in pairwise(lines)))
    starts = _starts_by_gap(lines, printed, em_pt) or _starts_by_label(printed, figures)
    if starts:
        return RowCuts(tuple(_between(lines[i - 1], lines[i]) for i in starts))
    return RowCuts((), sum(figures) >= 2)


def figure_rows(band: Band, edges: Sequence[float]) -> tuple[float, ...]:
    """Where a row of ruled columns falls into lines that each print figures in nearly all of them."""
    if len(band.lines) < 2:
        return ()
    lines = stacked(band.lines, median(run.bottom - run.top for run in band.runs))
    is_full = all(len(_columns(line, edges)) >= max(LEAST_FULL, len(edges)) for line in lines)
    if not is_full or not all(_has_figure(line, edges) for line in lines) or _wraps_figures(lines):
        return ()
    return tuple(_between(a, b) for a, b in pairwise(lines))


def with_rows(grid: Grid, row: int, ys: Sequence[float]) -> Grid:
    """The grid with one of its rows, none of whose cells spans another, cut at heights."""
    extra = len(ys)
    spans: list[Span] = []
    for span in grid.spans:
        if span.row == row:
            spans += [Span(row + k, span.column, row + k, span.last_column) for k in range(extra + 1)]
        else:
            shift = extra if span.row > row else 0
            spans.append(Span(span.row + shift, span.column, span.last_row + shift, span.last_column))
    edges = (*grid.row_edges[: row + 1], *ys, *grid.row_edges[row + 1 :])
    return replace(grid, row_edges=edges, spans=tuple(sorted(spans)))


def _columns(line: Sequence[Run], edges: Sequence[float]) -> set[int]:
    return {sum(run.x0 >= edge for edge in edges) for run in line}


def _has_figure(line: Sequence[Run], edges: Sequence[float]) -> bool:
    return any(run.x0 >= edges[0] and _FIGURE.match(run.text) for run in line)


def _wraps_figures(lines: Sequence[Sequence[Run]]) -> bool:
    """Whether figures go on from one line to the next."""
    return any(_CUT_FIGURE.search(run.text) for line in lines[:-1] for run in line)


def _between(above: Sequence[Run], below: Sequence[Run]) -> float:
    return (max(run.bottom for run in above) + min(run.top for run in below)) / 2


def _starts_by_gap(lines: Sequence[Sequence[Run]], printed: Sequence[set[int]], em_pt: float) -> list[int]:
    """First lines of rows set apart by more than the lines within them; [] where that tells nothing."""
    gaps = [min(r.top for r in b) - max(r.bottom for r in a) for a, b in pairwise(lines)]
    if max(gaps) - min(gaps) < WIDER_GAP_EM * em_pt:
        return []
    limit = (max(gaps) + min(gaps)) / 2
    starts = [i + 1 for i, gap in enumerate(gaps) if gap > limit]
    rows = [set[int]().union(*printed[a:b]) for a, b in pairwise([0, *starts, len(lines)])]
    return starts if all(len(row) >= 2 and 0 in row for row in rows) else []


def _starts_by_label(printed: Sequence[set[int]], figures: Sequence[bool]) -> list[int]:
    """Lines with a label and a figure begin rows where every other line has neither; the first is one too."""
    starts = [i for i, columns in enumerate(printed) if 0 in columns and len(columns) >= 2]
    others = [i for i in range(len(printed)) if i not in starts]
    is_told = len(starts) >= 2 and starts[0] == 0 and not any(figures[i] for i in others)
    return starts[1:] if is_told and sum(figures[i] for i in starts) >= FIGURE_SHARE * len(starts) else []
