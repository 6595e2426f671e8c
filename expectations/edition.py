"""One edition's tables, indexed the way the checks ask for them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from expectations.claims import Place
from expectations.contract import TABLES, row_id

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]


class Edition:
    """Read-only view of the contract's tables of one edition; values are plain Python, null is None.

    Rows that lack a required value are left out: the structural rules report them, and no check of the
    domain has to reckon with a key that is not there.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = {name: _complete(name, rows) for name, rows in tables.items()}

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
