"""A figure left out of a statistics table that is filled otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from expectations.claims import Claim
from expectations.domain.budget_totals import TOTALS_TABLE
from expectations.domain.grids import is_total, line_kind
from expectations.edition import Edition, Row, at, grouped, plain, squeezed

# A table with more empty cells than this share leaves them empty by rule (not surveyed, no such place).
_FEW = 0.1
# Amounts of single projects: years in which nothing is done stay empty.
PROJECTS_TABLE = "budget-projects"


def claims(edition: Edition) -> Iterator[Claim]:
    """A claim for each cell of the tables that are filled but for a few cells."""
    for table_id, rows in grouped(edition.rows("statistics"), "table_id").items():
        blank = [row for row in rows if row["value"] is None and row["missing_reason"] == "blank"]
        if table_id in (TOTALS_TABLE, PROJECTS_TABLE) or len(blank) > max(1, _FEW * len(rows)):
            continue
        for row in rows:
            proposal = _from_the_others(row, rows, edition.members) if row in blank else None
            yield Claim(
                check_id="statistics.left_out",
                place=at("statistics", row, "value"),
                holds=row not in blank,
                expected=proposal,
                params={"subject": f"{row['row_label']} {row['column_label']}"},
                proposal=proposal,
                confidence="medium" if proposal else None,
            )


def _from_the_others(row: Row, rows: list[Row], members: tuple[str, ...]) -> str | None:
    """What would make members and zone agree in the line of the cell, None where the line does not say."""
    for across, along in (("column_label", "row_label"), ("row_label", "column_label")):
        line = {squeezed(other[across]): other for other in rows if other[along] == row[along]}
        totals = [name for name in line if is_total(name)]
        if len(totals) != 1 or not set(members) <= set(line) or squeezed(row[across]) not in line:
            continue
        if line_kind(str(row[along]), {other["unit"] for other in line.values()}) != "amount":
            continue
        wanted = squeezed(row[across])
        known: dict[str, Decimal] = {
            name: line[name]["value"] for name in (*members, totals[0]) if name != wanted
        }
        if None in known.values() or wanted not in (*members, totals[0]):
            continue
        parts = sum((known[name] for name in members if name in known), Decimal(0))
        return plain(parts if wanted == totals[0] else known[totals[0]] - parts)
    return None
