"""Words and strokes that meet: text too long for its cell, a rule that divides nothing, words struck out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.geometry import Box, union
from extractors.reading import Cell, Drawing, Line, Table
from extractors.tables.build import Placed
from extractors.tables.collect import THIN_PT
from extractors.tables.glyphs import Glyph

# Characters of one word stand closer than the padding of any cell, on one line.
CLOSE_EM = 0.12
SAME_LINE_EM = 0.1
# A stroke through a character runs this close to its middle; an underline lies half an em below.
STRUCK_EM = 0.25


def crossing_words(placed: Placed, page: int) -> list[tuple[str, Box]]:
    """Words of which one part lies in one cell and the rest in another cell or outside, with their boxes.

    A word is a run of characters painted one after the other without a gap.
    """
    glyphs, places = placed.painted, placed.places
    words: list[tuple[str, Box]] = []
    end = 0
    for i in range(1, len(glyphs)):
        if i >= end and places[i] != places[i - 1] and _continues(glyphs[i - 1], glyphs[i]):
            run, end = _run_around(glyphs, i)
            words.append(_word(run, page))
    return words


def struck_words(placed: Placed, drawings: Iterable[Drawing], page: int) -> list[tuple[str, Box]]:
    """Words with a line drawn through their middle (見え消し), in order of painting, with their boxes."""
    lines = [d.box for d in drawings if d.kind == "line" and d.box.height_pt <= THIN_PT < d.box.width_pt]
    words = []
    for line in lines:
        struck = [glyph for glyph in placed.painted if _is_struck(glyph, line)]
        if struck:
            words.append(_word(struck, page))
    return words


def crossed_lines(tables: Iterable[Table]) -> list[tuple[str, Box]]:
    """Lines of text through whose middle a rule between two rows runs, with their boxes.

    Programs that cut a page's picture wherever it ends, or paint a row at another height than its text, leave
    such print: which row the text belongs to is not to be seen from it.
    """
    return [
        (line.text, line.box)
        for table in tables
        for cell in table.cells
        for line in cell.lines
        if not line.is_vertical and _is_crossed(line, cell, table.box)
    ]


def _is_crossed(line: Line, cell: Cell, frame: Box) -> bool:
    near_pt, middle = STRUCK_EM * line.size_pt, line.box.center_y
    return (middle - cell.box.top < near_pt and cell.box.top > frame.top) or (
        cell.box.bottom - middle < near_pt and cell.box.bottom < frame.bottom
    )


def _is_struck(glyph: Glyph, line: Box) -> bool:
    return (
        line.x0 < glyph.center_x < line.x1
        and abs(line.center_y - glyph.center_y) <= STRUCK_EM * glyph.size_pt
        and not glyph.is_space
    )


def _run_around(glyphs: Sequence[Glyph], i: int) -> tuple[list[Glyph], int]:
    """The word that holds glyph `i`, and the index after it."""
    start = i
    while start > 0 and _continues(glyphs[start - 1], glyphs[start]):
        start -= 1
    end = i + 1
    while end < len(glyphs) and _continues(glyphs[end - 1], glyphs[end]):
        end += 1
    return list(glyphs[start:end]), end


def _continues(before: Glyph, glyph: Glyph) -> bool:
    if before.is_space or glyph.is_space or before.direction != "right" or glyph.direction != "right":
        return False
    em = min(before.size_pt, glyph.size_pt)
    return (
        abs(glyph.x0 - before.x1) <= CLOSE_EM * em
        and abs(glyph.center_y - before.center_y) <= SAME_LINE_EM * em
    )


def _word(run: list[Glyph], page: int) -> tuple[str, Box]:
    return "".join(g.text for g in run), union(Box(page, g.x0, g.top, g.x1, g.bottom) for g in run)
