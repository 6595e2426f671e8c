"""Pages read from their pictures: some of them first, so that what is no use is given up early."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from extractors.ocr.measurelabels import have_measures
from extractors.readers.census import MIN_LETTERS, MIN_PROSE_KANA, TextCensus, unreadable_reason
from extractors.readers.errors import NoTablesInPictures, NoTextLayer, NotJapaneseText, ReadingError
from extractors.readers.limits import MEBIBYTE, Limits
from extractors.readers.preflight import check_file
from extractors.reading import PageReading

if TYPE_CHECKING:
    from extractors.readers.session import PageResult

# A picture of an A3 page at 300 dpi, its masks and Tesseract's models take some 700 MB of address space; the
# time of a page goes with what is printed on it, 2 to 10 s, 25 s on an A3 sheet full of figures.
OCR_LIMITS = Limits(
    memory_bytes=1400 * MEBIBYTE,
    page_seconds=45.0,
    document_seconds=90.0,
    page_due_seconds=24.0,
    max_pages=1000,
)
# So many pages, spread over the document, tell that it is in another language, and so many that it is not in
# Japanese, whatever it is …
_FOREIGN_PAGES = 2
_LANGUAGE_PAGES = 4
# … and so many whether it has measures: a vision's stand together on more than a sixteenth of it.
MEASURE_PAGES = 16
# Of kana and kanji: Japanese print has 40 % kanji and more; Latin letters of a poor scan come out as kana
# with 6 %.
_MIN_KANJI_SHARE = 0.15
# Of the characters of a damaged text layer so many are read from its picture; where fewer are, its fonts do
# not draw them either.
_MIN_DRAWN_SHARE = 0.3

Purpose = Literal["vision", "tables"]


def scan_results(
    path: Path,
    reason: ReadingError,
    *,
    purpose: Purpose,
    pages: Sequence[int] | None = None,
    workers: int | None = None,
) -> Generator[PageResult]:
    """The pages of a document (None: all) read by OCR, in order.

    `reason` is why its text layer cannot be used; it is raised where the pictures say the same: no print, or
    none that can be read. For a "vision" the print must be Japanese and some of the pages must have tables
    of measures (NoTablesInPictures); for "tables" any print will do that makes words in Tesseract's Japanese
    model, which knows Latin letters too, unless `reason` is that it is not Japanese. Raises ReadingError
    subclasses, TesseractMissing where its data is not installed.
    """
    from extractors.readers.sandbox import PageProcesses, wanted_pages

    check_file(path, OCR_LIMITS)
    n_wanted = len(pages) if pages is not None else None
    source = PageProcesses(path, "ocr", OCR_LIMITS, workers, n_wanted, second_pays_pages=2)
    try:
        wanted = wanted_pages(path, pages, source.page_count, OCR_LIMITS)
        first = spread(wanted, MEASURE_PAGES if purpose == "vision" else _LANGUAGE_PAGES)
        results = source.results([*first, *sorted({*wanted} - {*first})])
        judge = _Judge(str(path), reason, purpose)
        read: dict[int, PageResult] = {}
        for done, number in enumerate(first, start=1):
            read[number] = judge.seen(next(results))
            if done in (_FOREIGN_PAGES, _LANGUAGE_PAGES, len(first)):
                judge.check_language(only_foreign=done == _FOREIGN_PAGES < len(first))
            if done == _LANGUAGE_PAGES and purpose == "vision":
                judge.check_print()
        if purpose == "vision" and len(wanted) > len(first):
            judge.check_measures([result.reading for result in read.values()], len(wanted))
        for number in wanted:
            yield read.pop(number) if number in read else judge.seen(next(results))
    finally:
        source.close()
    judge.check_all()


def spread(numbers: Sequence[int], count: int) -> list[int]:
    """Up to `count` (a power of two) of the numbers, any beginning of which is spread out too."""
    order = [0]
    while len(order) < count:
        order = [2 * k for k in order] + [2 * k + 1 for k in order]
    return list(dict.fromkeys(numbers[k * len(numbers) // count] for k in order))


class _Judge:
    """What the pages seen so far say of the document."""

    def __init__(self, document: str, reason: ReadingError, purpose: Purpose) -> None:
        self._document, self._reason = document, reason
        # Where only the language of the text layer is in doubt, another one than Japanese confirms it.
        self._is_any_right = purpose == "tables" and not isinstance(reason, NotJapaneseText)
        self._census = TextCensus()
        self._n_pages = self._n_tables = 0

    def seen(self, result: PageResult) -> PageResult:
        """Count a page that was read by OCR; the page."""
        self._census += result.census
        self._n_pages += 1
        self._n_tables += len(result.reading.tables)
        return result

    def check_language(self, *, only_foreign: bool = False) -> None:
        """Raise the reason where the print so far makes no sense, or is not Japanese where it has to be.

        `only_foreign`: not yet where it makes no sense.
        """
        why = unreadable_reason(self._census, self._document, require_japanese=True)
        if self._is_misread_latin():
            raise self._reason
        if why is None or isinstance(why, NoTextLayer):
            return
        is_refused = not self._is_any_right if why.details["is_foreign"] else not only_foreign
        if is_refused:
            raise self._reason

    def _is_misread_latin(self) -> bool:
        seen = self._census
        return seen.kana >= MIN_PROSE_KANA and seen.kanji < _MIN_KANJI_SHARE * seen.japanese

    def check_measures(self, seen: Sequence[PageReading], n_wanted: int) -> None:
        """Raise NoTablesInPictures where none of the pages seen has a table of measures."""
        if not have_measures(seen):
            raise NoTablesInPictures(document=self._document, done=len(seen), count=n_wanted)

    def check_all(self) -> None:
        """Raise the reason where all pages together hold nothing that can be read."""
        self.check_language()
        self.check_print()
        stored = self._reason.details.get("total", self._reason.details.get("letters", 0))
        if self._census.visible < _MIN_DRAWN_SHARE * int(stored):
            raise self._reason

    def check_print(self) -> None:
        """Raise the reason where there is next to no print and no table."""
        if self._census.letters < MIN_LETTERS and not self._n_tables:
            raise self._reason
