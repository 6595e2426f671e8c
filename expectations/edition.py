"""One edition's tables, indexed the way the checks ask for them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from expectations.claims import Place
from expectations.contract import TABLES, row_id
from expectations.steps import yen_per_unit

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]


class _Figure(NamedTuple):
    """The columns of a printed figure; the print of an amount leaves its unit to `unit`."""

    value: str
    raw: str
    unit: str
    is_unit_in_raw: bool


_FIGURES = {
    "budgets": (_Figure("amount_yen", "amount_raw", "unit_raw", is_unit_in_raw=False),),
    "kpis": tuple(
        _Figure(f"{side}_value", f"{side}_raw", f"{side}_unit", is_unit_in_raw=True)
        for side in ("baseline", "target")
    ),
    "statistics": (_Figure("value", "raw", "unit", is_unit_in_raw=False),),
}


class Edition:
    """Read-only view of the contract's tables of one edition; values are plain Python, null is None.

    Rows that lack a required value are left out: the structural rules report them, and no check of the
    domain has to reckon with a key that is not there. A figure that a person corrected has no print: its
    `raw` is the value it has now, so that messages do not show one figure and reckon with another.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = {name: _complete(name, rows) for name, rows in tables.items()}
        self.corrected = frozenset(_corrected_places(self.rows("provenance")))
        for name in {place.table_name for place in self.corrected} & _FIGURES.keys():
            self._tables[name] = [_as_corrected(name, row, self.corrected) for row in self._tables[name]]

    def rows(self, table_name: str) -> Sequence[Row]:
        """Rows of a table in published order; none for a table that is not there."""
        return self._tables.get(table_name, ())

    @cached_property
    def facts(self) -> Row:
        """The edition's own row; empty where there is none."""
        rows = self.rows("editions")
        return rows[0] if rows else {}

    @cached_property
    def place(self) -> Place:
        """The edition as a whole."""
        return Place("editions", f"{self.facts.get('zone_id')}:{self.facts.get('edition_id')}")

    @cached_property
    def members(self) -> tuple[str, ...]:
        """Names of the zone's municipalities in printed order."""
        rows = sorted(self.rows("municipalities"), key=lambda row: row["ordinal"])
        return tuple(row["municipality"] for row in rows)

    @cached_property
    def plan_years(self) -> range:
        """Fiscal years of the plan; empty where the document does not say."""
        start, end = self.facts.get("plan_start_fiscal_year"), self.facts.get("plan_end_fiscal_year")
        return range(start, end + 1) if start and end else range(0)

    @cached_property
    def measures(self) -> Mapping[str, Row]:
        """Measures by id."""
        return {row["measure_id"]: row for row in self.rows("measures")}

    @cached_property
    def _by_measure(self) -> dict[str, dict[str, list[Row]]]:
        return {}

    def of_measure(self, table_name: str, measure_id: str) -> list[Row]:
        """Rows of a table that belong to a measure."""
        if table_name not in self._by_measure:
            self._by_measure[table_name] = grouped(self.rows(table_name), "measure_id")
        return self._by_measure[table_name].get(measure_id, [])

    def name_of(self, measure_id: str) -> str:
        """The measure's name for messages, its id where it has none."""
        return str(self.measures.get(measure_id, {}).get("name") or measure_id)


def _complete(table_name: str, rows: Sequence[Row]) -> list[Row]:
    required = [field.name for field in TABLES[table_name].fields if field.required]
    return [row for row in rows if all(row.get(column) is not None for column in required)]


def _corrected_places(provenance: Sequence[Row]) -> Iterator[Place]:
    for row in provenance:
        if row["corrected"]:
            yield Place(row["table_name"], row["row_id"], row["column_name"])


def _as_corrected(table_name: str, row: Row, corrected: frozenset[Place]) -> Row:
    figures = [one for one in _FIGURES[table_name] if at(table_name, row, one.value) in corrected]
    return {**row, **{one.raw: _told(row, one) for one in figures}}


def _told(row: Row, figure: _Figure) -> str | None:
    """A figure as its column would print it: money in the printed unit, an indicator with its own."""
    value, unit = row[figure.value], row[figure.unit] or ""
    if value is None:
        return None
    in_unit = Decimal(value) / (yen_per_unit(unit) or 1) if figure.value == "amount_yen" else value
    return plain(in_unit) + (unit if figure.is_unit_in_raw else "")


def at(table_name: str, row: Row, column_name: str | None = None) -> Place:
    """The place of a value in a row."""
    return Place(table_name, row_id(TABLES[table_name], row), column_name)


def grouped(rows: Iterable[Row], *columns: str) -> dict[Any, list[Row]]:
    """Rows by the value of one column, or by the tuple of several."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        key = tuple(row[c] for c in columns)
        groups[key[0] if len(columns) == 1 else key].append(row)
    return dict(groups)


def squeezed(text: str | None) -> str:
    """Text for comparison: without white space."""
    return re.sub(r"\s+", "", text or "")


def plain(value: Decimal | int | None) -> str:
    """A number as people write it: grouped thousands, no trailing zeros of the storage type."""
    if value is None:
        return ""
    text = f"{Decimal(value):f}"
    number = Decimal(text.rstrip("0").rstrip(".") if "." in text else text)
    return f"{number:,f}"
