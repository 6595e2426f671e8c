"""Searchable scans and pictures with notes on them: hidden text is told, a note is no page of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from extractors.geometry import Box
from extractors.ocr import document, read_any_document
from extractors.ocr.engine import tessdata_folder
from extractors.ocr.hiddenlayer import box_as_read, with_layer_told
from extractors.ocr.pictures import is_picture, may_be_picture, unread, with_reading
from extractors.readers import sandbox
from extractors.readers.frame import DisplayFrame
from extractors.reading import DocumentReading, Line, PageReading, Table
from tests.lattice_kit import HEIGHT_PT, WIDTH_PT, Sheet
from tests.ocr_scans import VISION

FRAME = DisplayFrame((0.0, 0.0, WIDTH_PT, HEIGHT_PT))
AMOUNTS = [f"{k},{k}00" for k in range(1, 10)]
NOT_READ = "reader.image_only_page"


def table_page(path: Path, amounts: Sequence[str]) -> PageReading:
    sheet = Sheet(path)
    sheet.grid([60, 180, 300], [60 + 20 * k for k in range(len(amounts) + 1)])
    for k, amount in enumerate(amounts):
        sheet.text(66, 64 + 20 * k, "事業費")
        sheet.text(190, 64 + 20 * k, amount)
    return sheet.read("pdfium")


def layer(amounts: Sequence[str], right_pt: float = 0.0) -> list[dict[str, Any]]:
    """Hidden characters of the amounts at their places, or so much to the right of them."""
    return [
        {
            "text": char,
            "x0": 190.0 + 6 * n + right_pt,
            "x1": 196.0 + 6 * n + right_pt,
            "top": 66.0 + 20 * k,
            "bottom": 76.0 + 20 * k,
            "size": 10.0,
            "hidden": True,
        }
        for k, amount in enumerate(amounts)
        for n, char in enumerate(amount)
    ]


def told(page: PageReading) -> list[tuple[str, str]]:
    return [(check_id, detail) for check_id, detail, _ in page.problems]


def differing(page: PageReading) -> list[tuple[str, str | None]]:
    cells = [cell for table in page.tables for cell in table.cells]
    return [(cell.raw, cell.other_text) for cell in cells if cell.agreement == "differ"]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> PageReading:
    return table_page(tmp_path_factory.mktemp("table") / "a.pdf", AMOUNTS)


def test_a_point_for_a_comma_in_hidden_text_is_no_other_figure(read: PageReading) -> None:
    page = with_layer_told(read, layer([*AMOUNTS[:4], "5.500", *AMOUNTS[5:]]), FRAME)
    assert told(page) == [("ocr.hidden_layer", "45 (9/9)")]
    assert page.chars_hidden == 45
    assert differing(page) == []


def test_one_cell_in_ten_is_doubted(tmp_path: Path) -> None:
    amounts = [*AMOUNTS, "46,000"]
    read = table_page(tmp_path / "a.pdf", amounts)
    page = with_layer_told(read, layer([*AMOUNTS, "40,000"]), FRAME)
    assert told(page) == [("ocr.hidden_layer", "51 (9/10)")]
    assert differing(page) == [("46,000", "40,000")]


def test_hidden_text_that_is_often_wrong_or_out_of_place_raises_no_doubts(read: PageReading) -> None:
    wrong = with_layer_told(read, layer([*AMOUNTS[:5], *("7,700",) * 4]), FRAME)
    assert told(wrong) == [("ocr.hidden_layer", "45 (6/9)")]
    beside = with_layer_told(read, layer(AMOUNTS, right_pt=200), FRAME)
    assert told(beside) == [("ocr.hidden_layer", "45 (0/0)")]
    assert differing(wrong) == differing(beside) == []


def test_seen_text_is_no_hidden_layer(read: PageReading) -> None:
    seen = [{**char, "hidden": False} for char in layer(AMOUNTS)]
    assert with_layer_told(read, seen, FRAME) == read


def test_the_layer_of_a_page_that_was_turned_or_resized_is_too(read: PageReading) -> None:
    turned = replace(read, turned_degrees=90)
    assert box_as_read((10, 20, 40, 30), FRAME, turned) == (HEIGHT_PT - 30, 10, HEIGHT_PT - 20, 40)
    halved = replace(read, display_scale=0.5)
    assert box_as_read((10, 20, 40, 30), FRAME, halved) == (20, 40, 80, 60)
    chars = [{**char, **{k: char[k] / 2 for k in ("x0", "x1", "top", "bottom")}} for char in layer(AMOUNTS)]
    small = DisplayFrame((0.0, 0.0, WIDTH_PT / 2, HEIGHT_PT / 2))
    assert told(with_layer_told(halved, chars, small)) == [("ocr.hidden_layer", "45 (9/9)")]


def line(text: str, top: float) -> Line:
    return Line(text, Box(1, 60, top, 60 + 10 * len(text), top + 10), 10.0, "")


def covered(*lines: Line, tables: tuple[Table, ...] = (), number: int = 1) -> PageReading:
    """A page under a picture, with lines of text over it."""
    total = sum(len(one.text) for one in lines)
    page = PageReading(number, WIDTH_PT, HEIGHT_PT, 0, tables, lines, (), (), total)
    return replace(page, image_share=0.98)


HEAD, FOOT, NOTE = line("みどり野市　共生ビジョン", 20), line("12ページ", 815), line("訂正：46,000円", 400)


def test_a_running_head_over_a_scan_leaves_it_a_picture() -> None:
    assert is_picture(covered(HEAD, FOOT))
    assert not is_picture(covered(HEAD, NOTE))
    assert not is_picture(replace(covered(HEAD, FOOT), image_share=0.3))


def test_a_note_over_a_scan_leaves_it_one_where_the_picture_says_more(read: PageReading) -> None:
    page = covered(NOTE)
    assert may_be_picture(page) and not is_picture(page)
    prose = line("本市と連携する市町が、圏域の将来像に向けて取り組む。" * 7, 100)
    scanned = replace(read, lines=(prose,), chars_total=len(prose.text) + 60)
    assert told(with_reading(page, scanned)) == [("ocr.page", str(scanned.chars_total))]
    # A title over a photograph: what is read into that is little, or no Japanese.
    assert with_reading(page, replace(scanned, chars_total=70)) == page
    noise = line("~|-/" * 60, 100)
    assert with_reading(page, replace(scanned, lines=(noise,), tables=(), chars_total=240)) == page
    assert unread(page) == page and NOT_READ in dict(told(unread(covered(FOOT))))


def test_slides_on_a_background_are_given_up_after_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def nothing(_: Path, numbers: Sequence[int], __: object) -> dict[int, PageReading]:
        asked.extend(numbers)
        return {number: replace(covered(), number=number, chars_total=9) for number in numbers}

    pages = tuple(covered(NOTE, number=number) for number in range(1, 31))
    stored = DocumentReading("a.pdf", "0", 30, "pdfium", "text_layer", pages)
    monkeypatch.setattr(document, "_picture_pages", nothing)
    monkeypatch.setattr(sandbox, "read_document", lambda *_, **__: stored)
    assert read_any_document("a.pdf") == stored
    assert len(asked) == 4


@pytest.mark.skipif(tessdata_folder() is None, reason="Tesseract's data are not installed")
def test_a_scan_over_its_own_text_with_a_note_is_read_from_the_picture(tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(VISION) as source:
        picture = source[8].render(scale=200 / 72).to_pil().convert("L").crop((0, 165, 1654, 520))
    path = tmp_path / "a.pdf"
    picture.save(path, resolution=200, quality=80)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        page.contents_add(b"BT /Helv 12 Tf 200 20 Td (46,000) Tj ET", prepend=True)
        page.add_resource(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            ),
            pikepdf.Name.Font,
            pikepdf.Name.Helv,
        )
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[20, 20, 40, 40], Contents="要確認"
        )
        page.Annots = pdf.make_indirect(pikepdf.Array([note]))
        pdf.save(path)
    reading = read_any_document(path, workers=0)
    assert reading.text_source == "ocr"
    (read,) = reading.pages
    notes = dict(told(read))
    assert notes["reader.annotation_text"] == "要確認"
    assert notes["ocr.hidden_layer"].startswith("6 (")
    assert not any("46,000" in one.text for one in read.lines)
