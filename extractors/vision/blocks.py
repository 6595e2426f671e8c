"""From the cells of a measure table to labelled blocks: a known label and the cells it speaks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import regex

from extractors.layouts.profile import LabelMatch, Profile
from extractors.reading import Cell, Table
from extractors.text.folding import label_key
from extractors.text.places import names_municipalities
from extractors.vision.columns import year_columns

# Figures never stand under a label at the right end of a row; after a page break columns of them may.
_FIGURE = regex.compile(r"[0-9０-９]")
# Inside these bands other known words are column heads, not labels of their own.
STRUCTURED = frozenset({"kpi", "schedule", "budget", "years"})
# Words too common to be a label anywhere but in the label column or in a shaded cell.
WEAK = frozenset({"years", "projects", "role_sharing", "content", "note", "field", "item"})


@dataclass(slots=True)
class Block:
    """A label and its cells in grid order. `label` is None where no known label is printed.

    `label_text` is the print of the label cell ("" when the row continues from the page before);
    `rows` is the band of grid rows in `table`; `is_label_cut` tells that the label began on the page before.
    """

    table: Table
    rows: range
    label: LabelMatch | None
    label_text: str
    label_cell: Cell | None
    cells: list[Cell] = field(default_factory=list)
    is_annex: bool = False
    is_companion: bool = False  # a table of its own below the measure's, named by its caption
    is_label_cut: bool = False
    is_band: bool = False  # a heading among the rows of a list: its number is no part of its words
    is_caption: bool = False  # the label stands over its one cell
    is_open: bool = False  # its row holds heads alone: rows below without a label of the layout are its own

    @property
    def field(self) -> str:
        """The measure field the label stands for, "" when unknown."""
        return self.label.field if self.label else ""

    @property
    def is_unlabelled(self) -> bool:
        """Whether no label is printed at all (a row continued over a page break)."""
        return self.label is None and not self.label_text.strip()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table read as labelled blocks, in printed order."""

    table: Table
    blocks: tuple[Block, ...]
    stray: tuple[Cell, ...]  # cells left of the label column that hold text


def rows_of(cell: Cell) -> range:
    """Grid rows a cell covers."""
    return range(cell.row, cell.row + cell.row_span)


def label_column(table: Table, profile: Profile) -> int:
    """The grid column whose known labels cover the most rows, of several the one with most labels.

    A blank cell over several rows at the top of the first column is the rest of a label cut by a page break.
    """
    known = [c for c in table.cells if profile.match(c.raw)]
    rows = Counter[int]()
    for cell in known:
        rows[cell.column] += cell.row_span
    corner = next((c for c in table.cells if c.row == 0 and c.column == 0), None)
    if rows[0] and corner is not None and corner.row_span > 1 and not corner.raw.strip():
        rows[0] += corner.row_span
    counts = Counter(c.column for c in known)
    return min(rows, key=lambda column: (-rows[column], -counts[column], column), default=0)


def read_sheet(table: Table, profile: Profile) -> Sheet:
    """Cut a table into bands along its label column and give every cell to the label it belongs to."""
    column = label_column(table, profile)
    heads = [c for c in table.cells if c.column <= column < c.column + c.column_span]
    heads.sort(key=lambda c: c.row)
    blocks: list[Block] = []
    claimed: set[tuple[int, int]] = set()
    captions = _captions(table, profile)
    values = {row + 1 for row in captions}
    for head in heads:
        if head.row in captions:
            blocks += captions[head.row]
        elif head.row not in values:
            blocks += _band(table, head, profile, claimed)
    stray = tuple(c for c in table.cells if c.column + c.column_span <= column and c.raw.strip())
    return Sheet(table, tuple(blocks), stray)


def _captions(table: Table, profile: Profile) -> dict[int, list[Block]]:
    """Rows of nothing but labels, each over a value of its own width: their blocks.

    Where such a row is the table's last, its values are on the next page.
    """
    ordered = sorted(table.cells, key=lambda c: c.column)
    lines = [[c for c in ordered if c.row == row] for row in range(table.n_rows)]
    found: dict[int, list[Block]] = {}
    for row, line in enumerate(lines):
        matches = [profile.match(c.raw) for c in line]
        labels = [m for m in matches if m is not None]
        fields = {m.field for m in labels}
        is_whole = len(labels) == len(line) == len(fields) and _fills(line, table) and row - 1 not in found
        if not is_whole or not fields - WEAK - STRUCTURED:
            continue
        values = lines[row + 1] if row + 1 < table.n_rows else []
        is_open = not values and len(line) > 1
        if is_open or _are_values(line, values, table, profile):
            below = {c.column: [c] for c in values}
            found[row] = [
                Block(
                    table,
                    range(row, row + 1 + bool(values)),
                    label,
                    c.raw,
                    c,
                    below.get(c.column, []),
                    is_caption=True,
                )
                for c, label in zip(line, labels, strict=True)
            ]
    return found


def _fills(line: Sequence[Cell], table: Table) -> bool:
    """Whether cells of one row make up the table's whole width."""
    return sum(c.column_span for c in line) == table.n_columns and all(c.row_span == 1 for c in line)


def _are_values(line: Sequence[Cell], values: Sequence[Cell], table: Table, profile: Profile) -> bool:
    """Whether the cells of a row stand one under each label of the row above, and none is a label itself."""
    same = [(c.column, c.column_span) for c in line] == [(c.column, c.column_span) for c in values]
    is_filled = any(c.raw.strip() for c in values)
    return same and is_filled and _fills(values, table) and not any(profile.match(c.raw) for c in values)


def _band(table: Table, head: Cell, profile: Profile, claimed: set[tuple[int, int]]) -> list[Block]:
    """The blocks of one band: its own, and those of further labels printed to the right in it."""
    match = profile.match(head.raw)
    is_wide = head.column_span == table.n_columns
    own = Block(table, rows_of(head), match, head.raw, head)
    if is_wide and match is None:  # a row without a label column: its text is content
        own.label_text, own.label_cell, own.cells = "", None, [head]
        return [own]
    rest = [
        c
        for c in table.cells
        if c.column >= head.column + head.column_span
        and c.row in own.rows
        and (c.row, c.column) not in claimed
    ]
    rest.sort(key=lambda c: (c.row, c.column))
    if own.field == "projects" and own.label is not None and len(year_columns(rest)) > 1:
        own.label = replace(own.label, field="budget")  # projects with their amounts
    if own.field in STRUCTURED or own.is_unlabelled:
        own.cells = rest
        return [own]
    return _split_at_labels(own, rest, profile, claimed)


def _split_at_labels(
    own: Block, rest: list[Cell], profile: Profile, claimed: set[tuple[int, int]]
) -> list[Block]:
    blocks, current = [own], own
    is_title = own.field.startswith("ignore:")  # of a group: the labels it stands over are beside it
    for cell in rest:
        match = profile.match(cell.raw)
        is_beside = is_title and cell.column == rest[0].column
        is_sure = cell.is_shaded or is_beside or _is_of_pairs(own, cell, rest)
        is_label = match is not None and (is_sure or match.field not in WEAK)
        if match and is_label and not _is_only_content(own, rest) and not _is_party(own, cell, rest, profile):
            current = Block(own.table, rows_of(cell), match, cell.raw, cell)
            blocks.append(current)
        else:
            current.cells.append(cell)
    for block in blocks[1:]:
        if not block.cells:
            _claim_below(block, profile, claimed)
    if own.label is not None and not own.cells and len(blocks) > 1:
        own.label = replace(own.label, field=f"ignore:{own.label.printed}")  # the title of a group of labels
    return blocks


def _is_of_pairs(own: Block, cell: Cell, rest: list[Cell]) -> bool:
    """Whether a cell has a label's place in a row of labels and values in turn (分野｜医療｜項目｜救急)."""
    is_row = own.label is not None and own.field != "role_sharing" and len({c.row for c in rest}) == 1
    return is_row and len(rest) % 2 == 1 and rest.index(cell) % 2 == 1


def _is_party(own: Block, cell: Cell, rest: list[Cell], profile: Profile) -> bool:
    """Whether 連携市町村 and the like stand within 役割分担 as a party, beside or below 中心市 or a name."""
    kinds = ("role_central", "role_joint", "role_first", "role_second")
    if own.field != "role_sharing" or not any(
        label_key(cell.raw) in profile.words("agreement", kind) for kind in kinds
    ):
        return False
    first = profile.words("agreement", "role_central") | profile.words("agreement", "role_first")
    others = [c for c in rest if c is not cell and (c.column == cell.column or c.row == cell.row)]
    return any(label_key(c.raw) in first or names_municipalities(c.raw) for c in others if c.raw.strip())


def _is_only_content(own: Block, rest: list[Cell]) -> bool:
    return own.label is not None and len(rest) == 1


def _claim_below(block: Block, profile: Profile, claimed: set[tuple[int, int]]) -> None:
    """A label at the right end of its row speaks for the cell under it (関係市町)."""
    head = block.label_cell
    if head is None:
        return
    below = _row_with_print(block.table, head.row + head.row_span)
    is_of_figures = any(
        (match := profile.match(c.raw)) is not None and match.field in STRUCTURED
        for c in block.table.cells
        if c.row == below
    )
    for cell in block.table.cells:
        if is_of_figures and not cell.raw.strip():
            continue  # a blank year of the row below a repeated head
        if cell.column == head.column and cell.row == below and _is_free(cell, head, profile):
            block.cells.append(cell)
            claimed.add((cell.row, cell.column))


def _row_with_print(table: Table, row: int) -> int:
    """The row itself; where a page break left it empty under a repeated head, the next one with print."""
    while row < table.n_rows - 1 and not any(c.raw.strip() for c in table.cells if row in rows_of(c)):
        row += 1
    return row


def _is_free(cell: Cell, head: Cell, profile: Profile) -> bool:
    """Whether the cell under a right-end label is its own: no column of figures or marks, no label."""
    marks = profile.words("marks", "active") | profile.words("marks", "dash")
    return (
        cell.column_span == head.column_span
        and profile.match(cell.raw) is None
        and not _FIGURE.search(cell.raw)
        and label_key(cell.raw) not in marks
    )
