"""A period in words beside 実施期間: 平成30年度～令和4年度, 令和7年度, 令和8年度から, 通年（令和7年度）."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.text.folding import fold
from extractors.text.years import find_year_ranges, parse_year, parse_year_range, year_spans

_FROM = regex.compile(r"(?:から|より|以降|以後|～|~)(?:実施|継続|開始)?")
_UNTIL = frozenset([("", "まで"), ("～", ""), ("～", "まで"), ("~", ""), ("~", "まで")])
_IN_BRACKETS = regex.compile(r"(?P<words>[^()（）0-9]{1,8})[(（](?P<inside>[^()（）]+)[)）]")


def period_years(printed: str, plan_years: Sequence[int], active: frozenset[str]) -> frozenset[int] | None:
    """The fiscal years that a cell of words names as a period; None where it names none, or not clearly.

    An open end (令和8年度から) is that of the plan, whose years are `plan_years`. `active` are words that say
    that something is done (継続, 通年), which may stand before a period in brackets.
    """
    text = "".join(fold(printed).split())
    described = _IN_BRACKETS.fullmatch(text)
    if described and described["words"] in active:
        text = described["inside"]
    span = parse_year_range(text)
    if span is not None:
        return frozenset(span.fiscal_years)
    places = year_spans(text)
    if len(places) != 1 or find_year_ranges(text):
        return None
    return _around_one_year(text, *places[0], plan_years)


def _around_one_year(text: str, start: int, end: int, plan_years: Sequence[int]) -> frozenset[int] | None:
    year = parse_year(text[start:end])
    before, behind = text[:start], text[end:]
    if year is None or year.kind == "unmarked":
        return None
    if not before and behind in ("", "のみ"):
        return frozenset([year.fiscal_year])
    if not before and _FROM.fullmatch(behind) and plan_years:
        return frozenset(range(year.fiscal_year, plan_years[-1] + 1))
    if (before, behind) in _UNTIL and plan_years:
        return frozenset(range(plan_years[0], year.fiscal_year + 1))
    return None
