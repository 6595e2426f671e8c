"""Two more zones brought in by a profile alone, each with the contents of `tests.midorino` in another layout.

さくら浜 prints the years' head in a row of its own, marks, a unit column and dashes; あおば prints an era
once, a unit in a corner, two target years, totals by measure and a source of funds that gives nothing.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from extractors.geometry import Box
from extractors.layouts import load_profile
from extractors.readers import read_document
from extractors.reading import Cell, Line
from extractors.records import Budget, Extraction, Kpi, Measure, MeasureRole, Record, Schedule, Statistic
from extractors.vision import interpret
from extractors.vision.columns import years_in_row
from tests.kyosei_command import REPOSITORY
from tests.midorino import EDITION_2024, MILLION_YEN, YEARS, Amounts, Sheet

DATA = REPOSITORY / "tests" / "data"
MEMBERS = {
    "sakurahama": ("さくら浜市", "松ヶ崎町", "北里町"),
    "aoba": ("あおば市", "西原町", "上川村"),
}


NOTHING = {"sakurahama": "dash", "aoba": "blank"}  # what stands where a year has no amount


@cache
def extraction(zone: str) -> Extraction:
    folder = DATA / zone
    return interpret(read_document(folder / "vision.pdf"), load_profile(folder / "profile.toml"))


def rows(zone: str, kind: type[Record]) -> list[Any]:
    return [record for record in extraction(zone).records if isinstance(record, kind)]


def totals(zone: str) -> list[Statistic]:
    return [row for row in rows(zone, Statistic) if row.table_id == "budget-totals"]


def by_funding(zone: str, sheet: Sheet) -> dict[str, Amounts]:
    """What a zone prints of a measure's budget."""
    if zone == "sakurahama":
        return {"total": sheet.total}
    own = {
        "国県補助金": sheet.subsidy,
        "市町村債": tuple(a and 0 for a in sheet.total),
        "一般財源等": sheet.own,
    }
    return {"total": sheet.total, **own}


@pytest.mark.parametrize("zone", MEMBERS)
def test_nothing_is_open_and_the_profile_is_short(zone: str) -> None:
    assert not extraction(zone).findings
    assert len((DATA / zone / "profile.toml").read_text("utf-8").splitlines()) <= 60


@pytest.mark.parametrize("zone", MEMBERS)
def test_amounts_stand_under_their_years_in_the_unit_of_the_table(zone: str) -> None:
    measures = rows(zone, Measure)
    assert [m.name for m in measures] == [sheet.name for sheet in EDITION_2024]
    for measure, sheet in zip(measures, EDITION_2024, strict=True):
        budgets = [row for row in rows(zone, Budget) if row.measure_id == measure.measure_id]
        assert {(row.fiscal_year, row.funding): row.amount_yen for row in budgets} == {
            (year, funding): None if amount is None else amount * MILLION_YEN
            for funding, amounts in by_funding(zone, sheet).items()
            for year, amount in zip(YEARS, amounts, strict=True)
        }
        assert {row.missing_reason for row in budgets if row.amount_yen is None} <= {NOTHING[zone]}


@pytest.mark.parametrize("zone", MEMBERS)
def test_every_municipality_has_its_role(zone: str) -> None:
    assert [(row.municipality, row.role_text) for row in rows(zone, MeasureRole)] == [
        pair for sheet in EDITION_2024 for pair in zip(MEMBERS[zone], sheet.roles, strict=False)
    ]


def test_totals_stand_under_the_head_of_that_row() -> None:
    printed = {row.row_label: row.value for row in totals("sakurahama") if row.column_label == "計"}
    assert printed == {sheet.name: Decimal(sum(a or 0 for a in sheet.total)) for sheet in EDITION_2024}


def test_a_table_of_totals_by_measure_is_a_table_of_totals() -> None:
    printed = totals("aoba")
    assert len({(row.row_label, row.column_label) for row in printed}) == len(printed)
    yearly = {(s.name, y): Decimal(s.total[i] or 0) for s in EDITION_2024 for i, y in enumerate(YEARS)}
    sums = {("計", y): Decimal(sum(s.total[i] or 0 for s in EDITION_2024)) for i, y in enumerate(YEARS)}
    assert {(row.row_label, row.year): row.value for row in printed if row.year} == yearly | sums


def test_marks_are_the_years_of_activity_and_a_dash_beside_them_says_nothing() -> None:
    for measure, sheet in zip(rows("sakurahama", Measure), EDITION_2024, strict=True):
        schedule = [row for row in rows("sakurahama", Schedule) if row.measure_id == measure.measure_id]
        active = [row.fiscal_year for row in schedule if row.is_active]
        assert active == list(range(sheet.period[0], sheet.period[1] + 1))


def test_units_stand_in_a_column_of_their_own() -> None:
    kpis = rows("sakurahama", Kpi)
    printed = [kpi for sheet in EDITION_2024 for kpi in sheet.kpis]
    assert [k.indicator for k in kpis] == [indicator for indicator, _, _ in printed]
    assert [f"{k.baseline_raw}{k.baseline_unit}" for k in kpis] == [baseline for _, baseline, _ in printed]
    assert {(k.baseline_year, k.target_year) for k in kpis} == {(2022, 2028)}


def test_two_target_years_are_two_rows_of_an_indicator() -> None:
    printed = [(*kpi, year) for sheet in EDITION_2024 for kpi in sheet.kpis for year in (2026, 2028)]
    assert [(k.indicator, k.baseline_raw, k.target_raw, k.target_year) for k in rows("aoba", Kpi)] == printed


@pytest.mark.parametrize(
    ("heads", "years"),
    [
        (("令和6年度", "7年度", "8年度", "9年度", "10年度", "合計"), [2024, 2025, 2026, 2027, 2028]),
        (("区分", "令和元年度", "2年度", "3年度"), [2019, 2020, 2021]),
        (("平成30年度", "31年度", "令和2年度", "3年度"), [2018, 2019, 2020, 2021]),
        (("令和6年度", "8年度", "7年度"), [2024]),  # a number that does not follow is no year
        (("7年度", "8年度"), []),
    ],
)
def test_an_era_printed_once_holds_for_the_years_that_follow(
    heads: tuple[str, ...], years: list[int]
) -> None:
    cells = [_cell(column, text) for column, text in enumerate(heads)]
    assert [year for _, year in years_in_row(cells)] == years


def _cell(column: int, text: str) -> Cell:
    box = Box(1, 50.0 * column, 10.0, 50.0 * column + 50.0, 30.0)
    return Cell(
        row=0, column=column, row_span=1, column_span=1, box=box, is_shaded=False,
        lines=(Line(text=text, box=box, size_pt=10.0, font="F"),),
    )  # fmt: skip
