"""What a check found wrong: a failure with the row, the evidence and, where it allows, the likely value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One slip, one failure.

    `row_id` is the full id by the contract's rule (the row's own id, or its key columns after `edition_id`
    joined by `/`); None where the whole edition is meant. `observed` and `expected` are printed in messages,
    `params` fill the rest of the catalogue's templates. `proposal` is the value that would make the evidence
    close, in the unit of the column, with `confidence`; None where the evidence names no value.
    `consequences` are the other statements that this slip broke, as `check_id: statement`.
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
    consequences: tuple[str, ...] = ()
