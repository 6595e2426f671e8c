"""Signs and figures of a number that no model reads: the ink tells that there are more than were read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.connected import connected

# Shares of the height of the line, and of the shape's own height.
_TALL, _WIDE = 0.6, 0.85  # no figure is as wide as high
_FLAT, _LONG = 0.25, 0.3  # a stroke
_MIDDLE = (0.25, 0.75)
_FIGURE_HEIGHT = 0.75
# Of a %: its stroke's height, its rings' height, and how far they stand from the line's top and foot.
_STROKE, _RING = 0.7, (0.35, 0.72)
_NEAR_EDGE = 0.25
_STROKE_INK = 0.4  # of the stroke's box


def sign_before(figures: str, dark: NDArray[np.bool_]) -> str | None:
    """The sign that stands before the figures in `dark`, the ink of their line, where the text has none.

    "▲" for a shape as wide as high, "-" for a stroke at half height; None where the first ink is a figure.
    """
    if not figures[:1].isdigit():
        return None
    _, stats = connected(dark)
    first = min((s for s in stats[1:].tolist() if s[4] > 3), default=None)
    if first is None:
        return None
    _, y, width, height, _ = first
    line = dark.shape[0]
    if height >= _TALL * line and _WIDE * height <= width <= 1.3 * height:
        return "▲"
    is_level = _MIDDLE[0] * line <= y + height / 2 <= _MIDDLE[1] * line
    return "-" if height <= _FLAT * line and width >= _LONG * line and is_level else None


def lost_figures(figures: str, dark: NDArray[np.bool_]) -> str | None:
    """A □ for each figure that stands in `dark`, where those are more than were read; None otherwise.

    Tesseract at times reads two equal figures as one.
    """
    _, stats = connected(dark)
    tall = sorted((x, x + w) for x, _, w, h, _ in stats[1:].tolist() if h >= _FIGURE_HEIGHT * dark.shape[0])
    count, end = 0, -1
    for first, last in tall:
        count += first >= end
        end = max(end, last)
    return "□" * count if count > sum(char.isalnum() for char in figures) else None


def share_sign_at(dark: NDArray[np.bool_]) -> int | None:
    """The first column of a % that ends `dark`, the ink of a line; None where none does.

    A ring at the top, a stroke, a ring at the foot: every look reads some fonts' as 96.
    """
    _, stats = connected(dark)
    shapes = sorted((x + w / 2, x, y, w, h, ink) for x, y, w, h, ink in stats[1:].tolist() if ink > 3)
    if len(shapes) < 3:
        return None
    line = dark.shape[0]
    first, (_, x, _, width, height, ink), last = shapes[-3:]
    is_stroke = height >= _STROKE * line and ink <= _STROKE_INK * width * height
    is_crossed = first[1] + first[3] > x - 1 and last[1] < x + width + 1
    is_placed = first[2] <= _NEAR_EDGE * line and last[2] + last[4] >= (1 - _NEAR_EDGE) * line
    rings = [dark[y : y + h, x : x + w] for _, x, y, w, h, _ in (first, last)]
    are_rings = all(_is_ring(ring, line) for ring in rings)
    return first[1] if is_stroke and is_crossed and is_placed and are_rings else None


def _is_ring(shape: NDArray[np.bool_], line: int) -> bool:
    """Whether ink lies on all four sides of a white middle."""
    height, width = shape.shape
    row, column = shape[height // 2], shape[:, width // 2]
    sides = (row[: width // 2], row[width // 2 :], column[: height // 2], column[height // 2 :])
    is_high = _RING[0] * line <= height <= _RING[1] * line
    return is_high and not row[width // 2] and all(side.any() for side in sides)
