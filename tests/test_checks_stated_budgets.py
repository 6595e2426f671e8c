"""Measures whose budget is stated in words: amounts of some years alone, or none of any year."""

from __future__ import annotations

from expectations.contract import TABLES
from expectations.failures import Failure
from tests.checks_edition import Rows, edition_2019, failures, pick

MEASURE = "ichinoseki-hiraizumi:2019-03:m09"
LATE = (2022, 2023)


def _told(tables: dict[str, Rows]) -> set[str]:
    def is_told(failure: Failure) -> bool:
        return (failure.row_id or "").startswith(MEASURE)

    return {f.check_id for f in failures(tables) if is_told(f)} - {"budget.step"}


def _without_late_years(tables: dict[str, Rows]) -> None:
    tables["budgets"] = [
        r for r in tables["budgets"] if r["measure_id"] != MEASURE or r["fiscal_year"] not in LATE
    ]


def test_amounts_of_the_years_in_which_the_measure_runs_are_all_there_are() -> None:
    tables = edition_2019()
    _without_late_years(tables)
    for year in LATE:
        pick(tables, "schedules", measure_id="m09", fiscal_year=year)["is_active"] = False
    assert _told(tables) == set()


def test_amounts_that_stop_before_the_measure_does_are_told() -> None:
    tables = edition_2019()
    _without_late_years(tables)
    assert _told(tables) == {"budget.years_differ"}


def test_no_yearly_amounts_are_told_once() -> None:
    tables = edition_2019()
    tables["budgets"] = [r for r in tables["budgets"] if r["measure_id"] != MEASURE]
    finding = dict.fromkeys(TABLES["findings"].columns)
    finding |= {
        "zone_id": "ichinoseki-hiraizumi", "edition_id": "2019-03", "finding_id": "f1", "severity": "info",
        "check_id": "budget.no_yearly_amounts", "message_ja": "…", "message_en": "…",
        "table_name": "budgets", "row_id": MEASURE, "column_name": "amount_yen",
    }  # fmt: skip
    assert _told(tables) == {"budget.no_rows"}
    tables["findings"] = [finding]
    assert _told(tables) == set()
