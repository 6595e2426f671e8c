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
from extractors.reading import PageReading

if TYPE_CHECKING:
    from extractors.readers.process import ReadingProcess

# A scan fills its page; what a scanner or an office stamps on it is short and holds no sentence.
_SCAN_SHARE = 0.6
_STAMP_CHARS = 30
_JAPANESE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]")
_PICTURE_PAGE = "reader.image_only_page"
_OUTLINED_PAGE = "reader.outlined_page"
_UNREAD = (_PICTURE_PAGE, _OUTLINED_PAGE)


def is_picture(page: PageReading) -> bool:
    """Whether a page is a picture: without text, or with no more than a stamp (a number, a date) on it.

    So is one whose letters are drawn as outlines.
    """
    if any(check_id in _UNREAD for check_id, _, _ in page.problems):
        return True
    is_covered = page.image_share >= _SCAN_SHARE and page.chars_total <= _STAMP_CHARS
    return is_covered and not page.tables and not any(_JAPANESE.search(line.text) for line in page.lines)


def with_reading(page: PageReading, read: PageReading | None) -> PageReading:
    """The page as read from its picture; one without print (a photograph) stays as it was."""
    if read is None:
        return page
    if read.chars_total == 0:  # what looked like outlines of letters are none
        return dataclasses.replace(page, problems=_without(page, _OUTLINED_PAGE))
    kept = _without(page, *_UNREAD)
    problems = (*kept, ("ocr.page", str(read.chars_total), None), *read.problems)
    return dataclasses.replace(read, problems=problems)


def _without(page: PageReading, *check_ids: str) -> tuple[tuple[str, str, Box | None], ...]:
    return tuple(problem for problem in page.problems if problem[0] not in check_ids)


def unread(page: PageReading) -> PageReading:
    """A picture that could not be read, or was not, with the finding that says so."""
    if any(check_id in _UNREAD for check_id, _, _ in page.problems):
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
        if not is_picture(page):
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
