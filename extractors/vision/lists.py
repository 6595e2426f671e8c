"""Measures as rows of one wide list, and annexes (別冊 事業費一覧表) that add amounts by name.

A list row becomes the same blocks as a measure's own table, so that everything after reads both alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.layouts.profile import LabelMatch, Profile
from extractors.reading import Cell, Table
from extractors.text.folding import label_key
from extractors.vision.blocks import Block
from extractors.vision.columns import year_of, years_in_row
from extractors.vision.context import cell_text, squeezed

# The head row of a list is made of heads: at least this share of its printed cells, and at least so many.
HEAD_SHARE = 0.6
LEAST_HEADS = 3
KPI_KINDS = frozenset({"indicator", "baseline", "target", "actual", "unit"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: the field it holds (`year`, `total`, a measure field, a KPI column, "" unknown)."""

    kind: str
    head: Cell

    def holds(self, cell: Cell) -> bool:
        """Whether a cell stands in this column."""
        return self.head.box.overlap_x(cell.box) > 0.5 * cell.box.width_pt


@dataclass(frozen=True, slots=True)
class ListHead:
    """The head of a list: its columns from left to right, the cells and the number of its rows."""

    columns: tuple[Column, ...]
    cells: tuple[Cell, ...]
    n_rows: int

    def of(self, kind: str) -> list[Column]:
        """The columns of one kind."""
        return [c for c in self.columns if c.kind == kind]

    @property
    def is_annex(self) -> bool:
        """Whether the list only adds amounts by year to measures described elsewhere."""
        kinds = {c.kind for c in self.columns}
        return "year" in kinds and not kinds & {"content", "effect", "municipalities", "indicator", "target"}


def read_head(table: Table, profile: Profile) -> ListHead | None:
    """The head of a list of measures, None where the table is none."""
    n_rows = 0
    while n_rows < min(3, table.n_rows - 1) and _is_head_row(table, n_rows, profile):
        n_rows += 1
    heads = [c for c in table.cells if c.row < n_rows]
    years = {c.box for row in range(n_rows) for c, _ in years_in_row([c for c in heads if c.row == row])}
    columns = tuple(
        Column("year" if c.box in years else _kind(c, profile), c)
        for c in heads
        if c.row + c.row_span == n_rows
    )
    columns = tuple(_under_roles(c, heads, profile) for c in columns)
    if not any(c.kind == "name" for c in columns) or sum(bool(c.kind) for c in columns) < LEAST_HEADS:
        return None
    return ListHead(tuple(sorted(columns, key=lambda c: c.head.column)), tuple(heads), n_rows)


def _under_roles(column: Column, heads: Sequence[Cell], profile: Profile) -> Column:
    """A column under 役割分担 that no other word explains is that of the municipality it names."""
    above = _group_head(column.head, heads)
    match = profile.match(above.raw) if above is not None and not column.kind else None
    return replace(column, kind="role") if match is not None and match.field == "role_sharing" else column


def _group_head(head: Cell, heads: Sequence[Cell]) -> Cell | None:
    """The cell of an upper head row that stands over a column's own head."""
    return next(
        (c for c in heads if c.row < head.row and c.box.overlap_x(head.box) > 0.5 * head.box.width_pt), None
    )


def _is_head_row(table: Table, row: int, profile: Profile) -> bool:
    printed = [c for c in table.cells if c.row <= row < c.row + c.row_span and c.raw.strip()]
    if len(printed) < LEAST_HEADS:
        return False
    years = {c.box for c, _ in years_in_row([c for c in printed if c.row == row])}
    known = [c for c in printed if c.box in years or _kind(c, profile)]
    return len(known) >= LEAST_HEADS and len(known) >= HEAD_SHARE * len(printed)


def _kind(cell: Cell, profile: Profile) -> str:
    text = squeezed(cell_text(cell))
    kpi = profile.match_kpi(text)
    match = profile.match(text)
    if kpi is not None and kpi.field in KPI_KINDS and (match is None or match.field in ("kpi", "note")):
        return kpi.field
    if year_of(text) is not None:
        return "year"
    if label_key(text) in profile.words("list", "number"):
        return "number"
    if match is not None:
        return match.field
    return "total" if label_key(text) in profile.words("budget", "total") else ""


@dataclass(slots=True)
class ListRow:
    """One measure of a list: its cells on one page, and whether the page break cut it before this page."""

    table: Table
    head: ListHead
    rows: range
    cells: list[Cell]
    is_rest: bool = False

    def of(self, kind: str) -> list[Cell]:
        """The row's cells in the columns of one kind."""
        columns = self.head.of(kind)
        return [c for c in self.cells if any(col.holds(c) for col in columns)]

    @property
    def name_key(self) -> str:
        """The measure's name as compared between a list and its annex."""
        return label_key("".join(c.raw for c in self.of("name")))


def list_rows(table: Table, head: ListHead, *, starts_with_head: bool, follows: bool) -> list[ListRow]:
    """The measures of a list's page. `follows` says that the list began on an earlier page."""
    first = head.n_rows if starts_with_head else 0
    name = head.of("name")[0]
    named = sorted((c for c in table.cells if c.row >= first and name.holds(c)), key=lambda c: c.row)
    rows = []
    for cell in named:
        band = range(cell.row, cell.row + cell.row_span)
        cells = [c for c in table.cells if (c.row >= first and c.row in band) or _spans(c, cell.row, first)]
        rows.append(ListRow(table, head, band, sorted(cells, key=lambda c: (c.row, c.column))))
    if follows and rows:
        rows[0].is_rest = _is_rest(rows, head)
    return rows


def _spans(cell: Cell, row: int, first: int) -> bool:
    """Whether a cell of an earlier row (a policy area over several measures) covers this row too."""
    return cell.row >= first and cell.row < row < cell.row + cell.row_span


def _is_rest(rows: Sequence[ListRow], head: ListHead) -> bool:
    """A row cut by the page break lacks what every whole row prints (its number, its office …)."""
    for column in head.columns:
        if column.kind in ("policy_area", "field", "item", "year", "total", "note"):
            continue
        filled = [any(c.raw.strip() for c in row.cells if column.holds(c)) for row in rows]
        if not filled[0] and (all(filled[1:]) if len(rows) > 1 else True):
            return True
    return False


def blocks_of(row: ListRow) -> list[Block]:
    """A list row as the blocks of a measure; KPI and year columns join their heads in one block each."""
    blocks = []
    for column in row.head.columns:
        if column.kind in ("year", "total", "number", "role") or column.kind in KPI_KINDS:
            continue
        cells = [c for c in row.cells if column.holds(c)]
        label = LabelMatch(column.kind, column.head.raw, None) if column.kind else None
        blocks.append(Block(row.table, row.rows, label, column.head.raw, column.head, cells))
    blocks += _grouped(row, "kpi", KPI_KINDS)
    blocks += _grouped(row, "budget", frozenset({"year", "total"}))
    blocks += _grouped(row, "role_sharing", frozenset({"role"}))
    return blocks


def _grouped(row: ListRow, field: str, kinds: frozenset[str]) -> list[Block]:
    columns = [c for c in row.head.columns if c.kind in kinds]
    if not any(c.kind in ("indicator", "target", "year", "role") for c in columns):
        return []
    cells = [c for c in row.cells if any(col.holds(c) for col in columns)]
    above = _group_head(columns[0].head, row.head.cells)
    label_text = above.raw if above is not None else ""
    heads = [replace(c.head, row=-1, row_span=1) for c in columns]  # above any row of the page at hand
    return [
        Block(row.table, row.rows, LabelMatch(field, label_text, None), label_text, None, [*heads, *cells])
    ]
