"""Words that run across a rule: text too long for its cell, or a rule that divides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from extractors.geometry import Box, union
from extractors.tables.build import Place, Placed
from extractors.tables.glyphs import Glyph

# Characters of one word stand closer than the padding of any cell, on one line.
CLOSE_EM = 0.12
SAME_LINE_EM = 0.1


def crossing_words(placed: Placed, page: int) -> list[tuple[str, Box]]:
    """Words of which one part lies in one cell and the rest in another cell or outside, with their boxes.

    A word is a run of characters painted one after the other without a gap.
    """
    if not placed.by_cell:
        return []
    where = {id(glyph): place for place, glyphs in placed.by_cell.items() for glyph in glyphs}
    glyphs = [glyph for glyphs in placed.by_cell.values() for glyph in glyphs]
    ordered = sorted([*glyphs, *placed.outside], key=lambda g: g.order)
    return [_word(run, page) for run in _runs(ordered) if _is_divided(run, where)]


def _runs(glyphs: Iterable[Glyph]) -> Iterable[list[Glyph]]:
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _continues(run[-1], glyph):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _continues(before: Glyph, glyph: Glyph) -> bool:
    if before.is_space or glyph.is_space or before.direction != "right" or glyph.direction != "right":
        return False
    em = min(before.size_pt, glyph.size_pt)
    return (
        abs(glyph.x0 - before.x1) <= CLOSE_EM * em
        and abs(glyph.center_y - before.center_y) <= SAME_LINE_EM * em
    )


def _is_divided(run: list[Glyph], where: dict[int, Place]) -> bool:
    return any(where.get(id(a)) != where.get(id(b)) for a, b in pairwise(run))


def _word(run: list[Glyph], page: int) -> tuple[str, Box]:
    return "".join(g.text for g in run), union(Box(page, g.x0, g.top, g.x1, g.bottom) for g in run)
