"""Measures as rows of one wide list, and annexes (別冊 事業費一覧表) that add amounts by name.

A list row becomes the same blocks as a measure's own table, so that everything after reads both alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.geometry import Box
from extractors.layouts.profile import LabelMatch, Profile
from extractors.reading import Cell, Table
from extractors.text.folding import label_key
from extractors.text.places import names_municipality
from extractors.vision.blocks import Block
from extractors.vision.columns import year_of, years_in_row
from extractors.vision.context import cell_text, squeezed

# The head row of a list is made of heads: at least this share of its printed cells, and at least so many.
HEAD_SHARE = 0.6
LEAST_HEADS = 3
_MOST_HEAD_ROWS = 3
# A list's columns stay where they are over its pages; a merged cell may hide the edge of some.
_SAME_COLUMN_PT = 4.0
_KEPT_COLUMNS = 0.7
KPI_KINDS = frozenset({"indicator", "baseline", "target", "actual", "unit", "baseline_year", "target_year"})
# Columns that make one block with their heads, and those without which there is none.
_IN_GROUPS = frozenset({"year", "total", "funding", "plan", "number", "role", "member"})
_LEADING = frozenset({"indicator", "target", "year", "plan", "role", "member"})


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
    head = read_columns(table, profile)
    return head if head is not None and head.of("name") else None


def read_columns(table: Table, profile: Profile) -> ListHead | None:
    """The head of a list, or of columns of it that did not fit on the page before (these name no measure)."""
    n_rows = _head_rows(table, profile)
    heads = [c for c in table.cells if c.row < n_rows]
    years = _year_heads(heads, profile)
    columns = tuple(
        Column("year" if c.box in years else _kind(c, profile), c)
        for c in heads
        if c.row + c.row_span == n_rows
    )
    columns = tuple(_explained(c, heads, table, profile) for c in columns)
    if sum(bool(c.kind) for c in columns) < LEAST_HEADS:
        return None
    return ListHead(tuple(sorted(columns, key=lambda c: c.head.column)), tuple(heads), n_rows)


def _year_heads(heads: Sequence[Cell], profile: Profile) -> set[Box]:
    """The heads that are years; beside indicators R3実績 and R9目標 are columns of these."""
    rows = {c.row for c in heads}
    years = {c.box for row in rows for c, _ in years_in_row([c for c in heads if c.row == row])}
    kinds = {c.box: m.field for c in heads if years and (m := profile.match_kpi(c.raw)) is not None}
    if "indicator" not in kinds.values():
        return years
    return {box for box in years if kinds.get(box) not in KPI_KINDS}


def _explained(column: Column, heads: Sequence[Cell], table: Table, profile: Profile) -> Column:
    """A column with what the heads over it say of it: whose role, which municipality, years of what."""
    above = _group_heads(column.head, heads)
    fields = {m.field for c in above if (m := profile.match(c.raw)) is not None}
    kpi_kinds = {m.field for c in above if (m := profile.match_kpi(c.raw)) is not None}
    kind = column.kind
    if "role_sharing" in fields and (not kind or _names_party(column.head, profile)):
        kind = "role"
    elif "municipalities" in fields and not kind:
        kind = "member"
    elif kind == "year" and "schedule" in fields:
        kind = "plan"
    elif kind == "year" and "target" in kpi_kinds:
        kind = "target"
    elif kind in KPI_KINDS and "budget" in fields and year_of(squeezed(column.head.raw)) is not None:
        kind = "year"  # R3実績 under 事業費 is an amount spent
    elif (not kind or kind.startswith("field:")) and _holds_funding(column.head, table, profile):
        kind = "funding"
    elif not kind and names_municipality(column.head.raw):
        kind = "member" if _is_marked(column.head, table, profile) else "role"
    return replace(column, kind=kind)


def _names_party(head: Cell, profile: Profile) -> bool:
    """Whether a head says 中心市 or 連携市町村, the parties of a role."""
    kinds = ("role_central", "role_joint", "role_first", "role_second")
    return any(label_key(head.raw) in profile.words("agreement", kind) for kind in kinds)


def _is_marked(head: Cell, table: Table, profile: Profile) -> bool:
    """Whether the column below a head holds marks and nothing else."""
    printed = _keys_below(head, table)
    marks = profile.words("marks", "active") | profile.words("marks", "dash")
    return bool(printed) and printed <= marks


def _holds_funding(head: Cell, table: Table, profile: Profile) -> bool:
    """Whether the column below a head says whose money the amounts are: sources of funds and their sum."""
    printed = _keys_below(head, table)
    own = {label_key(word) for word in profile.file.budget.funding}
    sources = own | profile.words("budget", "funding")
    return bool(printed & sources) and printed <= sources | profile.words("budget", "total_funding")


def _keys_below(head: Cell, table: Table) -> set[str]:
    below = (c for c in table.cells if c.row >= head.row + head.row_span and c.column == head.column)
    return {label_key(c.raw) for c in below if c.raw.strip()}


def _group_heads(head: Cell, heads: Sequence[Cell]) -> list[Cell]:
    """The cells of upper head rows that stand over a column's own head, the nearest first."""
    over = [c for c in heads if c.row < head.row and c.box.overlap_x(head.box) > 0.5 * head.box.width_pt]
    return sorted(over, key=lambda c: -c.row)


def _head_rows(table: Table, profile: Profile) -> int:
    """How many rows the head fills: rows of heads, and those that a head of an upper row reaches down to."""
    n_rows, most = 0, min(_MOST_HEAD_ROWS, table.n_rows - 1)
    while n_rows < most and _is_head_row(table, n_rows, profile):
        heads = (c for c in table.cells if c.row <= n_rows and _kind(c, profile))
        n_rows = min(most, max(n_rows + 1, *(c.row + c.row_span for c in heads)))
    return n_rows


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
    """One measure of a list, or its total: its cells on one page, whether the page break cut it before.

    `named` are the cells that name it; a total may be named over several columns.
    """

    table: Table
    head: ListHead
    rows: range
    cells: list[Cell]
    named: list[Cell]
    is_rest: bool = False

    def of(self, kind: str) -> list[Cell]:
        """The row's cells in the columns of one kind."""
        columns = self.head.of(kind)
        return [c for c in self.cells if any(col.holds(c) for col in columns)]

    @property
    def name_key(self) -> str:
        """The measure's name as compared between a list and its annex."""
        return label_key("".join(c.raw for c in self.named))


def list_rows(
    table: Table, head: ListHead, profile: Profile, *, starts_with_head: bool, follows: bool
) -> list[ListRow]:
    """The measures of a list's page. `follows` says that the list began on an earlier page."""
    first = head.n_rows if starts_with_head else 0
    name = head.of("name")[0]
    totals = [c for c in table.cells if c.row >= first and _names_total(c, name, profile)]
    named = [c for c in table.cells if c.row >= first and name.holds(c) and c not in totals]
    rows = [list_row(table, head, cell, first) for cell in sorted(named + totals, key=lambda c: c.row)]
    if follows and rows:
        rows[0].is_rest = _is_rest(rows, head)
    return rows


def list_row(table: Table, head: ListHead, named: Cell, first: int) -> ListRow:
    """The row of a list that a cell (its name or number) tells apart; `first` is the first below the head."""
    band = range(named.row, named.row + named.row_span)
    cells = [c for c in table.cells if (c.row >= first and c.row in band) or _spans(c, named.row, first)]
    return ListRow(table, head, band, sorted(cells, key=lambda c: (c.row, c.column)), [named])


def stands_in_columns(table: Table, head: ListHead) -> bool:
    """Whether a table without a head has a list's columns: another table of the same width has others."""
    edges = [c.box.x0 for c in table.cells]
    kept = sum(any(abs(x - column.head.box.x0) < _SAME_COLUMN_PT for x in edges) for column in head.columns)
    return kept >= _KEPT_COLUMNS * len(head.columns)


def _names_total(cell: Cell, name: Column, profile: Profile) -> bool:
    """Whether a cell that begins left of the names and reaches over them says 合計."""
    is_over = cell.box.x0 <= name.head.box.x0 + 1 and cell.box.x1 >= name.head.box.x1 - 1
    return is_over and label_key(cell.raw) in profile.words("totals", "row")


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
        if column.kind in _IN_GROUPS or column.kind in KPI_KINDS:
            continue
        cells = [c for c in row.cells if column.holds(c)]
        label = LabelMatch(column.kind, column.head.raw, None) if column.kind else None
        blocks.append(Block(row.table, row.rows, label, column.head.raw, column.head, cells))
    blocks += _grouped(row, "municipalities", frozenset({"member"}))
    blocks += _grouped(row, "kpi", KPI_KINDS)
    blocks += _grouped(row, "schedule", frozenset({"plan"}))
    blocks += _grouped(row, "budget", frozenset({"year", "total", "funding"}))
    blocks += _grouped(row, "role_sharing", frozenset({"role"}))
    return blocks


def _grouped(row: ListRow, field: str, kinds: frozenset[str]) -> list[Block]:
    columns = [c for c in row.head.columns if c.kind in kinds]
    if not any(c.kind in _LEADING for c in columns):
        return []
    cells = [c for c in row.cells if any(col.holds(c) for col in columns)]
    above = _group_heads(columns[0].head, row.head.cells)
    label_text = above[-1].raw if above else ""
    # Above any row of the page at hand; a head over several columns once.
    heads = list(
        {h.box: h for c in columns if c.kind != "funding" for h in _head_cells(c, row.head)}.values()
    )
    return [
        Block(row.table, row.rows, LabelMatch(field, label_text, None), label_text, None, [*heads, *cells])
    ]


def _head_cells(column: Column, head: ListHead) -> list[Cell]:
    """A column's head as a block prints it: a year under 目標値 stands a row below the other heads."""
    above = _group_heads(column.head, head.cells)
    if column.kind == "target" and above and year_of(squeezed(column.head.raw)) is not None:
        return [replace(above[0], row=-2, row_span=1), replace(column.head, row=-1, row_span=1)]
    if column.kind in KPI_KINDS:
        return [replace(column.head, row=-2, row_span=2)]
    return [replace(column.head, row=-1, row_span=1)]
