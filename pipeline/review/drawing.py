"""Charts as rectangles, lines and words at fixed places, for an SVG template to write down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from pipeline.review.charts import BudgetChart, KpiChange

MILLION: Final = 1_000_000
_PLOT_LEFT, _PLOT_TOP, _PLOT_WIDTH, _PLOT_HEIGHT = 70, 24, 610, 260
_BAR_SHARE: Final = 0.56
_GRID_LINES: Final = 4

# A KPI's line: the baseline in the middle, the target at twice the baseline at the right end.
_LINE_WIDTH: Final = 260
_MAX_RATIO: Final = Decimal(2)


class Bar(NamedTuple):
    """A rectangle of the budget chart; `series` numbers its policy area from 1."""

    x: float
    y: float
    width: float
    height: float
    series: int
    title: str


class Word(NamedTuple):
    """A word at a place."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class BudgetDrawing:
    """Stacked bars a year; `grid` are horizontal lines with the amount in millions of yen they stand for."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    grid: tuple[Word, ...]
    years: tuple[Word, ...]
    totals: tuple[Word, ...]


class KpiDrawing(NamedTuple):
    """A line from the baseline at `x_from` to the target at `x_to`; `is_beyond`: the target lies further."""

    x_from: float
    x_to: float
    is_beyond: bool


def draw_budgets(chart: BudgetChart) -> BudgetDrawing:
    """The chart of budgets; empty where no year has an amount."""
    top = max((chart.total_yen(year) for year in chart.years), default=0)
    step = _nice_step(top / _GRID_LINES)
    ceiling = step * _GRID_LINES
    bars: list[Bar] = []
    years: list[Word] = []
    totals: list[Word] = []
    slot = _PLOT_WIDTH / max(1, len(chart.years))
    for index, year in enumerate(chart.years):
        x = _PLOT_LEFT + slot * index + slot * (1 - _BAR_SHARE) / 2
        column = _column(chart, year, x, slot * _BAR_SHARE, ceiling)
        bars += column
        middle = x + slot * _BAR_SHARE / 2
        years.append(Word(middle, _PLOT_TOP + _PLOT_HEIGHT + 20, str(year)))
        height = column[-1].y if column else _PLOT_TOP + _PLOT_HEIGHT
        totals.append(Word(middle, height - 7, in_millions(chart.total_yen(year))))
    grid = tuple(
        Word(_PLOT_LEFT, _y(step * line, ceiling), f"{step * line / MILLION:,g}")
        for line in range(_GRID_LINES + 1)
    )
    return BudgetDrawing(700, 320, tuple(bars), grid, tuple(years), tuple(totals))


def _column(chart: BudgetChart, year: int, x: float, width: float, ceiling: float) -> list[Bar]:
    """A year's bars from the bottom up; a negative or empty amount has none."""
    bars: list[Bar] = []
    below = 0
    for series, area in enumerate(chart.areas, 1):
        amount = chart.amounts_yen[area, year]
        if amount <= 0:
            continue
        y = _y(below + amount, ceiling)
        title = f"{area} · {year} · {in_millions(amount)} 百万円"
        bars.append(Bar(round(x, 1), y, round(width, 1), round(_y(below, ceiling) - y, 1), series, title))
        below += amount
    return bars


def _y(amount: float, ceiling: float) -> float:
    return round(_PLOT_TOP + _PLOT_HEIGHT * (1 - amount / ceiling), 1)


def _nice_step(least: float) -> int:
    """The smallest of 1, 2, 2.5, 5 × 10ⁿ that is not less; a million where there is nothing to show."""
    if least <= 0:
        return MILLION
    power = 10 ** (len(str(int(least))) - 1)
    return int(next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= least))


def in_millions(amount_yen: float) -> str:
    """Yen as millions with one decimal."""
    return f"{amount_yen / MILLION:,.1f}"


def draw_kpi(change: KpiChange) -> KpiDrawing | None:
    """The line of a KPI that can be compared, None for one that cannot."""
    if change.ratio is None:
        return None
    shown = min(change.ratio, _MAX_RATIO)
    middle = _LINE_WIDTH / 2
    return KpiDrawing(middle, round(float(shown) * middle, 1), change.ratio > _MAX_RATIO)


def draw_kpis(changes: Sequence[KpiChange]) -> list[tuple[KpiChange, KpiDrawing | None]]:
    """Every KPI with its line."""
    return [(change, draw_kpi(change)) for change in changes]
