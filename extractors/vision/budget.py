"""The budget block: an amount for each printed year and funding source, in whole yen, with printed totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractors.reading import Cell
from extractors.records import Budget, Piece
from extractors.text.amounts import parse_amount
from extractors.text.units import MoneyUnit
from extractors.vision.blocks import Block
from extractors.vision.budgetdown import YearRows, year_rows
from extractors.vision.budgetprojects import add_project_amounts, add_projects, report_no_total
from extractors.vision.budgetrows import (
    TOTAL,
    Row,
    funding_of,
    heads_aside,
    keep_aside,
    project_head,
    rows_under,
    stands_under,
    unit_cells,
    unit_of_block,
)
from extractors.vision.budgetstated import read_stated_budget
from extractors.vision.budgettotals import add_total, report_amount
from extractors.vision.columns import (
    YearColumn,
    YearHead,
    claim_head_row,
    columns_under,
    total_columns,
    year_columns,
)
from extractors.vision.context import Context, cell_text, squeezed, text_of


@dataclass(slots=True)
class _Printed:
    """A row with what it is read by: the year columns, the heads of printed totals, the unit."""

    row: Row
    columns: tuple[YearColumn, ...]
    totals: tuple[Cell, ...]
    unit: MoneyUnit | None


@dataclass(slots=True)
class _Walk:
    """What the blocks read so far say: one without a head goes on under the last, over a page break."""

    columns: tuple[YearColumn, ...]
    totals: tuple[Cell, ...]
    unit: MoneyUnit | None = None
    unit_cells: list[Cell] = field(default_factory=list)
    corner: Cell | None = None
    aside: list[Cell] = field(default_factory=list)
    beside: dict[Cell, list[Cell]] = field(default_factory=dict)
    down: YearRows | None = None
    printed: list[_Printed] = field(default_factory=list)

    def take_head(self, context: Context, block: Block, unit_hint: str | None) -> None:
        """Years across or down, heads of totals and the unit, as far as the block prints them."""
        own = year_columns(block.cells)
        if own:
            self.columns = own
            self.totals = total_columns(context, block.cells, own[0].cell.row)
            self.corner = project_head(context, block, own)
            self.aside = heads_aside(context, block, own, self.corner)
            claim_head_row(context, block.cells, own[0].cell.row)
        self.unit = unit_of_block(context, block, unit_hint) or self.unit
        self.unit_cells = unit_cells(block) or self.unit_cells
        self.down = None if own else year_rows(context, block.cells, self.down)

    def take_rows(self, context: Context, measure_id: str, block: Block) -> None:
        """The block's rows of amounts; one that a page break cut is joined to its first part."""
        before = self.printed[-1].row if self.printed else None
        for head in self.aside:
            first = next((h for h in self.beside if h.raw == head.raw), head)
            self.beside.setdefault(first, []).extend(c for c in block.cells if stands_under(c, head))
        heads = (self.columns, self.totals, self.unit_cells, self.corner, self.aside, before)
        for row in rows_under(context, measure_id, block, *heads):
            if self.printed and _carries_on(self.printed[-1].row, row, block):
                self.printed[-1].row.cells += row.cells
            else:
                self.printed.append(_Printed(row, self.columns, self.totals, self.unit))


def read_budget(
    context: Context,
    measure_id: str,
    blocks: Sequence[Block],
    head: YearHead,
    unit_hint: str | None,
    measure_name: str,
) -> None:
    """Add a budget row for each year and funding source.

    `head` serves a block without years of its own; `unit_hint` is a unit printed outside the block.
    """
    left = read_stated_budget(context, measure_id, blocks, unit_hint, measure_name)
    if not left:
        return
    walk = _Walk(head.columns, head.totals)
    for block in left:
        walk.take_head(context, block, unit_hint)
        if walk.down is not None:
            _read_down(context, measure_id, walk.down, block, walk.unit, walk.unit_cells, measure_name)
        elif walk.columns:
            walk.take_rows(context, measure_id, block)
        else:
            _no_columns(context, measure_id, block)
    if walk.down is not None and walk.down.is_heads_alone:
        _no_columns(context, measure_id, left[-1])
    elif not walk.printed and walk.down is None:
        _report_no_row(context, measure_id, left, walk.columns)
    for beside, cells in walk.beside.items():
        keep_aside(context, measure_id, beside, cells)
    _emit(context, measure_id, walk.printed, measure_name)


def _report_no_row(
    context: Context, measure_id: str, blocks: Sequence[Block], columns: Sequence[YearColumn]
) -> None:
    """Figures of which none stands under the years: of each year it is told that its amount is missing."""
    figures = [c for block in blocks for c in block.cells if any(ch.isdigit() for ch in c.raw)]
    lost = [c for c in figures if c.box not in context.claimed]
    for column in columns if lost else ():
        context.report(
            "budget.no_cell",
            ("budgets", f"{measure_id}/{column.year}/{TOTAL}", "amount_yen"),
            observed=lost[0].raw,
            box=lost[0].box,
            year=str(column.year),
        )


def _emit(context: Context, measure_id: str, printed: list[_Printed], measure_name: str) -> None:
    own = [one for one in printed if one.row.project is None]
    of_projects = [one for one in printed if one.row.project is not None]
    add_projects(context, measure_id, [one.row for one in of_projects])
    names = {one.row.project for one in of_projects}
    if not any(one.row.funding == TOTAL for one in own):
        if len(names) == 1:  # the one project is the measure, and its rows are the measure's
            own, of_projects = printed, []
        elif names:
            report_no_total(context, measure_id, of_projects[0].row)
    seen: set[tuple[int, str]] = set()
    for one in own:
        _emit_row(context, measure_id, one.row, one.columns, one.unit, seen)
        _emit_totals(context, one.row, one.totals, one.unit, measure_name)
    for one in of_projects:
        add_project_amounts(context, one.row, one.columns, one.totals, one.unit, measure_name)


def _read_down(
    context: Context,
    measure_id: str,
    down: YearRows,
    block: Block,
    unit: MoneyUnit | None,
    printed_units: list[Cell],
    measure_name: str,
) -> None:
    """The amounts of a block whose years stand in rows: a column for each source of funds."""
    for head in down.heads or (None,):
        words = squeezed(cell_text(head)) if head is not None else ""
        heads = [head] if head is not None else []
        funding = funding_of(context, measure_id, words, heads)
        for year in down.years:
            cells = down.amounts(block.cells, head, year.cell)
            if cells:
                row = Row(funding, words, cells, heads, printed_units)
                _emit_cell(context, measure_id, row, year, cells, (), unit)
        for total in down.totals:
            context.claim([total])
            label = measure_name if funding == TOTAL else f"{measure_name}／{funding}"
            for cell in down.amounts(block.cells, head, total):
                add_total(context, label, squeezed(cell_text(total)), None, [cell], unit)


def _carries_on(last: Row, row: Row, block: Block) -> bool:
    """Whether a page break cut the row: its rest stands without a label at the top of the next page."""
    label = block.label_cell if not block.is_label_cut else None
    has_label = bool(row.words) or (label is not None and bool(label.raw.strip()))
    return not has_label and bool(row.cells) and last.cells[-1].box.page < row.cells[0].box.page


def _no_columns(context: Context, measure_id: str, block: Block) -> None:
    if any(c.raw.strip() for c in block.cells):
        context.report(
            "budget.no_year_columns",
            ("budgets", measure_id, "amount_yen"),
            observed=text_of(block.cells),
            box=block.cells[0].box,
        )


def _emit_row(
    context: Context,
    measure_id: str,
    row: Row,
    columns: Sequence[YearColumn],
    unit: MoneyUnit | None,
    seen: set[tuple[int, str]],
) -> None:
    for column in columns:
        cells = [c for c in row.cells if column in columns_under(c, columns)]
        if not cells:
            context.report(
                "budget.no_cell",
                ("budgets", f"{measure_id}/{column.year}/{row.funding}", "amount_yen"),
                box=row.cells[0].box if row.cells else None,
                year=str(column.year),
            )
            continue
        if (column.year, row.funding) in seen:
            context.report(
                "budget.year_twice",
                ("budgets", f"{measure_id}/{column.year}/{row.funding}", "fiscal_year"),
                observed=cells[0].raw,
                box=cells[0].box,
                year=str(column.year),
            )
            context.claim(cells)  # told here, where it is known what it is
            continue
        seen.add((column.year, row.funding))
        parts = [c for c in cells if c.raw.strip()] or cells[:1]
        context.claim(cells)
        _emit_cell(context, measure_id, row, column, parts, columns, unit)


def _emit_cell(
    context: Context,
    measure_id: str,
    row: Row,
    column: YearColumn,
    cells: list[Cell],
    columns: Sequence[YearColumn],
    unit: MoneyUnit | None,
) -> None:
    row_id = f"{measure_id}/{column.year}/{row.funding}"
    where = ("budgets", row_id, "amount_yen")
    amount = parse_amount(text_of(cells), unit)
    years = columns_under(cells[0], columns)
    if len(years) > 1 and amount.amount_yen is not None:
        context.report(
            "budget.merged_years",
            where,
            observed=cells[0].raw,
            box=cells[0].box,
            years=f"{years[0].year}–{years[-1].year}",
        )
        amount = replace(amount, amount_yen=None, missing_reason="unreadable")
    report_amount(context, where, amount, cells[0])
    context.records.append(
        Budget(
            measure_id=measure_id,
            fiscal_year=column.year,
            funding=row.funding,
            amount_yen=amount.amount_yen,
            missing_reason=amount.missing_reason,
            amount_raw="".join(line.text for c in cells for line in c.lines).strip(),
            unit_raw=amount.unit_raw,
            sources=_sources(context, row, cells, column),
        )
    )


def _sources(
    context: Context, row: Row, cells: list[Cell], column: YearColumn
) -> dict[str, tuple[Piece, ...]]:
    printed = context.pieces(cells)
    return {
        "amount_yen": printed,
        "amount_raw": printed,
        "missing_reason": printed,
        "unit_raw": context.pieces(row.unit_cells) or printed,
        "fiscal_year": context.pieces([column.cell]),
        "funding": context.pieces(row.heads),
    }


def _emit_totals(
    context: Context,
    row: Row,
    totals: Sequence[Cell],
    unit: MoneyUnit | None,
    measure_name: str,
) -> None:
    """Printed 合計 of a measure: no budget row, kept among the statistics to be checked."""
    label = measure_name if row.funding == TOTAL else f"{measure_name}／{row.funding}"
    for head in totals:
        cells = [c for c in row.cells if c.box.overlap_x(head.box) > 0.5 * head.box.width_pt]
        if cells:  # several where a page break cuts the row
            context.claim(cells)
            parts = [c for c in cells if c.raw.strip()] or cells[:1]
            add_total(context, label, squeezed(cell_text(head)), None, parts, unit)
