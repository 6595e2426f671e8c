"""Figures told by the shapes of a page's other figures: one font prints every 3 alike.

Tesseract misreads short numbers of some fonts at every size, above all their points. The figures of numbers
that all its looks agree on are the samples; each figure of the page is compared with those of other numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.connected import connected
from extractors.ocr.image import Pixels
from extractors.ocr.ink import Region
from extractors.ocr.reading import Reading, figures, retold
from extractors.ocr.separators import mark_at
from extractors.ocr.typeset import inked_columns

_DARK = 140
_NUMBER = re.compile(r"[0-9](?:[0-9,.]*[0-9])?")
_GROUPED = re.compile(r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,.])")
_POINTED = re.compile(r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})*\.[0-9]{3}(?![0-9,.])")
_COMMA_FOR_POINT = re.compile(r"^([▲△(+-]?[0-9]{1,3}),([0-9]{1,2})(?![0-9,.])")
_LEAST_GROUPED = 3  # numbers of a page that tell how it groups figures
_LONGEST = 14
# Shares of the height of the figures.
_TALL, _WIDEST = 0.7, 1.05
_MARK_SIDE, _MARK_TOP = 0.5, 0.6
_SPECK = 0.06
_ONE_GLYPH = 0.6  # of the narrower piece's width: pieces above one another are one figure
_OWN_SHARE = 0.5  # of a piece's width that lies in the number's place
_SIDE_PX = 24
# Likeness (correlation) of two pictures: of one figure in one font 0.98 and more (in small print a pixel more
# or less makes it 0.92), of two figures up to 0.9. The next figure must be twice as unlike.
_ALIKE, _APART = 0.85, 0.04
_TIMES = 2.0

Vector = NDArray[np.float32]
_Box = tuple[int, int, int, int]  # x, y, width, height in pixels


@dataclass(frozen=True, slots=True)
class _Number:
    """A number within a reading: its span of the text, and its glyphs, figures as vectors, marks as text
    (None: in doubt). `owner` tells numbers apart.
    """

    owner: int
    start: int
    end: int
    glyphs: tuple[Vector | str | None, ...]


class _Samples:
    """The figures of undoubted numbers: their pictures, what they are, whose they are."""

    def __init__(self, known: Sequence[tuple[Vector, str, int]]) -> None:
        self._vectors = np.array([vector for vector, _, _ in known], dtype=np.float32)
        self._labels = np.array([label for _, label, _ in known])
        self._owners = np.array([owner for _, _, owner in known])

    def label(self, vector: Vector, owner: int) -> tuple[str, bool] | None:
        """The figure that a picture is, and whether figures of two other numbers say so; None where it is
        like none, or like two.
        """
        others = self._owners != owner
        likeness = self._vectors[others] @ vector
        labels, owners = self._labels[others], self._owners[others]
        best = {str(label): _two_best(likeness[labels == label]) for label in np.unique(labels)}
        first, *rest = sorted(best.items(), key=lambda item: -item[1]) or [("", 0.0)]
        second = rest[0][1] if rest else 0.0
        if first[1] < _ALIKE or not _is_far_behind(first[1], second):
            return None
        alike = (labels == first[0]) & (likeness >= max(_ALIKE, first[1] - _APART))
        return first[0], len(np.unique(owners[alike])) > 1


def _is_far_behind(first: float, second: float) -> bool:
    return first - second >= _APART and 1 - second >= _TIMES * (1 - first)


def settled_by_shape(readings: Sequence[Reading], text: Pixels) -> list[Reading]:
    """The readings of a page with its numbers as their shapes tell them; `text` is the page's grey picture.

    A number that was doubted stays so, its other reading with it; one that was not is doubted where the
    shapes of its figures say otherwise.
    """
    numbers = [list(_numbers(reading, text, k)) for k, reading in enumerate(readings)]
    known = [
        (glyph, char, number.owner)
        for reading, own in zip(readings, numbers, strict=True)
        if not _is_doubted(reading)
        for number in own
        for glyph, char in _sampled(number, reading.line.text[number.start : number.end])
    ]
    samples = _Samples(known) if known else None
    told = [
        _settled(reading, own, samples) if samples else reading
        for reading, own in zip(readings, numbers, strict=True)
    ]
    n_grouped, n_pointed = (
        sum(len(pattern.findall(r.line.text)) for r in told) for pattern in (_GROUPED, _POINTED)
    )
    is_grouped = n_grouped >= max(_LEAST_GROUPED, n_pointed)
    told = [_as_grouped(r) if is_grouped else r for r in told]
    return [_as_pointed(r, after) for r, after in zip(told, [*told[1:], None], strict=True)]


def _as_grouped(reading: Reading) -> Reading:
    """Numbers with three figures after a point, which is a comma to another look, with commas: so the page
    groups its numbers, and a value with three decimals is rare. They stay doubted.
    """
    text, views = reading.line.text, figures(reading.other_text or "")
    pointed = [number for number in _POINTED.findall(text) if number.replace(".", ",") in views]
    if not pointed:
        return reading
    for number in pointed:
        text = text.replace(number, number.replace(".", ","))
    return replace(reading, line=retold(reading.line, text), other_text=reading.line.text)


def _as_pointed(reading: Reading, after: Reading | None) -> Reading:
    """A value that begins a text with its comma before one or two figures as a point: no grouping has such a
    comma, but one that the next line goes on with. It is doubted in both cases.
    """
    text = reading.line.text
    told = _COMMA_FOR_POINT.sub(r"\1.\2", text)
    if told == text:
        return reading
    if after is not None and _goes_on(reading, after):
        return replace(reading, other_text=reading.other_text or told)
    return _retold(reading, told)


def _goes_on(reading: Reading, after: Reading) -> bool:
    """Whether a line that ends in a figure is followed by one below it that begins with one."""
    first, second = reading.line.region, after.line.region
    is_below = second.top >= first.bottom and second.x0 < first.x1 and first.x0 < second.x1
    return is_below and reading.line.text[-1].isdigit() and after.line.text[:1].isdigit()


def _retold(reading: Reading, told: str) -> Reading:
    """A reading with another text, and doubted: with the numbers of its other view where those are still
    others, else with what was read.
    """
    other = reading.other_text if set(figures(reading.other_text or "")) - set(figures(told)) else None
    return Reading(retold(reading.line, told), other or reading.line.text)


def _is_doubted(reading: Reading) -> bool:
    return reading.other_text is not None or reading.is_unread


def _sampled(number: _Number, printed: str) -> Iterator[tuple[Vector, str]]:
    """The figures of a number with what they are; none where its glyphs are not those that were read."""
    if len(printed) == len(number.glyphs):
        pairs = list(zip(number.glyphs, printed, strict=True))
        if all(char.isdigit() is isinstance(glyph, np.ndarray) for glyph, char in pairs):
            yield from ((glyph, char) for glyph, char in pairs if isinstance(glyph, np.ndarray))


def _settled(reading: Reading, numbers: Sequence[_Number], samples: _Samples) -> Reading:
    """A reading with each of its numbers as its shapes tell it."""
    text = reading.line.text
    views = {*figures(text), *figures(reading.other_text or "")}
    told, end = text, len(text)
    for number in reversed(numbers):
        found = _told(number, samples)
        if number.end > end or found is None or (not found[1] and found[0] not in views):
            continue
        told, end = told[: number.start] + found[0] + told[number.end :], number.start
    if told != text:
        return _retold(reading, told)
    return replace(reading, other_text=reading.other_text or _unlike(text, numbers))


def _unlike(text: str, numbers: Sequence[_Number]) -> str | None:
    """The text with marks for figures, and □ for marks, where the ink shows the one and the other was read;
    None where it shows what was read. The point of 2.2 read as an 8 has no likeness to any figure.
    """
    told = list(text)
    for number in numbers:
        printed = text[number.start : number.end]
        if len(printed) != len(number.glyphs) or not _NUMBER.fullmatch(printed):
            continue
        for k, (char, glyph) in enumerate(zip(printed, number.glyphs, strict=True), start=number.start):
            if isinstance(glyph, np.ndarray):
                told[k] = char if char.isdigit() else "□"
            elif char.isdigit():
                told[k] = glyph or "."
    return None if told == list(text) else "".join(told)


def _told(number: _Number, samples: _Samples) -> tuple[str, bool] | None:
    """A number as its shapes tell it, and whether each has its like in two other numbers."""
    chars, is_sure = "", True
    for glyph in number.glyphs:
        label = (glyph, True) if not isinstance(glyph, np.ndarray) else samples.label(glyph, number.owner)
        if label is None or label[0] is None:
            return None
        chars, is_sure = chars + label[0], is_sure and label[1]
    return (chars, is_sure) if _NUMBER.fullmatch(chars) else None


def _numbers(reading: Reading, text: Pixels, number: int) -> Iterator[_Number]:
    """The numbers of a reading, then print that is short as if it were one: 7.7 is チア to every look."""
    line = reading.line
    region, printed = line.region, line.text
    found = list(_NUMBER.finditer(printed))
    if _NUMBER.fullmatch(printed):
        columns = [(float(region.x0), float(region.x1))] * len(printed)
    else:
        dark = np.asarray(text[region.top : region.bottom, region.x0 : region.x1] < _DARK)
        columns = inked_columns(line, dark) if found else []
    for one in found if columns else []:
        glyphs = _glyphs(text, region, columns[one.start()][0], columns[one.end() - 1][1])
        if glyphs:
            yield _Number(number, one.start(), one.end(), glyphs)
    if 0 < len(printed) <= _LONGEST and not _NUMBER.fullmatch(printed):
        glyphs = _glyphs(text, region, region.x0, region.x1)
        if sum(isinstance(glyph, np.ndarray) for glyph in glyphs) > 1:
            yield _Number(number, 0, len(printed), glyphs)


def _glyphs(text: Pixels, line: Region, x0: float, x1: float) -> tuple[Vector | str | None, ...]:
    """The glyphs of a line between two columns, from the left; none where some are no figures or marks."""
    grey = text[line.top : line.bottom, line.x0 : line.x1]
    boxes = _boxes(grey, x0 - line.x0, x1 - line.x0)
    height = max((h for _, _, _, h in boxes), default=0)
    tall = [box for box in boxes if box[3] >= _TALL * height]
    if not tall or any(w > _WIDEST * height for _, _, w, _ in tall):
        return ()
    top = float(np.median([y for _, y, _, _ in tall]))
    foot = float(np.median([y + h for _, y, _, h in tall]))
    glyphs: list[Vector | str | None] = []
    for box in boxes:
        _, y, width, h = box
        if box in tall:
            glyphs.append(_vector(grey, box))
        elif max(width, h) <= _MARK_SIDE * height and y >= top + _MARK_TOP * (foot - top):
            glyphs.append(mark_at(box, foot, foot - top))
        else:
            return ()
    return tuple(glyphs)


def _boxes(grey: Pixels, x0: float, x1: float) -> list[_Box]:
    """The boxes of connected ink of which most lies between two columns, those above one another as one."""
    dark = np.asarray(grey < _DARK, dtype=np.uint8)
    _, stats = connected(dark)
    parts = sorted((x, y, w, h) for x, y, w, h, _ in stats[1:].tolist())
    tallest = max((h for _, _, _, h in parts), default=0)
    joined: list[_Box] = []
    for box in parts:
        x, _, w, h = box
        inside = min(x + w, x1) - max(x, x0)
        if max(w, h) < _SPECK * tallest or inside < _OWN_SHARE * w:
            continue
        above = joined.pop() if joined and _is_one_glyph(joined[-1], box) else box
        joined.append(_around(above, box))
    return joined


def _is_one_glyph(one: _Box, other: _Box) -> bool:
    shared = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    return shared > _ONE_GLYPH * min(one[2], other[2])


def _around(one: _Box, other: _Box) -> _Box:
    x, y = min(one[0], other[0]), min(one[1], other[1])
    right, foot = max(one[0] + one[2], other[0] + other[2]), max(one[1] + one[3], other[1] + other[3])
    return x, y, right - x, foot - y


def _vector(grey: Pixels, box: _Box) -> Vector:
    """A figure's picture at one height, in the middle of a square, as a vector of mean 0 and length 1."""
    x, y, w, h = box
    ink = 255 - grey[max(0, y - 1) : y + h + 1, max(0, x - 1) : x + w + 1].astype(np.float32)
    width = max(1, min(_SIDE_PX, round(ink.shape[1] * _SIDE_PX / ink.shape[0])))
    square = np.zeros((_SIDE_PX, _SIDE_PX), dtype=np.float32)
    left = (_SIDE_PX - width) // 2
    square[:, left : left + width] = cv2.resize(ink, (width, _SIDE_PX), interpolation=cv2.INTER_AREA)
    even = cv2.GaussianBlur(square, (3, 3), 0).ravel()
    even -= even.mean()
    return np.asarray(even / max(1.0, float(np.linalg.norm(even))), dtype=np.float32)


def _two_best(likeness: NDArray[np.float32]) -> float:
    """The mean of the two greatest: one figure misread among the samples does not decide."""
    return float(np.sort(likeness)[-2:].mean())
