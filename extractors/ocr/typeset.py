"""Characters read from a picture given the boxes a text layer would give them.

Tesseract's boxes of single characters are guesses, so a line's characters are set out over its ink by their
usual widths: one em for kana, kanji and their punctuation, half an em for Latin and digits.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.ink import Region
from extractors.ocr.places import character_places
from extractors.ocr.sizes import settled

_FULL = frozenset("WFA")
# Ink of a punctuation mark fills only a part of its em: free share at its left and right.
_LEFT_FREE = {**dict.fromkeys("（「『【〔［｛", 0.5), "・": 0.36}
_RIGHT_FREE = {**dict.fromkeys("）」』】〕］｝", 0.5), **dict.fromkeys("、。，．", 0.62), "・": 0.36}
_BEARING = 0.05
INK_HEIGHT = 0.92  # of an em, a line of kanji
_DIGIT_HEIGHT = 0.75
_LETTER_SPACED = 1.12
_TIGHT = 0.8
# Text against the width of its ink: digits alone are lower than an em, kanji may be spaced.
_SHORTEST = 0.6
_LONGEST = 1.6
_SPACE_EM = 0.8  # 。「 leave their own free halves, which their boxes hold
_MAX_SPACES = 6
_OF_NUMBER = frozenset("0123456789,.")
_MARKS_OF_NUMBER = frozenset(",.")
_OF_ONE_NUMBER = 1.5  # em: what stands free beside the mark of a full-width number
_WRONG_CUT = 100.0  # of misfit, in em: only where there is no other way
_TELLING = 8  # characters of a line that tell a size of the page


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
    em = line.region.height / (INK_HEIGHT if any(width_em(c) == 1.0 for c in line.text) else _DIGIT_HEIGHT)
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


def ink_columns(char: str, x0: float, side_px: float) -> tuple[int, int]:
    """First and end column of the ink of a full-width character whose square begins at `x0`."""
    end = x0 + side_px * (1 - _free(char, _RIGHT_FREE))
    return round(x0 + side_px * _free(char, _LEFT_FREE)), round(end)


def char_objects(groups: Sequence[Sequence[ReadLine]], scale: float) -> list[dict[str, Any]]:
    """pdfplumber char dicts (points) of lines read, with `confidence`; a group is what stands in one cell."""
    read = [(number, line) for number, group in enumerate(groups) for line in group if line.text]
    sizes = settled_sizes([line for _, line in read], scale)
    chars: list[dict[str, Any]] = []
    before: tuple[int, ReadLine, dict[str, Any]] | None = None
    for (number, line), size in zip(read, sizes, strict=True):
        own = _chars(line, size, scale)
        if before is not None and before[0] == number and _is_one_line(before[1], line):
            chars += _spaces(before[2], own[0])
        chars += own
        before = (number, line, own[-1])
    return chars


def settled_sizes(lines: Sequence[ReadLine], scale: float) -> list[float]:
    """The print size of each line in points."""
    weights = [len(n.text) if len(n.text) >= _TELLING and _is_even(n) else 0 for n in lines]
    return settled([size_px(line) / scale for line in lines], weights)


def _is_even(line: ReadLine) -> bool:
    """Whether a line holds kana and kanji alone, without gaps: its pitch is its size."""
    return len(line.runs) == 1 and all(width_em(c) == 1.0 and c != "…" for c in line.text)


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


def inked_columns(line: ReadLine, dark: NDArray[np.bool_]) -> list[tuple[float, float]]:
    """Left and right edge in pixels of each character by its ink (`dark`: the ink of the line's region); its
    place as `char_columns` reckons it where the ink does not fit the text.
    """
    x0 = line.region.x0
    places = character_places(line.text, dark, line.region.height / INK_HEIGHT)
    return [(x0 + first, x0 + end) for first, end in places] if places else char_columns(line)


def is_plausible(line: ReadLine) -> bool:
    """Whether the text is long enough for its ink, and not much longer."""
    if not line.text:
        return False
    ink = sum(x1 - x0 for x0, x1 in line.runs)
    expected = ink / max(1.0, line.region.height / INK_HEIGHT)
    set_out = sum(width_em(c) for c in line.text)
    return _SHORTEST * expected - 1 <= set_out <= _LONGEST * expected + 1


def _chars(line: ReadLine, em: float, scale: float) -> list[dict[str, Any]]:
    middle = (line.region.top + line.region.bottom) / 2 / scale
    chars = [
        _char(text, x0 / scale, x1 / scale, middle, em, confidence)
        for text, (x0, x1), confidence in zip(line.text, char_columns(line), line.confidences, strict=True)
    ]
    return _spaced(chars)


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


def _wrong_cuts(text: str, end: int) -> int:
    """How wrong a cut is that would part a number, or a mark from the word it closes or opens: no space does,
    but full-width figures leave a gap behind their comma or point, none before it.
    """
    if end >= len(text):
        return 0
    if text[end] in _MARKS_OF_NUMBER and text[end - 1].isdigit():
        return 2
    parts_number = text[end - 1] in _OF_NUMBER and text[end].isdigit()
    return int(parts_number or text[end] in _RIGHT_FREE or text[end - 1] in _LEFT_FREE)


def _best_end(
    text: str, end: int, costs: dict[int, tuple[float, tuple[int, ...]]], width_em_: float
) -> tuple[float, tuple[int, ...]]:
    return min(
        (
            cost + abs(_ink_em(text[start:end]) - width_em_) + _WRONG_CUT * _wrong_cuts(text, end),
            (*cuts, end),
        )
        for start, (cost, cuts) in costs.items()
        if start < end
    )


def _is_one_line(before: ReadLine, line: ReadLine) -> bool:
    """Whether two pieces read one after the other are parts of one printed line."""
    same_rows = (before.region.top, before.region.bottom) == (line.region.top, line.region.bottom)
    gap = line.region.x0 - before.region.x1
    return same_rows and 0 <= gap <= _MAX_SPACES * line.region.height


def _spaced(chars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The characters with an ideographic space wherever one or more of its width are left free."""
    spaced = chars[:1]
    for before, after in pairwise(chars):
        spaced += [*_spaces(before, after), after]
    return spaced


def _spaces(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    gap, em = after["x0"] - before["x1"], min(before["size"], after["size"])
    if gap < (_OF_ONE_NUMBER if _is_within_number(before["text"], after["text"]) else _SPACE_EM) * em:
        return []
    count = max(1, round(gap / em))
    middle = (before["top"] + before["bottom"]) / 2
    edges = [before["x1"] + k * gap / count for k in range(count + 1)]
    return [_char("\u3000", x0, x1, middle, em, before["confidence"]) for x0, x1 in pairwise(edges)]


def _is_within_number(before: str, after: str) -> bool:
    """Whether a figure and a comma or point follow each other, between which no space is printed."""
    return (before.isdigit() and after in _MARKS_OF_NUMBER) or (
        before in _MARKS_OF_NUMBER and after.isdigit()
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
