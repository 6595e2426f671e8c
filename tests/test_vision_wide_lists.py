"""Wide lists: columns of marks by municipality, groups of years, totals, columns on the next page."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.drawn_measures import LEFT, Document

PROFILE = """
[profile]
name = "wide"
title_ja = "横長の一覧"

[headings]
levels = ["roman", "arabic"]

[measure]
shape = "list"
fields = ["担当課"]
"""
STEP = 40.0


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "wide.toml"
    path.write_text(PROFILE, "utf-8")
    return path


def _edges(*widths: float) -> list[float]:
    edges = [LEFT]
    for width in widths:
        edges.append(edges[-1] + width * STEP)
    return edges


def _merged(document: Document, edges: list[float], texts: list[str | None], height: float = 36.0) -> None:
    """A row of which the cells with text are drawn; None leaves room for two lower rows."""
    page = document.page
    for x0, x1, text in zip(edges, edges[1:], texts, strict=False):
        if text is not None:
            page.cell(x0, x1, height, text)


def _list_of_members(document: Document, marks: list[tuple[str, str]]) -> None:
    """A head of two rows: 連携市町 over 一関市 and 平泉町, whose cells hold marks."""
    edges = _edges(3, 4, 1.5, 1.5)
    page = document.page
    _merged(document, edges, ["事業名", "事業概要"])
    page.cell(edges[2], edges[4], 18, "連携市町")
    page.y += 18
    page.row(edges[2:], ["一関市", "平泉町"])
    for i, (first, second) in enumerate(marks, start=1):
        page.row(edges, [f"事業その{i}", "概要を記す。", first, second])


def test_municipalities_marked_in_columns_of_their_own(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    _list_of_members(document, [("◎", "○"), ("○", ""), ("－", "●")])
    read = document.read(profile)
    assert [(r.measure_id, r.municipality, r.ordinal) for r in read.rows["measure_municipalities"]] == [
        ("m01", "一関市", 1),
        ("m01", "平泉町", 2),
        ("m02", "一関市", 1),
        ("m03", "平泉町", 1),
    ]
    assert not read.rows["measure_roles"]
    assert read.rows["measure_municipalities"][1].sources["municipality"][1].raw_text == "○"
    assert not read.checks


def test_a_mark_of_unknown_meaning_is_told(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    _list_of_members(document, [("○", "△")])
    read = document.read(profile)
    assert [r.municipality for r in read.rows["measure_municipalities"]] == ["一関市"]
    assert read.checks == {"measure.municipality_mark": 1}


def test_years_of_a_schedule_beside_years_of_a_budget_and_a_total_below(
    tmp_path: Path, profile: Path
) -> None:
    document = Document(tmp_path)
    edges = _edges(2.5, 2.5, 0.7, 0.7, 1.2, 1.2, 1.2, 2)
    page = document.page
    _merged(document, edges, ["事業名", "事業概要", None, None, None, None, None, "関係市町"])
    page.cell(edges[2], edges[4], 18, "年次計画")
    page.cell(edges[4], edges[7], 18, "事業費(千円)")
    page.y += 18
    page.row(edges[2:8], ["R1", "R2", "R1", "R2", "合計"])
    page.row(edges, ["図書館事業", "蔵書を貸す。", "●", "", "1,000", "2,000", "3,000", "一関市"])
    page.row(edges, ["観光事業", "客を呼ぶ。", "", "●", "10", "20", "30", "平泉町"])
    page.row([edges[0], *edges[4:9]], ["合計", "1,010", "2,020", "3,030", ""])
    read = document.read(profile)
    assert [(s.measure_id, s.fiscal_year, s.is_active) for s in read.rows["schedules"]] == [
        ("m01", 2019, True),
        ("m01", 2020, False),
        ("m02", 2019, False),
        ("m02", 2020, True),
    ]
    assert read.amounts() == [1000, 2000, 10, 20]
    totals = {(s.row_label, s.column_label): s.value for s in read.rows["statistics"]}
    assert totals[("合計", "R2")] == Decimal(2020)
    assert totals[("合計", "合計")] == Decimal(3030)
    assert totals[("観光事業", "合計")] == Decimal(30)
    assert not read.checks


def test_targets_of_several_years_under_one_head(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    edges = _edges(2.2, 2.2, 2, 1.6, 1.4, 1.4)
    page = document.page
    _merged(document, edges, ["事業名", "関係市町", "指標", "現状値\n(H30)", None, None])
    page.cell(edges[4], edges[6], 18, "目標値")
    page.y += 18
    page.row(edges[4:], ["R3", "R5"])
    page.row(edges, ["図書館事業", "一関市", "利用者数", "10人", "20人", "30人"])
    read = document.read(profile)
    assert [(k.target_year, k.target_value, k.baseline_value) for k in read.rows["kpis"]] == [
        (2021, Decimal(20), Decimal(10)),
        (2023, Decimal(30), Decimal(10)),
    ]
    assert not read.checks


def _left_part(document: Document, names: list[str], numbered: bool = True) -> None:
    edges = _edges(1, 4, 4, 2) if numbered else _edges(4, 4, 2)
    head = ["事業名", "事業概要", "関係市町"]
    document.page.row(edges, ["No.", *head] if numbered else head)
    for i, name in enumerate(names, start=1):
        cells = [name, "概要を記す。", "一関市"]
        document.page.row(edges, [str(i), *cells] if numbered else cells)


def _right_part(document: Document, key: list[str], head: str | None, amounts: list[str]) -> None:
    """The page beside it: 担当課 and the amounts of two years, with the column that is printed again."""
    edges = _edges(2, 3, 3, 2) if head is not None else _edges(3, 3, 2)
    labels = ["令和元年度(千円)", "令和2年度(千円)", "担当課"]
    document.page.row(edges, labels if head is None else [head, *labels])
    for k, amount in zip(key, amounts, strict=True):
        cells = [amount, amount, "企画課"]
        document.page.row(edges, cells if head is None else [k, *cells])


@pytest.mark.parametrize(
    ("head", "key"), [("No.", ["1", "2"]), ("事業名", ["図書館事業", "観光事業"]), (None, ["", ""])]
)
def test_columns_of_a_list_that_stand_on_the_next_page(
    tmp_path: Path, profile: Path, head: str | None, key: list[str]
) -> None:
    """The rows are known again by number, by name, or by their height on the page."""
    document = Document(tmp_path)
    document.page.y = 60.0
    document.turn()
    _left_part(document, ["図書館事業", "観光事業"], numbered=head != "事業名")
    document.turn()
    _right_part(document, key, head, ["100", "200"])
    read = document.read(profile)
    assert [m.name for m in read.rows["measures"]] == ["図書館事業", "観光事業"]
    assert {m.page_first for m in read.rows["measures"]} == {3}
    assert [(b.measure_id, b.fiscal_year, b.amount_yen) for b in read.rows["budgets"]] == [
        ("m01", 2019, 100_000),
        ("m01", 2020, 100_000),
        ("m02", 2019, 200_000),
        ("m02", 2020, 200_000),
    ]
    assert {b.unit_raw for b in read.rows["budgets"]} == {"千円"}
    assert [(f.measure_id, f.text) for f in read.rows["measure_fields"]] == [
        ("m01", "企画課"),
        ("m02", "企画課"),
    ]
    assert not read.checks


def test_columns_that_belong_to_no_row_of_the_list_are_told(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    document.turn()
    _left_part(document, ["図書館事業", "観光事業"])
    document.turn()
    _right_part(document, ["1", "7"], "No.", ["100", "200"])
    read = document.read(profile)
    assert len(read.rows["measures"]) == 2
    assert {b.measure_id for b in read.rows["budgets"]} == {"m01"}
    assert read.checks["annex.unmatched"] == 1


def test_a_row_and_the_area_beside_it_cut_by_a_page_break(tmp_path: Path, profile: Path) -> None:
    """The area's words, a remark and an amount's total are cut; the area is that of the next rows too."""
    document = Document(tmp_path)
    edges = _edges(0.8, 2.2, 2, 2, 1.2, 1.2, 1.4, 1.2)
    head = ["No.", "政策分野", "事業名", "関係市町", "R1(千円)", "R2(千円)", "合計", "担当課"]
    document.page.row(edges, head)
    first = ["1", "結びつきや", "広域の図書", "一関市", "100", "200", "300", "企画政策"]
    document.page.row(edges, first)
    page = document.turn()
    page.row(edges, head)
    page.cell(edges[1], edges[2], 54, "ネットワーク")
    for texts in (
        ["", "館事業", "", "", "", "", "課"],
        ["2", "観光事業", "平泉町", "1", "2", "3", "観光課"],
        ["3", "道路事業", "平泉町", "4", "5", "9", "土木課"],
    ):
        page.cell(edges[0], edges[1], 18, texts[0])
        page.row(edges[2:], texts[1:])
    read = document.read(profile)
    area = "結びつきやネットワーク"
    assert [(m.name, m.policy_area) for m in read.rows["measures"]] == [
        ("広域の図書館事業", area),
        ("観光事業", area),
        ("道路事業", area),
    ]
    assert [f.text for f in read.rows["measure_fields"]] == ["企画政策課", "観光課", "土木課"]
    assert [(s.row_label, s.value) for s in read.rows["statistics"]] == [
        ("広域の図書館事業", Decimal(300)),
        ("観光事業", Decimal(3)),
        ("道路事業", Decimal(9)),
    ]
    assert read.amounts() == [100, 200, 1, 2, 4, 5]
    assert not read.checks


def test_an_annex_with_a_row_for_each_source_of_funds(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    page = document.page
    page.row(_edges(3, 4, 2), ["事業名", "事業概要", "関係市町"])
    page.row(_edges(3, 4, 2), ["図書館の相互利用", "貸し出す。", "一関市"])
    page.y += 20
    page.line("（別冊）事業費一覧表（単位：千円）")
    edges = _edges(3, 2, 2, 2, 2)
    page.row(edges, ["事業名", "財源", "2019年度", "2020年度", "合計"])
    page.cell(edges[0], edges[1], 54, "図書館の相互利用")
    for words, first, second in (("国県支出金", 10, 20), ("一般財源", 1, 2), ("計", 11, 22)):
        page.row(edges[1:], [words, str(first), str(second), str(first + second)])
    read = document.read(profile)
    assert [(b.fiscal_year, b.funding, b.amount_yen // 1000) for b in read.rows["budgets"]] == [
        (2019, "国県支出金", 10),
        (2020, "国県支出金", 20),
        (2019, "一般財源", 1),
        (2020, "一般財源", 2),
        (2019, "total", 11),
        (2020, "total", 22),
    ]
    assert not read.checks


def test_years_beside_the_words_of_a_head_are_of_indicators_or_of_amounts(
    tmp_path: Path, profile: Path
) -> None:
    """R3実績 among indicators is what was reached, under 事業費 what was spent."""
    document = Document(tmp_path)
    edges = _edges(2, 2, 2, 1, 1, 1, 1, 1)
    _merged(document, edges, ["施策名", "関係市町", "指標", "R3実績", "R4現状", "R9目標", None, None])
    document.page.row([edges[6], edges[8]], ["事業費(千円)"])
    document.page.row(edges[6:], ["R3実績", "R4予算"])
    for name in ("救急", "図書館"):
        document.page.row(edges, [name, "一関市", "人数", "1人", "2人", "3人", "40", "50"])
    read = document.read(profile)
    kpis = [(k.baseline_value, k.baseline_year, k.target_value, k.target_year) for k in read.rows["kpis"]]
    assert kpis == [(Decimal(2), 2022, Decimal(3), 2027)] * 2
    assert [(b.fiscal_year, b.amount_yen) for b in read.rows["budgets"][:2]] == [
        (2021, 40_000),
        (2022, 50_000),
    ]
