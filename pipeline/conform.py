"""Whether rows are exactly what the contract declares: the last look before they are written or checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from expectations.contract import TABLES, Field, Table
from expectations.contract.arrow import DECIMAL_DIGITS, DECIMAL_SCALE
from extractors.errors import KyoseiError

Tables = dict[str, list[dict[str, Any]]]
"""Rows of each table by table name: one dictionary a row, with exactly the contract's columns."""


class ContractViolationError(KyoseiError):
    """The program made a row the contract does not allow: `column`, `problem`. No fault of a user."""

    code = "CONTRACT_VIOLATION"
    exit_code = 3
    title_ja = "内部エラー: 表 {table} の {column} がデータ契約に合いません ({problem})"
    title_en = "Internal error: {column} of table {table} is not as the contract declares ({problem})"
    next_step_ja = "プログラムの誤りです。開発者にこの表示を伝えてください"
    next_step_en = "This is a fault of the program; please report this message"


def _is_string(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _is_whole(value: Any, bits: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2 ** (bits - 1)


def _is_decimal(value: Any) -> bool:
    if not isinstance(value, Decimal) or not value.is_finite():
        return False
    places = -int(value.normalize().as_tuple().exponent)
    return places <= DECIMAL_SCALE and abs(value) < Decimal(10) ** (DECIMAL_DIGITS - DECIMAL_SCALE)


_FITS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "string": _is_string,
    "integer": lambda value: _is_whole(value, 32),
    "money": lambda value: _is_whole(value, 64),
    "decimal": _is_decimal,
    "coordinate": lambda value: isinstance(value, float),
    "boolean": lambda value: isinstance(value, bool),
}


def fits(field: Field, value: Any) -> bool:
    """Whether a value that is not null has the field's type and can be kept without losing a digit.

    An empty text fits nothing: it is null, so that Parquet and CSV say the same.
    """
    return _FITS[field.type](value)


def check_tables(tables: Tables) -> None:
    """Check columns, types and required values of every row. Raises `ContractViolationError`."""
    for name, rows in tables.items():
        for row in rows:
            _check_row(TABLES[name], row)


def _check_row(table: Table, row: Mapping[str, Any]) -> None:
    odd = row.keys() ^ table.by_name.keys()
    if odd:
        raise ContractViolationError(table=table.name, column=str(sorted(odd)), problem="missing or unknown")
    for field in table.fields:
        value = row[field.name]
        if value is None and field.required:
            raise ContractViolationError(table=table.name, column=field.name, problem=f"null in {dict(row)}")
        if value is not None and not fits(field, value):
            raise ContractViolationError(table=table.name, column=field.name, problem=repr(value))
