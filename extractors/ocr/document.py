"""Any document: its text layer where it has a usable one, its pictures where it has none."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from extractors.ocr.measurelabels import have_measures
from extractors.ocr.pictures import is_picture, unread, with_reading
from extractors.ocr.scan import MEASURE_PAGES, OCR_LIMITS, scan_results, spread
from extractors.readers.errors import (
    BrokenGlyphs,
    NoTextLayer,
    NotJapaneseText,
    ReadingError,
    TesseractMissing,
)
from extractors.readers.limits import ReaderName
from extractors.reading import DocumentReading, PageReading


def read_any_document(
    path: str | Path, *, reader: ReaderName = "both", workers: int | None = None
) -> DocumentReading:
    """Read a PDF by its text layer (see `readers.read_document`), and by OCR where it has no usable one.

    A document read from pictures has `text_source` "ocr". In one that has text, a page that is a picture is
    read by OCR and carries the problem `ocr.page`. Raises ReadingError subclasses; TesseractMissing where all
    must be read from pictures and Tesseract's Japanese data is not installed. Where the text is plainly of
    another language, or OCR finds no Japanese either, what is wrong with the text layer is raised;
    NoTablesInPictures where pages spread over a long scan have no table of measures. Of many pictures in a
    document whose text has none either, those spread over it are read; the others keep the finding
    `reader.image_only_page`.
    """
    from extractors.readers.sandbox import read_document

    try:
        reading = read_document(path, reader=reader, workers=workers)
    except (NoTextLayer, BrokenGlyphs, NotJapaneseText) as error:
        if error.details.get("is_foreign"):
            raise  # the pictures would say the same
        return _read_scan(Path(path), workers, error)
    return _with_picture_pages(reading, workers)


def _read_scan(path: Path, workers: int | None, reason: ReadingError) -> DocumentReading:
    from extractors.readers.sandbox import sha256_of

    results = scan_results(path, reason, purpose="vision", workers=workers)
    pages = tuple(result.reading for result in results)
    return DocumentReading(str(path), sha256_of(path), len(pages), "tesseract", "ocr", pages)


def _with_picture_pages(reading: DocumentReading, workers: int | None) -> DocumentReading:
    """Pages that are pictures read by OCR; those that are not carry the finding that says so."""
    numbers = [page.number for page in reading.pages if is_picture(page)]
    if not numbers:
        return reading
    try:
        read = _wanted_pictures(reading, numbers, workers)
    except TesseractMissing:
        read = {}
    if len(read) == len(reading.pages):  # a scan with its pages' numbers stamped on
        pages = tuple(read[page.number] for page in reading.pages)
        return dataclasses.replace(reading, pages=pages, reader="tesseract", text_source="ocr")
    left = {*numbers} - {*read}
    return dataclasses.replace(
        reading,
        pages=tuple(
            unread(p) if p.number in left else with_reading(p, read.get(p.number)) for p in reading.pages
        ),
    )


def _wanted_pictures(
    reading: DocumentReading, numbers: Sequence[int], workers: int | None
) -> dict[int, PageReading]:
    """The pictures by page; of many, only some where neither the text nor those have measures."""
    path = Path(reading.path)
    first = list(numbers) if have_measures(reading.pages) else spread(numbers, MEASURE_PAGES)
    read = _picture_pages(path, sorted(first), workers)
    rest = sorted({*numbers} - {*first})
    return {**read, **_picture_pages(path, rest, workers)} if rest and have_measures(read.values()) else read


def _picture_pages(path: Path, numbers: Sequence[int], workers: int | None) -> dict[int, PageReading]:
    from extractors.readers.sandbox import PageProcesses

    source = PageProcesses(path, "ocr", OCR_LIMITS, workers, len(numbers), second_pays_pages=2)
    try:
        return {number: r.reading for number, r in zip(numbers, source.results(numbers), strict=True)}
    finally:
        source.close()
