"""Yearly series: slips are seen, the genuine plans of the 2019 vision are not called slips."""

from __future__ import annotations

from decimal import Decimal

import pytest

from expectations.domain.series import find_outlier
from expectations.slips import slip_between

WARNINGS = {"outlier", "magnitude"}
GENUINE = [
    "2739865 2771685 2771685 2771685 2771685",
    "114761 120880 192161 114761 114761",
    "22040 18444 4590 787 787",
    "12484 7600 7600 7600 7600",
    "140585 130754 197628 110628 107628",
    "91532 79181 76181 25115 25115",
    "26325 27725 28212 28221 28221",
    "625701 327158 100000 100000 100000",
    "160232 160207 160207 160207 160207",
    "16858 17658 16858 16858 16858",
    "326000 241047 - - -",
    "44761 53761 60181 67741 71341",
]


def series(text: str) -> list[Decimal | None]:
    return [None if part == "-" else Decimal(part) for part in text.split()]


@pytest.mark.parametrize("text", GENUINE)
def test_genuine_steps_and_peaks_raise_no_warning(text: str) -> None:
    found = find_outlier(series(text))
    assert found is None or found.suspicion not in WARNINGS


@pytest.mark.parametrize(
    ("text", "index", "slip"),
    [
        ("4400 4400 440 4400 4400", 2, "tenfold"),
        ("4400 4400 44000 4400 4400", 2, "tenfold"),
        ("49680 4968 49680 49680 49680", 1, "tenfold"),
        ("49680 49680 4680 49680 49680", 2, "digit_dropped"),
        ("499680 49680 49680 49680 49680", 0, "digit_doubled"),
        ("49680 49680 49680 49680 46980", 4, "transposed"),
        ("71166 71166 71566 71166 71166", 2, "one_digit"),
        ("79680 49680 49680 49680 49680", 0, "one_digit"),
        ("625701 327158 10000 100000 100000", 2, "tenfold"),
    ],
)
def test_a_slip_among_equal_amounts_is_found_with_their_value(text: str, index: int, slip: str) -> None:
    amounts = series(text)
    found = find_outlier(amounts)
    assert found is not None
    assert (found.index, found.slip, found.suspicion) == (index, slip, "outlier")
    assert found.proposal == max(amounts, key=amounts.count)


def test_a_tenth_between_like_neighbours_is_a_magnitude_warning() -> None:
    found = find_outlier(series("46719 49314 5160 53709 55821"))
    assert found is not None
    assert (found.index, found.suspicion) == (2, "magnitude")


def test_a_round_amount_one_digit_off_is_only_a_hint() -> None:
    found = find_outlier(series("6400 4400 4400 4400 4400"))
    assert found is not None
    assert found.suspicion == "one_digit"


def test_one_digit_off_between_four_equal_amounts_is_a_warning() -> None:
    found = find_outlier(series("4400 4400 6400 4400 4400"))
    assert found is not None
    assert (found.index, found.suspicion) == (2, "outlier")


def test_an_amount_of_one_digit_is_part_of_many() -> None:
    assert find_outlier(series("18 5 1 1 1")) is None
    assert find_outlier(series("17000 4000 1000 1000 1000")) is None


def test_two_deviating_years_of_five_are_a_plan() -> None:
    assert find_outlier(series("5000 5000 6000 7000 5000")) is None


@pytest.mark.parametrize(
    ("printed", "right", "slip"),
    [
        ("1256.24", "1256.42", "transposed"),
        ("125642", "1256.42", "tenfold"),
        ("12642", "125642", "digit_dropped"),
        ("129451", "129451", None),
        ("129541", "129451", "transposed"),
        ("500", "600", "one_digit"),
        ("-12", "12", None),
        ("0", "12", None),
        ("12.5", "12.55", "one_digit"),
        ("9876", "1234", None),
    ],
)
def test_slip_forms(printed: str, right: str, slip: str | None) -> None:
    assert slip_between(Decimal(printed), Decimal(right)) == slip
