"""縦書き in a cell: the characters of its columns cut out by their own ink and set side by side as one line.

Tesseract's Japanese model reads level lines; a character shown alone it often misreads, ー and small kana
nearly always. What print sets otherwise in a column is set back: ー, 〜 and brackets are turned, small kana
and 、。 go to the lower left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.image import Pixels
from extractors.ocr.ink import Region

_MOST_COLUMNS = 4
_INK_EM = 0.92  # the ink of a kanji
# Of the page's usual print: the width of a column.
_NARROWEST, _WIDEST = 0.5, 1.5
_ONE_CHARACTER = 1.15  # 川 and い leave gaps within a column
_LEAST_PITCH_EM, _MOST_PITCH_EM = 0.85, 2.0
_SOLID_KANA_EM = 1.25
_SOLID_PITCH_EM = 1.15  # several columns: their characters stand close, lines of words do not
_PITCH_MARGIN_EM = 0.05
_LEVEL_EM = 0.2
_SEARCH_EM = 0.14  # a cut may be off by so much
_CUT_INK = 0.12  # of the column's width: ink in a cut that is still none
_SPREAD_COST = 0.05  # of ink in a cut, for an em of another pitch
_GRID_STEP_EM = 0.02
_NEAR_EM = 0.07  # a character may stand so far off its square
_FREE_HEAD_EM = 0.75  # （ stands at the foot of its square
_LEAST_HEIGHT_EM = 1.3  # two characters, the second a low one

# Shapes by their ink in em, and by where it stands in its square.
_STROKE_WIDTH, _STROKE_HEIGHT = 0.32, 0.55
_THIN, _LOW, _FLAT, _MARK, _WIDE, _SMALL = 0.15, 0.5, 0.34, 0.34, 0.62, 0.68  # 一 is thinner than a bracket
_SMALL_KANA_WIDTH, _SMALL_KANA_HEIGHT = 0.72, 0.63  # つ is wider, ヨ and ツ are higher
_UPPER, _LOWER, _LEFT, _RIGHT = 0.4, 0.6, 0.42, 0.5

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of characters: the square of each from the top, and the ink within it (pixels of the page)."""

    squares: tuple[Region, ...]
    inks: tuple[Region, ...]

    @property
    def side_px(self) -> int:
        """The em of its print."""
        return self.squares[0].height


def stacked_columns(ink: Pixels, region: Region, usual_px: float) -> list[Column]:
    """The columns of vertical print that fill `region`, from the right; none where it holds level lines.

    `usual_px` is the height of the page's usual print.
    """
    if region.height <= _ONE_CHARACTER * usual_px:  # a 2 alone was cut into three
        return []
    part = ink[region.top : region.bottom, region.x0 : region.x1] > 0
    bands = _bands(part, usual_px)
    if not bands or len(bands) > _MOST_COLUMNS:
        return []
    em = max(max(b - a for a, b in bands) / _INK_EM, _NARROWEST * usual_px)
    cut = [_squares(part, band, em) for band in bands]
    if not all(cut) or max(map(len, cut)) < 2:
        return []
    if len(bands) > 1 and not _reads_down(bands, cut, em):
        return []
    columns = [_column(part, band, squares, em, region) for band, squares in zip(bands, cut, strict=True)]
    return columns[::-1]


def _bands(part: Flags, usual_px: float) -> list[tuple[int, int]]:
    """Columns of ink that are as wide as a character; none where others are among them."""
    joined: list[tuple[int, int]] = []
    for first, end in _runs(np.asarray(part.any(axis=0))):
        if joined and end - joined[-1][0] <= _ONE_CHARACTER * usual_px:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((first, end))
    fits = all(_NARROWEST * usual_px <= b - a <= _WIDEST * usual_px for a, b in joined)
    return joined if fits else []


def _runs(flags: Flags) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _squares(part: Flags, band: tuple[int, int], em: float) -> list[tuple[int, int]]:
    """Rows of a column's characters from the top: the even pitch next to an em whose cuts meet no ink."""
    rows = part[:, band[0] : band[1]].sum(axis=1)
    inked = np.flatnonzero(rows)
    top, bottom = int(inked[0]), int(inked[-1]) + 1
    if bottom - top < _LEAST_HEIGHT_EM * em:
        return []
    step = max(1.0, _GRID_STEP_EM * em)
    starts = [float(start) for start in top + np.arange(-_FREE_HEAD_EM * em, 1, step)]
    pitches = [float(pitch) for pitch in np.arange(_LEAST_PITCH_EM * em, _MOST_PITCH_EM * em, step)]
    near = cv2.erode(rows.astype(np.float32), np.ones((2 * round(_NEAR_EM * em) + 1, 1), np.uint8)).ravel()
    costs = {pitch: [_cut_ink(near, start, bottom, pitch) for start in starts] for pitch in pitches}
    pitch = min(pitches, key=lambda one: min(costs[one]) + _SPREAD_COST * abs(one - em))
    if min(costs[pitch]) > _CUT_INK * em:
        return []
    good = [start for start, cost in zip(starts, costs[pitch], strict=True) if cost <= min(costs[pitch])]
    return _refined(rows, good[len(good) // 2], bottom, pitch, em)


def _cut_ink(rows: NDArray[Any], start: float, bottom: int, pitch: float) -> float:
    """The mean ink that cuts between characters meet."""
    cuts = np.arange(start + pitch, bottom - 1, pitch).astype(np.int64)
    cuts = cuts[cuts > 0]
    return float(rows[cuts].mean()) if len(cuts) else float("inf")


def _refined(
    rows: NDArray[np.int64], start: float, bottom: int, pitch: float, em: float
) -> list[tuple[int, int]]:
    """Characters between cuts, each cut moved a little to where there is least ink."""
    reach = max(1, round(_SEARCH_EM * em))
    edges = [round(start)]
    at = start + pitch
    while at < bottom - 1:
        near = range(max(edges[-1] + 1, round(at) - reach), min(bottom, round(at) + reach + 1))
        edges.append(min(near, key=lambda row: (rows[row], abs(row - at))))
        at += pitch
    edges.append(max(bottom, round(at)))
    return [(a, b) for a, b in pairwise(edges) if rows[max(0, a) : b].any()]


def _reads_down(
    bands: Sequence[tuple[int, int]], cut: Sequence[Sequence[tuple[int, int]]], em: float
) -> bool:
    """Whether characters stand closer downwards than sidewards, and as close as in solid print.

    Those of level lines stand beside each other. Several columns are longer than they are many: names one
    above the other in a low row (一関市, 平泉町) are lines, however far apart their characters stand.
    """
    if max(map(len, cut)) <= len(bands):
        return False
    downs = [_center(b) - _center(a) for squares in cut for a, b in pairwise(squares)]
    sidewards = min(_center(b) - _center(a) for a, b in pairwise(bands))
    down = float(np.median(downs))
    is_closer = down + _PITCH_MARGIN_EM * em < sidewards or not _stand_level(cut, em)
    return is_closer and down <= _SOLID_PITCH_EM * em


def _stand_level(cut: Sequence[Sequence[tuple[int, int]]], em: float) -> bool:
    """Whether each character of the columns stands beside one of the longest."""
    longest = max(cut, key=len)
    heights = [_center(square) for square in longest]
    return all(
        min(abs(_center(square) - height) for height in heights) <= _LEVEL_EM * em
        for squares in cut
        for square in squares
    )


def _center(interval: tuple[int, int]) -> float:
    return (interval[0] + interval[1]) / 2


def _column(
    part: Flags, band: tuple[int, int], squares: Sequence[tuple[int, int]], em: float, region: Region
) -> Column:
    pitch = float(np.median([_center(b) - _center(a) for a, b in pairwise(squares)] or [em]))
    # The em of kana alone, narrower than kanji, is told by their pitch.
    side, axis = round(pitch if em < pitch <= _SOLID_KANA_EM * em else em), _center(band)
    x0 = region.x0 + round(axis - side / 2)
    whole, inks = [], []
    for first, end in squares:
        top = region.top + round((first + end - side) / 2)
        whole.append(Region(x0, top, x0 + side, top + side))
        inks.append(_ink_of(part[max(0, first) : end, band[0] : band[1]], max(0, first), band[0], region))
    return Column(tuple(whole), tuple(inks))


def _ink_of(part: Flags, first: int, left: int, region: Region) -> Region:
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    x0, top = region.x0 + left, region.top + first
    return Region(
        x0 + int(columns[0]), top + int(rows[0]), x0 + int(columns[-1]) + 1, top + int(rows[-1]) + 1
    )


def strokes_of(column: Column) -> list[int]:
    """The characters that are an upright stroke: ー and 〜, or 1 and I."""
    em = column.side_px
    return [
        k
        for k, ink in enumerate(column.inks)
        if ink.width <= _STROKE_WIDTH * em and ink.height >= _STROKE_HEIGHT * em
    ]


def small_of(column: Column) -> list[int]:
    """The characters as small as small kana, wherever in their squares they stand."""
    em = column.side_px
    return [
        k
        for k, ink in enumerate(column.inks)
        if ink.width <= _SMALL_KANA_WIDTH * em and ink.height <= _SMALL_KANA_HEIGHT * em
    ]


def side_by_side(text: Pixels, column: Column, turned: Sequence[int]) -> Pixels:
    """The characters of a column as a level line (grey, dark on white), those of `turned` on their side."""
    em = column.side_px
    line = np.full((em, em * len(column.squares)), 255, np.uint8)
    for k, (square, ink) in enumerate(zip(column.squares, column.inks, strict=True)):
        shape = text[ink.top : ink.bottom, ink.x0 : ink.x1]
        x, y = ink.x0 - square.x0, ink.top - square.top
        if k in turned or _is_bracket(ink, square):
            shape, x, y = np.rot90(shape), y, em - x - ink.width
        elif _is_small(ink, square):
            x, y = round(0.1 * em), round(0.92 * em) - ink.height
        x, y = _inside(x, shape.shape[1], em), _inside(y, shape.shape[0], em)
        shown = shape[: em - y, : em - x]
        line[y : y + shown.shape[0], k * em + x : k * em + x + shown.shape[1]] = shown
    return line


def _inside(at: int, size: int, em: int) -> int:
    return max(0, min(at, em - size))


def _is_bracket(ink: Region, square: Region) -> bool:
    """A low shape at the foot of its square opens, one at the head closes: wide, or a corner at the left."""
    w, h, x, y = _in_em(ink, square)
    if not _THIN <= h <= _LOW or w <= _MARK:
        return False
    return y >= _LOWER or (y <= _UPPER and (x <= _LEFT or (w >= _WIDE and h <= _FLAT)))


def _is_small(ink: Region, square: Region) -> bool:
    """Small kana and 、。 stand to the right in their square or at its head."""
    w, h, x, y = _in_em(ink, square)
    return max(w, h) <= _SMALL and (x > _RIGHT + 0.03 or y < _RIGHT - 0.06)


def _in_em(ink: Region, square: Region) -> Iterator[float]:
    em = square.height
    yield ink.width / em
    yield ink.height / em
    yield ((ink.x0 + ink.x1) / 2 - square.x0) / em
    yield ((ink.top + ink.bottom) / 2 - square.top) / em
