"""縦書き: columns of upright characters, read from the top, the columns from the right."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from extractors.tables.glyphs import Glyph

# A vertical label has few columns; beyond that, short horizontal lines are far likelier.
MAX_COLUMNS = 4
# Glyphs of a column stand on one axis.
COLUMN_AXIS_EM = 0.25
# In a column the characters are set solid or spread evenly; horizontal lines are set wider apart than their
# characters. The pitch along a column must be the smaller one by at least this much (in em).
PITCH_MARGIN_EM = 0.05
MAX_PITCH_EM = 2.2
# Columns are set solid, at one em; lines are led by more, and 均等割付 spreads their characters further.
SOLID_PITCH_EM = 1.1
MIN_ROWS = 2


def columns_of(rows: Sequence[Sequence[Glyph]]) -> list[list[Glyph]] | None:
    """The columns of a vertical label in reading order, or None where the rows are horizontal lines.

    `rows` are rows of glyphs from the top, each sorted from the left. One column of single ideographs or kana
    is vertical; several columns are when characters stand closer downwards than sidewards, and are painted
    downwards or set solid: words spread over a wide cell in two lines stand closer downwards as well.
    """
    seen = [[g for g in row if not g.is_space] for row in rows]
    seen = [row for row in seen if row]
    if len(seen) < MIN_ROWS or max(len(row) for row in seen) > MAX_COLUMNS:
        return None
    columns = _aligned(seen)
    if columns is None or not _is_solid(columns):
        return None
    if not _reads_down(columns, seen):
        return None
    return columns


def _aligned(rows: list[list[Glyph]]) -> list[list[Glyph]] | None:
    """Glyphs grouped by the axis they stand on, from the right; None when one stands on no column's axis."""
    columns: list[list[Glyph]] = []
    for row in rows:
        for glyph in row:
            for column in columns:
                if abs(column[0].center_x - glyph.center_x) <= COLUMN_AXIS_EM * glyph.size_pt:
                    column.append(glyph)
                    break
            else:
                columns.append([glyph])
    if len(columns) > MAX_COLUMNS or any(len(column) < MIN_ROWS for column in columns[:1]):
        return None
    return sorted(columns, key=lambda column: -column[0].center_x)


def _is_solid(columns: list[list[Glyph]]) -> bool:
    """Japanese characters only (figures among them at most as many), at an even, close pitch."""
    glyphs = [g for column in columns for g in column]
    if 2 * sum(_is_japanese(g.text) for g in glyphs) <= len(glyphs):
        return False
    return all(
        b.center_y - a.center_y <= MAX_PITCH_EM * max(a.size_pt, b.size_pt)
        for column in columns
        for a, b in pairwise(column)
    )


def _is_japanese(text: str) -> bool:
    name = unicodedata.name(text[0], "")
    return name.startswith(("CJK", "HIRAGANA", "KATAKANA", "FULLWIDTH", "PRESENTATION FORM FOR VERTICAL"))


def _reads_down(columns: list[list[Glyph]], rows: list[list[Glyph]]) -> bool:
    if len(columns) == 1:
        return True
    column_of = {id(g): i for i, column in enumerate(columns) for g in column}
    row_of = {id(g): i for i, row in enumerate(rows) for g in row}
    # Two figures side by side in a column (縦中横) stand on one axis.
    steps = [
        pair for column in columns for pair in pairwise(column) if row_of[id(pair[0])] != row_of[id(pair[1])]
    ]
    sidewards = [
        b.center_x - a.center_x
        for row in rows
        for a, b in pairwise(row)
        if column_of[id(a)] != column_of[id(b)]
    ]
    if not sidewards or not steps:
        return False
    em_pt = rows[0][0].size_pt
    down = min(b.center_y - a.center_y for a, b in steps)
    if down + PITCH_MARGIN_EM * em_pt >= min(sidewards):
        return False
    return down <= SOLID_PITCH_EM * em_pt or _are_painted_apart(columns)


def _are_painted_apart(columns: list[list[Glyph]]) -> bool:
    """Whether each column is painted before the next is begun; lines are painted across the columns."""
    spans = sorted((min(g.order for g in column), max(g.order for g in column)) for column in columns)
    return all(before[1] < after[0] for before, after in pairwise(spans))
