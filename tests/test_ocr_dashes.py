"""Cells that hold one stroke: a dash, also a fine one that no look reads as anything."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pytest

from extractors.ocr.engine import Engine, Symbol
from extractors.ocr.page import read_picture
from extractors.readers.frame import DisplayFrame
from extractors.readers.render import Picture
from tests.test_ocr_ground import SCALE


class Deaf:
    """An engine that reads nothing."""

    def read(self, *_: Any, **__: Any) -> list[Symbol]:
        return []


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
    grey = np.full((300, 700), 255, np.uint8)
    grey[[50, 51, 52, 150, 151, 152, 250, 251, 252], 50:653] = 0
    grey[50:253, [50, 51, 52, 350, 351, 352, 650, 651, 652]] = 0
    grey[100 : 100 + height_px, 180 : 180 + width_px] = 40
    frame = DisplayFrame((0.0, 0.0, 700 / SCALE, 300 / SCALE), 0)
    picture = Picture(700, 300, 2100, np.dstack([grey] * 3).tobytes(), (0.0, 0.0, *frame.crop[2:]), SCALE)
    page = read_picture(1, frame, picture, cast(Engine, Deaf()))
    assert [c.raw for c in page.tables[0].cells] == [cell, "", "", ""]
    assert [check for check, _, _ in page.problems] == told
