"""The ink of each character of a line, where places reckoned from usual widths drift."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.ocr.places import character_places
from extractors.ocr.separators import with_separators

EM_PX = 40


def ink(*strokes: tuple[int, int]) -> NDArray[np.bool_]:
    """A line with ink from each first to each end column."""
    dark = np.zeros((EM_PX, strokes[-1][1] + 2), dtype=bool)
    for first, end in strokes:
        dark[4:-4, first:end] = True
    return dark


@pytest.mark.parametrize(
    ("text", "strokes", "places"),
    [
        ("12人", [(0, 9), (40, 58), (70, 106)], [(0, 9), (40, 58), (70, 106)]),
        ("川1", [(2, 6), (18, 22), (32, 36), (60, 69)], [(2, 36), (60, 69)]),
        ("人12", [(0, 36), (50, 77)], [(0, 36), (50, 64), (64, 77)]),
        ("34年", [(0, 38), (44, 80)], [(0, 19), (19, 38), (44, 80)]),
        ("5人", [(0, 3), (20, 38), (50, 86)], [(20, 38), (50, 86)]),
    ],
    ids=[
        "figures set wide",
        "a kanji of three strokes",
        "two in one run",
        "figures in one",
        "a speck before",
    ],
)
def test_each_character_gets_its_ink(
    text: str, strokes: list[tuple[int, int]], places: list[tuple[int, int]]
) -> None:
    assert character_places(text, ink(*strokes), EM_PX) == places


def test_ink_that_cannot_be_the_text_tells_nothing() -> None:
    assert character_places("12", ink((0, 36), (50, 86), (100, 136)), EM_PX) is None
    assert character_places("", ink((0, 36)), EM_PX) is None
    assert character_places("1", np.zeros((EM_PX, 20), dtype=bool), EM_PX) is None


def test_the_parted_end_of_a_stroke_is_no_point() -> None:
    dark = np.zeros((40, 100), dtype=bool)
    for x in (0, 60, 80):
        dark[2:30, x : x + 16] = True
    dark[10:30, 60:70] = False  # a 5, whose lower end is a shape of its own
    dark[24:29, 62:67] = True
    dark[26:36, 30:34] = True  # the comma
    assert with_separators("1.55", dark) == "1,55"
