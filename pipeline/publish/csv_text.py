"""CSV by the contract: UTF-8 with BOM, CRLF, RFC 4180 quoting, one record a line, safe to open in Excel."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from expectations.contract import TABLES, Field, Table
from pipeline.conform import Tables

BOM: Final = "\ufeff"
PARAGRAPH_BREAK: Final = "\u3000"
GUARD: Final = "'"
# A spreadsheet runs a cell that begins like this as a formula (or, for tab and CR, what follows them).
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(table: Table, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """A table as CSV: a header of column names, then the rows in the order given."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in rows:
        writer.writerow([_cell(field, row[field.name]) for field in table.fields])
    return (BOM + text.getvalue()).encode("utf-8")


def guarded_cells(tables: Tables) -> dict[tuple[str, str], int]:
    """How many cells of each (table, column) are written with a leading `'`, where any are."""
    count: Counter[tuple[str, str]] = Counter()
    for name, rows in tables.items():
        for column in (field.name for field in TABLES[name].fields if field.type == "string"):
            count[name, column] = sum(_is_formula(row[column]) for row in rows)
    return {place: number for place, number in count.items() if number}


def guarded(text: str) -> str:
    """The text as a CSV cell holds it: a leading `'` where a spreadsheet could run it."""
    return GUARD + text if _is_formula(text) else text


def _is_formula(value: str | None) -> bool:
    return value is not None and value.startswith(_FORMULA_STARTS)


def _cell(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if field.type == "string":
        return guarded(value).replace("\n", PARAGRAPH_BREAK)
    return _NUMBERS[field.type](value)


def decimal_text(value: Decimal) -> str:
    """A decimal without exponent and without zeros that carry nothing: 1256.42, 100, -29.48."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


_NUMBERS: Final[Mapping[str, Callable[[Any], str]]] = {
    "integer": str,
    "money": str,
    "decimal": decimal_text,
    "coordinate": lambda value: f"{value:.2f}",
    "boolean": lambda value: "true" if value else "false",
}
