"""Letters that a drawing program turned into outlines: print to the eye, and no character in the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extractors.ocr.pictures import is_picture, unread, with_reading
from extractors.reading import PageReading
from tests.lattice_kit import Sheet

XS, YS = [60.0, 200.0, 340.0], [60.0, 90.0, 120.0, 150.0]
OUTLINED, IN_CELLS = "reader.outlined_page", "table.outlined_text"


def outline(sheet: Sheet, x: float, y: float, count: int = 5) -> None:
    """A figure of so many digits, each a filled shape."""
    for k in range(count):
        left = x + 7 * k
        sheet.polygon([(left, y), (left + 5, y + 1), (left + 4, y + 8), (left + 2, y + 9)])


def page(path: Path, *, text: str, digits: int) -> PageReading:
    """A table of three rows; the right column is drawn as outlines."""
    sheet = Sheet(path)
    sheet.grid(XS, YS)
    for top in YS[:-1]:
        sheet.text(XS[0] + 6, top + 8, text)
        outline(sheet, XS[1] + 6, top + 8, digits)
    return sheet.read("pdfium")


def told(reading: PageReading) -> list[tuple[str, str]]:
    return [(check_id, detail) for check_id, detail, _ in reading.problems]


def test_a_page_of_outlines_is_told_and_read_as_a_picture(tmp_path: Path) -> None:
    reading = page(tmp_path / "a.pdf", text="", digits=12)
    assert told(reading) == [(OUTLINED, "36")]
    assert is_picture(reading)
    assert unread(reading) == reading


def test_blank_cells_with_outlines_are_told(tmp_path: Path) -> None:
    reading = page(tmp_path / "a.pdf", text="事業費", digits=5)
    assert told(reading) == [(IN_CELLS, "3")]
    (box,) = [box for check_id, _, box in reading.problems if check_id == IN_CELLS]
    assert box == reading.tables[0].box
    assert not is_picture(reading)


@pytest.mark.parametrize(("text", "digits"), [("事業費", 2), ("", 9)])
def test_a_mark_in_a_cell_and_an_ornament_are_no_letters(text: str, digits: int, tmp_path: Path) -> None:
    assert told(page(tmp_path / "a.pdf", text=text, digits=digits)) == []


def test_a_page_of_outlines_that_is_read_or_holds_no_print_is_not_told(tmp_path: Path) -> None:
    reading = page(tmp_path / "a.pdf", text="", digits=12)
    read = replace(reading, chars_total=7, problems=())
    assert told(with_reading(reading, read)) == [("ocr.page", "7")]
    assert told(with_reading(reading, replace(read, chars_total=0))) == []
    assert told(with_reading(reading, None)) == [(OUTLINED, "36")]
