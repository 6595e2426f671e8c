"""Solid bars beside headings, as designs of documents set them: read with their line, 2 became 上2 or 12."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from extractors.ocr.connected import connected
from extractors.ocr.image import Pixels
from extractors.ocr.segments import Segment

_MIN_HEIGHT_PT = 12.0
_SLIM = 2.2  # times as high as wide: ■ is no bar
_SOLID = 0.93
# Shares of its height: nothing stands so near at its left, the heading begins so near at its right.
_CLEAR, _NEAR = 0.5, 1.2
_TALLER = 1.2  # than the print beside it; a stroke of print is no taller than its line


def find_bars(ink: Pixels, scale: float) -> Iterator[Segment]:
    """The bars of a page in its ink (`scale`: pixels a point)."""
    _, stats = connected(ink)
    for x, y, width, height, area in stats[1:].tolist():
        is_solid = area >= _SOLID * width * height
        if is_solid and height >= max(_MIN_HEIGHT_PT * scale, _SLIM * width):
            bar = Segment(False, x, y, x + width, y + height)
            if _stands_before_lower_print(bar, ink):
                yield bar


def _stands_before_lower_print(bar: Segment, ink: Pixels) -> bool:
    left = max(0, bar.x0 - round(_CLEAR * bar.length_px))
    if ink[bar.top : bar.bottom, left : bar.x0].any():
        return False
    # Rows a little beyond the bar's own: print or rules that reach out of it are no heading of its.
    reach = round((_TALLER - 1) * bar.length_px)
    beside = ink[max(0, bar.top - reach) : bar.bottom + reach, bar.x1 : bar.x1 + round(_NEAR * bar.length_px)]
    rows = np.flatnonzero(beside.any(axis=1)) + max(0, bar.top - reach)
    if not len(rows):
        return False
    is_inside = bar.top <= rows[0] and rows[-1] < bar.bottom
    return bool(is_inside and bar.length_px >= _TALLER * (rows[-1] + 1 - rows[0]))
