"""Schedules as periods in words, members named in a sentence, and the totals under a heading of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.vision.periods import period_years
from tests.drawn_measures import LEFT, RIGHT, YEARS, Document

PLAN = (2019, 2020, 2021, 2022, 2023)


@pytest.mark.parametrize(
    ("printed", "years"),
    [
        ("2019年度～2021年度", {2019, 2020, 2021}),
        ("平成31年度", {2019}),
        ("令和3年度のみ", {2021}),
        ("2021年度から", {2021, 2022, 2023}),
        ("令和4年度以降実施", {2022, 2023}),
        ("2020年度まで", {2019, 2020}),
        ("～令和2年度", {2019, 2020}),
        ("通年（2020年度～2021年度）", {2020, 2021}),
        ("随意（2020年度～2021年度）", None),
        ("2021年度から検討", None),
        ("約2021年度", None),
        ("2019年度、2021年度", None),
        ("随時", None),
        ("2,021", None),
    ],
)
def test_periods_in_words(printed: str, years: set[int] | None) -> None:
    assert period_years(printed, PLAN, frozenset({"通年"})) == years


def test_an_open_end_without_a_plan_says_no_years() -> None:
    assert period_years("2021年度から", (), frozenset()) is None
    assert period_years("2021年度まで", (), frozenset()) is None


def test_a_period_of_one_year_is_no_head_of_years(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.down_to_the_kpi()
    document.page.row([LEFT, 160.0, RIGHT], ["実施期間", "2020年度"])
    document.page.row([LEFT, *YEARS[1:]], ["年", "2019", "2020", "2021", "2022", "2023"])
    document.budget()
    document.roles()
    read = document.read()
    assert read.active() == [(year, year == 2020) for year in PLAN]
    assert read.amounts() == [1000, 2000, 3000, 4000, 5000]


def test_totals_under_a_heading_of_their_own_are_no_rows_of_the_last_measure(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.measure()
    document.page.y += 12
    document.page.line("III　事業費のまとめ", 13)
    document.page.row([LEFT, *YEARS[1:]], ["区分", "2019", "2020", "2021", "2022", "2023"])
    document.page.row([LEFT, *YEARS[1:]], ["事業費総額(千円)", "1,000", "2,000", "3,000", "4,000", "5,000"])
    read = document.read()
    assert not read.checks
    assert len(read.amounts()) == 5
    totals = [(s.table_id, s.year, int(s.value)) for s in read.rows["statistics"]]
    assert totals == [("budget-totals", year, 1000 * n) for n, year in enumerate(PLAN, start=1)]


@pytest.mark.parametrize(
    "sentence",
    [
        "圏域を構成する市町は、一関市、奥州市及び平泉町とする。",
        "本圏域は、一関市と奥州市及び平泉町で構成する。",
        "連携する市町は、一関市、奥州市、平泉町である。",
    ],
)
def test_members_that_a_sentence_names(sentence: str, tmp_path: Path) -> None:
    document = Document(tmp_path, front=(("一関・平泉定住自立圏共生ビジョン", 18), ("一関市", 14)))
    document.page.line("I　圏域の概要", 13)
    document.page.line(sentence)
    document.page.line("期間は、2019年度から2023年度までとする。")
    document.page.line("II　具体的な取組", 13)
    document.measure()
    read = document.read()
    assert [m.municipality for m in read.rows["municipalities"]] == ["一関市", "奥州市", "平泉町"]
    assert "edition.members_unclear" not in read.checks


def test_one_amount_beside_each_year_down_the_rows(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.down_to_the_kpi()
    page = document.page
    page.cell(LEFT, 160, 72, "事業費")
    for year, amount in (("年度", "見込額(千円)"), ("2019年度", "10"), ("2020年度", "20"), ("計", "30")):
        page.row([160.0, 295.0, RIGHT], [year, amount])
    document.roles()
    read = document.read()
    assert not [check for check in read.checks if check != "layout.missing_row"]
    assert [(b.fiscal_year, b.funding) for b in read.rows["budgets"]] == [(2019, "total"), (2020, "total")]
    assert read.amounts() == [10, 20]
    assert [int(s.value) for s in read.rows["statistics"]] == [30]
