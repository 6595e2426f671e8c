"""Characters read from a picture given the boxes a text layer would give them.

Tesseract's boxes of single characters are guesses, so a line's characters are set out over its ink by their
usual widths: one em for kana, kanji and their punctuation, half an em for Latin and digits.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extractors.ocr.ink import Region

_FULL = frozenset("WFA")
# Ink of a punctuation mark fills only a part of its em: free share at its left and right.
_LEFT_FREE = {**dict.fromkeys("（「『【〔［｛", 0.5), "・": 0.36}
_RIGHT_FREE = {**dict.fromkeys("）」』】〕］｝", 0.5), **dict.fromkeys("、。，．", 0.62), "・": 0.36}
_BEARING = 0.05
_INK_HEIGHT = 0.92  # of an em, a line of kanji
_DIGIT_HEIGHT = 0.75
_LETTER_SPACED = 1.12
_TIGHT = 0.8
# Text against the width of its ink: digits alone are lower than an em, kanji may be spaced.
_SHORTEST = 0.6
_LONGEST = 1.6
_STEP_PT = 0.5  # Japanese print is set in half points


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A piece of a line as read: its ink in pixels, its text, a confidence for each character.

    `runs` are the columns of ink between gaps as wide as a space.
    """

    region: Region
    text: str
    confidences: tuple[float, ...]
    runs: tuple[tuple[int, int], ...]


def width_em(char: str) -> float:
    """The usual width of a character in em."""
    return 1.0 if unicodedata.east_asian_width(char) in _FULL else 0.5


def size_px(line: ReadLine) -> float:
    """The em of a line in pixels: its pitch, unless the line is spaced out or squeezed."""
    pitch = _inked_pitch_px(line)
    if not any(_is_tall(c) for c in line.text):
        return pitch
    em = line.region.height / (_INK_HEIGHT if any(width_em(c) == 1.0 for c in line.text) else _DIGIT_HEIGHT)
    return pitch if _TIGHT * em <= pitch <= _LETTER_SPACED * em else em


def _is_tall(char: str) -> bool:
    return char.isalnum() and char not in "一ー二"


def _ink_em(text: str) -> float:
    """Width of the ink of a text in em."""
    widths = sum(width_em(c) for c in text)
    return max(0.2, widths - _free(text[0], _LEFT_FREE) - _free(text[-1], _RIGHT_FREE))


def _pitch_px(text: str, width_px: int) -> float:
    """Pixels an em takes along the line."""
    return width_px / _ink_em(text)


def _inked_pitch_px(line: ReadLine) -> float:
    """Pixels an em takes within the runs of a line, the gaps between them left out."""
    inked = sum(x1 - x0 for x0, x1 in line.runs)
    between = 2 * _BEARING * (len(line.runs) - 1)
    return inked / max(0.2, _ink_em(line.text) - between)


def _free(char: str, table: dict[str, float]) -> float:
    return table.get(char, _BEARING)


def char_objects(lines: Sequence[ReadLine], scale: float) -> list[dict[str, Any]]:
    """pdfplumber char dicts (points) of lines read, with `confidence`."""
    return [char for line in lines if line.text for char in _chars(line, scale)]


def char_columns(line: ReadLine) -> list[tuple[float, float]]:
    """Left and right edge in pixels of each character's place in its line."""
    em = size_px(line)
    columns = []
    for text, x0, x1 in _runs_of_text(line, _inked_pitch_px(line)):
        pitch = _pitch_px(text, x1 - x0)
        x = x0 - _free(text[0], _LEFT_FREE) * pitch
        for char in text:
            share = width_em(char)
            half, center = share * min(em, pitch) / 2, x + share * pitch / 2
            columns.append((center - half, center + half))
            x += share * pitch
    return columns


def is_plausible(line: ReadLine) -> bool:
    """Whether the text is long enough for its ink, and not much longer."""
    if not line.text:
        return False
    ink = sum(x1 - x0 for x0, x1 in line.runs)
    expected = ink / max(1.0, line.region.height / _INK_HEIGHT)
    set_out = sum(width_em(c) for c in line.text)
    return _SHORTEST * expected - 1 <= set_out <= _LONGEST * expected + 1


def _chars(line: ReadLine, scale: float) -> list[dict[str, Any]]:
    em = round(size_px(line) / scale / _STEP_PT) * _STEP_PT or _STEP_PT
    middle = (line.region.top + line.region.bottom) / 2 / scale
    return [
        _char(text, x0 / scale, x1 / scale, middle, em, confidence)
        for text, (x0, x1), confidence in zip(line.text, char_columns(line), line.confidences, strict=True)
    ]


def _runs_of_text(line: ReadLine, em_px: float) -> list[tuple[str, int, int]]:
    """The text shared out to the runs of ink so that each is as wide as its share would be set."""
    n, runs = len(line.text), line.runs
    if not 1 < len(runs) <= n:
        return [(line.text, line.region.x0, line.region.x1)]
    # costs[j]: least misfit of the first j characters over the runs so far, with the ends of the runs.
    costs: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for k, (x0, x1) in enumerate(runs):
        ends = range(k + 1, n - (len(runs) - k - 1) + 1)
        costs = {j: _best_end(line.text, j, costs, (x1 - x0) / em_px) for j in ends}
    cuts = (0, *costs[n][1])
    return [(line.text[a:b], x0, x1) for a, b, (x0, x1) in zip(cuts[:-1], cuts[1:], runs, strict=True)]


def _best_end(
    text: str, end: int, costs: dict[int, tuple[float, tuple[int, ...]]], width_em_: float
) -> tuple[float, tuple[int, ...]]:
    return min(
        (cost + abs(_ink_em(text[start:end]) - width_em_), (*cuts, end))
        for start, (cost, cuts) in costs.items()
        if start < end
    )


def _char(text: str, x0: float, x1: float, middle: float, em: float, confidence: float) -> dict[str, Any]:
    top, bottom = middle - em / 2, middle + em / 2
    return {
        "object_type": "char",
        "text": text,
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": em,
        "size": em,
        "fontsize": em,
        "fontname": "",
        "upright": True,
        "matrix": (1, 0, 0, 1, x0, bottom),
        "hidden": False,
        "confidence": confidence,
    }
