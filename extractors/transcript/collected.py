"""What the parts of the transcript reader hand to each other: records and findings as they grow."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from extractors.layouts.profile import Profile
from extractors.records import Finding, Piece, Record
from extractors.transcript.blocks import Cell


@dataclass(slots=True)
class Collected:
    """The layout's labels, and the records and findings read so far, in printed order."""

    profile: Profile
    records: list[Record] = dataclasses.field(default_factory=list)
    findings: list[Finding] = dataclasses.field(default_factory=list)

    def report(
        self,
        check_id: str,
        cell: Cell,
        *,
        table: str | None = None,
        row_id: str | None = None,
        column: str | None = None,
        **params: str,
    ) -> None:
        """Add a finding about `cell`; what it holds is the observed value."""
        self.findings.append(
            Finding(
                check_id=check_id,
                table_name=table,
                row_id=row_id,
                column_name=column,
                observed=cell.reading,
                box=cell.box,
                params=params,
            )
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the outline a table stands: the section's id and its headings' words with their sources."""

    section_id: str | None = None
    policy_area: str | None = None
    field: str | None = None
    item: str | None = None
    sources: dict[str, tuple[Piece, ...]] = dataclasses.field(default_factory=dict)
