"""Block arrows in a page's picture: broad filled shafts with a tip, often over the rules of their row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np

from extractors.ocr.arrows import extents_of, tip_of
from extractors.ocr.connected import connected
from extractors.ocr.image import PageImage, Pixels
from extractors.ocr.painted import painted_outline

_FILLED = 205  # of 255, evened grey: light fills too; tints of whole cells are evened out
_SOLID_PT = 3.1  # broader than rules and strokes of print
_MIN_LENGTH_PT = 20.0
_HEIGHT_PT = (3.5, 26.0)
_RATIO = 2.5  # a shaft is longer than high
_THIN_PX = 3  # the wings of a head are thin where it begins
_HEAD_PT = 14.0  # a head's length, and how far its wings stand out
_FLATTEST = 0.15  # a head's length against its height; so broad a shaft tells an arrow by itself
_MARGIN_PX = 3
_BESIDE_PX = 14  # above and below an arrow, where a rule that it covers comes out; dashes leave gaps
_LEVEL_SHARE = 0.5  # of a row of pixels, inked by a level rule
_RULE_PT = 3.0


@dataclass(frozen=True, slots=True)
class BlockArrow:
    """A block arrow in pixels: the rows of its shaft and head, and where its shaft, head and tip are."""

    far: int
    base: int
    tip: int
    top: int
    bottom: int
    head_top: int
    head_bottom: int

    @property
    def x0(self) -> int:
        """Left edge."""
        return min(self.far, self.tip)

    @property
    def x1(self) -> int:
        """Right edge."""
        return max(self.far, self.tip)


def find_block_arrows(image: PageImage) -> list[BlockArrow]:
    """The block arrows of a page that point right or left."""
    filled = np.where(image.even < _FILLED, 255, 0).astype(np.uint8)
    side = round(_SOLID_PT * image.scale)
    solid = cv2.morphologyEx(filled, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    _, stats = connected(solid)
    low, high = (limit * image.scale for limit in _HEIGHT_PT)
    found = []
    for x, y, width, height, _ in stats[1:].tolist():
        if width >= max(_MIN_LENGTH_PT * image.scale, _RATIO * height) and low <= height <= high:
            arrow = _arrow(filled, x, y, width, height, image.scale)
            found += [arrow] if arrow is not None and not _is_of_rules(image.ink, arrow) else []
    return found


def _is_of_rules(ink: Pixels, arrow: BlockArrow) -> bool:
    """Whether a shaft is double rules that blur runs together: two bands of ink or more, their gaps narrower.

    An outlined shaft has two, with a fill between them that is broader.
    """
    quarter = (arrow.x1 - arrow.x0) // 4
    shaft = ink[arrow.top : arrow.bottom, arrow.x0 + quarter : arrow.x1 - quarter]
    inked = np.flatnonzero((shaft > 0).mean(axis=1) > _LEVEL_SHARE)
    if len(inked) == 0:
        return False
    has_gaps = bool((np.diff(inked) > 1).any())
    return has_gaps and 2 * len(inked) > int(inked[-1] - inked[0])


def _arrow(filled: Pixels, x: int, y: int, width: int, height: int, scale: float) -> BlockArrow | None:
    """The arrow whose shaft fills a box; None where neither end runs out in a tip, or both do."""
    reach = round(_HEAD_PT * scale)
    left, top = max(0, x - reach), max(0, y - reach)
    window = filled[top : y + height + reach, left : x + width + reach]
    thin = cv2.morphologyEx(window, cv2.MORPH_OPEN, np.ones((_THIN_PX, _THIN_PX), np.uint8))
    first, last = y - top, y - top + height
    columns = [e for e in extents_of(_about(thin, (first + last) // 2)) if _is_inside(e, window.shape[0])]
    heads = []
    for to_right in (True, False):
        part = _end(columns, x - left, width, to_right, reach)
        found = tip_of(part, height, (first + last) // 2, scale, _FLATTEST)
        if found is not None:
            heads.append((to_right, found))
    if len(heads) != 1:
        return None
    to_right, (base, tip, head_top, head_bottom) = heads[0]
    far = x if to_right else x + width
    sign = 1 if to_right else -1
    shaft_top, shaft_bottom = (top + row for row in _shaft_rows(columns, x - left, width))
    base, tip = left + sign * base, left + sign * tip
    return BlockArrow(far, base, tip, shaft_top, shaft_bottom, top + head_top, top + head_bottom)


def _about(window: Any, row: int) -> Any:
    """The filled pixels of each column that hang together with a row."""
    filled = window > 0
    kept = np.zeros_like(filled)
    above, below = filled[: row + 1][::-1], filled[row:]
    kept[: row + 1] = np.logical_and.accumulate(above, axis=0)[::-1]
    kept[row:] |= np.logical_and.accumulate(below, axis=0)
    return kept


def _is_inside(extent: tuple[int, int, int], height: int) -> bool:
    """Whether a column's ink ends within the window; that of a rule that passes does not."""
    return extent[1] > 0 and extent[2] < height


def _end(
    columns: Sequence[tuple[int, int, int]], x: int, width: int, to_right: bool, reach: int
) -> list[tuple[int, int, int]]:
    """The columns about one end of a shaft, without a gap, those of a left end mirrored."""
    ordered = list(columns) if to_right else [(-c, a, b) for c, a, b in reversed(columns)]
    end = x + width if to_right else -x
    near = [e for e in ordered if e[0] >= end - reach]
    for k in range(1, len(near)):
        if near[k][0] > end and near[k][0] - near[k - 1][0] > _THIN_PX:
            return near[:k]
    return near


def _shaft_rows(columns: Sequence[tuple[int, int, int]], x: int, width: int) -> tuple[int, int]:
    middle = [(a, b) for c, a, b in columns if x + width // 4 <= c <= x + 3 * width // 4]
    return int(np.median([a for a, _ in middle])), int(np.median([b for _, b in middle]))


def without_block_arrows(image: PageImage, arrows: Sequence[BlockArrow]) -> PageImage:
    """The page with block arrows painted over; rules that run under them are drawn through."""
    if not arrows:
        return image
    even, ink = image.even.copy(), image.ink.copy()
    for arrow in arrows:
        rows = slice(max(0, arrow.head_top - _MARGIN_PX), arrow.head_bottom + _MARGIN_PX)
        columns = slice(max(0, arrow.x0 - _MARGIN_PX), arrow.x1 + _MARGIN_PX)
        under = _rules_under(ink[:, columns], rows, round(_RULE_PT * image.scale))
        ink[rows, columns], even[rows, columns] = np.where(under, 255, 0), np.where(under, 0, 255)
    return replace(image, even=even, ink=ink)


def _rules_under(strip: Pixels, rows: slice, widest_px: int) -> Any:
    """The columns of a strip with ink both above and below some rows, but no wider than a rule."""
    above = _inked(strip[max(0, rows.start - _BESIDE_PX) : rows.start])
    below = _inked(strip[rows.stop : rows.stop + _BESIDE_PX])
    both = np.where(above & below, 255, 0).astype(np.uint8)[None, :]
    broad = cv2.morphologyEx(both, cv2.MORPH_OPEN, np.ones((1, widest_px + 1), np.uint8))
    return (both > 0) & (broad == 0)


def _inked(band: Pixels) -> Any:
    """The columns with ink in the rows of a band that no level rule fills."""
    return band[(band > 0).mean(axis=1) < _LEVEL_SHARE].any(axis=0)


def block_objects(arrows: Sequence[BlockArrow], scale: float) -> Iterator[dict[str, Any]]:
    """Block arrows as filled outlines, pdfplumber curve dicts (points, origin top left)."""
    for a in arrows:
        middle = (a.head_top + a.head_bottom) / 2
        outline = [
            (a.far, a.top),
            (a.base, a.top),
            (a.base, a.head_top),
            (a.tip, middle),
            (a.base, a.head_bottom),
            (a.base, a.bottom),
            (a.far, a.bottom),
            (a.far, a.top),
        ]
        yield painted_outline(outline, scale)
