"""Signs told by their shape, which Tesseract's models do not know: leaders of dots, ▲ and △, ●, →, ① to ⑳."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.connected import connected
from extractors.ocr.image import Pixels
from extractors.ocr.ink import Region
from extractors.ocr.typedarrows import typed_arrow
from extractors.ocr.typeset import ReadLine

# All sizes are shares of the usual height of a character.
_DOT = 0.32
_LEADER_STEP = 1.3
_LEADER_DOTS = 8
_LEADER_EVENNESS = 2.6  # a dot may be lost in a scan
_ODD_STEP, _ODD_SIZE = 0.3, 0.4
_MARK_MIN, _MARK_MAX = 0.5, 1.3
_RING_MIN = 0.75
# A triangle's base is inked all along, its sides run straight to a tip over the middle.
_BASE_COVER = 0.75
_SIDE_SLACK = 0.13
_FULL_SHARE = 0.8
_ROOF_GAP, _ROOF_COVER = 0.3, 0.4
_INNER_ROWS, _INNER_SIDE = (0.4, 0.8), 0.15  # within the outline of △
_RAGGED_PX = 3  # of a row at the edge of a scanned shape; less is grain
# A ring has ink in nearly every direction, near its box; 36 directions are looked into.
_DIRECTIONS = 36
_RING_COVER = 0.9
_RING_WIDTH = 0.2
_DISC_RADIUS, _DISC_FULL = 0.45, 0.97
_DISC_ODD = 0.115  # of the square; a smeared 書 has ragged sides
_INSIDE = 0.6  # a square no larger stays clear of its ring
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

ReadDigits = Callable[[Region], str]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Part:
    """A connected piece of ink."""

    region: Region
    number: int


def find_marks(ink: Pixels, usual: float, read_digits: ReadDigits) -> list[ReadLine]:
    """The signs of a page; `read_digits` reads the digits in a region of its picture."""
    labels, stats = connected(ink)
    parts = [
        _Part(Region(x, y, x + w, y + h), i) for i, (x, y, w, h, _) in enumerate(stats.tolist()) if i > 0
    ]
    found = list(_leaders(parts, usual))
    for part in parts:
        sides = (part.region.width / usual, part.region.height / usual)
        text = typed_arrow(labels, part.region, part.number, usual)
        if text is None and min(sides) >= _MARK_MIN and max(sides) <= _MARK_MAX:
            text = _sign(part, labels, usual, read_digits)
        if text:
            found.append(_mark(part.region, text))
    return found


def erase_marks(pixels: Pixels, marks: Sequence[ReadLine], blank: int) -> None:
    """Paint the signs over in a picture of the page's text."""
    for mark in marks:
        r = mark.region
        pixels[max(0, r.top - 1) : r.bottom + 1, max(0, r.x0 - 1) : r.x1 + 1] = blank


def _mark(region: Region, text: str) -> ReadLine:
    return ReadLine(region, text, (1.0,) * len(text), ((region.x0, region.x1),))


def _leaders(parts: Sequence[_Part], usual: float) -> Iterator[ReadLine]:
    """Rows of evenly spaced dots, each as a row of …."""
    dots = [p.region for p in parts if max(p.region.width, p.region.height) <= _DOT * usual]
    open_rows: dict[int, list[Region]] = {}
    rows: list[list[Region]] = []
    for dot in sorted(dots, key=lambda d: d.x0):
        near = [open_rows[k] for k in _near(dot, usual) if k in open_rows]
        row = next((row for row in near if _continues(row, dot, usual)), None)
        if row is None:
            row = open_rows[_near(dot, usual)[1]] = []
            rows.append(row)
        row.append(dot)
    for row in map(_without_odd_ends, rows):
        if len(row) >= _LEADER_DOTS and _is_even(row):
            region = Region(row[0].x0, min(d.top for d in row), row[-1].x1, max(d.bottom for d in row))
            yield _mark(region, "…" * max(2, round(region.width / (usual * 1.1))))


def _near(dot: Region, usual: float) -> tuple[int, int, int]:
    place = round((dot.top + dot.bottom) / 2 / (0.2 * usual))
    return place - 1, place, place + 1


def _continues(row: Sequence[Region], dot: Region, usual: float) -> bool:
    return 0 <= dot.x0 - row[-1].x1 <= _LEADER_STEP * usual


def _without_odd_ends(row: list[Region]) -> list[Region]:
    """A row without pieces of characters at its ends: of another size or step than the row's dots."""
    if len(row) < _LEADER_DOTS:
        return row
    step = float(np.median([b.x0 - a.x0 for a, b in pairwise(row)]))
    width, height = (float(np.median(sides)) for sides in ([d.width for d in row], [d.height for d in row]))
    middle = float(np.median([d.top + d.bottom for d in row])) / 2

    def is_odd(end: Region, next_: Region) -> bool:
        """Whether `end` is none of the row of dots: too far off, of another size, higher or lower."""
        is_far = abs(abs(next_.x0 - end.x0) - step) > _ODD_STEP * step
        is_other = max(end.width - width, end.height - height) > _ODD_SIZE * max(width, height)
        return (
            is_far or is_other or abs((end.top + end.bottom) / 2 - middle) > max(1.5, _ODD_SIZE * height / 2)
        )

    first, last = 0, len(row)
    while last - first > 2 and is_odd(row[first], row[first + 1]):
        first += 1
    while last - first > 2 and is_odd(row[last - 1], row[last - 2]):
        last -= 1
    return row[first:last]


def _is_even(row: Sequence[Region]) -> bool:
    steps = [b.x0 - a.x0 for a, b in pairwise(row)]
    return max(steps) <= _LEADER_EVENNESS * float(np.median(steps)) + 1


def _sign(part: _Part, labels: NDArray[Any], usual: float, read_digits: ReadDigits) -> str | None:
    r = part.region
    shape: Flags = labels[r.top : r.bottom, r.x0 : r.x1] == part.number
    if _is_triangle(shape) and not _has_ink_below(r, labels):
        inner = float(_inner_triangle(shape).mean())
        return "▲" if inner >= _FULL_SHARE else "△" if inner <= 1 - _FULL_SHARE else None
    if _is_disc(shape):
        return "●"
    if min(r.width, r.height) >= _RING_MIN * usual and _is_ring(shape) and not _inner(shape).any():
        inset_x, inset_y = round(r.width * (1 - _INSIDE) / 2), round(r.height * (1 - _INSIDE) / 2)
        inside = Region(r.x0 + inset_x, r.top + inset_y, r.x1 - inset_x, r.bottom - inset_y)
        digits = read_digits(inside)
        if digits.isdigit() and 1 <= int(digits) <= len(_CIRCLED):
            return _CIRCLED[int(digits) - 1]
    return None


def _has_ink_below(triangle: Region, labels: NDArray[Any]) -> bool:
    """Whether more of a character stands right below a triangle: the roof of 合 and 会 is one."""
    below = labels[triangle.bottom : triangle.bottom + round(_ROOF_GAP * triangle.height)]
    return float((below[:, triangle.x0 : triangle.x1] > 0).any(axis=0).mean()) >= _ROOF_COVER


def _is_triangle(shape: Flags) -> bool:
    inked = np.flatnonzero(shape.sum(axis=1) >= _RAGGED_PX)
    if len(inked) == 0:
        return False
    shape = shape[inked[0] : inked[-1] + 1]
    height, width = shape.shape
    base = shape[-max(2, height // 8) :].any(axis=0)
    if base.mean() < _BASE_COVER or shape[: max(1, height // 10)].any(axis=0).mean() > 0.4:
        return False
    for y in range(0, height, max(1, height // 12)):
        columns = np.flatnonzero(shape[y])
        if len(columns) == 0:
            return False
        half = (y + 1) / height / 2
        left, right = columns[0] / width, (columns[-1] + 1) / width
        if abs(left - (0.5 - half)) > _SIDE_SLACK or abs(right - (0.5 + half)) > _SIDE_SLACK:
            return False
    return True


def _inner_triangle(shape: Flags) -> Flags:
    """The pixels well inside a triangle: those of 令 and 会 hold strokes, those of ▲ are full."""
    height, width = shape.shape
    rows, columns = np.mgrid[0:height, 0:width]
    off = np.abs((columns + 0.5) / width - 0.5)
    y = (rows + 0.5) / height
    inside: Flags = (y > _INNER_ROWS[0]) & (y < _INNER_ROWS[1]) & (off < y / 2 - _INNER_SIDE)
    return shape[inside]


def _inner(shape: Flags) -> Flags:
    """The middle of a shape: that of a ring is empty, since the digit in it is another piece of ink."""
    height, width = shape.shape
    side_y, side_x = round(0.3 * height), round(0.3 * width)
    return shape[side_y : height - side_y, side_x : width - side_x]


def _has_corners(shape: Flags) -> bool:
    """Whether ink reaches into the corners of the shape's box, as that of 口 does."""
    y, x = max(1, shape.shape[0] // 10), max(1, shape.shape[1] // 10)
    return any(part.any() for part in (shape[:y, :x], shape[:y, -x:], shape[-y:, :x], shape[-y:, -x:]))


def _is_disc(shape: Flags) -> bool:
    """Whether a shape is a circle full of ink, the mark of a year in a schedule; Tesseract reads nothing."""
    height, width = shape.shape
    if not 0.85 <= width / height <= 1.18 or _has_corners(shape):
        return False
    rows, columns = np.mgrid[0:height, 0:width]
    off = np.hypot((columns + 0.5) / width - 0.5, (rows + 0.5) / height - 0.5)
    is_round = float((shape != (off < 0.5)).mean()) <= _DISC_ODD
    return is_round and bool(shape[off < _DISC_RADIUS].mean() >= _DISC_FULL)


def _is_ring(shape: Flags) -> bool:
    height, width = shape.shape
    if not 0.85 <= width / height <= 1.18 or _has_corners(shape):
        return False
    angles = np.arange(_DIRECTIONS) * 2 * np.pi / _DIRECTIONS
    radii = np.linspace(1 - _RING_WIDTH, 0.99, 6)
    xs = (width / 2 + np.outer(np.cos(angles), radii) * width / 2).astype(int).clip(0, width - 1)
    ys = (height / 2 + np.outer(np.sin(angles), radii) * height / 2).astype(int).clip(0, height - 1)
    cover = shape[ys, xs].any(axis=1).mean()
    return bool(cover >= _RING_COVER)
