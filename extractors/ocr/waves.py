"""～ told from the strokes 一, ー and - by its ink: Tesseract's Japanese model knows no wave."""

from __future__ import annotations

import re
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.image import Pixels
from extractors.ocr.places import character_places
from extractors.ocr.reading import Reading
from extractors.ocr.typeset import INK_HEIGHT, char_columns

_DARK = 140
_BETWEEN_FIGURES = re.compile(r"(?<=[0-9])[^0-9](?=[0-9])")
_OF_NUMBER = frozenset(",.:/")
# Shares of the em: a wave is as wide as a character and low; it is several times as high as its stroke is
# thick, a dash is not.
_WIDE, _HIGH, _LOW = 0.5, 0.55, 0.12
_THICKNESSES = 2.0


def with_waves(reading: Reading, text: Pixels) -> Reading:
    """A reading with ～ for what stands between two of its figures and is a wave; `text` is the page's grey
    picture. How sure it was of the sign goes for the wave.
    """
    line, r = reading.line, reading.line.region
    found = [f for f in _BETWEEN_FIGURES.finditer(line.text) if f[0] not in _OF_NUMBER]
    if not found:
        return reading
    dark = np.asarray(text[r.top : r.bottom, r.x0 : r.x1] < _DARK)
    em = r.height / INK_HEIGHT
    places = character_places(line.text, dark, em) or [
        (round(x0 - r.x0), round(x1 - r.x0)) for x0, x1 in char_columns(line)
    ]
    chars = list(line.text)
    for one in found:
        if _is_wave(dark, places[one.start()], em):
            chars[one.start()] = "～"
    return replace(reading, line=replace(line, text="".join(chars)))


def _is_wave(dark: NDArray[np.bool_], place: tuple[int, int], em_px: float) -> bool:
    """Whether the ink of a place is one piece, wide and low, that runs up and down."""
    first, end = place
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    inside = [
        k
        for k, (x, _, width, _, _) in enumerate(stats.tolist())
        if k and min(x + width, end) - max(x, first) > width / 2
    ]
    if len(inside) != 1:
        return False
    x, y, width, height, _ = stats[inside[0]].tolist()
    shape = labels[y : y + height, x : x + width] == inside[0]
    thickness = float(np.median(shape.sum(axis=0)))
    is_low = _LOW * em_px <= height <= _HIGH * em_px
    return bool(width >= _WIDE * em_px and is_low and height >= _THICKNESSES * thickness)
