"""Year columns of a table without verticals: where figures and blanks below a head of years stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from extractors.tables.rivers import RIVER_EM, Band, Columns, Interval, Run, columns_of, inked, narrowed

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
# So many figures in a row are the amounts of years.
_LEAST_AMOUNTS = 3


def is_year_head(band: Band) -> bool:
    """Whether most of what a row prints, and at least two of it, are years."""
    years = n_years(band)
    return years >= _LEAST_YEARS and 2 * years > len(band.runs) - 1


def n_years(band: Band) -> int:
    """How many years a row prints."""
    return sum(bool(_YEAR.match(run.text)) for run in band.runs)


def year_gaps(head: Band, rows: Sequence[Band], em_pt: float) -> tuple[Interval, ...]:
    """The gaps before and between the years of a head, less what rows that fit in between print there.

    The rows that print most values come first. Where some are rows of amounts, the others tell no more than
    where labels end: the values of an indicator stand under heads of their own.
    """
    columns = columns_of(head.lines, em_pt)
    assert columns is not None
    years = [run for run in head.runs if _YEAR.match(run.text)]
    first = min(run.x0 for run in years)
    gaps = columns.gaps[max(0, sum(gap[1] <= first for gap in columns.gaps) - 1) :]
    amounts = [band for band in rows if prints_amounts(band)]
    for band in sorted(amounts or rows, key=_n_values, reverse=True):
        own = columns_of(_without_shafts(band.lines), em_pt)
        if own is not None:
            beside = _one_by_one(gaps, own, em_pt) if _n_values(band) == len(years) else None
            gaps = beside or narrowed(gaps, own, em_pt) or gaps
    for band in rows if amounts and len(gaps) == len(years) else ():
        own = columns_of(_without_shafts(band.lines), em_pt)
        label = narrowed(gaps[:1], own, em_pt) if own is not None else None
        gaps = (*(label or gaps[:1]), *gaps[1:])
    shafts = [run for band in rows for run in band.runs if _is_shaft(run)]
    return tuple(_left_of(gap, shafts, em_pt) for gap in gaps)


def _one_by_one(gaps: Sequence[Interval], own: Columns, em_pt: float) -> tuple[Interval, ...] | None:
    """The gaps as a row with a value for every year shares them, counted from the right.

    A dash at the right of its column is otherwise taken for one of the next year.
    """
    if len(own.gaps) < len(gaps):
        return None
    pairs = zip(gaps, own.gaps[len(own.gaps) - len(gaps) :], strict=True)
    shared = tuple((max(a[0], b[0]), min(a[1], b[1])) for a, b in pairs)
    return shared if all(x1 - x0 >= RIVER_EM * em_pt for x0, x1 in shared) else None


def _left_of(gap: Interval, shafts: Sequence[Run], em_pt: float) -> Interval:
    """The part of a gap before an arrow that begins in it."""
    starts = [run.x0 for run in shafts if gap[0] + RIVER_EM * em_pt <= run.x0 < gap[1]]
    return gap[0], min([gap[1], *starts])


def prints_amounts(band: Band) -> bool:
    """Whether a row prints so many values that they are the amounts of years."""
    return _n_values(band) >= _LEAST_AMOUNTS


def _n_values(band: Band) -> int:
    """How many figures, marks or dashes a row prints."""
    return sum(_is_value(run) for run in band.runs)


def stands_in_years(band: Band, years: Sequence[float]) -> bool:
    """Whether each value of a row stands in a column of its own; `years` are their left edges."""
    columns = [sum(run.x0 >= edge for edge in years) for run in band.runs if _is_value(run)]
    is_clear = not any(run.x0 < edge < run.x1 for run in band.runs for edge in years)
    return is_clear and len(set(columns)) == len(columns) and min(columns, default=0) > 0


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
