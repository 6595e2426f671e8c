"""Evidence beyond the text layer: the pages as drawn, and the language of the prose."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

from extractors.records import Extraction

# How the drawn digits are compared with the stored ones: not, by their shapes, by shapes and Tesseract.
VisualMode = Literal["off", "shapes", "tesseract"]

NO_TESSERACT_JA = (
    "Tesseract（日本語データ付き）が無いため、紙面の数字は字の形だけで照合します。"
    "入れるには: apt-get install tesseract-ocr tesseract-ocr-jpn"
)
NO_TESSERACT_EN = (
    "Tesseract with Japanese data is not installed: drawn digits are compared by shape only. "
    "To install: apt-get install tesseract-ocr tesseract-ocr-jpn"
)


def visual_mode(is_wanted: bool) -> VisualMode:
    """How this machine can compare what is drawn with what is stored."""
    if not is_wanted:
        return "off"
    from extractors.visual import has_tesseract

    return "tesseract" if has_tesseract() else "shapes"


def with_evidence(path: Path, extraction: Extraction, visual: VisualMode) -> Extraction:
    """The extraction with the findings of its drawn pages (a PDF with a text layer) and of its language."""
    from extractors.language import language_hints

    found = list(extraction.findings)
    if visual != "off" and extraction.facts.text_source == "text_layer":
        from extractors.visual import compare_drawn

        found += compare_drawn(path, extraction, use_tesseract=visual == "tesseract")
    found += language_hints(extraction.records)
    return replace(extraction, findings=tuple(found))
