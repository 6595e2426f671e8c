"""Set a random vision, read it back, and say which cells came back wrong without anybody being told."""

from __future__ import annotations

import random
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.layouts import load_profile
from extractors.readers import read_document
from extractors.records import Extraction, Finding, Record
from extractors.vision import interpret
from tests.typesetter.compare import Difference, compare
from tests.typesetter.draw import Truth, typeset
from tests.typesetter.made import random_vision
from tests.typesetter.model import Vision
from tests.typesetter.style import Style, random_style, wide_style

PROFILE = "teiju-measure-sheet"


@dataclass(frozen=True)
class RoundTrip:
    """One document: how it was set, what differs, and what of that nobody was told."""

    vision: Vision
    style: Style
    differences: tuple[Difference, ...]
    silent: tuple[Difference, ...]
    findings: tuple[Finding, ...]


def round_trip(seed: int, *, is_wide: bool = False) -> RoundTrip:
    """Set and read back the vision of a seed; `is_wide` also varies which rules are drawn."""
    rng = random.Random(seed)
    vision = random_vision(rng)
    style = wide_style(rng) if is_wide else random_style(rng)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vision.pdf"
        truth = typeset(vision, style, path)
        extraction = interpret(read_document(path, reader="pdfium", workers=0), load_profile(PROFILE))
    return judge(vision, style, truth, extraction)


def judge(vision: Vision, style: Style, truth: Truth, extraction: Extraction) -> RoundTrip:
    """Compare an extraction with what was set."""
    differences = compare(tables_of(extraction.records), truth.tables)
    silent = [d for d in differences if not is_reported(d, extraction.findings)]
    return RoundTrip(vision, style, tuple(differences), tuple(silent), extraction.findings)


def tables_of(records: Sequence[Record]) -> dict[str, list[Record]]:
    """Records by the table they belong to."""
    tables: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        tables[record.TABLE].append(record)
    return tables


def is_reported(difference: Difference, findings: Sequence[Finding]) -> bool:
    """Whether a finding points at the row that differs, or at the measure or agreement that it belongs to."""
    owner = next((str(part).split(":")[0] for part in difference.key), "")
    for finding in findings:
        row = (finding.row_id or "").split("/")[0].split(":")[0]
        if row == owner and row:
            return True
        if finding.table_name == difference.table and not finding.row_id:
            return True
    return False
