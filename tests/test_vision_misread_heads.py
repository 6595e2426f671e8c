"""Heads that OCR misread: a running head is no text of its page, a name printed again no new measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.layouts import load_profile
from extractors.readers import read_document
from extractors.reading import Box, Cell, DocumentReading, Line, PageReading
from extractors.vision import interpret
from extractors.vision.flow import build_flow
from tests.drawn_measures import Document

HEAD = "一関・平泉定住自立圏共生ビジョン"
DOUBLED = "一関・平泉定住自立圏共生ビピジョン"


def document(heads: Sequence[str], *, confidence: float | None) -> DocumentReading:
    """A page for each head, with one line of text below it."""
    pages = []
    for number, head in enumerate(heads, 1):
        printed = ((head, 40.0), (f"本文{number}", 400.0))
        lines = tuple(
            Line(text, Box(number, 60, top, 300, top + 10), 10.0, "明朝", False, confidence)
            for text, top in printed
        )
        pages.append(PageReading(number, 595.0, 842.0, 0, (), lines, (), (), 30))
    return DocumentReading("scan.pdf", "0" * 64, len(pages), "pdfium", "ocr", tuple(pages))


@pytest.mark.parametrize(
    ("head", "confidence", "is_furniture"),
    [(HEAD, 0.9, True), (DOUBLED, 0.9, True), (DOUBLED, None, False), ("第2章　圏域の将来像", 0.9, False)],
    ids=["the same", "misread", "the same words in a text layer", "another head"],
)
def test_a_head_misread_is_furniture(head: str, confidence: float | None, is_furniture: bool) -> None:
    flow = build_flow(document([HEAD, HEAD, head, HEAD], confidence=confidence))
    assert (head in {line.text for line in flow.furniture if line.box.page == 3}) is is_furniture
    assert "本文3" not in {line.text for line in flow.furniture}


@pytest.mark.parametrize(("confidence", "n_measures"), [(0.9, 1), (None, 2)], ids=["scan", "text layer"])
def test_a_name_printed_again_and_misread_goes_on_with_its_measure(
    tmp_path: Path, confidence: float | None, n_measures: int
) -> None:
    """医療 read as 医廉 in the head that the next page repeats."""
    printed = Document(tmp_path)
    printed.head("救急医療体制確保事業")
    printed.content()
    printed.turn()
    printed.head("救急医廉体制確保事業")
    printed.kpi()
    printed.rest()
    printed.canvas.save()
    reading = _trusted(read_document(printed.path, reader="pdfium", workers=0), confidence)
    found = interpret(reading, load_profile("teiju-measure-sheet"))
    assert [r.TABLE for r in found.records].count("measures") == n_measures


def _trusted(reading: DocumentReading, confidence: float | None) -> DocumentReading:
    """The same document as OCR would give it, with one confidence for all lines of its cells."""
    pages = []
    for page in reading.pages:
        tables = tuple(replace(t, cells=tuple(_of(c, confidence) for c in t.cells)) for t in page.tables)
        pages.append(replace(page, tables=tables))
    return replace(reading, pages=tuple(pages))


def _of(cell: Cell, confidence: float | None) -> Cell:
    return replace(cell, lines=tuple(replace(line, confidence=confidence) for line in cell.lines))
