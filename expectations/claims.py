"""Claims: what a check states about one value, and whether the document bears it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from expectations.failures import Confidence, Consequence, Failure, Place

__all__ = ["Claim", "Place"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement of one check about one place; a claim that does not hold becomes a `Failure`."""

    check_id: str
    place: Place
    holds: bool
    observed: str | None = None
    expected: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    proposal: str | None = None
    confidence: Confidence | None = None
    touches: tuple[Place, ...] = ()
    consequences: tuple[Consequence, ...] = ()

    def failure(self) -> Failure:
        """The failure that reports this claim."""
        return Failure(
            check_id=self.check_id,
            table_name=self.place.table_name,
            row_id=self.place.row_id,
            column_name=self.place.column_name,
            observed=self.observed,
            expected=self.expected,
            params=self.params,
            proposal=self.proposal,
            confidence=self.confidence,
            touches=self.touches,
            consequences=self.consequences,
        )
