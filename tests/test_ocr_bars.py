"""Bars beside headings are found, strokes of print and squares are not; on pictures drawn here."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.ocr.bars import find_bars
from extractors.ocr.image import Pixels

SCALE = 300 / 72


def heading(bar: tuple[int, int, int, int], *, before: str = "") -> Pixels:
    """A bar (x0, top, x1, bottom), capitals 40 pixels high at its right, and what stands `before` it."""
    ink = np.zeros((160, 500), np.uint8)
    x0, top, x1, bottom = bar
    ink[top:bottom, x0:x1] = 255
    cv2.putText(ink, "2 HEAD", (140, 100), cv2.FONT_HERSHEY_SIMPLEX, 1.8, 255, 4)
    cv2.putText(ink, before, (60, 100), cv2.FONT_HERSHEY_SIMPLEX, 1.8, 255, 4)
    return ink


def test_a_bar_beside_a_heading_is_found() -> None:
    (found,) = find_bars(heading((105, 40, 123, 118)), SCALE)
    assert (found.x0, found.top, found.x1, found.bottom) == (105, 40, 123, 118)


@pytest.mark.parametrize(
    ("bar", "before"),
    [
        ((115, 61, 125, 101), ""),  # as high as the print: I
        ((70, 40, 128, 118), ""),  # as wide as a square
        ((105, 40, 123, 118), "8"),  # within a line
        ((30, 40, 40, 118), ""),  # nothing beside it
    ],
)
def test_print_squares_and_rules_are_no_bars(bar: tuple[int, int, int, int], before: str) -> None:
    assert list(find_bars(heading(bar, before=before), SCALE)) == []
