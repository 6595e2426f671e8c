"""Cells that hold one stroke: a dash, also a fine one that no look reads as anything."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pytest

from extractors.ocr.engine import Engine, Symbol
from extractors.ocr.image import Pixels
from extractors.ocr.page import read_picture
from extractors.readers.frame import DisplayFrame
from extractors.readers.render import Picture
from extractors.reading import PageReading
from tests.test_ocr_ground import SCALE


class Deaf:
    """An engine that reads nothing."""

    def read(self, *_: Any, **__: Any) -> list[Symbol]:
        return []


class Guessing:
    """An engine that reads words into every picture."""

    def read(self, *_: Any, **__: Any) -> list[Symbol]:
        return [Symbol("し", 0, 0, 12, 3, 0.6), Symbol("レ", 13, 0, 30, 3, 0.6)]


@pytest.mark.parametrize(
    ("width_px", "height_px", "cell", "told"),
    [
        (32, 3, "―", []),  # －, bold, as Typst sets it in Noto Sans and a noisy scan leaves it
        (32, 12, "", ["ocr.unread"]),
        (9, 3, "", ["ocr.unread"]),
    ],
)
def test_a_fine_stroke_alone_in_a_cell_is_a_dash(
    width_px: int, height_px: int, cell: str, told: list[str]
) -> None:
    """It was published as blank, with a finding that print is unread."""
    page = page_with(np.full((height_px, width_px), 40, np.uint8), Deaf())
    assert [c.raw for c in page.tables[0].cells] == [cell, "", "", ""]
    assert [check for check, _, _ in page.problems] == told


@pytest.mark.parametrize(("is_dotted", "cell"), [(False, "―"), (True, "しレ")])
def test_a_solid_stroke_is_a_dash_whatever_was_read(is_dotted: bool, cell: str) -> None:
    """A dash that black and white made a plain bar was read as レしし_1, no amount."""
    stroke = np.full((4, 32), 40, np.uint8)
    if is_dotted:
        stroke[:, [3, 4, 5, 9, 10, 11, 15, 16, 17, 21, 22, 23, 27, 28, 29]] = 255
    (first, *_) = page_with(stroke, Guessing()).tables[0].cells
    assert "".join(first.raw.split()) == cell


def page_with(stroke: Pixels, engine: Deaf | Guessing) -> PageReading:
    """A page with a table of four cells, `stroke` in the first."""
    grey = np.full((300, 700), 255, np.uint8)
    grey[[50, 51, 52, 150, 151, 152, 250, 251, 252], 50:653] = 0
    grey[50:253, [50, 51, 52, 350, 351, 352, 650, 651, 652]] = 0
    grey[100 : 100 + stroke.shape[0], 180 : 180 + stroke.shape[1]] = stroke
    frame = DisplayFrame((0.0, 0.0, 700 / SCALE, 300 / SCALE), 0)
    picture = Picture(700, 300, 2100, np.dstack([grey] * 3).tobytes(), (0.0, 0.0, *frame.crop[2:]), SCALE)
    return read_picture(1, frame, picture, cast(Engine, engine))
