"""Structured rows whose label heads a column: 事業費(百万円) | 令和2年度 | …, sources of funds under it.

Elsewhere such a label stands beside its rows, over their whole height. Here its row holds heads alone, and
the rows below are named in the label's column by what they are: a source of funds, an activity, an indicator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.layouts.labels import split_label
from extractors.layouts.profile import Profile
from extractors.reading import Cell, Table
from extractors.text.folding import label_key
from extractors.vision.blocks import STRUCTURED, Block, Sheet, read_sheet
from extractors.vision.columns import years_in_row

LEAST_HEADS = 2


def read_whole_sheet(table: Table, profile: Profile) -> Sheet:
    """A table as labelled blocks, rows that belong under a head of their own column joined to it."""
    sheet = read_sheet(table, profile)
    return replace(sheet, blocks=tuple(_with_bodies(sheet.blocks, profile)))


def _with_bodies(blocks: Sequence[Block], profile: Profile) -> list[Block]:
    joined: list[Block] = []
    head: Block | None = None
    for block in blocks:
        if head is not None and _is_body(block, head, profile):
            head.cells += [*([block.label_cell] if block.label_cell else []), *block.cells]
            continue
        head = block if _is_head(block, profile) else None
        if head is not None and head.field == "kpi" and head.label_cell is not None:
            head.cells.insert(0, head.label_cell)  # it heads the indicators
        joined.append(block)
    return joined


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


def _is_body(block: Block, head: Block, profile: Profile) -> bool:
    """Whether a row stands under the head: its label is none of the layout's, or a source of funds."""
    is_below = block.rows.start >= head.rows.stop and block.table is head.table
    # One cell with words over all columns is another row's text; an empty one may hold an arrow.
    is_divided = len(block.cells) >= LEAST_HEADS or not any(c.raw.strip() for c in block.cells)
    if block.label_cell is None or not block.cells or not (is_below and is_divided):
        return False
    return block.label is None or (head.field == "budget" and _is_funding(block.label_cell, profile))


def _is_funding(cell: Cell, profile: Profile) -> bool:
    key = label_key(split_label(cell.raw)[0])
    kinds = (profile.words("budget", "funding"), profile.words("budget", "total_funding"))
    return any(key in words for words in kinds)
