"""Zeros with inner strokes made plain, in figures drawn here."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from extractors.ocr.image import Pixels
from extractors.ocr.zeros import with_plain_zeros

CENTER = (40, 40)
FONT = cv2.FONT_HERSHEY_SIMPLEX


def drawn(draw: Callable[[Pixels], object], *, height_px: int = 28, blur_px: float = 0.0) -> Pixels:
    """What `draw` draws 40 pixels high on paper, shrunk to a height and blurred."""
    page = np.full((80, 80), 255, np.uint8)
    draw(page)
    side = round(80 * height_px / 40)
    small = cv2.resize(page, (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), blur_px) if blur_px else small, dtype=np.uint8)


def oval(page: Pixels) -> object:
    return cv2.ellipse(page, CENTER, (11, 19), 0, 0, 360, 0, 4)


def slashed(page: Pixels) -> object:
    oval(page)
    return cv2.line(page, (35, 50), (45, 30), 0, 3)


def dotted(page: Pixels) -> object:
    oval(page)
    return cv2.circle(page, CENTER, 3, 0, -1)


def boxed(page: Pixels) -> object:
    """日, and 固 in small print."""
    cv2.rectangle(page, (29, 21), (51, 59), 0, 4)
    return cv2.line(page, (40, 30), (40, 50), 0, 4)


def figure(char: str) -> Callable[[Pixels], object]:
    return lambda page: cv2.putText(page, char, (26, 59), FONT, 1.7, 0, 4)


@pytest.mark.parametrize("draw", [slashed, dotted])
@pytest.mark.parametrize("height_px", [20, 28, 60])
def test_the_inner_stroke_of_a_zero_is_gone_and_its_ring_stays(
    draw: Callable[[Pixels], object], height_px: int
) -> None:
    struck = drawn(draw, height_px=height_px)
    plain = with_plain_zeros(struck)
    middle = plain.shape[0] // 2
    assert struck[middle, middle] < 140
    assert (plain[middle - 2 : middle + 3, middle - 1 : middle + 2] == 255).all()
    ring = drawn(oval, height_px=height_px) < 60
    assert (plain[ring] < 140).mean() > 0.9


def test_a_zero_whose_stroke_runs_together_with_its_ring_is_plain_too() -> None:
    struck = drawn(slashed, height_px=22, blur_px=1.3)
    middle = struck.shape[0] // 2
    assert struck[middle].min() < 120
    assert struck[middle, middle - 1 : middle + 2].max() < 140, "the stroke stands apart here"
    assert with_plain_zeros(struck)[middle, middle] == 255


@pytest.mark.parametrize("blur_px", [0.0, 1.6])
@pytest.mark.parametrize("draw", [oval, boxed, *map(figure, "123456789")])
def test_plain_zeros_other_figures_and_boxes_of_kanji_stay(
    draw: Callable[[Pixels], object], blur_px: float
) -> None:
    page = drawn(draw, height_px=22 if blur_px else 28, blur_px=blur_px)
    assert with_plain_zeros(page) is page
