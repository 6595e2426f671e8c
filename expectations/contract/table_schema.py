"""Table Schema (Data Package v2) from the declaration."""

from __future__ import annotations

from typing import Any, Final

from expectations.contract import TABLES
from expectations.contract.arrow import DECIMAL_SCALE
from expectations.contract.model import Field, FieldType, Table

_SCHEMA: Final = "https://datapackage.org/profiles/2.0/tableschema.json"
_TYPES: Final[dict[FieldType, str]] = {
    "string": "string",
    "integer": "integer",
    "money": "integer",
    "decimal": "number",
    "coordinate": "number",
    "boolean": "boolean",
}


def table_schema(table: Table) -> dict[str, Any]:
    """The Table Schema of a table: fields with titles in both languages, units, constraints and keys.

    An edition's package holds no other edition and no zone table, so `changes` has no foreign keys.
    """
    schema: dict[str, Any] = {
        "$schema": _SCHEMA,
        "fields": [_field(field) for field in table.fields],
        "missingValues": [""],
        "primaryKey": list(table.primary_key),
    }
    if table.foreign_keys:
        schema["foreignKeys"] = [_foreign_key(table, key.fields, key.table) for key in table.foreign_keys]
    return schema


def _field(field: Field) -> dict[str, Any]:
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
        "constraints": _constraints(field),
    }
    return {key: value for key, value in known.items() if value}


def _constraints(field: Field) -> dict[str, Any]:
    known = {
        "required": field.required or None,
        "enum": list(field.enum) if field.enum else None,
        "pattern": f"^{field.pattern}$" if field.pattern else None,
        "minimum": field.minimum,
    }
    return {key: value for key, value in known.items() if value is not None}


def _foreign_key(table: Table, fields: tuple[str, ...], target: str) -> dict[str, Any]:
    reference: dict[str, Any] = {"fields": list(TABLES[target].primary_key)}
    if target != table.name:  # Data Package v2 leaves the resource out where a table refers to itself.
        reference = {"resource": target, **reference}
    return {"fields": list(fields), "reference": reference}
