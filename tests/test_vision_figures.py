"""What a figure's print leaves as findings: its oddity, and what it was probably meant to be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from expectations.catalogue import load_catalogue
from extractors.records import Finding
from tests.drawn_measures import LEFT, RIGHT, YEARS, Document

YEARS_PRINTED = ("2019", "2020", "2021", "2022", "2023")


def read(
    folder: Path,
    amount: str = "3,000",
    target: str = "20人",
    heads: Sequence[str] = YEARS_PRINTED,
    project: str = "一関市：救急医療事業",
) -> list[Finding]:
    document = Document(folder)
    document.head("救急医療体制確保事業")
    document.content()
    document.page.cell(LEFT, 160, 36, "重要業績\n評価指標(KPI)")
    document.page.row([160.0, 295.0, 415.0, RIGHT], ["指標", "現状値(2018年度)", "目標値(2023年度)"])
    document.page.row([160.0, 295.0, 415.0, RIGHT], ["参加者数", "10人", target])
    document.page.row([LEFT, 160, RIGHT], ["事業", project])
    document.page.cell(LEFT, 160, 36, "実施\nスケジュール")
    document.page.row(YEARS, ["年", *heads])
    document.activity()
    amounts = ["1,000", "2,000", amount, "4,000", "5,000"]
    document.page.row([LEFT, *YEARS[1:]], ["事業費見込(千円)", *amounts])
    return list(document.read().findings)


@pytest.mark.parametrize(
    ("prints", "place", "proposal"),
    [
        ({"amount": "13,8O7"}, ("budgets", "amount_yen"), "13,807"),
        ({"target": "1O0人"}, ("kpis", "target_value"), "100"),
    ],
)
def test_a_letter_in_a_figure_is_told_with_the_figure_it_stands_for(
    tmp_path: Path, prints: dict[str, str], place: tuple[str, str], proposal: str
) -> None:
    (found,) = (one for one in read(tmp_path, **prints) if one.check_id.startswith("value."))
    assert (found.check_id, found.table_name, found.column_name) == ("value.lookalike", *place)
    assert found.expected == proposal
    check = load_catalogue()[found.check_id]
    assert proposal in check.message_ja.format(observed=found.observed, expected=found.expected)


@pytest.mark.parametrize(
    ("amount", "check_id"), [("3.000.5", "value.separator"), ("3,000人", "value.not_money")]
)
def test_each_oddity_is_one_finding(tmp_path: Path, amount: str, check_id: str) -> None:
    assert [one.check_id for one in read(tmp_path, amount) if one.table_name == "budgets"] == [check_id]


def test_a_year_of_an_unknown_era_is_named_as_such(tmp_path: Path) -> None:
    found = read(tmp_path, heads=["令利元年度", "令和2年度", "令和3年度", "令和4年度", "令和5年度"])
    assert [one.observed for one in found if one.check_id == "value.unknown_era"] == ["令利元年度"]
    assert "1,000" in {one.observed for one in found}, "the amount below it is told too"


def test_a_bracket_that_does_not_close_is_told_in_words(tmp_path: Path) -> None:
    told = read(tmp_path, project="一関市：救急医療（夜間、休日")
    (found,) = (one for one in told if one.table_name == "projects")
    check = load_catalogue()[found.check_id]
    assert "救急医療（夜間、休日" in check.message_ja.format(observed=found.observed)
