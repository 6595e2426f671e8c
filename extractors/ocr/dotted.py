"""Dotted and dashed rules in a page's picture: rows of small pieces of ink from one rule to another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import cv2
import numpy as np

from extractors.ocr.image import Pixels
from extractors.ocr.segments import Segment, meets_across

_PIECE_LENGTH_PT = 9.0
_PIECE_WIDTH_PT = 1.8
_GAP_PT = 6.0
_MIN_PIECES = 8
_MIN_LENGTH_PT = 30.0
_EVENNESS = 3.0  # the widest gap against the usual: a dot may be lost in a scan
_REACH_PT = 5.0  # the last gap before the rule that ends it
_MAX_PIECES = 20_000  # more small pieces are grain or a screened picture


class _Piece(NamedTuple):
    """A small piece of ink along and across the way a rule would run."""

    start: int
    end: int
    low: int
    high: int


def dotted_rules(ink: Pixels, solid: list[Segment], scale: float) -> list[Segment]:
    """Dotted and dashed rules between `solid` ones; `ink` is the page's without those.

    A row of dots counts only where both its ends meet a solid rule: the leaders of a contents page do not.
    """
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    boxes = stats[1:, :4]
    small = (boxes[:, 2:].max(axis=1) <= _PIECE_LENGTH_PT * scale) & (
        boxes[:, 2:].min(axis=1) <= _PIECE_WIDTH_PT * scale
    )
    if not 0 < int(small.sum()) <= _MAX_PIECES:
        return []
    found = [
        segment
        for is_horizontal in (True, False)
        for row in _rows(_pieces(boxes[small], is_horizontal, scale), scale)
        if (segment := _segment(row, is_horizontal)).length_px >= _MIN_LENGTH_PT * scale
    ]
    return [segment for segment in found if meets_across(segment, solid, round(_REACH_PT * scale))]


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
    return max(gaps) <= _EVENNESS * max(1.0, median(gaps))


def _segment(row: list[_Piece], is_horizontal: bool) -> Segment:
    low, high = min(p.low for p in row), max(p.high for p in row)
    if is_horizontal:
        return Segment(True, row[0].start, low, row[-1].end, high)
    return Segment(False, low, row[0].start, high, row[-1].end)
