"""Table Schema (Data Package v2) from the declaration."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from expectations.contract import TABLES
from expectations.contract.arrow import DECIMAL_SCALE
from expectations.contract.model import EDITION_KEY, Field, FieldType, Table

_SCHEMA: Final = "https://datapackage.org/profiles/2.0/tableschema.json"
_TYPES: Final[dict[FieldType, str]] = {
    "string": "string",
    "integer": "integer",
    "money": "integer",
    "decimal": "number",
    "coordinate": "number",
    "boolean": "boolean",
}


def table_schema(table: Table, written: Callable[[str], str] = str) -> dict[str, Any]:
    """The Table Schema of a table: fields with titles in both languages, units, constraints and keys.

    `written` tells how the file writes a text (a CSV guards some), for the permitted values.
    """
    schema: dict[str, Any] = {
        "$schema": _SCHEMA,
        "fields": [_field(field, written) for field in table.fields],
        "missingValues": [""],
        "primaryKey": list(table.primary_key),
    }
    if table.foreign_keys:
        schema["foreignKeys"] = [_foreign_key(table, key.fields, key.table) for key in table.foreign_keys]
    return schema


def _field(field: Field, written: Callable[[str], str]) -> dict[str, Any]:
    known = {
        "name": field.name,
        "type": _TYPES[field.type],
        "title": field.title_ja,
        "title_en": field.title_en,
        "description": field.description_ja,
        "description_en": field.description_en,
        "unit": field.unit,
        "unit_field": field.unit_field,
        "missing_reason_field": field.reason_field,
        "decimal_scale": DECIMAL_SCALE if field.type == "decimal" else None,
        "usage_note": field.usage_note_ja,
        "usage_note_en": field.usage_note_en,
        "constraints": _constraints(field, written),
    }
    return {key: value for key, value in known.items() if value}


def _constraints(field: Field, written: Callable[[str], str]) -> dict[str, Any]:
    known = {
        "required": field.required or None,
        "enum": [written(value) for value in field.enum] if field.enum else None,
        "pattern": f"^{field.pattern}$" if field.pattern else None,
        "minimum": field.minimum,
    }
    return {key: value for key, value in known.items() if value is not None}


def _foreign_key(table: Table, fields: tuple[str, ...], target: str) -> dict[str, Any]:
    # An edition-scoped id names its edition, and a key of several columns would never allow it to be null.
    own, others = (
        [name for name in key if name not in EDITION_KEY] or list(key)
        for key in (fields, TABLES[target].primary_key)
    )
    reference: dict[str, Any] = {"fields": others}
    if target != table.name:  # Data Package v2 leaves the resource out where a table refers to itself.
        reference = {"resource": target, **reference}
    return {"fields": own, "reference": reference}
