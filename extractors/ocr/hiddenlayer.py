"""The invisible text of a searchable scan: told, never published, and heard where it mostly agrees."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from extractors.geometry import Box
from extractors.readers.frame import DisplayFrame
from extractors.reading import Cell, PageReading
from extractors.tables.celltext import lines_of
from extractors.tables.glyphs import Glyph, glyphs_of, visible_length
from extractors.text.folding import fold

# A copier's text of Japanese tables is wrong in every fifth cell and out of place besides; where nine of
# ten cells hold the figures of the picture, the tenth is worth a look.
_LEAST_CELLS = 8
_MIN_AGREEING = 0.9


def with_layer_told(
    reading: PageReading, chars: Iterable[Mapping[str, Any]], frame: DisplayFrame
) -> PageReading:
    """The page as read from its picture, with what is hidden on it noted.

    `chars` are the page's as `frame` displays them; the reading may have been turned. Where the hidden text
    has the figures of nearly all cells, the cells whose figures it has otherwise are noted as read in two
    ways.
    """
    _, hidden = glyphs_of(_as_read(chars, frame, reading))
    n_chars = sum(visible_length(glyph.text) for glyph in hidden)
    if not n_chars:
        return reading
    stated = _figures_by_cell(reading, hidden)
    differing = {cell.box: text for cell, text in stated if digits(text) != digits(cell.raw)}
    n_agreeing = len(stated) - len(differing)
    if n_agreeing >= max(_LEAST_CELLS, _MIN_AGREEING * len(stated)):
        reading = _with_opinions(reading, differing)
    detail = f"{n_chars} ({n_agreeing}/{len(stated)})"
    problems = (*reading.problems, ("ocr.hidden_layer", detail, None))
    return dataclasses.replace(reading, chars_hidden=n_chars, problems=problems)


def digits(text: str) -> str:
    """The digits of a text in order: what is left where points, signs and spaces are misread."""
    return "".join(char for char in fold(text) if char.isdigit())


def box_as_read(
    rect: Sequence[float], frame: DisplayFrame, reading: PageReading
) -> tuple[float, float, float, float]:
    """A displayed rectangle (x0, top, x1, bottom) as the reading has it, which may be turned and scaled."""
    x0, top, x1, bottom = rect
    shown = DisplayFrame(
        (0.0, 0.0, frame.width_pt, frame.height_pt), reading.turned_degrees, 1 / reading.display_scale
    )
    return shown.box(x0, frame.height_pt - bottom, x1, frame.height_pt - top)


def _as_read(
    chars: Iterable[Mapping[str, Any]], frame: DisplayFrame, reading: PageReading
) -> Iterable[Mapping[str, Any]]:
    """The chars in the reading's points, as level print where it was turned."""
    if not reading.turned_degrees and reading.display_scale == 1.0:
        return chars
    return [_char_as_read(char, frame, reading) for char in chars]


def _char_as_read(char: Mapping[str, Any], frame: DisplayFrame, reading: PageReading) -> dict[str, Any]:
    box = box_as_read((char["x0"], char["top"], char["x1"], char["bottom"]), frame, reading)
    sides = dict(zip(("x0", "top", "x1", "bottom"), box, strict=True))
    size = (char.get("size") or 0.0) / reading.display_scale
    return {**char, **sides, "size": size, "fontsize": size, "matrix": None, "upright": True}


def _figures_by_cell(reading: PageReading, hidden: Sequence[Glyph]) -> list[tuple[Cell, str]]:
    """Cells with the hidden text in them, where that has figures."""
    found = [(cell, _text_in(cell.box, hidden)) for table in reading.tables for cell in table.cells]
    return [(cell, text) for cell, text in found if digits(text)]


def _text_in(box: Box, hidden: Sequence[Glyph]) -> str:
    inside = [g for g in hidden if box.contains_point(g.center_x, g.center_y)]
    return "\n".join(line.text for line in lines_of(inside, box.page))


def _with_opinions(reading: PageReading, others: Mapping[Box, str]) -> PageReading:
    tables = tuple(
        dataclasses.replace(table, cells=tuple(_with_opinion(cell, others) for cell in table.cells))
        for table in reading.tables
    )
    return dataclasses.replace(reading, tables=tables)


def _with_opinion(cell: Cell, others: Mapping[Box, str]) -> Cell:
    other = others.get(cell.box)
    if other is None or cell.agreement == "differ":  # what the looks at the picture say comes first
        return cell
    return dataclasses.replace(cell, agreement="differ", other_text=other)
