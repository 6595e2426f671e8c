"""Print laid over a table: watermarks, stamps, shadows, and bold by printing twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.reading import PageReading
from extractors.tables.glyphs import glyphs_of, without_overprints
from tests.lattice_kit import FONT, HEIGHT_PT, Sheet

COLUMNS, ROWS = (60, 160, 260, 360), (100, 120, 140, 160, 180)
TEXTS = [f"{1000 * row + 111 * column:,}" for row in range(1, 5) for column in range(1, 4)]


def _table(sheet: Sheet, shadow_pt: float = 0.0) -> None:
    sheet.grid(COLUMNS, ROWS)
    for k, text in enumerate(TEXTS):
        x, y = COLUMNS[k % 3] + 30, ROWS[k // 3] + 4
        sheet.text(x, y, text)
        if shadow_pt:
            sheet.text(x + shadow_pt, y + shadow_pt, text)


def _overlay(sheet: Sheet, text: str, size: float, angle: float = 0.0) -> None:
    """Text about the table's middle."""
    canvas = sheet.canvas
    canvas.saveState()
    canvas.translate(210, HEIGHT_PT - 140)
    canvas.rotate(angle)
    canvas.setFont(FONT, size)
    canvas.setFillGray(0.7)
    canvas.drawCentredString(0, -0.38 * size, text)
    canvas.restoreState()


def _cells(page: PageReading) -> list[str]:
    (table,) = page.tables
    return ["\n".join(line.text for line in cell.lines) for cell in table.cells]


def _problems(page: PageReading) -> list[tuple[str, str]]:
    return [(check_id, detail) for check_id, detail, _ in page.problems]


@pytest.mark.parametrize("reader", ["pdfium", "both"])
@pytest.mark.parametrize(
    ("text", "size", "angle"), [("案", 90, 0), ("（案）", 60, 0), ("取扱注意", 30, 45), ("DRAFT", 12, 30)]
)
def test_a_watermark_is_no_text_of_the_table(
    text: str, size: float, angle: float, reader: str, tmp_path: Path
) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    _table(sheet)
    _overlay(sheet, text, size, angle)
    page = sheet.read(reader)
    assert _cells(page) == TEXTS
    assert _problems(page) == [("reader.watermark", text)]


def test_a_title_is_no_watermark(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    _table(sheet)
    sheet.text(60, 40, "共生ビジョン", 30)
    page = sheet.read()
    assert [line.text for line in page.lines] == ["共生ビジョン"]
    assert _problems(page) == []


def test_a_large_figure_within_a_title_is_no_watermark(tmp_path: Path) -> None:
    """第4章 with its number six times as large as the text, as white papers set it."""
    sheet = Sheet(tmp_path / "t.pdf")
    _table(sheet)
    for text, x, size in (("第", 60, 24), ("4", 86, 66), ("章", 122, 24)):
        sheet.text(x, 80 - size, text, size)
    page = sheet.read()
    assert "".join(line.text for line in page.lines) == "第4章"
    assert _problems(page) == []


def test_print_in_another_colour_over_the_text_is_told(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    _table(sheet)
    sheet.text(300, 220, "(単位：千円)")
    for text, x in (("受付", 92), ("朱書き", 330)):
        sheet.canvas.setFillColorRGB(0.8, 0, 0)
        sheet.text(x, 126 if text == "受付" else 240, text)
    page = sheet.read("pdfium")
    assert _problems(page) == [("reader.text_over_text", "受付")]


def test_a_coloured_note_mark_set_close_to_a_bracket_is_no_stamp(tmp_path: Path) -> None:
    """A bracket fills half of its square; what is set into the other half lies over nothing."""
    sheet = Sheet(tmp_path / "t.pdf")
    _table(sheet)
    sheet.text(60, 220, "圏域の人口（国勢調査）", 10)
    sheet.canvas.setFillColorRGB(0.8, 0.3, 0.2)
    sheet.text(60 + 11 * 10 - 4, 220, "＊", 6)
    page = sheet.read("pdfium")
    assert _problems(page) == []


@pytest.mark.parametrize("shadow_pt", [0.3, 0.7, 1.0])
def test_figures_printed_twice_are_read_once(shadow_pt: float, tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    _table(sheet, shadow_pt)
    assert _cells(sheet.read()) == TEXTS


def test_equal_figures_set_close_stay_two(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid((60, 160, 260), (100, 120))
    for x, text in ((70, "1,111"), (170, "22")):
        sheet.text(x, 104, text, 10, -2.0)  # letter-spacing brings the half-width figures to 3 pt a figure
    assert _cells(sheet.read()) == ["1,111", "22"]


@pytest.mark.parametrize(("shift_pt", "n_left"), [(1.0, 1), (2.2, 2)])
def test_a_character_drawn_again_beside_itself_is_one_up_to_a_shadow(shift_pt: float, n_left: int) -> None:
    place = {"text": "1", "top": 100.0, "bottom": 108.0, "size": 8.0}
    chars = [{**place, "x0": x, "x1": x + 4} for x in (50.0, 50.0 + shift_pt)]
    assert len(without_overprints(glyphs_of(chars)[0])) == n_left


def test_struck_out_text_is_told(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    _table(sheet)
    for k, (x, y, text) in enumerate([(70, 220, "廃止"), (70, 240, "継続"), (70, 260, "下線")]):
        sheet.text(x, y, text)
        if k != 1:
            middle = y + (5 if k == 0 else 10.5)
            sheet.line(x - 1, middle, x + 21, middle, 0.6, colour=(0.8, 0, 0))
    assert _problems(sheet.read()) == [("table.struck_text", "廃止")]
