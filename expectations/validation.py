"""Validate an edition's tables: structure by the contract, substance by the domain, continuity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from expectations.domain import domain_claims
from expectations.edition import Edition, Tables
from expectations.failures import Failure
from expectations.grouping import one_failure_a_slip
from expectations.suites import Runner, SuiteRun, edition_tables

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """The outcome: one failure a slip, how much was tested, and Great Expectations' own results.

    `n_checks` counts statements tested (claims of the domain and rows under a structural rule).
    """

    failures: tuple[Failure, ...]
    n_checks: int
    runs: tuple[SuiteRun, ...] = field(repr=False)

    def results(self) -> dict[str, Any]:
        """Great Expectations' result of each table as plain data (JSON types), by table name."""
        return {run.table_name: run.result.to_json_dict() for run in self.runs}

    def build_data_docs(self, folder: Path) -> Path:
        """Write Data Docs pages (HTML that needs no network) into `folder`; returns the index page."""
        from expectations.datadocs import write_data_docs

        return write_data_docs(self.runs, folder)


def validate(
    tables: Mapping[str, Sequence[Mapping[str, Any]] | pd.DataFrame], previous: Tables | None = None
) -> Validation:
    """Check one edition's tables (rows by contract table name; DataFrames are accepted for rows).

    `previous` are the tables of the zone's edition before this one, for the continuity checks. Extraction's
    own findings, where `tables` hold them, are taken as known: what they already report is not said again.
    """
    rows = {name: _plain_rows(table) for name, table in tables.items()}
    edition = Edition(rows)
    claims = domain_claims(edition, Edition(previous) if previous else None)
    runner = Runner()
    runs = tuple(
        runner.run(table, rows, [c for c in claims if c.place.table_name == table.name])
        for table in edition_tables()
    )
    broken = [c for run in runs for c in run.violations] + [c for c in claims if not c.holds]
    return Validation(
        failures=one_failure_a_slip(edition, broken),
        n_checks=len(claims) + _n_rows_tested(runs, rows),
        runs=runs,
    )


def _plain_rows(table: Sequence[Mapping[str, Any]] | pd.DataFrame) -> Sequence[Mapping[str, Any]]:
    if isinstance(table, Sequence):
        return table
    frame = table.astype(object)
    records = frame.where(frame.notna(), None).to_dict("records")
    return [{str(column): value for column, value in record.items()} for record in records]


def _n_rows_tested(runs: Sequence[SuiteRun], rows: Tables) -> int:
    return sum(run.n_rules * len(rows.get(run.table_name, ())) for run in runs)
