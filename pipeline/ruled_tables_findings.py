"""What a page of ruled tables gives to think about, as rows of findings.csv."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.geometry import Box
from extractors.reading import Line, PageReading, ReaderAgreement


@dataclass(frozen=True, slots=True)
class PageFinding:
    """What was observed and where; `other` is another reading, `confidence` OCR's in percent."""

    check_id: str
    observed: str
    box: Box | None = None
    other: str | None = None
    confidence: int | None = None


def page_findings(reading: PageReading) -> Iterator[PageFinding]:
    """What the reader reports of a page, what it left out, and what was read in two ways or with doubt."""
    for check_id, detail, box in reading.problems:
        yield PageFinding(check_id, detail, box)
    if reading.chars_hidden:
        yield PageFinding("ledger.hidden_text", str(reading.chars_hidden))
    for line in reading.unclaimed:
        yield PageFinding("ledger.unclaimed", line.text, line.box)
    for table in reading.tables:
        for cell in table.cells:
            yield from _doubts(cell.raw, cell.other_text, cell.agreement, cell.lines, cell.box)
    for line in reading.lines:
        yield from _doubts(line.text, line.other_text, line.agreement, (line,), line.box)


def _doubts(
    text: str, other: str | None, agreement: ReaderAgreement, lines: Sequence[Line], box: Box
) -> Iterator[PageFinding]:
    from extractors.vision.doubts import difference_check, doubtful_confidence

    if agreement == "differ":
        yield PageFinding(difference_check(lines, text, other or ""), text, box, other=other)
    elif (confidence := doubtful_confidence(lines)) is not None:
        yield PageFinding("ocr.low_confidence", text, box, confidence=round(100 * confidence))
