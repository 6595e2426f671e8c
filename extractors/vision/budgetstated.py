"""A budget without year columns: amounts stated in words (5,000千円/年), or the words that there are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractors.reading import Cell
from extractors.records import Budget, MeasureField
from extractors.text.stated import Stated, is_over_all, parse_stated
from extractors.text.states import missing_reason
from extractors.text.units import MoneyUnit
from extractors.vision.blocks import Block
from extractors.vision.budgetrows import TOTAL, unit_of_block
from extractors.vision.budgettotals import TOTALS_TABLE, add_amount, report_amount
from extractors.vision.context import Context, squeezed, text_of


def read_stated_budget(
    context: Context,
    measure_id: str,
    blocks: Sequence[Block],
    unit_hint: str | None,
    measure_name: str,
) -> list[Block]:
    """Add what blocks of one cell state in words; returns the blocks that are left to read.

    An amount over all years is no budget row: it is kept among the printed totals. Where no block is left, it
    is told that no yearly amounts are printed.
    """
    left: list[Block] = []
    last: tuple[Sequence[Cell], str] | None = None
    has_years = False
    for run in _runs(blocks):
        cells = [c for block in run for c in block.cells if c.raw.strip()]
        text = text_of(cells) if len({c.box.x0 for c in cells}) == 1 else ""
        stated = _stated(context, run, text, unit_of_block(context, run[0], unit_hint)) if text else ()
        if stated:
            last, has_years = (cells, text), has_years or any(not one.is_total for one in stated)
            for one in stated:
                _add(context, measure_id, one, cells, measure_name)
        elif missing_reason(text) in ("dash", "undecided"):
            last = (cells, text)
            _keep_words(context, measure_id, run[0], cells, text)
        else:
            left += run
    if last is not None and not left and not has_years:
        where = ("budgets", measure_id, "amount_yen")
        context.report("budget.no_yearly_amounts", where, observed=last[1], box=last[0][0].box)
    return left


def _runs(blocks: Sequence[Block]) -> list[list[Block]]:
    """Blocks under one label: the parts that page breaks made of a row belong together."""
    runs: list[list[Block]] = []
    for block in blocks:
        begins = block.label_cell is not None and bool(block.label_cell.raw.strip())
        if begins or block.is_annex or block.is_companion or not runs:
            runs.append([])
        runs[-1].append(block)
    return runs


def _stated(context: Context, run: Sequence[Block], text: str, unit: MoneyUnit | None) -> tuple[Stated, ...]:
    """The amounts that a run's one cell states; empty where it is not understood or says a year twice."""
    label = squeezed(run[0].label_text)
    is_alone = all(len(block.cells) == 1 for block in run)
    is_total = is_alone and (is_over_all(label) or context.profile.file.budget.undated == "total")
    stated = parse_stated(text, unit, context.plan_years, (label or "合計") if is_total else None)
    years = Counter(year for one in stated if not one.is_total for year in one.years)
    return () if any(n > 1 for n in years.values()) else stated


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
