"""The data dictionary: as plain data for `kyosei schema`, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from expectations.contract import CONTRACT_VERSION, TABLES
from expectations.contract.arrow import DECIMAL_DIGITS, DECIMAL_SCALE
from expectations.contract.model import Field, FieldType, Table

_TYPE_NAMES: Final[dict[FieldType, str]] = {
    "string": "string",
    "integer": "int32",
    "money": "int64",
    "decimal": f"decimal({DECIMAL_DIGITS}, {DECIMAL_SCALE})",
    "coordinate": "double",
    "boolean": "boolean",
}


def describe(table_name: str | None = None) -> dict[str, Any]:
    """The declaration as JSON-able data: one table, or all with `contract_version`.

    Raises KeyError for a table that is not declared.
    """
    if table_name is not None:
        return _table(TABLES[table_name])
    return {"contract_version": CONTRACT_VERSION, "tables": [_table(table) for table in TABLES.values()]}


def _table(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "scope": table.scope,
        "title_ja": table.title_ja,
        "title_en": table.title_en,
        "description_ja": table.description_ja,
        "description_en": table.description_en,
        "primary_key": list(table.primary_key),
        "foreign_keys": [{"fields": list(key.fields), "table": key.table} for key in table.foreign_keys],
        "fields": [_field(field) for field in table.fields],
    }


def _field(field: Field) -> dict[str, Any]:
    declared = field.model_dump(mode="json", exclude_none=True)
    return {**declared, "type": _TYPE_NAMES[field.type]}


_CONVENTIONS = (
    "読み方。年は西暦、金額は円の整数、団体コードは先頭の 0 を保つ文字列。値が空のときは "
    "`*missing_reason` の列に理由があり、印刷されたままの文字は `*_raw` にある。`row_id` は行の ID、"
    "または主キーのうち `edition_id` より後の列を `/` でつないだもの(例 "
    "`ichinoseki-hiraizumi:2019-03:m07/2021/total`)。CSV は BOM 付き UTF-8 で、段落の区切りは全角空白"
    "、数式に見える文字列の先頭には `'` が付く。",
    "",
    "How to read them: years are Western, money is whole yen, municipality codes are text that keeps "
    "its leading zero. Where a value is null, a `*missing_reason` column says why, and `*_raw` holds "
    "the print as it stands. A `row_id` is the row's own id, or the key columns after `edition_id` "
    "joined by `/` (`ichinoseki-hiraizumi:2019-03:m07/2021/total`). CSV files are UTF-8 with a byte "
    "order mark; a paragraph break is an ideographic space there, and a text that looks like a "
    "formula begins with `'`.",
)


def markdown() -> str:
    """The whole data dictionary as Markdown, Japanese beside English."""
    lines = [
        f"# データ辞書 / Data dictionary (contract version {CONTRACT_VERSION})",
        "",
        "Made from `expectations/contract/` by `python -m expectations.contract`; do not edit.",
        "",
        *_CONVENTIONS,
        "",
        *(f"- [`{name}`](#{name}) {table.title_ja} / {table.title_en}" for name, table in TABLES.items()),
    ]
    for table in TABLES.values():
        lines += ["", *_section(table)]
    return "\n".join(lines) + "\n"


def _section(table: Table) -> Iterator[str]:
    yield f"## {table.name}"
    yield ""
    yield f"{table.title_ja} / {table.title_en}. {table.description_ja} {table.description_en}"
    yield ""
    yield f"Primary key: {_code(table.primary_key)}."
    for key in table.foreign_keys:
        yield f"{_code(key.fields)} → `{key.table}`."
    yield ""
    yield "| column | type | 必須 required | 説明 | description |"
    yield "|---|---|---|---|---|"
    for field in table.fields:
        yield _line(field)


def _line(field: Field) -> str:
    japanese = f"{field.title_ja}。{field.description_ja}{field.usage_note_ja or ''}"
    english = " ".join(filter(None, (f"{field.title_en}.", field.description_en, field.usage_note_en)))
    marks = _unit(field) + (f" {_code(field.enum)}" if field.enum else "")
    required = "yes" if field.required else ""
    cells = (f"`{field.name}`", _TYPE_NAMES[field.type], required, japanese, english + marks)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _unit(field: Field) -> str:
    if field.unit_field:
        return f" Unit in `{field.unit_field}`."
    return f" Unit: {field.unit}." if field.unit else ""


def _code(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
