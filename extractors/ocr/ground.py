"""Dark ground of a page's picture: edges of the scanner and holes made paper, white print turned dark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.connected import connected

Pixels = NDArray[np.uint8]

# All grey values are shares of the paper's.
_DARK = 0.72
_BLACK = 0.45
_PAPER_PERCENTILE = 90
_STROKE_PT = 1.7  # strokes of 10 pt print are thinner, the ground about white print is wider
_LETTER_PT = 4.0  # gaps that the strokes of white letters leave in their ground
_HOLE_HEIGHT_PT = 14.0  # of letters without ground between their strokes; a cell of paper is higher
_ROOM_PT2 = 14.0  # of a dark cell, at least, for each piece of white print
_LARGE_PT = 40.0  # larger white is a rule between dark cells, or the space beside a dark drawing
_MIN_WIDTH_PT, _MIN_HEIGHT_PT = 12.0, 9.0  # of a cell with print
_GROUND_SHARE = 0.5  # of a dark cell's pixels; print on paper covers less
_EVENNESS = 0.12  # how far the ground's grey varies; photographs vary more
_BLACKER = 0.05  # than half the ground's grey: black print on it
_PRINT_SHARE = (0.02, 0.45)  # of a dark cell, how much white print covers
_OUTLINE_PX = 5
# White print stands inside its ground, whose border is dark all around; between thick strokes of dark print
# on paper there is light at the border too: a tenth and more of it, in a ground nothing.
_BORDER_PX, _BORDER_DARK = (2, 4), 0.97
_FULL = 0.75  # of a shape's height or width: bold print that stands near a dark cell does not run so far
_FAINTEST = 80.0  # of 255: a black rule on a ground darker than this is hard to tell from it
# What a scanner shows beside the sheet runs along an edge; holes stand near one and are round.
_SOLID_PT = 4.0
_EDGE_SHARE = 0.15  # of the page; a larger dark shape at its edge is printed
_HOLE_PT = (9.0, 30.0)
_HOLE_MARGIN_PT = 60.0
_HOLE_FILL = (0.7, 0.88)  # a disc fills 0.79 of its box


@dataclass(frozen=True, slots=True)
class _Shape:
    """A connected shape in pixels: its box and how many pixels of the box are its own."""

    number: int
    x: int
    y: int
    width: int
    height: int
    area: int


def on_paper(grey: Pixels, scale: float) -> Pixels:
    """A page's picture with all its print dark on light (`scale`: pixels a point).

    White print on a dark ground is inverted and its ground outlined, so that cells side by side keep a rule
    between them and their neighbours. Dark edges of a scan and punched holes are painted over.
    """
    paper = float(np.percentile(grey[::5, ::5], _PAPER_PERCENTILE))
    solid = _morphed(_below(grey, _BLACK * paper), cv2.MORPH_OPEN, _SOLID_PT * scale)
    cleaned = _without_edges_and_holes(grey, solid, paper, scale)
    return _inverted(cleaned, paper, scale)


def _below(grey: Pixels, level: float) -> Pixels:
    return np.asarray(np.where(grey < level, 255, 0), dtype=np.uint8)


def _morphed(mask: Pixels, how: int, side_px: float) -> Pixels:
    return np.asarray(cv2.morphologyEx(mask, how, _square(side_px)), dtype=np.uint8)


def _square(side_px: float) -> Pixels:
    side = max(1, round(side_px))
    return np.ones((side, side), np.uint8)


def _shapes(mask: Pixels) -> tuple[NDArray[np.int32], Iterator[_Shape]]:
    """The shapes of a mask by their numbers in a picture of labels."""
    labels, stats = connected(mask)
    return np.asarray(labels), (_Shape(i, *row) for i, row in enumerate(stats.tolist()) if i)


def _without_edges_and_holes(grey: Pixels, solid: Pixels, paper: float, scale: float) -> Pixels:
    labels, shapes = _shapes(solid)
    numbers = [s.number for s in shapes if _is_edge(s, grey) or _is_hole(s, grey, scale)]
    if not numbers:
        return grey
    mask = cv2.dilate(np.isin(labels, numbers).astype(np.uint8), _square(2 * _SOLID_PT * scale))
    return np.asarray(np.where(mask > 0, round(paper), grey), dtype=np.uint8)


def _is_edge(shape: _Shape, grey: Pixels) -> bool:
    height, width = grey.shape
    is_first = shape.x == 0 or shape.y == 0
    is_last = shape.x + shape.width == width or shape.y + shape.height == height
    return (is_first or is_last) and shape.area < _EDGE_SHARE * grey.size


def _is_hole(shape: _Shape, grey: Pixels, scale: float) -> bool:
    height, width = grey.shape
    sides_pt = sorted((shape.width / scale, shape.height / scale))
    is_round = _HOLE_FILL[0] <= shape.area / (shape.width * shape.height) <= _HOLE_FILL[1]
    is_sized = _HOLE_PT[0] <= sides_pt[0] and sides_pt[1] <= min(_HOLE_PT[1], 1.2 * sides_pt[0])
    to_edge = min(shape.x + shape.width, width - shape.x, shape.y + shape.height, height - shape.y)
    return is_round and is_sized and to_edge <= _HOLE_MARGIN_PT * scale


def _inverted(grey: Pixels, paper: float, scale: float) -> Pixels:
    """The picture with white print turned dark, where a dark and even ground shows some."""
    dark = _below(grey, _DARK * paper)
    ground = _morphed(dark, cv2.MORPH_OPEN, _STROKE_PT * scale)
    closed = _without_holes(_morphed(ground, cv2.MORPH_CLOSE, _LETTER_PT * scale), scale)
    labels, shapes = _shapes(closed)
    result = grey.copy()
    for shape in shapes:
        if shape.width < _MIN_WIDTH_PT * scale or shape.height < _MIN_HEIGHT_PT * scale:
            continue
        place = slice(shape.y, shape.y + shape.height), slice(shape.x, shape.x + shape.width)
        grounds = _grounds(labels[place] == shape.number, scale)
        held = [ground for ground in grounds if _holds_white_print(grey[place], ground, paper, scale)]
        if held:  # of equally dark borders the whole shape's
            darkest = max(held, key=lambda ground: round(_dark_border(grey[place], ground, paper), 2))
            _invert(result[place], darkest, paper)
    return result


def _grounds(inside: NDArray[np.bool_], scale: float) -> Iterator[NDArray[np.bool_]]:
    """A dark shape, then what of it runs over its whole height or width: bold print beside a dark cell is
    nearer to it than the strokes of white letters are wide, and one shape with it.
    """
    yield inside
    height, width = inside.shape
    for size in ((round(_FULL * height), 1), (1, round(_FULL * width))):
        part = cv2.morphologyEx(np.pad(inside.astype(np.uint8), 1), cv2.MORPH_OPEN, np.ones(size, np.uint8))
        full = part[1:-1, 1:-1] > 0
        rows, columns = (np.flatnonzero(full.any(axis=axis)) for axis in (1, 0))
        if len(rows) and np.ptp(rows) >= _MIN_HEIGHT_PT * scale and np.ptp(columns) >= _MIN_WIDTH_PT * scale:
            yield full


def _without_holes(mask: Pixels, scale: float) -> Pixels:
    """A mask with the holes filled that white letters leave, strokes too near for any ground between them."""
    labels, holes = _shapes(cv2.bitwise_not(mask).astype(np.uint8))
    small = [h.number for h in holes if h.height <= _HOLE_HEIGHT_PT * scale]
    return np.asarray(np.where(np.isin(labels, small), 255, mask), dtype=np.uint8)


def _holds_white_print(part: Pixels, inside: NDArray[np.bool_], paper: float, scale: float) -> bool:
    values = part[inside].astype(np.float64) / paper
    dark = values[values < _DARK]
    if len(dark) < _GROUND_SHARE * len(values):
        return False
    low, ground, high = np.percentile(dark, (25, 50, 75))
    light = float((values > (ground + 1) / 2).mean())
    black = float((values < ground / 2 - _BLACKER).mean())
    is_printed = _PRINT_SHARE[0] <= light <= _PRINT_SHARE[1] and black < light
    if not is_printed or high - low > _EVENNESS or _dark_border(part, inside, paper) < _BORDER_DARK:
        return False
    return _is_lettered(inside & (part > paper * (ground + 1) / 2), int(inside.sum()), scale)


def _dark_border(part: Pixels, inside: NDArray[np.bool_], paper: float) -> float:
    """How much of a ground's border is dark, but for the grey pixels of its very edge."""
    padded = np.pad(inside.astype(np.uint8), max(_BORDER_PX) + 1)
    outer, inner = (cv2.erode(padded, _square(2 * width + 1)) for width in _BORDER_PX)
    end = -max(_BORDER_PX) - 1
    border = ((outer > 0) & (inner == 0))[-end:end, -end:end]
    return float((part[border] < _DARK * paper).mean()) if border.any() else 0.0


def _is_lettered(white: NDArray[np.bool_], area_px: int, scale: float) -> bool:
    """Whether most of the white on a dark ground of `area_px` is in pieces of the size of letters, no more
    than have room there: between the dots of a screen and within thick strokes there are many small ones.
    """
    _, stats = connected(white)
    if (len(stats) - 1) * _ROOM_PT2 * scale**2 > area_px:
        return False
    sides = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    areas = stats[1:, cv2.CC_STAT_AREA]
    return bool(areas[sides <= _LARGE_PT * scale].sum() > areas.sum() / 2)


def _invert(part: Pixels, inside: NDArray[np.bool_], paper: float) -> None:
    """Turn light into dark within a shape, its ground into paper, and draw its outline."""
    ground = float(np.median(part[inside]))
    values = part.astype(np.float64)
    lighter, darker = (values - ground) / max(1.0, paper - ground), (ground - values) / max(_FAINTEST, ground)
    turned = (paper * (1 - np.maximum(lighter, darker).clip(0, 1))).astype(np.uint8)
    part[inside] = turned[inside]
    outline = cv2.morphologyEx(
        np.pad(inside.astype(np.uint8), 1), cv2.MORPH_GRADIENT, np.ones((_OUTLINE_PX, _OUTLINE_PX), np.uint8)
    )[1:-1, 1:-1]
    part[(outline > 0) & inside] = 0
