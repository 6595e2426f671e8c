"""Scans of the real document read back: tables, figures, arrows, labels, and what is doubtful."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from expectations.catalogue import load_catalogue
from extractors.layouts import load_profile
from extractors.ocr import read_any_document
from extractors.ocr.engine import tessdata_folder
from extractors.readers import read_document
from extractors.readers.errors import BrokenGlyphs, NoTextLayer, NotJapaneseText
from extractors.reading import Cell, DocumentReading, PageReading
from extractors.records import Budget, Kpi, Measure, Schedule
from extractors.text.folding import fold
from extractors.vision import interpret
from tests.ocr_scans import VISION, make_scan, save_images

pytestmark = pytest.mark.skipif(
    tessdata_folder() is None, reason="Tesseract's Japanese and English data are not installed"
)

PAGES = (5, 9)  # a table of statistics with ▲, and a sheet of a measure with a drawn arrow
NUMBER = re.compile(r"[▲△]?[0-9][0-9,.]*")


@pytest.fixture(scope="module")
def truth() -> tuple[PageReading, ...]:
    return read_document(VISION, pages=PAGES, reader="pdfium", workers=1).pages


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> DocumentReading:
    path = tmp_path_factory.mktemp("scan") / "scan.pdf"
    return read_any_document(make_scan(path, PAGES, skew_degrees=0.7, noise=7.0))


def squeezed(cell: Cell) -> str:
    return "".join(fold(cell.raw).split())


def pairs(scan: DocumentReading, truth: tuple[PageReading, ...]) -> Iterator[tuple[Cell, Cell]]:
    for page, wanted in zip(scan.pages, truth, strict=True):
        for table, printed in zip(page.tables, wanted.tables, strict=True):
            yield from zip(table.cells, printed.cells, strict=True)


def test_it_says_that_it_was_read_by_ocr(scan: DocumentReading) -> None:
    assert (scan.text_source, scan.reader, scan.page_count) == ("ocr", "tesseract", 2)
    lines = [n for p in scan.pages for t in p.tables for c in t.cells for n in c.lines]
    assert lines
    assert all(line.confidence is not None and 0 <= line.confidence <= 1 for line in lines)


def test_tables_are_those_of_the_text_layer(scan: DocumentReading, truth: tuple[PageReading, ...]) -> None:
    for cell, printed in pairs(scan, truth):
        assert (cell.row, cell.column, cell.row_span, cell.column_span) == (
            printed.row,
            printed.column,
            printed.row_span,
            printed.column_span,
        )
        assert cell.is_shaded == printed.is_shaded
        assert cell.box.x0 == pytest.approx(printed.box.x0, abs=6)  # the turned page is read upright


def test_figures_are_exact_or_doubted(scan: DocumentReading, truth: tuple[PageReading, ...]) -> None:
    numbers = wrong = 0
    for cell, printed in pairs(scan, truth):
        wanted, found = NUMBER.findall(squeezed(printed)), NUMBER.findall(squeezed(cell))
        numbers += len(wanted)
        if wanted != found:
            wrong += 1
            low = min((n.confidence or 0.0 for n in cell.lines), default=0.0)
            assert cell.agreement == "differ" or low < 0.85, (wanted, found)
    assert numbers >= 40
    assert wrong <= 0.02 * numbers


def test_the_arrow_of_the_schedule_is_found(scan: DocumentReading, truth: tuple[PageReading, ...]) -> None:
    (arrow,), (printed,) = scan.pages[1].drawings, truth[1].drawings
    assert (arrow.kind, arrow.points_to) == ("arrow", "right")
    assert arrow.box.x0 == pytest.approx(printed.box.x0, abs=4)
    assert arrow.box.x1 == pytest.approx(printed.box.x1, abs=4)


def test_a_measure_is_interpreted(scan: DocumentReading) -> None:
    found = interpret(scan, load_profile("teiju-measure-sheet"))
    (measure,) = [r for r in found.records if isinstance(r, Measure)]
    assert measure.name == "休日・夜間診療体制確保事業"
    budgets = [r for r in found.records if isinstance(r, Budget)]
    assert [(b.fiscal_year, b.amount_yen) for b in budgets] == [(y, 49_680_000) for y in range(2019, 2024)]
    (kpi,) = [r for r in found.records if isinstance(r, Kpi)]
    assert (kpi.baseline_value, kpi.target_value, kpi.target_year) == (100, 100, 2023)
    schedules = [r for r in found.records if isinstance(r, Schedule)]
    assert [row.is_active for row in schedules] == [True] * 5
    assert found.facts.text_source == "ocr"
    assert {piece.reader for pieces in measure.sources.values() for piece in pieces} == {"tesseract"}


def test_a_doubtful_figure_is_told_at_its_row(scan: DocumentReading) -> None:
    page = scan.pages[1]
    table = page.tables[1]
    amounts = [cell for cell in table.cells if cell.raw.strip() == "49,680"]
    doubted = replace(amounts[0], agreement="differ", other_text="49,660")
    unsure = replace(amounts[1], lines=tuple(replace(n, confidence=0.5) for n in amounts[1].lines))
    changed = {id(amounts[0]): doubted, id(amounts[1]): unsure}
    cells = tuple(changed.get(id(cell), cell) for cell in table.cells)
    pages = (scan.pages[0], replace(page, tables=(page.tables[0], replace(table, cells=cells))))
    found = interpret(replace(scan, pages=pages), load_profile("teiju-measure-sheet")).findings
    told = {(f.check_id, f.row_id): (f.table_name, f.column_name, f.expected) for f in found}
    assert told["ocr.disagree", "m01/2019/total"] == ("budgets", "amount_yen", "49,660")
    assert told["ocr.low_confidence", "m01/2020/total"] == ("budgets", "amount_yen", None)
    assert {f.check_id for f in found} <= set(load_catalogue())


def test_a_picture_among_pages_with_text(tmp_path: Path) -> None:
    scanned = make_scan(tmp_path / "scan.pdf", [35])
    with pikepdf.open(VISION) as vision, pikepdf.open(scanned) as picture:
        mixed = pikepdf.new()
        mixed.pages.extend([vision.pages[8], picture.pages[0]])
        mixed.save(tmp_path / "mixed.pdf")
    reading = read_any_document(tmp_path / "mixed.pdf")
    assert reading.text_source == "text_layer"
    text, read = reading.pages
    assert not any(check.startswith("ocr.") for check, _, _ in text.problems)
    assert "ocr.page" in [check for check, _, _ in read.problems]
    assert "reader.image_only_page" not in [check for check, _, _ in read.problems]
    assert read.tables and read.chars_total > 300


def test_text_without_character_codes_is_read_from_its_picture(tmp_path: Path) -> None:
    with pikepdf.open(VISION) as vision:
        broken = pikepdf.new()
        broken.pages.append(vision.pages[36])
        for font in broken.pages[0].Resources.Font.values():
            del font.ToUnicode
        broken.save(tmp_path / "broken.pdf")
    with pytest.raises((BrokenGlyphs, NotJapaneseText)):
        read_document(tmp_path / "broken.pdf", workers=1)
    reading = read_any_document(tmp_path / "broken.pdf")
    assert reading.text_source == "ocr"
    cells = {squeezed(cell) for table in reading.pages[0].tables for cell in table.cells}
    assert {"施策名", "関係市町", "役割分担"} <= cells


def test_pictures_without_japanese_stay_refused(tmp_path: Path) -> None:
    page = Image.new("L", (1200, 800), 255)
    pen = ImageDraw.Draw(page)
    for k in range(8):
        pen.text((80, 80 + 80 * k), "Regional plans of towns and villages", 0, ImageFont.load_default(36))
    with pytest.raises(NoTextLayer):
        read_any_document(save_images(tmp_path / "english.pdf", [page]))
    with pytest.raises(NoTextLayer):
        read_any_document(save_images(tmp_path / "blank.pdf", [Image.new("L", (600, 800), 255)]))
