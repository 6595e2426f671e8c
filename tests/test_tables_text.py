"""Lines of cells and of the page, read from characters painted anyhow."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfbase import pdfmetrics

from extractors.tables.celltext import lines_of
from extractors.tables.glyphs import Glyph, glyphs_of
from tests.lattice_kit import FONT, Sheet, texts


def box(sheet: Sheet, x1: float = 400.0, y1: float = 200.0) -> None:
    sheet.rect(60, 100, x1, y1)


def cell_text(sheet: Sheet) -> str:
    (table,) = sheet.read().tables
    return table.cells[0].raw


def scattered(sheet: Sheet, lines: list[tuple[float, float, str]], size: float = 10.0) -> None:
    """Paint every character on its own, in random order."""
    marks = [
        (x + pdfmetrics.stringWidth(text[:k], FONT, size), y, c)
        for x, y, text in lines
        for k, c in enumerate(text)
    ]
    random.Random(7).shuffle(marks)
    for x, y, c in marks:
        sheet.text(x, y, c, size)


def test_painting_order_does_not_matter(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    box(sheet)
    lines = ["　圏域内の休日及び夜間における医療体制を確保", "するため、49,680千円を見込む。", "平泉町"]
    scattered(sheet, [(64, 105 + 12 * k, text) for k, text in enumerate(lines)])
    assert cell_text(sheet).replace("　", "") == "\n".join(lines).replace("　", "")


def test_padding_space_of_a_label_is_kept(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    box(sheet)
    sheet.text(70, 110, "効　　果")
    assert cell_text(sheet) == "効　　果"


@pytest.mark.parametrize("text", ["90,000", "施策名"])
def test_letter_spacing_makes_no_spaces(tmp_path: Path, text: str) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    box(sheet)
    sheet.text(70, 110, text, spacing=6.0)
    assert cell_text(sheet) == text


def test_two_items_on_one_line_do_not_fuse(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    box(sheet)
    sheet.text(70, 110, "一関市")
    sheet.text(170, 110, "平泉町")
    assert cell_text(sheet) == "一関市 平泉町"


def test_superscripts_join_their_line(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    box(sheet)
    sheet.text(70, 110, "面積1,256.42km")
    sheet.text(70 + pdfmetrics.stringWidth("面積1,256.42km", FONT, 10), 108, "2", 6)
    sheet.text(70, 124, "二行目")
    assert cell_text(sheet) == "面積1,256.42km2\n二行目"


def test_overprinted_bold_reads_once_and_adds_up(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    box(sheet)
    for shift in (0.0, 0.25, 0.4):
        sheet.text(70 + shift, 110, "役割分担")
    reading = sheet.read()
    assert texts(reading.tables[0]) == ["役割分担"]
    assert reading.chars_total == 4


@pytest.mark.parametrize("reader", ["pdfium", "pdfminer", "both"])
def test_columns_of_a_vertical_label(tmp_path: Path, reader: str) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid((60, 100, 300), (100, 220))
    for k, c in enumerate("生活機能の"):
        sheet.text(82, 110 + 11 * k, c)
    for k, c in enumerate("強化"):
        sheet.text(66, 110 + 11 * k, c)
    sheet.text(110, 110, "本文")
    (table,) = sheet.read(reader).tables
    assert texts(table) == ["生活機能の\n強化", "本文"]
    assert [line.is_vertical for line in table.cells[0].lines] == [True, True]


def test_narrow_horizontal_lines_stay_horizontal(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid((60, 90, 300), (100, 160))
    for k, text in enumerate(("取組", "内容")):
        sheet.text(64, 110 + 14 * k, text)
    (table,) = sheet.read().tables
    assert texts(table)[0] == "取組\n内容"


@pytest.mark.parametrize(
    "lines",
    [
        [("取　　組", 0.0), ("内　　容", 0.0)],
        [("減少率", 8.0), ("27", -1.0)],
        [("施策", 40.0), ("分野", 40.0)],
    ],
)
def test_words_spread_over_a_wide_cell_stay_horizontal(
    lines: list[tuple[str, float]], tmp_path: Path
) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid((60, 130, 300), (100, 160))
    for k, (text, spacing_pt) in enumerate(lines):
        sheet.text(64, 110 + 13 * k, text, spacing=spacing_pt)
    if lines[1][0] == "27":
        sheet.text(100, 123, "比")
    (table,) = sheet.read().tables
    assert [line.is_vertical for line in table.cells[0].lines] == [False, False]


def test_figures_below_each_other_are_no_vertical_label(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid((60, 90, 300), (100, 160))
    for k, text in enumerate("123"):
        sheet.text(70, 106 + 13 * k, text)
    (table,) = sheet.read().tables
    assert texts(table)[0] == "1\n2\n3"


@pytest.mark.parametrize(("angle", "x", "y"), [(90, 80, 190), (180, 95, 140), (270, 70, 110)])
def test_turned_text_reads_in_its_own_direction(tmp_path: Path, angle: int, x: float, y: float) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid((60, 100, 300), (100, 220))
    sheet.canvas.saveState()
    sheet.canvas.translate(x, 842 - y)
    sheet.canvas.rotate(angle)
    sheet.canvas.setFont(FONT, 10)
    sheet.canvas.drawString(0, 0, "事業12")
    sheet.canvas.restoreState()
    (table,) = sheet.read().tables
    assert texts(table)[0] == "事業12"


def test_outside_lines_split_at_wide_gaps_but_not_at_leaders(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.text(60, 100, "左の段の文")
    sheet.text(320, 100, "右の段の文")
    sheet.text(60, 120, "(1) 医療" + "…" * 20 + "(7)")
    reading = sheet.read()
    assert [line.text for line in reading.lines] == [
        "左の段の文",
        "右の段の文",
        "(1) 医療" + "…" * 20 + "(7)",
    ]


def test_small_print_beside_a_tall_character_keeps_its_lines() -> None:
    chars = [char("注", 10, 100, 24), char("上", 40, 101, 8), char("下", 40, 113, 8)]
    assert [line.text for line in lines_of(glyphs(chars), 1)] == ["上", "注", "下"]


def test_latin_words_without_painted_spaces() -> None:
    chars = [char(c, 10 + 5 * k + (3 if k >= 4 else 0), 100, 10, 5) for k, c in enumerate("ParkRide")]
    assert [line.text for line in lines_of(glyphs(chars), 1)] == ["Park Ride"]


def test_hidden_characters_are_counted_not_read(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    box(sheet)
    sheet.text(70, 110, "見える")
    pen = sheet.canvas.beginText(70, 842 - 140)
    pen.setFont(FONT, 10)
    pen.setTextRenderMode(3)
    pen.textOut("見えない字")
    sheet.canvas.drawText(pen)
    reading = sheet.read()
    assert texts(reading.tables[0]) == ["見える"]
    assert (reading.chars_total, reading.chars_hidden) == (3, 5)
    assert reading.tables[0].cells[0].agreement == "agree"


def char(text: str, x0: float, top: float, size: float, width: float | None = None) -> dict[str, Any]:
    return {
        "text": text,
        "x0": x0,
        "x1": x0 + (width or size),
        "top": top,
        "bottom": top + size,
        "size": size,
    }


def glyphs(chars: list[dict[str, Any]]) -> list[Glyph]:
    return glyphs_of(chars)[0]


def test_word_that_runs_across_a_rule_is_reported(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid((60, 100, 200), (100, 130))
    sheet.text(70, 108, "1,234,567")
    reading = sheet.read()
    ((check, word, box),) = reading.problems
    assert (check, word) == ("table.text_crosses_rule", "1,234,567")
    assert box is not None
    assert box.x0 < 100 < box.x1


def test_neighbouring_cells_with_tight_text_are_no_crossing(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid((60, 100, 200), (100, 130))
    sheet.text(60 + 38 - pdfmetrics.stringWidth("49,680", FONT, 10), 108, "49,680")
    sheet.text(102, 108, "53,761")
    assert not sheet.read().problems
