"""The comparison of a document's stored digits with its drawn ones, from file to findings.

Two kinds of evidence, each from the rendered page. Shapes: glyphs that look alike must be stored alike; this
needs nothing but the document. Tesseract, where it is installed, reads each number on its own; it alone can
tell a font whose text lies throughout. Tesseract slips now and then, so a reading counts against the text
layer only when two looks agree and the shapes do not speak for the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.geometry import Box
from extractors.readers.errors import ReadingError
from extractors.readers.limits import MEBIBYTE, Limits
from extractors.readers.sandbox import PageProcesses
from extractors.records import Extraction, Finding
from extractors.visual.blanks import ink_in_blanks
from extractors.visual.ink import DrawnRun
from extractors.visual.places import Places
from extractors.visual.runs import digits_of
from extractors.visual.shapes import NO_SHAPE, Shapes, shapes_of, usual_digits
from extractors.visual.tesseract import LOOKS, TesseractFailed, read_digits

_LIMITS = Limits(memory_bytes=1536 * MEBIBYTE, page_seconds=30.0, page_due_seconds=5.0)
# A shape that Tesseract read as the stored digit in this many other numbers outweighs one reading.
_ENOUGH_READINGS = 1


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of the document, the shapes of its digits, and what Tesseract read at each look."""

    run: DrawnRun
    shapes: Shapes
    readings: tuple[str, ...] = ()

    @property
    def stored(self) -> str:
        """The digits of the text layer."""
        return digits_of(self.run.text)

    @property
    def seen_as(self) -> str | None:
        """What two looks agree on."""
        return next((text for text, n in Counter(self.readings).most_common(1) if n > 1), None)

    @property
    def looks_like(self) -> tuple[str, Shapes, bool]:
        """Equal for numbers that need to be read only once."""
        return self.stored, self.shapes, self.run.has_more_ink


def compare_drawn(path: Path, extraction: Extraction, *, use_tesseract: bool) -> tuple[Finding, ...]:
    """A finding for each number whose drawn digits are not the stored ones.

    `visual.differs` where Tesseract reads otherwise, `visual.glyph_differs` where only the shape tells,
    `visual.ink_beside` where a glyph without text (a ▲, say) stands beside a number,
    `visual.unread_ink` for a figure's cell that is blank in the text layer but not on the page,
    `visual.not_compared` once where the comparison could not be made.
    """
    try:
        runs = _drawn_runs(path)
        shapes = shapes_of(runs)
        numbers = [_Number(run, found) for run, found in zip(runs, shapes, strict=True)]
        if use_tesseract:
            numbers = _read(numbers)
        unread = tuple(ink_in_blanks(path, extraction.records))
    except (ReadingError, TesseractFailed) as error:
        return (Finding(check_id="visual.not_compared", observed=str(error)[:300]),)
    slips = list(_Judge(numbers, usual_digits(runs, shapes)).slips())
    places = Places(extraction.records)
    return (*_findings(slips, places), *_signs(numbers, slips, places), *unread)


def _drawn_runs(path: Path) -> list[DrawnRun]:
    pages = PageProcesses(path, "visual", _LIMITS, None, None)
    try:
        return [run for page in pages.results(range(1, pages.page_count + 1)) for run in page]
    finally:
        pages.close()


def _read(numbers: Sequence[_Number]) -> list[_Number]:
    """The numbers with Tesseract's readings: one look where it confirms the text, further ones where not."""
    samples = {number.looks_like: number for number in numbers}
    for look in LOOKS:
        open_ones = [n for n in samples.values() if n.stored not in n.readings]
        found = read_digits([n.run.picture for n in open_ones], look)
        for number, reading in zip(open_ones, found, strict=True):
            samples[number.looks_like] = _Number(number.run, number.shapes, (*number.readings, reading))
    return [_Number(n.run, n.shapes, samples[n.looks_like].readings) for n in numbers]


@dataclass(frozen=True, slots=True)
class _Slip:
    run: DrawnRun
    drawn: str
    is_read: bool


class _Judge:
    """Weighs shapes and readings of all numbers of a document."""

    def __init__(self, numbers: Sequence[_Number], usual: dict[int, str]) -> None:
        self._numbers, self._usual = numbers, usual
        self._read_as = _readings_by_shape(numbers)

    def slips(self) -> Iterator[_Slip]:
        """Numbers drawn otherwise than stored."""
        for number in self._numbers:
            drawn = self._drawn(number)
            if drawn is not None and drawn != number.stored:
                yield _Slip(number.run, drawn, drawn in number.readings)

    def _drawn(self, number: _Number) -> str | None:
        """The digits that are drawn, None where nothing speaks against the stored ones."""
        by_shape = "".join(
            self._usual.get(shape, digit) for digit, shape in zip(number.stored, number.shapes, strict=True)
        )
        if number.stored in number.readings:
            return None
        seen = number.seen_as
        if by_shape != number.stored:
            return seen if seen and len(seen) == len(by_shape) else by_shape
        return seen if seen is not None and self._stands(number, seen) else None

    def _stands(self, number: _Number, seen: str) -> bool:
        """Whether two equal readings outweigh what shapes say for the stored text."""
        if len(seen) > len(number.stored):
            return number.run.has_more_ink
        if len(seen) < len(number.stored):
            inked = (d for d, s in zip(number.stored, number.shapes, strict=True) if s != NO_SHAPE)
            return seen == "".join(inked)
        differing = [i for i, digit in enumerate(number.stored) if digit != seen[i]]
        return not all(self._is_confirmed(number, i) for i in differing)

    def _is_confirmed(self, number: _Number, index: int) -> bool:
        """Whether other numbers with a digit of this shape were read as stored."""
        own = number.looks_like
        votes = Counter(
            digit for digit, looks_like in self._read_as.get(number.shapes[index], ()) if looks_like != own
        )
        return votes[number.stored[index]] >= max(_ENOUGH_READINGS, votes.total() / 2)


_Votes = dict[int, set[tuple[str, tuple[str, Shapes, bool]]]]


def _readings_by_shape(numbers: Sequence[_Number]) -> _Votes:
    """What each shape was read as, with the numbers it was read in."""
    votes: _Votes = {}
    for number in {n.looks_like: n for n in numbers}.values():
        reading = number.readings[-1] if number.readings else ""
        if len(reading) == len(number.shapes):
            for shape, digit in zip(number.shapes, reading, strict=True):
                votes.setdefault(shape, set()).add((digit, number.looks_like))
    return votes


def _signs(numbers: Sequence[_Number], slips: Sequence[_Slip], places: Places) -> Iterator[Finding]:
    """`visual.ink_beside` for a number beside a glyph without text, where nothing else is told of it."""
    told = {id(slip.run) for slip in slips}
    for run in (number.run for number in numbers):
        if run.has_more_ink and id(run) not in told:
            yield _at("visual.ink_beside", run, None, places)


def _at(check_id: str, run: DrawnRun, drawn: str | None, places: Places) -> Finding:
    place = places.of(run.page, run.box)
    return Finding(
        check_id=check_id,
        table_name=place.table if place else None,
        row_id=place.row_id if place else None,
        column_name=place.column if place else None,
        observed=run.text,
        expected=drawn,
        box=Box(run.page, *run.box),
    )


def _findings(slips: Sequence[_Slip], places: Places) -> Iterator[Finding]:
    for slip in slips:
        check_id = "visual.differs" if slip.is_read else "visual.glyph_differs"
        yield _at(check_id, slip.run, _as_printed(slip.run.text, slip.drawn), places)


def _as_printed(stored: str, drawn: str) -> str:
    """The drawn digits with the stored separators, where there are as many."""
    if len(drawn) != len(digits_of(stored)):
        return drawn
    digits = iter(drawn)
    return "".join(next(digits) if char.isdigit() else char for char in stored)
