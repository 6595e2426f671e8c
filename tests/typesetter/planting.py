"""Planting one transcription error of a kind into a vision, as a pure function: what was changed, and where.

Only errors that the document itself can betray are planted: a digit of a constant series, a figure that a
total or the prose repeats, a label, a unit. `plant` raises CannotPlant where a vision offers no such place.
The kinds are in `plants`.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.typesetter.model import Amount, Measure, Section, StatCell, StatTable, Vision

OUTSIDE_MUNICIPALITY = "架空市"


class CannotPlant(Exception):
    """The vision has no place where this kind of error would betray itself."""


@dataclass(frozen=True, slots=True)
class Planted:
    """An error: the contract's table, the local row id, the column, the print as it is and as it was."""

    kind: str
    table: str
    row_id: str
    column: str
    printed: str
    true: str


Planter = Callable[[Vision, random.Random], tuple[Vision, Planted]]
PLANTERS: dict[str, Planter] = {}


def planter(kind: str) -> Callable[[Planter], Planter]:
    """Register a planter under its kind."""

    def register(function: Planter) -> Planter:
        PLANTERS[kind] = function
        return function

    return register


def plant(vision: Vision, kind: str, rng: random.Random) -> tuple[Vision, Planted]:
    """The vision with one error of the kind, and where it is. Raises CannotPlant; KeyError for no kind."""
    return PLANTERS[kind](vision, rng)


def pick_measure(vision: Vision, rng: random.Random, suits: Callable[[Measure], bool]) -> tuple[int, Measure]:
    """A random measure that suits, with its position from 0."""
    found = [(i, m) for i, m in enumerate(vision.measures()) if suits(m)]
    if not found:
        raise CannotPlant
    return rng.choice(found)


def thousands(amount: Amount) -> str:
    """An amount as printed in 千円."""
    assert amount.amount_yen is not None
    return f"{amount.amount_yen // 1000:,}"


def with_amount(vision: Vision, ordinal: int, year_index: int, amount: Amount) -> Vision:
    """The vision with one year's amount replaced."""
    measure = vision.measures()[ordinal]
    budgets = (*measure.budgets[:year_index], amount, *measure.budgets[year_index + 1 :])
    return vision.with_measure(ordinal, replace(measure, budgets=budgets))


def budget_row(vision: Vision, ordinal: int, year_index: int) -> str:
    """Local row id of a year's amount."""
    return f"m{ordinal + 1:02d}/{vision.years[year_index]}/total"


def is_constant(measure: Measure) -> bool:
    """Whether every year has the same amount, of at least four digits: a slip stands out."""
    first = measure.budgets[0]
    return set(measure.budgets) == {first} and (first.amount_yen or 0) >= 1_000_000


def is_filled(measure: Measure) -> bool:
    """Whether every year has an amount of at least four digits."""
    return all((a.amount_yen or 0) >= 1_000_000 for a in measure.budgets)


def pick_table(
    vision: Vision, rng: random.Random, suits: Callable[[StatTable], bool]
) -> tuple[int, int, StatTable]:
    """A random statistics table that suits, with its section's and body's index."""
    found = [
        (i, k, item)
        for i, section in enumerate(vision.sections)
        for k, item in enumerate(section.body)
        if isinstance(item, StatTable) and suits(item)
    ]
    if not found:
        raise CannotPlant
    return rng.choice(found)


def with_cell(
    vision: Vision, place: tuple[int, int, StatTable], row: int, column: int, cell: StatCell
) -> Vision:
    """The vision with one cell of a statistics table replaced."""
    section_index, body_index, table = place
    cells = [list(line) for line in table.cells]
    cells[row][column] = cell
    changed = replace(table, cells=tuple(tuple(line) for line in cells))
    section = vision.sections[section_index]
    body = (*section.body[:body_index], changed, *section.body[body_index + 1 :])
    return with_section(vision, section_index, replace(section, body=body))


def with_section(vision: Vision, index: int, section: Section) -> Vision:
    """The vision with one section replaced."""
    sections = (*vision.sections[:index], section, *vision.sections[index + 1 :])
    return replace(vision, sections=sections)
