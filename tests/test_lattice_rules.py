"""Grids from rules, whatever drew them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.lattice_kit import Sheet, spans, texts

XS = (60.0, 140.0, 260.0, 400.0)
YS = (100.0, 130.0, 170.0, 200.0)
MERGES = [(0, 1, 0, 2), (1, 0, 2, 0)]
SPANS = [(0, 0, 1, 1), (0, 1, 1, 2), (1, 0, 2, 1), (1, 1, 1, 1), (1, 2, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)]
TEXTS = ["施策名", "地域医療", "効　果", "現状値", "目標値", "13人", "15人"]


def fill_in(sheet: Sheet) -> None:
    for (row, column, _, _), text in zip(SPANS, TEXTS, strict=True):
        sheet.text(XS[column] + 4, YS[row] + 8, text)


def thin_rect(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    sheet.rect(x0 - 0.3, y0 - 0.3, x1 + 0.3, y1 + 0.3, fill=(0, 0, 0), width=None)


def double(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    dx, dy = (0.0, 1.1) if y0 == y1 else (1.1, 0.0)
    for sign in (-1, 1):
        sheet.line(x0 + sign * dx, y0 + sign * dy, x1 + sign * dx, y1 + sign * dy, 0.4)


def twice(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    sheet.line(x0, y0, x1, y1, 0.5)
    sheet.line(x0, y0, x1, y1, 1.0)


def dashes(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    """Every dash an object of its own."""
    steps = round(max(x1 - x0, y1 - y0) / 4)
    for k in range(steps):
        a, b = k / steps, (k + 0.55) / steps
        sheet.line(x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b, 0.5)


PENS = {
    "plain": lambda sheet: sheet.line,
    "hairline": lambda sheet: partial(sheet.line, width=0.0),
    "thick": lambda sheet: partial(sheet.line, width=3.0),
    "dashed": lambda sheet: partial(sheet.line, dash=(1, 2)),
    "dash objects": lambda sheet: partial(dashes, sheet),
    "Bézier dots": lambda sheet: sheet.dots,
    "coarse dots": lambda sheet: partial(sheet.dots, size=1.5, pitch=3.0),
    "thin rects": lambda sheet: partial(thin_rect, sheet),
    "double": lambda sheet: partial(double, sheet),
    "twice": lambda sheet: partial(twice, sheet),
    "grey": lambda sheet: partial(sheet.line, colour=(0.8, 0.8, 0.8)),
}


@pytest.mark.parametrize("pen", PENS)
@pytest.mark.parametrize("reader", ["pdfium", "pdfminer"])
def test_grid_is_the_same_whatever_draws_the_rules(tmp_path: Path, pen: str, reader: str) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid(XS, YS, MERGES, draw=PENS[pen](sheet))
    fill_in(sheet)
    (table,) = sheet.read(reader).tables
    assert spans(table) == SPANS
    assert texts(table) == TEXTS
    assert not table.open_edges
    assert table.column_edges == pytest.approx(XS, abs=0.6)
    assert table.row_edges == pytest.approx(YS, abs=0.6)


def test_every_cell_a_stroked_box_with_space_between(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.rect(XS[0] - 1.5, YS[0] - 1.5, XS[-1] + 1.5, YS[-1] + 1.5)
    for row, column, height, width in SPANS:
        sheet.rect(XS[column] + 0.75, YS[row] + 0.75, XS[column + width] - 0.75, YS[row + height] - 0.75)
    fill_in(sheet)
    (table,) = sheet.read().tables
    assert (spans(table), texts(table)) == (SPANS, TEXTS)


def test_rounded_frame_closes_the_table(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.canvas.roundRect(60, 842 - 200, 340, 100, 8)
    sheet.line(60, 150, 400, 150)
    sheet.line(200, 100, 200, 200)
    (table,) = sheet.read().tables
    assert spans(table) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_white_rules_and_empty_strokes_are_no_rules(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid(XS, YS, MERGES)
    sheet.line(60, 115, 400, 115, colour=(1, 1, 1))
    sheet.rect(199.5, 100, 200.5, 200, fill=(1, 1, 1), width=None)
    fill_in(sheet)
    (table,) = sheet.read().tables
    assert spans(table) == SPANS


def test_shading_marks_cells_and_adds_no_rules(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.rect(XS[0] + 0.2, YS[0] + 0.2, XS[1] - 2, YS[1] - 4, fill=(0.85, 0.85, 0.85), width=None)
    sheet.rect(XS[1], YS[1], XS[2], YS[2], fill=(1, 1, 1), width=None)
    sheet.grid(XS, YS, MERGES)
    (table,) = sheet.read().tables
    assert spans(table) == SPANS
    assert [c.is_shaded for c in table.cells] == [True] + [False] * 6


def test_table_of_tints_without_any_stroke(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    for r in range(3):
        for c in range(3):
            tint = (0.6, 0.7, 0.9) if r == 0 else (0.9, 0.92, 0.96)
            sheet.rect(XS[c] + 0.5, YS[r] + 0.5, XS[c + 1] - 0.5, YS[r + 1] - 0.5, fill=tint, width=None)
    (table,) = sheet.read().tables
    assert (table.n_rows, table.n_columns, len(table.cells)) == (3, 3, 9)


@pytest.mark.parametrize("reader", ["pdfium", "pdfminer"])
@pytest.mark.parametrize("is_filled", [False, True], ids=["stroked", "filled"])
def test_white_rules_on_a_tint_are_rules(tmp_path: Path, is_filled: bool, reader: str) -> None:
    """One tint behind the whole table, as slides and leaflets have it; it was read as loose lines."""
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.rect(XS[0], YS[0], XS[-1], YS[-1], fill=(0.8, 0.85, 0.95), width=None)

    def rule(x0: float, y0: float, x1: float, y1: float) -> None:
        if is_filled:
            sheet.rect(x0 - 0.5, y0 - 0.5, x1 + 0.5, y1 + 0.5, fill=(1, 1, 1), width=None)
        else:
            sheet.line(x0, y0, x1, y1, colour=(1, 1, 1), width=1.0)

    for x in XS[1:-1]:
        rule(x, YS[0], x, YS[-1])
    for y in YS[1:-1]:
        rule(XS[0], y, XS[-1], y)
    sheet.text(XS[0] + 5, YS[0] + 5, "区分")
    sheet.text(XS[-2] + 5, YS[-2] + 5, "1,234")
    (table,) = sheet.read(reader).tables
    assert (len(table.row_edges), len(table.column_edges)) == (len(YS), len(XS))
    assert [text for text in texts(table) if text] == ["区分", "1,234"]


def test_edges_drawn_by_hand_snap(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    for k, y in enumerate(YS):
        sheet.line(60 - 0.4 * k, y, 400 + 0.5 * k, y)
    for x in XS:
        for r in range(3):
            sheet.line(x + 0.8 * (r % 2), YS[r] + 0.7, x + 0.8 * (r % 2), YS[r + 1] - 0.7)
    (table,) = sheet.read().tables
    assert (table.n_rows, table.n_columns, len(table.cells)) == (3, 3, 9)


def test_region_of_another_form_is_cut_and_reported(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.rect(60, 100, 400, 200)
    sheet.line(60, 150, 200, 150)
    sheet.line(200, 150, 200, 200)
    reading = sheet.read()
    (table,) = reading.tables
    assert spans(table) == [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]
    assert [check for check, _, _ in reading.problems] == ["table.irregular"]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_rotated_pages_are_read_as_displayed(tmp_path: Path, rotation: int) -> None:
    sheet = Sheet(tmp_path / "t.pdf", rotation)
    # A turned page keeps its displayed size, so the sheet's own coordinates turn against it.
    sheet.canvas.translate(*{0: (0, 0), 90: (842, 0), 180: (595, 842), 270: (0, 595)}[rotation])
    sheet.canvas.rotate(rotation)
    sheet.grid(XS, YS, MERGES)
    fill_in(sheet)
    reading = sheet.read()
    (table,) = reading.tables
    assert (spans(table), texts(table)) == (SPANS, TEXTS)
    assert table.row_edges == pytest.approx(YS, abs=0.6)
    assert reading.rotation == rotation


def test_frames_painted_as_an_area_with_a_hole(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    for row, column, height, width in SPANS:
        x0, y0, x1, y1 = XS[column], YS[row], XS[column + width], YS[row + height]
        sheet.rect(x0 - 0.5, y0 - 0.5, x1 + 0.5, y1 + 0.5, fill=(0, 0, 0), width=None)
        sheet.rect(x0 + 0.5, y0 + 0.5, x1 - 0.5, y1 - 0.5, fill=(1, 1, 1), width=None)
    fill_in(sheet)
    (table,) = sheet.read().tables
    assert (spans(table), texts(table)) == (SPANS, TEXTS)


def test_light_cells_laid_on_a_dark_backing(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.rect(XS[0] - 1, YS[0] - 1, XS[-1] + 1, YS[-1] + 1, fill=(0.1, 0.1, 0.3), width=None)
    for k, (row, column, height, width) in enumerate(SPANS):
        tint = (0.9, 0.9, 0.8) if k % 2 else (1, 1, 1)
        x0, y0, x1, y1 = XS[column], YS[row], XS[column + width], YS[row + height]
        sheet.rect(x0 + 0.5, y0 + 0.5, x1 - 0.5, y1 - 0.5, fill=tint, width=None)
    fill_in(sheet)
    (table,) = sheet.read().tables
    assert (spans(table), texts(table)) == (SPANS, TEXTS)


def test_borders_painted_as_angular_areas(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.polygon([(60, 100), (400, 100), (400, 101), (61, 101), (61, 200), (60, 200)])
    sheet.polygon([(400, 200), (60, 200), (60, 199), (399, 199), (399, 100), (400, 100)])
    sheet.line(200, 100, 200, 200)
    (table,) = sheet.read().tables
    assert spans(table) == [(0, 0, 1, 1), (0, 1, 1, 1)]


def test_short_dashes_between_rules_are_rules_and_bullets_are_not(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid((60, 200, 300), (100, 118, 136), [(1, 0, 1, 1)])
    for y in (119, 125.5, 132):
        sheet.rect(149, y, 151.2, y + 4, fill=(0, 0, 0), width=None)
    for y in (103, 109):
        sheet.rect(240, y, 242, y + 2, fill=(0, 0, 0), width=None)
    (table,) = sheet.read().tables
    assert table.n_columns == 3
    assert spans(table) == [(0, 0, 1, 2), (0, 2, 1, 1), (1, 0, 1, 1), (1, 1, 1, 2)]
