"""A figure drawn in a cell whose text is empty is told; strokes, shades, rules and dirt are none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.geometry import Box
from extractors.records import Budget, Kpi, Piece, Record
from extractors.visual.blanks import ink_in_blanks
from tests import lying_pdfs
from tests.test_visual import compared

HEIGHT = 842.0
CELL = Box(1, 200.0, 300.0, 280.0, 324.0)


def budget(raw: str = "", **changed: Any) -> Budget:
    known: dict[str, Any] = {
        "measure_id": "m01", "fiscal_year": 2021, "funding": "total", "amount_yen": None,
        "missing_reason": "blank", "amount_raw": raw, "unit_raw": "千円",
        "sources": {"amount_yen": (Piece(box=CELL, raw_text=raw, reader="pdfium", agreement="agree"),)},
    }  # fmt: skip
    return Budget(**{**known, **changed})


def page(folder: Path, draw: Callable[[Canvas], object]) -> Path:
    """A page with the cell's rules, and what `draw` puts into it (origin bottom left)."""
    path = folder / "page.pdf"
    canvas = Canvas(str(path), pagesize=(595, HEIGHT))
    canvas.setLineWidth(0.8)
    canvas.rect(CELL.x0, HEIGHT - CELL.bottom, CELL.x1 - CELL.x0, CELL.bottom - CELL.top)
    draw(canvas)
    canvas.save()
    return path


def told(path: Path, *records: Record) -> list[tuple[str, str | None, str | None]]:
    return [(one.check_id, one.row_id, one.column_name) for one in ink_in_blanks(path, records)]


def picture_of_digits(canvas: Canvas) -> None:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (200, 60), "white")
    ImageDraw.Draw(image).text((20, 8), "1,234", fill="black", font_size=40)
    canvas.drawImage(ImageReader(image), 215, HEIGHT - 320, 53, 16)


def digits_as_curves(canvas: Canvas) -> None:
    """A 1 and a 0 as strokes, as a drawing program leaves them."""
    canvas.setLineWidth(1.2)
    canvas.line(230, HEIGHT - 316, 230, HEIGHT - 307)
    canvas.ellipse(236, HEIGHT - 316, 241, HEIGHT - 307)


@pytest.mark.parametrize("draw", [picture_of_digits, digits_as_curves])
def test_a_figure_without_text_is_told_at_its_value(tmp_path: Path, draw: Callable[[Canvas], object]) -> None:
    expected = [("visual.unread_ink", "m01/2021/total", "amount_yen")]
    assert told(page(tmp_path, draw), budget()) == expected


def nothing(canvas: Canvas) -> None:
    del canvas


def stroke(canvas: Canvas) -> None:
    canvas.line(CELL.x0, HEIGHT - CELL.top, CELL.x1, HEIGHT - CELL.bottom)


def shade(canvas: Canvas) -> None:
    canvas.setFillGray(0.85)
    canvas.rect(CELL.x0 + 1, HEIGHT - CELL.bottom + 1, 78, 22, stroke=0, fill=1)


def specks(canvas: Canvas) -> None:
    for x in (215, 233, 260):
        canvas.circle(x, HEIGHT - 312, 0.8, fill=1)


def dash(canvas: Canvas) -> None:
    canvas.line(235, HEIGHT - 312, 245, HEIGHT - 312)


def arrow_over_the_edge(canvas: Canvas) -> None:
    canvas.setLineWidth(1)
    canvas.line(150, HEIGHT - 312, 340, HEIGHT - 312)


def second_rule(canvas: Canvas) -> None:
    canvas.rect(CELL.x0 + 1.5, HEIGHT - CELL.bottom + 1.5, 77, 21)


@pytest.mark.parametrize("draw", [nothing, stroke, shade, specks, dash, arrow_over_the_edge, second_rule])
def test_what_is_no_figure_is_not_told(tmp_path: Path, draw: Callable[[Canvas], object]) -> None:
    assert told(page(tmp_path, draw), budget()) == []


def test_only_cells_read_as_blank_are_looked_at(tmp_path: Path) -> None:
    path = page(tmp_path, picture_of_digits)
    assert told(path, budget(missing_reason="dash"), budget(amount_yen=5, missing_reason=None)) == []
    assert told(path, budget(raw="未定")) == []
    kpi = Kpi(
        kpi_id="m01:k1", measure_id="m01", ordinal=1, indicator="数", is_cumulative=False,
        baseline_value=None, baseline_unit=None, baseline_year=2018, baseline_period_kind="fiscal_year",
        baseline_missing_reason="blank", baseline_raw="", target_value=None, target_value_max=None,
        target_unit=None, target_comparator=None, target_year=2023, target_period_kind="fiscal_year",
        target_missing_reason="text", target_raw="維持", note=None,
        sources={"baseline_value": budget().sources["amount_yen"]},
    )  # fmt: skip
    assert told(path, kpi) == [("visual.unread_ink", "m01:k1", "baseline_value")]


def test_a_sign_drawn_beside_a_number_without_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    canvas = Canvas(str(path), pagesize=(595, HEIGHT))
    canvas.setFont("Helvetica", 10)
    for row, text in enumerate(("1,234", "5,678", "9,012")):
        canvas.drawString(220, 500 - 30 * row, text)
    sign = canvas.beginPath()
    sign.moveTo(211, 470)
    sign.lineTo(215, 477.5)
    sign.lineTo(219, 470)
    sign.close()
    canvas.drawPath(sign, stroke=0, fill=1)
    canvas.line(210, 440, 210, 460)  # a rule beside a number
    canvas.save()
    told = [(one.check_id, one.observed) for one in compared(path, use_tesseract=False)]
    assert told == [("visual.ink_beside", "5,678")]


def test_an_unstored_digit_is_told_without_tesseract_too(tmp_path: Path) -> None:
    (lie,) = lying_pdfs.with_unstored_digits(tmp_path / "v.pdf", 1, 1)
    found = compared(tmp_path / "v.pdf", use_tesseract=False)
    assert [(one.check_id, one.box.page if one.box else 0) for one in found] == [
        ("visual.ink_beside", lie.page)
    ]
