"""What the parts of the transcript reader hand to each other: records and findings as they grow."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from extractors.layouts.profile import Profile
from extractors.records import Finding, Member, Piece, Record
from extractors.text.oddities import Figure, check_ids, proposed_print
from extractors.transcript.blocks import Cell


@dataclass(slots=True)
class Collected:
    """The layout's labels, and the records and findings read so far, in printed order."""

    profile: Profile
    records: list[Record] = dataclasses.field(default_factory=list)
    findings: list[Finding] = dataclasses.field(default_factory=list)

    @property
    def members(self) -> tuple[str, ...]:
        """The zone's municipalities, once they have been read."""
        return tuple(record.municipality for record in self.records if isinstance(record, Member))

    def report(
        self,
        check_id: str,
        cell: Cell,
        *,
        table: str,
        row_id: str | None = None,
        column: str | None = None,
        expected: str | None = None,
    ) -> None:
        """Add a finding about `cell`; what it holds is the observed value."""
        self.findings.append(
            Finding(
                check_id=check_id,
                table_name=table,
                row_id=row_id,
                column_name=column,
                observed=cell.reading,
                expected=expected,
                box=cell.box,
            )
        )

    def report_figure(self, figure: Figure, cell: Cell, place: tuple[str, str, str]) -> None:
        """Add a finding for each oddity of a parsed figure. `place` is (table, row id, column)."""
        table, row_id, column = place
        expected = proposed_print(figure)
        for check_id in check_ids(figure):
            self.report(check_id, cell, table=table, row_id=row_id, column=column, expected=expected)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the outline a table stands: the section's id and its headings' words with their sources."""

    section_id: str | None = None
    policy_area: str | None = None
    field: str | None = None
    item: str | None = None
    sources: dict[str, tuple[Piece, ...]] = dataclasses.field(default_factory=dict)
