"""What a check found wrong: a failure with the row, the evidence and, where it allows, the likely value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Confidence = Literal["high", "medium", "low"]


class Place(NamedTuple):
    """A row of a curated table, and the column meant in it (None: the row as a whole)."""

    table_name: str
    row_id: str
    column_name: str | None = None


class Consequence(NamedTuple):
    """Another statement that a slip broke: its check, what was found, and the values it is about."""

    check_id: str
    statement_ja: str
    statement_en: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One slip, one failure.

    `row_id` is the full id by the contract's rule (the row's own id, or its key columns after `edition_id`
    joined by `/`); None where the whole edition is meant. `observed` and `expected` are printed in messages,
    `params` fill the rest of the catalogue's templates. `proposal` is the value that would make the evidence
    close, in the unit of the column, with `confidence`; None where the evidence names no value.
    `touches` are the other values of the statement that is reported, `consequences` the other statements
    that this slip broke.
    """

    check_id: str
    table_name: str | None = None
    row_id: str | None = None
    column_name: str | None = None
    observed: str | None = None
    expected: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    proposal: str | None = None
    confidence: Confidence | None = None
    touches: tuple[Place, ...] = ()
    consequences: tuple[Consequence, ...] = ()
