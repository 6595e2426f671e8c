"""Budgets by project, amounts in words, heads in two rows; parties of a role; units in names."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.drawn_measures import LEFT, MEASURE, RIGHT, Document, Read

PROFILE = """
[profile]
name = "nested"
title_ja = "事業ごとの事業費"

[headings]
levels = ["roman", "arabic"]
"""
# Label, project or source, two years, 計.
EDGES = [160.0, 295.0, 375.0, 455.0, RIGHT]
HEAD = ["事業名", "R1", "R2", "計"]


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "nested.toml"
    path.write_text(PROFILE, "utf-8")
    return path


def _budget(tmp_path: Path, profile: Path, rows: list[list[str]], label: str = "事業費(千円)") -> Read:
    document = Document(tmp_path)
    document.down_to_the_kpi()
    document.page.cell(LEFT, 160, 18.0 * len(rows), label)
    for row in rows:
        document.page.row(EDGES, row)
    document.roles()
    return document.read(profile)


def _sums(read: Read, table: str) -> dict[tuple[str, str], Decimal]:
    return {(s.row_label, s.column_label): s.value for s in read.rows["statistics"] if s.table_id == table}


def test_a_row_for_each_project_then_the_total_and_its_sources(tmp_path: Path, profile: Path) -> None:
    read = _budget(
        tmp_path,
        profile,
        [
            HEAD,
            ["診療所運営事業", "100", "200", "300"],
            ["看護師確保事業", "10", "20", "30"],
            ["計", "110", "220", "330"],
            ["国県支出金", "50", "0", "50"],
            ["一般財源", "60", "220", "280"],
        ],
    )
    assert [(p.ordinal, p.name) for p in read.rows["projects"]] == [
        (1, "診療所運営事業"),
        (2, "看護師確保事業"),
    ]
    assert {(b.funding, b.fiscal_year): b.amount_yen for b in read.rows["budgets"]} == {
        ("total", 2019): 110_000,
        ("total", 2020): 220_000,
        ("国県支出金", 2019): 50_000,
        ("国県支出金", 2020): 0,
        ("一般財源", 2019): 60_000,
        ("一般財源", 2020): 220_000,
    }
    name = read.rows["measures"][0].name
    sums = _sums(read, "budget-projects")
    assert sums[(f"{name}／看護師確保事業", "R2")] == Decimal(20)
    assert sums[(f"{name}／診療所運営事業", "計")] == Decimal(300)
    assert not read.checks


def test_the_only_project_is_the_measure(tmp_path: Path, profile: Path) -> None:
    read = _budget(tmp_path, profile, [HEAD, ["診療所運営事業", "100", "200", "300"]])
    assert read.amounts() == [100, 200]
    assert [p.name for p in read.rows["projects"]] == ["診療所運営事業"]
    assert not read.checks


def test_projects_without_a_total_are_told_and_not_added_up(tmp_path: Path, profile: Path) -> None:
    rows = [HEAD, ["診療所運営事業", "100", "200", "300"], ["看護師確保事業", "10", "20", "30"]]
    read = _budget(tmp_path, profile, rows)
    assert not read.rows["budgets"]
    assert len(_sums(read, "budget-projects")) == 6
    assert read.checks == {"budget.projects_without_total": 1}


def test_an_owner_outside_the_zone_is_told_beside_the_amounts_too(tmp_path: Path, profile: Path) -> None:
    rows = [HEAD, ["花巻市：看護師確保事業", "10", "20", "30"], ["計", "10", "20", "30"]]
    read = _budget(tmp_path, profile, rows)
    assert [(p.municipality, p.name) for p in read.rows["projects"]] == [("花巻市", "看護師確保事業")]
    assert "projects.unknown_owner" in read.checks


def test_an_unknown_source_is_no_project(tmp_path: Path, profile: Path) -> None:
    read = _budget(tmp_path, profile, [["財源", "R1", "R2", "計"], ["宝くじ", "1", "2", "3"]])
    assert not read.rows["projects"]
    assert read.checks == {"layout.unknown_label": 1}


def _stated(tmp_path: Path, profile: Path, text: str) -> Read:
    document = Document(tmp_path)
    document.down_to_the_kpi()
    document.page.row([LEFT, 160.0, RIGHT], ["事業費", text], 32)
    document.roles()
    return document.read(profile)


def test_an_amount_of_every_year_of_the_plan_in_words(tmp_path: Path, profile: Path) -> None:
    read = _stated(tmp_path, profile, "5,000千円/年")
    assert [(b.fiscal_year, b.amount_yen, b.unit_raw) for b in read.rows["budgets"]] == [
        (year, 5_000_000, "千円") for year in range(2019, 2024)
    ]
    assert read.rows["budgets"][0].sources["amount_yen"][0].raw_text == "5,000千円/年"
    assert not read.checks


def test_a_total_in_words_is_no_year_s_amount(tmp_path: Path, profile: Path) -> None:
    read = _stated(tmp_path, profile, "R1～R5　合計　25,000千円")
    assert not read.rows["budgets"]
    name = read.rows["measures"][0].name
    assert _sums(read, "budget-totals") == {(name, "R1～R5合計"): Decimal(25000)}
    assert read.checks == {"budget.no_yearly_amounts": 1}


def test_an_undecided_budget_is_kept_as_printed(tmp_path: Path, profile: Path) -> None:
    read = _stated(tmp_path, profile, "未定")
    assert [(f.label, f.text) for f in read.rows["measure_fields"]] == [("事業費", "未定")]
    assert read.checks == {"budget.no_yearly_amounts": 1}


def test_an_amount_without_any_year_is_told(tmp_path: Path, profile: Path) -> None:
    read = _stated(tmp_path, profile, "25,000千円")
    assert read.checks["budget.no_year_columns"] == 1


def test_years_down_the_rows_under_heads_in_two_rows(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    document.down_to_the_kpi()
    page = document.page
    page.cell(LEFT, 160, 90, "事業費(千円)")
    page.cell(160, 250, 36, "年度")
    page.cell(250, 345, 36, "事業費")
    page.cell(345, RIGHT, 18, "財源内訳")
    page.y += 18
    page.row([345.0, 440.0, RIGHT], ["国県支出金", "一般財源"])
    for texts in (["R1", "100", "40", "60"], ["R2", "200", "0", "200"], ["合計", "300", "40", "260"]):
        page.row([160.0, 250.0, 345.0, 440.0, RIGHT], texts)
    document.roles()
    read = document.read(profile)
    assert {(b.funding, b.fiscal_year): b.amount_yen for b in read.rows["budgets"]} == {
        ("total", 2019): 100_000,
        ("total", 2020): 200_000,
        ("国県支出金", 2019): 40_000,
        ("国県支出金", 2020): 0,
        ("一般財源", 2019): 60_000,
        ("一般財源", 2020): 200_000,
    }
    assert _sums(read, "budget-totals")[(read.rows["measures"][0].name, "合計")] == Decimal(300)
    assert not read.checks


@pytest.mark.parametrize("who", ["一関市", "中心市"])
def test_partners_together_are_a_party_of_a_role(tmp_path: Path, profile: Path, who: str) -> None:
    """連携市町村 heads the municipalities elsewhere; beside 中心市 it says whose role follows."""
    document = Document(tmp_path)
    document.down_to_the_kpi()
    page = document.page
    page.cell(LEFT, 160, 36, "役割分担")
    page.row([160.0, 295.0, RIGHT], [who, "運営する。"], tints=(0.9,))
    page.row([160.0, 295.0, RIGHT], ["連携市町村", "協力する。"], tints=(0.9,))
    read = document.read(profile)
    roles = [(r.municipality, r.role_text) for r in read.rows["measure_roles"]]
    assert roles == [("一関市", "運営する。"), ("平泉町", "協力する。")]
    assert [r.municipality for r in read.rows["measure_municipalities"]] == ["一関市", "平泉町"]
    assert not read.checks


def test_the_unit_behind_an_indicator_s_name(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    document.head("図書館事業")
    document.content()
    edges = [160.0, 295.0, 415.0, RIGHT]
    document.page.cell(LEFT, 160, 54, "成果指標")
    document.page.row(edges, ["指標", "現状値(2018年度)", "目標値(2023年度)"])
    document.page.row(edges, ["利用者数（人）", "10", "20"])
    document.page.row(edges, ["会議（累計）", "1回", "2回"])
    document.rest()
    read = document.read(profile)
    first, second = read.rows["kpis"]
    assert (first.indicator, first.baseline_unit, first.target_unit) == ("利用者数（人）", "人", "人")
    assert (second.baseline_unit, second.target_unit) == ("回", "回")
    assert not read.checks


def test_a_project_s_rows_cut_by_a_page_break(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    document.down_to_the_kpi()
    edges = [140.0, 240.0, 340.0, 440.0, RIGHT]
    page = document.page
    page.cell(LEFT, 140, 36, "事業費(千円)")
    page.row(edges, ["事業名", "財源", "R1", "R2"])
    page.row(edges, ["甲業務", "事業費", "3", "7"])
    page = document.turn()
    page.cell(LEFT, 140, 108)
    for project, height in (("", 36), ("合計", 54)):
        page.cell(140, 240, height, project)
        rows = [["国県支出金", "1", "2"], ["一般財源", "2", "5"]]
        for texts in rows if not project else [["事業費", "30", "70"], *rows]:
            page.row(edges[1:], texts)
    page.row(edges, ["乙業務", "事業費", "27", "63"])
    document.roles()
    read = document.read(profile)
    name = read.rows["measures"][0].name
    sums = _sums(read, "budget-projects")
    assert sums[(f"{name}／甲業務／一般財源", "R2")] == Decimal(5)
    assert sums[(f"{name}／乙業務", "R1")] == Decimal(27)
    assert {(b.funding, b.fiscal_year): b.amount_yen for b in read.rows["budgets"]} == {
        ("total", 2019): 30_000,
        ("total", 2020): 70_000,
        ("国県支出金", 2019): 1_000,
        ("国県支出金", 2020): 2_000,
        ("一般財源", 2019): 2_000,
        ("一般財源", 2020): 5_000,
    }
    assert not read.checks


def test_the_years_under_the_targets_stand_on_the_next_page(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    document.head("図書館事業")
    document.content()
    edges = [160.0, 295.0, 375.0, 455.0, RIGHT]
    document.page.cell(LEFT, 160, 18, "成果指標")
    document.page.row([*edges[:3], RIGHT], ["指標", "現状値(H30)", "目標値"])
    page = document.turn()
    page.cell(LEFT, 160, 36)
    page.row(edges, ["", "", "R3", "R5"])
    page.row(edges, ["利用者数", "10人", "20人", "30人"])
    document.rest()
    read = document.read(profile)
    assert [(k.target_year, k.target_value) for k in read.rows["kpis"]] == [
        (2021, Decimal(20)),
        (2023, Decimal(30)),
    ]
    assert not read.checks


def test_a_total_left_of_the_years(tmp_path: Path, profile: Path) -> None:
    read = _budget(
        tmp_path,
        profile,
        [["財源", "計", "R1", "R2"], ["総額", "300", "100", "200"], ["一般財源", "30", "10", "20"]],
    )
    assert {(b.funding, b.fiscal_year): b.amount_yen for b in read.rows["budgets"]} == {
        ("total", 2019): 100_000,
        ("total", 2020): 200_000,
        ("一般財源", 2019): 10_000,
        ("一般財源", 2020): 20_000,
    }
    name = read.rows["measures"][0].name
    assert _sums(read, "budget-totals") == {
        (name, "計"): Decimal(300),
        (f"{name}／一般財源", "計"): Decimal(30),
    }
    assert not read.checks


@pytest.mark.parametrize(("baseline_year", "target_year"), [("基準年度", "目標年度"), ("年度", "年度")])
def test_years_of_a_kpi_in_columns_of_their_own(
    tmp_path: Path, profile: Path, baseline_year: str, target_year: str
) -> None:
    document = Document(tmp_path)
    document.head("図書館事業")
    document.content()
    edges = [160.0, 250.0, 320.0, 390.0, 460.0, RIGHT]
    document.page.cell(LEFT, 160, 36, "成果指標")
    document.page.row(edges, ["指標", "基準値", baseline_year, "目標値", target_year])
    document.page.row(edges, ["利用者数", "10人", "平成30年度", "20人", "令和5年"])
    document.rest()
    read = document.read(profile)
    (kpi,) = read.rows["kpis"]
    assert (kpi.baseline_year, kpi.baseline_period_kind) == (2018, "fiscal_year")
    assert (kpi.target_year, kpi.target_period_kind) == (2023, "calendar_year")
    assert (kpi.baseline_value, kpi.target_value, kpi.note) == (Decimal(10), Decimal(20), None)
    assert kpi.sources["target_year"][0].raw_text == "令和5年"
    assert not read.checks


def test_projects_with_their_amounts_beside_the_label_of_projects(tmp_path: Path, profile: Path) -> None:
    rows = [HEAD, ["甲業務", "1", "2", "3"], ["乙業務", "10", "―", "10"], ["計", "11", "2", "13"]]
    read = _budget(tmp_path, profile, rows, label="構成事業(千円)")
    assert [m.name for m in read.rows["measures"]] == [MEASURE]
    assert [p.name for p in read.rows["projects"]] == ["甲業務", "乙業務"]
    assert read.amounts() == [11, 2]
    assert _sums(read, "budget-projects")[(f"{MEASURE}／乙業務", "R1")] == Decimal(10)
    assert not read.checks
