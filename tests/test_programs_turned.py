"""Pages that lie on their side: wide tables bound into an upright document without a page rotation."""

from __future__ import annotations

from pathlib import Path

import pytest
from pikepdf import Pdf
from PIL.Image import Image

from extractors.geometry import Box
from extractors.readers import Renderer, read_document
from extractors.readers.limits import ReaderName
from extractors.reading import DocumentReading
from extractors.vision.flow import build_flow
from tests.readers_pdfs import add_page, shown

# How the upright page's space is laid on the sheet, by the turn (clockwise) that sets it upright again.
ON_SHEET = {90: "0 1 -1 0 595 0 cm", 180: "-1 0 0 -1 842 595 cm", 270: "0 -1 1 0 0 842 cm"}
TEXTS = [["施策名", "在宅医療・介護連携推進事業"], ["事業費(千円)", "1,234"]]


def _table() -> str:
    """A table of two rows on a page 842 wide and 595 high, in 12 pt."""
    rules = [f"{x} 440 m {x} 500 l" for x in (100, 220, 480)]
    rules += [f"100 {y} m 480 {y} l" for y in (440, 470, 500)]
    words = [
        shown(text, (110, 230)[j], (480, 450)[i]) for i, row in enumerate(TEXTS) for j, text in enumerate(row)
    ]
    return " ".join(rules) + " S\n" + "".join(words)


def _write(path: Path, turn: int, foot: str = "") -> None:
    size = (842, 595) if turn in (0, 180) else (595, 842)
    with Pdf.new() as pdf:
        content = f"q {ON_SHEET[turn]} {_table()} Q\n" if turn else _table()
        for _ in range(3):
            add_page(pdf, content + foot, box=(0, 0, *size))
        pdf.save(path)


def _cells(reading: DocumentReading) -> list[list[str]]:
    (table,) = reading.pages[0].tables
    texts = {(c.row, c.column): "".join(line.text for line in c.lines) for c in table.cells}
    return [[texts[row, column] for column in (0, 1)] for row in (0, 1)]


@pytest.mark.parametrize("reader", ["pdfium", "pdfminer", "both"])
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_on_its_side_is_read_upright(turn: int, reader: ReaderName, tmp_path: Path) -> None:
    _write(tmp_path / "t.pdf", turn)
    _write(tmp_path / "upright.pdf", 0)
    reading = read_document(tmp_path / "t.pdf", reader=reader, workers=0)
    upright = read_document(tmp_path / "upright.pdf", reader="pdfium", workers=0)
    page = reading.pages[0]
    assert _cells(reading) == TEXTS
    assert (page.width_pt, page.height_pt) == (842, 595)
    assert page.problems == (("reader.turned_page", str(turn), None),)
    found, set_ = page.tables[0].box, upright.pages[0].tables[0].box
    assert (found.x0, found.top, found.x1, found.bottom) == pytest.approx(
        (set_.x0, set_.top, set_.x1, set_.bottom), abs=0.01
    )


def _crop(path: Path, box: Box) -> Image:
    with Renderer(path) as renderer:
        return renderer.crop(box, dpi=72, margin_pt=12)


def test_a_picture_of_it_shows_the_place_that_was_read(tmp_path: Path) -> None:
    _write(tmp_path / "t.pdf", 90)
    _write(tmp_path / "upright.pdf", 0)
    box = Box(1, 220, 595 - 500, 480, 595 - 470)
    turned, upright = (_crop(tmp_path / name, box) for name in ("t.pdf", "upright.pdf"))
    assert turned.size == upright.size
    different = sum(abs(a - b) > 100 for a, b in zip(turned.tobytes(), upright.tobytes(), strict=True))
    assert different < 0.05 * len(upright.tobytes())


def test_its_page_number_may_stand_along_the_side(tmp_path: Path) -> None:
    """The sheet's own foot, printed for an upright reader, lies at the side of the turned page."""
    _write(tmp_path / "t.pdf", 90, foot=shown("- 12 -", 280, 30))
    flow = build_flow(read_document(tmp_path / "t.pdf", reader="pdfium", workers=0))
    assert flow.printed_pages == {1: 12, 2: 12, 3: 12}
    assert [item.line for item in flow.items if item.line is not None] == []


def test_a_turned_label_turns_no_page(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        label = f"q 0 1 -1 0 80 400 cm {shown('連携する取組の分野と施策の一覧', 0, 0)} Q"
        add_page(pdf, _table() + label, box=(0, 0, 842, 595))
        pdf.save(tmp_path / "t.pdf")
    reading = read_document(tmp_path / "t.pdf", reader="pdfium", workers=0)
    assert _cells(reading) == TEXTS
    assert reading.pages[0].problems == ()
