"""Parquet schemas from the declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from expectations.contract.model import Field, FieldType, Table

if TYPE_CHECKING:
    import pyarrow as pa

# A printed figure is kept exactly, so it is no binary fraction. 28 digits are what Python's decimal
# arithmetic keeps by default, and 8 of them after the point are more than any vision prints (rates have two
# or three); a figure that would not fit is refused, never rounded.
DECIMAL_DIGITS: Final = 28
DECIMAL_SCALE: Final = 8


def arrow_type(kind: FieldType) -> pa.DataType:
    """The Arrow type of a field type."""
    import pyarrow as pa

    return {
        "string": pa.string(),
        "integer": pa.int32(),
        "money": pa.int64(),
        "decimal": pa.decimal128(DECIMAL_DIGITS, DECIMAL_SCALE),
        "coordinate": pa.float64(),
        "boolean": pa.bool_(),
    }[kind]


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table, with titles, descriptions and units in the fields' metadata."""
    import pyarrow as pa

    return pa.schema(
        [
            pa.field(field.name, arrow_type(field.type), not field.required, metadata=_metadata(field))
            for field in table.fields
        ]
    )


def _metadata(field: Field) -> dict[str, str]:
    # "description" and "unit" are the keys other tools look for; the Japanese text is the publisher's own.
    known = {
        "description": field.description_en,
        "description_ja": field.description_ja,
        "title": field.title_en,
        "title_ja": field.title_ja,
        "unit": field.unit,
        "unit_field": field.unit_field,
    }
    return {key: value for key, value in known.items() if value}
