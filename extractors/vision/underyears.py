"""Rows apart from their heads: where no rule parts columns, print stands under the head's.

Such a row, on another page or above the years, shows only the gaps between its words, none for a blank year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from extractors.reading import Cell, Line, Table
from extractors.vision.blocks import Block
from extractors.vision.columns import year_columns
from extractors.vision.context import Context

Interval = tuple[float, float]
FIELDS = ("schedule", "budget")
# Figures set at the right of their column, and marks in its middle, stay clear of the next year's column.
_MOST_OVER_SHARE = 0.25


def set_under_years(context: Context, blocks: Sequence[Block]) -> None:
    """Cut the cells of schedule and budget rows anew by the years printed before them, else by the next."""
    if not any(_is_open(b.table) for b in blocks):
        return
    heads = [year_columns(b.cells) if b.field in (*FIELDS, "years") else () for b in blocks]
    columns = next((head for head in heads if head), ())
    for block, own in zip(blocks, heads, strict=True):
        columns = own or columns
        if columns and not own and block.field in FIELDS and _is_open(block.table):
            places = [(column.x0, column.x1) for column in columns]
            block.cells = [c for row in _rows(block.cells) for c in _row_under(context, row, places) or row]


def set_under_heads(
    context: Context, block: Block, body: Sequence[Cell], heads: Sequence[Cell]
) -> list[Cell]:
    """The cells of a body, those that reach under several heads cut anew where no rule parts columns."""
    places = [(c.box.x0, c.box.x1) for c in sorted(heads, key=lambda c: c.box.x0)]
    if not _is_open(block.table) or len(places) < 2:
        return list(body)
    cells: list[Cell] = []
    for row in _rows(body):
        is_wide = any(sum(x0 < c.box.x1 - 1.0 and c.box.x0 + 1.0 < x1 for x0, x1 in places) > 1 for c in row)
        cells += (_row_under(context, row, places) if is_wide else []) or row
    return cells


def _is_open(table: Table) -> bool:
    return "columns" in table.open_edges


def _rows(cells: Sequence[Cell]) -> list[list[Cell]]:
    return [[c for c in cells if c.row == row] for row in sorted({c.row for c in cells})]


def _row_under(context: Context, row: Sequence[Cell], columns: Sequence[Interval]) -> list[Cell]:
    """The cells of a row: labels as they are, then one a column; [] where print stands between these."""
    under = [c for c in row if _is_under(c, columns)]
    places = [_column_of(line, columns) for c in under for line in c.lines]
    if not under or any(place is None for place in places) or any(c.row_span > 1 for c in under):
        return []
    if _share_a_column(under, columns):
        return []
    lines = [line for c in under for line in c.lines]
    context.claim(under)
    return [
        *(c for c in row if c not in under),
        *(
            _cell(under, i, column, [n for n, k in zip(lines, places, strict=True) if k == i])
            for i, column in enumerate(columns)
        ),
    ]


def _share_a_column(under: Sequence[Cell], columns: Sequence[Interval]) -> bool:
    """Whether print of two cells, which the page sets apart, would become one (－ | 795,991 → －795,991)."""
    taken = [{_column_of(line, columns) for line in c.lines} for c in under]
    return any(a & b for a, b in combinations(taken, 2))


def _is_under(cell: Cell, columns: Sequence[Interval]) -> bool:
    middles = [line.box.center_x for line in cell.lines] or [cell.box.center_x]
    return max(middles) >= columns[0][0]


def _column_of(line: Line, columns: Sequence[Interval]) -> int | None:
    """The column that a line stands in, None where it reaches far into another or out of all."""
    for i, (x0, x1) in enumerate(columns):
        if x0 <= line.box.center_x <= x1:
            over = max(x0 - line.box.x0, line.box.x1 - x1)
            return i if over <= _MOST_OVER_SHARE * (x1 - x0) else None
    return None


def _cell(under: Sequence[Cell], number: int, column: Interval, lines: Sequence[Line]) -> Cell:
    """The cell of one column, with the readings of the cell that its print was found in."""
    home = next((c for c in under if any(line in c.lines for line in lines)), under[0])
    box = replace(home.box, x0=column[0], x1=column[1])
    is_whole = tuple(lines) == home.lines
    other = home.other_text if is_whole or home.agreement == "differ" else "\n".join(n.text for n in lines)
    return replace(
        home,
        column=under[0].column + number,
        column_span=1,
        box=box,
        lines=tuple(lines),
        other_text=other if home.other_text is not None else None,
        text_left_pt=None,
        text_right_pt=None,
    )
