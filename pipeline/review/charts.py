"""The figures people look at, as numbers to be drawn: budgets by policy area, KPIs against baselines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pipeline.conform import Tables

Row = Mapping[str, Any]
NO_AREA = "―"


@dataclass(frozen=True, slots=True)
class BudgetChart:
    """Yen by policy area (in printed order) and fiscal year; a year without any amount has 0."""

    years: tuple[int, ...]
    areas: tuple[str, ...]
    amounts_yen: Mapping[tuple[str, int], int]

    def total_yen(self, year: int) -> int:
        """All areas of a year."""
        return sum(self.amounts_yen[area, year] for area in self.areas)


@dataclass(frozen=True, slots=True)
class KpiChange:
    """A KPI's way from baseline to target. `ratio` is target over baseline, None where it has no meaning."""

    kpi_id: str
    label: str
    baseline: str
    target: str
    ratio: Decimal | None


def budget_chart(tables: Tables) -> BudgetChart:
    """Amounts by policy area and year, from the `total` rows of a measure, else from its sources' rows."""
    area_of = {row["measure_id"]: row["policy_area"] or NO_AREA for row in _measures(tables)}
    amounts: defaultdict[tuple[str, int], int] = defaultdict(int)
    has_total = {row["measure_id"] for row in tables["budgets"] if row["funding"] == "total"}
    counted = [
        row for row in tables["budgets"] if row["funding"] == "total" or row["measure_id"] not in has_total
    ]
    for row in counted:
        amounts[area_of[row["measure_id"]], row["fiscal_year"]] += row["amount_yen"] or 0
    years = tuple(sorted({year for _, year in amounts}))
    areas = tuple(dict.fromkeys(area_of.values()))
    return BudgetChart(years, areas, {(area, year): amounts[area, year] for area in areas for year in years})


def kpi_changes(tables: Tables) -> list[KpiChange]:
    """Every KPI in printed order."""
    names = {row["measure_id"]: (row["ordinal"], row["name"] or "") for row in tables["measures"]}
    ordered = sorted(tables["kpis"], key=lambda row: (names[row["measure_id"]], row["ordinal"]))
    return [
        KpiChange(
            row["kpi_id"],
            f"{names[row['measure_id']][0]}. {row['indicator'] or names[row['measure_id']][1]}",
            row["baseline_raw"] or NO_AREA,
            row["target_raw"] or NO_AREA,
            _ratio(row),
        )
        for row in ordered
    ]


def _measures(tables: Tables) -> Sequence[Row]:
    return sorted(tables["measures"], key=lambda row: int(row["ordinal"]))


def _ratio(row: Row) -> Decimal | None:
    """Only two values of one unit, neither a change, can be compared."""
    baseline, target = row["baseline_value"], row["target_value"]
    comparable = row["target_comparator"] in ("=", ">=", "<=") and row["baseline_unit"] == row["target_unit"]
    if baseline is None or target is None or baseline <= 0 or target < 0 or not comparable:
        return None
    return Decimal(target) / Decimal(baseline)
