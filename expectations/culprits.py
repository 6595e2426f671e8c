"""Which cell explains the equations that do not hold, and what it should have been."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from expectations.arithmetic import Cells, Equation, Key, Values, rounded
from expectations.failures import Confidence
from expectations.slips import Slip, slip_between

# A document with more wrong figures than this was misread as a whole; its relations are then told one by one.
MAX_CULPRITS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Culprit:
    """A cell held to be wrong: the value that mends `mended`, how sure that is, and who else it might be."""

    key: Key
    proposal: Decimal
    confidence: Confidence
    mended: tuple[Equation, ...]
    suspects: tuple[Key, ...]
    slip: Slip | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    key: Key
    value: Decimal
    mended: tuple[Equation, ...]
    n_spoiled: int
    slip: Slip | None
    smoothing: Decimal

    @property
    def rank(self) -> tuple[int, bool, Decimal]:
        """Higher is likelier: places put right less those spoiled, a known slip, a smoother series."""
        return (len(self.mended) - self.n_spoiled, self.slip is not None, self.smoothing)


def find_culprits(cells: Cells, equations: Sequence[Equation]) -> list[Culprit]:
    """Cells that explain the broken equations, one slip after the other, the best explained first.

    Stops where no cell explains any more, or after `MAX_CULPRITS`.
    """
    values = {key: cell.value for key, cell in cells.items()}
    around = _equations_of(equations)
    found = {key: _candidates(cells, values, around[key], key) for key in around}
    culprits: list[Culprit] = []
    while len(culprits) < MAX_CULPRITS:
        ranked = sorted((c for of_key in found.values() for c in of_key), key=lambda c: (c.rank, c.key))[::-1]
        if not ranked:
            break
        best = ranked[0]
        culprits.append(_culprit(best, ranked))
        values[best.key] = best.value
        for key in {key for equation in around[best.key] for key in equation.keys}:
            found[key] = _candidates(cells, values, around[key], key)
    return culprits


def unexplained(cells: Cells, equations: Sequence[Equation], culprits: Sequence[Culprit]) -> list[Equation]:
    """Broken equations that no culprit mends."""
    values = {key: cell.value for key, cell in cells.items()}
    mended = {id(e) for culprit in culprits for e in culprit.mended}
    return [e for e in equations if not e.holds(values) and id(e) not in mended]


def _equations_of(equations: Sequence[Equation]) -> dict[Key, list[Equation]]:
    around: dict[Key, list[Equation]] = {}
    for equation in equations:
        for key in equation.keys:
            around.setdefault(key, []).append(equation)
    return around


def _candidates(
    cells: Cells, values: dict[Key, Decimal], around: Sequence[Equation], key: Key
) -> list[_Candidate]:
    """Values of one cell that mend more of its equations than they spoil."""
    tried = {
        rounded(value, cells[key].step)
        for equation in around
        if not equation.holds(values) and (value := equation.solved(key, values)) is not None
    }
    found = (_candidate(cells, values, around, key, value) for value in tried)
    return [c for c in found if len(c.mended) > c.n_spoiled]


def _candidate(
    cells: Cells, values: dict[Key, Decimal], around: Sequence[Equation], key: Key, value: Decimal
) -> _Candidate:
    printed = values[key]
    held = [e.holds(values) for e in around]
    values[key] = value
    holds = [e.holds(values) for e in around]
    values[key] = printed
    mended = tuple(e for e, before, after in zip(around, held, holds, strict=True) if after and not before)
    n_spoiled = sum(before and not after for before, after in zip(held, holds, strict=True))
    slip = slip_between(printed, value)
    return _Candidate(key, value, mended, n_spoiled, slip, _smoothing(cells, values, key, value))


def _smoothing(cells: Cells, values: Values, key: Key, value: Decimal) -> Decimal:
    """How much closer the proposal is to the middle of its neighbours in the series, relative to them."""
    near = [values[k] for k in cells[key].neighbours if k in values]
    middle = sum(near, Decimal(0)) / len(near) if near else Decimal(0)
    if not middle:
        return Decimal(0)
    return (abs(values[key] - middle) - abs(value - middle)) / abs(middle)


def _culprit(best: _Candidate, ranked: Sequence[_Candidate]) -> Culprit:
    mends = {id(e) for e in best.mended}
    equals = [
        c
        for c in ranked
        if c.key != best.key and c.rank[0] == best.rank[0] and any(id(e) in mends for e in c.mended)
    ]
    return Culprit(
        key=best.key,
        proposal=best.value,
        confidence=_confidence(best, equals),
        mended=best.mended,
        suspects=tuple(dict.fromkeys(c.key for c in equals)),
        slip=best.slip,
    )


def _confidence(best: _Candidate, equals: Sequence[_Candidate]) -> Confidence:
    if not equals:
        return "high"
    if best.slip and not any(c.slip for c in equals):
        return "medium"
    return "low"
