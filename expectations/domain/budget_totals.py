"""Printed totals of the budgets: years sum to 合計, measures to the yearly total, sources to the total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from expectations.arithmetic import Cell, Equation, Key, sum_tolerance
from expectations.domain.grids import is_total
from expectations.edition import Edition, Row, at, grouped, squeezed
from expectations.eras import years_in
from expectations.steps import printed_step, yen_per_unit

TOTALS_TABLE = "budget-totals"
TOTAL = "total"
# Stands between a measure's name and a funding source, and between labels of several levels.
_LABEL_JOINT = "／"


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Amounts in yen as cells, and the equations of the printed totals over them."""

    cells: Mapping[Key, Cell]
    equations: tuple[Equation, ...]


def printed_totals(edition: Edition) -> Totals:
    """All sums of budgets that the document prints."""
    amounts = {Key(at("budgets", row, "amount_yen")): row for row in edition.rows("budgets")}
    cells = {key: _amount_cell(edition, row) for key, row in amounts.items() if row["amount_yen"] is not None}
    # An amount that could not be read leaves its sums open; a blank adds nothing.
    unread = {key for key, row in amounts.items() if row["missing_reason"] == "unreadable"}
    totals = {Key(at("statistics", row, "value")): row for row in _total_rows(edition)}
    cells |= {key: cell for key, row in totals.items() if (cell := _total_cell(row))}
    sums = [
        *_stated_sums(edition, amounts, {k: r for k, r in totals.items() if k in cells}),
        *_funding_sums(edition, amounts),
    ]
    closed = [_sum(cells, check, total, parts) for check, total, parts in sums if not unread & set(parts)]
    return Totals(cells=cells, equations=tuple(e for e in closed if e))


_Sum = tuple[str, Key, list[Key]]


def _sum(cells: Mapping[Key, Cell], check_id: str, total: Key, parts: Sequence[Key]) -> Equation | None:
    operands = tuple(key for key in parts if key in cells)
    if total not in cells or not operands:
        return None
    tolerance = sum_tolerance([*(cells[k] for k in operands), cells[total]])
    # One summand printed in the total's own unit is no sum: it must be the same figure.
    if len(operands) == 1 and cells[total].step == cells[operands[0]].step:
        tolerance = Decimal(0)
    return Equation(check_id=check_id, kind="sum", result=total, operands=operands, tolerance=tolerance)


def _total_rows(edition: Edition) -> list[Row]:
    return [
        row
        for row in edition.rows("statistics")
        if row["table_id"] == TOTALS_TABLE and row["value"] is not None
    ]


def _amount_cell(edition: Edition, row: Row) -> Cell:
    scale = yen_per_unit(row["unit_raw"]) or 1
    amount = Decimal(row["amount_yen"])
    return Cell(
        value=amount,
        step=printed_step(row["amount_raw"], amount / scale) * scale,
        shown=f"{row['amount_raw']}{row['unit_raw'] or ''}",
        subject=f"{edition.name_of(row['measure_id'])} {row['fiscal_year']}",
    )


def _total_cell(row: Row) -> Cell | None:
    scale = yen_per_unit(row["unit"])
    if scale is None:
        return None
    return Cell(
        value=row["value"] * scale,
        step=printed_step(row["raw"], row["value"]) * scale,
        shown=f"{row['raw']}{row['unit']}",
        subject=f"{row['row_label']} {row['column_label']}",
    )


def _stated_sums(edition: Edition, amounts: Mapping[Key, Row], totals: Mapping[Key, Row]) -> Iterator[_Sum]:
    for total, row in totals.items():
        name, _, source = row["row_label"].partition(_LABEL_JOINT)
        labels = (name, _column_label(row))
        years = {year for label in labels for year in years_in(label)}
        group = _members_of(edition, labels)
        if group is None or len(years) > 1:
            continue
        parts = [
            key
            for key, amount in amounts.items()
            if amount["measure_id"] in group
            and amount["funding"] == (source or TOTAL)
            and (not years or amount["fiscal_year"] in years)
        ]
        check = "budget.yearly_total" if len(group) > 1 or years else "budget.total"
        yield check, total, parts


def _column_label(row: Row) -> str:
    """The column's words; with its era where that is printed over the year before, without a `#` number."""
    label = str(row["column_label"]).partition("#")[0]
    is_told = any(years_in(text) for text in (label, row["row_label"]))
    return label if is_told or row["year"] is None else f"{row['year']}年度"


def _members_of(edition: Edition, labels: Sequence[str]) -> set[str] | None:
    """Ids of the measures a total adds up: one measure, those of a policy area or field, or all of them."""
    named = [squeezed(label) for label in labels if not is_total(label) and not years_in(label)]
    if not named:
        return set(edition.measures)
    if len(named) > 1:
        return None
    found = {i for i, row in edition.measures.items() if squeezed(row["name"]) == named[0]}
    if len(found) > 1:
        return None
    return found or _of_area(edition, named[0])


def _of_area(edition: Edition, label: str) -> set[str] | None:
    for column in ("policy_area", "field", "item"):
        found = {i for i, row in edition.measures.items() if squeezed(row[column]) == label}
        if found:
            return found
    return None


def _funding_sums(edition: Edition, amounts: Mapping[Key, Row]) -> Iterator[_Sum]:
    """Sources of one year add up to its total where both are printed."""
    keys = {at("budgets", row, "amount_yen"): key for key, row in amounts.items()}
    for rows in grouped(amounts.values(), "measure_id", "fiscal_year").values():
        total = [keys[at("budgets", r, "amount_yen")] for r in rows if r["funding"] == TOTAL]
        parts = [keys[at("budgets", r, "amount_yen")] for r in rows if r["funding"] != TOTAL]
        if total and len(parts) > 1:
            yield "budget.funding_total", total[0], parts
