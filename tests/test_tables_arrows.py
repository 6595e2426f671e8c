"""Arrows over year columns: found with their extent, and never a rule of the table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lattice_kit import Sheet, spans

XS = (60.0, 140.0, 200.0, 260.0, 320.0, 380.0, 440.0)
YS = (100.0, 120.0, 150.0, 170.0)
ROW_Y = 135.0


def triangle(sheet: Sheet, tip: float, base: float, y: float = ROW_Y) -> None:
    sheet.polygon([(tip, y), (base, y - 3), (base, y + 3)])


def line_and_triangle(sheet: Sheet) -> None:
    sheet.line(144, ROW_Y, 424, ROW_Y + 0.1, 1.25)
    triangle(sheet, 434, 424)


def line_and_strokes(sheet: Sheet) -> None:
    sheet.line(144, ROW_Y, 434, ROW_Y, 0.5)
    sheet.line(434, ROW_Y, 427, ROW_Y - 4, 0.5)
    sheet.line(434, ROW_Y, 427, ROW_Y + 4, 0.5)


def line_and_chevron(sheet: Sheet) -> None:
    sheet.line(144, ROW_Y, 434, ROW_Y)
    sheet.polygon([(427, ROW_Y - 4), (434, ROW_Y), (427, ROW_Y + 4)], fill=False, close=False)


def thin_rect_and_triangle(sheet: Sheet) -> None:
    sheet.rect(144, ROW_Y - 1, 426, ROW_Y + 1, fill=(0, 0, 0), width=None)
    triangle(sheet, 434, 424)


def block(sheet: Sheet) -> None:
    y = ROW_Y
    sheet.polygon(
        [(144, y - 2), (426, y - 2), (426, y - 5), (434, y), (426, y + 5), (426, y + 2), (144, y + 2)]
    )


def block_outline(sheet: Sheet) -> None:
    y = ROW_Y
    sheet.polygon([(144, y - 5), (426, y - 5), (434, y), (426, y + 5), (144, y + 5)], fill=False)


def pieces(sheet: Sheet) -> None:
    for x in XS[1:5]:
        sheet.line(x + 4, ROW_Y, x + 56, ROW_Y, 1.0)
    sheet.line(384, ROW_Y, 426, ROW_Y, 1.0)
    triangle(sheet, 434, 424)


def touching_both_borders(sheet: Sheet) -> None:
    sheet.line(140, ROW_Y, 432, ROW_Y, 0.5)
    triangle(sheet, 440, 432)


ARROWS: list[Callable[[Sheet], None]] = [
    line_and_triangle,
    line_and_strokes,
    line_and_chevron,
    thin_rect_and_triangle,
    block,
    block_outline,
    pieces,
    touching_both_borders,
]


@pytest.mark.parametrize("draw", ARROWS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("merged", [False, True], ids=["year cells", "one cell"])
@pytest.mark.parametrize("reader", ["pdfium", "pdfminer"])
def test_arrow_is_found_and_splits_nothing(
    tmp_path: Path, draw: Callable[[Sheet], None], merged: bool, reader: str
) -> None:
    merges = [(1, 1, 1, 5)] if merged else []
    plain = Sheet(tmp_path / "plain.pdf")
    plain.grid(XS, YS, merges)
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid(XS, YS, merges)
    draw(sheet)
    reading = sheet.read(reader)
    assert spans(reading.tables[0]) == spans(plain.read(reader).tables[0])
    (arrow,) = reading.drawings
    assert (arrow.kind, arrow.points_to) == ("arrow", "right")
    assert arrow.box.x0 == pytest.approx(142, abs=2.5)
    assert arrow.box.x1 == pytest.approx(437, abs=3.5)


def test_arrow_to_the_left_and_both_ways(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid(XS, YS)
    sheet.line(154, 110, 240, 110)
    triangle(sheet, 146, 154, 110)
    sheet.line(164, 160, 420, 160)
    triangle(sheet, 156, 164, 160)
    triangle(sheet, 428, 420, 160)
    left, both = sheet.read().drawings
    assert (left.points_to, both.points_to) == ("left", "both")


def test_shaft_without_a_head_is_a_line(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid(XS, YS)
    sheet.line(150, ROW_Y, 300, ROW_Y, 1.0)
    reading = sheet.read()
    assert len(reading.tables[0].cells) == 18
    (drawing,) = reading.drawings
    assert (drawing.kind, drawing.points_to) == ("line", "none")
    assert (drawing.box.x0, drawing.box.x1) == pytest.approx((150, 300))


def test_painted_bar_is_a_shape(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid(XS, YS)
    sheet.rect(150, 128, 300, 142, fill=(0.4, 0.6, 0.9), width=None)
    (drawing,) = sheet.read().drawings
    assert drawing.kind == "shape"
    assert (drawing.box.x0, drawing.box.x1) == pytest.approx((150, 300))


def test_arrow_ends_before_the_last_year(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid(XS, YS)
    sheet.line(146, ROW_Y, 240, ROW_Y, 1.25)
    triangle(sheet, 250, 240)
    (arrow,) = sheet.read().drawings
    assert (arrow.box.x0, arrow.box.x1) == pytest.approx((146, 250))
