"""The character account: each visible character is table, heading, prose, furniture or unclaimed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from extractors.reading import DocumentReading, Line
from extractors.records import PageCoverage
from extractors.text.years import unknown_era
from extractors.vision.context import Context


def _visible(lines: Iterable[Line]) -> Counter[int]:
    counts: Counter[int] = Counter()
    for line in lines:
        counts[line.box.page] += sum(not c.isspace() for c in line.text)
    return counts


def add_coverage(
    context: Context, reading: DocumentReading, headings: list[Line], furniture: list[Line]
) -> None:
    """Add one coverage row a page, and a finding for each run of unclaimed characters."""
    heads, edges = _visible(headings), _visible(furniture)
    for page in reading.pages:
        outside = _visible(page.lines)[page.number]
        unclaimed = _visible(page.unclaimed)[page.number]
        prose = outside - heads[page.number] - edges[page.number]
        context.records.append(
            PageCoverage(
                page=page.number,
                chars_total=page.chars_total,
                chars_in_tables=page.chars_total - outside - unclaimed,
                chars_headings=heads[page.number],
                chars_prose=prose,
                chars_furniture=edges[page.number],
                chars_unclaimed=unclaimed,
            )
        )
        for line in page.unclaimed:
            context.report(
                "ledger.unclaimed",
                ("coverage", str(page.number), "chars_unclaimed"),
                observed=line.text,
                box=line.box,
            )
        for check_id, detail, box in page.problems:
            context.report(check_id, ("coverage", str(page.number), "chars_total"), observed=detail, box=box)


def audit_cells(context: Context, reading: DocumentReading) -> None:
    """Every filled cell of a table must have become a value or a known label; the rest is a finding."""
    for page in reading.pages:
        for table in page.tables:
            for cell in table.cells:
                if cell.raw.strip() and cell.box not in context.claimed and len(table.cells) > 1:
                    is_year = unknown_era(cell.raw) is not None
                    context.report(
                        "value.unknown_era" if is_year else "layout.unlabelled_cell",
                        ("coverage", str(page.number), "chars_in_tables"),
                        observed=cell.raw.replace("\n", "")[:80],
                        box=cell.box,
                        label="",
                    )
