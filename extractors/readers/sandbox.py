"""Reading a document: in child processes with limits, pages in parallel where it pays, results in order."""

from __future__ import annotations

import dataclasses
import hashlib
import os
from collections.abc import Iterator, Sequence
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from extractors.readers.census import TextCensus, unreadable_reason
from extractors.readers.errors import (
    DocumentTimeout,
    NotJapaneseText,
    PageOutOfRange,
    ReadingError,
    TooManyPages,
)
from extractors.readers.limits import Limits, ReaderName
from extractors.readers.preflight import check_file
from extractors.readers.process import OPENING, ReadingProcess, connections
from extractors.readers.watch import tell_pages
from extractors.reading import DocumentReading, PageReading

if TYPE_CHECKING:
    from extractors.readers.session import PageResult

_SECOND_PAYS_PAGES = 8  # a second child costs about 0.2 s of its core, a page 20–40 ms
_SECOND_PAYS_BYTES = 100_000  # below this the number of pages is awaited before a second child starts
_QUEUE = 2  # requests a child holds, so that it never waits for its parent
# Long documents show on so many pages, from the first to the last, whether they hold any Japanese at all.
_LONG_PAGES = 100
_SAMPLED_PAGES = 12
_MIN_SAMPLED_LETTERS = 1000
_AHEAD = 16  # pages read ahead of the one to be handed out, which bounds memory


def read_document(
    path: str | Path,
    *,
    reader: ReaderName = "both",
    pages: Sequence[int] | None = None,
    workers: int | None = None,
    limits: Limits = Limits(),
    require_japanese: bool = True,
) -> DocumentReading:
    """Read a PDF: every page's tables, lines, drawings and character account.

    `pages` are numbers from 1 (None: all). `workers` is the number of child processes (None: one or two, by
    the size of the document and the processor; 0: in this process, without limits or clock). `both` reads
    with PDFium and compares with pdfminer. Raises a ReadingError subclass for anything that cannot be read;
    `require_japanese=False` accepts text in any language.
    """
    document = _Document(Path(path), reader, workers, limits, require_japanese)
    readings = tuple(document.pages(pages))
    return DocumentReading(
        path=str(path),
        sha256=sha256_of(Path(path)),
        page_count=document.page_count,
        reader="pdfminer" if reader == "pdfminer" else "pdfium",
        text_source="text_layer",
        pages=readings,
    )


def iter_pages(
    path: str | Path,
    *,
    reader: ReaderName = "both",
    pages: Sequence[int] | None = None,
    workers: int | None = None,
    limits: Limits = Limits(),
    require_japanese: bool = True,
) -> Iterator[PageReading]:
    """The pages of `read_document` one at a time, in bounded memory.

    What only the whole document can tell (no text, not Japanese, broken glyphs) is raised at the end.
    """
    return _Document(Path(path), reader, workers, limits, require_japanese).pages(pages)


class _Source(Protocol):
    page_count: int
    is_repaired: bool

    def results(self, numbers: Sequence[int]) -> Iterator[PageResult]:
        """The pages with the numbers (the first is 1), in their order, as they are read."""

    def close(self) -> None:
        """End the reading and free what it holds."""


class _Document:
    """One reading of one document, from the checks of the file to the verdict on its text."""

    def __init__(
        self, path: Path, reader: ReaderName, workers: int | None, limits: Limits, require_japanese: bool
    ) -> None:
        self._path, self._reader, self._workers, self._limits = path, reader, workers, limits
        self._require_japanese = require_japanese
        self.page_count = 0

    def pages(self, numbers: Sequence[int] | None) -> Iterator[PageReading]:
        """The pages with the numbers (all, for None). Raises a `ReadingError`, of text after the last."""
        check_file(self._path, self._limits)
        source = self._open(len(numbers) if numbers is not None else None)
        try:
            self.page_count = source.page_count
            wanted = wanted_pages(self._path, numbers, source.page_count, self._limits)
            census = TextCensus()
            said: set[tuple[str, str]] = set()
            for index, result in enumerate(self._results(source, wanted)):
                census += result.census
                reading = _without_repetition(result.reading, said)
                yield _repair_noted(reading) if index == 0 and source.is_repaired else reading
        finally:
            source.close()
        reason = unreadable_reason(census, str(self._path), require_japanese=self._require_japanese)
        if reason is not None:
            raise reason

    def _results(self, source: _Source, wanted: Sequence[int]) -> Iterator[PageResult]:
        """Each page in order; of a long document some are read before, to refuse a foreign one early."""
        first = _sample(wanted) if len(wanted) >= _LONG_PAGES else []
        results = source.results([*first, *sorted({*wanted} - {*first})])
        sampled = {number: next(results) for number in first}
        census = sum((result.census for result in sampled.values()), TextCensus())
        if self._require_japanese and census.letters >= _MIN_SAMPLED_LETTERS:
            reason = unreadable_reason(census, str(self._path), require_japanese=True)
            if isinstance(reason, NotJapaneseText) and not census.kana + census.kanji:
                raise reason
        for number in wanted:
            yield sampled.pop(number) if number in sampled else next(results)

    def _open(self, n_wanted: int | None) -> _Source:
        if self._workers == 0:
            return _InProcess(self._path, self._reader, self._limits)
        return PageProcesses(self._path, self._reader, self._limits, self._workers, n_wanted)


class _InProcess:
    def __init__(self, path: Path, reader: ReaderName, limits: Limits) -> None:
        from extractors.readers.session import DocumentSession

        self._session = DocumentSession(path, reader, limits)
        self.page_count, self.is_repaired = self._session.page_count, self._session.is_repaired

    def results(self, numbers: Sequence[int]) -> Iterator[PageResult]:
        """The pages read one after the other in this process."""
        return map(self._session.read, numbers)

    def close(self) -> None:
        """Close the document."""
        self._session.close()


class PageProcesses:
    """Up to `workers` child processes over one document; each page's result by the child's session."""

    def __init__(
        self,
        path: Path,
        reader: str,
        limits: Limits,
        workers: int | None,
        n_wanted: int | None,
        second_pays_pages: int = _SECOND_PAYS_PAGES,
    ) -> None:
        self._limits = limits.with_patience()
        self._what = (path, reader, self._limits)
        self._second_pays_pages = second_pays_pages
        most = workers or min(2, len(os.sched_getaffinity(0)))
        self._most = 1 if n_wanted is not None and n_wanted < second_pays_pages else most
        early = self._most if n_wanted is not None or path.stat().st_size >= _SECOND_PAYS_BYTES else 1
        self._processes = [ReadingProcess(*self._what) for _ in range(early)]
        try:
            self.page_count, self.is_repaired = self._processes[0].opened()
        except ReadingError:
            self.close()
            raise

    def close(self) -> None:
        """End the children."""
        for process in self._processes:
            process.close()

    def results(self, numbers: Sequence[int]) -> Iterator[Any]:
        """What the session makes of each page, in order. Raises the first page's ReadingError."""
        self._fit_processes(len(numbers))
        done: dict[int, Any] = {}
        asked = 0
        for index, number in enumerate(numbers):
            while number not in done:
                asked = self._ask(numbers, asked, index + _AHEAD)
                self._collect(done)
                self._check_time(index + len(done), len(numbers))
            result = done.pop(number)
            if isinstance(result, ReadingError):
                raise result
            tell_pages(self._what[1], index + 1, len(numbers))
            yield result

    def _fit_processes(self, n_pages: int) -> None:
        """As many children as pay for `n_pages`."""
        most = self._most if n_pages >= self._second_pays_pages else 1
        while len(self._processes) > most:
            self._processes.pop().close()
        while len(self._processes) < most:
            self._processes.append(ReadingProcess(*self._what))

    def _ask(self, numbers: Sequence[int], asked: int, ahead: int) -> int:
        """Hand out pages up to index `ahead`, the least busy child first; returns how many are handed out."""
        while asked < min(len(numbers), ahead):
            process = min(self._processes, key=lambda p: len(p.pending))
            if len(process.pending) >= _QUEUE:
                break
            process.ask(numbers[asked])
            asked += 1
        return asked

    def _collect(self, done: dict[int, Any]) -> None:
        """Wait for one answer at least, or for the first page that is overdue."""
        owing = connections(self._processes)
        patience = max(0.0, min(process.seconds_left for process in owing.values()))
        answering = wait(list(owing), timeout=patience)
        ready = [process for connection, process in owing.items() if connection in answering]
        for process in ready or [p for p in owing.values() if p.seconds_left <= 0]:
            page, answer = process.receive()
            if page != OPENING:
                done[page] = answer
            elif isinstance(answer, ReadingError):
                raise answer

    def _check_time(self, n_done: int, n_pages: int) -> None:
        """Raise DocumentTimeout where the pages took more than so many may take."""
        spent = sum(process.seconds_spent for process in self._processes)
        if spent > self._limits.document_seconds + n_done * self._limits.page_due_seconds:
            document = str(self._what[0])
            raise DocumentTimeout(document=document, done=n_done, count=n_pages, seconds=round(spent))


def wanted_pages(path: Path, numbers: Sequence[int] | None, count: int, limits: Limits) -> Sequence[int]:
    """The pages asked for, each once and ascending; None: all. Raises PageOutOfRange, TooManyPages."""
    if numbers is None and count > limits.max_pages:
        raise TooManyPages(document=str(path), count=count, limit=limits.max_pages)
    for number in numbers or ():
        if not 1 <= number <= count:
            raise PageOutOfRange(document=str(path), page=number, count=count)
    return range(1, count + 1) if numbers is None else sorted(set(numbers))


def _sample(numbers: Sequence[int]) -> list[int]:
    """Some of many page numbers, at uneven steps: the pages of two languages may take turns."""
    return [numbers[k * len(numbers) // _SAMPLED_PAGES + k % 5] for k in range(_SAMPLED_PAGES)]


def _without_repetition(reading: PageReading, said: set[tuple[str, str]]) -> PageReading:
    """A reader that cannot open the document fails on every page for one reason; it is said once."""
    again = [p for p in reading.problems if p[0] == "reader.second_reader_failed" and p[:2] in said]
    said.update(problem[:2] for problem in reading.problems)
    kept = tuple(problem for problem in reading.problems if problem not in again)
    return dataclasses.replace(reading, problems=kept) if again else reading


def _repair_noted(reading: PageReading) -> PageReading:
    problem = ("reader.repaired_file", "", None)
    return dataclasses.replace(reading, problems=(problem, *reading.problems))


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
