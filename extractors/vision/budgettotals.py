"""Printed amounts that are no budget rows: totals, and a measure's projects; kept among the statistics."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.reading import Cell
from extractors.records import Statistic
from extractors.text.amounts import Amount, parse_amount
from extractors.text.oddities import check_ids, proposed_print
from extractors.text.units import MoneyUnit, money_unit
from extractors.vision.columns import years_in_row
from extractors.vision.context import Context, cell_text, squeezed, text_of
from extractors.vision.lists import ListRow

TOTALS_TABLE = "budget-totals"
PROJECTS_TABLE = "budget-projects"


def report_amount(context: Context, where: tuple[str, str, str], amount: Amount, cell: Cell) -> None:
    """Tell what is odd about an amount's print."""
    for check_id in check_ids(amount):
        context.report(check_id, where, observed=cell.raw, expected=proposed_print(amount), box=cell.box)


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
                add_total(context, label, words, years.get(column.head.box), [cell], unit)


def add_total(
    context: Context,
    row_label: str,
    column_label: str,
    year: int | None,
    cells: Sequence[Cell],
    unit: MoneyUnit | None,
    table: str = TOTALS_TABLE,
) -> None:
    """Add a printed total, or with another `table` an amount that is no budget row either."""
    add_amount(context, (table, row_label, column_label), year, parse_amount(text_of(cells), unit), cells)


def add_amount(
    context: Context, key: tuple[str, str, str], year: int | None, amount: Amount, cells: Sequence[Cell]
) -> None:
    """Add an amount under (table, row label, column label), in its printed unit."""
    table, row_label, column_label = key
    column_label = context.column_label(table, row_label, column_label)
    report_amount(context, ("statistics", f"{table}/{row_label}/{column_label}", "value"), amount, cells[0])
    context.records.append(
        Statistic(
            table_id=table,
            row_label=row_label,
            column_label=column_label,
            table_title=None,
            value=_as_printed(amount),
            unit=amount.unit_raw,
            missing_reason=amount.missing_reason,
            raw="".join(line.text for c in cells for line in c.lines).strip(),
            year=year,
            is_projection=True,
            sources={"value": context.pieces(cells)},
        )
    )


def _as_printed(amount: Amount) -> Decimal | None:
    """The number in its printed unit (statistics keep 千円 as 千円)."""
    scale = money_unit(amount.unit_raw) if amount.unit_raw else None
    if amount.amount_yen is None or scale is None:
        return None
    return Decimal(amount.amount_yen) / scale.yen
