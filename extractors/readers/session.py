"""One open document and its pages, read where it runs: in a sandbox's child, or in-process for tests."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from extractors.collection import collector_paused
from extractors.geometry import Box
from extractors.readers.alarm import TimeIsUp, alarm
from extractors.readers.census import TextCensus, take_census
from extractors.readers.errors import DamagedPdf, DecompressionBomb, ReadingError
from extractors.readers.frame import DisplayFrame
from extractors.readers.limits import Limits, ReaderName
from extractors.readers.outlined import outlined_problems
from extractors.readers.pdfium import PageObjects, PdfiumDocument, Problem
from extractors.readers.pdfminer import PdfminerDocument
from extractors.readers.plumber import display_page, native_drawings
from extractors.readers.turning import turn_to_upright, turned_problem
from extractors.readers.visibility import hide_alike
from extractors.reading import PageReading

_IMAGE_ONLY_SHARE = 0.3  # of a page without text; a smaller picture is an ornament


@dataclass(frozen=True, slots=True)
class PageResult:
    """A page as read, with the census of its text."""

    reading: PageReading
    census: TextCensus


def warm_up() -> None:
    """Import what reading a page needs."""
    import_module("extractors.tables.page")


class DocumentSession:
    """Opens the document with the readers asked for and reads its pages one at a time.

    PDFium is the reader of record for `both` and `pdfium`. pdfminer is opened too: for its characters
    (`both`), and for /UserUnit and the soundness of content streams, which PDFium does not tell.
    `second_seconds` bounds the second reader's time for a page (main thread only; None: no bound).
    Raises the named errors of opening a document.
    """

    def __init__(
        self, path: Path, reader: ReaderName, limits: Limits, second_seconds: float | None = None
    ) -> None:
        self._path, self._reader, self._limits = str(path), reader, limits
        self._second_seconds = second_seconds
        self._pdfium = PdfiumDocument(path, limits)
        self.page_count = self._pdfium.page_count
        self.is_repaired = self._pdfium.is_repaired
        self._pdfminer, self._pdfminer_fault = self._open_pdfminer(path)
        if self._pdfminer:
            self._pdfium.hidden_layers = self._pdfminer.hidden_layers()
            self._pdfium.unicode_fonts = self._pdfminer.unicode_fonts

    def _open_pdfminer(self, path: Path) -> tuple[PdfminerDocument | None, str]:
        try:
            return PdfminerDocument(path, self._limits), ""
        except DamagedPdf as error:
            if self._reader == "pdfminer":
                raise
            return None, error.message_en

    def close(self) -> None:
        """Release both readers."""
        self._pdfium.close()
        if self._pdfminer:
            self._pdfminer.close()

    @collector_paused()
    def read(self, number: int) -> PageResult:
        """Page `number` (from 1): tables, lines, drawings, problems. Raises ReadingError subclasses."""
        from extractors.tables.page import read_page

        found, others = self._page_objects(number)
        frame = found.frame
        self._limits.check_page_size(frame.width_pt, frame.height_pt, self._path, number)
        census = take_census(found.objects.get("char", ()))
        page = display_page(number, frame, found.objects)
        record = "pdfminer" if self._reader == "pdfminer" else "pdfium"
        reading = read_page(page, others, reader=record)
        page.close()
        if census.visible == 0 and reading.image_share >= _IMAGE_ONLY_SHARE:
            found.problems.append(("reader.image_only_page", str(round(100 * reading.image_share)), None))
        return PageResult(_with_problems(reading, found), census)

    def objects(self, number: int) -> PageObjects:
        """What the reader of record finds on page `number`. Raises ReadingError subclasses."""
        return self._page_objects(number)[0]

    def _page_objects(self, number: int) -> tuple[PageObjects, list[dict[str, Any]] | None]:
        unit, problems = self._inspect(number)
        if self._reader == "pdfminer":
            found, others = self._read_with_pdfminer(number), None
        else:
            found = self._pdfium.read(number, unit)
            others = self._second_opinion(number, found.frame, problems)
            if others:
                hide_alike(others, found.objects.get("char", []))
        found.problems += problems
        return found, others

    def _inspect(self, number: int) -> tuple[float, list[Problem]]:
        """/UserUnit, and what pdfminer's parser says about the page's data."""
        if self._pdfminer is None:
            return 1.0, []
        try:
            with alarm(self._second_seconds):
                n_damaged = self._pdfminer.damaged_streams(number)
                unit = self._pdfminer.user_unit(number)
        except DecompressionBomb:
            raise
        except Exception as error:  # pdfminer raises anything at all on damaged input
            self._pdfminer_fault = repr(error)
            if isinstance(error, TimeIsUp):  # a reference that leads back to itself: it would never end
                self._pdfminer = None
            return 1.0, []
        return unit, [("reader.damaged_content", str(n_damaged), None)] if n_damaged else []

    def _second_opinion(
        self, number: int, frame: DisplayFrame, problems: list[Problem]
    ) -> list[dict[str, Any]] | None:
        if self._reader != "both":
            return None
        fault = self._pdfminer_fault
        if self._pdfminer is not None:
            try:
                with alarm(self._second_seconds):
                    return self._pdfminer.chars(number, frame)
            except Exception as error:  # one reader's failure is a finding, not the end of the reading
                fault = repr(error)
        problems.append(("reader.second_reader_failed", fault[:300], None))
        return None

    def _read_with_pdfminer(self, number: int) -> PageObjects:
        document = self._pdfminer
        if document is None:
            raise DamagedPdf(document=self._path, reason=self._pdfminer_fault)
        try:
            turn = turn_to_upright(document.chars(number, document.frame(number)))
            document.turn(number, turn)
            frame = document.frame(number)
            drawings = native_drawings(
                document.document, document.resources, document.page(number), number, frame
            )
            found = PageObjects(frame, {"char": document.chars(number, frame), **drawings})
        except ReadingError:
            raise
        except Exception as error:  # pdfminer raises anything at all on damaged input
            raise DamagedPdf(document=self._path, page=number, reason=repr(error)[:300]) from error
        if turn:
            found.problems.append(turned_problem(turn))
        return found


def _with_problems(reading: PageReading, found: PageObjects) -> PageReading:
    """The reading with the reader's own problems, and the characters outside the page among the hidden."""
    problems = (*_boxed(reading.number, found.problems), *outlined_problems(reading), *reading.problems)
    n_hidden = reading.chars_hidden + found.n_chars_outside
    return dataclasses.replace(reading, chars_hidden=n_hidden, problems=problems)


def _boxed(number: int, problems: Iterable[Problem]) -> list[tuple[str, str, Box | None]]:
    return [(check_id, detail, Box(number, *rect) if rect else None) for check_id, detail, rect in problems]
