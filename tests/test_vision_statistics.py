"""Tables of figures that are no measures: their labels, where they go on, what they restate."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drawn_measures import LEFT, RIGHT, Document


def test_a_total_printed_again_in_the_table_of_totals_is_told_by_its_number(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.down_to_the_kpi()
    heads = ["事業名", "2019", "2020", "2021", "2022", "合計"]
    edges = [LEFT, 235.0, 285.0, 335.0, 385.0, 435.0, RIGHT]
    amounts = ["1,000", "2,000", "3,000", "4,000", "10,000"]
    document.page.cell(LEFT, 235, 36, "事業費(千円)")
    document.page.row(edges[1:], heads[1:])
    document.page.row(edges[1:], amounts)
    document.page.y += 20
    document.page.text(LEFT, document.page.y, "【年度別事業費】(単位：千円)")
    document.page.y += 16
    document.page.row(edges, heads)
    document.page.row(edges, ["救急医療体制確保事業", *amounts])
    document.page.row(edges, ["合計", *amounts])
    labels = {(s.row_label, s.column_label) for s in document.read().rows["statistics"]}
    assert ("救急医療体制確保事業", "合計") in labels
    assert ("救急医療体制確保事業", "合計#2") in labels


def test_a_head_printed_at_the_end_of_a_page_and_again_on_the_next_is_one(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.measure()
    edges = [LEFT, 235.0, 335.0, 435.0, RIGHT]
    heads = ["区分", "2010年", "2015年", "2020年"]
    document.page.text(LEFT, 740, "【表1】人口の推移(単位：人)")
    document.page.y = 756
    document.page.row(edges, heads)
    document.turn()
    document.page.row(edges, heads)
    document.page.row(edges, ["一関市", "1,100", "1,000", "900"])
    read = document.read()
    found = {(s.row_label, s.column_label, s.value) for s in read.rows["statistics"]}
    assert found == {("一関市", "2010年", 1100), ("一関市", "2015年", 1000), ("一関市", "2020年", 900)}
    assert not read.findings


@pytest.mark.parametrize(
    ("corner", "n_told"),
    [("市町\n2005年", 1), ("市町", 0), ("年", 0), ("2010年=100", 0), ("2005年からの推移", 0)],
)
def test_a_year_over_the_labels_is_told(tmp_path: Path, corner: str, n_told: int) -> None:
    edges = [80.0, 200.0, 300.0, 400.0]
    document = Document(tmp_path)
    document.page.line("人口の推移　(単位：人)")
    document.page.row(edges, [corner, "2010年", "2020年"], 30)
    document.page.row(edges, ["一関市　9,405", "8,345", "7,303"])
    document.page.row(edges, ["平泉町　1,205", "1,145", "1,003"])
    document.page.y += 30
    document.measure()
    assert document.read().checks["statistics.year_over_labels"] == n_told
