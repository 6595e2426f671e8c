"""Signs and figures of a number that no model reads: the ink tells that there are more than were read."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

# Shares of the height of the line, and of the shape's own height.
_TALL, _WIDE = 0.6, 0.85  # no figure is as wide as high
_FLAT, _LONG = 0.25, 0.3  # a stroke
_MIDDLE = (0.25, 0.75)
_FIGURE_HEIGHT = 0.75


def sign_before(figures: str, dark: NDArray[np.bool_]) -> str | None:
    """The sign that stands before the figures in `dark`, the ink of their line, where the text has none.

    "▲" for a shape as wide as high, "-" for a stroke at half height; None where the first ink is a figure.
    """
    if not figures[:1].isdigit():
        return None
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
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
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    tall = sorted((x, x + w) for x, _, w, h, _ in stats[1:].tolist() if h >= _FIGURE_HEIGHT * dark.shape[0])
    count, end = 0, -1
    for first, last in tall:
        count += first >= end
        end = max(end, last)
    return "□" * count if count > sum(char.isalnum() for char in figures) else None
