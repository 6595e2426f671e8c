"""Any document: its text layer where it has a usable one, its pictures where it has none."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from extractors.ocr.measurelabels import have_measures
from extractors.ocr.pictures import is_picture, may_be_picture, says_more, unread, with_reading
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

_TRIAL_PAGES = 4


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
    if not any(map(may_be_picture, reading.pages)):
        return reading
    try:
        read = _pictures_with_more(reading, workers)
    except TesseractMissing:
        read = {}
    if len(read) == len(reading.pages):  # a scan with its pages' numbers stamped on
        pages = tuple(read[page.number] for page in reading.pages)
        return dataclasses.replace(reading, pages=pages, reader="tesseract", text_source="ocr")
    return dataclasses.replace(
        reading,
        pages=tuple(
            with_reading(p, read[p.number]) if p.number in read else unread(p) for p in reading.pages
        ),
    )


def _pictures_with_more(reading: DocumentReading, workers: int | None) -> dict[int, PageReading]:
    """The pictures read, by page; of those that may be none (a title over a photograph) such as say more.

    Where a few of these say no more than their text, the others (slides on a background) do not either.
    """
    numbers = [page.number for page in reading.pages if is_picture(page)]
    read = _wanted_pictures(reading, numbers, workers) if numbers else {}
    doubtful = {p.number: p for p in reading.pages if may_be_picture(p) and p.number not in {*numbers}}
    first = spread([*doubtful], _TRIAL_PAGES) if doubtful else []
    for some in (first, [*({*doubtful} - {*first})]):
        found = _picture_pages(Path(reading.path), sorted(some), workers) if some else {}
        more = {number: page for number, page in found.items() if says_more(doubtful[number], page)}
        if not more:
            break
        read |= more
    return read


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
