"""Structured rows whose label heads a column: 事業費(百万円) | 令和2年度 | …, sources of funds under it.

Elsewhere such a label stands beside its rows, over their whole height. Here its row holds heads alone, and
the rows below are named in the label's column by what they are: a source of funds, an activity, an indicator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from extractors.layouts.labels import split_label, without_share
from extractors.layouts.profile import Profile
from extractors.reading import Cell, Table
from extractors.text.folding import label_key
from extractors.vision.blocks import STRUCTURED, Block, Sheet, read_sheet
from extractors.vision.columns import years_in_row
from extractors.vision.drafts import same_column

LEAST_HEADS = 2


def read_whole_sheet(table: Table, profile: Profile) -> Sheet:
    """A table as labelled blocks, rows that belong under a head of their own column joined to it."""
    sheet = read_sheet(table, profile)
    return replace(sheet, blocks=tuple(_with_bodies(sheet.blocks, profile)))


def _with_bodies(blocks: Sequence[Block], profile: Profile) -> list[Block]:
    joined: list[Block] = []
    head: Block | None = None
    for block in blocks:
        if head is not None and _is_below(block, head) and _is_body(block, head, profile):
            head.cells += [*([block.label_cell] if block.label_cell else []), *block.cells]
            continue
        block.is_open = _is_head(block, profile)
        head = block if block.is_open or _is_sum(block) else None
        if head is not None and head.field == "kpi" and head.label_cell is not None:
            head.cells.insert(0, head.label_cell)  # it heads the indicators
        joined.append(block)
    return joined


def carry_bodies_on(last: Block, blocks: list[Block], profile: Profile) -> list[Block]:
    """Name the rows at a page's top after the head on the page before that they stand under: one block."""
    if not last.is_open and not _is_sum(last):
        return blocks
    rows = list(takewhile(lambda block: _is_body(block, last, profile), blocks))
    if not rows:
        return blocks
    cells = [c for block in rows for c in (*([block.label_cell] if block.label_cell else []), *block.cells)]
    band = range(rows[0].rows.start, rows[-1].rows.stop)
    return [replace(last, table=rows[0].table, rows=band, label_cell=None, cells=cells), *blocks[len(rows) :]]


def take_values_over(before: Sequence[Block], blocks: list[Block]) -> list[Block]:
    """Give a page's first row to the labels over its cells on the page before; returns the rest."""
    last = before[-1]
    labels = [b for b in before if b.table is last.table and b.rows == last.rows and b.is_caption]
    first = blocks[0] if blocks else None
    if first is None or not labels or first.label is not None or last.rows.stop != last.table.n_rows:
        return blocks
    cells = [*([first.label_cell] if first.label_cell else []), *first.cells]
    under = [[c for c in cells if b.label_cell and same_column(c.box, b.label_cell.box)] for b in labels]
    if len(cells) != len(labels) or not all(under):
        return blocks
    for block, found in zip(labels, under, strict=True):
        block.cells += found
    return blocks[1:]


def _is_head(block: Block, profile: Profile) -> bool:
    """Whether a structured label's row holds nothing but heads: years and a total, or KPI columns."""
    filled = [c for c in block.cells if c.raw.strip()]
    if block.field not in STRUCTURED or len(block.rows) != 1 or len(filled) < LEAST_HEADS:
        return False
    if block.field == "kpi":
        kinds = [m.field for c in filled if (m := profile.match_kpi(c.raw))]
        return len(kinds) == len(filled) and "indicator" not in kinds
    years = {id(c) for c, _ in years_in_row(filled)}
    totals = profile.words("budget", "total")
    others = [c for c in filled if id(c) not in years]
    return len(years) >= LEAST_HEADS and all(label_key(split_label(c.raw)[0]) in totals for c in others)


def _is_sum(block: Block) -> bool:
    """Whether a budget's label stands beside amounts of its own row alone: rows below may divide them."""
    return block.field == "budget" and len(block.rows) == 1 and len(block.cells) >= LEAST_HEADS


def _is_below(block: Block, head: Block) -> bool:
    return block.rows.start >= head.rows.stop and block.table is head.table


def _is_body(block: Block, head: Block, profile: Profile) -> bool:
    """Whether a row stands under the head: a source of funds, or a label that is none of the layout's."""
    # One cell with words over all columns is another row's text; an empty one may hold an arrow.
    is_divided = len(block.cells) >= LEAST_HEADS or not any(c.raw.strip() for c in block.cells)
    if block.label_cell is None or not block.cells or not is_divided:
        return False
    is_funding = head.field == "budget" and _is_funding(block.label_cell, profile)
    return is_funding or (head.is_open and block.label is None and bool(block.label_text.strip()))


def _is_funding(cell: Cell, profile: Profile) -> bool:
    key = label_key(without_share(split_label(cell.raw)[0]))
    kinds = (profile.words("budget", "funding"), profile.words("budget", "total_funding"))
    return any(key in words for words in kinds)
