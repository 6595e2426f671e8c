"""Lists that sum up measures with tables of their own, and pages of a list that lie beside each other."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.drawn_measures import LEFT, RIGHT, Document, Read

PROFILE = """
[profile]
name = "summed"
title_ja = "一覧と個別の表"

[headings]
levels = ["roman", "arabic"]

[measure]
ignore = ["掲載ページ"]
"""
NAMES = ("救急医療事業", "図書館事業")


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "summed.toml"
    path.write_text(PROFILE, "utf-8")
    return path


def _summary(document: Document, names: tuple[str, ...]) -> None:
    edges = [LEFT, 90.0, 190.0, 330.0, 430.0, RIGHT]
    document.page.row(edges, ["No.", "政策分野", "事業名", "関係市町", "掲載ページ"])
    for i, name in enumerate(names, start=1):
        document.page.row(edges, [str(i), "生活機能の強化", name, "一関市、平泉町", str(i)])
    document.page.y += 20


def _read(tmp_path: Path, profile: Path, names: tuple[str, ...], *, before: bool = True) -> Read:
    document = Document(tmp_path)
    if before:
        _summary(document, names)
    document.turn()
    for name in NAMES:
        document.measure(name)
        document.page.y += 20
    document.turn()
    if not before:
        _summary(document, names)
    return document.read(profile)


@pytest.mark.parametrize("before", [True, False])
def test_a_summary_adds_what_the_tables_lack_and_no_measures(
    tmp_path: Path, profile: Path, before: bool
) -> None:
    read = _read(tmp_path, profile, NAMES, before=before)
    assert [(m.name, m.policy_area) for m in read.rows["measures"]] == [(n, "生活機能の強化") for n in NAMES]
    assert len(read.rows["kpis"]) == 2
    assert {m.page_first for m in read.rows["measures"]} == {3}
    assert not read.checks


def test_a_row_that_no_table_answers_to_is_told(tmp_path: Path, profile: Path) -> None:
    read = _read(tmp_path, profile, (*NAMES, "観光事業"))
    assert [m.name for m in read.rows["measures"]] == list(NAMES)
    assert read.checks == {"measure.only_in_list": 1}


def test_a_list_of_other_measures_beside_tables_is_told(tmp_path: Path, profile: Path) -> None:
    """Shortened names would count every measure twice."""
    read = _read(tmp_path, profile, ("救急", "図書館"))
    assert len(read.rows["measures"]) == 4
    assert read.checks["measure.two_kinds"] == 1


@pytest.mark.parametrize("unknown", [[], ["その他"]])
def test_a_numbered_table_of_totals_by_measure(tmp_path: Path, profile: Path, unknown: list[str]) -> None:
    """A name that is no measure's, as one that a scan misread, is told; the table's figures were lost."""
    document = Document(tmp_path)
    for name in NAMES:
        document.measure(name)
        document.page.y += 20
    document.turn()
    document.page.line("III　事業費の一覧", 13)
    document.page.line("（単位：千円）")
    edges = [LEFT, 90.0, 190.0, 260.0, 330.0, 400.0, 470.0, RIGHT]
    document.page.row(edges, ["No.", "事業名", "2019", "2020", "2021", "2022", "2023"])
    for i, name in enumerate([*NAMES, *unknown], start=1):
        document.page.row(edges, [str(i), name, "1,000", "2,000", "3,000", "4,000", "5,000"])
    read = document.read(profile)
    found = {(s.table_id, s.row_label, s.column_label): s.value for s in read.rows["statistics"]}
    assert found[("budget-totals", "図書館事業", "2020")] == Decimal(2000)
    assert len(found) == 10 + 5 * len(unknown)
    assert len(read.rows["measures"]) == 2
    told = [(f.check_id, f.observed) for f in read.findings if f.table_name == "statistics"]
    assert told == [("statistics.unknown_measure", name) for name in unknown]


def _part(document: Document, heads: list[str], rows: list[list[str]]) -> None:
    document.turn()
    edges = [LEFT + i * (RIGHT - LEFT) / len(heads) for i in range(len(heads) + 1)]
    for texts in [heads, *rows]:
        document.page.row(edges, texts, 30)


@pytest.mark.parametrize("down_first", [True, False])
def test_pages_of_a_spreadsheet_in_either_order(tmp_path: Path, profile: Path, down_first: bool) -> None:
    """Two pages of rows, each with two further pages of columns; nothing but the rows' heights joins them."""
    left = ["事業名", "事業概要", "関係市町"]
    middle, right = ["指標", "現状値(H30)", "目標値(R5)"], ["R1(千円)", "R2(千円)", "R3(千円)"]
    parts = {
        (0, 0): (left, [["甲事業", "甲を行う。", "一関市"], ["乙事業", "乙を行う。", "平泉町"]]),
        (0, 1): (left, [["丙事業", "丙を行う。", "一関市"], ["丁事業", "丁を行う。", "平泉町"]]),
        (1, 0): (middle, [["甲の数", "1人", "2人"], ["乙の数", "3人", "4人"]]),
        (1, 1): (middle, [["丙の数", "5人", "6人"], ["丁の数", "7人", "8人"]]),
        (2, 0): (right, [["10", "11", "12"], ["20", "21", "22"]]),
        (2, 1): (right, [["30", "31", "32"], ["40", "41", "42"]]),
    }
    document = Document(tmp_path)
    order = sorted(parts) if down_first else sorted(parts, key=lambda key: (key[1], key[0]))
    for key in order:
        _part(document, *parts[key])
    read = document.read(profile)
    assert [m.name for m in read.rows["measures"]] == ["甲事業", "乙事業", "丙事業", "丁事業"]
    assert [(k.measure_id, k.indicator) for k in read.rows["kpis"]] == [
        ("m01", "甲の数"), ("m02", "乙の数"), ("m03", "丙の数"), ("m04", "丁の数"),
    ]  # fmt: skip
    assert read.amounts() == [10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41, 42]
    assert not read.checks


def test_labels_that_cover_most_rows_stand_in_the_label_column(tmp_path: Path, profile: Path) -> None:
    """On a page that begins with the budget, its sources are more cells than the labels beside them."""
    document = Document(tmp_path)
    document.down_to_the_kpi()
    page = document.turn()
    page.cell(LEFT, 140, 126, "事業費(千円)")
    edges = [140.0, 240.0, 340.0, 440.0, RIGHT]
    page.row(edges, ["事業名", "財源", "R1", "R2"])
    for project in ("甲業務", "合計"):
        page.cell(140, 240, 54, project)
        for source in ("事業費", "国県支出金", "一般財源"):
            page.row(edges[1:], [source, "1", "2"])
    document.roles()
    read = document.read(profile)
    assert [p.name for p in read.rows["projects"]] == ["甲業務"]
    assert {b.funding for b in read.rows["budgets"]} == {"total", "国県支出金", "一般財源"}
    assert len(read.rows["measures"]) == 1
    assert not read.checks


def test_a_heading_says_what_a_table_without_a_caption_holds(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    document.measure(NAMES[0])
    document.turn()
    document.page.line("III　圏域の面積", 13)
    document.page.row([LEFT, 200.0, RIGHT], ["市町", "面積（k㎡）"])
    document.page.row([LEFT, 200.0, RIGHT], ["一関市", "1,256.42"])
    read = document.read(profile)
    (row,) = read.rows["statistics"]
    assert (row.table_id, row.value, row.unit) == ("area", Decimal("1256.42"), "k㎡")


def test_each_row_of_a_list_of_indicators_at_the_end_is_an_indicator_of_its_measure(
    tmp_path: Path, profile: Path
) -> None:
    document = Document(tmp_path)
    for name in NAMES:
        document.head(name)
        document.content()
        document.rest()
        document.page.y += 20
    document.turn()
    edges = [LEFT, 90.0, 210.0, 340.0, 440.0, RIGHT]
    document.page.row(edges, ["No.", "事業名", "指標", "現状値(2018年度)", "目標値(2023年度)"])
    for number, name, indicator in (
        (1, NAMES[0], "受診者数"),
        (1, NAMES[0], "病床数"),
        (2, NAMES[1], "冊数"),
    ):
        document.page.row(edges, [str(number), name, indicator, "10人", "20人"])
    kpis = document.read(profile).rows["kpis"]
    assert [(k.measure_id, k.indicator) for k in kpis] == [
        ("m01", "受診者数"),
        ("m01", "病床数"),
        ("m02", "冊数"),
    ]
