"""`kyosei tables` on pictures: scans, pages that are pictures, text layers that are damaged."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from extractors.geometry import Box
from extractors.ocr import scan
from extractors.ocr.engine import tessdata_folder
from extractors.readers import sandbox
from extractors.readers.census import take_census
from extractors.readers.errors import BrokenGlyphs, NoTablesInPictures, NoTextLayer
from extractors.readers.session import PageResult
from extractors.reading import PageReading
from pipeline.cli import main
from pipeline.ruled_tables_findings import page_findings
from tests.lattice_kit import Sheet
from tests.ocr_scans import save_images

needs_tesseract = pytest.mark.skipif(
    tessdata_folder() is None, reason="Tesseract's Japanese and English data are not installed"
)
ROWS = [["施策名", "事業費(千円)"], ["医療体制の確保", "49,680"], ["地域の公共交通", "53,761"]]


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of text with one table."""
    path = tmp_path_factory.mktemp("sheet") / "text.pdf"
    made = Sheet(path)
    made.grid([60, 300, 500], [60, 90, 120, 150])
    for k, row in enumerate(ROWS):
        for x, text in zip((70, 310), row, strict=True):
            made.text(x, 68 + 30 * k, text, 12)
    made.text(60, 200, "この表は圏域の市町が行う事業の費用を示すものです。", 12)
    made.canvas.save()
    return path


def drawn(path: Path, *turns: int) -> list[Image.Image]:
    """The document's page at 200 dpi, turned (counter-clockwise) so many times."""
    document = pypdfium2.PdfDocument(path)
    page = document[0].render(scale=200 / 72).to_pil().convert("L")
    document.close()
    return [page.rotate(turn, expand=True) for turn in turns]


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [["".join(cell.split()) for cell in row] for row in csv.reader(stream)]


def model_of(folder: Path) -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = json.loads((folder / "tables.json").read_text(encoding="utf-8"))["pages"]
    return pages


@needs_tesseract
def test_a_scan_on_its_side_is_read_and_its_overlay_stands_upright(sheet: Path, tmp_path: Path) -> None:
    document = save_images(tmp_path / "scan.pdf", drawn(sheet, 90))
    out = tmp_path / "out"
    assert main(["tables", str(document), "--out", str(out)]) == 0
    assert rows_of(out / "p001-t1.csv") == ROWS
    (turned,) = model_of(out)
    assert (turned["text_source"], turned["turned_degrees"]) == ("ocr", 90)
    assert turned["width_pt"] < turned["height_pt"]
    cells = [cell for table in turned["tables"] for cell in table["cells"]]
    assert all(0.5 < cell["confidence"] <= 1 for cell in cells)
    with Image.open(out / "p001.png") as picture:
        assert picture.width < picture.height
    assert "ocr.turned" in (out / "findings.csv").read_text(encoding="utf-8-sig")


@needs_tesseract
def test_a_picture_among_pages_of_text_is_read_and_told(sheet: Path, tmp_path: Path) -> None:
    scanned = save_images(tmp_path / "scan.pdf", drawn(sheet, 0))
    with pikepdf.open(sheet) as text, pikepdf.open(scanned) as picture, pikepdf.new() as mixed:
        mixed.pages.extend([picture.pages[0], text.pages[0]])
        mixed.save(tmp_path / "mixed.pdf")
    out = tmp_path / "out"
    assert main(["tables", str(tmp_path / "mixed.pdf"), "--out", str(out)]) == 0
    assert rows_of(out / "p001-t1.csv") == rows_of(out / "p002-t1.csv") == ROWS
    assert [page["text_source"] for page in model_of(out)] == ["ocr", "text_layer"]
    assert "ocr.page" in (out / "findings.csv").read_text(encoding="utf-8-sig")


@needs_tesseract
def test_a_damaged_text_layer_is_left_for_the_picture(tmp_path: Path) -> None:
    with pikepdf.open("raw/ichinoseki-hiraizumi/2019-03/vision.pdf") as vision, pikepdf.new() as broken:
        broken.pages.append(vision.pages[36])
        for font in broken.pages[0].Resources.Font.values():
            del font.ToUnicode
        broken.pages[0].MediaBox = pikepdf.Array([0, 572, 595, 842])
        broken.save(tmp_path / "broken.pdf")
    out = tmp_path / "out"
    assert main(["tables", str(tmp_path / "broken.pdf"), "--out", str(out)]) == 0
    assert [page["text_source"] for page in model_of(out)] == ["ocr"]
    labels = {row[0] for row in rows_of(out / "p001-t1.csv")}
    assert {"一関市の役割", "平泉町の役割"} <= labels


@needs_tesseract
def test_pictures_without_print_are_refused_and_leave_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blank = save_images(tmp_path / "blank.pdf", [Image.new("L", (600, 800), 255)])
    assert main(["tables", str(blank), "--out", str(tmp_path / "none"), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "READ_NO_TEXT_LAYER"
    assert not (tmp_path / "none").exists()


def page_of(number: int, text: str, *, tables: Sequence[Any] = ()) -> PageResult:
    reading = PageReading(number, 595, 842, 0, tuple(tables), (), (), (), len(text))
    return PageResult(reading, take_census([{"text": text}]))


class _Pictures:
    """Stands for the processes that read pictures: the same text on every page, no tables."""

    def __init__(self, count: int, text: str) -> None:
        self.page_count, self._text, self.asked = count, text, list[int]()

    def results(self, numbers: Sequence[int]) -> Iterator[PageResult]:
        for number in numbers:
            self.asked.append(number)
            yield page_of(number, self._text)

    def close(self) -> None:
        pass


def scanned_pages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, source: _Pictures, purpose: scan.Purpose
) -> list[int]:
    path = save_images(tmp_path / "any.pdf", [Image.new("L", (60, 80), 255)])
    monkeypatch.setattr(sandbox, "PageProcesses", lambda *_, **__: source)
    results = scan.scan_results(path, NoTextLayer(document="any.pdf"), purpose=purpose)
    return [result.reading.number for result in results]


def test_a_long_scan_without_tables_is_given_up_early(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = _Pictures(300, "これは共生ビジョンではなく、小説の一頁です。表はどこにもありません。")
    with pytest.raises(NoTablesInPictures):
        scanned_pages(monkeypatch, tmp_path, book, "vision")
    assert len(book.asked) == 16
    assert max(b - a for a, b in zip(sorted(book.asked), sorted(book.asked)[1:], strict=False)) < 20
    assert scanned_pages(monkeypatch, tmp_path, book, "tables") == list(range(1, 301))


def test_a_scan_in_letters_that_make_no_words_is_given_up_after_four_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    art = _Pictures(80, "xqzkjvwpbgfmyczkqxvjwkzpqgbx" * 10)
    for purpose in ("vision", "tables"):
        art.asked.clear()
        with pytest.raises(NoTextLayer):
            scanned_pages(monkeypatch, tmp_path, art, purpose)
        assert art.asked == [1, 41, 21, 61]


def test_a_scan_with_next_to_no_print_is_no_vision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = _Pictures(60, "図1")
    with pytest.raises(NoTextLayer):
        scanned_pages(monkeypatch, tmp_path, sheets, "vision")
    assert len(sheets.asked) == 4
    sheets.asked.clear()
    assert len(scanned_pages(monkeypatch, tmp_path, sheets, "tables")) == 60


def test_a_text_layer_that_its_fonts_do_not_draw_is_not_given_up_for_an_empty_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three rows of labels are read of a page that stores 900 characters."""
    path = save_images(tmp_path / "any.pdf", [Image.new("L", (60, 80), 255)])
    monkeypatch.setattr(
        sandbox, "PageProcesses", lambda *_, **__: _Pictures(1, "取組の内容、役割分担、効果、" * 4)
    )
    reason = BrokenGlyphs(document="any.pdf", count=400, total=900, is_foreign=False)
    with pytest.raises(BrokenGlyphs):
        list(scan.scan_results(path, reason, purpose="tables"))
    list(scan.scan_results(path, NoTextLayer(document="any.pdf"), purpose="tables"))


def test_latin_letters_misread_as_kana_are_not_japanese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = _Pictures(40, "InternationalコスーンmemberスムTOンnsof計ーレンAgreeスement" * 6)
    with pytest.raises(NoTextLayer):
        scanned_pages(monkeypatch, tmp_path, book, "vision")
    assert book.asked == [1, 21]


def test_a_scan_in_another_language_is_given_up_after_two_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = _Pictures(80, "The council has decided that each of the members reports its expenses. " * 4)
    with pytest.raises(NoTextLayer):
        scanned_pages(monkeypatch, tmp_path, book, "vision")
    assert book.asked == [1, 41]
    assert len(scanned_pages(monkeypatch, tmp_path, book, "tables")) == 80


def test_doubts_of_ocr_are_told_by_their_own_names(sheet: Path, tmp_path: Path) -> None:
    from extractors.readers import read_document

    (page,) = read_document(sheet, reader="pdfium", workers=0).pages
    (table,) = page.tables
    amount = next(cell for cell in table.cells if cell.raw == "49,680")
    read = replace(amount, lines=tuple(replace(line, confidence=0.6) for line in amount.lines))
    differing = replace(read, agreement="differ", other_text="49,660")

    def told(cell: Any) -> list[tuple[str, Box | None, str | None, int | None]]:
        found = page_findings(replace(page, tables=(replace(table, cells=(cell,)),), lines=()))
        return [(f.check_id, f.box, f.other, f.confidence) for f in found]

    assert told(amount) == []
    assert told(read) == [("ocr.low_confidence", amount.box, None, 60)]
    assert told(differing) == [("ocr.disagree", amount.box, "49,660", None)]
