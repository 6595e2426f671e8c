"""Relations inside statistics tables: members sum to the zone, shares and rates follow from the amounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from expectations.arithmetic import HALF, Equation, sum_tolerance
from expectations.claims import Claim
from expectations.domain.grids import Line, MemberTable, label_place
from expectations.eras import years_in

Pair = tuple[Line, Line]


def equations(table: MemberTable) -> Iterator[Equation]:
    """All relations between the figures of one table."""
    for line in table.lines:
        if line.kind == "amount":
            yield from _members_sum(table, line, "statistics.members_sum")
        elif line.kind == "share":
            yield from _members_sum(table, line, "statistics.share")
            yield from _best(table, [_shares(table, line, amounts) for amounts in table.amounts])
        elif line.kind == "change":
            yield from _best(table, [_changes(table, line, pair) for pair in _compared(table, line)])


def _members_sum(table: MemberTable, line: Line, check_id: str) -> Iterator[Equation]:
    operands = tuple(line.members.values())
    if line.total and len(operands) > 1:
        yield Equation(
            check_id=check_id,
            kind="sum",
            result=line.total,
            operands=operands,
            tolerance=sum_tolerance(table.cells[k] for k in operands),
        )


def _shares(table: MemberTable, line: Line, amounts: Line) -> list[Equation]:
    return [
        Equation(
            check_id="statistics.share",
            kind="share_percent",
            result=share,
            operands=(part, amounts.total),
            tolerance=HALF * table.cells[share].step,
        )
        for name in (*line.members, None)
        if (share := line.of(name)) and (part := amounts.of(name)) and amounts.total
    ]


def _changes(table: MemberTable, line: Line, pair: Pair) -> list[Equation]:
    base, last = pair
    found = [
        Equation(
            check_id="statistics.rate",
            kind="change_percent",
            result=rate,
            operands=(after, before),
            tolerance=HALF * table.cells[rate].step,
            is_sign_free="減少" in line.label,
        )
        for name in (*line.members, None)
        if (rate := line.of(name)) and (before := base.of(name)) and (after := last.of(name))
    ]
    return [replace(one, is_sign_free=False) for one in found] if _prints_signs(table, found) else found


def _prints_signs(table: MemberTable, found: Sequence[Equation]) -> bool:
    """Whether most rates of a line have the sign of the change; a 減少率 may do without, or turn it."""
    values = {key: cell.value for key, cell in table.cells.items()}
    signs = [
        (values[one.result] < 0) == (computed < 0)
        for one in found
        if values[one.result] and (computed := one.computed(values))
    ]
    return sum(signs) > len(signs) / 2


def _compared(table: MemberTable, line: Line) -> list[Pair]:
    """The years a rate may compare: those its label names, else any earlier year with the last one."""
    dated = table.dated
    named = years_in(line.label)
    if not named:
        return [(base, dated[-1]) for base in dated[:-1]]
    base = [x for x in dated if x.year == named[0]]
    last = [x for x in dated if x.year == named[-1]] if len(named) > 1 else dated[-1:]
    return [(base[0], last[0])] if base and last and base[0] is not last[0] else []


def _best(table: MemberTable, alternatives: Iterable[list[Equation]]) -> list[Equation]:
    """Where the print leaves open which amounts are meant, those that explain most figures."""
    return max(alternatives, key=lambda found: _n_holding(table, found), default=[])


def _n_holding(table: MemberTable, found: Iterable[Equation]) -> int:
    values = {key: cell.value for key, cell in table.cells.items()}
    return sum(equation.holds(values) for equation in found)


def mislabelled_rates(table: MemberTable) -> Iterator[tuple[Line, Claim]]:
    """Rate lines whose label names a base year no figure follows from, while all follow from another year."""
    for line in table.lines:
        named = years_in(line.label)
        if line.kind != "change" or len(named) != 1 or len(line.keys) < 2:
            continue
        stated = sum(_n_holding(table, _changes(table, line, pair)) for pair in _compared(table, line))
        others = [(base, table.dated[-1]) for base in table.dated[:-1] if base.year != named[0]]
        fits = [p for p in others if _n_holding(table, _changes(table, line, p)) == len(line.keys)]
        if stated == 0 and fits:
            yield line, _wrong_base(line, fits[0][0].year)


def _wrong_base(line: Line, year: int | None) -> Claim:
    return Claim(
        check_id="statistics.rate_base",
        place=label_place(line)._replace(column_name="column_label"),
        holds=False,
        observed=line.label,
        expected=str(year),
        proposal=str(year),
        confidence="high",
    )


def year_gaps(table: MemberTable) -> Iterator[Claim]:
    """Years of a table stand at even distances (censuses, projections); one that does not is suspect."""
    dated = table.dated
    years = [line.year or 0 for line in dated]
    gaps = [b - a for a, b in pairwise(years)]
    if len(gaps) < 3:
        return
    wrong = _moved_year(years, gaps)
    line = dated[wrong[0]] if wrong else dated[0]
    yield Claim(
        check_id="statistics.year_gap",
        place=label_place(line)._replace(column_name="year"),
        holds=wrong is None,
        observed=str(line.year),
        expected=str(wrong[1]) if wrong else None,
        params={"subject": table.title},
        proposal=str(wrong[1]) if wrong else None,
        confidence="high" if wrong else None,
    )


def _moved_year(years: list[int], gaps: list[int]) -> tuple[int, int] | None:
    """(index, year it should be) where changing one year makes all distances equal."""
    usual = max(sorted(set(gaps)), key=gaps.count)
    if set(gaps) == {usual}:
        return None
    for anchor in range(len(years)):
        even = [years[anchor] + usual * (i - anchor) for i in range(len(years))]
        wrong = [i for i, year in enumerate(years) if year != even[i]]
        if len(wrong) == 1:
            return wrong[0], even[wrong[0]]
    return None
