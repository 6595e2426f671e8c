"""Two readers of one place: do they see the same print?"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.geometry import Box
from extractors.reading import Line, ReaderAgreement
from extractors.tables.celltext import lines_of
from extractors.tables.glyphs import Glyph, without_overprints
from extractors.text.folding import fold

# A second reader places a character's box up to its descent's rounding elsewhere.
LINE_SLACK_PT = 2.0
# Japanese fonts draw these pairs with one glyph, so a reader may name either; the print is the same.
_ONE_GLYPH = str.maketrans("\u2027\u00b7\u2014\u2016\u2212\u00a6", "\u30fb\u30fb\u2015\u2225\uff0d\uffe4")


@dataclass(frozen=True, slots=True)
class Opinion:
    """The lines of a cell by the reader of record, and what the second reader makes of it."""

    lines: tuple[Line, ...]
    agreement: ReaderAgreement = "single"
    other_text: str | None = None


def cell_opinion(mine: Sequence[Glyph], other: Sequence[Glyph] | None, page: int) -> Opinion:
    """Read a cell; `other` are the second reader's glyphs of the same cell, None when one reader ran."""
    lines = tuple(lines_of(mine, page)) if mine else ()
    if other is None:
        return Opinion(lines)
    if _ink(mine) == _ink(other):
        return Opinion(lines, "agree")
    other_text = "\n".join(line.text for line in lines_of(without_overprints(other), page))
    if same_print("\n".join(line.text for line in lines), other_text):
        return Opinion(lines, "agree")
    return Opinion(lines, "differ", other_text)


def same_print(one: str, other: str) -> bool:
    """Whether two texts fold to the same characters; neither white space nor the order of painting counts."""
    return _key(one) == _key(other)


def _key(text: str) -> list[str]:
    return sorted("".join(fold(text).translate(_ONE_GLYPH).split()))


def _ink(glyphs: Sequence[Glyph]) -> list[str]:
    return sorted(g.text for g in glyphs if not g.is_space)


def line_opinions(lines: Sequence[Line], other: Sequence[Glyph], page: int) -> tuple[list[Line], list[Line]]:
    """Lines outside tables with the second reader's view, and lines that only the second reader saw."""
    buckets: list[list[Glyph]] = [[] for _ in lines]
    unmatched: list[Glyph] = []
    finder = _LineFinder(lines)
    for glyph in other:
        index = finder.find(glyph)
        (unmatched if index is None else buckets[index]).append(glyph)
    judged = [_judged(line, bucket, page) for line, bucket in zip(lines, buckets, strict=True)]
    return judged, lines_of(without_overprints(unmatched), page, split_columns=True)


def _judged(line: Line, other: list[Glyph], page: int) -> Line:
    if sorted("".join(line.text.split())) == sorted("".join(g.text for g in other if not g.is_space)):
        return replace(line, agreement="agree")
    other_text = "\n".join(found.text for found in lines_of(without_overprints(other), page))
    if same_print(line.text, other_text):
        return replace(line, agreement="agree")
    return replace(line, agreement="differ", other_text=other_text)


class _LineFinder:
    """Lines by their vertical place, to find the one around a glyph."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._order = sorted(range(len(lines)), key=lambda i: lines[i].box.top)
        self._boxes = [lines[i].box for i in self._order]
        self._tops = [box.top for box in self._boxes]
        self._tallest = max((box.height_pt for box in self._boxes), default=0.0)

    def find(self, glyph: Glyph) -> int | None:
        """The line nearest to the glyph's middle among those whose box holds it."""
        y = glyph.center_y
        low = bisect_left(self._tops, y - self._tallest - LINE_SLACK_PT)
        high = bisect_right(self._tops, y + LINE_SLACK_PT)
        near = [
            (abs(self._boxes[k].center_y - y), self._order[k])
            for k in range(low, high)
            if _holds(self._boxes[k], glyph)
        ]
        return min(near)[1] if near else None


def _holds(box: Box, glyph: Glyph) -> bool:
    return box.contains_point(glyph.center_x, glyph.center_y, LINE_SLACK_PT)
