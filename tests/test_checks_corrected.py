"""What the checks say once a person has corrected a figure: they reckon with its value and show it."""

from __future__ import annotations

from typing import Any

from tests.checks_edition import Rows, edition_2019, failures, id_of, pick


def correct(tables: dict[str, Rows], table: str, row: dict[str, Any], column: str, value: Any) -> None:
    """Give a figure another value, its print left as it stands, as a decision does."""
    row[column] = value
    places = [
        piece
        for piece in tables["provenance"]
        if (piece["table_name"], piece["row_id"], piece["column_name"]) == (table, id_of(table, row), column)
    ]
    assert places
    for piece in places:
        piece["corrected"] = True


def said(tables: dict[str, Rows]) -> dict[str, dict[str, Any]]:
    """What is found beyond the genuine edition's one remark, by its check."""
    found = [one for one in failures(tables) if one.check_id != "budget.step"]
    return {one.check_id: {**one.params, "observed": one.observed} for one in found}


def budgets_of(tables: dict[str, Rows], measure: str) -> Rows:
    return [row for row in tables["budgets"] if row["measure_id"].endswith(f":{measure}")]


def test_a_series_shows_the_corrected_amount_in_the_printed_unit() -> None:
    tables = edition_2019()
    rows = budgets_of(tables, "m01")
    for row in rows[1:]:
        row.update(amount_yen=4_400_000, amount_raw="4,400")
    correct(tables, "budgets", rows[0], "amount_yen", 44_000_000)
    outlier = said(tables)["budget.outlier"]
    assert outlier["observed"] == "44,000千円"
    assert outlier["series"] == "、".join(["44,000"] + ["4,400"] * 4)


def test_an_indicator_is_told_with_its_corrected_baseline() -> None:
    tables = edition_2019()
    row = pick(tables, "kpis", kpi_id="m07:k1")
    assert (row["baseline_raw"], row["target_raw"]) == ("358,232人", "367,700人")
    correct(tables, "kpis", row, "baseline_value", row["baseline_value"] / 10)
    assert said(tables)["kpi.magnitude"]["baseline"] == "35,823.2人"


def test_the_print_of_a_corrected_figure_is_compared_with_no_other() -> None:
    """A series without commas keeps its rule, though the corrected amount is told with one."""
    tables = edition_2019()
    rows = budgets_of(tables, "m01")
    for row in rows:
        row.update(amount_yen=4_400_000, amount_raw="4400")
    rows[0]["amount_raw"] = "４４oo"
    assert set(said(tables)) == {"series.odd_width"}
    correct(tables, "budgets", rows[0], "amount_yen", 4_400_000)
    assert said(tables) == {}


def test_a_corrected_target_says_nothing_of_how_its_baseline_is_printed() -> None:
    tables = edition_2019()
    row = pick(tables, "kpis", kpi_id="m07:k1")
    row["baseline_raw"] = "３５８，２３２人"
    assert set(said(tables)) == {"series.mixed_width"}
    correct(tables, "kpis", row, "target_value", row["target_value"])
    assert said(tables) == {}
