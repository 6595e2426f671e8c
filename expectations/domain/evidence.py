"""Every published value has its place on a page, and the characters of every page are accounted for."""

from __future__ import annotations

from collections.abc import Iterator

from expectations.claims import Claim
from expectations.edition import Edition, at

# The values that the contract promises to trace; ids, ordinals and what headings say are not print.
TRACED = {
    "measures": ("name", "content", "effect", "role_sharing", "note"),
    "kpis": ("indicator", "baseline_value", "target_value"),
    "budgets": ("amount_yen",),
    "statistics": ("value",),
    "agreements": ("content",),
    "projects": ("name",),
}
_PARTS = ("chars_in_tables", "chars_headings", "chars_prose", "chars_furniture", "chars_unclaimed")


def claims(edition: Edition) -> Iterator[Claim]:
    """All claims about provenance and coverage."""
    yield from _traced(edition)
    yield from _boxes(edition)
    yield from _coverage(edition)


def _traced(edition: Edition) -> Iterator[Claim]:
    known = {(r["table_name"], r["row_id"], r["column_name"]) for r in edition.rows("provenance")}
    for table, columns in TRACED.items():
        for row in edition.rows(table):
            for column in columns:
                place = at(table, row, column)
                if row[column] is not None:
                    yield Claim(check_id="provenance.missing", place=place, holds=tuple(place) in known)


def _boxes(edition: Edition) -> Iterator[Claim]:
    page_count = edition.facts.get("page_count") or 0
    for row in edition.rows("provenance"):
        yield Claim(
            check_id="provenance.bad_place",
            place=at("provenance", row, "page"),
            holds=row["page"] <= page_count and row["x0"] <= row["x1"] and row["top"] <= row["bottom"],
            observed=f"p.{row['page']} ({row['x0']}, {row['top']}, {row['x1']}, {row['bottom']})",
            expected=f"≤ p.{page_count}",
        )


def _coverage(edition: Edition) -> Iterator[Claim]:
    rows = edition.rows("coverage")
    for row in rows:
        parts = sum(row[part] for part in _PARTS)
        yield Claim(
            check_id="coverage.sum",
            place=at("coverage", row, "chars_total"),
            holds=row["chars_total"] == parts,
            observed=str(row["chars_total"]),
            expected=str(parts),
            params={"page": str(row["page"])},
        )
    if edition.facts.get("text_source") != "transcript" and edition.facts.get("page_count"):
        missing = set(range(1, edition.facts["page_count"] + 1)) - {row["page"] for row in rows}
        yield Claim(
            check_id="coverage.page_missing",
            place=edition.place._replace(column_name="page_count"),
            holds=not missing,
            observed="、".join(map(str, sorted(missing))),
        )
