"""Rows of dots and dashes in a page's picture, which are rules where others hold them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import cv2
import numpy as np

from extractors.ocr.connected import connected
from extractors.ocr.held import Run
from extractors.ocr.image import Pixels
from extractors.ocr.segments import Segment

_PIECE_INK = 200  # of 255: a coarse scan shows small dots grey
_PIECE_LENGTH_PT = 9.0
_PIECE_WIDTH_PT = 2.4  # a dash of a rule of 1 pt with its grey edges
_GAP_PT = 10.0  # a dash that crosses another rule is no piece of its own
_MIN_PIECES, _MANY_PIECES = 5, 8
_MIN_AREA_PX = 6  # less is grain
_ALIKE = 1.7  # the longest of few pieces against the usual, and the widest gap
_EVENNESS = 5.0  # the widest gap against the usual: a dot may be lost in a scan
_CONTRAST, _AROUND_PX, _DOT_PERCENTILE = 50, 8, 10  # of dots against the ground they stand on; grain has less
_REACH_PT = 8.0  # from the last dash to the rule that ends it, where one dash lies on that rule
_MAX_PIECES = 20_000  # more small pieces are grain or a screened picture


class _Piece(NamedTuple):
    """A small piece of ink along and across the way a rule would run."""

    start: int
    end: int
    low: int
    high: int


def dotted_runs(even: Pixels, scale: float) -> list[Run]:
    """Rows of dots or dashes in a page's evened grey that may be rules, those that run level first."""
    ink = np.where(even < _PIECE_INK, 255, 0).astype(np.uint8)
    _, stats = connected(ink)
    boxes = stats[1:, :4]
    longest, widest = boxes[:, 2:].max(axis=1), boxes[:, 2:].min(axis=1)
    small = (longest <= _PIECE_LENGTH_PT * scale) & (widest <= _PIECE_WIDTH_PT * scale)
    small &= stats[1:, cv2.CC_STAT_AREA] >= _MIN_AREA_PX
    if not 0 < int(small.sum()) <= _MAX_PIECES:
        return []
    found = [
        _segment(row, is_horizontal)
        for is_horizontal in (True, False)
        for row in _rows(_pieces(boxes[small], is_horizontal, scale), scale)
    ]
    return [Run(segment, round(_REACH_PT * scale)) for segment in found if _stands_out(even, segment)]


def _stands_out(even: Pixels, run: Segment) -> bool:
    """Whether dots are darker than the ground they stand on: the grain of a tint is little so."""
    near = even[
        max(0, run.top - _AROUND_PX) : run.bottom + _AROUND_PX,
        max(0, run.x0 - _AROUND_PX) : run.x1 + _AROUND_PX,
    ]
    dots = np.percentile(even[run.top : run.bottom, run.x0 : run.x1], _DOT_PERCENTILE)
    return bool(np.median(near) - dots >= _CONTRAST)


def _pieces(
    boxes: np.ndarray[tuple[int, int], np.dtype[np.int32]], is_horizontal: bool, scale: float
) -> list[_Piece]:
    """Pieces no wider across than a rule, by their place along it."""
    found = [
        _Piece(x, x + w, y, y + h) if is_horizontal else _Piece(y, y + h, x, x + w)
        for x, y, w, h in boxes.tolist()
    ]
    return sorted(p for p in found if p.high - p.low <= _PIECE_WIDTH_PT * scale)


def _rows(pieces: list[_Piece], scale: float) -> Iterator[list[_Piece]]:
    """Evenly spaced pieces on one line."""
    open_rows: dict[int, list[_Piece]] = {}
    rows: list[list[_Piece]] = []
    for piece in pieces:
        place = (piece.low + piece.high) // 2 // 2
        near = [open_rows[k] for k in (place - 1, place, place + 1) if k in open_rows]
        row = next((row for row in near if 0 <= piece.start - row[-1].end <= _GAP_PT * scale), None)
        if row is None:
            row = []
            rows.append(row)
        open_rows[place] = row
        row.append(piece)
    return (row for row in rows if len(row) >= _MIN_PIECES and _is_even(row))


def _is_even(row: list[_Piece]) -> bool:
    gaps = [after.start - before.end for before, after in pairwise(row)]
    if len(row) >= _MANY_PIECES:
        return max(gaps) <= _EVENNESS * max(1.0, median(gaps))
    lengths = [piece.end - piece.start for piece in row]
    return all(max(sizes) <= _ALIKE * max(2.0, median(sizes)) for sizes in (gaps, lengths))


def _segment(row: list[_Piece], is_horizontal: bool) -> Segment:
    low, high = min(p.low for p in row), max(p.high for p in row)
    if is_horizontal:
        return Segment(True, row[0].start, low, row[-1].end, high)
    return Segment(False, low, row[0].start, high, row[-1].end)
