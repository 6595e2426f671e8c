"""Which cell explains the equations that do not hold, and what it should have been."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from expectations.arithmetic import Cells, Equation, Key, Values, rounded
from expectations.failures import Confidence
from expectations.slips import Slip, slip_between


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
        return (len(self.mended) - self.n_spoiled, self.slip is not None, self.smoothing)


def find_culprits(cells: Cells, equations: Sequence[Equation]) -> list[Culprit]:
    """Cells that explain all broken equations, one slip after the other, the best explained first."""
    values = {key: cell.value for key, cell in cells.items()}
    culprits: list[Culprit] = []
    while broken := [e for e in equations if not e.holds(values)]:
        ranked = _candidates(cells, values, equations, broken)
        if not ranked:
            break
        best = ranked[0]
        culprits.append(_culprit(best, ranked))
        values[best.key] = best.value
    return culprits


def unexplained(cells: Cells, equations: Sequence[Equation], culprits: Sequence[Culprit]) -> list[Equation]:
    """Broken equations that no culprit mends."""
    values = {key: cell.value for key, cell in cells.items()}
    mended = {id(e) for culprit in culprits for e in culprit.mended}
    return [e for e in equations if not e.holds(values) and id(e) not in mended]


def _candidates(
    cells: Cells, values: Values, equations: Sequence[Equation], broken: Sequence[Equation]
) -> list[_Candidate]:
    around: dict[Key, list[Equation]] = {}
    for equation in equations:
        for key in equation.keys:
            around.setdefault(key, []).append(equation)
    tried = {
        (key, rounded(value, cells[key].step))
        for equation in broken
        for key in equation.keys
        if (value := equation.solved(key, values)) is not None
    }
    found = [_candidate(cells, values, around[key], key, value) for key, value in tried]
    helpful = [c for c in found if len(c.mended) > c.n_spoiled]
    return sorted(helpful, key=lambda c: (c.rank, c.key), reverse=True)


def _candidate(
    cells: Cells, values: Values, around: Sequence[Equation], key: Key, value: Decimal
) -> _Candidate:
    changed = {**values, key: value}
    mended = tuple(e for e in around if not e.holds(values) and e.holds(changed))
    n_spoiled = sum(e.holds(values) and not e.holds(changed) for e in around)
    slip = slip_between(values[key], value)
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
