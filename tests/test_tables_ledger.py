"""The character account, the two readers, and limits."""

from __future__ import annotations

import random
import types
from pathlib import Path
from typing import Any

import pytest

from extractors.tables.agreement import same_print
from extractors.tables.errors import CharactersLost, TooManyRules
from extractors.tables.export import draw_overlay, grid_rows, page_as_dict
from extractors.tables.glyphs import glyphs_of, visible_length
from extractors.tables.ledger import account
from extractors.tables.page import read_page
from tests.lattice_kit import Sheet, texts

REAL = Path(__file__).parents[1] / "raw" / "ichinoseki-hiraizumi" / "2019-03" / "vision.pdf"


def page_of(objects: dict[str, list[dict[str, Any]]]) -> Any:
    return types.SimpleNamespace(page_number=1, objects=objects, width=600.0, height=800.0, rotation=0)


def char(text: str, x: float, y: float) -> dict[str, Any]:
    return {"text": text, "x0": x, "x1": x + 10, "top": y, "bottom": y + 10, "size": 10.0, "fontname": "F"}


def rule(x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    return {"x0": x0, "top": top, "x1": x1, "bottom": bottom, "linewidth": 0.5, "stroke": True}


def boxed() -> list[dict[str, Any]]:
    corners = [(50, 50, 150, 50), (50, 90, 150, 90), (50, 50, 50, 90), (150, 50, 150, 90)]
    return [rule(*corner) for corner in corners]


def test_account_adds_up_for_characters_strewn_over_the_page() -> None:
    rng = random.Random(3)
    chars = [char(rng.choice("あ1　x "), rng.uniform(0, 590), rng.uniform(0, 790)) for _ in range(400)]
    reading = read_page(page_of({"char": chars, "line": boxed()}), None, reader="test")
    seen = sum(visible_length(c["text"]) for c in chars)
    in_tables = sum(visible_length(cell.raw) for t in reading.tables for cell in t.cells)
    outside = sum(visible_length(line.text) for line in reading.lines)
    assert reading.chars_total == seen == in_tables + outside


def test_objects_at_no_place_break_nothing() -> None:
    nowhere = float("nan")
    chars = [char("字", 60, 60), char("無", nowhere, 3)]
    lines = [*boxed(), rule(nowhere, 10, 100, 10), rule(10, 10, float("inf"), 10)]
    reading = read_page(page_of({"char": chars, "line": lines}), chars, reader="test")
    assert (reading.chars_total, reading.chars_hidden) == (1, 1)
    assert texts(reading.tables[0]) == ["字"]


def test_account_refuses_a_loss() -> None:
    glyphs, _ = glyphs_of([char("字", 10, 10)])
    with pytest.raises(CharactersLost) as caught:
        account(glyphs, (), (), (), 4)
    assert (caught.value.page, caught.value.details) == (4, {"expected": 1, "found": 0})


def test_readers_that_differ_are_shown_and_those_that_fold_alike_agree() -> None:
    mine = [char("西", 60, 60), char("1", 70, 60), char("子", 200, 200)]
    other = [char("⻄", 60, 60), char("7", 70, 60), char("子", 200, 200)]
    reading = read_page(page_of({"char": mine, "line": boxed()}), other, reader="test")
    cell = reading.tables[0].cells[0]
    assert (cell.agreement, cell.other_text) == ("differ", "⻄7")
    assert [line.agreement for line in reading.lines] == ["agree"]


def test_what_only_the_second_reader_sees_is_a_problem() -> None:
    extra = [char("影", 300, 300)]
    reading = read_page(page_of({"char": [char("字", 60, 60)]}), [char("字", 60, 60), *extra], reader="test")
    assert [(check, detail) for check, detail, _ in reading.problems] == [("reader.disagree", "影")]


def test_order_spaces_and_shared_glyphs_are_no_disagreement() -> None:
    assert same_print("ファミリー・サポート 事業", "サポート事業ファミリー‧")
    assert not same_print("13人", "18人")


def strokes(count: int) -> list[dict[str, Any]]:
    rng = random.Random(5)
    places = [(rng.uniform(0, 600), rng.uniform(0, 800)) for _ in range(count)]
    return [rule(x, y, x + 9, y) for x, y in places]


def test_map_of_strokes_gives_its_text_and_says_that_tables_were_not_read() -> None:
    page = page_of({"line": strokes(9_000), "char": [char("図", 60, 60)]})
    reading = read_page(page, None, reader="test")
    assert [line.text for line in reading.lines] == ["図"]
    assert [check for check, _, _ in reading.problems] == ["table.too_many_rules"]


def test_page_of_strokes_is_refused_by_name() -> None:
    with pytest.raises(TooManyRules) as caught:
        read_page(page_of({"line": strokes(60_001)}), None, reader="test")
    assert (caught.value.page, caught.value.details["count"]) == (1, 60_001)


def test_pieces_of_few_rules_are_many_but_fine() -> None:
    pieces = [
        rule(50 + k % 500, 50 + 20 * (k // 500), 51 + k % 500, 50 + 20 * (k // 500)) for k in range(10_000)
    ]
    reading = read_page(
        page_of({"line": [*pieces, rule(50, 50, 50, 430), rule(550, 50, 550, 430)]}), None, reader="t"
    )
    assert [(t.n_rows, t.n_columns) for t in reading.tables] == [(19, 1)]


def test_export_fills_spans_and_keeps_boxes(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid((60, 120, 200, 300), (100, 130, 160), [(0, 0, 0, 1)])
    sheet.text(64, 108, "見出し")
    sheet.text(204, 108, "2019")
    reading = sheet.read()
    assert grid_rows(reading.tables[0]) == [["見出し", "見出し", "2019"], ["", "", ""]]
    data = page_as_dict(reading)
    assert data["tables"][0]["cells"][0] | {"box": []} == {
        "row": 0,
        "column": 0,
        "row_span": 1,
        "column_span": 2,
        "box": [],
        "text": "見出し",
        "is_shaded": False,
        "agreement": "agree",
        "other_text": None,
        "confidence": None,
    }
    assert data["tables"][0]["cells"][0]["box"] == pytest.approx([60, 100, 200, 130], abs=0.5)


def test_overlay_outlines_the_cells(tmp_path: Path) -> None:
    from PIL import Image

    sheet = Sheet(tmp_path / "t.pdf")
    sheet.rect(100, 100, 300, 200)
    image = Image.new("RGB", (595, 842), "white")
    drawn = draw_overlay(image, sheet.read())
    assert drawn.getpixel((200, 100)) == (200, 0, 0)
    assert drawn.getpixel((200, 150)) == (255, 255, 255)


def test_the_genuine_vision_has_its_tables() -> None:
    from extractors.readers.sandbox import read_document

    pages = read_document(REAL, workers=0).pages
    tables = [table for page in pages for table in page.tables]
    arrows = [drawing for page in pages for drawing in page.drawings]
    whole = [t for t in tables if texts(t)[0] == "施策名" and texts(t)[-2] == "役割分担"]
    assert len([t for t in tables if "施策名" in texts(t)]) == 31
    # Some schedules are one cell over all years, most a cell a year.
    assert {(t.n_rows, t.n_columns, len(t.cells)) for t in whole} == {(10, 7, 34), (10, 7, 38)}
    assert [(a.kind, a.points_to) for a in arrows] == [("arrow", "right")] * 31
    assert not any(t.open_edges for t in tables)
    assert not any(page.problems for page in pages)
    cells = [cell for table in tables for cell in table.cells]
    assert {cell.agreement for cell in cells} == {"agree"}
