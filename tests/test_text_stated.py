"""Amounts in words: of each year, of years one by one, over all of them; anything else is not understood."""

from __future__ import annotations

import pytest

from extractors.text.stated import parse_stated
from extractors.text.units import MoneyUnit

PLAN = (2024, 2025, 2026, 2027, 2028)
THOUSAND = MoneyUnit("千円", 1000)


@pytest.mark.parametrize(
    ("text", "years", "yen"),
    [
        ("5,000千円/年", PLAN, 5_000_000),
        ("毎年度　約1,000千円", PLAN, 1_000_000),
        ("年間500万円", PLAN, 5_000_000),
        ("1年当たり12百万円", PLAN, 12_000_000),
        ("令和6年度～令和8年度：毎年度1,200千円", (2024, 2025, 2026), 1_200_000),
        ("各年度5,000千円（令和6年度～令和7年度）", (2024, 2025), 5_000_000),
        ("令和6年度 5,000千円", (2024,), 5_000_000),
        ("5,000千円（R7）", (2025,), 5_000_000),
    ],
)
def test_an_amount_for_each_of_its_years(text: str, years: tuple[int, ...], yen: int) -> None:
    (found,) = parse_stated(text, None, PLAN)
    assert (found.years, found.amount.amount_yen, found.is_total) == (years, yen, False)


@pytest.mark.parametrize(
    ("text", "words", "yen"),
    [
        ("R6～R10　合計　25,000千円", "R6～R10合計", 25_000_000),
        ("総額 48,500千円（令和6年度から令和10年度まで）", "総額", 48_500_000),
        ("5年間で 25,000千円", "5年間", 25_000_000),
        ("25,000千円（5か年間）", "合計", 25_000_000),
        ("総事業費：1億2千万円", "総事業費", 120_000_000),
    ],
)
def test_an_amount_over_all_years(text: str, words: str, yen: int) -> None:
    (found,) = parse_stated(text, None, PLAN)
    assert (found.is_total, found.words, found.amount.amount_yen) == (True, words, yen)


@pytest.mark.parametrize(
    "text", ["R6 5,000千円、R7 6,000千円", "R6：5,000千円　R7：6,000千円", "R6 5,000千円\nR7 6,000千円"]
)
def test_years_one_by_one(text: str) -> None:
    found = parse_stated(text, None, PLAN)
    assert [(f.years, f.amount.amount_yen) for f in found] == [((2024,), 5_000_000), ((2025,), 6_000_000)]


def test_the_unit_of_the_label() -> None:
    (found,) = parse_stated("毎年度 5,000", THOUSAND, PLAN)
    assert found.amount.amount_yen == 5_000_000


@pytest.mark.parametrize(
    "text",
    [
        "25,000千円",
        "令和6～10年度 25,000千円",
        "R6～R10 25,000千円（年間5,000千円）",
        "国 5,000千円/年",
        "毎年度 合計 5,000千円",
        "未定",
        "5,000",
        "R6 5,000千円、その他 6,000千円",
    ],
)
def test_what_says_neither_is_not_understood(text: str) -> None:
    assert parse_stated(text, None, PLAN) == ()


def test_each_year_of_no_known_plan_is_not_understood() -> None:
    assert parse_stated("5,000千円/年", None, ()) == ()
