"""Marks and brackets around figures: what belongs to a note is never taken for a value."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.text.amounts import parse_amount
from extractors.text.markers import split_markers
from extractors.text.numbers import Number, parse_number
from extractors.text.units import MoneyUnit, find_units
from extractors.text.values import parse_kpi_value

THOUSAND_YEN = MoneyUnit("千円", 1000)


@pytest.mark.parametrize("printed", ["※1", "＊2", "*12", "※１"])
def test_a_mark_alone_points_to_a_note_and_its_digit_is_no_value(printed: str) -> None:
    amount, value = parse_amount(printed, THOUSAND_YEN), parse_kpi_value(printed, "人")
    assert (amount.amount_yen, amount.missing_reason) == (None, "unreadable")
    assert (value.value, value.missing_reason) == (None, "unreadable")
    assert amount.flags and value.flags


@pytest.mark.parametrize(
    ("printed", "rest", "marks"),
    [
        ("※2,000", "2,000", ("※",)),
        ("※ 12", "12", ("※",)),
        ("※1 12", "12", ("※1",)),
        ("(注1)12", "12", ("注1",)),
    ],
)
def test_a_mark_before_a_figure_is_taken_off(printed: str, rest: str, marks: tuple[str, ...]) -> None:
    assert split_markers(printed) == (rest, marks)


@pytest.mark.parametrize("printed", ["未定(※1)", "未定※1", "別途※1"])
def test_words_with_a_mark_stay_words(printed: str) -> None:
    reason = "undecided" if printed.startswith("未定") else "text"
    assert parse_amount(printed, THOUSAND_YEN).missing_reason == reason


def test_remarks_keep_their_printed_order() -> None:
    assert parse_kpi_value("100人(市民)(延べ)").note == "市民、延べ"


@pytest.mark.parametrize("printed", ["(100人)", "50%以上～", "～50%以下"])
def test_a_bracketed_figure_and_a_bound_said_twice_are_not_read(printed: str) -> None:
    assert parse_kpi_value(printed).missing_reason == "unreadable"


def test_two_units_that_nobody_knows_are_two() -> None:
    assert "unit_conflict" in parse_kpi_value("5ポット", "カゴ").flags
    assert "unit_conflict" not in parse_kpi_value("5ポット", "ポット").flags


def test_words_in_brackets_are_units_only_when_all_of_them_are() -> None:
    assert [unit.symbol for unit in find_units("参加者(人、件)")] == ["人", "件"]
    assert find_units("参加者(人、謎)") == ()


@pytest.mark.parametrize(("printed", "value"), [("1兆2千億", 12 * 10**11), ("9" * 15, 10**15 - 1)])
def test_large_figures_are_exact(printed: str, value: int) -> None:
    found = parse_number(printed)
    assert isinstance(found, Number) and found.value == Decimal(value)


def test_a_figure_longer_than_any_printed_one_is_not_read() -> None:
    assert not isinstance(parse_number("9" * 16), Number)
