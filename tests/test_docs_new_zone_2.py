"""A second zone brought in by a profile alone: years' head in a row of its own, marks, a unit column, dashes.

The document holds the contents of `tests.midorino`, in another layout and for other municipalities.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.geometry import Box
from extractors.layouts import load_profile
from extractors.readers import read_document
from extractors.reading import Cell, Line
from extractors.records import Budget, Extraction, Kpi, Measure, MeasureRole, Schedule, Statistic
from extractors.vision import interpret
from extractors.vision.columns import years_in_row
from tests.kyosei_command import REPOSITORY
from tests.midorino import EDITION_2024, MILLION_YEN, YEARS

FOLDER = REPOSITORY / "tests" / "data" / "sakurahama"
MEMBERS = ("さくら浜市", "松ヶ崎町", "北里町")


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    return interpret(read_document(FOLDER / "vision.pdf"), load_profile(FOLDER / "profile.toml"))


def test_nothing_is_open_and_the_profile_is_short(extraction: Extraction) -> None:
    assert not extraction.findings
    assert len((FOLDER / "profile.toml").read_text("utf-8").splitlines()) <= 60


def test_amounts_stand_under_the_years_of_another_row(extraction: Extraction) -> None:
    measures = [r for r in extraction.records if isinstance(r, Measure)]
    assert [m.name for m in measures] == [sheet.name for sheet in EDITION_2024]
    for measure, sheet in zip(measures, EDITION_2024, strict=True):
        rows = [r for r in extraction.records if isinstance(r, Budget) and r.measure_id == measure.measure_id]
        assert {(r.fiscal_year, r.funding): r.amount_yen for r in rows} == {
            (year, "total"): None if amount is None else amount * MILLION_YEN
            for year, amount in zip(YEARS, sheet.total, strict=True)
        }
        assert {r.missing_reason for r in rows if r.amount_yen is None} <= {"dash"}


def test_totals_stand_under_the_head_of_that_row(extraction: Extraction) -> None:
    rows = [r for r in extraction.records if isinstance(r, Statistic) and r.table_id == "budget-totals"]
    printed = {r.row_label: r.value for r in rows if r.column_label == "計"}
    assert printed == {s.name: Decimal(sum(a or 0 for a in s.total)) for s in EDITION_2024}


def test_marks_are_the_years_of_activity_and_a_dash_beside_them_says_nothing(extraction: Extraction) -> None:
    measures = [r.measure_id for r in extraction.records if isinstance(r, Measure)]
    rows = [r for r in extraction.records if isinstance(r, Schedule)]
    for key, sheet in zip(measures, EDITION_2024, strict=True):
        active = [r.fiscal_year for r in rows if r.measure_id == key and r.is_active]
        assert active == list(range(sheet.period[0], sheet.period[1] + 1))


def test_units_of_their_own_column_and_roles_of_their_own_rows(extraction: Extraction) -> None:
    kpis = [r for r in extraction.records if isinstance(r, Kpi)]
    printed = [kpi for sheet in EDITION_2024 for kpi in sheet.kpis]
    assert [k.indicator for k in kpis] == [indicator for indicator, _, _ in printed]
    assert [f"{k.baseline_raw}{k.baseline_unit}" for k in kpis] == [baseline for _, baseline, _ in printed]
    assert {(k.baseline_year, k.target_year) for k in kpis} == {(2022, 2028)}
    roles = [(r.municipality, r.role_text) for r in extraction.records if isinstance(r, MeasureRole)]
    expected = [pair for sheet in EDITION_2024 for pair in zip(MEMBERS, sheet.roles, strict=False)]
    assert roles == expected


def test_an_era_printed_once_holds_for_the_years_that_follow() -> None:
    """令和元年度, 2年度 …; a number that does not follow is no year."""

    def head(*texts: str) -> list[int]:
        cells = [_cell(column, text) for column, text in enumerate(texts)]
        return [year for _, year in years_in_row(cells)]

    assert head("令和6年度", "7年度", "8年度", "9年度", "10年度", "合計") == [2024, 2025, 2026, 2027, 2028]
    assert head("区分", "令和元年度", "2年度", "3年度") == [2019, 2020, 2021]
    assert head("平成30年度", "31年度", "令和2年度", "3年度") == [2018, 2019, 2020, 2021]
    assert head("令和6年度", "8年度", "7年度") == [2024]
    assert head("7年度", "8年度") == []


def _cell(column: int, text: str) -> Cell:
    box = Box(1, 50.0 * column, 10.0, 50.0 * column + 50.0, 30.0)
    return Cell(
        row=0, column=column, row_span=1, column_span=1, box=box, is_shaded=False,
        lines=(Line(text=text, box=box, size_pt=10.0, font="F"),),
    )  # fmt: skip
