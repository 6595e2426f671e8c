"""What the reading itself doubts: readings of one place that differ, and print that OCR hardly made out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.geometry import Box
from extractors.reading import DocumentReading, Line, ReaderAgreement
from extractors.vision.context import Context

# Tesseract's confidence of the least sure character. Measured on noisy 200 dpi scans: misread figures that
# all looks agree on lie below the first, misread kanji mostly below the second; sure print lies above.
MIN_FIGURE_CONFIDENCE = 0.85
MIN_TEXT_CONFIDENCE = 0.7

_NUMBER = re.compile(r"[0-9０-９][0-9０-９,.]*")
_FIGURE = re.compile(r"[0-9０-９]")
_FIGURE_TABLES = frozenset({"kpis", "budgets", "statistics"})
Owner = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Print:
    """A cell, or a line outside tables, as read."""

    box: Box
    text: str
    other_text: str | None
    agreement: ReaderAgreement
    lines: tuple[Line, ...]


def report_doubts(context: Context, reading: DocumentReading) -> None:
    """Findings for what was read in two ways or with little confidence, at the rows it feeds.

    A cell that feeds figures of several rows is told for each of them.
    """
    doubted = list(_doubted(reading))
    owners = _owners(context) if doubted else {}
    for found in doubted:
        for owner in _told(found, owners.get(found.box, [])):
            if found.agreement == "differ":
                _report_difference(context, found, owner)
            elif (confidence := doubtful_confidence(found.lines)) is not None:
                _report_low(context, found, owner, confidence)


def _told(found: _Print, owners: list[Owner]) -> Sequence[Owner | None]:
    """Every row whose figures the print feeds; of other rows the first."""
    first: list[Owner | None] = [*owners[:1]] or [None]
    if not _FIGURE.search(found.text):
        return first
    return [owner for owner in owners if owner[0] in _FIGURE_TABLES] or first


def _owners(context: Context) -> dict[Box, list[Owner]]:
    """Which (table, local row id, column) each box feeds, one for each row."""
    owners: dict[Box, dict[tuple[str, str], Owner]] = {}
    for record in context.records:
        row = record.local_id
        for column, pieces in record.sources.items():
            for piece in pieces:
                owners.setdefault(piece.box, {}).setdefault((record.TABLE, row), (record.TABLE, row, column))
    return {box: list(rows.values()) for box, rows in owners.items()}


def _doubted(reading: DocumentReading) -> Iterator[_Print]:
    """Prints that two looks read differently, or of which a confidence is known."""
    for page in reading.pages:
        for cell in (c for table in page.tables for c in table.cells):
            if cell.agreement == "differ" or any(line.confidence is not None for line in cell.lines):
                yield _Print(cell.box, cell.raw, cell.other_text, cell.agreement, cell.lines)
        for line in page.lines:
            if line.agreement == "differ" or line.confidence is not None:
                yield _Print(line.box, line.text, line.other_text, line.agreement, (line,))


def doubtful_confidence(lines: Sequence[Line]) -> float | None:
    """The least confidence of lines that OCR was not sure of; None where it was, or there was no OCR."""
    low = [
        line.confidence
        for line in lines
        if line.confidence is not None
        and line.confidence < (MIN_FIGURE_CONFIDENCE if _FIGURE.search(line.text) else MIN_TEXT_CONFIDENCE)
    ]
    return min(low, default=None)


def _report_difference(context: Context, found: _Print, owner: Owner | None) -> None:
    check_id = difference_check(found.lines, found.text, found.other_text or "")
    if check_id == "ocr.text_disagree" and owner is None:
        return  # words that feed no value: labels, captions, the contents page
    context.report(
        check_id,
        owner,
        observed=found.text,
        expected=found.other_text,
        box=found.box,
        other=found.other_text or "",
    )


def difference_check(lines: Sequence[Line], text: str, other: str) -> str:
    """Which difference it is: of two readers of a text layer, or of OCR's looks at figures or at words."""
    if not any(line.confidence is not None for line in lines):
        return "reader.disagree"
    is_figure = not set(_NUMBER.findall(other)) <= set(_NUMBER.findall(text))
    return "ocr.disagree" if is_figure else "ocr.text_disagree"


def _report_low(context: Context, found: _Print, owner: Owner | None, confidence: float) -> None:
    context.report(
        "ocr.low_confidence",
        owner,
        observed=found.text,
        box=found.box,
        confidence=f"{100 * confidence:.0f}",
    )
