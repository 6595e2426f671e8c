"""The 2019 edition's tables for tests of the checks: the transcript's, with schedules as on the page."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from expectations.contract import TABLES, row_id
from expectations.domain import domain_claims
from expectations.edition import Edition
from expectations.failures import Failure
from expectations.grouping import one_failure_a_slip
from expectations.suites import edition_tables, structural_violations

RAW = Path(__file__).parent.parent / "raw"
SOURCE = RAW / "ichinoseki-hiraizumi" / "2019-03" / "transcript.txt"
Rows = list[dict[str, Any]]


@cache
def _read() -> dict[str, Rows]:
    from extractors.transcript import read_transcript
    from pipeline.registry import load_registry
    from pipeline.tabulate import tabulate

    zone = load_registry(RAW).by_id["ichinoseki-hiraizumi"]
    tables, _ = tabulate(read_transcript(SOURCE), zone, "2019-03", "transcript.txt")
    tables["findings"] = []
    # A transcript does not show where arrows run. On the page they span the years that have amounts.
    tables["schedules"] = [
        {
            **{k: row[k] for k in ("zone_id", "edition_id", "measure_id", "fiscal_year")},
            "activity": "事業の実施",
            "is_active": row["amount_yen"] is not None,
        }
        for row in tables["budgets"]
    ]
    return tables


def edition_2019() -> dict[str, Rows]:
    """A fresh copy of the genuine tables."""
    return deepcopy(_read())


def failures(tables: dict[str, Rows], previous: dict[str, Rows] | None = None) -> tuple[Failure, ...]:
    """What the checks find, structure included, without Great Expectations."""
    edition = Edition(tables)
    claims = domain_claims(edition, Edition(previous) if previous else None)
    broken = [c for table in edition_tables() for c in structural_violations(table, tables)]
    return one_failure_a_slip(edition, [*broken, *(c for c in claims if not c.holds)])


def id_of(table: str, row: dict[str, Any]) -> str:
    """The row's id by the contract."""
    return row_id(TABLES[table], row)


def pick(tables: dict[str, Rows], table: str, **wanted: Any) -> dict[str, Any]:
    """The one row with the wanted values; ids may be given by their local end (`m05`)."""

    def fits(value: Any, want: Any) -> bool:
        return bool(value == want) or (isinstance(want, str) and str(value).endswith(f":{want}"))

    found = [row for row in tables[table] if all(fits(row[k], v) for k, v in wanted.items())]
    assert len(found) == 1, (table, wanted, len(found))
    return found[0]
