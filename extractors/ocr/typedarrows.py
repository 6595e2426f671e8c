"""Arrows printed as a character (→ ← ↔): told by their shape, since Tesseract reads 一テ or nothing."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.ink import Region

Flags = NDArray[np.bool_]

# Shares of the em: the arrow's box.
_WIDTH, _HEIGHT = (0.5, 1.3), (0.2, 0.8)
_CLEAR = 0.55  # above and below its axis
_FLATTEST, _STEEPEST = 0.25, 0.8  # height against width
# Shares of the arrow's width or height.
_SHAFT = 0.32  # a shaft's thickness, at most
_BARE = 0.25  # of the width behind the head, at least: nothing but shaft; between two heads less
_BARE_BETWEEN = 0.1
_OFF_AXIS = 0.12
_WHOLE = 0.9  # of the arrow's height is its head's
_LENGTH = (0.2, 1.0)  # a head's, against its height
_TIP = 0.5
_HALFWAY = (0.25, 0.85)  # of a head's height, half of the way to its tip; the bar of 十 is not as high there
_STEP_PX = 2  # by which a coarse scan's edge goes back


def typed_arrow(labels: NDArray[Any], part: Region, number: int, em_px: float) -> str | None:
    """→, ← or ↔ where a connected shape is one and stands alone; None otherwise.

    `labels` is a page's numbered ink, of which the shape is `number` within `part`.
    """
    if not _is_sized(part.width, part.height, em_px) or not _is_alone(labels, part, number, em_px):
        return None
    shape: Flags = labels[part.top : part.bottom, part.x0 : part.x1] == number
    width = part.width
    to_right, to_left = _head_length(shape), _head_length(shape[:, ::-1])
    if to_right is None and to_left is None:
        return None
    bare = shape[:, (to_left or 0) : width - (to_right or 0)]
    is_both = to_right is not None and to_left is not None
    if bare.shape[1] < (_BARE_BETWEEN if is_both else _BARE) * width or not _is_shaft(bare):
        return None
    return "↔" if is_both else "→" if to_right is not None else "←"


def _is_alone(labels: NDArray[Any], part: Region, number: int, em_px: float) -> bool:
    """Whether nothing else stands in the arrow's square: 艹 has its shape, and the rest of 草 below."""
    axis, half = (part.top + part.bottom) / 2, _CLEAR * em_px
    square = labels[max(0, round(axis - half)) : round(axis + half), part.x0 : part.x1]
    return bool(np.isin(square, (0, number)).all())


def _is_sized(width: int, height: int, em_px: float) -> bool:
    return (
        _WIDTH[0] * em_px <= width <= _WIDTH[1] * em_px
        and _HEIGHT[0] * em_px <= height <= _HEIGHT[1] * em_px
        and _FLATTEST * width <= height <= _STEEPEST * width
    )


def _head_length(shape: Flags) -> int | None:
    """How many columns a head at the right takes from its widest one; None where there is none.

    It is as high as the whole shape, stands about the shaft's axis, and runs out evenly in a tip.
    """
    rows = [np.flatnonzero(column) for column in shape.T]
    if any(len(inked) == 0 for inked in rows):
        return None
    tops, ends = [int(inked[0]) for inked in rows], [int(inked[-1]) + 1 for inked in rows]
    heights = [end - top for top, end in zip(tops, ends, strict=True)]
    tallest, width = max(heights), len(heights)
    widest = width - 1 - heights[::-1].index(tallest)
    head = heights[widest:]
    middle = (tops[widest] + ends[widest]) / 2
    tip = (tops[-1] + ends[-1]) / 2
    is_straight = abs(middle - tip) <= max(1.0, _OFF_AXIS * tallest)
    is_whole = tallest >= _WHOLE * shape.shape[0]
    is_head = _LENGTH[0] * tallest <= len(head) <= _LENGTH[1] * tallest
    return len(head) if is_straight and is_whole and is_head and _runs_out(head) else None


def _runs_out(head: list[int]) -> bool:
    tallest, halfway = head[0], head[len(head) // 2]
    is_even = all(after <= before + _STEP_PX for before, after in pairwise(head))
    return (
        is_even and head[-1] <= _TIP * tallest and _HALFWAY[0] * tallest <= halfway <= _HALFWAY[1] * tallest
    )


def _is_shaft(bare: Flags) -> bool:
    """Whether columns hold one level stroke about the middle, most of them nothing else.

    The barbs of an open head reach back over it.
    """
    height = bare.shape[0]
    rows = np.flatnonzero(bare.mean(axis=1) > 0.8)
    if len(rows) == 0 or rows[-1] - rows[0] >= max(3.0, _SHAFT * height):
        return False
    axis = (rows[0] + rows[-1] + 1) / 2
    return bool(abs(axis - height / 2) <= max(1.0, _OFF_AXIS * height))
