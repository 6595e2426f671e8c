"""How budgets are printed: in one unit throughout, and no lone zero amid equal amounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from expectations.claims import Claim
from expectations.domain.budget_totals import TOTAL
from expectations.edition import Edition, Row, at

# A document whose measures are in several units by rule has no odd one out.
_NEARLY_ALL = 0.9
_MIN_MEASURES = 8
# So many equal amounts around a zero make it one that should be equal too.
_MIN_EQUAL = 3


def claims(edition: Edition) -> Iterator[Claim]:
    """All claims about units and zeros."""
    series = {m: _series(edition, m) for m in edition.measures}
    yield from _units(edition, {m: rows for m, rows in series.items() if rows})
    for measure_id, rows in series.items():
        yield from _lone_zero(edition, measure_id, rows)


def _series(edition: Edition, measure_id: str) -> list[Row]:
    rows = [row for row in edition.of_measure("budgets", measure_id) if row["funding"] == TOTAL]
    return sorted(rows, key=lambda row: row["fiscal_year"])


def _units(edition: Edition, series: dict[str, list[Row]]) -> Iterator[Claim]:
    """The measures of a plan print their amounts in one unit; a single other one is thousandfold off."""
    units = {m: {row["unit_raw"] for row in rows if row["unit_raw"]} for m, rows in series.items()}
    single = {m: unit for m, found in units.items() if len(found) == 1 for unit in found}
    if len(single) < _MIN_MEASURES:
        return
    usual, n = Counter(single.values()).most_common(1)[0]
    if n < _NEARLY_ALL * len(single):
        return
    for measure_id, unit in single.items():
        place = at("budgets", series[measure_id][0], "unit_raw")
        yield Claim(
            check_id="budget.odd_unit",
            place=place,
            holds=unit == usual,
            observed=unit,
            expected=usual,
            params={"subject": edition.name_of(measure_id), "series": _shown(series[measure_id])},
            touches=tuple(at("budgets", row, "amount_yen") for row in series[measure_id]),
        )


def _lone_zero(edition: Edition, measure_id: str, rows: Sequence[Row]) -> Iterator[Claim]:
    """A year without money stands at an end of a series, or is not the only one; not amid equal amounts."""
    amounts: list[Any] = [row["amount_yen"] for row in rows]
    for index, row in enumerate(rows):
        if row["amount_yen"] is None:
            continue
        others = amounts[:index] + amounts[index + 1 :]
        is_inside = 0 < index < len(rows) - 1
        is_odd = row["amount_yen"] == 0 and is_inside and len(others) >= _MIN_EQUAL and len(set(others)) == 1
        yield Claim(
            check_id="budget.lone_zero",
            place=at("budgets", row, "amount_yen"),
            holds=not (is_odd and others[0]),
            observed=row["amount_raw"],
            expected=rows[index - 1]["amount_raw"],
            params={
                "subject": edition.name_of(measure_id),
                "year": str(row["fiscal_year"]),
                "series": _shown(rows),
            },
            touches=tuple(at("budgets", other, "amount_yen") for other in rows if other is not row),
        )


def _shown(rows: Sequence[Row]) -> str:
    return "、".join(row["amount_raw"] or "―" for row in rows)
