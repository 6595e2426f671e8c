"""Roles in a row for each municipality, named in its label; the last of them alone on the next page."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.layouts.draft import draft_profile
from extractors.readers import read_document
from tests.drawn_measures import LEFT, RIGHT, Document

WIDE = [LEFT, 160.0, RIGHT]
HALVES = [LEFT, 300.0, RIGHT]


def _proposed(document: Document) -> dict[str, str]:
    """The field that a draft of a profile proposes for each label of a document."""
    document.canvas.save()
    drafted = draft_profile(read_document(document.path, reader="pdfium", workers=0), "draft")
    return {label: field for label, field, _, _ in drafted.proposals}


@pytest.mark.parametrize("pattern", ["役割（{}）", "{}の役割"])
@pytest.mark.parametrize("is_cut", [True, False])
def test_rows_of_roles_are_the_measure_s(tmp_path: Path, pattern: str, is_cut: bool) -> None:
    document = Document(tmp_path)
    document.down_to_the_schedule()
    document.budget()
    document.page.row(WIDE, [pattern.format("一関市"), "運営する。"])
    if is_cut:
        document.turn()
    document.page.row(WIDE, [pattern.format("平泉町"), "協力する。"])
    read = document.read()
    assert [(r.measure_id, r.municipality, r.role_text) for r in read.rows["measure_roles"]] == [
        ("m01", "一関市", "運営する。"),
        ("m01", "平泉町", "協力する。"),
    ]
    assert not read.rows["agreements"]
    assert read.rows["measures"][0].role_sharing is None
    assert not {c for c in read.checks if c.startswith("layout.duplicate")}


def test_a_draft_is_not_led_by_a_label_printed_for_every_municipality(tmp_path: Path) -> None:
    document = Document(tmp_path)
    for name in ("救急を支える", "図書館を結ぶ"):
        rows = [("施策名称", name), ("連携市町村", "一関市、平泉町"), ("取組の概要", "概要を記す。")]
        rows += [(f"役割（{who}）", "費用を負担する。") for who in ("一関市", "平泉町", "奥州市")]
        for label, value in rows:
            document.page.row(WIDE, [label, value])
        document.page.y += 20
    fields = _proposed(document)
    assert (fields["施策名称"], fields["取組の概要"]) == ("name", "content")


def test_labels_above_their_values_are_proposed_by_what_stands_below(tmp_path: Path) -> None:
    document = Document(tmp_path)
    for name in ("救急を支える", "図書館を結ぶ", "道路を直す"):
        document.page.row(HALVES, ["取組のなまえ", "手をたずさえる市町"], tints=(0.85, 0.85))
        document.page.row(HALVES, [name, "一関市、平泉町"])
        document.page.row([LEFT, 240.0, 390.0, RIGHT], ["測る指標", "基準値(R1)", "目標値(R7)"])
        document.page.row([LEFT, 240.0, 390.0, RIGHT], ["人数", "1人", "2人"])
        for label, text in (("それぞれの役割", ""), ("一関市", "運営する。"), ("平泉町", "協力する。")):
            document.page.row([LEFT, 160.0, RIGHT], [label, text])
        document.page.y += 20
    fields = _proposed(document)
    assert (fields["取組のなまえ"], fields["手をたずさえる市町"]) == ("name", "municipalities")


def test_the_first_of_the_parties_beside_a_label_makes_it_no_list_of_municipalities(tmp_path: Path) -> None:
    document = Document(tmp_path)
    for name in ("救急を支える", "図書館を結ぶ", "道路を直す"):
        for label, text in (("施策名", name), ("一緒に行う", "一関市、平泉町")):
            document.page.row([LEFT, 160.0, RIGHT], [label, text])
        document.page.row([LEFT, 160.0, 300.0, RIGHT], ["事業費(千円)", "R3", "R4"])
        document.page.row([LEFT, 160.0, 300.0, RIGHT], ["総額", "10", "20"])
        document.page.cell(LEFT, 160.0, 36, "担うべき役割")
        for who in ("一関市", "平泉町"):
            document.page.row([160.0, 240.0, RIGHT], [who, "費用を負担する。"])
        document.page.y += 20
    fields = _proposed(document)
    assert (fields["一緒に行う"], fields["担うべき役割"]) == ("municipalities", "role_sharing")


def test_a_list_of_unknown_columns_with_targets_and_years_is_drafted_as_a_list(tmp_path: Path) -> None:
    document = Document(tmp_path)
    edges = [LEFT, 150.0, 250.0, 310.0, 370.0, 430.0, 480.0, RIGHT]
    heads = ["とりくみ", "なかみ", "指標", "基準値(R1)", "目標値(R7)", "R3", "R4"]
    document.page.row(edges, heads)
    for name in ("救急を支える", "図書館を結ぶ", "道路を直す"):
        document.page.row(edges, [name, "費用を負担する。", "人数", "1人", "2人", "10", "20"])
    document.canvas.save()
    drafted = draft_profile(read_document(document.path, reader="pdfium", workers=0), "draft")
    assert 'shape = "list"' in drafted.text
