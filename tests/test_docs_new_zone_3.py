"""A third zone by a profile alone: an era printed once, a unit in a corner, two target years, totals.

The document holds the contents of `tests.midorino`, in another layout and for other municipalities.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.layouts import load_profile
from extractors.readers import read_document
from extractors.records import Budget, Extraction, Kpi, Measure, MeasureRole, Statistic
from extractors.vision import interpret
from tests.kyosei_command import REPOSITORY
from tests.midorino import EDITION_2024, MILLION_YEN, YEARS

FOLDER = REPOSITORY / "tests" / "data" / "aoba"
MEMBERS = ("あおば市", "西原町", "上川村")


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    return interpret(read_document(FOLDER / "vision.pdf"), load_profile(FOLDER / "profile.toml"))


def test_nothing_is_open_and_the_profile_is_short(extraction: Extraction) -> None:
    assert not extraction.findings
    assert len((FOLDER / "profile.toml").read_text("utf-8").splitlines()) <= 60


def test_amounts_in_the_corner_s_unit_also_behind_a_page_break(extraction: Extraction) -> None:
    measures = [r for r in extraction.records if isinstance(r, Measure)]
    assert [m.name for m in measures] == [sheet.name for sheet in EDITION_2024]
    for measure, sheet in zip(measures, EDITION_2024, strict=True):
        rows = [r for r in extraction.records if isinstance(r, Budget) and r.measure_id == measure.measure_id]
        printed = {"total": sheet.total, "国県補助金": sheet.subsidy, "一般財源等": sheet.own}
        assert {(r.fiscal_year, r.funding): r.amount_yen for r in rows if r.funding in printed} == {
            (year, funding): None if amount is None else amount * MILLION_YEN
            for funding, amounts in printed.items()
            for year, amount in zip(YEARS, amounts, strict=True)
        }


def test_a_table_of_totals_by_measure_is_a_table_of_totals(extraction: Extraction) -> None:
    rows = [r for r in extraction.records if isinstance(r, Statistic) and r.table_id == "budget-totals"]
    assert len({(r.row_label, r.column_label) for r in rows}) == len(rows)
    yearly = {(r.row_label, r.year): r.value for r in rows if r.year}
    expected = {(s.name, y): Decimal(s.total[i] or 0) for s in EDITION_2024 for i, y in enumerate(YEARS)}
    sums = {("計", y): Decimal(sum(s.total[i] or 0 for s in EDITION_2024)) for i, y in enumerate(YEARS)}
    assert yearly == expected | sums


def test_two_target_years_are_two_rows_of_an_indicator(extraction: Extraction) -> None:
    kpis = [r for r in extraction.records if isinstance(r, Kpi)]
    printed = [(k[0], k[1], k[2], year) for s in EDITION_2024 for k in s.kpis for year in (2026, 2028)]
    assert [(k.indicator, k.baseline_raw, k.target_raw, k.target_year) for k in kpis] == printed


def test_roles_stand_side_by_side(extraction: Extraction) -> None:
    roles = [(r.municipality, r.role_text) for r in extraction.records if isinstance(r, MeasureRole)]
    assert roles == [pair for s in EDITION_2024 for pair in zip(MEMBERS, s.roles, strict=False)]
