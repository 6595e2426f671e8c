"""A measure's amounts over the years: outliers that look like a copyist's slip.

Genuine plans step up, step down and peak. What a slip leaves is an amount that one slip of the pen turns into
the amount of the years around it, or one that is ten times off its neighbours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from expectations.failures import Confidence
from expectations.slips import Slip, slip_between

Suspicion = Literal["outlier", "one_digit", "step", "magnitude", "jump"]

# So many equal amounts around one are a constant series.
_CONSTANT = 4
# Ten times off, with room for the neighbours' own drift; and how near the neighbours must be to each other.
_TENFOLD_LOW, _TENFOLD_HIGH = Decimal(7), Decimal(14)
_NEIGHBOURS_ALIKE = Decimal(2)
# Short of ten times, yet far: a digit lost from an amount that was above its neighbours.
_FAR = Decimal(5)
# For the first and last year, which have one neighbour, how even the rest of the series must be.
_REST_ALIKE = Decimal("1.6")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlier:
    """The suspect's position in the series, what it may have been, and why."""

    index: int
    suspicion: Suspicion
    proposal: Decimal | None
    confidence: Confidence
    slip: Slip | None = None


def find_outlier(amounts: Sequence[Decimal | None]) -> Outlier | None:
    """The one amount of a yearly series that looks like a slip, None where none does; blanks do not count."""
    present = [i for i, amount in enumerate(amounts) if amount]
    if len(present) < 3:
        return None
    return (
        _from_constant(amounts, present) or _from_neighbours(amounts, present) or _from_rest(amounts, present)
    )


def _from_constant(amounts: Sequence[Decimal | None], present: Sequence[int]) -> Outlier | None:
    """One amount differs from the amount that the other years share."""
    counts = Counter(amounts[i] for i in present)
    usual, n_usual = counts.most_common(1)[0]
    others = [i for i in present if amounts[i] != usual]
    for index in others:
        slip = slip_between(amounts[index] or Decimal(0), usual or Decimal(0))
        found = _judged(slip, n_usual, len(others), _is_inside(index, present), usual)
        if found:
            confidence: Confidence = "high" if n_usual >= 3 and found == "outlier" else "medium"
            return Outlier(index=index, suspicion=found, proposal=usual, confidence=confidence, slip=slip)
    return None


def _judged(
    slip: Slip | None, n_usual: int, n_others: int, is_inside: bool, usual: Decimal | None
) -> Suspicion | None:
    """What a deviation from the usual amount is worth; a plan may well step, above all in its first year."""
    n_digits = len(str(usual).rstrip("0"))
    # 18, 5, 1, 1, 1 in 百万円: any two digits hold the 1.
    if n_digits == 1 and n_others > 1 and slip in ("digit_dropped", "digit_doubled"):
        return None
    if n_usual < 2 or (slip in ("transposed", "one_digit", None) and (n_usual < 3 or n_others > 1)):
        return None
    if slip in ("tenfold", "digit_dropped", "digit_doubled", "transposed"):
        return "outlier"
    if slip == "one_digit":
        if is_inside and n_usual >= _CONSTANT:
            return "outlier"
        # A round amount, and the first or last year, may well be planned one digit higher.
        return "outlier" if n_digits >= (3 if is_inside else 4) else "one_digit"
    return "step" if is_inside and n_usual >= _CONSTANT else None


def _is_inside(index: int, present: Sequence[int]) -> bool:
    return index not in (present[0], present[-1])


def _from_neighbours(amounts: Sequence[Decimal | None], present: Sequence[int]) -> Outlier | None:
    """One amount is about a tenth of, or ten times, both the years around it, which are like each other."""
    for before, index, after in zip(present, present[1:], present[2:], strict=False):
        low, high = sorted((amounts[before] or Decimal(0), amounts[after] or Decimal(0)))
        if high > low * _NEIGHBOURS_ALIKE:
            continue
        amount, middle = amounts[index] or Decimal(0), (low + high) / 2
        if _is_tenfold(middle / amount):
            return Outlier(index=index, suspicion="magnitude", proposal=amount * 10, confidence="medium")
        if middle / amount >= _FAR:
            return Outlier(index=index, suspicion="jump", proposal=None, confidence="low")
        # A single dear year is a building; only beside equal years is it suspect.
        if _is_tenfold(amount / middle):
            suspicion: Suspicion = "magnitude" if low == high else "jump"
            return Outlier(index=index, suspicion=suspicion, proposal=amount / 10, confidence="low")
    return None


def _from_rest(amounts: Sequence[Decimal | None], present: Sequence[int]) -> Outlier | None:
    """The first or last year is an order of magnitude away from an even rest."""
    for index, rest in ((present[0], present[1:]), (present[-1], present[:-1])):
        others = [amounts[i] or Decimal(0) for i in rest]
        amount, near = amounts[index] or Decimal(0), others[0 if index == present[0] else -1]
        if max(others) > min(others) * _REST_ALIKE:
            continue
        if _is_tenfold(max(amount, near) / min(amount, near)):
            proposal = amount * 10 if amount < near else amount / 10
            return Outlier(index=index, suspicion="jump", proposal=proposal, confidence="low")
    return None


def _is_tenfold(ratio: Decimal) -> bool:
    return _TENFOLD_LOW <= ratio <= _TENFOLD_HIGH
