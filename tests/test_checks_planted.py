"""Slips planted into the genuine 2019 tables: each is found once, in its row, and nothing else is said."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache

import pytest

from expectations.catalogue import load_catalogue
from expectations.contract import TABLES
from expectations.failures import Failure
from tests.checks_edition import Rows, edition_2019, failures, pick

Tables = dict[str, Rows]
Z = "ichinoseki-hiraizumi:2019-03:"


def edit(table: str, wanted: dict[str, object], **values: object) -> Callable[[Tables], None]:
    """A plant that overwrites values of one row."""

    def plant(tables: Tables) -> None:
        pick(tables, table, **wanted).update(values)

    return plant


def drop(table: str, **wanted: object) -> Callable[[Tables], None]:
    """A plant that removes one row."""

    def plant(tables: Tables) -> None:
        tables[table].remove(pick(tables, table, **wanted))

    return plant


def amount(measure: str, year: int, printed: str) -> Callable[[Tables], None]:
    yen = int(float(printed.replace(",", "")) * 1000)
    return edit("budgets", {"measure_id": measure, "fiscal_year": year}, amount_raw=printed, amount_yen=yen)


def foreign(tables: Tables) -> None:
    row = pick(tables, "measure_municipalities", measure_id="m05", municipality="平泉町")
    row.update(municipality="奥州市", jis_code=None)


def same_name(tables: Tables) -> None:
    pick(tables, "measures", measure_id="m20")["name"] = pick(tables, "measures", measure_id="m19")["name"]


def same_content(tables: Tables) -> None:
    text = pick(tables, "measures", measure_id="m19")["content"]
    pick(tables, "measures", measure_id="m20")["content"] = text


def copied_budget(tables: Tables) -> None:
    for year in range(2019, 2024):
        row = pick(tables, "budgets", measure_id="m02", fiscal_year=year)
        pick(tables, "budgets", measure_id="m06", fiscal_year=year).update(
            amount_yen=row["amount_yen"], amount_raw=row["amount_raw"]
        )


def one_figure_twice(tables: Tables) -> None:
    row = pick(tables, "kpis", kpi_id="m10:k1")
    twin = pick(tables, "kpis", kpi_id="m11:k1")
    twin.update(indicator=row["indicator"], baseline_value=Decimal(24636), baseline_raw="24,636人")


KPI = {"kpi_id": "m09:k1"}
PLANTS = [
    ("kpi.unit_differs", "m09:k1", edit("kpis", KPI, target_unit="件")),
    ("kpi.years_reversed", "m09:k1", edit("kpis", KPI, baseline_year=2023, target_year=2018)),
    ("kpi.target_outside_plan", "m09:k1", edit("kpis", KPI, target_year=2032)),
    ("kpi.target_year_odd", "m09:k1", edit("kpis", KPI, target_year=2022)),
    ("kpi.baseline_after_publication", "m09:k1", edit("kpis", KPI, baseline_year=2020)),
    ("kpi.baseline_stale", "m09:k1", edit("kpis", KPI, baseline_year=2008)),
    ("kpi.period_kind_differs", "m09:k1", edit("kpis", KPI, target_period_kind="calendar_year")),
    ("kpi.magnitude", "m09:k1", edit("kpis", KPI, target_value=Decimal(45000), target_raw="45,000人")),
    ("kpi.fractional_count", "m09:k1", edit("kpis", KPI, target_value=Decimal("4.5"), target_raw="4.500人")),
    ("kpi.negative", "m09:k1", edit("kpis", KPI, target_value=Decimal(-4500), target_raw="▲4,500人")),
    ("kpi.share_above_100", "m27:k1", edit("kpis", {"kpi_id": "m27:k1"}, target_value=Decimal(577))),
    ("kpi.conflicting_figures", "m11:k1", one_figure_twice),
    ("kpi.no_indicator", "m09:k1", edit("kpis", KPI, indicator=None)),
    ("measure.no_kpi", "m09", drop("kpis", **KPI)),
    ("budget.outlier", "m09/2021/total", amount("m09", 2021, "440")),
    ("budget.outlier", "m24/2022/total", amount("m24", 2022, "289,749")),
    ("budget.magnitude", "m16/2021/total", amount("m16", 2021, "5,159")),
    ("budget.jump", "m02/2019/total", amount("m02", 2019, "4,476")),
    ("budget.fraction", "m28/2019/total", amount("m28", 2019, "160.232")),
    ("budget.mixed_grouping", "m24/2022/total", amount("m24", 2022, "289794")),
    ("series.odd_width", "m24/2022/total", edit(
        "budgets", {"measure_id": "m24", "fiscal_year": 2022}, amount_raw="２８９，７９４")),
    ("budget.years_differ", "m09", drop("budgets", measure_id="m09", fiscal_year=2021)),
    ("budget.years_differ", "m09", edit(
        "budgets", {"measure_id": "m09", "fiscal_year": 2021}, fiscal_year=2020)),
    ("schedule.years_differ", "m09", drop("schedules", measure_id="m09", fiscal_year=2021)),
    ("schedule.budget_mismatch", "m26/2021/total", edit(
        "schedules", {"measure_id": "m26", "fiscal_year": 2021}, is_active=True)),
    ("schedule.budget_mismatch", "m09/事業の実施/2023", edit(
        "schedules", {"measure_id": "m09", "fiscal_year": 2023}, is_active=False)),
    ("schedule.budget_mismatch", "m09/2021/total", edit(
        "budgets", {"measure_id": "m09", "fiscal_year": 2021}, amount_yen=None, missing_reason="blank",
        amount_raw="")),
    ("budget.copied_series", "m06", copied_budget),
    ("measure.duplicate_name", "m20", same_name),
    ("measure.duplicate_text", "m20", same_content),
    ("measure.empty_field", "m20", edit("measures", {"measure_id": "m20"}, effect=None)),
    ("measure.role_not_listed", "m05", drop(
        "measure_municipalities", measure_id="m05", municipality="平泉町")),
    ("projects.owner_not_listed", "m04/6", drop(
        "measure_municipalities", measure_id="m04", municipality="平泉町")),
    ("zone.unknown_municipality", "m05/奥州市", foreign),
    ("agreement.missing_role", "a09", drop("agreement_roles", agreement_id="a09", municipality="平泉町")),
    ("agreement.empty_role", "a09/平泉町", edit(
        "agreement_roles", {"agreement_id": "a09", "municipality": "平泉町"}, role_text=None)),
    ("agreement.no_content", "a09", edit("agreements", {"agreement_id": "a09"}, content=None)),
    ("contract.reference", "m09:k1", edit("kpis", KPI, measure_id=Z + "m99")),
    ("contract.reason", "m09/2021/total", edit(
        "budgets", {"measure_id": "m09", "fiscal_year": 2021}, missing_reason="blank")),
    ("contract.enum", "m09:k1", edit("kpis", KPI, target_comparator="≧")),
    ("series.odd_gap", "m24/2022/total", edit(
        "budgets", {"measure_id": "m24", "fiscal_year": 2022}, amount_raw="28 9,794")),
    ("kpi.magnitude", "m08:k1", edit(
        "kpis", {"kpi_id": "m08:k1"}, target_value=Decimal(171000), target_raw="171,000人")),
    ("budget.outlier", "m09/2021/total", amount("m09", 2021, "4,900")),
    ("kpi.baseline_year_odd", "m09:k1", edit("kpis", KPI, baseline_year=2016)),
    ("kpi.baseline_after_publication", "m09:k1", edit("kpis", KPI, baseline_year=2019)),
    ("edition.zone_name_spelling", "m09", edit(
        "measures", {"measure_id": "m09"}, content="一関・平泉定住自律圏の観光を振興する。")),
    ("edition.zone_name_spelling", "m09", edit(
        "measures", {"measure_id": "m09"}, effect="一閑・平泉定住自立圏の観光が振興される。")),
]  # fmt: skip


@cache
def new_failures(plant: Callable[[Tables], None]) -> tuple[Failure, ...]:
    tables = edition_2019()
    plant(tables)
    return tuple(f for f in failures(tables) if f.check_id != "budget.step")


@pytest.mark.parametrize(("check_id", "row", "plant"), PLANTS, ids=[f"{c}@{r}" for c, r, _ in PLANTS])
def test_a_planted_slip_is_found_once_in_its_row(
    check_id: str, row: str, plant: Callable[[Tables], None]
) -> None:
    found = new_failures(plant)
    assert (check_id, Z + row) in [(f.check_id, f.row_id) for f in found]
    # A KPI without its measure, or one that lost it, has two ends; every other slip is told once.
    if check_id != "contract.reference":
        assert len(found) == 1, [(f.check_id, f.row_id, f.consequences) for f in found]


def test_the_genuine_tables_raise_one_hint_and_no_warning() -> None:
    found = failures(edition_2019())
    assert [load_catalogue()[f.check_id].severity for f in found] == ["info"]


def test_a_cluster_of_slips_is_found_slip_by_slip() -> None:
    tables = edition_2019()
    chosen = [PLANTS[i] for i in (0, 15, 21, 31, 35)]
    for _, _, plant in chosen:
        plant(tables)
    found = {f.check_id for f in failures(tables)} - {"budget.step"}
    assert found == {check_id for check_id, _, _ in chosen}


def test_messages_of_planted_slips_are_complete() -> None:
    for _, _, plant in PLANTS:
        for failure in new_failures(plant):
            params = {**failure.params, "series": "(series)"}
            check = load_catalogue()[failure.check_id]
            for message in check.messages(failure.observed or "0", failure.expected or "0", params):
                assert "―" not in message, (check.check_id, message)


@pytest.mark.parametrize(
    ("check_id", "plant"),
    [
        ("provenance.missing", lambda t: t["provenance"].remove(
            pick(t, "provenance", row_id="m09/2021/total", column_name="amount_yen"))),
        ("provenance.bad_place", lambda t: t["provenance"][0].update(x1=Decimal(-1))),
        ("coverage.sum", lambda t: t["coverage"][0].update(chars_prose=0)),
        ("measure.ordinal_gap", lambda t: t["measures"][30].update(ordinal=33)),
    ],
)  # fmt: skip
def test_what_must_add_up_for_evidence_is_critical(check_id: str, plant: Callable[[Tables], None]) -> None:
    assert check_id in [f.check_id for f in new_failures(plant)]
    assert load_catalogue()[check_id].severity == "critical"


@pytest.mark.parametrize(
    ("check_id", "severity"), [("value.grouping", "warning"), ("visual.differs", "critical")]
)
def test_what_extraction_reported_is_not_told_again(check_id: str, severity: str) -> None:
    tables = edition_2019()
    amount("m09", 2021, "440")(tables)
    finding = dict.fromkeys(TABLES["findings"].columns)
    finding |= {
        "zone_id": "ichinoseki-hiraizumi", "edition_id": "2019-03", "finding_id": Z + "f1",
        "check_id": check_id, "severity": severity, "message_ja": "…", "message_en": "…",
        "table_name": "budgets", "row_id": Z + "m09/2021/total", "column_name": "amount_yen",
    }  # fmt: skip
    tables["findings"] = [finding]
    assert [f.check_id for f in failures(tables)] == ["budget.step"]


def test_a_later_baseline_of_an_indicator_that_a_revision_added_is_no_slip() -> None:
    tables = edition_2019()
    tables["editions"][0]["published"] = "2020-03"
    pick(tables, "kpis", kpi_id="m09:k1").update(baseline_year=2019)
    assert {f.check_id for f in failures(tables)} == {f.check_id for f in failures(edition_2019())}
