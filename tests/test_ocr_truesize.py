"""Scans stored in another size than their paper's: found by their print, read in true points, put back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from extractors.geometry import Box
from extractors.ocr import session
from extractors.ocr.scan import OCR_LIMITS
from extractors.ocr.truesize import print_size_pt, true_scale
from extractors.readers.frame import DisplayFrame
from extractors.readers.render import Picture, RenderJob, RenderSession
from extractors.reading import PageReading
from extractors.vision.displayed import box_as_displayed
from tests.ocr_scans import SCAN_DPI, VISION

A4, A5 = (595.0, 842.0), (420.0, 595.0)


@pytest.mark.parametrize(
    ("print_pt", "sides", "expected"),
    [
        ([20.4, 9.4, 9.4, 8.4], A4, 1.0),  # a title page and the usual print
        ([20.4], A4, 1.0),  # a title page alone is no sheet of A8
        ([6.2, 6.2], A4, 1.0),  # small print
        ([57.0, 24.0, 24.0, 22.0], (1654.0, 2339.0), 0.36),  # 200 dpi stored as 72
        ([57.0, 24.0], (2339.0, 1654.0), 0.36),  # a title and a page, landscape
        ([12.0, 4.4, 4.6], (297.5, 421.0), 2.0),  # half of A4
        ([4.5], A5, 2.0),  # half of A3
        ([9.0, 9.0], A5, 1.0),  # a booklet
        ([24.0, 24.0], (1000.0, 2339.0), 9 / 24),  # cut to no sheet's proportions
    ],
)
def test_the_print_tells_the_sheet(
    print_pt: list[float], sides: tuple[float, float], expected: float
) -> None:
    assert true_scale(print_pt, *sides) == pytest.approx(expected, rel=0.01)


@pytest.fixture(scope="module")
def scan() -> Image.Image:
    """Half of a sheet of the vision at 200 dpi."""
    with pypdfium2.PdfDocument(VISION) as document:
        page: Image.Image = document[8].render(scale=SCAN_DPI / 72).to_pil().convert("L")
    return page.crop((0, 0, 1654, 1170))


def stored(path: Path, scan: Image.Image, dpi: float) -> Path:
    scan.save(path, resolution=dpi, quality=75)
    return path


@pytest.mark.parametrize(("dpi", "times"), [(200, 1.0), (72, 200 / 72), (400, 0.5)])
def test_print_is_measured_in_points_of_the_page(
    dpi: float, times: float, scan: Image.Image, tmp_path: Path
) -> None:
    pages = RenderSession(stored(tmp_path / "a.pdf", scan, dpi), OCR_LIMITS)
    assert print_size_pt(pages.read(RenderJob(1, 200.0))) / times == pytest.approx(9.0, abs=1.0)


def test_a_page_is_read_in_true_points_and_told(
    scan: Image.Image, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Picture] = []

    def read_picture(number: int, frame: DisplayFrame, picture: Picture, _: Any) -> PageReading:
        seen.append(picture)
        return PageReading(number, frame.width_pt, frame.height_pt, 0, (), (), (), (), 0)

    monkeypatch.setattr(session, "read_picture", read_picture)
    monkeypatch.setattr(session, "Engine", lambda: None)
    reading = session.OcrSession(stored(tmp_path / "a.pdf", scan, 72), OCR_LIMITS).read(1).reading
    assert reading.width_pt == pytest.approx(595, abs=2)
    assert seen[0].scale == pytest.approx(300 / 72, rel=0.01)
    assert seen[0].width == pytest.approx(reading.width_pt * seen[0].scale, rel=0.01)
    assert [(check_id, detail) for check_id, detail, _ in reading.problems] == [
        ("ocr.true_size", "58 × 41 cm → 21 × 15 cm")
    ]
    corner = Box(1, 0, 0, reading.width_pt, reading.height_pt)
    shown = box_as_displayed(corner, reading)
    assert (round(shown.x1), round(shown.bottom)) == (1654, 1170)


def test_boxes_of_a_page_that_was_resized_and_turned_are_put_back_by_both() -> None:
    page = replace(PageReading(1, 200.0, 100.0, 0, (), (), (), (), 0), turned_degrees=90, display_scale=0.5)
    assert box_as_displayed(Box(1, 10, 20, 40, 30), page) == Box(1, 10, 80, 15, 95)
