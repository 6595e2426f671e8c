"""Cards: labels in a row of their own over their values, shares of an amount in rows below it."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.layouts.labels import without_mark, without_share
from tests.drawn_measures import LEFT, MEASURE, RIGHT, Document, Read

HALVES = [LEFT, 300.0, RIGHT]
THIRDS = [LEFT, 240.0, 390.0, RIGHT]
YEARS = [LEFT, 160.0, 235.0, 310.0, 385.0, 460.0, RIGHT]
PROFILE = """
[profile]
name = "card"
title_ja = "項目名が値の上にある表"
[measure]
required = ["name", "municipalities", "content", "effect", "kpi", "budget", "role_sharing"]
ignore = ["計画のあらまし"]
[measure.labels]
name = ["取組の名称"]
municipalities = ["取り組む市町"]
content = ["あらまし"]
effect = ["見込むもの"]
kpi = ["測る指標"]
budget = ["必要経費"]
role_sharing = ["それぞれの役割"]
[kpi]
indicator = ["測る指標"]
"""


def _read(document: Document, folder: Path) -> Read:
    profile = folder / "card.toml"
    profile.write_text(PROFILE, "utf-8")
    return document.read(profile)


def _names(document: Document) -> None:
    document.page.row(HALVES, ["取組の名称", "取り組む市町"])


def _name_values(document: Document) -> None:
    document.page.row(HALVES, [MEASURE, "一関市、平泉町"])


def _texts(document: Document) -> None:
    document.page.row(HALVES, ["あらまし", "見込むもの"])
    document.page.row(HALVES, ["医師会と連携して診療する。", "安心して暮らせる。"])


def _indicators(document: Document) -> None:
    document.page.row(THIRDS, ["測る指標", "現状値(2018年度)", "目標値(2023年度)"])


def _indicator_rows(document: Document) -> None:
    document.page.row(THIRDS, ["受診者数", "3,120人", "3,300人"])


def _budget(document: Document) -> None:
    document.page.row(YEARS, ["年度", "2019年度", "2020年度", "2021年度", "2022年度", "2023年度"])
    document.page.row(YEARS, ["必要経費(千円)", "12", "13", "14", "15", "16"])


def _shares(document: Document) -> None:
    document.page.row(YEARS, ["うち国費", "2", "3", "4", "5", "6"])
    document.page.row(YEARS, ["うち一般財源", "10", "10", "10", "10", "10"])


def _role_title(document: Document) -> None:
    document.page.row([LEFT, RIGHT], ["それぞれの役割"])


def _roles(document: Document) -> None:
    for name, text in (("一関市", "運営する。"), ("平泉町", "協力する。")):
        document.page.row([LEFT, 160.0, RIGHT], [name, text])


PARTS = [
    _names,
    _name_values,
    _texts,
    _indicators,
    _indicator_rows,
    _budget,
    _shares,
    _role_title,
    _roles,
]


@pytest.mark.parametrize("cut", [None, 1, 4, 6, 8])
def test_a_card_is_read_wherever_the_page_ends(tmp_path: Path, cut: int | None) -> None:
    document = Document(tmp_path)
    for i, part in enumerate(PARTS):
        if i == cut:
            document.turn()
        part(document)
    read = _read(document, tmp_path)
    measure = read.rows["measures"][0]
    texts = (measure.name, measure.content, measure.effect)
    assert texts == (MEASURE, "医師会と連携して診療する。", "安心して暮らせる。")
    assert [m.municipality for m in read.rows["measure_municipalities"]] == ["一関市", "平泉町"]
    kpis = [(k.indicator, k.baseline_value, k.target_value) for k in read.rows["kpis"]]
    assert kpis == [("受診者数", 3120, 3300)]
    amounts = {(b.fiscal_year, b.funding): b.amount_yen for b in read.rows["budgets"]}
    assert len(amounts) == 15
    assert [amounts[2019, kind] for kind in ("total", "国費", "一般財源")] == [12_000, 2_000, 10_000]
    roles = [(r.municipality, r.role_text) for r in read.rows["measure_roles"]]
    assert roles == [("一関市", "運営する。"), ("平泉町", "協力する。")]
    assert not read.rows["measure_fields"]
    assert not [c for c in read.checks if c.startswith(("layout.", "kpi.", "budget."))]


def test_labels_beside_a_group_s_title_are_labels_also_where_their_word_is_common(tmp_path: Path) -> None:
    document = Document(tmp_path)
    _names(document)
    _name_values(document)
    top = document.page.y
    document.page.cell(LEFT, 140, 36, "計画のあらまし")
    for label, text in (("内容", "診療する。"), ("効果", "安心できる。")):
        document.page.row([140.0, 220.0, RIGHT], [label, text])
    assert document.page.y == top + 36
    for part in PARTS[3:]:
        part(document)
    measure = _read(document, tmp_path).rows["measures"][0]
    assert (measure.content, measure.effect) == ("診療する。", "安心できる。")


@pytest.mark.parametrize(
    ("printed", "label"),
    [("№1 取組", "取組"), ("No.12 取組名", "取組名"), ("Ｎo３：事業名", "事業名"), ("Nothing", "Nothing")],
)
def test_a_number_before_a_label_is_no_part_of_it(printed: str, label: str) -> None:
    assert without_mark(printed) == label


@pytest.mark.parametrize(
    ("printed", "source"),
    [
        ("うち国費", "国費"),
        ("（うち一般財源", "一般財源"),
        ("内、県費", "県費"),
        ("国費", "国費"),
        ("内訳", "内訳"),
    ],
)
def test_a_word_that_says_it_is_a_share_is_no_part_of_the_source(printed: str, source: str) -> None:
    assert without_share(printed) == source


def test_a_row_of_labels_and_values_in_turn_takes_common_words_for_labels(tmp_path: Path) -> None:
    document = Document(tmp_path)
    _names(document)
    _name_values(document)
    document.page.row([LEFT, 160.0, 300.0, 380.0, RIGHT], ["分野", "医療", "項目", "救急の確保"])
    for part in PARTS[2:]:
        part(document)
    profile = PROFILE.replace("[kpi]", 'item = ["項目"]\n[kpi]')
    (tmp_path / "card.toml").write_text(profile, "utf-8")
    measure = document.read(tmp_path / "card.toml").rows["measures"][0]
    assert (measure.field, measure.item) == ("医療", "救急の確保")


def test_a_second_text_beside_an_area_is_told(tmp_path: Path) -> None:
    document = Document(tmp_path)
    _names(document)
    _name_values(document)
    document.page.row([LEFT, 160.0, 300.0, RIGHT], ["分野", "医療", "救急の確保"])
    for part in PARTS[2:]:
        part(document)
    assert "layout.unlabelled_cell" in _read(document, tmp_path).checks
