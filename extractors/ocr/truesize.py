"""Scans stored larger or smaller than the paper was: the size of their print tells by how much.

Scanning programs that do not state a resolution give pages of 58 × 82 cm (a point for each pixel), others
halve or double the sheet. Rules, print and gaps are known in points of true size, so such a page is read in
these; its boxes are put back at the end (see `vision.displayed`).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from statistics import median_low

import numpy as np

from extractors.ocr.image import grey_of
from extractors.ocr.ink import glyph_side
from extractors.readers.render import Picture

# Print of plans is 8 to 12 pt, of which characters fill nine tenths; titles and slides are larger.
_USUAL_PT = (5.8, 16.0)
_BODY_PT = 9.0
_INK_TO_PAPER = 0.65
_PAPER_PERCENTILE = 90
# Short and long side in points: A5, B5, A4, B4 (JIS), A3.
_SHEETS_PT = ((420, 595), (516, 729), (595, 842), (729, 1032), (842, 1191))
_SAME_ASPECT = 0.03
_MOST_OFF = log(1.35)  # between the size of the print and that of the sheet


def true_scale(print_pt: Sequence[float], width_pt: float, height_pt: float) -> float:
    """True points to a point of a page as stored; 1 where print has a usual size.

    `print_pt` are the print sizes of some pages of this size (see `print_size_pt`, at least one): a title
    page has larger print than others, which still are of its sheets.
    """
    usual = median_low(print_pt)
    if _USUAL_PT[0] <= usual <= _USUAL_PT[1]:
        return 1.0
    return _fitting_scale(min(width_pt, height_pt), max(width_pt, height_pt), _BODY_PT / usual)


def print_size_pt(picture: Picture) -> float:
    """The size of most print on a page, in points of the page as stored."""
    grey = grey_of(picture)
    paper = float(np.percentile(grey[::5, ::5], _PAPER_PERCENTILE))
    ink = np.where(grey < _INK_TO_PAPER * paper, 255, 0).astype(np.uint8)
    return glyph_side(ink, picture.scale) / picture.scale


def _fitting_scale(short: float, long: float, wanted: float) -> float:
    """The scale near to that of the print that makes the page one of the sheets; 1 where none is near.

    A page of other proportions was cut, and goes by its print.
    """
    scales = [
        sheet_short / short
        for sheet_short, sheet_long in _SHEETS_PT
        if abs(short / long * sheet_long / sheet_short - 1) <= _SAME_ASPECT
    ]
    if not scales:
        return wanted
    best = min(scales, key=lambda scale: abs(log(scale / wanted)))
    return best if abs(log(best / wanted)) <= _MOST_OFF else 1.0
