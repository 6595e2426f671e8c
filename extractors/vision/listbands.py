"""Cells over all columns among the rows of a list: headings that name the rows' field (◆ 医療), and notes."""

from __future__ import annotations

from extractors.layouts.profile import LabelMatch, Profile
from extractors.reading import Cell, Table
from extractors.text.folding import label_key
from extractors.vision.areas import AREAS
from extractors.vision.blocks import Block
from extractors.vision.context import cell_text
from extractors.vision.lists import ListHead
from extractors.vision.notecells import is_note_row
from extractors.vision.numbering import number_in_front

_LONGEST_AREA = 40


def wide_cells(table: Table, first: int) -> list[Cell]:
    """The printed cells over all columns among a table's rows from `first` on, top down."""
    wide = (c for c in table.cells if c.row >= first and c.column_span == table.n_columns > 1)
    return sorted((c for c in wide if c.raw.strip()), key=lambda c: c.row)


def note_block(cell: Cell, table: Table) -> Block | None:
    """A note over all columns as a block of the row above it; None where it begins with no note's mark."""
    block = Block(table, range(cell.row, cell.row + 1), None, "", None, [cell])
    return block if is_note_row(block) else None


def is_band(cell: Cell) -> bool:
    """Whether a cell over all columns names an area: a sentence does not."""
    return len(cell.raw.strip()) <= _LONGEST_AREA and not cell.raw.strip().endswith("。")


def area_of(band: Cell, head: ListHead, profile: Profile) -> str | None:
    """The area that a heading names: as its numbering says, else the outermost that nothing else prints; None
    where headings and columns print them all.
    """
    heads = profile.file.headings
    styles = {"policy_area": heads.policy_area, "field": heads.field, "item": heads.item}
    numbered = number_in_front(cell_text(band), heads.levels)
    told = [area for area, style in styles.items() if numbered and style == numbered.style]
    words = (label_key(w) for w in profile.vocabulary["areas"]["policy_area"])
    if not told and any(word in label_key(band.raw) for word in words):
        return "policy_area"
    free = [area for area in AREAS if styles[area] is None and not head.of(area)]
    return next(iter(told or free), None)


def area_block(band: Cell, area: str, table: Table) -> Block:
    """A heading as the block of a row below it."""
    rows = range(band.row, band.row + 1)
    return Block(table, rows, LabelMatch(area, "", None), "", None, [band], is_band=True)
