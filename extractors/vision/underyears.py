"""Rows apart from the head of their years: where no rule parts columns, print stands under the head's.

Such a row, on another page or above the years, shows only the gaps between its words, none for a blank year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.reading import Cell, Line
from extractors.vision.blocks import Block
from extractors.vision.columns import YearColumn, year_columns
from extractors.vision.context import Context

FIELDS = ("schedule", "budget")
# Figures set at the right of their column, and marks in its middle, stay clear of the next year's column.
_MOST_OVER_SHARE = 0.25


def set_under_years(context: Context, blocks: Sequence[Block]) -> None:
    """Cut the cells of schedule and budget rows anew by the years printed before them, else by the next."""
    heads = [year_columns(b.cells) if b.field in (*FIELDS, "years") else () for b in blocks]
    columns = next((head for head in heads if head), ())
    for block, own in zip(blocks, heads, strict=True):
        columns = own or columns
        is_open = block.field in FIELDS and "columns" in block.table.open_edges
        if columns and is_open and not own:
            _cut(context, block, columns)


def _cut(context: Context, block: Block, columns: Sequence[YearColumn]) -> None:
    cells: list[Cell] = []
    for row in sorted({c.row for c in block.cells}):
        line = [c for c in block.cells if c.row == row]
        cells += _row_under(context, line, columns) or line
    block.cells = cells


def _row_under(context: Context, row: Sequence[Cell], columns: Sequence[YearColumn]) -> list[Cell]:
    """The cells of a row: labels as they are, then one a year; [] where print stands between the years."""
    under = [c for c in row if _is_under(c, columns)]
    places = [_column_of(line, columns) for c in under for line in c.lines]
    if not under or any(place is None for place in places) or any(c.row_span > 1 for c in under):
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


def _is_under(cell: Cell, columns: Sequence[YearColumn]) -> bool:
    middles = [line.box.center_x for line in cell.lines] or [cell.box.center_x]
    return max(middles) >= columns[0].x0


def _column_of(line: Line, columns: Sequence[YearColumn]) -> int | None:
    """The year column that a line stands in, None where it reaches far into another or out of all."""
    for i, column in enumerate(columns):
        if column.x0 <= line.box.center_x <= column.x1:
            over = max(column.x0 - line.box.x0, line.box.x1 - column.x1)
            return i if over <= _MOST_OVER_SHARE * (column.x1 - column.x0) else None
    return None


def _cell(under: Sequence[Cell], number: int, column: YearColumn, lines: Sequence[Line]) -> Cell:
    """The cell of one year, with the readings of the cell that its print was found in."""
    home = next((c for c in under if any(line in c.lines for line in lines)), under[0])
    box = replace(home.box, x0=column.x0, x1=column.x1)
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
