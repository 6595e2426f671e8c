"""More kinds of transcription error, of indicators, lists and language."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from tests.typesetter.model import Amount, Kpi, Measure, Quantity, Vision
from tests.typesetter.planting import (
    CannotPlant,
    Planted,
    budget_row,
    is_constant,
    pick_measure,
    pick_table,
    planter,
    thousands,
    with_amount,
    with_cell,
)

Result = tuple[Vision, Planted]
_CONFUSED = (("関係機関", "関係機間"), ("医療機関", "医療機間"), ("保健師", "保険師"), ("施策", "施索"))


@planter("period_for_comma")
def _(vision: Vision, rng: random.Random) -> Result:
    ordinal, measure = pick_measure(vision, rng, is_constant)
    index = rng.randrange(len(vision.years))
    true = thousands(measure.budgets[index])
    printed = true.replace(",", ".", 1)
    wrong = replace(measure.budgets[index], printed_as=printed)
    place = budget_row(vision, ordinal, index)
    planted = Planted("period_for_comma", "budgets", place, "amount_yen", printed, true)
    return with_amount(vision, ordinal, index, wrong), planted


@planter("amount_left_out")
def _(vision: Vision, rng: random.Random) -> Result:
    ordinal, measure = pick_measure(vision, rng, lambda m: is_constant(m) and all(m.schedule))
    index = rng.randrange(1, len(vision.years) - 1)
    place = budget_row(vision, ordinal, index)
    planted = Planted(
        "amount_left_out", "budgets", place, "amount_yen", "", thousands(measure.budgets[index])
    )
    return with_amount(vision, ordinal, index, Amount(None, "blank")), planted


@planter("owner_not_listed")
def _(vision: Vision, rng: random.Random) -> Result:
    def suits(measure: Measure) -> bool:
        owners = {project.municipality for project in measure.projects}
        return len(measure.municipalities) > 1 and measure.municipalities[-1] in owners

    ordinal, measure = pick_measure(vision, rng, suits)
    name = measure.municipalities[-1]
    row_id = f"m{ordinal + 1:02d}/{name}"
    planted = Planted("owner_not_listed", "measure_municipalities", row_id, "municipality", "", name)
    short = replace(measure, municipalities=measure.municipalities[:-1])
    return vision.with_measure(ordinal, short), planted


def _kpi_slip(kind: str, column: str, spoil: Callable[[Kpi], tuple[Kpi, str, str]]) -> None:
    """Register a slip in one indicator; `spoil` gives the wrong KPI, its print, and the true print."""

    @planter(kind)
    def _(vision: Vision, rng: random.Random) -> Result:
        def suits(kpi: Kpi) -> bool:
            value = kpi.target.value
            return (
                bool(kpi.baseline.value)
                and value is not None
                and value >= 1000
                and kpi.target.raw == f"{value:,}{kpi.target.unit}"
            )

        ordinal, measure = pick_measure(vision, rng, lambda m: any(suits(k) for k in m.kpis))
        index, kpi = rng.choice([(i, k) for i, k in enumerate(measure.kpis) if suits(k)])
        wrong, printed, true = spoil(kpi)
        kpis = (*measure.kpis[:index], wrong, *measure.kpis[index + 1 :])
        planted = Planted(kind, "kpis", f"m{ordinal + 1:02d}:k{index + 1}", column, printed, true)
        return vision.with_measure(ordinal, replace(measure, kpis=kpis)), planted


def _with_target(kpi: Kpi, value: Decimal, raw: str) -> tuple[Kpi, str, str]:
    target: Quantity = replace(kpi.target, raw=raw, value=value)
    return replace(kpi, target=target), raw, kpi.target.raw


def _tenfold(kpi: Kpi) -> tuple[Kpi, str, str]:
    value = (kpi.target.value or Decimal(0)) * 10
    return _with_target(kpi, value, f"{value:,}{kpi.target.unit}")


def _shortened(kpi: Kpi) -> tuple[Kpi, str, str]:
    value = Decimal(int((kpi.target.value or Decimal(0)) / 10))
    return _with_target(kpi, value, f"{value:,}{kpi.target.unit}")


def _later_baseline(kpi: Kpi) -> tuple[Kpi, str, str]:
    wrong = replace(kpi, baseline_year=kpi.target_year, target_year=kpi.baseline_year)
    return wrong, str(kpi.target_year), str(kpi.baseline_year)


_kpi_slip("kpi_tenfold", "target_value", _tenfold)
_kpi_slip("kpi_digit_dropped", "target_value", _shortened)
_kpi_slip("kpi_years_reversed", "baseline_year", _later_baseline)


@planter("area_figure_off")
def _(vision: Vision, rng: random.Random) -> Result:
    place = pick_table(vision, rng, lambda t: t.caption_unit.startswith("km"))
    table = place[2]
    column = rng.randrange(len(table.columns))
    true = table.cells[0][column]
    digit = next(char for char in true.raw if char.isdigit())
    raw = true.raw.replace(digit, str((int(digit) + 3) % 9 + 1), 1)
    if raw == true.raw:
        raise CannotPlant
    wrong = replace(true, raw=raw, value=Decimal(raw.replace(",", "")))
    row_id = f"{table.rows[0]}/{table.columns[column]}".replace("\n", "")
    planted = Planted("area_figure_off", "statistics", row_id, "value", raw, true.raw)
    return with_cell(vision, place, 0, column, wrong), planted


@planter("particle_doubled")
def _(vision: Vision, rng: random.Random) -> Result:
    ordinal, measure = pick_measure(vision, rng, lambda m: "を" in m.content)
    wrong = replace(measure, content=measure.content.replace("を", "をを", 1))
    planted = Planted("particle_doubled", "measures", f"m{ordinal + 1:02d}", "content", "をを", "を")
    return vision.with_measure(ordinal, wrong), planted


@planter("word_confused")
def _(vision: Vision, rng: random.Random) -> Result:
    ordinal, measure = pick_measure(vision, rng, lambda m: any(right in m.content for right, _ in _CONFUSED))
    right, slip = next(pair for pair in _CONFUSED if pair[0] in measure.content)
    wrong = replace(measure, content=measure.content.replace(right, slip, 1))
    planted = Planted("word_confused", "measures", f"m{ordinal + 1:02d}", "content", slip, right)
    return vision.with_measure(ordinal, wrong), planted
