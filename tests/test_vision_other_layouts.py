"""Habits of other zones' tables: numbered labels, roles side by side, a column of remarks, other headings."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.layouts.labels import without_mark
from extractors.vision.numbering import read_number
from tests.drawn_measures import LEFT, RIGHT, YEARS, Document

PROFILE = """
[profile]
name = "numbered"
title_ja = "番号付きの項目"

[headings]
levels = ["roman", "arabic"]
"""


@pytest.mark.parametrize(
    ("printed", "bare"),
    [
        ("①事業名", "事業名"),
        ("(2) 関係市町村", "関係市町村"),
        ("3．概要", "概要"),
        ("■効果", "効果"),
        ("事業名", "事業名"),
        ("5年間合計", "5年間合計"),
        ("(KPI)", "(KPI)"),
    ],
)
def test_the_number_of_a_row_is_no_part_of_its_label(printed: str, bare: str) -> None:
    assert without_mark(printed) == bare


@pytest.mark.parametrize(
    ("line", "styles", "label", "ordinal", "title"),
    [
        ("第１　圏域の名称", ["ordinal"], "第1", 1, "圏域の名称"),
        ("第二　構成市町", ["ordinal"], "第二", 2, "構成市町"),
        ("三　計画の期間", ["kanji"], "三", 3, "計画の期間"),
    ],
)
def test_headings_numbered_in_other_ways(
    line: str, styles: list[str], label: str, ordinal: int, title: str
) -> None:
    found = read_number(line, styles)
    assert found is not None
    assert (found.label, found.ordinal, found.title) == (label, ordinal, title)


def test_an_edition_number_is_no_heading() -> None:
    assert read_number("第2次定住自立圏共生ビジョン", ["ordinal", "kanji"]) is None


def test_numbered_labels_roles_side_by_side_and_remarks(tmp_path: Path) -> None:
    profile = tmp_path / "numbered.toml"
    profile.write_text(PROFILE, "utf-8")
    document = Document(tmp_path)
    page = document.page
    page.row([LEFT, 160, RIGHT], ["①事業名", "図書館相互利用事業"])
    page.row([LEFT, 160, RIGHT], ["②事業概要", "図書館を相互に利用する。"])
    page.row([LEFT, 160, RIGHT], ["③関係市町", "一関市、平泉町"])
    page.cell(LEFT, 160, 36, "④成果指標")
    page.row([160, 295, 415, RIGHT], ["指標", "現状値(H30)", "目標値(R5)"])
    page.row([160, 295, 415, RIGHT], ["利用者数", "100人", "150人"])
    edges = [160.0, 220.0, 275.0, 330.0, 385.0, 440.0, 495.0, RIGHT]
    page.cell(LEFT, 160, 36, "⑤実施計画")
    page.row(edges, ["区分", "H31", "R2", "R3", "R4", "R5", "備考"])
    page.row(edges, ["利用", "○", "○", "", "", "○", ""])
    page.row([LEFT, *edges[1:]], ["⑥事業費(千円)", "1,000", "2,000", "3,000", "4,000", "5,000", ""])
    page.cell(LEFT, 160, 36, "⑦役割分担")
    page.row([160, 347, RIGHT], ["一関市", "平泉町"])
    page.row([160, 347, RIGHT], ["運営する。", "協力する。"])
    read = document.read(profile)
    assert not read.checks
    assert [(r.municipality, r.role_text) for r in read.rows["measure_roles"]] == [
        ("一関市", "運営する。"),
        ("平泉町", "協力する。"),
    ]
    assert [on for _, on in read.active()] == [True, True, False, False, True]
    assert read.amounts() == [1000, 2000, 3000, 4000, 5000]
    (measure,) = read.rows["measures"]
    assert (measure.name, measure.content) == ("図書館相互利用事業", "図書館を相互に利用する。")


def test_a_unit_beside_the_years_is_no_source_of_funds_and_totals_may_run_over_a_page(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.down_to_the_kpi("図書館相互利用事業")
    document.schedule_head()
    page = document.page
    page.row([160, 235, RIGHT], ["事業の実施", ""])
    page.arrow(238, 530, page.y - 9)
    page.cell(LEFT, 160, 36, "事業費見込")
    page.row(YEARS, ["単位", "2019", "2020", "2021", "2022", "2023"])
    page.row(YEARS, ["千円", "1,000", "2,000", "3,000", "4,000", "5,000"])
    document.roles()
    page.y += 20
    page.line("III　年度別の計", 13)
    page.text(475, page.y, "(単位：千円)")
    page.y += 14
    page.row([LEFT, *YEARS[1:]], ["区分", "2019", "2020", "2021", "2022", "2023"])
    page.row([LEFT, *YEARS[1:]], ["医療", "1,000", "2,000", "3,000", "4,000", "5,000"])
    document.turn().row([LEFT, *YEARS[1:]], ["合計", "1,000", "2,000", "3,000", "4,000", "5,000"])
    read = document.read()
    assert {b.funding for b in read.rows["budgets"]} == {"total"}
    assert read.amounts() == [1000, 2000, 3000, 4000, 5000]
    assert {s.table_id for s in read.rows["statistics"]} == {"budget-totals"}
    assert "layout.unlabelled_cell" not in read.checks
