"""Lines of a picture to text: each is read in Japanese, and what has figures a second time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.ocr.engine import Engine, Symbol
from extractors.ocr.image import Pixels
from extractors.ocr.ink import Region
from extractors.ocr.lookalikes import told_apart
from extractors.ocr.typeset import ReadLine

# Heights a line is shown at; Tesseract's models were trained near the first.
_FIRST_LOOK_PX = 48
_SECOND_LOOK_PX = 38
_THIRD_LOOK_PX = 58
_MARGIN_PX = 3
_MAX_FACTOR = 2.5
_FIGURE = re.compile(r"[0-9]")
_NUMBER = re.compile(r"[0-9][0-9,.]*")
# All that a number is taken for when it stands alone.
_MAYBE_NUMBER = re.compile(r"[0-9,.OoQlI|ilSBZsgq]{1,14}")
_MARKS = str.maketrans("、，．", ",,.")
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[、，．](?=[0-9])")


@dataclass(frozen=True, slots=True)
class Reading:
    """A piece of a line: what was read, and the second reading where its figures differ."""

    line: ReadLine
    other_text: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Print to read in one go: its ink, and the columns of ink between gaps as wide as a space."""

    region: Region
    runs: tuple[tuple[int, int], ...]


class LineReader:
    """Reads pieces of lines from a page's picture without its rules (evened grey)."""

    def __init__(self, engine: Engine, text: Pixels) -> None:
        self._engine, self._text = engine, text

    def read(self, piece: Piece, line_height: int) -> Reading:
        """The text of one piece; `line_height` is its line's (a dash alone is shown as small as it is)."""
        region = piece.region
        rows = slice(max(0, region.top - _MARGIN_PX), region.bottom + _MARGIN_PX)
        crop = self._text[rows, max(0, region.x0 - _MARGIN_PX) : region.x1 + _MARGIN_PX]
        first = self._engine.read(crop, "jpn", _factor(_FIRST_LOOK_PX, line_height))
        text = _text(first)
        if _MAYBE_NUMBER.fullmatch(text.translate(_MARKS)):
            looks = [self._engine.read(crop, "digits", _factor(_FIRST_LOOK_PX, line_height))]
            again = ("digits", _SECOND_LOOK_PX)
        elif _FIGURE.search(text):
            looks = [self._engine.read(crop, "jpn", _factor(_SECOND_LOOK_PX, line_height))]
            again = ("jpn", _THIRD_LOOK_PX)
        else:
            return Reading(_line(piece, first))
        if figures(text) == figures(_text(looks[0])):
            return Reading(_line(piece, first))
        looks.append(self._engine.read(crop, again[0], _factor(again[1], line_height)))
        return _voted(piece, [first, *looks])


def _voted(piece: Piece, looks: Sequence[Sequence[Symbol]]) -> Reading:
    """The reading whose figures two of three looks agree on, else the second; another view beside it."""
    votes = [figures(_text(look)) for look in looks]
    chosen = next((i for i, vote in enumerate(votes) if vote and votes.count(vote) > 1), 1)
    if not looks[chosen]:
        chosen = 0
    other = next(_text(look) for look, vote in zip(looks, votes, strict=True) if vote != votes[chosen])
    return Reading(_line(piece, looks[chosen]), other)


def figures(text: str) -> list[str]:
    """The numbers in a text, as both readings must have them: digits, commas and points."""
    return [number.rstrip(",.") for number in _NUMBER.findall(_BETWEEN_DIGITS.sub(_mark, text))]


def _mark(found: re.Match[str]) -> str:
    return found[0].translate(_MARKS)


def _text(symbols: Sequence[Symbol]) -> str:
    return "".join(symbol.text for symbol in symbols)


def _factor(height_px: int, line_height: int) -> float:
    return min(_MAX_FACTOR, height_px / line_height)


def _line(piece: Piece, symbols: Sequence[Symbol]) -> ReadLine:
    text = told_apart(_BETWEEN_DIGITS.sub(_mark, _text(symbols)))
    trust = [symbol.confidence for symbol in symbols for _ in symbol.text]
    return ReadLine(piece.region, text, tuple(trust), piece.runs)
