"""The ruled tables of any PDF as files: a CSV each, JSON with spans and boxes, findings, a picture a page."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

from extractors.errors import KyoseiError
from extractors.reading import PageReading, Table
from pipeline.publish.csv_text import BOM, guarded
from pipeline.ruled_tables_findings import PageFinding, page_findings

if TYPE_CHECKING:
    from expectations.catalogue import Check
    from extractors.readers import Renderer
    from extractors.readers.limits import ReaderName

MODEL_NAME: Final = "tables.json"
FINDINGS_NAME: Final = "findings.csv"
_FINDING_COLUMNS: Final = (
    "page", "x0", "top", "x1", "bottom", "severity", "check_id", "observed", "message_ja", "message_en",
)  # fmt: skip
_DPI: Final = 110.0
_MAX_OVERLAY_PIXELS: Final = 6_000_000  # drawing sheets are drawn coarser, so that memory stays flat
# A picture is for looking; it may take less than the reading, which goes on beside it.
_PICTURE_SECONDS: Final = 10.0
# Print and marks have few colours; a palette takes a third of the bytes and of the time to pack them.
_PALETTE_COLOURS: Final = 128
_FAST_OCTREE: Final = 2  # PIL.Image.Quantize.FASTOCTREE, without importing PIL for it
_PICTURE_BYTES: Final = 512 * 1024 * 1024
_MAX_PAGE_NUMBER: Final = 10_000
# A figure with a sign is no formula; left as it is, so that it stays a figure.
_FIGURE: Final = re.compile(r"[-+]?[\d,.\s]*[%％]?")


class PageListError(KyoseiError):
    """`--pages` is no list of page numbers: `text`."""

    code = "PAGES_NOT_UNDERSTOOD"
    title_ja = "頁の指定「{text}」が分かりません"
    title_en = "The page list {text!r} is not understood"
    next_step_ja = "1-3,7 のように、先頭を1とする頁番号で指定してください"
    next_step_en = "Give page numbers, the first page is 1, for example 1-3,7"


def parse_pages(text: str) -> list[int]:
    """Page numbers of a list such as `1-3,7`, ascending. Raises `PageListError`."""
    numbers: set[int] = set()
    for part in text.split(","):
        found = re.fullmatch(r"\s*(\d{1,9})\s*(?:-\s*(\d{1,9})\s*)?", part, re.ASCII)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 1 <= first <= last <= _MAX_PAGE_NUMBER:
            raise PageListError(text=text)
        numbers.update(range(first, last + 1))
    return sorted(numbers)


@dataclass(slots=True)
class Written:
    """What was written: counts over all pages, findings by check id, and pages without a picture."""

    n_pages: int = 0
    n_pages_ocr: int = 0
    n_tables: int = 0
    n_cells: int = 0
    n_chars: int = 0
    n_chars_in_tables: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    pages_without_picture: list[int] = field(default_factory=list)


def write_ruled_tables(
    document: Path, folder: Path, *, pages: Sequence[int] | None = None, reader: ReaderName = "both"
) -> Written:
    """Write the tables of `document` (any language) into the existing, empty `folder`, page by page.

    Files: `p001-t1.csv` a table, `p001.png` a page, `tables.json`, `findings.csv`. Pages without text, and
    all pages of a document whose text cannot be used, are read from their pictures. Raises `ReadingError`.
    """
    from extractors.ocr import iter_any_pages, scan_results
    from extractors.readers.errors import BrokenGlyphs, NotJapaneseText, ReadingError
    from extractors.readers.limits import Limits
    from extractors.readers.preflight import check_file

    check_file(document, Limits())  # before its name is written down
    try:
        return _write(document, folder, iter_any_pages(document, pages=pages, reader=reader))
    except (BrokenGlyphs, NotJapaneseText) as error:
        if error.details["is_foreign"]:
            raise
        reason: ReadingError = error
    _empty(folder)
    results = scan_results(document, reason, purpose="tables", pages=pages)
    return _write(document, folder, (result.reading for result in results))


def _write(document: Path, folder: Path, readings: Iterable[PageReading]) -> Written:
    from expectations.catalogue import load_catalogue

    with (
        (folder / MODEL_NAME).open("w", encoding="utf-8") as model,
        (folder / FINDINGS_NAME).open("w", encoding="utf-8", newline="") as findings,
        _Overlays(document) as overlays,
    ):
        writer = _Writer(folder, model, findings, load_catalogue())
        model.write(f'{{"document": {json.dumps(str(document), ensure_ascii=False)},\n"pages": [')
        for reading in readings:
            writer.add(reading)
            if not overlays.draw(reading, folder / f"{_page_name(reading.number)}.png"):
                writer.written.pages_without_picture.append(reading.number)
        model.write("\n]}\n")
    return writer.written


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


class _Writer:
    """Adds one page after the other to the files of a folder."""

    def __init__(self, folder: Path, model: TextIO, findings: TextIO, catalogue: Mapping[str, Check]) -> None:
        self.written = Written()
        self._folder, self._model, self._catalogue = folder, model, catalogue
        findings.write(BOM)
        self._findings = csv.writer(findings, lineterminator="\r\n")
        self._findings.writerow(_FINDING_COLUMNS)

    def add(self, reading: PageReading) -> None:
        """Write a page: each table as CSV, its model, and what to look at."""
        from extractors.tables.export import page_as_dict

        self._model.write(",\n" if self.written.n_pages else "\n")
        self._model.write(json.dumps(page_as_dict(reading), ensure_ascii=False))
        for table in reading.tables:
            _write_csv(self._folder / f"{_page_name(reading.number)}-t{table.index + 1}.csv", table)
        self._count(reading)
        for found in page_findings(reading):
            self._findings.writerow(self._finding_row(reading.number, found))

    def _count(self, reading: PageReading) -> None:
        from extractors.tables.export import is_from_picture

        written = self.written
        cells = [cell for table in reading.tables for cell in table.cells]
        written.n_pages += 1
        written.n_pages_ocr += is_from_picture(reading)
        written.n_tables += len(reading.tables)
        written.n_cells += len(cells)
        written.n_chars += reading.chars_total
        written.n_chars_in_tables += sum(not c.isspace() for cell in cells for c in cell.raw)

    def _finding_row(self, page: int, found: PageFinding) -> list[Any]:
        check = self._catalogue[found.check_id]
        self.written.findings[found.check_id] += 1
        names = {"page": str(page), "other": found.other or "", "confidence": str(found.confidence)}
        box = found.box
        place = [round(side, 2) for side in (box.x0, box.top, box.x1, box.bottom)] if box else [""] * 4
        texts = [_csv_cell(text) for text in (found.observed, *check.messages(found.observed, None, names))]
        return [page, *place, check.severity, found.check_id, *texts]


def _page_name(number: int) -> str:
    return f"p{number:03d}"


def _write_csv(path: Path, table: Table) -> None:
    """The grid as CSV; a cell's text stands at every position it spans, its lines apart by line feeds."""
    from extractors.tables.export import grid_rows

    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(BOM)
        writer = csv.writer(stream, lineterminator="\r\n")
        for row in grid_rows(table):
            writer.writerow([_csv_cell(text) for text in row])


def _csv_cell(text: str) -> str:
    return text if _FIGURE.fullmatch(text) else guarded(text)


class _Overlays:
    """Pictures of pages with what was read marked; a page that cannot be drawn stays without."""

    def __init__(self, document: Path) -> None:
        self._document = document
        self._renderer: Renderer | None = None

    def __enter__(self) -> _Overlays:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def draw(self, reading: PageReading, path: Path) -> bool:
        """Write the picture of a page; whether it could be drawn."""
        from extractors.readers import Limits, ReadingError, Renderer
        from extractors.tables.export import draw_overlay

        size_in2 = reading.width_pt * reading.height_pt * (reading.display_scale / 72) ** 2
        try:
            limits = Limits(memory_bytes=_PICTURE_BYTES, page_seconds=_PICTURE_SECONDS)
            self._renderer = self._renderer or Renderer(self._document, limits)
            image = self._renderer.page(
                reading.number, dpi=min(_DPI, (_MAX_OVERLAY_PIXELS / size_in2) ** 0.5)
            )
        except ReadingError:
            self._close()  # its process may be gone; the next page gets a new one
            return False
        drawn = draw_overlay(image.rotate(-reading.turned_degrees, expand=True), reading)
        drawn.quantize(_PALETTE_COLOURS, method=_FAST_OCTREE).save(path, compress_level=3)
        return True

    def _close(self) -> None:
        if self._renderer is not None:
            self._renderer.close()
            self._renderer = None
