"""Reads the declaration (contract.toml and tables/*.toml) into `Table` objects and checks it as a whole."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from expectations.contract.model import EDITION_KEY, Field, ForeignKey, Table

_HERE = Path(__file__).parent


def load_contract(folder: Path = _HERE) -> tuple[str, dict[str, Table]]:
    """The contract's version and its tables in order.

    Raises ValueError for a declaration that contradicts itself, OSError for a missing file.
    """
    declared = _toml(folder / "contract.toml")
    shared = declared["fields"]
    tables = {
        name: _table(name, _toml(folder / "tables" / f"{name}.toml"), shared) for name in declared["tables"]
    }
    _check_references(tables)
    return declared["version"], tables


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _table(name: str, declared: Mapping[str, Any], shared: Mapping[str, Any]) -> Table:
    own = declared.get("fields", {})
    required = {*declared["primary_key"], *declared["required"]}
    unused = {*own, *required} - set(declared["columns"])
    if unused:
        raise ValueError(f"table {name} declares {', '.join(sorted(unused))} but has no such column")
    known = {**shared, **own}
    fields = tuple(_field(column, known[column], column in required) for column in declared["columns"])
    scope = declared.get("scope", "edition")
    return Table(
        name=name,
        scope=scope,
        primary_key=tuple(declared["primary_key"]),
        foreign_keys=_foreign_keys(name, scope, declared.get("references", {})),
        fields=fields,
        **{key: declared[key] for key in ("title_ja", "title_en", "description_ja", "description_en")},
    )


def _field(name: str, declared: Mapping[str, Any], required: bool) -> Field:
    enum = declared.get("enum")
    return Field(name=name, required=required, **{**declared, "enum": tuple(enum) if enum else None})


def _foreign_keys(name: str, scope: str, references: Mapping[str, str]) -> tuple[ForeignKey, ...]:
    """Every table refers to its edition; `references` map a column to the table it names a row of."""
    is_free = name == "editions" or scope == "zone"
    home = () if is_free else (ForeignKey(fields=EDITION_KEY, table="editions"),)
    others = (ForeignKey(fields=(*EDITION_KEY, column), table=table) for column, table in references.items())
    return (*home, *others)


def _check_references(tables: Mapping[str, Table]) -> None:
    for table in tables.values():
        for key in table.foreign_keys:
            if key.table not in tables:
                raise ValueError(f"table {table.name} refers to the undeclared table {key.table}")
            if len(key.fields) != len(tables[key.table].primary_key):
                raise ValueError(f"table {table.name} refers to {key.table} by another number of columns")
