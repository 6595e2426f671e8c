"""Where the printed lines of a cell or of a page's open space lie in its picture."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.connected import connected
from extractors.ocr.image import Pixels

_SPECK_PX = 7  # of ink; a decimal point of 8 pt print has 12 and more at 300 dpi
_MIN_ROW_PX = 2
# A printed line is about 0.9 em high; 二 and 一 leave bands of their own that belong to it.
_FRAGMENT_SHARE = 0.62
_LINE_SHARE = 1.18
_TWO_LINES = 1.75
# Ink of a row, against the fullest, that still joins two lines which touch.
_LEVELS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.25)
_LOW_PRINT = 0.6  # the smallest print of a page against its usual
_COLUMN_GAP = 2.6  # of a line's height: beyond it stands another column of the page
_PICTURE_PT = 60.0
_DOT_PT = 2.0
_USUAL_PT = 9.0  # ink height of 10 pt kanji
# A screen leaves as many edges in every band of a cell; print leaves bands without any above and below it.
_SCREEN_BAND_PX = 8
_SCREEN_EDGES = 0.04  # a pixel along the tenth of the bands with the fewest; grain has 0.005, screens 0.06
_SCREEN_LEAST_PX = 16
_DASH_LENGTH, _DASH_HEIGHT = 5, 0.2  # in a dash's own heights, and of the usual height
_DASH_FULL = 0.75  # of its box: a row of dots is no stroke
_SLANT_GAP_PX = 3  # the slanted stroke of a 7 leaves rows with hardly any ink


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of a picture, in pixels; the ends are exclusive."""

    x0: int
    top: int
    x1: int
    bottom: int

    @property
    def width(self) -> int:
        """Width in pixels."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.bottom - self.top


def is_screened(ink: Pixels, region: Region) -> bool:
    """Whether the dots of a screened tint fill a region of ink that still holds its specks."""
    if min(region.width, region.height) < _SCREEN_LEAST_PX:
        return False
    part = ink[region.top : region.bottom, region.x0 : region.x1] > 0
    edges = (part[:, 1:] != part[:, :-1]).mean(axis=1)
    n_bands = len(edges) // _SCREEN_BAND_PX
    bands = edges[: n_bands * _SCREEN_BAND_PX].reshape(n_bands, _SCREEN_BAND_PX).mean(axis=1)
    return float(np.percentile(bands, 10)) > _SCREEN_EDGES


def is_fine_stroke(ink: Pixels, line: Region, usual_px: float) -> bool:
    """Whether the ink of a line is a stroke as long as a dash, too low for any look: bold print has such."""
    is_level = _DASH_LENGTH * line.height <= line.width and line.height <= _DASH_HEIGHT * usual_px
    if not is_level or not usual_px / 2 <= line.width <= 2 * usual_px:
        return False
    return bool((ink[line.top : line.bottom, line.x0 : line.x1] > 0).mean() >= _DASH_FULL)


def without_specks(ink: Pixels) -> Pixels:
    """The ink without dust: pieces smaller than any printed dot."""
    labels, stats = connected(ink)
    keep = stats[:, cv2.CC_STAT_AREA] >= _SPECK_PX
    keep[0] = False
    return np.asarray(np.where(keep[labels], 255, 0), dtype=np.uint8)


def line_regions(ink: Pixels, region: Region, usual_px: float) -> list[Region]:
    """The printed lines inside a region, from the top, each as wide as its ink.

    `usual_px` is the height of the page's usual print.
    """
    part = ink[region.top : region.bottom, region.x0 : region.x1]
    bands = _bands(np.asarray((part > 0).sum(axis=1) >= _MIN_ROW_PX))
    tallest = max(_usual(bands), _LOW_PRINT * usual_px)
    joined = _whole_lines(bands, tallest, usual_px)
    whole = [one for band in joined for one in _split(part, band, tallest, usual_px)]
    return [found for band in whole if (found := _trimmed(part, band, region)) is not None]


def pieces(ink: Pixels, line: Region, gap_px: float) -> list[Region]:
    """A line cut where more than `gap_px` is left free."""
    part = ink[line.top : line.bottom, line.x0 : line.x1]
    merged: list[tuple[int, int]] = []
    for start, end in _bands(np.asarray((part > 0).any(axis=0))):
        if merged and start - merged[-1][1] <= gap_px:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return [Region(line.x0 + start, line.top, line.x0 + end, line.bottom) for start, end in merged]


def glyph_side(ink: Pixels, scale: float) -> float:
    """The usual side of a page's characters in pixels, leaders of dots left out; that of 10.5 pt print where
    there are none.
    """
    _, stats = connected(ink)
    sides = np.maximum(stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT])
    sides = sides[(stats[1:, cv2.CC_STAT_AREA] > 2 * _SPECK_PX) & (sides > _DOT_PT * scale)]
    return float(np.percentile(sides, 80)) if len(sides) >= 20 else _USUAL_PT * scale


def _bands(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Runs of true values as (start, end)."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _usual(bands: list[tuple[int, int]]) -> float:
    heights = sorted(end - start for start, end in bands)
    tall = [h for h in heights if h >= _FRAGMENT_SHARE * heights[-1]]
    return float(tall[len(tall) // 2]) if tall else 0.0


def _whole_lines(
    bands: list[tuple[int, int]], tallest: float, usual_px: float = 0.0
) -> list[tuple[int, int]]:
    """Bands with the fragments (a stroke of 二, a row of dashes) joined to the line they belong to; those
    hardly parted are one as high as a line of `usual_px`.
    """
    lines: list[tuple[int, int]] = []
    for start, end in bands:
        if lines:
            before = lines[-1]
            is_fragment = min(end - start, before[1] - before[0]) < _FRAGMENT_SHARE * tallest
            is_slant = start - before[1] <= _SLANT_GAP_PX and end - before[0] <= usual_px
            if is_slant or (is_fragment and end - before[0] <= _LINE_SHARE * tallest):
                lines[-1] = (before[0], end)
                continue
        lines.append((start, end))
    return lines


def _split(part: Pixels, band: tuple[int, int], tallest: float, usual_px: float) -> list[tuple[int, int]]:
    """A band as high as several lines, cut where the least ink joins them; whole where nothing parts them."""
    height = band[1] - band[0]
    rows = (part[band[0] : band[1]] > 0).sum(axis=1)
    typical = _typical_glyph(part[band[0] : band[1]]) or tallest
    single = max(min(tallest, typical), _LOW_PRINT * usual_px)
    if height < _TWO_LINES * single:
        return [band]
    for level in _LEVELS:
        bands = _whole_lines(_bands(np.asarray(rows > level * rows.max())), single)
        bands = [b for b in bands if b[1] - b[0] >= _FRAGMENT_SHARE * single]
        if len(bands) > 1 and max(end - start for start, end in bands) < _TWO_LINES * single:
            cuts = [(a[1] + b[0]) // 2 for a, b in pairwise(bands)]
            return [(band[0] + a, band[0] + b) for a, b in pairwise([0, *cuts, height])]
    return [band]


def _typical_glyph(part: Pixels) -> float | None:
    """The side of the large characters of a band, None where it holds too few to tell."""
    _, stats = connected(part)
    sides = sorted(max(w, h) for _, _, w, h, area in stats[1:].tolist() if area > 2 * _SPECK_PX)
    return float(sides[int(0.85 * (len(sides) - 1))]) if len(sides) >= 3 else None


def _trimmed(part: Pixels, band: tuple[int, int], region: Region) -> Region | None:
    columns = np.flatnonzero((part[band[0] : band[1]] > 0).any(axis=0))
    if len(columns) == 0:
        return None
    return Region(
        region.x0 + int(columns[0]),
        region.top + band[0],
        region.x0 + int(columns[-1]) + 1,
        region.top + band[1],
    )


def without_pictures(ink: Pixels, scale: float) -> tuple[Pixels, int]:
    """The ink without what is larger than any character, and how many such pieces there were."""
    labels, stats = connected(ink)
    limit = _PICTURE_PT * scale
    is_large = (stats[:, cv2.CC_STAT_WIDTH] > limit) | (stats[:, cv2.CC_STAT_HEIGHT] > limit)
    is_large[0] = False
    if not is_large.any():
        return ink, 0
    kept = np.where(is_large[labels], 0, ink)
    return np.asarray(kept, dtype=np.uint8), int(is_large.sum())


def open_lines(ink: Pixels, usual: float) -> list[Region]:
    """Printed lines outside tables: print that stands side by side, columns of a page apart."""
    reach = max(3, round(_COLUMN_GAP * usual))
    smeared = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8))
    smeared = cv2.dilate(smeared, np.ones((3, 3), np.uint8))
    _, stats = connected(smeared)
    blocks = [Region(x, y, x + w, y + h) for x, y, w, h, _ in stats[1:].tolist()]
    return [line for block in _side_by_side(blocks, reach) for line in line_regions(ink, block, usual)]


def _side_by_side(blocks: list[Region], reach: int) -> list[Region]:
    """Blocks joined where they share most of their height and stand near: a mark, 二's strokes, a dot."""
    joined: list[Region] = []
    for block in sorted(blocks, key=lambda b: -b.width):
        for i, other in enumerate(joined):
            if _shares_line(block, other, reach):
                joined[i] = _around(block, other)
                break
        else:
            joined.append(block)
    return sorted(joined, key=lambda b: (b.top, b.x0))


def _shares_line(small: Region, large: Region, reach: int) -> bool:
    overlap = min(small.bottom, large.bottom) - max(small.top, large.top)
    gap = max(small.x0, large.x0) - min(small.x1, large.x1)
    return overlap >= 0.5 * min(small.height, large.height) and gap <= reach


def _around(a: Region, b: Region) -> Region:
    return Region(min(a.x0, b.x0), min(a.top, b.top), max(a.x1, b.x1), max(a.bottom, b.bottom))
