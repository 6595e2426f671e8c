"""All printed figures that depend on each other, checked together so that one slip is reported once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from expectations.arithmetic import Cell, Cells, Equation, Key
from expectations.claims import Claim, Place
from expectations.culprits import Culprit, find_culprits, unexplained
from expectations.domain.budget_totals import TOTALS_TABLE, printed_totals
from expectations.domain.grids import member_tables
from expectations.domain.prose import repeated_figures
from expectations.domain.statistics import equations, mislabelled_rates, year_gaps
from expectations.domain.subtotals import subtotals
from expectations.edition import Edition, plain
from expectations.failures import Confidence, Consequence

_SURENESS: Mapping[Confidence, tuple[str, str]] = {
    "high": ("高い", "high"),
    "medium": ("中くらい", "medium"),
    "low": ("低い", "low"),
}
_MINUS_MARKS = ("▲", "△", "−")
_OPERATOR = {"sum": " + ", "difference": " − ", "equal": ""}


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of an edition that depend on each other: cells, relations, and what is claimed of them."""

    cells: Cells
    equations: tuple[Equation, ...]
    claims: tuple[Claim, ...]

    def vouched_for(self) -> frozenset[Place]:
        """Places of figures that some printed relation confirms: what they say is what the author meant."""
        values = {key: cell.value for key, cell in self.cells.items()}
        return frozenset(key.place for e in self.equations if e.holds(values) for key in e.keys)


def read_figures(edition: Edition) -> Figures:
    """The edition's figures, with a claim for each relation that holds and each figure that breaks some."""
    tables = member_tables(edition)
    mislabelled = [found for table in tables for found in mislabelled_rates(table)]
    misnamed = {key for line, _ in mislabelled for key in line.keys}
    repeated, totals = repeated_figures(edition, tables), printed_totals(edition)
    other = list(subtotals(edition, {table.table_id for table in tables} | {TOTALS_TABLE}))
    cells: dict[Key, Cell] = {k: c for table in tables for k, c in table.cells.items()}
    cells |= {**repeated.cells, **totals.cells, **{k: c for found, _ in other for k, c in found.items()}}
    system = (
        *(e for table in tables for e in equations(table) if not _is_rate_of(e, misnamed)),
        *repeated.equations,
        *totals.equations,
        *(e for _, sums in other for e in sums),
    )
    claims = (
        *solved(cells, system),
        *(claim for _, claim in mislabelled),
        *(claim for table in tables for claim in year_gaps(table)),
    )
    return Figures(cells, system, claims)


def _is_rate_of(equation: Equation, keys: set[Key]) -> bool:
    return equation.kind == "change_percent" and equation.result in keys


def solved(cells: Cells, system: Sequence[Equation]) -> Iterator[Claim]:
    """The equations as claims: those that hold, the culprits of those that do not, and the unexplained."""
    values = {key: cell.value for key, cell in cells.items()}
    for equation in system:
        if equation.holds(values):
            yield Claim(check_id=equation.check_id, place=equation.result.place, holds=True)
    culprits = find_culprits(cells, system)
    for culprit in culprits:
        yield _accused(cells, values, culprit)
    for equation in unexplained(cells, system, culprits):
        yield _unexplained(cells, values, equation)


def _accused(cells: Cells, values: Mapping[Key, Decimal], culprit: Culprit) -> Claim:
    cell, first = cells[culprit.key], culprit.mended[0]
    formulas = [formula(cells, values, equation) for equation in culprit.mended]
    place = culprit.key.place
    mark = next((c.shown[0] for c in cells.values() if c.shown[:1] in _MINUS_MARKS and c.shown), "-")
    proposal = _printed(culprit.proposal, place, cell.shown, mark)
    return Claim(
        check_id="prose.figure" if place.table_name == "outline" else first.check_id,
        place=place,
        holds=False,
        observed=cell.shown,
        expected=proposal,
        params={
            "subject": cell.subject,
            "formula": formulas[0],
            **_evidence(cells, culprit.confidence, culprit.suspects),
        },
        proposal=proposal,
        confidence=culprit.confidence,
        touches=_others(first, place),
        consequences=tuple(
            Consequence(e.check_id, text, text, _others(e, place))
            for e, text in zip(culprit.mended[1:], formulas[1:], strict=True)
        ),
    )


def _evidence(cells: Cells, confidence: Confidence, suspects: Sequence[Key]) -> dict[str, str]:
    """How sure it is, and the other figures that would explain it where there are some."""
    ja, en = _SURENESS[confidence]
    named = "、".join(cells[key].subject for key in suspects)
    others = (f"ほかに考えられる箇所：{named}。", f" Other places that would explain it: {named}.")
    return {
        "evidence_ja": f"（確からしさ：{ja}）。{others[0] if named else ''}",
        "evidence_en": f"(confidence: {en}).{others[1] if named else ''}",
    }


def _others(equation: Equation, place: Place) -> tuple[Place, ...]:
    """The values an equation relates to the one at `place`, each once."""
    return tuple(dict.fromkeys(key.place for key in equation.keys if key.place != place))


def _printed(value: Decimal, place: Place, shown: str, mark: str) -> str:
    """The proposal as it would be printed: amounts in the unit of the print, a minus as `mark`."""
    for unit, yen in (("百万円", 1_000_000), ("億円", 100_000_000), ("万円", 10_000), ("千円", 1_000)):
        if shown.endswith(unit) and place.column_name in ("amount_yen", "value"):
            return plain(value / yen) + unit
    return mark + plain(abs(value)) if value < 0 else plain(value)


def _unexplained(cells: Cells, values: Mapping[Key, Decimal], equation: Equation) -> Claim:
    cell = cells[equation.result]
    computed = equation.computed(values)
    return Claim(
        check_id=equation.check_id,
        place=equation.result.place,
        holds=False,
        observed=cell.shown,
        expected=None if computed is None else plain(round(computed, 4)),
        params={
            "subject": cell.subject,
            "formula": formula(cells, values, equation),
            **_evidence(cells, "low", equation.operands),
        },
        touches=_others(equation, equation.result.place),
    )


def formula(cells: Cells, values: Mapping[Key, Decimal], equation: Equation) -> str:
    """The broken relation in figures: `121,583 + 7,868 = 129,451 ≠ 129,541`."""
    shown = [plain(values[k]) for k in equation.operands]
    computed = equation.computed(values)
    result = "?" if computed is None else plain(round(computed, 4))
    printed = plain(values[equation.result])
    if equation.kind == "change_percent":
        return f"({shown[0]} − {shown[1]}) ÷ {shown[1]} × 100 = {result} ≠ {printed}"
    if equation.kind == "share_percent":
        return f"{shown[0]} ÷ {shown[1]} × 100 = {result} ≠ {printed}"
    left = _OPERATOR[equation.kind].join(shown)
    return f"{left} ≠ {printed}" if equation.kind == "equal" else f"{left} = {result} ≠ {printed}"
