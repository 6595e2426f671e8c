"""Year columns of a table without verticals: where figures and blanks below a head of years stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from extractors.tables.rivers import RIVER_EM, Band, Interval, Run, columns_of, inked, narrowed

# A year as a head prints it: 2019, 令和元年度, H31, R2年.
_DIGIT = "[0-9０-９]"
_YEAR = regex.compile(
    rf"^(?:(?:平成|令和|[HRＨＲ])[.．]?(?:元|{_DIGIT}{{1,2}})(?:年度?)?"
    rf"|(?:19|20|１９|２０){_DIGIT}{{2}}(?:年度?)?|{_DIGIT}{{1,2}}年度?)$"
)
_VALUE = regex.compile(
    r"^(?:[▲△−\-－(]?[0-9０-９][0-9０-９,，.．]*\D{0,3}|[―－\-—‐○●◎→▶►⇒=＝>]+|未定|調整中)[)）]?$"
)
_ARROW = regex.compile(r"^[―－\-—‐━─→▶►⇒=＝>]+$")
_LEAST_YEARS = 2


def is_year_head(band: Band) -> bool:
    """Whether most of what a row prints, and at least two of it, are years."""
    years = sum(bool(_YEAR.match(run.text)) for run in band.runs)
    return years >= _LEAST_YEARS and 2 * years > len(band.runs) - 1


def year_gaps(head: Band, below: Sequence[Band], em_pt: float) -> tuple[Interval, ...]:
    """The gaps before and between the years of a head, less what rows that fit in between print there.

    The rows that print most values come first.
    """
    columns = columns_of(head.lines, em_pt)
    assert columns is not None
    first = min(run.x0 for run in head.runs if _YEAR.match(run.text))
    gaps = columns.gaps[max(0, sum(gap[1] <= first for gap in columns.gaps) - 1) :]
    for band in sorted(below, key=n_values, reverse=True):
        own = columns_of(_without_shafts(band.lines), em_pt)
        gaps = (narrowed(gaps, own, em_pt) if own is not None else None) or gaps
    shafts = [run for band in below for run in band.runs if _is_shaft(run)]
    return tuple(_left_of(gap, shafts, em_pt) for gap in gaps)


def _left_of(gap: Interval, shafts: Sequence[Run], em_pt: float) -> Interval:
    """The part of a gap before an arrow that begins in it."""
    starts = [run.x0 for run in shafts if gap[0] + RIVER_EM * em_pt <= run.x0 < gap[1]]
    return gap[0], min([gap[1], *starts])


def n_values(band: Band) -> int:
    """How many figures, marks or dashes a row prints."""
    return sum(_is_value(run) for run in band.runs)


def _without_shafts(lines: Sequence[Sequence[Run]]) -> list[list[Run]]:
    """Lines less the arrows in them, which run over several years."""
    kept = [[run for run in line if not _is_shaft(run)] for line in lines]
    return [line for line in kept if line]


def _is_shaft(run: Run) -> bool:
    return len(run.text) > 1 and bool(_ARROW.match(run.text))


def edges_under(
    band: Band, own: Sequence[float], years: Sequence[float], right: float, *, is_drawn: bool
) -> tuple[float, ...]:
    """The inner edges of a row under a year head: its own, and those of the years where figures stand.

    Between two figures, beside one, after a label that stands alone and where an arrow `is_drawn` a gap may
    hold blank cells; between words it is the row's own.
    """
    edges = set(own)
    ends = {run.x1: run for run in band.runs}
    starts = {run.x0: run for run in band.runs}
    covered = inked(band.lines)
    for (_, end), (start, _) in pairwise([*covered, (right, right)]):
        inside = [edge for edge in years if end < edge < start]
        is_alone = len(covered) == 1
        is_free = is_alone or (is_drawn and start == right)
        if inside and (is_free or any(_is_value(run) for run in (ends.get(end), starts.get(start)))):
            edges = {edge for edge in edges if not end <= edge <= start} | set(inside)
    return tuple(sorted({_at_year(edge, years, band.runs) for edge in edges}))


def _at_year(edge: float, years: Sequence[float], runs: Sequence[Run]) -> float:
    """The nearest edge of the years instead of a row's own, where no word stands between the two."""
    year = min(years, key=lambda x: abs(x - edge), default=edge)
    low, high = sorted((edge, year))
    return edge if any(run.x0 < high and run.x1 > low for run in runs) else year


def _is_value(run: Run | None) -> bool:
    return run is not None and bool(_VALUE.match(run.text))
