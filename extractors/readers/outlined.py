"""Letters drawn as outlines: what a drawing program wrote is print, and no text layer holds it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from extractors.geometry import Box
from extractors.reading import PageReading, Table

# A stroke of a letter, up to a character of a title; ornaments and the shapes of figures are larger.
_MIN_SIDE_PT: Final = 0.5
_MIN_LONG_SIDE_PT: Final = 2.5
_MAX_SIDE_PT: Final = 30.0
_MIN_ON_A_PAGE: Final = 30
# A mark in a cell is one shape or two, a figure of five digits five.
_MIN_IN_A_CELL: Final = 3

Problem = tuple[str, str, Box | None]


def outlined_problems(reading: PageReading) -> list[Problem]:
    """What of a page may be print without characters: all of it, or the blank cells of a table."""
    shapes = [d.box for d in reading.drawings if d.kind == "shape" and _is_like_a_letter(d.box)]
    if len(shapes) < _MIN_IN_A_CELL:
        return []
    if reading.chars_total == 0:
        found = len(shapes) >= _MIN_ON_A_PAGE
        return [("reader.outlined_page", str(len(shapes)), None)] if found else []
    shapes.sort(key=lambda box: box.top)
    tops = [box.top for box in shapes]
    counted = [(table.box, _n_drawn_cells(table, shapes, tops)) for table in reading.tables]
    return [("table.outlined_text", str(n_cells), box) for box, n_cells in counted if n_cells]


def _is_like_a_letter(box: Box) -> bool:
    short, long = sorted((box.width_pt, box.height_pt))
    return short >= _MIN_SIDE_PT and _MIN_LONG_SIDE_PT <= long <= _MAX_SIDE_PT


def _n_drawn_cells(table: Table, shapes: Sequence[Box], tops: Sequence[float]) -> int:
    """How many blank cells hold shapes like letters. `tops` are those of `shapes`, ascending."""
    blank = [cell.box for cell in table.cells if not cell.lines]
    return sum(_n_within(box, shapes, tops) >= _MIN_IN_A_CELL for box in blank)


def _n_within(cell: Box, shapes: Sequence[Box], tops: Sequence[float]) -> int:
    beside = shapes[bisect_left(tops, cell.top) : bisect_right(tops, cell.bottom)]
    return sum(cell.x0 <= box.x0 and box.x1 <= cell.x1 and box.bottom <= cell.bottom for box in beside)
