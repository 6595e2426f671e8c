"""Drafts of profiles: what the print itself says of labels that no vocabulary holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.layouts.draft import Draft, draft_profile
from extractors.layouts.profile import parse_profile
from extractors.readers import read_document
from extractors.records import Extraction, Measure
from extractors.vision import interpret
from tests.drawn_measures import LEFT, RIGHT, YEARS, Document
from tests.kyosei_command import REPOSITORY

OF_LAYOUT = ("layout.", "budget.", "schedule.", "annex.", "value.", "kpi.", "measure.", "edition.")
FRONT = [("一関・平泉定住自立圏共生ビジョン", 20.0), ("令和3年3月", 12.0), ("一関市", 12.0)]
DATA = REPOSITORY / "tests" / "data"


def _fields(draft: Draft) -> dict[str, str]:
    return {label: field for label, field, _, _ in draft.proposals}


def _read(path: Path) -> tuple[Draft, Extraction]:
    reading = read_document(path, reader="pdfium", workers=0)
    draft = draft_profile(reading, "draft")
    return draft, interpret(reading, parse_profile(draft.text, "draft"))


@pytest.mark.parametrize("layout", ["aoba", "layout2", "layout3"])
def test_a_draft_reads_its_document_as_it_stands(layout: str) -> None:
    draft, extraction = _read(DATA / layout / "vision.pdf")
    assert not draft.unknown
    assert not [f for f in extraction.findings if f.check_id.startswith(OF_LAYOUT)]
    assert len(draft.text.splitlines()) <= 60


def test_fields_by_the_print_beside_them(tmp_path: Path) -> None:
    """Municipalities, a short first row, baseline and target, figures under years, marks, roles."""
    document = Document(tmp_path)
    for n, name in enumerate(("図書館を結ぶ", "医療を守る", "バスを走らせる"), start=1):
        document.page.line(f"{n}　{name}分野", 13)
        _strange_measure(document, name)
        document.turn()
    document.canvas.save()
    draft, extraction = _read(document.path)
    assert _fields(draft) == {
        "題名": "name",
        "組む相手": "municipalities",
        "することの趣旨": "content",
        "めざすところ": "kpi",
        "お金": "budget",
        "いつ": "schedule",
        "だれが": "role_sharing",
    }
    assert draft.unknown == [("ひとこと", 3)]
    assert 'policy_area = "arabic"' in draft.text
    assert {f.check_id for f in extraction.findings} == {"layout.unknown_label"}
    areas = [r.policy_area for r in extraction.records if isinstance(r, Measure)]
    assert areas == ["図書館を結ぶ分野", "医療を守る分野", "バスを走らせる分野"]


def _strange_measure(document: Document, name: str) -> None:
    page, wide = document.page, [LEFT, 160.0, RIGHT]
    page.row(wide, ["題　名", name])
    page.row(wide, ["組む相手", "一関市、平泉町"])
    page.row(wide, ["することの趣旨", "みんなで取り組む。"])
    page.row(wide, ["ひとこと", "がんばる。"])
    edges = [160.0, 295.0, 415.0, RIGHT]
    page.cell(LEFT, 160, 36, "めざすところ")
    page.row(edges, ["指標", "現状値(2018年度)", "目標値(2023年度)"])
    page.row(edges, ["参加者数", "10人", "20人"])
    page.cell(LEFT, 160, 36, "いつ")
    page.row(YEARS, ["年度", "2019", "2020", "2021", "2022", "2023"])
    page.row(YEARS, ["実施", "○", "○", "", "○", "○"])
    page.cell(LEFT, 160, 54, "お金(千円)")
    page.row(YEARS, ["年度", "2019", "2020", "2021", "2022", "2023"])
    page.row(YEARS, ["ふるさと基金", "1", "2", "3", "4", "5"])
    page.row(YEARS, ["合計", "1", "2", "3", "4", "5"])
    page.cell(LEFT, 160, 36, "だれが")
    page.row([160, 235, RIGHT], ["一関市", "まとめる。"])
    page.row([160, 235, RIGHT], ["平泉町", "手伝う。"])


def test_a_draft_names_the_funding_rows_it_found(tmp_path: Path) -> None:
    document = Document(tmp_path)
    for name in ("図書館を結ぶ", "医療を守る"):
        _strange_measure(document, name)
        document.turn()
    document.canvas.save()
    draft, _ = _read(document.path)
    assert '"ふるさと基金" = "ふるさと基金"' in draft.text


def test_a_list_whose_name_is_a_word_not_known_is_a_list(tmp_path: Path) -> None:
    document = Document(tmp_path)
    edges = [LEFT, 160.0, 260.0, 360.0, 400.0, 440.0, 475.0, 505.0, RIGHT]
    heads = ["名づけ", "事業概要", "取り組む市町", "指標", "現状値", "目標値", "2019", "2020"]
    document.page.row(edges, heads)
    for name in ("図書館の相互利用", "バスの運行", "職員の研修"):
        document.page.row(edges, [name, "概要を記す。", "一関市、平泉町", "件数", "1件", "2件", "○", "○"])
    document.canvas.save()
    draft = draft_profile(read_document(document.path, reader="pdfium", workers=0), "draft")
    assert 'shape = "list"' in draft.text
    assert _fields(draft)["取り組む市町"] == "municipalities"
    assert "名づけ" in [label for label, _ in draft.unknown]
    assert "○" not in [label for label, _ in draft.unknown]


def _with_areas(document: Document, level: str) -> tuple[Draft, Extraction]:
    """The document ended by two policy areas of a measure each, under headings of `level`."""
    for n, name in enumerate(("医療", "交通"), start=1):
        document.page.line(f"第{n}{level}　{name}", 12)
        document.measure(f"{name}体制確保事業")
        document.turn()
    document.canvas.save()
    return _read(document.path)


def test_chapters_that_count_anew_in_every_part_are_below_it(tmp_path: Path) -> None:
    """第2編 第1章 was taken for another document's beginning, and chapters out of turn were lost."""
    document = Document(tmp_path, FRONT)
    for text in ("第1編　総論", "第1章　圏域の名称", "第2章　期間", "第2編　具体的取組"):
        document.page.line(text, 13)
        document.page.line("圏域の住民が安心して暮らせるよう、連携して取り組む。")
    draft, extraction = _with_areas(document, "章")
    assert 'levels = ["part", "chapter"' in draft.text
    assert [r.policy_area for r in extraction.records if isinstance(r, Measure)] == ["医療", "交通"]
    assert "edition.second_document" not in {f.check_id for f in extraction.findings}


def test_parts_without_chapters_are_the_chapters(tmp_path: Path) -> None:
    document = Document(tmp_path, FRONT)
    draft, extraction = _with_areas(document, "編")
    assert 'levels = ["chapter"' in draft.text
    assert [r.policy_area for r in extraction.records if isinstance(r, Measure)] == ["医療", "交通"]


def test_words_with_a_number_are_labels_and_values_beside_shaded_labels_are_none(tmp_path: Path) -> None:
    document = Document(tmp_path)
    for name in ("救急を支える", "図書館を結ぶ", "道路を直す"):
        document.page.row(
            [LEFT, 160.0, 300.0, 380.0, RIGHT], ["事業名", name, "所管", "健康課"], tints=(0.8, None, 0.8)
        )
        for label, text in (
            ("5年後の姿", "にぎわう。"),
            ("令和5年度", "10"),
            ("期待される効果", "安心する。"),
        ):
            document.page.row([LEFT, 160.0, RIGHT], [label, text])
        for label in ("中心市の役割", "連携町の役割"):
            document.page.row([LEFT, 160.0, RIGHT], [label, "費用を負担する。"])
        document.page.y += 8
        document.page.row(
            [LEFT, 260.0, 320.0, 420.0, RIGHT], ["成果指標", "単位", "基準値", "目標値"], tints=(0.8,) * 4
        )
        document.page.row([LEFT, 260.0, 320.0, 420.0, RIGHT], [f"{name}人数", "未定", "1", "2"])
        document.page.y += 8
    document.canvas.save()
    drafted = draft_profile(read_document(document.path, reader="pdfium", workers=0), "draft")
    assert drafted.unknown == [("5年後の姿", 3)]
    fields = {label: field for label, field, _, _ in drafted.proposals}
    assert fields == {"事業名": "name", "期待される効果": "effect", "成果指標": "kpi"}
