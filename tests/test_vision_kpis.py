"""KPI blocks as layouts and page breaks leave them: rows in two parts, heads in two rows, no year at all."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.drawn_measures import LEFT, RIGHT, Document

EDGES = [160.0, 295.0, 415.0, RIGHT]


def with_heads(folder: Path, *heads: str, height: float = 36) -> Document:
    """A measure down to the heads of its indicators."""
    document = Document(folder)
    document.head("救急医療体制確保事業")
    document.content()
    document.page.cell(LEFT, 160, height, "重要業績\n評価指標(KPI)")
    document.page.row(EDGES, list(heads))
    return document


def test_a_value_whose_year_is_printed_nowhere_is_told(tmp_path: Path) -> None:
    document = with_heads(tmp_path, "指標", "現状値", "目標値(2023年度)")
    document.page.row(EDGES, ["参加者数", "10人", "20人"])
    document.rest()
    read = document.read()
    (kpi,) = read.rows["kpis"]
    assert (kpi.baseline_value, kpi.baseline_year, kpi.target_year) == (Decimal(10), None, 2023)
    assert read.checks == {"value.no_year": 1}


def test_a_blank_value_misses_no_year(tmp_path: Path) -> None:
    document = with_heads(tmp_path, "指標", "現状値", "目標値(2023年度)")
    document.page.row(EDGES, ["参加者数", "", "20人"])
    document.rest()
    read = document.read()
    assert read.rows["kpis"][0].baseline_missing_reason == "blank"
    assert "value.no_year" not in read.checks


def test_a_row_whose_values_stand_on_two_pages_is_one(tmp_path: Path) -> None:
    document = with_heads(tmp_path, "指標", "現状値(2018年度)", "目標値(2023年度)")
    document.page.row(EDGES, ["参加者数", "1,000人", "2,000"])
    page = document.turn()
    page.cell(LEFT, 160, 18)
    page.row(EDGES, ["", "", "人以上"])
    document.rest()
    (kpi,) = document.read().rows["kpis"]
    assert (kpi.indicator, kpi.baseline_raw, kpi.target_raw) == ("参加者数", "1,000人", "2,000人以上")
    assert (kpi.target_value, kpi.target_comparator) == (Decimal(2000), ">=")


def test_two_rows_on_two_pages_stay_two(tmp_path: Path) -> None:
    document = with_heads(tmp_path, "指標", "現状値(2018年度)", "目標値(2023年度)")
    document.page.row(EDGES, ["参加者数", "10人", "20人"])
    page = document.turn()
    page.cell(LEFT, 160, 18)
    page.row(EDGES, ["開催回数", "1回", "2回"])
    document.rest()
    read = document.read()
    assert [k.indicator for k in read.rows["kpis"]] == ["参加者数", "開催回数"]
    assert [k.target_raw for k in read.rows["kpis"]] == ["20人", "2回"]


def test_target_years_in_a_second_row_of_heads_are_a_column_each(tmp_path: Path) -> None:
    document = with_heads(tmp_path, "指標", "現状値(2018年度)", "目標値", height=54)
    page, edges = document.page, [*EDGES[:3], 475.0, RIGHT]
    page.row(edges, ["", "", "2021年度", "2023年度"])
    page.row(edges, ["参加者数", "10人", "20人", "30人"])
    document.rest()
    read = document.read()
    assert [(k.target_year, k.target_value) for k in read.rows["kpis"]] == [(2021, 20), (2023, 30)]
    assert {(k.indicator, k.baseline_value) for k in read.rows["kpis"]} == {("参加者数", 10)}
    assert not read.checks


def test_a_blank_head_takes_no_cell_from_the_head_beside_it(tmp_path: Path) -> None:
    edges = [160.0, 240.0, *EDGES[1:]]
    document = with_heads(tmp_path, "", "", "")
    document.page.y -= 18
    document.page.row(edges, ["", "指標", "現状値(2018年度)", "目標値(2023年度)"])
    document.page.row(EDGES, ["参加者数", "10人", "20人"])
    document.rest()
    read = document.read()
    assert [k.indicator for k in read.rows["kpis"]] == ["参加者数"]
    assert not read.rows["measure_fields"]
    assert not read.checks


def test_words_under_a_blank_head_are_kept_and_told(tmp_path: Path) -> None:
    edges = [160.0, 240.0, *EDGES[1:]]
    document = with_heads(tmp_path, "", "", "")
    document.page.y -= 18
    document.page.row(edges, ["指標", "", "現状値(2018年度)", "目標値(2023年度)"])
    document.page.row(edges, ["参加者数", "累計", "10人", "20人"])
    document.rest()
    read = document.read()
    assert [row.text for row in read.rows["measure_fields"]] == ["累計"]
    assert read.checks == {"layout.unlabelled_cell": 1}


def test_a_name_that_reaches_under_the_next_head_is_no_value_of_it(tmp_path: Path) -> None:
    """Where a value is blank the edge of its column is not seen; the name was read as the value."""
    document = with_heads(tmp_path, "", "", "")
    document.page.y -= 18
    document.page.row([160.0, 235.0, 415.0, RIGHT], ["指標", "現状値(2018年度)", "目標値(2023年度)"])
    document.page.row([160.0, 330.0, 415.0, RIGHT], ["新規の立地企業数", "", "20社"])
    document.rest()
    (kpi,) = document.read().rows["kpis"]
    assert (kpi.indicator, kpi.baseline_raw, kpi.baseline_missing_reason) == ("新規の立地企業数", "", "blank")
    assert kpi.target_value == Decimal(20)


@pytest.mark.parametrize(
    ("indicator", "printed", "unit"),
    [
        ("参加者数（年間）", "20人", "人"),
        ("相談件数（月）", "20", None),
        ("開館日数（日）", "20", "日"),
        ("健康寿命（年）", "20", "年"),
        ("受診者数（人）", "20", "人"),
    ],
)
def test_the_time_over_which_is_counted_is_no_unit(
    indicator: str, printed: str, unit: str | None, tmp_path: Path
) -> None:
    document = with_heads(tmp_path, "指標", "現状値(2018年度)", "目標値(2023年度)")
    document.page.row(EDGES, [indicator, printed.replace("20", "10"), printed])
    document.rest()
    read = document.read()
    assert [k.target_unit for k in read.rows["kpis"]] == [unit]
    assert "value.unit_conflict" not in read.checks
