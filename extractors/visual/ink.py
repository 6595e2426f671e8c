"""What is painted where the text layer has a number: each digit's shape, and a picture of the whole."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.visual.runs import Rect, TextRun, shares_box

Ink = NDArray[np.float32]

SHAPE_SIDE = 20  # pixels of a normalised glyph; a digit of 6 pt drawn at 300 dpi is about as tall
_MIN_CONTRAST = 70  # of 255; less is no ink but a shade
INKED = 0.45
_MARGIN_EM = 0.12
# A rule beside a number is taller than its digits; a digit reaches most of their height.
_DIGIT_SHARE = 0.6
_WIDE_SHARE = 1.5  # a ▲ is as wide as the type is high, and digits are lower than that
_RULE_SHARE = 1.6  # so much taller than the digits is a bar beside a heading; ▲ is a third taller
_SLIM_SHARE = 0.2  # a dash of a dotted rule is slimmer than any digit is


@dataclass(frozen=True, slots=True)
class DrawnRun:
    """A number as stored beside its picture.

    `shapes` holds for each digit of `text` SHAPE_SIDE² bytes of ink (0 none, 255 full), or nothing where none
    is painted. `picture` is (width, height, bytes), dark on white. `has_more_ink` tells that something as
    tall as a digit stands beside the number where the text layer has nothing.
    """

    page: int
    text: str
    box: Rect
    shapes: tuple[bytes, ...]
    picture: tuple[int, int, bytes]
    has_more_ink: bool


def drawn_run(
    page: int, run: TextRun, pixels: NDArray[Any], origin: tuple[float, float], scale: float
) -> DrawnRun:
    """Cut a run from a page's RGB pixels (`scale` of them a point, `origin` their left top in points)."""
    window = _Window(run, pixels, origin, scale)
    shapes = tuple(
        window.shape(x0, x1)
        for char, (x0, x1) in zip(run.text, window.columns(run), strict=True)
        if char.isdigit()
    )
    left, right, has_more = window.extent()
    height, width = window.ink.shape[0], right - left
    painted = (255 * (1 - window.ink[:, left:right])).astype(np.uint8)
    return DrawnRun(page, run.text, run.box, shapes, (width, height, painted.tobytes()), has_more)


class _Window:
    """The band of a picture that a number stands in, as ink from 0 to 1; rules above and below cut away."""

    def __init__(self, run: TextRun, pixels: NDArray[Any], origin: tuple[float, float], scale: float) -> None:
        x0, top, x1, bottom = run.box
        margin = _MARGIN_EM * (bottom - top)
        self._scale, self._left_pt = scale, max(origin[0], min(run.free_x0, x0))
        right_pt = max(run.free_x1, x1)
        rows = slice(*_pixels(top - margin, bottom + margin, origin[1], scale, pixels.shape[0]))
        columns = slice(*_pixels(self._left_pt, right_pt, origin[0], scale, pixels.shape[1]))
        whole = as_ink(pixels[rows, columns])
        self._x0, self._x1 = self._pixel(x0), min(self._pixel(x1) + 1, whole.shape[1])
        band = _tallest_band(whole[:, self._x0 : self._x1])
        self.ink: Ink = whole[band]
        # What runs through above and below the number is a rule; a ▲ may stand out on one side.
        self._runs_through = np.minimum(whole[0], whole[-1])
        self._inked_rows = (whole > INKED).sum(axis=0)

    def _pixel(self, x_pt: float) -> int:
        return max(0, round((x_pt - self._left_pt) * self._scale))

    def columns(self, run: TextRun) -> list[tuple[int, int]]:
        """Pixel columns of each character; by the ink, or their ends, where all start in one place."""
        count = len(run.boxes)
        if count == 1 or not all(shares_box(run.boxes[0], box) for box in run.boxes):
            return [(self._pixel(box[0]), self._pixel(box[2]) + 1) for box in run.boxes]
        parts = bands(self.ink[:, self._x0 : self._x1].max(axis=0, initial=0) > INKED)
        if len(parts) == count:
            return [(self._x0 + part.start, self._x0 + part.stop) for part in parts]
        ends = sorted({self._pixel(box[2]) for box in run.boxes})
        if len(ends) < count:
            ends = [self._x0 + (self._x1 - self._x0) * (i + 1) // count for i in range(count)]
        edges = [self._x0, *ends]
        return list(pairwise(edges))

    def shape(self, x0: int, x1: int) -> bytes:
        """The glyph between two columns in SHAPE_SIDE² pixels, its proportions kept; empty without ink."""
        part = self.ink[:, x0:x1]
        found = bands(part.max(axis=0, initial=0) > INKED)
        if not found:
            return b""
        part = part[:, max(found, key=lambda band: float(part[:, band].sum()))]
        rows = np.flatnonzero(part.max(axis=1) > INKED)
        return _normalised(part[rows[0] : rows[-1] + 1])

    def extent(self) -> tuple[int, int, bool]:
        """First and last column of a picture for reading, and whether it shows more than the number."""
        height = max(1, self.ink.shape[0])
        pad = max(2, height // 5)
        left, right = max(0, self._x0 - pad), min(self.ink.shape[1], self._x1 + pad)
        more = self._strange_bands(height)
        if not more:
            return left, right, False
        return min(left, more[0].start), max(right, more[-1].stop), True

    def _strange_bands(self, height: int) -> list[slice]:
        found = []
        for band in bands(self.ink.max(axis=0, initial=0) > INKED):
            if band.start < self._x1 and band.stop > self._x0:
                continue
            rows = np.flatnonzero(self.ink[:, band].max(axis=1) > INKED)
            is_tall = rows.size and rows[-1] + 1 - rows[0] >= _DIGIT_SHARE * height
            is_rule = self._runs_through[band].max() > INKED or (
                self._inked_rows[band].min() >= _RULE_SHARE * height
            )
            is_wide = _SLIM_SHARE * height <= band.stop - band.start <= _WIDE_SHARE * height
            if is_tall and is_wide and not is_rule:
                found.append(band)
        return found


def _pixels(low_pt: float, high_pt: float, origin_pt: float, scale: float, limit: int) -> tuple[int, int]:
    first = min(max(0, int((low_pt - origin_pt) * scale)), limit - 1)
    return first, max(first + 1, min(limit, int((high_pt - origin_pt) * scale) + 1))


def as_ink(pixels: NDArray[Any]) -> Ink:
    """Ink from 0 (ground) to 1, on light and on dark ground alike, of whatever colour."""
    values = pixels.min(axis=2).astype(np.float32)  # a colour is darker than white in one channel at least
    ground = float(np.median(values))
    contrast = np.abs(values - ground)
    strongest = float(contrast.max(initial=0))
    return contrast / strongest if strongest >= _MIN_CONTRAST else np.zeros_like(values)


def _tallest_band(ink: Ink) -> slice:
    found = bands(ink.max(axis=1, initial=0) > INKED)
    return max(found, key=lambda band: band.stop - band.start, default=slice(0, ink.shape[0]))


def bands(flags: NDArray[np.bool_]) -> list[slice]:
    """Stretches of True."""
    edges = np.flatnonzero(np.diff(np.r_[False, flags, False].astype(np.int8)))
    return [slice(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _normalised(glyph: Ink) -> bytes:
    from PIL import Image

    height, width = glyph.shape
    scaled_width = min(SHAPE_SIDE, max(1, round(width * SHAPE_SIDE / height)))
    image = Image.fromarray((255 * glyph).astype(np.uint8), "L")
    scaled = image.resize((scaled_width, SHAPE_SIDE), Image.Resampling.BOX)
    canvas = Image.new("L", (SHAPE_SIDE, SHAPE_SIDE))
    canvas.paste(scaled, ((SHAPE_SIDE - scaled_width) // 2, 0))
    return canvas.tobytes()
