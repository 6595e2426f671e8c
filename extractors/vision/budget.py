"""The budget block: an amount for each printed year and funding source, in whole yen, with printed totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.layouts.labels import split_label
from extractors.reading import Cell
from extractors.records import Budget, Piece, Statistic
from extractors.text.amounts import Amount, parse_amount
from extractors.text.folding import label_key
from extractors.text.oddities import check_ids, proposed_print
from extractors.text.units import MoneyUnit, money_unit
from extractors.vision.blocks import Block
from extractors.vision.budgetdown import YearRows, year_rows
from extractors.vision.columns import (
    YearColumn,
    YearHead,
    claim_head_row,
    columns_under,
    total_columns,
    year_columns,
    year_of,
    years_in_row,
)
from extractors.vision.context import Context, cell_text, squeezed, text_of
from extractors.vision.lists import ListRow

TOTAL = "total"
TOTALS_TABLE = "budget-totals"


@dataclass(slots=True)
class _Row:
    funding: str
    words: str
    cells: list[Cell]
    heads: list[Cell]  # where the funding source is printed
    unit_cells: list[Cell]  # where the unit is printed, outside the amounts' own cells


@dataclass(slots=True)
class _Printed:
    """A row with what it is read by: the year columns, the heads of printed totals, the unit."""

    row: _Row
    columns: tuple[YearColumn, ...]
    totals: tuple[Cell, ...]
    unit: MoneyUnit | None


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
    printed: list[_Printed] = []
    columns, totals, unit = head.columns, head.totals, None
    unit_cells: list[Cell] = []
    down: YearRows | None = None
    for block in blocks:
        own = year_columns(block.cells)
        columns = own or columns
        head_row = own[0].cell.row if own else -1
        body = [c for c in block.cells if c.row > head_row]
        if own:  # a block without a head goes on under the one before, over a page break
            totals = total_columns(context, block.cells, head_row)
            claim_head_row(context, block.cells, head_row)
        unit = _unit(context, block, unit_hint) or unit
        unit_cells = _unit_cells(block) or unit_cells
        down = None if own else year_rows(context, block.cells, down)
        if down is not None:
            _read_down(context, measure_id, down, block, unit, unit_cells, measure_name)
            continue
        if not columns:
            _no_columns(context, measure_id, block)
            continue
        for row in _rows(context, measure_id, body, columns, unit_cells):
            if printed and _carries_on(printed[-1].row, row, block):
                printed[-1].row.cells += row.cells
            else:
                printed.append(_Printed(row, columns, totals, unit))
    seen: set[tuple[int, str]] = set()
    for one in printed:
        _emit_row(context, measure_id, one.row, one.columns, one.unit, seen)
        _emit_totals(context, one.row, one.totals, one.unit, measure_name)


def _read_down(
    context: Context,
    measure_id: str,
    down: YearRows,
    block: Block,
    unit: MoneyUnit | None,
    unit_cells: list[Cell],
    measure_name: str,
) -> None:
    """The amounts of a block whose years stand in rows: a column for each source of funds."""
    for head in down.heads or (None,):
        words = squeezed(cell_text(head)) if head is not None else ""
        heads = [head] if head is not None else []
        funding = _funding(context, measure_id, words, heads)
        for year in down.years:
            cells = down.amounts(block.cells, head, year.cell)
            if cells:
                row = _Row(funding, words, cells, heads, unit_cells)
                _emit_cell(context, measure_id, row, year, cells, (), unit)
        for total in down.totals:
            context.claim([total])
            label = measure_name if funding == TOTAL else f"{measure_name}／{funding}"
            for cell in down.amounts(block.cells, head, total):
                _add_total(context, label, squeezed(cell_text(total)), None, cell, unit)


def _carries_on(last: _Row, row: _Row, block: Block) -> bool:
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


def _unit(context: Context, block: Block, hint: str | None) -> MoneyUnit | None:
    """The unit as printed: in the label, in a head cell of the block, else where the profile says."""
    stated = context.profile.file.budget.unit
    for text in (
        block.label_text,
        *(c.raw for c in block.cells if not any(ch.isdigit() for ch in c.raw)),
        *(_beside_year(c) for c in block.cells),
        hint,
    ):
        found = money_unit(squeezed(text)) if text else None
        if found is not None:
            return found
    return money_unit(stated) if stated else None


def _beside_year(cell: Cell) -> str:
    """What brackets behind a year say in a head (令和5年度(千円)); empty for any other cell."""
    base, suffix = split_label(cell.raw)
    return f"({suffix})" if suffix and year_of(base) is not None else ""


def _unit_cells(block: Block) -> list[Cell]:
    """The cells of the block, its label among them, that print a unit of money and no amount."""
    cells = [*([block.label_cell] if block.label_cell else []), *block.cells]
    texts = [(c, _beside_year(c) if any(ch.isdigit() for ch in c.raw) else c.raw) for c in cells]
    return [c for c, text in texts if text and money_unit(squeezed(text)) is not None][:1]


def _rows(
    context: Context,
    measure_id: str,
    body: Sequence[Cell],
    columns: Sequence[YearColumn],
    unit_cells: list[Cell],
) -> list[_Row]:
    rows = []
    for number in sorted({c.row for c in body}):
        line = [c for c in body if c.row == number]
        amounts = [c for c in line if c.box.x0 >= columns[0].x0 - 2.0]
        heads = [
            c for c in body if c not in amounts and c.row <= number < c.row + c.row_span and c.raw.strip()
        ]
        if not any(columns_under(c, columns) for c in amounts):
            continue
        context.claim(heads)
        heads = [c for c in heads if not _is_unit_only(c)]
        words = squeezed(cell_text(heads[-1])) if heads else ""
        rows.append(_Row(_funding(context, measure_id, words, heads), words, amounts, heads, unit_cells))
    return rows


def _is_unit_only(cell: Cell) -> bool:
    """Whether a cell prints a unit of money and nothing else (a 単位 column beside the years)."""
    text = squeezed(cell.raw)
    found = money_unit(text)
    return found is not None and label_key(text.strip("()（）")) == label_key(found.symbol)


def _funding(context: Context, measure_id: str, words: str, heads: Sequence[Cell]) -> str:
    """The funding source a row stands for; `total` where the layout prints none."""
    base = split_label(words)[0] if words else ""
    key = label_key(base)
    own = {label_key(k): v for k, v in context.profile.file.budget.funding.items()}
    if (
        not key
        or key in context.profile.words("budget", "total_funding")
        or (money_unit(words) is not None and not base)
    ):
        return TOTAL
    if key in own:
        return own[key]
    if key in context.profile.words("budget", "funding"):
        return base
    if key in {label_key(w) for w in context.profile.vocabulary["measure"]["budget"]}:
        return TOTAL
    context.report(
        "layout.unknown_label",
        ("budgets", measure_id, "funding"),
        observed=words,
        box=heads[-1].box if heads else None,
        label=words,
    )
    return base


def _emit_row(
    context: Context,
    measure_id: str,
    row: _Row,
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
    row: _Row,
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
    _report(context, where, amount, cells[0])
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
    context: Context, row: _Row, cells: list[Cell], column: YearColumn
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


def _report(context: Context, where: tuple[str, str, str], amount: Amount, cell: Cell) -> None:
    for check_id in check_ids(amount):
        context.report(check_id, where, observed=cell.raw, expected=proposed_print(amount), box=cell.box)


def _emit_totals(
    context: Context,
    row: _Row,
    totals: Sequence[Cell],
    unit: MoneyUnit | None,
    measure_name: str,
) -> None:
    """Printed 合計 of a measure: no budget row, kept among the statistics to be checked."""
    label = measure_name if row.funding == TOTAL else f"{measure_name}／{row.funding}"
    for head in totals:
        for cell in row.cells:
            if cell.box.overlap_x(head.box) > 0.5 * head.box.width_pt:
                _add_total(context, label, squeezed(cell_text(head)), None, cell, unit)


def read_total_row(context: Context, row: ListRow, unit_hint: str | None) -> None:
    """The 合計 row of an annex: printed totals of each year, and over all years."""
    printed = [c.raw for c in row.head.cells if not any(ch.isdigit() for ch in c.raw)]
    units = [money_unit(squeezed(text)) for text in (unit_hint, *printed) if text]
    unit = next((u for u in units if u is not None), None)
    label = squeezed(text_of(row.named))
    context.claim(row.named)
    years = {cell.box: year for cell, year in years_in_row([c.head for c in row.head.of("year")])}
    for column in [*row.head.of("year"), *row.head.of("total")]:
        for cell in row.cells:
            if column.holds(cell):
                words = squeezed(cell_text(column.head))
                _add_total(context, label, words, years.get(column.head.box), cell, unit)


def _add_total(
    context: Context, row_label: str, column_label: str, year: int | None, cell: Cell, unit: MoneyUnit | None
) -> None:
    column_label = context.column_label(TOTALS_TABLE, row_label, column_label)
    amount = parse_amount(text_of([cell]), unit)
    _report(context, ("statistics", f"{TOTALS_TABLE}/{row_label}/{column_label}", "value"), amount, cell)
    context.records.append(
        Statistic(
            table_id=TOTALS_TABLE,
            row_label=row_label,
            column_label=column_label,
            table_title=None,
            value=_as_printed(amount),
            unit=amount.unit_raw,
            missing_reason=amount.missing_reason,
            raw="".join(line.text for line in cell.lines).strip(),
            year=year,
            is_projection=True,
            sources={"value": context.pieces([cell])},
        )
    )


def _as_printed(amount: Amount) -> Decimal | None:
    """The number in its printed unit (statistics keep 千円 as 千円)."""
    scale = money_unit(amount.unit_raw) if amount.unit_raw else None
    if amount.amount_yen is None or scale is None:
        return None
    return Decimal(amount.amount_yen) / scale.yen
