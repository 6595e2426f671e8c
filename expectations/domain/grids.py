"""Statistics tables seen as lines over the zone's members, whichever way they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import mode
from typing import Literal

from expectations.arithmetic import Cell, Key
from expectations.claims import Place
from expectations.edition import Edition, Row, at, grouped, plain, squeezed
from expectations.steps import printed_step

LineKind = Literal["amount", "share", "change", "other"]

_TOTAL = re.compile(r"(?:圏域|全域)(?:内)?(?:の)?(?:合計|計|総計|総数|全体)?|合計|計|総計|総数|全体")
_CHANGE = re.compile(r"増減率|減少率|増加率|伸び率|変化率|[0-9年度]比")
_SHARE = re.compile(r"構成比|割合|比率|シェア")
# Counts are whole; what is measured or scaled is printed rounded.
_COUNTED = re.compile(r"人|世帯|戸|件|団体|校|台|箇所|か所")
_NOT_ADDITIVE = re.compile(r"率|比|割合|密度|平均|指数|順位|当たり|あたり|%|％")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One printed line of a table: the figure of each member, and of the zone where it is printed."""

    label: str
    kind: LineKind
    year: int | None
    is_projection: bool
    members: Mapping[str, Key]
    total: Key | None

    @property
    def keys(self) -> tuple[Key, ...]:
        """Members first, then the zone."""
        return (*self.members.values(), *((self.total,) if self.total else ()))

    def of(self, name: str | None) -> Key | None:
        """The figure of a member, of the zone for None."""
        return self.total if name is None else self.members.get(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberTable:
    """A statistics table with one figure for each member in its lines."""

    table_id: str
    title: str
    lines: tuple[Line, ...]
    cells: Mapping[Key, Cell]

    @property
    def amounts(self) -> list[Line]:
        """Lines of amounts, those of a year in the order of the years."""
        return sorted((x for x in self.lines if x.kind == "amount" and x.keys), key=lambda x: x.year or 0)

    @property
    def dated(self) -> list[Line]:
        """Lines of amounts of a year, in the order of the years."""
        return [line for line in self.amounts if line.year]


def member_tables(edition: Edition) -> list[MemberTable]:
    """The statistics tables that list all members of the zone along one side."""
    tables = grouped(edition.rows("statistics"), "table_id")
    found = (_member_table(str(name), rows, edition.members) for name, rows in tables.items())
    return [table for table in found if table]


def _member_table(table_id: str, rows: Sequence[Row], members: Sequence[str]) -> MemberTable | None:
    for across, along in (("column_label", "row_label"), ("row_label", "column_label")):
        names = {squeezed(row[across]) for row in rows}
        if members and names >= set(members):
            lines = tuple(_lines(rows, across, along, members))
            return MemberTable(
                table_id=table_id,
                title=str(rows[0]["table_title"] or table_id),
                lines=lines,
                cells=dict(_cells(rows, lines)),
            )
    return None


def _lines(rows: Sequence[Row], across: str, along: str, members: Sequence[str]) -> Iterator[Line]:
    for label, line in grouped(rows, along).items():
        valued = {squeezed(row[across]): row for row in line if row["value"] is not None}
        totals = [row for name, row in valued.items() if name not in members and _TOTAL.fullmatch(name)]
        years = {row["year"] for row in line}
        yield Line(
            label=str(label),
            kind=line_kind(str(label), {row["unit"] for row in line}),
            year=years.pop() if len(years) == 1 else None,
            is_projection=any(row["is_projection"] for row in line),
            members={name: _key(valued[name]) for name in members if name in valued},
            total=_key(totals[0]) if len(totals) == 1 else None,
        )


def line_kind(label: str, units: set[str | None]) -> LineKind:
    """What a line's label and units say its figures are: amounts that add up, shares, changes, or neither."""
    if _CHANGE.search(squeezed(label)):
        return "change"
    if _SHARE.search(label):
        return "share"
    if _NOT_ADDITIVE.search(label) or units & {"%", "％"}:
        return "other"
    return "amount"


def is_total(label: str) -> bool:
    """Whether a label means the whole: 合計, 計, 圏域合計 …"""
    return bool(_TOTAL.fullmatch(squeezed(label)))


def _key(row: Row) -> Key:
    return Key(at("statistics", row, "value"))


def _cells(rows: Sequence[Row], lines: Sequence[Line]) -> Iterator[tuple[Key, Cell]]:
    near = _neighbours(lines)
    by_key = {_key(row): row for row in rows if row["value"] is not None}
    for line in lines:
        present = {key: by_key[key] for key in line.keys}
        step = _usual_step(list(present.values()))
        for key, row in present.items():
            yield key, _cell(row, step, near.get(key, ()))


def cells_of(rows: Sequence[Row]) -> dict[Key, Cell]:
    """All figures of a table that is not read by members."""
    valued = [row for row in rows if row["value"] is not None]
    return {_key(row): _cell(row, printed_step(row["raw"], row["value"]), ()) for row in valued}


def _usual_step(rows: Sequence[Row]) -> Decimal:
    """A line is printed to one number of places; a figure with more or fewer is the odd one out."""
    steps = sorted(printed_step(row["raw"], row["value"]) for row in rows)
    return mode(steps) if steps else Decimal(1)


def _cell(row: Row, step: Decimal, neighbours: tuple[Key, ...]) -> Cell:
    return Cell(
        value=row["value"],
        step=step,
        shown=row["raw"] or plain(row["value"]),
        subject=f"{row['row_label']} {row['column_label']}",
        is_count=bool(_COUNTED.fullmatch(row["unit"] or "")),
        neighbours=neighbours,
    )


def _neighbours(lines: Sequence[Line]) -> dict[Key, tuple[Key, ...]]:
    """For each figure of a year, the same member's figures of the years before and after."""
    years = sorted((line for line in lines if line.kind == "amount" and line.year), key=lambda x: x.year or 0)
    near: dict[Key, list[Key]] = {}
    for one, other in pairwise(years):
        for name in (*one.members, None):
            a, b = one.of(name), other.of(name)
            if a and b:
                near.setdefault(a, []).append(b)
                near.setdefault(b, []).append(a)
    return {key: tuple(keys) for key, keys in near.items()}


def label_place(line: Line) -> Place:
    """Where a finding about the line's label points."""
    return line.keys[0].place
