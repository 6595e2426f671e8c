"""Kinds of error that put something in the wrong place: the row above, the other column, nowhere, twice."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from tests.typesetter.model import Agreement, Amount, Kpi, Measure, Quantity, StatCell, StatTable, Vision
from tests.typesetter.planting import (
    CannotPlant,
    Planted,
    budget_row,
    is_constant,
    is_filled,
    pick_measure,
    pick_table,
    planter,
    thousands,
    with_amount,
    with_cell,
    with_section,
)

Result = tuple[Vision, Planted]
_BOTH_ACT = ("両", "市町", "それぞれ", "圏域", "共同", "連携", "各")


def _measure_id(ordinal: int) -> str:
    return f"m{ordinal + 1:02d}"


def _with_first_kpi(vision: Vision, ordinal: int, kpi: Kpi) -> Vision:
    measure = vision.measures()[ordinal]
    return vision.with_measure(ordinal, replace(measure, kpis=(kpi, *measure.kpis[1:])))


def _kpi_slip(kind: str, column: str, spoil: Callable[[Kpi], Kpi | None]) -> None:
    """Register a slip in a measure's first indicator; `spoil` gives None for one that it does not fit."""

    @planter(kind)
    def _(vision: Vision, rng: random.Random) -> Result:
        ordinal, measure = pick_measure(vision, rng, lambda m: bool(m.kpis and spoil(m.kpis[0])))
        true = measure.kpis[0]
        wrong = spoil(true)
        assert wrong is not None
        place = f"{_measure_id(ordinal)}:k1"
        planted = Planted(kind, "kpis", place, column, wrong.target.raw, true.target.raw)
        return _with_first_kpi(vision, ordinal, wrong), planted


def _turned(kpi: Kpi) -> Kpi | None:
    rises = kpi.baseline.value and kpi.target.value and kpi.target.value > kpi.baseline.value
    return replace(kpi, baseline=kpi.target, target=kpi.baseline) if kpi.is_cumulative and rises else None


def _left_out(kpi: Kpi) -> Kpi | None:
    blank = Quantity("", None, comparator=None, missing_reason="blank")
    return replace(kpi, target=blank) if kpi.target.value is not None else None


def _other_unit(kpi: Kpi) -> Kpi | None:
    """Persons printed as a share, in both columns."""
    sides = (kpi.baseline, kpi.target)
    if not kpi.indicator.endswith("者数") or any(
        s.unit != "人" or not s.value or s.value > 100 for s in sides
    ):
        return None
    baseline, target = (replace(s, raw=s.raw.replace("人", "%"), unit="%") for s in sides)
    return replace(kpi, baseline=baseline, target=target)


_kpi_slip("kpi_columns_exchanged", "target_value", _turned)
_kpi_slip("kpi_target_left_out", "target_value", _left_out)
_kpi_slip("kpi_unit_unlike_indicator", "target_unit", _other_unit)


@planter("kpi_of_the_row_above")
def _(vision: Vision, rng: random.Random) -> Result:
    measures = vision.measures()

    def suits(pair: tuple[Measure, Measure]) -> bool:
        if not all(m.kpis for m in pair):
            return False
        above, own = (m.kpis[0] for m in pair)
        values = (above.baseline.value, above.target.value)
        told = all(value is not None and value >= 11 and value % 10 for value in values)
        return told and values[0] != values[1] and own.baseline != above.baseline

    found = [i for i in range(1, len(measures)) if suits((measures[i - 1], measures[i]))]
    if not found:
        raise CannotPlant
    ordinal = rng.choice(found)
    above, own = measures[ordinal - 1].kpis[0], measures[ordinal].kpis[0]
    wrong = replace(own, baseline=above.baseline, target=above.target)
    place = f"{_measure_id(ordinal)}:k1"
    planted = Planted(
        "kpi_of_the_row_above", "kpis", place, "baseline_value", wrong.baseline.raw, own.baseline.raw
    )
    return _with_first_kpi(vision, ordinal, wrong), planted


@planter("budgets_of_the_measure_above")
def _(vision: Vision, rng: random.Random) -> Result:
    measures = vision.measures()

    def is_telling(measure: Measure) -> bool:
        amounts = [amount.amount_yen or 0 for amount in measure.budgets]
        return all(amounts) and all(len(str(amount).strip("0")) >= 4 for amount in amounts)

    found = [i for i in range(1, len(measures)) if is_telling(measures[i - 1])]
    if not found:
        raise CannotPlant
    ordinal = rng.choice(found)
    wrong = replace(measures[ordinal], budgets=measures[ordinal - 1].budgets)
    printed, true = (
        "".join(str(a.amount_yen) for a in m.budgets) for m in (measures[ordinal - 1], measures[ordinal])
    )
    kind = "budgets_of_the_measure_above"
    planted = Planted(kind, "measures", _measure_id(ordinal), "name", printed, true)
    return vision.with_measure(ordinal, wrong), planted


@planter("zero_for_an_amount")
def _(vision: Vision, rng: random.Random) -> Result:
    ordinal, measure = pick_measure(vision, rng, lambda m: is_constant(m) and is_filled(m))
    index = rng.randrange(1, len(vision.years) - 1)
    place = budget_row(vision, ordinal, index)
    true = thousands(measure.budgets[index])
    planted = Planted("zero_for_an_amount", "budgets", place, "amount_yen", "0", true)
    return with_amount(vision, ordinal, index, Amount(0)), planted


@planter("municipality_added")
def _(vision: Vision, rng: random.Random) -> Result:
    def suits(measure: Measure) -> bool:
        return len(measure.municipalities) == 1 and not any(w in measure.role_sharing for w in _BOTH_ACT)

    ordinal, measure = pick_measure(vision, rng, suits)
    name = next(name for name in vision.members if name not in measure.municipalities)
    if name in measure.role_sharing:
        raise CannotPlant
    more = replace(measure, municipalities=(*measure.municipalities, name))
    row_id = f"{_measure_id(ordinal)}/{name}"
    planted = Planted("municipality_added", "measure_municipalities", row_id, "municipality", name, "")
    return vision.with_measure(ordinal, more), planted


@planter("project_twice")
def _(vision: Vision, rng: random.Random) -> Result:
    ordinal, measure = pick_measure(vision, rng, lambda m: len(m.projects) > 1)
    index = rng.randrange(len(measure.projects))
    again = measure.projects[index]
    projects = (*measure.projects[: index + 1], again, *measure.projects[index + 1 :])
    place = f"{_measure_id(ordinal)}/{index + 2}"
    planted = Planted("project_twice", "projects", place, "name", again.name, "")
    return vision.with_measure(ordinal, replace(measure, projects=projects)), planted


@planter("heading_number_off")
def _(vision: Vision, rng: random.Random) -> Result:
    sections = vision.sections
    found = [
        i for i in range(1, len(sections))
        if sections[i - 1].level == sections[i].level and sections[i].label.startswith(("(", "①", "②", "③"))
    ]  # fmt: skip
    if not found:
        raise CannotPlant
    index = rng.choice(found)
    wrong = replace(sections[index], label=sections[index - 1].label)
    place = f"s{index + 1:03d}"
    planted = Planted("heading_number_off", "outline", place, "label", wrong.label, sections[index].label)
    return with_section(vision, index, wrong), planted


@planter("roles_exchanged")
def _(vision: Vision, rng: random.Random) -> Result:
    places = [
        (i, k)
        for i, section in enumerate(vision.sections)
        for k, item in enumerate(section.body)
        if isinstance(item, Agreement) and _names_its_people(item)
    ]
    if not places:
        raise CannotPlant
    index, k = rng.choice(places)
    section = vision.sections[index]
    agreement = section.body[k]
    assert isinstance(agreement, Agreement)
    (one, his), (other, theirs) = agreement.roles
    wrong = replace(agreement, roles=((one, theirs), (other, his)))
    changed = replace(section, body=(*section.body[:k], wrong, *section.body[k + 1 :]))
    number = 1 + sum(isinstance(x, Agreement) for s in vision.sections[:index] for x in s.body)
    place = f"a{number:02d}/{one}"
    printed, true = (text.split("\n")[-1][-12:] for text in (theirs, his))
    planted = Planted("roles_exchanged", "agreement_roles", place, "role_text", printed, true)
    return with_section(vision, index, changed), planted


def _names_its_people(agreement: Agreement) -> bool:
    return len(agreement.roles) == 2 and all(f"{name[-1]}民" in text for name, text in agreement.roles)


def _cell_row(table: StatTable, row: int, column: int) -> str:
    """The local row id; a label that is broken over lines is read as one."""
    return f"{table.rows[row]}/{table.columns[column]}".replace("\n", "")


@planter("rate_sign_lost")
def _(vision: Vision, rng: random.Random) -> Result:
    def signed(cell: StatCell) -> bool:
        return cell.raw[:1] in ("▲", "△") and cell.value is not None

    place = pick_table(vision, rng, lambda t: any(signed(cell) for row in t.cells for cell in row))
    table = place[2]
    cells = [(i, j) for i, row in enumerate(table.cells) for j, cell in enumerate(row) if signed(cell)]
    row, column = rng.choice(cells)
    true = table.cells[row][column]
    assert true.value is not None
    wrong = replace(true, raw=true.raw[1:], value=abs(true.value))
    row_id = _cell_row(table, row, column)
    planted = Planted("rate_sign_lost", "statistics", row_id, "value", wrong.raw, true.raw)
    return with_cell(vision, place, row, column, wrong), planted


@planter("statistic_left_out")
def _(vision: Vision, rng: random.Random) -> Result:
    place = pick_table(vision, rng, lambda t: len(t.cells) > 1)
    table = place[2]
    row, column = rng.randrange(len(table.rows)), rng.randrange(len(table.columns))
    true = table.cells[row][column]
    if true.value is None:
        raise CannotPlant
    row_id = _cell_row(table, row, column)
    planted = Planted("statistic_left_out", "statistics", row_id, "value", "", true.raw)
    return with_cell(vision, place, row, column, StatCell("", None, true.unit, "blank")), planted
