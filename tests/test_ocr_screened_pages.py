"""Screened tints of black-and-white scans: their dots become grey, print and dotted rules stay."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image

from extractors.ocr.image import Pixels, page_image
from extractors.ocr.rules import find_rules, rule_objects
from extractors.ocr.screens import descreened
from extractors.readers.render import Picture
from extractors.tables.ruling import read_ruling
from tests.test_ocr_ground import SCALE, paper, ruled

CELL = (slice(110, 250), slice(110, 440))  # the first one of the table, within its rules


def dithered(grey: Pixels) -> Pixels:
    """A picture of 200 dpi as black and white, its grey as dots by diffused errors, at 300 dpi."""
    small = cv2.resize(grey, None, fx=2 / 3, fy=2 / 3, interpolation=cv2.INTER_AREA)
    dots = np.asarray(Image.fromarray(small).convert("1").convert("L"))
    whole = cv2.resize(dots, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(whole, dtype=np.uint8)


def as_picture(grey: Pixels) -> Picture:
    height, width = grey.shape
    rgb = np.repeat(grey[:, :, None], 3, axis=2).tobytes()
    return Picture(width, height, 3 * width, rgb, (0.0, 0.0, width / SCALE, height / SCALE), SCALE)


def tinted(level: int) -> Pixels:
    grey = paper()
    grey[100:260, 100:450] = level
    grey = ruled(grey, 0)
    cv2.putText(grey, "R12", (150, 200), cv2.FONT_HERSHEY_SIMPLEX, 2.2, 0, 7)
    return grey


@pytest.mark.parametrize("level", [150, 190, 235])
def test_dots_of_a_tint_become_even_grey_and_print_on_it_stays_dark(level: int) -> None:
    dots = dithered(tinted(level))
    even = descreened(dots, SCALE)
    ground = even[215:245, 120:430]
    assert int(ground.max()) - int(ground.min()) < 90 <= int(dots[215:245, 120:430].max()) - 60
    assert abs(float(ground.mean()) - float(dots[215:245, 120:430].mean())) < 12
    assert float(np.percentile(even[CELL], 3)) < 60


@pytest.mark.parametrize("level", [190, 235])
def test_a_tinted_page_is_levelled_by_its_rules_and_they_are_found(level: int) -> None:
    grey = np.minimum(ruled(paper(), 0), level)
    askew = cv2.warpAffine(
        grey, cv2.getRotationMatrix2D((450, 350), -1.0, 1.0), grey.shape[::-1], borderValue=level
    )
    image = page_image(as_picture(dithered(np.asarray(askew, dtype=np.uint8))))
    assert image.skew_degrees == pytest.approx(1.0, abs=0.1)
    (table,) = read_ruling({"line": rule_objects(find_rules(image).segments, SCALE)}, 1, 216.0, 168.0).grids
    assert len(table.spans) == 6


def test_a_picture_without_screens_is_left_as_it_is() -> None:
    grey = ruled(paper(), 0)
    for x in range(100, 800, 6):  # a dotted rule
        grey[330:333, x : x + 3] = 0
    assert descreened(grey, SCALE) is grey
