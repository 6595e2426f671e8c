"""Runs of digits in a page's text layer: `49,680` is one run, `2018` in `現状値(2018年度)` another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

CharDict = dict[str, Any]
Rect = tuple[float, float, float, float]

_FOLDED = str.maketrans("０１２３４５６７８９，．", "0123456789,.")
_DIGITS = frozenset("0123456789")
_OF_A_NUMBER = _DIGITS | frozenset(",.")
# Share of the font size that the characters of one number stand apart at most.
_MAX_GAP_EM = 0.3
# A wider box holds several digits.
_MAX_WIDTH_EM = 1.1
_SAME_EDGE_PT = 0.05
# How far beside a number a digit that the text layer does not know is looked for.
_FREE_SIDE_EM = 2.0


@dataclass(frozen=True, slots=True)
class TextRun:
    """A number as stored: its characters folded, their boxes, and the room free of other text beside it.

    Boxes are (x0, top, x1, bottom) in displayed points; `free_x0`/`free_x1` bound the room.
    """

    text: str
    boxes: tuple[Rect, ...]
    free_x0: float
    free_x1: float

    @property
    def box(self) -> Rect:
        """The box around all characters."""
        xs0, tops, xs1, bottoms = zip(*self.boxes, strict=True)
        return min(xs0), min(tops), max(xs1), max(bottoms)


def digits_of(text: str) -> str:
    """The digits alone."""
    return "".join(char for char in text if char in _DIGITS)


def text_runs(chars: Sequence[CharDict]) -> list[TextRun]:
    """The horizontal runs of visible digits among pdfplumber characters, in no particular order."""
    visible = [char for char in chars if not char.get("hidden") and not char["text"].isspace()]
    upright = [char for char in visible if char.get("upright", True)]
    lines = _Lines(upright)
    return [lines.run(found) for found in _groups(upright)]


def _groups(chars: Sequence[CharDict]) -> Iterator[list[CharDict]]:
    """Characters of each number from left to right, without separators at its ends."""
    candidates = [char for char in chars if char["text"].translate(_FOLDED) in _OF_A_NUMBER]
    for line in _by_line(candidates):
        group: list[CharDict] = []
        for char in sorted(line, key=lambda char: (float(char["x0"]), float(char["x1"]))):
            if group and not _continues(group[-1], char):
                yield from _stripped(group)
                group = []
            # Bold type painted twice repeats a character in its place.
            if not (group and _repeats(group[-1], char)):
                group.append(char)
        yield from _stripped(group)


def _by_line(chars: Sequence[CharDict]) -> list[list[CharDict]]:
    """Characters that share most of their height. A comma reaches deeper than the digits beside it."""
    lines: list[list[CharDict]] = []
    open_lines: list[list[CharDict]] = []
    for char in sorted(chars, key=lambda char: float(char["top"])):
        open_lines = [line for line in open_lines if line[0]["bottom"] > char["top"]]
        found = next((line for line in open_lines if _shares_height(line[0], char)), None)
        if found is None:
            found = []
            lines.append(found)
            open_lines.append(found)
        found.append(char)
    return lines


def _shares_height(one: CharDict, other: CharDict) -> bool:
    shared = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return bool(shared >= min(one["height"], other["height"]) / 2)


def _continues(last: CharDict, char: CharDict) -> bool:
    size = max(last["height"], char["height"])
    return bool(
        abs(char["x0"] - last["x1"]) <= _MAX_GAP_EM * size
        or shares_box(_rect(last), _rect(char))
        or _repeats(last, char)
    )


def shares_box(one: Rect, other: Rect) -> bool:
    """Whether two characters start in one place, as with PDFium where /ActualText stands for print."""
    return all(abs(one[i] - other[i]) < _SAME_EDGE_PT for i in (0, 1, 3))


def _rect(char: CharDict) -> Rect:
    return char["x0"], char["top"], char["x1"], char["bottom"]


def _repeats(last: CharDict, char: CharDict) -> bool:
    is_one_wide = char["width"] <= min(_MAX_WIDTH_EM * char["height"], last["width"] + _SAME_EDGE_PT)
    is_near = char["x0"] - last["x0"] < 0.3 * last["width"]
    return bool(char["text"] == last["text"] and is_near and is_one_wide)


def _stripped(group: list[CharDict]) -> Iterator[list[CharDict]]:
    ends = [i for i, char in enumerate(group) if char["text"].translate(_FOLDED) in _DIGITS]
    if ends:
        yield group[ends[0] : ends[-1] + 1]


class _Lines:
    """All characters by their place, to tell how far the room beside a number reaches."""

    def __init__(self, chars: Sequence[CharDict]) -> None:
        self._chars = sorted(chars, key=lambda char: char["top"])
        self._tops = [char["top"] for char in self._chars]
        self._tallest = max((char["height"] for char in self._chars), default=0.0)

    def run(self, group: list[CharDict]) -> TextRun:
        """A group of characters as a run, with the free paper on both sides that its drawing may fill."""
        boxes = tuple(map(_rect, group))
        text = "".join(char["text"].translate(_FOLDED) for char in group)
        plain = TextRun(text, boxes, 0, 0)
        x0, top, x1, bottom = plain.box
        reach = _FREE_SIDE_EM * (bottom - top)
        left = [c["x1"] for c in self._beside(top, bottom) if c["x0"] < x0 and c["x1"] <= x0 + 1]
        right = [c["x0"] for c in self._beside(top, bottom) if c["x1"] > x1 and c["x0"] >= x1 - 1]
        return TextRun(text, boxes, max([x0 - reach, *left]), min([x1 + reach, *right]))

    def _beside(self, top: float, bottom: float) -> Iterator[CharDict]:
        """Characters whose height shares some of the line's."""
        for index in range(bisect_left(self._tops, top - self._tallest), len(self._chars)):
            char = self._chars[index]
            if char["top"] >= bottom:
                return
            if char["bottom"] > top:
                yield char
