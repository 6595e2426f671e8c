"""Amounts in words instead of year columns: 5,000千円/年, R6～R10 合計 25,000千円, 令和6年度 4,180千円"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import regex

from extractors.text.amounts import Amount, parse_amount
from extractors.text.folding import fold
from extractors.text.units import MoneyUnit
from extractors.text.years import find_years, parse_year, parse_year_range

_MONEY: Final = r"(?:約|概ね|おおむね)?[▲△−-]?[0-9][0-9,.十百千万億兆]*円(?:程度)?"
_NUMBER: Final = r"[▲△−-]?[0-9]{1,3}(?:,[0-9]{3})+|[▲△−-]?[0-9]+(?![0-9年月～~/.-])"
_STATEMENTS: Final = regex.compile(r"[\n、;；]+|(?<=円)(?:/年度?|ずつ)?[\s,，・]+(?=\S)")
_EACH: Final = regex.compile(
    r"毎年度?(?:度)?|各年度?|年額|年間(?!合計|総額)|単年度(?:当たり|あたり)?|1?年度?(?:当たり|あたり|につき)|/年度?|ずつ|(?:の)?見込み?"
)
_SPAN_LENGTH: Final = regex.compile(r"(?<![0-9])(?:[2-9]|1[0-9])[かヶカケヵ箇]?年(?:間|分)(?:の|で)?")
_TOTAL: Final = regex.compile(r"合計(?:額)?|総計|総額|総事業費|全体事業費|概算事業費|事業費計|計|全体")
_ALL_YEARS: Final = regex.compile(r"総事業費|全体事業費|総額|総計|合計|計画期間|期間計")
_LEFT_OVER: Final = regex.compile(r"[\s:：=＝()（）\[\]【】〔〕・,，]+|^[は:]|[はで]$|年度分|分$")


@dataclass(frozen=True, slots=True)
class Stated:
    """An amount for each of `years`, or over all of them where `is_total`; its printed words."""

    amount: Amount
    years: tuple[int, ...]
    is_total: bool
    words: str


def parse_stated(
    text: str, unit: MoneyUnit | None, plan_years: Sequence[int], over_all: str | None = None
) -> tuple[Stated, ...]:
    """The amounts that a cell states in words, in order; empty where any part of it is not understood.

    `unit` is the label's; `plan_years` are the years that 毎年度 means where the cell names none. A span of
    years with one amount and no word for each or for all of them says neither and is not understood; nor does
    an amount alone, unless it is known to be over all years, as what `over_all` calls it.

    >>> parse_stated("5,000千円/年", None, (2024, 2025))[0].years
    (2024, 2025)
    >>> parse_stated("25,000千円", None, (2024, 2025), "総事業費")[0].words
    '総事業費'
    """
    parts = [p for p in _STATEMENTS.split(fold(text)) if p and p.strip()]
    found = [_statement(part, unit, plan_years, over_all if len(parts) == 1 else None) for part in parts]
    return tuple(f for f in found if f is not None) if all(found) else ()


def is_over_all(label: str) -> bool:
    """Whether a budget's label says that its one amount is that of all years (総事業費, 事業費(5年間)).

    >>> is_over_all("総事業費(5年間)"), is_over_all("事業費(千円)")
    (True, False)
    """
    words = "".join(fold(label).split())
    return _ALL_YEARS.search(words) is not None or _SPAN_LENGTH.search(words) is not None


def is_undated(text: str) -> bool:
    """Whether the words of an amount name neither a year nor each of them.

    >>> is_undated("33,214千円"), is_undated("5,000千円/年"), is_undated("令和6年度 5,000千円")
    (True, False, False)
    """
    return not _EACH.search(fold(text)) and not find_years(text)


def _statement(
    text: str, unit: MoneyUnit | None, plan_years: Sequence[int], over_all: str | None
) -> Stated | None:
    amounts = list(regex.finditer(_MONEY, text)) or (list(regex.finditer(_NUMBER, text)) if unit else [])
    if len(amounts) != 1:
        return None
    amount = parse_amount(amounts[0][0], unit)
    before, after = text[: amounts[0].start()], text[amounts[0].end() :]
    words = f"{before} {after}"
    rest = _SPAN_LENGTH.sub("", words)
    is_each = _EACH.search(rest) is not None
    is_total = _TOTAL.search(rest) is not None or (rest != words and not is_each)
    years = _years(_LEFT_OVER.sub("", _TOTAL.sub("", _EACH.sub("", rest))))
    if amount.amount_yen is None or years is None or (is_each and is_total):
        return None
    if over_all is not None and not years and not is_each and not is_total:
        return Stated(amount, (), True, over_all)
    if is_total:
        return Stated(amount, years, True, _LEFT_OVER.sub("", "".join(before.split())) or "合計")
    if is_each or len(years) == 1:
        each = years or tuple(plan_years)
        return Stated(amount, each, False, "") if each else None
    return None


def _years(span: str) -> tuple[int, ...] | None:
    """The fiscal years that words name; () for no words, None where they say something else."""
    if not span:
        return ()
    range_ = parse_year_range(span)
    if range_ is not None:
        return tuple(range_.fiscal_years)
    year = parse_year(span)
    return (year.fiscal_year,) if year is not None else None
