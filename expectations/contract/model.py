"""The types of the declaration: a table, its fields and its foreign keys."""

from __future__ import annotations

from functools import cached_property
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

FieldType = Literal["string", "integer", "money", "decimal", "coordinate", "boolean"]
Scope = Literal["edition", "zone"]

EDITION_KEY = ("zone_id", "edition_id")


class Declared(BaseModel):
    """Base of the declared things: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Field(Declared):
    """One column.

    `type`: `string`; `integer` (32 bits); `money` (whole yen, 64 bits); `decimal` (exact, see
    `DECIMAL_DIGITS`); `coordinate` (points, hundredths kept); `boolean`. A value in another column's unit
    names it in `unit_field`; a value that may be null for a stated reason names the column in `reason_field`.
    An `edition_scoped` id is prefixed with zone and edition. `pattern` matches the whole value.
    """

    name: str
    type: FieldType
    title_ja: str
    title_en: str
    description_ja: str
    description_en: str
    required: bool = False
    unit: str | None = None
    unit_field: str | None = None
    reason_field: str | None = None
    enum: tuple[str, ...] | None = None
    pattern: str | None = None
    minimum: int | None = None
    edition_scoped: bool = False
    usage_note_ja: str | None = None
    usage_note_en: str | None = None


class ForeignKey(Declared):
    """`fields` of this table name the primary key of `table`; a null among them refers to nothing."""

    fields: tuple[str, ...]
    table: str


class Table(Declared):
    """One table: fields in published order, its keys, and whether it belongs to an edition or a zone."""

    name: str
    title_ja: str
    title_en: str
    description_ja: str
    description_en: str
    scope: Scope
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    fields: tuple[Field, ...]

    @model_validator(mode="after")
    def _refers_to_own_fields(self) -> Self:
        known = set(self.columns)
        named = set(self.primary_key)
        for key in self.foreign_keys:
            named.update(key.fields)
        for field in self.fields:
            named.update(name for name in (field.unit_field, field.reason_field) if name)
        if named - known:
            raise ValueError(f"table {self.name} has no field {', '.join(sorted(named - known))}")
        return self

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Column names in published order: the CSV header."""
        return tuple(field.name for field in self.fields)

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """Fields by column name."""
        return {field.name: field for field in self.fields}

    @cached_property
    def row_key(self) -> tuple[str, ...]:
        """The primary key's columns after `edition_id`, of which a row id is made."""
        return tuple(name for name in self.primary_key if name not in EDITION_KEY)
