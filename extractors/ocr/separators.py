"""Commas and points within figures, told by their shape: a comma hangs below the line of the figures."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.connected import connected

# Shares of the height of the figures.
_MARK_HEIGHT = 0.5  # a mark is lower than that
_MARK_TOP = 0.6  # and begins below this height
_COMMA_DROP = 0.1  # a comma reaches so far below the line
_POINT_DROP = 0.06
_COMMA_HEIGHT, _POINT_HEIGHT = 1.45, 1.2  # of a mark's width: where the drop is in doubt
_MARKS = re.compile(r"[,.]+")


def with_separators(figures: str, dark: NDArray[np.bool_]) -> str:
    """The figures with each run of marks as the comma or point that `dark`, the ink of their place, shows.

    What cannot be told, or where the picture shows another number of marks, stays as it was read.
    """
    read = list(_MARKS.finditer(figures))
    shapes = _shapes(dark) if read else []
    if len(shapes) != len(read):
        return figures
    text = figures
    for found, shape in reversed(list(zip(read, shapes, strict=True))):
        text = text[: found.start()] + (shape or found[0][0]) + text[found.end() :]
    return text


def _shapes(dark: NDArray[np.bool_]) -> list[str | None]:
    """The marks of a line of figures from the left, each "," or "." or None where it is in doubt."""
    _, stats = connected(dark)
    boxes = [(x, y, w, h) for x, y, w, h, _ in stats[1:].tolist() if h > 1]
    height = max((h for _, _, _, h in boxes), default=0)
    figures = [box for box in boxes if box[3] >= (1 - _MARK_HEIGHT / 2) * height]
    if not figures:
        return []
    line = float(np.median([y + h for _, y, _, h in figures]))
    top = float(np.median([y for _, y, _, _ in figures]))
    usual = max(1.0, line - top)
    limit, highest = _MARK_HEIGHT * usual, top + _MARK_TOP * usual
    low = sorted((x, y, w, h) for x, y, w, h in boxes if max(w, h) <= limit and y >= highest)
    marks = [box for box in low if not any(_is_below(box, figure) for figure in figures)]
    return [mark_at(box, line, usual) for box in marks]


def _is_below(box: tuple[int, int, int, int], figure: tuple[int, int, int, int]) -> bool:
    """Whether ink stands in a figure's columns: the end of a thin stroke of 5 or 3, parted by the scan."""
    middle = box[0] + box[2] / 2
    return figure[0] < middle < figure[0] + figure[2]


def mark_at(box: tuple[int, int, int, int], line: float, usual: float) -> str | None:
    """ "," or "." for a mark's box (x, y, width, height) beside figures that stand on `line` and are `usual`
    high, all in pixels; None where it is in doubt.
    """
    _, y, width, height = box
    drop = (y + height - line) / usual
    if drop >= _COMMA_DROP and height >= _POINT_HEIGHT * width:
        return ","
    if drop <= _POINT_DROP and height <= _COMMA_HEIGHT * width:
        return "."
    return None
