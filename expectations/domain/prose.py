"""Figures that the prose repeats from the tables, years in both countings, and the plan's period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from expectations.arithmetic import HALF, Cell, Equation, Key, Kind
from expectations.claims import Claim, Place
from expectations.domain.grids import MemberTable
from expectations.edition import Edition, Row, at
from expectations.eras import paired_years, years_in
from expectations.slips import slip_between
from expectations.steps import printed_step

_TOKEN = re.compile(
    r"(?P<year>(?<![0-9,.])[0-9]{4})年度?(?:\s*[(（][^)）]*[)）])?(?P<since>より|から|に比べ|と比べ|に対し|比)?"
    r"|(?<![0-9,.約第])(?P<figure>[0-9][0-9,]*(?:\.[0-9]+)?)\s*"
    r"(?P<unit>人|世帯|パーセント|%|％|平方キロメートル|km²|km2|㎢)(?![程前弱強余台])"
)
_PERCENT = frozenset({"パーセント", "%", "％"})
# A part of the population or people who are no inhabitants: not the figure of the population table.
_OTHER_PEOPLE = re.compile(
    r"高齢者|[0-9]歳|年少|生産年齢|老年|交流人口|昼間|夜間人口|観光|利用者|来訪|世帯"
    r"|外国人|男性|女性|転入|転出|出生|死亡|移住|就業|従業|児童|生徒|学生"
)
_ZONE = r"圏域|(?:構成|関係|両)市町村?|両[市町村]"
_ELSEWHERE = r"全国|[我わ]が国|日本|[一-鿿]{1,4}?[都道府県市区町村](?!町|村|外|内|民)"
_WHOLE = "圏域"
_MATTERS = ("人口", "面積", "世帯")
_MATTER_OF_TABLE = {"population": "人口", "area": "面積"}
_AND = re.compile(r"と|や|及び|および|並びに|・|、")
_PERIOD = re.compile(
    r"(?P<start>[^、。]{0,8}年度)から(?P<end>[^、。]{0,8}年度)まで(?:の(?P<n>[0-9]+)[年か箇]年?間)?"
)
# Fewer digits meet a similar number in some table by chance.
_MIN_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """Figures of the prose as cells, and the equations that tie them to the tables."""

    cells: Mapping[Key, Cell]
    equations: tuple[Equation, ...]


@dataclass(frozen=True, slots=True)
class _Figure:
    key: Key
    cell: Cell
    unit: str
    year: int | None
    since: int | None
    before: str  # what the sentence says before it


def repeated_figures(edition: Edition, tables: Sequence[MemberTable]) -> Repeated:
    """Every figure of the prose that some table also prints, or that follows from two figures of a table."""
    cells: dict[Key, Cell] = {}
    equations: list[Equation] = []
    for row in edition.rows("outline"):
        nth = 0
        for sentence in re.split(r"[。\n]", row["text"] or ""):
            for figure in _figures(row, sentence, nth):
                nth += 1
                equation = _by_year(figure, sentence, tables) or _by_likeness(figure, sentence, tables)
                if equation:
                    cells[figure.key] = figure.cell
                    equations.append(equation)
    return Repeated(cells=cells, equations=tuple(equations))


def _figures(row: Row, sentence: str, nth: int) -> Iterator[_Figure]:
    year: int | None = None
    since: int | None = None
    for found in _TOKEN.finditer(sentence):
        if found["year"] and found["since"]:
            since = int(found["year"])
        elif found["year"]:
            year, since = int(found["year"]), None
        else:
            value = Decimal(found["figure"].replace(",", ""))
            cell = Cell(
                value=value,
                step=printed_step(found["figure"], value),
                shown=found["figure"],
                subject=f"{row['label'] or ''} {row['title'] or ''}".strip(),
                is_count=found["unit"] == "人",
            )
            before = sentence[: found.start()]
            yield _Figure(Key(at("outline", row, "text"), nth), cell, found["unit"], year, since, before)
            nth += 1


def _by_year(figure: _Figure, sentence: str, tables: Sequence[MemberTable]) -> Equation | None:
    """The prose names the year: the figure is that year's population, or its change since another year.

    Whose population is said by the place named last before it, the zone's where none is.
    """
    table = next((t for t in tables if "人口" in _matters(t) & _matters_of(sentence)), None)
    if figure.year is None or table is None:
        return None
    whose = _whose(figure.before, table)
    now, before = (_figure_of(whose, table, year) for year in (figure.year, figure.since))
    if now is None or (figure.since is not None and before is None):
        return None
    if before is None:
        return _equation(figure, "equal", (now,)) if figure.unit == "人" else None
    if figure.unit == "人":
        return _equation(figure, "difference", (now, before))
    return _equation(figure, "change_percent", (now, before)) if figure.unit in _PERCENT else None


def _matters(table: MemberTable) -> set[str]:
    """What a table's figures are of, as far as its title or id says so."""
    named = table.title + _MATTER_OF_TABLE.get(table.table_id, "")
    return {matter for matter in _MATTERS if matter in named}


def _matters_of(sentence: str) -> set[str]:
    """What a sentence may speak of; a part of the population is not the population."""
    named = {matter for matter in _MATTERS if matter in sentence}
    return named - {"人口"} if _OTHER_PEOPLE.search(sentence) else named


def _whose(before: str, table: MemberTable) -> str | None:
    """The place a figure is of: a member, the zone ("圏域"), None for another place or several at once."""
    members = "|".join(map(re.escape, {name for line in table.dated for name in line.members}))
    named = list(re.finditer(rf"(?P<member>{members})|(?P<zone>{_ZONE})|{_ELSEWHERE}", before))
    if not named or named[-1]["zone"]:
        return _WHOLE
    is_several = len(named) > 1 and _AND.fullmatch(before[named[-2].end() : named[-1].start()])
    return None if is_several else named[-1]["member"]


def _figure_of(whose: str | None, table: MemberTable, year: int | None) -> Key | None:
    """A year's figure of a member or of the zone."""
    lines = [line for line in table.dated if line.year == year] if whose else []
    return lines[0].of(None if whose == _WHOLE else whose) if lines else None


def _equation(figure: _Figure, kind: Kind, operands: tuple[Key, ...]) -> Equation:
    return Equation(
        check_id="prose.figure",
        kind=kind,
        result=figure.key,
        operands=operands,
        tolerance=Decimal(0) if kind == "equal" or figure.cell.is_count else HALF * figure.cell.step,
        is_sign_free=kind in ("difference", "change_percent"),
    )


def _by_likeness(figure: _Figure, sentence: str, tables: Sequence[MemberTable]) -> Equation | None:
    """No year is named: the figure equals one of a table, or is a single slip away from exactly one.

    Only a figure of the same matter is likely to be a slip of it: some visitors are nearly as many as people
    live there.
    """
    if len(re.sub(r"[^0-9]", "", figure.cell.shown)) < _MIN_DIGITS or figure.year is not None:
        return None
    value, is_count = figure.cell.value, figure.cell.is_count
    matters = _matters_of(sentence)
    alike = [(t, k, c.value) for t in tables for k, c in t.cells.items() if c.is_count == is_count]
    same = [key for _, key, printed in alike if printed == value]
    likely = [(key, printed) for table, key, printed in alike if matters & _matters(table)]
    near = same or [key for key, printed in likely if slip_between(value, printed)]
    return _equation(figure, "equal", (near[0],)) if same or len(near) == 1 else None


def era_claims(edition: Edition) -> Iterator[Claim]:
    """Where a year is printed in both countings, 2015年(平成27年), both mean the same year."""
    for row in edition.rows("outline"):
        yield from _era_pairs(row["text"], at("outline", row, "text"))
    labels: dict[tuple[str, str], Place] = {}
    for row in edition.rows("statistics"):
        for column in ("column_label", "row_label"):
            labels.setdefault((row["table_id"], row[column]), at("statistics", row, column))
    for (_, label), place in labels.items():
        yield from _era_pairs(label, place)


def _era_pairs(text: str | None, place: Place) -> Iterator[Claim]:
    for printed, western, era in paired_years(text or ""):
        yield Claim(
            check_id="text.era_mismatch",
            place=place,
            holds=western == era,
            observed=printed,
            expected=str(era),
        )


def period_claims(edition: Edition) -> Iterator[Claim]:
    """The period the prose states is the edition's plan period, and as long as it says."""
    for row in edition.rows("outline"):
        found = _PERIOD.search(row["text"] or "") if "期間" in (row["title"] or "") else None
        if not found or not edition.plan_years:
            continue
        years = years_in(found["start"])[-1:] + years_in(found["end"])[-1:]
        n_years = int(found["n"]) if found["n"] else len(edition.plan_years)
        claim = Claim(
            check_id="prose.period",
            place=at("outline", row, "text"),
            holds=True,
            observed=found[0],
            expected=f"{edition.plan_years[0]}–{edition.plan_years[-1]} ({len(edition.plan_years)})",
        )
        same = years in ([], [edition.plan_years[0], edition.plan_years[-1]])
        yield replace(claim, holds=same and n_years == len(edition.plan_years))


def publication_claims(edition: Edition) -> Iterator[Claim]:
    """An edition appears in the two years before its plan starts or while the plan runs."""
    published, plan = edition.facts.get("published"), edition.plan_years
    if published and plan:
        yield Claim(
            check_id="edition.published_outside_plan",
            place=edition.place._replace(column_name="published"),
            holds=plan[0] - 2 <= int(str(published)[:4]) <= plan[-1] + 1,
            observed=str(published),
            expected=f"{plan[0]}–{plan[-1]}",
        )


def member_count_claims(edition: Edition) -> Iterator[Claim]:
    """`1市1町で構成され` counts the members of the zone."""
    for row in edition.rows("outline"):
        for found in re.finditer(r"((?:[0-9]+[市町村]){1,3})(?:で構成|から(?:なる|構成))", row["text"] or ""):
            stated = {kind: int(n) for n, kind in re.findall(r"([0-9]+)([市町村])", found[1])}
            actual = {kind: sum(m.endswith(kind) for m in edition.members) for kind in stated}
            yield Claim(
                check_id="prose.member_count",
                place=at("outline", row, "text"),
                holds=stated == actual,
                observed=found[1],
                expected="".join(f"{n}{kind}" for kind, n in actual.items()),
            )
