"""A number cut out of its line: its own ink alone, without the strokes of its neighbours."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.ocr.connected import connected
from extractors.ocr.image import Pixels

_OWN_SHARE = 0.5  # of a shape's width that lies in the number's place
_DARK = 140
_EDGE_PX = 3  # grey edges beside dark ink


def cut_out(line: Pixels, x0: float, x1: float, spare_px: float) -> Pixels:
    """The columns of a line's grey picture around `x0` to `x1`, with the ink of other characters white.

    A number's place is reckoned from the widths of the characters before it, so it may be off by `spare_px`.
    """
    dark = np.asarray(np.where(line < _DARK, 255, 0), dtype=np.uint8)
    labels, stats = connected(dark)
    left, widths = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_WIDTH]
    inside = np.minimum(left + widths, x1) - np.maximum(left, x0)
    is_own = inside >= _OWN_SHARE * widths
    is_own[0] = False
    if not is_own.any():
        return line[:, :0]
    own = cv2.dilate(np.where(is_own[labels], 255, 0).astype(np.uint8), _square(_EDGE_PX))
    others = np.asarray(np.where(is_own[labels] | (dark == 0), 0, 255), dtype=np.uint8)
    others = np.asarray(cv2.dilate(others, _square(_EDGE_PX)), dtype=np.uint8)
    shown = np.where((others > 0) & (own == 0), 255, line).astype(np.uint8)
    shown[(others > 0) & (dark > 0) & ~is_own[labels]] = 255
    first, last = int(left[is_own].min()), int((left + widths)[is_own].max())
    margin = round(spare_px)
    return np.asarray(shown[:, max(0, first - margin) : last + margin], dtype=np.uint8)


def _square(side_px: int) -> Pixels:
    return np.ones((side_px, side_px), np.uint8)
