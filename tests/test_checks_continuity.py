"""An edition against the one before: slips and losses are found, the ordinary yearly revision is not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from expectations.catalogue import load_catalogue
from tests.checks_edition import Rows, edition_2019, failures, pick

Tables = dict[str, Rows]


def next_edition() -> Tables:
    """The 2019 tables as a revision a year later: same plan window, new ids, keys of the first edition."""
    tables = edition_2019()
    for rows in tables.values():
        for row in rows:
            for column, value in row.items():
                if column != "measure_key" and isinstance(value, str):
                    row[column] = value.replace("2019-03", "2020-03")
    tables["editions"][0]["published"] = "2020-03"
    return tables


def found(tables: Tables) -> dict[str, Any]:
    return {f.check_id: f for f in failures(tables, edition_2019()) if f.check_id.startswith("continuity.")}


def revise(tables: Tables, measure: str, year: int, yen: int) -> None:
    row = pick(tables, "budgets", measure_id=measure, fiscal_year=year)
    row.update(amount_yen=yen, amount_raw=f"{yen // 1000:,}")


def test_an_unchanged_edition_and_an_ordinary_revision_say_nothing() -> None:
    tables = next_edition()
    assert found(tables) == {}
    revise(tables, "m02", 2022, 81_000_000)
    pick(tables, "kpis", kpi_id="m09:k1")["target_value"] = Decimal(5200)
    pick(tables, "measures", measure_id="m20")["name"] = "改めた名前の事業"
    assert found(tables) == {}


def test_ten_times_last_years_value_shows_both() -> None:
    tables = next_edition()
    revise(tables, "m02", 2022, 677_410_000)
    pick(tables, "kpis", kpi_id="m07:k1").update(target_value=Decimal(36770), target_raw="36,770人")
    both = [f for f in failures(tables, edition_2019()) if f.check_id == "continuity.tenfold"]
    assert [(f.observed, f.params["previous"], f.params["edition"]) for f in both] == [
        ("677,410千円", "67,741千円", "2019-03"),
    ]
    # The KPI is ten times off its own baseline too: one slip, told once, with the evidence of both.
    kpi = next(f for f in failures(tables, edition_2019()) if f.table_name == "kpis")
    assert kpi.check_id == "kpi.magnitude"
    assert any(one.check_id == "continuity.tenfold" for one in kpi.consequences)


def test_a_single_amount_in_the_wrong_unit() -> None:
    tables = next_edition()
    revise(tables, "m02", 2022, 67_741_000_000)
    assert "continuity.thousandfold" in found(tables)


def test_all_amounts_in_the_wrong_unit_are_one_critical_failure() -> None:
    tables = next_edition()
    for row in tables["budgets"]:
        if row["amount_yen"]:
            row["amount_yen"] *= 1000
    assert set(found(tables)) == {"continuity.unit_slip"}
    assert load_catalogue()["continuity.unit_slip"].severity == "critical"


def test_a_past_years_amount_that_changed() -> None:
    tables = next_edition()
    revise(tables, "m02", 2019, 44_167_000)
    assert found(tables)["continuity.past_year_changed"].row_id.endswith("m02/2019/total")


@pytest.mark.parametrize(("millions", "is_told"), [(45, False), (44, True)])
def test_a_past_years_amount_in_a_coarser_unit_may_be_rounded(millions: int, is_told: bool) -> None:
    tables = next_edition()
    row = pick(tables, "budgets", measure_id="m02", fiscal_year=2019)  # 44,761千円 in 2019-03
    row.update(amount_yen=millions * 1_000_000, amount_raw=str(millions), unit_raw="百万円")
    assert ("continuity.past_year_changed" in found(tables)) == is_told


def test_past_years_revised_together_are_one_hint() -> None:
    tables = next_edition()
    for row in tables["budgets"]:
        if row["fiscal_year"] == 2019:
            row["amount_yen"] += 1_000_000
    assert set(found(tables)) == {"continuity.past_years_revised"}


def test_a_changed_unit_and_a_changed_baseline() -> None:
    tables = next_edition()
    pick(tables, "kpis", kpi_id="m09:k1").update(target_unit="回", baseline_unit="回")
    pick(tables, "kpis", kpi_id="m10:k1").update(baseline_value=Decimal(24663), baseline_raw="24,663人")
    assert set(found(tables)) == {"continuity.kpi_unit_changed", "continuity.baseline_changed"}


def test_a_census_figure_that_changed() -> None:
    tables = next_edition()
    row = pick(tables, "statistics", row_label="面積", column_label="一関市")
    assert row["year"] is None
    row = pick(tables, "statistics", row_label="一関市", column_label="2010年(平成22年)")
    row.update(value=Decimal(127624), raw="127,624")
    failure = next(f for f in failures(tables, edition_2019()) if f.table_name == "statistics")
    assert failure.proposal == "127,642"
    assert any(one.check_id == "continuity.statistic_changed" for one in failure.consequences)


def test_a_field_that_is_gone_is_critical() -> None:
    tables = next_edition()
    for row in tables["measures"]:
        row["effect"] = None
    failure = found(tables)["continuity.field_gone"]
    assert (failure.params["field"], failure.params["field_ja"]) == ("measures.effect", "施策の効果")
    assert load_catalogue()[failure.check_id].severity == "critical"


def test_measures_and_text_that_shrank() -> None:
    tables = next_edition()
    kept = {row["measure_id"] for row in tables["measures"][:20]}
    for name, rows in tables.items():
        tables[name] = [r for r in rows if r.get("measure_id", next(iter(kept))) in kept]
    tables["coverage"][0]["chars_in_tables"] //= 2
    assert {"continuity.measures_shrunk", "continuity.coverage_shrunk"} <= set(found(tables))


def test_measures_are_matched_by_name_where_no_key_is_known() -> None:
    tables = next_edition()
    for row in tables["measures"]:
        row["measure_key"] = row["measure_id"]
    revise(tables, "m02", 2022, 677_410_000)
    assert "continuity.tenfold" in found(tables)
