"""Structural rules of the curated tables, made from the contract's declaration."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from expectations.contract import TABLES, Field, ForeignKey, Table
from expectations.edition import Row, Tables

RuleKind = Literal["filled", "unique", "reference", "enum", "pattern", "minimum", "reason"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One structural rule over the rows of one table.

    filled: none of `columns` is null; unique: no two rows agree in `columns`; reference: the `columns` are
    one of `allowed`, or some of them null; enum, pattern, minimum: the one column's value, unless null, is in
    `allowed`, matches `pattern` as a whole, is at least `minimum`; reason: of the value and its reason
    (`columns`) exactly one is null.
    """

    kind: RuleKind
    table_name: str
    columns: tuple[str, ...]
    allowed: frozenset[Any] = frozenset()
    pattern: str = ""
    minimum: int = 0
    expected: str = field(default="")

    @property
    def check_id(self) -> str:
        """The catalogue's id of this rule."""
        return f"contract.{self.kind}"

    def violations(self, rows: Sequence[Row]) -> list[int]:
        """Positions of the rows that break the rule."""
        if self.kind == "unique":
            return _repeated(rows, self.columns)
        return [i for i, row in enumerate(rows) if not self._allows([row[c] for c in self.columns])]

    def _allows(self, values: list[Any]) -> bool:
        missing = [value is None for value in values]
        if self.kind == "filled":
            return not any(missing)
        if self.kind == "reason":
            return missing[0] != missing[1]
        if any(missing):
            return True
        if self.kind == "reference":
            return tuple(values) in self.allowed
        return self._allows_value(values[0])

    def _allows_value(self, value: Any) -> bool:
        if self.kind == "enum":
            return value in self.allowed
        if self.kind == "pattern":
            return bool(re.fullmatch(self.pattern, value))
        return bool(value >= self.minimum)


def _repeated(rows: Sequence[Row], columns: tuple[str, ...]) -> list[int]:
    keys = [tuple(row[c] for c in columns) for row in rows]
    counts = Counter(keys)
    return [i for i, key in enumerate(keys) if counts[key] > 1]


def structural_rules(table: Table, tables: Tables) -> list[Rule]:
    """The rules of one table; `tables` hold the rows its foreign keys may name."""
    required = tuple(f.name for f in table.fields if f.required)
    rules = [
        Rule(kind="filled", table_name=table.name, columns=required),
        Rule(kind="unique", table_name=table.name, columns=table.primary_key),
    ]
    rules += [_reference(table, key, tables) for key in table.foreign_keys]
    for declared in table.fields:
        rules += _field_rules(table, declared)
    return rules


def _reference(table: Table, key: ForeignKey, tables: Tables) -> Rule:
    target = TABLES[key.table].primary_key
    allowed = frozenset(tuple(row[c] for c in target) for row in tables.get(key.table, ()))
    return Rule(
        kind="reference", table_name=table.name, columns=key.fields, allowed=allowed, expected=key.table
    )


def _field_rules(table: Table, declared: Field) -> Iterator[Rule]:
    place: Mapping[str, Any] = {"table_name": table.name, "columns": (declared.name,)}
    if declared.enum:
        allowed = frozenset(declared.enum)
        yield Rule(kind="enum", **place, allowed=allowed, expected=", ".join(declared.enum))
    # The edition's own ids are checked where they are declared; everywhere else the foreign key does.
    if declared.pattern and (table.name == "editions" or declared.name not in ("zone_id", "edition_id")):
        yield Rule(kind="pattern", **place, pattern=declared.pattern, expected=declared.pattern)
    if declared.minimum is not None:
        yield Rule(kind="minimum", **place, minimum=declared.minimum, expected=f"≥ {declared.minimum}")
    if declared.reason_field:
        pair = (declared.name, declared.reason_field)
        yield Rule(kind="reason", table_name=table.name, columns=pair, expected=declared.reason_field)
