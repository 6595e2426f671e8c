"""Budget rows without years, with a year twice, with marks where amounts should stand."""

from __future__ import annotations

from pathlib import Path

from tests.drawn_measures import LEFT, RIGHT, YEARS, Document

LABEL = "事業費見込(千円)"


def test_a_blank_budget_without_years_says_nothing(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.down_to_the_kpi()
    document.page.row([LEFT, 160, RIGHT], [LABEL, ""])
    document.roles()
    read = document.read()
    assert not read.rows["budgets"]
    assert "budget.no_year_columns" not in read.checks


def test_an_amount_under_no_year_is_told_and_not_placed(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.down_to_the_kpi()
    document.page.row([LEFT, 160, RIGHT], [LABEL, "1,000"])
    document.roles()
    read = document.read()
    assert not read.rows["budgets"]
    assert read.checks["budget.no_year_columns"] == 1


def test_marks_and_dittos_in_the_place_of_amounts_are_told_each(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.down_to_the_schedule()
    document.page.row([LEFT, *YEARS[1:]], [LABEL, "1,000", "※1", "〃", "-", ""])
    document.roles()
    read = document.read()
    assert read.amounts() == [1000, None, None, None, None]
    reasons = [row.missing_reason for row in read.rows["budgets"]]
    assert reasons == [None, "unreadable", "unreadable", "dash", "blank"]
    assert read.checks["value.not_a_number"] == read.checks["value.ditto"] == 1


def test_a_year_printed_twice_keeps_the_first_amount_and_is_told(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.down_to_the_kpi()
    page = document.page
    page.cell(LEFT, 160, 36, "実施\nスケジュール")
    page.row(YEARS, ["年", "2019", "2020", "2021", "2022", "2022"])
    document.activity()
    document.budget()
    read = document.read()
    assert read.checks["budget.year_twice"] == 1
    assert [(b.fiscal_year, b.amount_yen // 1000) for b in read.rows["budgets"]] == [
        (2019, 1000), (2020, 2000), (2021, 3000), (2022, 4000),
    ]  # fmt: skip


def test_amounts_in_one_cell_that_begins_left_of_the_years_are_told_of_each_year(tmp_path: Path) -> None:
    """Where the rules of a row's columns are lost; they were no row of amounts, and nobody was told whose."""
    document = Document(tmp_path)
    document.down_to_the_schedule()
    document.page.row([LEFT, 225.0, RIGHT], ["事業費見込(千円)", ""])
    for x, amount in zip(YEARS[1:], ("1,000", "2,000", "3,000", "4,000", "5,000"), strict=False):
        document.page.text(x + 4, document.page.y - 15, amount)
    document.roles()
    read = document.read()
    assert [(b.amount_yen, b.missing_reason) for b in read.rows["budgets"]] == [(None, "unreadable")] * 5
    told = {f.row_id for f in read.findings if f.check_id == "value.two_values"}
    assert told == {f"m01/{year}/total" for year in range(2019, 2024)}


def test_amounts_that_stand_under_no_year_are_told_of_each_year(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.down_to_the_schedule()
    document.page.row([LEFT, 150.0, RIGHT], [LABEL, " 1,000千円  1,000千円  1,000千円"])
    document.roles()
    read = document.read()
    assert not read.rows["budgets"]
    told = {f.row_id for f in read.findings if f.check_id == "budget.no_cell"}
    assert told == {f"m01/{year}/total" for year in range(2019, 2024)}
