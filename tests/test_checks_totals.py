"""Printed totals of every kind, closed on the genuine amounts and found where one of them is wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from expectations.failures import Failure
from tests.checks_edition import Rows, edition_2019, failures, id_of, pick
from tests.test_checks_figures import total_row

Tables = dict[str, Rows]
YEARS = (2019, 2020, 2021, 2022, 2023)
SOURCES = ("国県支出金", "地方債", "一般財源")


def amounts(tables: Tables, **wanted: Any) -> int:
    """The sum in thousands of the amounts whose rows (or whose measures) have the wanted values."""
    measures = {row["measure_id"]: row for row in tables["measures"]}
    rows = [row for row in tables["budgets"] if row["funding"] == wanted.get("funding", "total")]
    asked = {name: value for name, value in wanted.items() if name != "funding"}
    rows = [row for row in rows if asked.items() <= {**measures[row["measure_id"]], **row}.items()]
    return sum(row["amount_yen"] or 0 for row in rows) // 1000


def totals_by(column: str) -> Tables:
    """The 2019 tables with yearly totals of every policy area (or field)."""
    tables = edition_2019()
    for name in dict.fromkeys(row[column] for row in tables["measures"]):
        for year in YEARS:
            total_row(tables, name, f"{year}年度", amounts(tables, fiscal_year=year, **{column: name}))
    return tables


def with_sources() -> Tables:
    """The 2019 tables with each amount in three sources, and a total of each year and source."""
    tables = edition_2019()
    for row in list(tables["budgets"]):
        if row["amount_yen"] is None:
            continue
        half, fifth = row["amount_yen"] // 2000 * 1000, row["amount_yen"] // 5000 * 1000
        for source, yen in zip(SOURCES, (half, fifth, row["amount_yen"] - half - fifth), strict=True):
            part = {**row, "funding": source, "amount_yen": yen, "amount_raw": f"{yen // 1000:,}"}
            tables["budgets"].append(part)
            _trace(tables, "budgets", part, "amount_yen")
    for source in SOURCES:
        for year in YEARS:
            sum_of_source = amounts(tables, fiscal_year=year, funding=source)
            total_row(tables, f"合計／{source}", f"{year}年度", sum_of_source)
    return tables


def _trace(tables: Tables, table: str, row: dict[str, Any], column: str) -> None:
    trace = {
        **tables["provenance"][0],
        "table_name": table,
        "row_id": id_of(table, row),
        "column_name": column,
    }
    tables["provenance"].append(trace)


def found(tables: Tables) -> list[Failure]:
    """What is said of sums; the series of a source are nobody's business here."""
    return [one for one in failures(tables) if one.check_id.endswith("total")]


@pytest.mark.parametrize("column", ["policy_area", "field", "item"])
def test_totals_of_areas_close_and_a_wrong_one_is_found(column: str) -> None:
    tables = totals_by(column)
    assert found(tables) == []
    row = next(row for row in tables["statistics"] if row["table_id"] == "budget-totals")
    row["value"] += 90
    (failure,) = found(tables)
    assert failure.check_id in ("budget.yearly_total", "budget.total")
    assert failure.row_id == id_of("statistics", row) or id_of("statistics", row) in {
        place.row_id for place in failure.touches
    }


def test_a_total_of_one_amount_is_that_amount() -> None:
    tables = edition_2019()
    row = total_row(tables, "休日・夜間診療体制確保事業", "2021年度", 49_680)
    assert found(tables) == []
    row.update(value=Decimal(49_681), raw="49,681")
    (failure,) = found(tables)
    assert failure.check_id in ("budget.total", "budget.yearly_total")


def test_sources_close_on_the_amount_and_on_their_own_totals() -> None:
    assert found(with_sources()) == []


def test_a_wrong_source_is_found_where_its_sums_cross() -> None:
    tables = with_sources()
    row = pick(tables, "budgets", measure_id="m04", fiscal_year=2021, funding="国県支出金")
    true = row["amount_yen"] // 1000
    row.update(amount_yen=row["amount_yen"] + 90_000, amount_raw=f"{true + 90:,}")
    (failure,) = found(tables)
    assert (failure.row_id, failure.confidence) == (id_of("budgets", row), "high")
    assert failure.proposal == f"{true:,}千円"
    assert {one.check_id for one in failure.consequences} | {failure.check_id} == {
        "budget.funding_total",
        "budget.yearly_total",
    }


def test_a_wrong_total_of_a_source_is_found() -> None:
    tables = with_sources()
    row = pick(tables, "statistics", row_label="合計／地方債", column_label="2022年度")
    row["value"] += 90
    (failure,) = found(tables)
    assert (failure.check_id, failure.row_id) == ("budget.yearly_total", id_of("statistics", row))


def test_a_year_whose_era_stands_over_the_year_before_and_a_second_print() -> None:
    """令和 | 2年度 … : the column says a bare year; a total printed again is numbered."""
    tables = edition_2019()
    for year in YEARS:
        for label in (f"{year - 2018}年度", f"{year - 2018}年度#2"):
            total_row(tables, "合計", label, amounts(tables, fiscal_year=year)).update(year=year)
    assert found(tables) == []
    row = pick(tables, "statistics", row_label="合計", column_label="3年度#2")
    row["value"] += 900
    (failure,) = found(tables)
    assert failure.row_id == id_of("statistics", row)


def test_an_amount_that_could_not_be_read_leaves_its_sums_open() -> None:
    tables = totals_by("policy_area")
    row = pick(tables, "budgets", measure_id="m04", fiscal_year=2021)
    row.update(amount_yen=None, missing_reason="unreadable")
    assert found(tables) == []


def test_shares_that_stand_alone_still_make_a_whole() -> None:
    tables = edition_2019()
    areas = [row for row in tables["statistics"] if row["table_id"] == "area"]
    for row in areas:
        if row["row_label"] != "構成比":
            tables["statistics"].remove(row)
    assert "statistics.share" not in {one.check_id for one in failures(tables)}
    share = pick(tables, "statistics", table_id="area", row_label="構成比", column_label="一関市")
    share.update(value=Decimal("92.5"), raw="92.5%")
    (failure,) = (one for one in failures(tables) if one.check_id == "statistics.share")
    assert (failure.row_id, failure.expected) == ("area/構成比/一関市", "95.2")
