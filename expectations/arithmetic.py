"""Printed figures that depend on each other, and which of them is wrong when they do not agree.

Every relation the document prints (members sum to the zone, a rate follows from two years, the prose repeats
a table) is an equation over cells. A slip breaks every equation that its cell is in; the cell that mends the
most equations without breaking others is the culprit, and what it would have to be is the proposal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple

from expectations.claims import Place

Kind = Literal["sum", "equal", "difference", "change_percent", "share_percent"]
HALF = Decimal("0.5")


class Key(NamedTuple):
    """A figure: where it is published, and which one of several in the same text."""

    place: Place
    nth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A printed figure. `step` is the value of one printed unit of its last digit (0.01 for 63.39).

    A figure that counts things (`is_count`) is exact; any other is rounded to its step. `neighbours` are the
    figures before and after it in its series.
    """

    value: Decimal
    step: Decimal
    shown: str
    subject: str
    is_count: bool = False
    neighbours: tuple[Key, ...] = ()


Cells = Mapping[Key, Cell]
Values = Mapping[Key, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Equation:
    """`result` follows from `operands` by `kind`.

    sum: Σ operands; equal: the operand; difference: first − second; change_percent: (first − second) / second
    × 100; share_percent: first / second × 100. `tolerance` is absolute, in the unit of `result`. A rate of
    decline may be printed with or without its sign: `is_sign_free`.
    """

    check_id: str
    kind: Kind
    result: Key
    operands: tuple[Key, ...]
    tolerance: Decimal
    is_sign_free: bool = False

    @property
    def keys(self) -> tuple[Key, ...]:
        """All cells that take part."""
        return (self.result, *self.operands)

    def computed(self, values: Values) -> Decimal | None:
        """What `result` should be by the operands, None where it is undefined (division by zero)."""
        numbers = [values[k] for k in self.operands]
        return _COMPUTE[self.kind](numbers)

    def holds(self, values: Values) -> bool:
        """Whether the printed figures agree within the tolerance."""
        computed = self.computed(values)
        if computed is None:
            return True
        printed = values[self.result]
        if self.is_sign_free:
            printed, computed = abs(printed), abs(computed)
        return abs(printed - computed) <= self.tolerance

    def solved(self, key: Key, values: Values) -> Decimal | None:
        """The value of one cell that makes the equation hold; None where it only bounds it."""
        if key == self.result:
            computed = self.computed(values)
            return None if computed is None else self._signed(computed, values, like=values[key])
        if self.kind in ("change_percent", "share_percent") or self.operands.count(key) != 1:
            return None
        rest = self._signed(values[self.result], values)
        if self.kind == "difference" and key == self.operands[1]:
            return values[self.operands[0]] - rest
        if self.kind == "difference":
            return rest + values[self.operands[1]]
        return rest - sum((values[k] for k in self.operands if k != key), Decimal(0))

    def _signed(self, value: Decimal, values: Values, like: Decimal | None = None) -> Decimal:
        """`value` with the sign of `like` (of the computed result for None) where the print may omit it."""
        model = self.computed(values) if like is None else like
        return value if model is None or not self.is_sign_free else abs(value).copy_sign(model)


def _total(numbers: Sequence[Decimal]) -> Decimal | None:
    return sum(numbers, Decimal(0))


def _difference(numbers: Sequence[Decimal]) -> Decimal | None:
    return numbers[0] - numbers[1]


def _change_percent(numbers: Sequence[Decimal]) -> Decimal | None:
    return (numbers[0] - numbers[1]) / numbers[1] * 100 if numbers[1] else None


def _share_percent(numbers: Sequence[Decimal]) -> Decimal | None:
    return numbers[0] / numbers[1] * 100 if numbers[1] else None


_COMPUTE: Mapping[Kind, Callable[[Sequence[Decimal]], Decimal | None]] = {
    "sum": _total,
    "equal": _total,
    "difference": _difference,
    "change_percent": _change_percent,
    "share_percent": _share_percent,
}


def rounded(value: Decimal, step: Decimal) -> Decimal:
    """`value` on the grid of printed units, half up as printed tables round."""
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def sum_tolerance(cells: Iterable[Cell]) -> Decimal:
    """Half a printed unit for each rounded summand: totals may miss by the rounding of their parts."""
    return sum((HALF * cell.step for cell in cells if not cell.is_count), Decimal(0))
