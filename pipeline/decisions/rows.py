"""A row that a person adds: what a decision states of it → a row of the contract's table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from expectations.contract import EDITION_KEY, EDITION_TABLES, Field, Table
from pipeline.decisions.values import typed_value
from pipeline.registry.toml_file import ProblemError

# What the pages of a plan list; the edition, its members and its headings are not a matter of rows.
ADDABLE: Final = (
    "agreements",
    "agreement_roles",
    "measures",
    "measure_municipalities",
    "measure_roles",
    "measure_fields",
    "kpis",
    "budgets",
    "schedules",
    "projects",
    "statistics",
)
# Settled from the edition, the zone and the editions before when the row is added.
SETTLED_LATER: Final = (*EDITION_KEY, "jis_code", "measure_key")
_PAGES: Final = ("page", "page_first", "page_last")
# The last part of an id that numbers the rows of one owner: m07, a03, k2.
_NUMBERED_ID: Final = re.compile(r"(?P<owner>.+):(?P<letter>[amk])(?P<number>[0-9]+)")

Stated = Mapping[str, str | bool | int | float]


def stated_row(table_name: str, row: str, values: Stated, page: int, printed: str) -> dict[str, Any]:
    """The row with the id `row`, its columns `SETTLED_LATER` (and an ordinal that is not stated) None.

    `values` are typed as corrections are; the only column of the print, where there is one, takes `printed`.
    Raises `ProblemError` for a table that takes no rows, a column that is none of the page's, a value its
    column cannot hold, and one that must be stated and is not.
    """
    if table_name not in ADDABLE:
        listed = ", ".join(ADDABLE)
        raise ProblemError(
            f"表「{table_name}」に行は追加できません。できる表: {listed}", f"rows can be added to {listed}"
        )
    table = EDITION_TABLES[table_name]
    made: dict[str, Any] = dict.fromkeys(table.columns)
    made |= {name: page for name in _PAGES if name in table.by_name}
    made |= _printed_columns(table, printed)
    fixed = _key_values(table, row)
    for column, value in values.items():
        if column not in table.by_name or column in SETTLED_LATER:
            raise ProblemError(
                f"表 {table_name} の行に列「{column}」は書けません",
                f"{column} is not stated for {table_name}",
            )
        made[column] = typed_value(table.by_name[column], as_text(value))
        if fixed.get(column, made[column]) != made[column]:
            raise ProblemError(
                f"{column} が行の ID「{row}」と合いません", f"{column} is not what the row id {row} says"
            )
    made |= fixed
    _derive(made)
    _check(table, made)
    return made


def as_text(value: str | bool | int | float) -> str:
    """A value as TOML has it → the text that a person would type."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def raw_columns(table: Table) -> list[str]:
    """The columns that keep the print of a value; the unit's own print may be missing."""
    names = (field.name for field in table.fields)
    return [name for name in names if name == "raw" or (name.endswith("_raw") and name != "unit_raw")]


def _printed_columns(table: Table, printed: str) -> dict[str, str]:
    found = raw_columns(table)
    return {found[0]: printed} if len(found) == 1 else {}


def _key_values(table: Table, row: str) -> dict[str, Any]:
    """What the id says: the key's columns, an owner's id, the ordinal."""
    parts = row.split("/") if len(table.row_key) > 1 else [row]
    if len(parts) != len(table.row_key) or not all(parts):
        key = "/".join(table.row_key)
        raise ProblemError(
            f"行の ID「{row}」は {key} の形ではありません", f"the row id {row} is not of the form {key}"
        )
    named = zip(table.row_key, parts, strict=True)
    found = {name: typed_value(table.by_name[name], part) for name, part in named}
    if len(parts) == 1:
        number = numbered_id(row)
        found |= {"ordinal": number[2]} if "ordinal" in table.by_name else {}
        found |= {"measure_id": number[0]} if table.name == "kpis" else {}
    return found


def numbered_id(row: str) -> tuple[str, str, int]:
    """`z:e:m07:k2` → (`z:e:m07`, `k`, 2). Raises `ProblemError` for an id that is not numbered."""
    match = _NUMBERED_ID.fullmatch(row)
    if match is None:
        raise ProblemError(
            f"行の ID「{row}」が正しくありません。例: …:m07:k2",
            f"{row} is no row id; one looks like …:m07:k2",
        )
    return match["owner"], match["letter"], int(match["number"])


def _derive(made: dict[str, Any]) -> None:
    """Whether an indicator is a running total is what its words say, as for one that was read."""
    if made.get("is_cumulative", True) is None:
        from extractors.text.values import is_cumulative

        made["is_cumulative"] = is_cumulative(made["indicator"] or "", made["target_raw"] or "")


def _check(table: Table, made: Mapping[str, Any]) -> None:
    missing = [name for name in _must_be_stated(table, made) if made[name] is None]
    if missing:
        names = ", ".join(missing)
        raise ProblemError(f"values に {names} が必要です", f"values needs {names}")
    for field in table.fields:
        if field.reason_field and (made[field.name] is None) == (made[field.reason_field] is None):
            raise ProblemError(
                f"{field.name} か {field.reason_field} のどちらか一つを書いてください",
                f"state either {field.name} or {field.reason_field}",
            )


def _must_be_stated(table: Table, made: Mapping[str, Any]) -> Iterator[str]:
    """Required columns, the row's first words, and the print of every value."""
    later = (*SETTLED_LATER, "ordinal")
    yield from (field.name for field in table.fields if field.required and field.name not in later)
    yield from {"measures": ["name"], "kpis": ["indicator"], "agreements": ["content"]}.get(table.name, ())
    for name in raw_columns(table):
        if made.get(_value_of(table, name)) is not None:
            yield name


def _value_of(table: Table, raw: str) -> str:
    """The column whose print a raw column keeps."""
    names = {"raw": "value", "amount_raw": "amount_yen"}
    return names.get(raw, f"{raw.removesuffix('_raw')}_value")


def is_printed(field: Field) -> bool:
    """Whether a column of an added row is what the page says there, and no id, number or place of the row."""
    unprinted = (*SETTLED_LATER, *_PAGES, "ordinal")
    return not (field.edition_scoped or field.name.endswith("_id") or field.name in unprinted)
