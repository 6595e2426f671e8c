"""Headings among the rows of a list name the areas of the rows below; heads like 5か年計 are no figures."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.drawn_measures import LEFT, RIGHT, Document

EDGES = [LEFT, 90.0, 190.0, 300.0, 380.0, 430.0, 480.0, RIGHT]
HEADS = ["No.", "取組名", "取組の概要", "関係市町", "R4(千円)", "R5(千円)", "R6(千円)"]


def _profile(tmp_path: Path, headings: str = "") -> Path:
    path = tmp_path / "bands.toml"
    path.write_text(
        '[profile]\nname = "bands"\ntitle_ja = "一覧"\n[headings]\nlevels = ["roman", "arabic", "paren"]\n'
        f'{headings}\n[measure]\nshape = "list"\n',
        "utf-8",
    )
    return path


def _list(document: Document, *rows: str, first: int = 1) -> None:
    """The head, then bands (texts with a mark in front) and rows of measures."""
    document.page.row(EDGES, HEADS)
    number = first
    for text in rows:
        if text[0] in "◆(※":
            document.page.row([LEFT, RIGHT], [text])
        else:
            document.page.row(EDGES, [str(number), text, "運営する。", "全市町", "1", "2", "3"])
            number += 1


def test_a_band_names_the_area_of_the_rows_below_also_on_the_next_page(tmp_path: Path) -> None:
    document = Document(tmp_path)
    _list(document, "◆　生活機能の強化", "救急", "図書館", "◆　人材育成")
    document.turn()
    _list(document, "研修", "※ 金額は見込みである。", first=3)
    read = document.read(_profile(tmp_path))
    assert [(m.name, m.policy_area, m.page_first) for m in read.rows["measures"]] == [
        ("救急", "生活機能の強化", 2),
        ("図書館", "生活機能の強化", 2),
        ("研修", "人材育成", 3),
    ]
    assert [(n.marker, n.text) for n in read.rows["footnotes"]] == [("※", "金額は見込みである。")]
    assert not read.checks


@pytest.mark.parametrize("headings", ['field = "paren"', ""])
def test_bands_of_two_levels_are_told_by_their_numbering_or_one_by_one(tmp_path: Path, headings: str) -> None:
    document = Document(tmp_path)
    rows = ("◆ 生活機能の強化", "(1) 医療", "救急", "(2) 教育", "図書館", "◆ 人材育成", "(1) 職員", "研修")
    _list(document, *(rows if headings else (row for row in rows if row[0] != "(")))
    read = document.read(_profile(tmp_path, headings))
    fields = ["医療", "教育", "職員"] if headings else [None] * 3
    assert [(m.policy_area, m.field) for m in read.rows["measures"]] == list(
        zip(["生活機能の強化", "生活機能の強化", "人材育成"], fields, strict=True)
    )
    assert not read.checks


def test_a_band_where_headings_print_all_areas_is_told_and_names_none(tmp_path: Path) -> None:
    document = Document(tmp_path)
    _list(document, "◆ その他の取組", "救急")
    headings = 'policy_area = "roman"\nfield = "arabic"\nitem = "paren"'
    read = document.read(_profile(tmp_path, headings))
    (measure,) = read.rows["measures"]
    assert (measure.policy_area, measure.field, measure.item) == ("具体的な取組", None, None)
    assert "layout.unlabelled_cell" in read.checks


def test_a_total_over_years_in_a_head_is_no_figure(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.measure()
    document.turn()
    document.page.line("III　事業費の総括", 13)
    document.page.line("年度別事業費（単位：百万円）")
    edges = [LEFT, 200.0, 300.0, 400.0, RIGHT]
    for row in (["区分", "R4", "R5", "5か年計"], ["合計", "1.5", "2.0", "3.5"]):
        document.page.row(edges, row)
    read = document.read()
    assert [(s.row_label, s.column_label, s.value) for s in read.rows["statistics"]] == [
        ("合計", "R4", Decimal("1.5")),
        ("合計", "R5", Decimal("2.0")),
        ("合計", "5か年計", Decimal("3.5")),
    ]
    assert not {"value.unknown_unit", "value.unit_conflict"} & set(read.checks)
