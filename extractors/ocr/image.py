"""A page as a picture made ready for reading: grey, paper evened out to white, turned upright."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.ground import on_paper
from extractors.ocr.screens import descreened
from extractors.readers.render import Picture

Pixels = NDArray[np.uint8]

DPI = 300.0  # Tesseract's Japanese model was trained on it; coarser scans are enlarged to it
# Feeders turn a sheet by a degree or two; beyond that the page was laid on askew and a person should look.
MAX_SKEW_DEGREES = 3.0
_SKEW_STEPS_DEGREES = (0.2, 0.02)
_MIN_SKEW_DEGREES = 0.03  # over an A4 page's width less than a rule's thickness
_SKEW_SAMPLE = 60_000
_MIN_INK_PX = 200
_PAPER_PX = 61  # wider than a stroke, narrower than a shaded cell
_FAINTEST_PRINT, _USUAL_BLACK, _BLACK_PERCENTILE = (
    210,
    60,
    15,
)  # of 255: grey print is read better when it is black
INK = 150  # of 255 on evened paper: darker is ink; 200 dpi leaves the thinnest strokes at about half


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page upright: `grey` as scanned, `even` with paper and tints at 255 and all print dark, `ink` 255
    where printed.

    `scale` is pixels a point, `skew_degrees` how far the page was turned back (about its middle).
    """

    grey: Pixels
    even: Pixels
    ink: Pixels
    scale: float
    skew_degrees: float


def page_image(picture: Picture, turn_degrees: int = 0) -> PageImage:
    """Grey, deskewed and binarised from a rendered page (RGB), after a turn by right angles clockwise."""
    grey = descreened(quarter_turned(grey_of(picture), turn_degrees), picture.scale)
    dark_on_light = on_paper(grey, picture.scale)
    even = _evened(dark_on_light)
    angle = skew_degrees(_binary(even))
    if abs(angle) >= _MIN_SKEW_DEGREES:
        grey, even = _turned(grey, angle), _evened(_turned(dark_on_light, angle))
    else:
        angle = 0.0
    even = _darkened(even)
    return PageImage(grey, even, _binary(even), picture.scale, angle)


def quarter_turned(pixels: Pixels, degrees: int) -> Pixels:
    """A picture turned clockwise by a multiple of 90 degrees."""
    return _pixels(np.rot90(pixels, -degrees // 90))


def grey_of(picture: Picture) -> Pixels:
    """A drawn page in grey."""
    rows = np.frombuffer(picture.data, np.uint8).reshape(picture.height, picture.stride)
    pixels = rows[:, : 3 * picture.width].reshape(picture.height, picture.width, 3)
    return _pixels(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))


def _pixels(array: Any) -> Pixels:
    return np.ascontiguousarray(array, dtype=np.uint8)


def _evened(grey: Pixels) -> Pixels:
    """The page divided by its paper: shadows, yellowed paper and tints become white."""
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    kernel = np.ones((_PAPER_PX // 4, _PAPER_PX // 4), np.uint8)
    paper = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel), 5)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return _pixels(cv2.divide(grey, np.maximum(paper, 40), scale=255))


def _darkened(even: Pixels) -> Pixels:
    """A page's print as dark as black print is."""
    print_ = even[::3, ::3][even[::3, ::3] < _FAINTEST_PRINT]
    black = float(np.percentile(print_, _BLACK_PERCENTILE)) if len(print_) >= _MIN_INK_PX else 0.0
    if black < _USUAL_BLACK:
        return even
    table = ((np.arange(256) - black) * (255 / (255 - black))).clip(0, 255).astype(np.uint8)
    return _pixels(cv2.LUT(even, table))


def _binary(even: Pixels) -> Pixels:
    return _pixels(np.where(even < INK, 255, 0))


def skew_degrees(ink: Pixels) -> float:
    """How far lines and rules fall to the right, in degrees: what shear gathers the ink in fewest rows."""
    rows, columns = np.nonzero(ink)
    if len(rows) < _MIN_INK_PX:
        return 0.0
    step = max(1, len(rows) // _SKEW_SAMPLE)
    ys, xs = rows[::step].astype(np.float64), columns[::step].astype(np.float64)
    best = 0.0
    reach = MAX_SKEW_DEGREES
    for size in _SKEW_STEPS_DEGREES:
        angles = np.arange(best - reach, best + reach + size / 2, size)
        best = float(max(angles, key=lambda a: (_gathered(xs, ys, a), -abs(a))))
        reach = size
    return best


def _gathered(xs: NDArray[np.float64], ys: NDArray[np.float64], degrees: float) -> float:
    rows = ys - xs * np.tan(np.radians(degrees))
    counts = np.bincount(np.rint(rows - np.floor(rows.min())).astype(np.int64))
    return float((counts.astype(np.float64) ** 2).sum())


def _turned(grey: Pixels, degrees: float) -> Pixels:
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    paper = int(np.percentile(grey[::7, ::7], 90))
    return _pixels(cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper))
