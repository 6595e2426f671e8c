"""A budget without year columns: amounts stated in words (5,000千円/年), or the words that there are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractors.reading import Cell
from extractors.records import Budget, MeasureField
from extractors.text.stated import Stated, parse_stated
from extractors.text.states import missing_reason
from extractors.text.units import MoneyUnit
from extractors.vision.blocks import Block
from extractors.vision.budgetrows import TOTAL
from extractors.vision.budgettotals import TOTALS_TABLE, add_amount, report_amount
from extractors.vision.context import Context, squeezed, text_of


def read_stated_budget(
    context: Context, measure_id: str, blocks: Sequence[Block], unit: MoneyUnit | None, measure_name: str
) -> bool:
    """Add the budget that one cell states in words; whether it does.

    An amount over all years is no budget row: it is kept among the printed totals, and it is told that no
    yearly amounts are printed.
    """
    cells = [c for block in blocks for c in block.cells if c.raw.strip()]
    if not cells or len({c.box.x0 for c in cells}) > 1:
        return False
    text = text_of(cells)
    if missing_reason(text) in ("dash", "undecided"):
        _keep_words(context, measure_id, blocks[0], cells, text)
        return True
    stated = parse_stated(text, unit, context.plan_years)
    years = Counter(year for one in stated if not one.is_total for year in one.years)
    if not stated or any(n > 1 for n in years.values()):
        return False
    for one in stated:
        _add(context, measure_id, one, cells, measure_name)
    if not years:
        _tell_no_years(context, measure_id, cells, text)
    return True


def _add(context: Context, measure_id: str, one: Stated, cells: Sequence[Cell], measure_name: str) -> None:
    if one.is_total:
        add_amount(context, (TOTALS_TABLE, measure_name, one.words), None, one.amount, cells)
        return
    first = ("budgets", f"{measure_id}/{one.years[0]}/{TOTAL}", "amount_yen")
    report_amount(context, first, one.amount, cells[0])
    printed = context.pieces(cells)
    columns = ("amount_yen", "amount_raw", "missing_reason", "unit_raw", "fiscal_year", "funding")
    for year in one.years:
        context.records.append(
            Budget(
                measure_id=measure_id,
                fiscal_year=year,
                funding=TOTAL,
                amount_yen=one.amount.amount_yen,
                missing_reason=one.amount.missing_reason,
                amount_raw=one.amount.amount_raw,
                unit_raw=one.amount.unit_raw,
                sources=dict.fromkeys(columns, printed),
            )
        )


def _keep_words(context: Context, measure_id: str, block: Block, cells: Sequence[Cell], text: str) -> None:
    """A dash or 未定 over all years at once is no year's amount: the row is kept as printed."""
    label = squeezed(block.label_text)
    context.records.append(
        MeasureField(measure_id=measure_id, label=label, text=text, sources={"text": context.pieces(cells)})
    )
    _tell_no_years(context, measure_id, cells, text)


def _tell_no_years(context: Context, measure_id: str, cells: Sequence[Cell], text: str) -> None:
    where = ("budgets", measure_id, "amount_yen")
    context.report("budget.no_yearly_amounts", where, observed=text, box=cells[0].box)
