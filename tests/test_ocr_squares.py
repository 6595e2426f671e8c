"""The raised 2 of units, on pictures drawn here."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.ocr.ink import Region
from extractors.ocr.squares import with_square
from extractors.ocr.typeset import ReadLine

HEIGHT_PX = 40
# Left and right, top and bottom of each piece of ink of (km²) and of (kW), as ㎢ has them in one em.
SQUARED = ((0, 6, 0, 40), (10, 18, 8, 36), (20, 36, 20, 36), (26, 36, 4, 18), (40, 46, 0, 40))
LARGE = ((0, 6, 0, 40), (10, 18, 8, 36), (20, 36, 8, 36), (40, 46, 0, 40))


@pytest.mark.parametrize(
    ("printed", "read", "kept"),
    [
        (SQUARED, "(km)", "(km²)"),
        (SQUARED, "(kW)", "(km²)"),  # ㎢ in Noto Sans, to two looks of four; (k) to the others
        (SQUARED, "(k)", "(km²)"),
        (LARGE, "(kW)", "(kW)"),
        (LARGE, "(k)", "(k)"),
    ],
)
def test_a_raised_2_above_a_unit(printed: tuple[tuple[int, ...], ...], read: str, kept: str) -> None:
    dark = np.zeros((HEIGHT_PX, 46), np.bool_)
    for left, right, top, bottom in printed:
        dark[top:bottom, left:right] = True
    line = with_square(ReadLine(Region(0, 0, 46, HEIGHT_PX), read, (0.9,) * len(read), ((0, 46),)), dark)
    assert (line.text, len(line.confidences)) == (kept, len(kept))
