"""Pictures scanned on their side or upside down: found, turned, and their boxes put back."""

from __future__ import annotations

import numpy as np
import pypdfium2
import pytest

from extractors.geometry import Box
from extractors.ocr import orientation
from extractors.ocr.engine import Engine, tessdata_folder
from extractors.ocr.image import quarter_turned
from extractors.ocr.orientation import turn_to_upright
from extractors.ocr.page import read_picture
from extractors.readers.frame import DisplayFrame
from extractors.readers.render import Picture
from extractors.reading import DocumentReading, PageReading
from extractors.records import Extraction, Finding
from extractors.vision.displayed import as_displayed, box_as_displayed
from tests.edition_facts import bare_facts
from tests.ocr_scans import VISION
from tests.test_ocr_ground import SCALE, as_page

needs_tesseract = pytest.mark.skipif(
    tessdata_folder() is None, reason="Tesseract's Japanese and English data are not installed"
)


@pytest.fixture(scope="module")
def upright() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The top of a measure's sheet as a scanner sees it, grey at 300 dpi."""
    with pypdfium2.PdfDocument(VISION) as document:
        picture = document[8].render(scale=SCALE).to_pil().convert("L")
    return np.asarray(picture.crop((0, 250, 2480, 1000)), dtype=np.uint8)


@needs_tesseract
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_way_up_is_found(upright: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], turn: int) -> None:
    scanned = quarter_turned(upright, -turn)
    assert turn_to_upright(as_page(scanned), Engine()) == turn


@needs_tesseract
def test_a_page_is_turned_only_for_print_that_is_surely_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A contents page, all leaders: nothing is read of its lines, three characters of its dots' columns."""
    trusts = iter([0.0, 0.888, 0.0, 0.881])
    monkeypatch.setattr(orientation, "_trust", lambda *_: next(trusts))
    assert turn_to_upright(as_page(np.full((90, 90), 255, np.uint8)), Engine()) == 0


@needs_tesseract
def test_a_page_on_its_side_is_read(upright: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
    scanned = np.dstack([quarter_turned(upright[:360, :1400], 90)] * 3)
    height, width = scanned.shape[:2]
    frame = DisplayFrame((0.0, 0.0, width / SCALE, height / SCALE), 0)
    picture = Picture(width, height, 3 * width, scanned.tobytes(), (0.0, 0.0, *frame.crop[2:]), SCALE)
    page = read_picture(1, frame, picture, Engine())
    assert (page.turned_degrees, round(page.width_pt), round(page.height_pt)) == (270, 336, 86)
    assert ("ocr.turned", "270", None) in page.problems
    assert any("協定の内容" in line.text for line in page.lines)


@pytest.mark.parametrize(
    ("degrees", "expected"),
    [
        (0, Box(1, 10, 20, 40, 30)),
        (90, Box(1, 20, 160, 30, 190)),  # the page is displayed 100 wide and 200 high, and read 200 wide
        (180, Box(1, 160, 70, 190, 80)),
        (270, Box(1, 70, 10, 80, 40)),
    ],
)
def test_boxes_are_those_of_the_displayed_page(degrees: int, expected: Box) -> None:
    page = PageReading(1, 200.0, 100.0, 0, (), (), (), (), 0, turned_degrees=degrees)
    box = Box(1, 10, 20, 40, 30)
    assert box_as_displayed(box, page) == expected
    finding = Finding(check_id="ocr.unread", box=box)
    extraction = Extraction(facts=bare_facts("ocr"), facts_sources={}, records=(), findings=(finding,))
    reading = DocumentReading("a.pdf", "", 1, "tesseract", "ocr", (page,))
    assert as_displayed(extraction, reading).findings[0].box == expected
