"""Where the print does not say whether a paragraph ends: told once for the document, as a hint."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.reading import Cell, DocumentReading
from extractors.text.wrapping import unclear_breaks
from extractors.vision.context import Context, text_limits

_LEAST_LINES = 3


def report_unclear_paragraphs(context: Context, reading: DocumentReading) -> None:
    """One finding with the number of lines in question and the place of the first."""
    places = list(_places(context, reading))
    if places:
        context.report(
            "text.unclear_paragraphs", observed=str(sum(n for _, n in places)), box=places[0][0].box
        )


def _places(context: Context, reading: DocumentReading) -> Iterator[tuple[Cell, int]]:
    for page in reading.pages:
        for cell in (c for table in page.tables for c in table.cells if len(c.lines) >= _LEAST_LINES):
            left_pt, right_pt = text_limits([cell])
            n = unclear_breaks(
                cell.lines, left_limit_pt=left_pt, right_limit_pt=right_pt, owners=context.members
            )
            if n:
                yield cell, n
