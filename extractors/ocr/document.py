"""Any document: its text layer where it has a usable one, its pictures where it has none."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.readers.census import TextCensus, unreadable_reason
from extractors.readers.errors import (
    BrokenGlyphs,
    NoTextLayer,
    NotJapaneseText,
    ReadingError,
    TesseractMissing,
    TooManyPages,
)
from extractors.readers.limits import MEBIBYTE, Limits, ReaderName
from extractors.readers.preflight import check_file
from extractors.reading import DocumentReading, PageReading

if TYPE_CHECKING:
    from extractors.readers.session import PageResult

# A picture of an A3 page at 300 dpi, its masks and Tesseract's models take some 700 MB of address space; the
# time of a page goes with what is printed on it, 2 to 10 s.
OCR_LIMITS = Limits(
    memory_bytes=1400 * MEBIBYTE,
    page_seconds=60.0,
    document_seconds=240.0,
    page_due_seconds=20.0,
    max_pages=1000,
)
# So many pages tell whether a document is Japanese at all, before hundreds more are read from pictures.
_PROBE_PAGES = 4
# A scan fills its page; what a scanner or an office stamps on it is short and holds no sentence.
_SCAN_SHARE = 0.6
_STAMP_CHARS = 30
_JAPANESE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]")
_PICTURE_PAGE = "reader.image_only_page"


def read_any_document(
    path: str | Path, *, reader: ReaderName = "both", workers: int | None = None
) -> DocumentReading:
    """Read a PDF by its text layer (see `readers.read_document`), and by OCR where it has no usable one.

    A document read from pictures has `text_source` "ocr". In one that has text, a page that is a picture is
    read by OCR and carries the problem `ocr.page`. Raises ReadingError subclasses; TesseractMissing where all
    must be read from pictures and Tesseract's Japanese data is not installed. Where the text is plainly of
    another language, or OCR finds no Japanese either, what is wrong with the text layer is raised.
    """
    from extractors.readers.sandbox import read_document

    try:
        reading = read_document(path, reader=reader, workers=workers)
    except (NoTextLayer, BrokenGlyphs, NotJapaneseText) as error:
        if error.details.get("is_foreign"):
            raise  # the pictures would say the same
        return _read_scan(Path(path), workers, error)
    return _with_picture_pages(reading, workers)


def _read_scan(path: Path, workers: int | None, error: ReadingError) -> DocumentReading:
    from extractors.readers.sandbox import PageProcesses, sha256_of

    check_file(path, OCR_LIMITS)
    source = PageProcesses(path, "ocr", OCR_LIMITS, workers, None, second_pays_pages=2)
    try:
        results: list[PageResult] = []
        if source.page_count > OCR_LIMITS.max_pages:
            raise TooManyPages(document=str(path), count=source.page_count, limit=OCR_LIMITS.max_pages)
        for result in source.results(range(1, source.page_count + 1)):
            results.append(result)
            if len(results) == _PROBE_PAGES and _is_foreign(results, str(path)):
                raise error
    finally:
        source.close()
    if unreadable_reason(_census(results), str(path), require_japanese=True) is not None:
        raise error
    pages = tuple(result.reading for result in results)
    return DocumentReading(str(path), sha256_of(path), source.page_count, "tesseract", "ocr", pages)


def _census(results: Sequence[PageResult]) -> TextCensus:
    return sum((result.census for result in results), TextCensus())


def _is_foreign(results: Sequence[PageResult], document: str) -> bool:
    """Whether what was read so far is text, but not Japanese."""
    reason = unreadable_reason(_census(results), document, require_japanese=True)
    return isinstance(reason, NotJapaneseText)


def _with_picture_pages(reading: DocumentReading, workers: int | None) -> DocumentReading:
    """Pages that are pictures read by OCR; without Tesseract they keep the finding that says so."""
    numbers = [page.number for page in reading.pages if _is_picture(page)]
    if not numbers:
        return reading
    try:
        read = _picture_pages(Path(reading.path), numbers, workers)
    except TesseractMissing:
        return reading
    if len(numbers) == len(reading.pages):  # a scan with its pages' numbers stamped on
        pages = tuple(read[page.number] for page in reading.pages)
        return dataclasses.replace(reading, pages=pages, reader="tesseract", text_source="ocr")
    return dataclasses.replace(reading, pages=tuple(_replaced(p, read.get(p.number)) for p in reading.pages))


def _picture_pages(path: Path, numbers: Sequence[int], workers: int | None) -> dict[int, PageReading]:
    from extractors.readers.sandbox import PageProcesses

    source = PageProcesses(path, "ocr", OCR_LIMITS, workers, len(numbers), second_pays_pages=2)
    try:
        return {number: r.reading for number, r in zip(numbers, source.results(numbers), strict=True)}
    finally:
        source.close()


def _is_picture(page: PageReading) -> bool:
    """Whether a page is a picture: without text, or with no more than a stamp (a number, a date) on it."""
    if any(check_id == _PICTURE_PAGE for check_id, _, _ in page.problems):
        return True
    is_covered = page.image_share >= _SCAN_SHARE and page.chars_total <= _STAMP_CHARS
    return is_covered and not page.tables and not any(_JAPANESE.search(line.text) for line in page.lines)


def _replaced(page: PageReading, read: PageReading | None) -> PageReading:
    """The page as read from its picture; one without print (a photograph) stays as it was."""
    if read is None or read.chars_total == 0:
        return page
    kept = tuple(p for p in page.problems if p[0] != _PICTURE_PAGE)
    problems = (*kept, ("ocr.page", str(read.chars_total), None), *read.problems)
    return dataclasses.replace(read, problems=problems)
