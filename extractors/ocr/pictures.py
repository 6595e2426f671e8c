"""Pages that are pictures in a document with text: which they are, and their reading by OCR."""

from __future__ import annotations

import contextlib
import dataclasses
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.geometry import Box
from extractors.ocr.scan import OCR_LIMITS, scan_results
from extractors.readers.errors import (
    BrokenGlyphs,
    NoTextLayer,
    NotJapaneseText,
    ReadingError,
    TesseractMissing,
)
from extractors.readers.languages import MIN_LATIN_LETTERS
from extractors.readers.limits import ReaderName
from extractors.reading import Line, PageReading

if TYPE_CHECKING:
    from extractors.readers.process import ReadingProcess

# A scan fills its page; what a scanner or an office stamps on it is short and holds no sentence, or stands in
# the margin (a running head, the page's number).
_SCAN_SHARE = 0.6
_STAMP_CHARS = 30
_MARGIN_SHARE = 0.08
_MARGIN_CHARS = 120
# More than a stamp, less than a page of text: a note typed over a scan, or a title over a photograph. A scan
# prints several times as much as the note.
_NOTE_CHARS = 400
_TIMES_MORE = 3
_LEAST_PRINT = 150
_MIN_JAPANESE = 0.25
_JAPANESE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]")
_PICTURE_PAGE = "reader.image_only_page"
_OUTLINED_PAGE = "reader.outlined_page"
_UNREAD = (_PICTURE_PAGE, _OUTLINED_PAGE)
# What the text layer says of itself; the reading of the picture says it in its own frame and words.
_OF_THE_TEXT = ("reader.annotation_text", "reader.covered_text", "reader.white_text")


def is_picture(page: PageReading) -> bool:
    """Whether a page is a picture: without text, or with no more than a stamp (a number, a date) on it.

    So is one whose letters are drawn as outlines.
    """
    if any(check_id in _UNREAD for check_id, _, _ in page.problems):
        return True
    return _is_covered(page) and (_is_stamped(page) or _is_text_in_margin(page))


def may_be_picture(page: PageReading) -> bool:
    """Whether a page is a picture, or has so little text over one that its picture must be read to tell."""
    return is_picture(page) or (_is_covered(page) and page.chars_total <= _NOTE_CHARS)


def _is_covered(page: PageReading) -> bool:
    return page.image_share >= _SCAN_SHARE


def _is_stamped(page: PageReading) -> bool:
    is_short = page.chars_total <= _STAMP_CHARS and not page.tables
    return is_short and not any(_JAPANESE.search(line.text) for line in page.lines)


def _is_text_in_margin(page: PageReading) -> bool:
    margin_pt = _MARGIN_SHARE * page.height_pt
    is_there = all(
        line.box.bottom <= margin_pt or line.box.top >= page.height_pt - margin_pt for line in page.lines
    )
    return is_there and not page.tables and page.chars_total <= _MARGIN_CHARS


def with_reading(page: PageReading, read: PageReading | None) -> PageReading:
    """The page as read from its picture; one without print (a photograph) stays as it was."""
    if read is None or not says_more(page, read):
        return page
    if read.chars_total == 0:  # what looked like outlines of letters are none
        return dataclasses.replace(page, problems=_without(page, _OUTLINED_PAGE))
    kept = _without(page, *_UNREAD, *_OF_THE_TEXT)
    problems = (*kept, ("ocr.page", str(read.chars_total), None), *read.problems)
    return dataclasses.replace(read, problems=problems)


def says_more(page: PageReading, read: PageReading) -> bool:
    """Whether the picture of a page counts rather than its text."""
    if is_picture(page):
        return True
    text = "".join(line.text for line in _lines(read))
    is_japanese = len(_JAPANESE.findall(text)) >= _MIN_JAPANESE * read.chars_total
    return is_japanese and read.chars_total >= max(_LEAST_PRINT, _TIMES_MORE * page.chars_total)


def _lines(page: PageReading) -> Iterator[Line]:
    yield from page.lines
    for table in page.tables:
        yield from (line for cell in table.cells for line in cell.lines)


def _without(page: PageReading, *check_ids: str) -> tuple[tuple[str, str, Box | None], ...]:
    return tuple(problem for problem in page.problems if problem[0] not in check_ids)


def unread(page: PageReading) -> PageReading:
    """A picture that could not be read, or was not, with the finding that says so."""
    if not is_picture(page) or any(check_id in _UNREAD for check_id, _, _ in page.problems):
        return page
    problem = (_PICTURE_PAGE, str(round(100 * page.image_share)), None)
    return dataclasses.replace(page, problems=(*page.problems, problem))


def iter_any_pages(
    path: Path, *, pages: Sequence[int] | None = None, reader: ReaderName = "both", workers: int | None = None
) -> Iterator[PageReading]:
    """The pages of a document in any language, one at a time: their text, or what their pictures print.

    A document of pictures alone is read by OCR (TesseractMissing where its data is not installed); in one
    with text, a page that is a picture carries the problem `ocr.page`, or keeps `reader.image_only_page`
    where OCR is not possible. Raises ReadingError subclasses; at the end BrokenGlyphs or NotJapaneseText
    where the text is damaged: the pages given before are of no use then (see `scan.scan_results`).
    """
    is_begun = False
    try:
        for page in _pages(path, pages, reader, workers, require_japanese=True):
            is_begun = True
            yield page
        return
    except NotJapaneseText as error:
        is_told = error.details["is_foreign"] or error.details["letters"] < MIN_LATIN_LETTERS
        if not is_told and _prints_japanese(path, error, pages, workers):
            raise
    if not is_begun:  # a long document is refused before its first page
        yield from _pages(path, pages, reader, workers, require_japanese=False)


def _pages(
    path: Path,
    pages: Sequence[int] | None,
    reader: ReaderName,
    workers: int | None,
    *,
    require_japanese: bool,
) -> Iterator[PageReading]:
    from extractors.readers import iter_pages

    held: list[PageReading] = []
    is_scan = True
    with _Pictures(path) as pictures:
        try:
            for page in iter_pages(
                path, pages=pages, reader=reader, workers=workers, require_japanese=require_japanese
            ):
                held.append(page)
                is_scan = is_scan and (page.chars_total == 0 or is_picture(page))
                if not is_scan:
                    yield from map(pictures.replaced, held)
                    held = []
        except (NoTextLayer, BrokenGlyphs, NotJapaneseText):
            if not held:
                raise
    if held:
        reason = NoTextLayer(document=str(path))
        results = scan_results(path, reason, purpose="tables", pages=pages, workers=workers)
        yield from (result.reading for result in results)


def _prints_japanese(
    path: Path, reason: ReadingError, pages: Sequence[int] | None, workers: int | None
) -> bool:
    """Whether OCR finds Japanese on some pages; not, where it is not possible."""
    results = scan_results(path, reason, purpose="tables", pages=pages, workers=workers)
    with contextlib.closing(results), contextlib.suppress(ReadingError):
        next(results)
        return True
    return False


class _Pictures:
    """Single pages read by OCR in a process that starts when it is needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._process: ReadingProcess | None = None
        self._is_possible = True

    def __enter__(self) -> _Pictures:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def replaced(self, page: PageReading) -> PageReading:
        """The page, read by OCR where it is a picture and that is possible."""
        if not may_be_picture(page):
            return page
        if not self._is_possible:
            return unread(page)
        try:
            return with_reading(page, self._read(page.number))
        except TesseractMissing:
            self._is_possible = False
        except ReadingError:
            self._close()  # its process may be gone; the next picture gets a new one
        return unread(page)

    def _read(self, number: int) -> PageReading:
        from extractors.readers.process import ReadingProcess

        if self._process is None:
            self._process = ReadingProcess(self._path, "ocr", OCR_LIMITS.with_patience())
            self._process.opened()
        self._process.ask(number)
        _, answer = self._process.receive()
        if isinstance(answer, ReadingError):
            raise answer
        reading: PageReading = answer.reading
        return reading

    def _close(self) -> None:
        if self._process is not None:
            self._process.close()
            self._process = None
