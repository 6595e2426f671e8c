"""Which labels are taken for the total of the entries beside them: those that most lines bear out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

from expectations.domain.subtotals import subtotals
from expectations.edition import Edition
from tests.checks_edition import edition_2019

YEARS = (2010, 2015, 2020, 2025)


def sums(figures: Mapping[str, Sequence[int | None]], **changed: Any) -> list[tuple[str, int]]:
    """Year and number of parts of each sum claimed of a table with the rows `figures`, a column a year."""
    tables = edition_2019()
    row = tables["statistics"][0]
    tables["statistics"] = [
        {
            **row, "table_id": "t3", "table_title": "年齢別人口", "unit": "人", "row_label": label,
            "column_label": f"{year}年", "year": year, "is_projection": False,
            "value": None if value is None else Decimal(value), "raw": str(value), **changed,
        }
        for label, values in figures.items() for year, value in zip(YEARS, values, strict=False)
    ]  # fmt: skip
    claimed = [one for _, equations in subtotals(Edition(tables), set()) for one in equations]
    return [(one.result.place.row_id.split("/")[-1], len(one.operands)) for one in claimed]


def test_every_line_of_a_table_that_adds_up_is_claimed() -> None:
    figures = {"年少": (1, 2, 3, 4), "老年": (10, 20, 30, 40), "総数": (11, 22, 33, 44)}
    assert sums(figures) == [(f"{year}年", 2) for year in YEARS]


@pytest.mark.parametrize(
    ("total", "n_claimed"),
    [((11, 22, 33, 99), 4), ((11, 22, 99, 99), 0), ((11, 99, 99, 99), 0)],
    ids=["three of four lines close", "half of them", "one"],
)
def test_a_total_that_most_lines_do_not_bear_out_is_none(total: Sequence[int], n_claimed: int) -> None:
    assert len(sums({"年少": (1, 2, 3, 4), "老年": (10, 20, 30, 40), "総数": total})) == n_claimed


def test_one_line_that_adds_up_may_do_so_by_chance() -> None:
    assert sums({"年少": (1,), "老年": (10,), "総数": (11,)}) == []


def test_a_total_beside_one_entry_says_nothing() -> None:
    assert sums({"人口": (1, 2, 3), "総数": (1, 2, 3)}) == []


def test_two_totals_of_the_same_entries_leave_it_open_which_is_meant() -> None:
    figures = {"年少": (1, 2, 3), "老年": (10, 20, 30), "総数": (11, 22, 33), "合計": (11, 22, 33)}
    assert sums(figures) == []


def test_blanks_have_no_part_in_a_sum() -> None:
    figures = {"年少": (1, 2, 3), "壮年": (None, 5, 5), "老年": (10, 20, 30), "総数": (11, 27, None)}
    assert sums(figures) == [("2010年", 2), ("2015年", 3)]


def test_rates_do_not_add_up() -> None:
    assert sums({"年少": (1, 2, 3), "老年": (10, 20, 30), "総数": (11, 22, 33)}, unit="%") == []


def test_a_rate_among_the_entries_is_no_part() -> None:
    figures = {"年少": (1, 2, 3), "老年": (10, 20, 30), "高齢化率": (9, 9, 9), "総数": (11, 22, 33)}
    assert sums(figures, unit=None) == [(f"{year}年", 2) for year in YEARS[:3]]
