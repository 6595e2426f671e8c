"""Borders as office programs draw them: what belongs together though it does not touch."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from reportlab.lib.utils import ImageReader

from tests.lattice_kit import HEIGHT_PT, Sheet

# The cells' outlines of a thick-and-thin border (Word's "thinThickSmallGap", as Writer sets it): the lines of
# a pair are 2 pt apart, and an inner pair ends 3.7 pt short of the middle of the outer one.
COLUMNS, ROWS = (60, 130, 300), (100, 120, 140, 160)


def _thick_thin(sheet: Sheet) -> None:
    left, right, top, bottom = COLUMNS[0], COLUMNS[-1], ROWS[0], ROWS[-1]
    for offset, width in ((-0.95, 1.5), (0.95, 0.75)):
        for y in (top, bottom):
            sheet.line(left - 1.5, y + offset, right + 1.5, y + offset, width)
        for x in (left, right):
            sheet.line(x + offset, top - 1.5, x + offset, bottom + 1.5, width)
        for y in ROWS[1:-1]:
            sheet.line(left + 3.7, y + offset, right - 3.7, y + offset, width)
        for x in COLUMNS[1:-1]:
            sheet.line(x + offset, top + 3.7, x + offset, bottom - 3.7, width)


def test_the_lines_of_a_wide_double_border_reach_what_they_frame(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    _thick_thin(sheet)
    (table,) = sheet.read().tables
    assert [(c.row, c.column, c.row_span, c.column_span) for c in table.cells] == [
        (row, column, 1, 1) for row in range(3) for column in range(2)
    ]


def test_borders_painted_as_stretched_images_are_rules(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    pixel = ImageReader(Image.new("RGB", (1, 1)))

    def paint(x0: float, y0: float, x1: float, y1: float) -> None:
        width, height = max(x1 - x0, 0.75), max(y1 - y0, 0.75)
        sheet.canvas.drawImage(pixel, x0, HEIGHT_PT - y0 - height, width, height)

    sheet.grid(COLUMNS, ROWS, draw=paint)
    (table,) = sheet.read().tables
    assert (table.n_rows, table.n_columns, len(table.cells)) == (3, 2, 6)


def test_slices_of_a_picture_are_no_rules(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    pixel = ImageReader(Image.new("RGB", (1, 1), (200, 220, 255)))
    for k in range(40):
        sheet.canvas.drawImage(pixel, 60, HEIGHT_PT - 102 - 2 * k, 240, 2)
    sheet.text(70, 110, "圏域の位置")
    page = sheet.read()
    assert page.tables == ()
    assert page.drawings == ()


def test_a_rule_through_the_middle_of_a_line_is_told(tmp_path: Path) -> None:
    """wkhtmltopdf cuts a page's picture where it ends and paints the row's rules elsewhere than its text."""
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid((60, 160, 300), (100, 120, 140, 160))
    for x, y, text in (
        (70, 105, "指標"),
        (170, 105, "現状値"),
        (70, 115.5, "宿泊者数"),
        (170, 122, "6組"),
        (170, 145, "7組"),
    ):
        sheet.text(x, y, text)
    assert [(p[0], p[1]) for p in sheet.read("pdfium").problems] == [("table.text_crosses_rule", "宿泊者数")]


def test_figures_that_narrow_columns_wrap_are_one_row(tmp_path: Path) -> None:
    """upLaTeX breaks a full-width figure inside its group of three where the column ends."""
    sheet = Sheet(tmp_path / "t.pdf")
    xs = (60, 120, 160, 200, 240, 280)
    sheet.grid(xs, (100, 116, 144))
    for k, x in enumerate(xs[1:-1]):
        sheet.text(x + 4, 103, f"202{k}年")
        sheet.text(x + 4, 119, f"13{k},9")
        sheet.text(x + 24, 131, "87")
    sheet.text(64, 119, "圏域合計")
    (table,) = sheet.read("pdfium").tables
    assert table.n_rows == 2
    assert [c.raw for c in table.cells if c.row == 1] == ["圏域合計", *(f"13{k},9\n87" for k in range(4))]
