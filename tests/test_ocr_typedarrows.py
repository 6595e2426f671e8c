"""→ printed as a character is told by its shape; parts of kanji and other strokes are none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.ocr.image import Pixels
from extractors.ocr.marks import find_marks

EM = 38
LEFT, RIGHT, AXIS = 30, 62, 50


def page(*strokes: tuple[tuple[int, int], tuple[int, int]]) -> Pixels:
    """Strokes of print on a page, 3 pixels broad."""
    ink = np.zeros((110, 120), np.uint8)
    for start, end in strokes:
        cv2.line(ink, start, end, 255, 3)
    return ink


SHAFT = ((LEFT, AXIS), (RIGHT, AXIS))
HEAD = (((RIGHT, AXIS), (RIGHT - 8, AXIS - 8)), ((RIGHT, AXIS), (RIGHT - 8, AXIS + 8)))
TAIL = (((LEFT, AXIS), (LEFT + 8, AXIS - 8)), ((LEFT, AXIS), (LEFT + 8, AXIS + 8)))


def filled_head(ink: Pixels) -> Pixels:
    corners = [(RIGHT, AXIS), (RIGHT - 11, AXIS - 8), (RIGHT - 11, AXIS + 8)]
    return cv2.fillPoly(ink, [np.array(corners)], 255).astype(np.uint8)


def signs(ink: Pixels) -> list[str]:
    return [mark.text for mark in find_marks(ink, EM, lambda _: "")]


@pytest.mark.parametrize(
    ("ink", "sign"),
    [
        (page(SHAFT, *HEAD), "→"),
        (filled_head(page(SHAFT)), "→"),
        (page(SHAFT, *TAIL), "←"),
        (page(SHAFT, *HEAD, *TAIL), "↔"),
    ],
    ids=["open", "filled", "left", "both"],
)
def test_an_arrow_is_told_by_its_shape(ink: Pixels, sign: str) -> None:
    assert signs(ink) == [sign]


@pytest.mark.parametrize(
    "ink",
    [
        page(SHAFT),  # 一
        page(SHAFT, ((46, AXIS - 12), (46, AXIS + 12))),  # 十
        page(SHAFT, ((RIGHT - 8, AXIS - 8), (RIGHT - 8, AXIS + 8))),  # a crossed stroke
        page(SHAFT, ((RIGHT, AXIS), (RIGHT - 8, AXIS - 8))),  # フ on its side: one barb
        page(SHAFT, *HEAD, ((LEFT, AXIS + 16), (RIGHT, AXIS + 16))),  # the head of 学: more stands below
    ],
)
def test_strokes_of_print_are_none(ink: Pixels) -> None:
    assert signs(ink) == []
