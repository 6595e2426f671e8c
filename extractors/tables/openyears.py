"""Year columns of a table without verticals: where figures and blanks below a head of years stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from extractors.tables.rivers import Band, Run, inked

# A year as a head prints it: 2019, 令和元年度, H31, R2年.
_YEAR = regex.compile(r"^(?:平成|令和|[HRＨＲ])?[.．]?(?:元|[0-9０-９]{1,4})(?:年度?)?$")
_VALUE = regex.compile(
    r"^(?:[▲△−\-－(]?[0-9０-９][0-9０-９,，.．]*\D{0,3}|[―－\-—‐○●◎→▶►⇒=＝>]+|未定|調整中)[)）]?$"
)
_LEAST_YEARS = 2


def is_year_head(band: Band, edges: Sequence[float]) -> bool:
    """Whether most of a row's columns, and at least two, are headed by a year."""
    years = [run for run in band.runs if _YEAR.match(run.text)]
    return len(years) >= _LEAST_YEARS and 2 * len(years) > len(edges)


def year_edges(band: Band, edges: Sequence[float]) -> list[float]:
    """The edges between and before the years of a head."""
    first = min(run.x0 for run in band.runs if _YEAR.match(run.text))
    before = [edge for edge in edges if edge <= first]
    return [*before[-1:], *(edge for edge in edges if edge > first)]


def edges_under(band: Band, own: Sequence[float], years: Sequence[float], right: float) -> tuple[float, ...]:
    """The inner edges of a row under a year head: its own, and those of the years where figures stand.

    Between two figures, beside one, and after a label that stands alone a gap may hold blank cells; between
    words it is the row's own.
    """
    edges = set(own)
    ends = {run.x1: run for run in band.runs}
    starts = {run.x0: run for run in band.runs}
    covered = inked(band.lines)
    for (_, end), (start, _) in pairwise([*covered, (right, right)]):
        inside = [edge for edge in years if end < edge < start]
        is_alone = len(covered) == 1
        if inside and (is_alone or any(_is_value(run) for run in (ends.get(end), starts.get(start)))):
            edges = {edge for edge in edges if not end <= edge <= start} | set(inside)
    return tuple(sorted(edges))


def _is_value(run: Run | None) -> bool:
    return run is not None and bool(_VALUE.match(run.text))
