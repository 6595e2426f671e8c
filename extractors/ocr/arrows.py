"""Heads of drawn arrows in a page's picture: where a rule ends in a tip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.connected import connected
from extractors.ocr.image import Pixels
from extractors.ocr.painted import painted_outline
from extractors.ocr.segments import Segment, shared_px

_REACH_PT = 12.0
_BEYOND_PT = 3.0
_HALF_HEIGHT_PT = 9.0
_MIN_HEAD_PT = 2.4  # from edge to edge, as drawn on the thinnest shafts
_HEAD_TO_SHAFT = 2.2
_OFF_MIDDLE_SHARE = 0.25
_TIP_SHARE = 0.5
_LENGTH_SHARE = 0.3  # of a head's height, at least
_BARE_SHARE = (
    0.35  # of a head's length, no wider than its shaft: a tip is short, a rule that print touches is not
)
_SPARE_PX = 3
_NEAR_PX = 12  # between a shaft's end and its head


@dataclass(frozen=True, slots=True)
class Head:
    """A head in pixels: the box it fills, and whether its tip is at the right end of its shaft."""

    x0: int
    top: int
    x1: int
    bottom: int
    to_right: bool


def find_heads(ink: Pixels, segments: Sequence[Segment], scale: float) -> list[Head]:
    """Heads at the ends of horizontal rules; `ink` is the page's with its rules."""
    bare = ink.copy()
    for s in segments:
        if not s.is_horizontal:
            bare[s.top : s.bottom, max(0, s.x0 - 1) : s.x1 + 1] = 0
    return [
        head
        for s in segments
        if s.is_horizontal
        for to_right in (True, False)
        if (head := _head_at(bare, s, to_right, scale)) is not None and not _is_of_rules(head, s, segments)
    ]


def _is_of_rules(head: Head, shaft: Segment, segments: Sequence[Segment]) -> bool:
    """Whether what widens at a rule's end are the rules beside it: the middle one of double rules of two
    cells reaches further than the others.
    """
    return any(
        other is not shaft
        and min(other.bottom, head.bottom) > max(other.top, head.top)
        and shared_px(shaft, other, head.bottom - head.top) > 2 * (head.x1 - head.x0)
        for other in segments
    )


def shafts_of_arrows(ink: Pixels, segments: Sequence[Segment], scale: float) -> list[Segment]:
    """The rules among `segments` that end in a head."""
    heads = find_heads(ink, segments, scale)
    return [s for s in segments if s.is_horizontal and any(_is_headed_by(s, head) for head in heads)]


def _is_headed_by(shaft: Segment, head: Head) -> bool:
    end = shaft.x1 if head.to_right else shaft.x0
    return (
        head.top <= shaft.top
        and shaft.bottom <= head.bottom
        and head.x0 - _NEAR_PX <= end <= head.x1 + _NEAR_PX
    )


def _head_at(bare: Pixels, shaft: Segment, to_right: bool, scale: float) -> Head | None:
    """The head at one end of a rule: what hangs together with it widens and runs out in a tip."""
    back, beyond, half = (round(d * scale) for d in (_REACH_PT, _BEYOND_PT, _HALF_HEIGHT_PT))
    middle = (shaft.top + shaft.bottom) // 2
    end = shaft.x1 if to_right else shaft.x0
    x0, x1 = (end - back, end + beyond) if to_right else (end - beyond, end + back)
    x0, top = max(0, x0), max(0, middle - half)
    window = bare[top : middle + half + 1, x0 : max(x0, x1)]
    joined = _joined_to(window, middle - top, (shaft.bottom - shaft.top) // 2 + 2)
    if joined is None:
        return None
    extents = extents_of(joined if to_right else joined[:, ::-1])
    found = tip_of(extents, shaft.bottom - shaft.top, middle - top, scale)
    if found is None or _is_drawn_out(extents, found[0], shaft.bottom - shaft.top):
        return None
    base, tip, upper, lower = found
    if not to_right:
        width = joined.shape[1]
        base, tip = width - tip, width - base
    return Head(x0 + base, top + upper, x0 + tip, top + lower, to_right)


def _is_drawn_out(extents: list[tuple[int, int, int]], base: int, shaft_px: int) -> bool:
    """Whether much of what lies beyond the widest column is no wider than the shaft: print on both sides of a
    rule near its end.
    """
    heights = [end - start for column, start, end in extents if column >= base]
    return sum(height <= shaft_px + 1 for height in heights) > _BARE_SHARE * len(heights) + 2


def _joined_to(window: Pixels, row: int, slack: int) -> NDArray[np.bool_] | None:
    """The ink of a window that hangs together with the rows about `row`."""
    if window.size == 0:
        return None
    labels, _ = connected(window)
    shaft = labels[max(0, row - slack) : row + slack + 1]
    numbers = np.unique(shaft[shaft > 0])
    return np.isin(labels, numbers) if len(numbers) else None


def extents_of(joined: NDArray[np.bool_]) -> list[tuple[int, int, int]]:
    """(column, first row, end row) of each column with ink."""
    columns = np.flatnonzero(joined.any(axis=0))
    rows = [np.flatnonzero(joined[:, c]) for c in columns]
    return [(int(c), int(r[0]), int(r[-1]) + 1) for c, r in zip(columns, rows, strict=True)]


def tip_of(
    extents: list[tuple[int, int, int]],
    shaft_px: int,
    middle: int,
    scale: float,
    length_share: float = _LENGTH_SHARE,
) -> tuple[int, int, int, int] | None:
    """(base column, tip column, top, bottom) of a head that points to the last column; None where none is."""
    if len(extents) < 4:
        return None
    heights = [end - start for _, start, end in extents]
    tallest = max(heights)
    if tallest < max(_MIN_HEAD_PT * scale, _HEAD_TO_SHAFT * min(shaft_px, 1.5 * scale)):
        return None
    widest = len(heights) - 1 - heights[::-1].index(tallest)
    column, start, end = extents[widest]
    is_centred = abs((start + end) / 2 - middle) <= _OFF_MIDDLE_SHARE * tallest + 1
    length = extents[-1][0] - column
    runs_out = (
        heights[-1] <= _TIP_SHARE * tallest
        and length >= length_share * tallest
        and _shrinks(heights[widest:])
    )
    if not (is_centred and runs_out):
        return None
    return column, extents[-1][0] + 1, start, end


def _shrinks(heights: list[int]) -> bool:
    """Whether heights fall towards the tip, but for the steps of a coarse scan."""
    return all(after <= before + 1 for before, after in pairwise(heights))


def head_objects(heads: list[Head], scale: float) -> Iterator[dict[str, Any]]:
    """Heads as filled triangles, pdfplumber curve dicts (points, origin top left)."""
    for head in heads:
        base, tip = (head.x0, head.x1) if head.to_right else (head.x1, head.x0)
        middle = (head.top + head.bottom) / 2
        outline = [(base, head.top), (tip, middle), (base, head.bottom), (base, head.top)]
        yield painted_outline(outline, scale)


def erase_heads(pixels: Pixels, heads: list[Head], blank: int) -> None:
    """Paint the heads over in a picture of the page's text."""
    for h in heads:
        rows = slice(max(0, h.top - _SPARE_PX), h.bottom + _SPARE_PX)
        pixels[rows, max(0, h.x0 - _SPARE_PX) : h.x1 + _SPARE_PX] = blank
