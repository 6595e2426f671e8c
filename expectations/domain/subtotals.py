"""Totals in tables that do not list the members: age groups, kinds of land, years.

A label such as 総数 or 合計 claims that the entries beside it add up to it. Whether they do (a table may list
only some of the parts) shows in the table itself: the claim counts where most of its lines bear it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from expectations.arithmetic import Cell, Equation, Key, sum_tolerance
from expectations.domain.grids import cells_of, is_total, line_kind
from expectations.edition import Edition, Row, at, grouped

_MIN_LINES = 2


def subtotals(edition: Edition, known: set[str]) -> Iterator[tuple[dict[Key, Cell], list[Equation]]]:
    """Cells and sums of each statistics table but those in `known`, which other relations cover."""
    for table_id, rows in grouped(edition.rows("statistics"), "table_id").items():
        if table_id in known:
            continue
        cells = cells_of(rows)
        for across, along in (("column_label", "row_label"), ("row_label", "column_label")):
            sums = list(_sums(rows, cells, across, along))
            values = {key: cell.value for key, cell in cells.items()}
            n_holding = sum(equation.holds(values) for equation in sums)
            if n_holding >= _MIN_LINES and n_holding > len(sums) / 2:
                yield cells, sums


def _sums(rows: Sequence[Row], cells: dict[Key, Cell], across: str, along: str) -> Iterator[Equation]:
    for label, line in grouped(rows, along).items():
        if line_kind(str(label), {row["unit"] for row in line}) != "amount":
            continue
        keys = {row[across]: Key(at("statistics", row, "value")) for row in line}
        totals = [key for name, key in keys.items() if is_total(name) and key in cells]
        parts = [
            key
            for name, key in keys.items()
            if not is_total(name) and key in cells and line_kind(name, set()) == "amount"
        ]
        if len(totals) == 1 and len(parts) > 1:
            yield Equation(
                check_id="statistics.total",
                kind="sum",
                result=totals[0],
                operands=tuple(parts),
                tolerance=sum_tolerance(cells[key] for key in parts),
            )
