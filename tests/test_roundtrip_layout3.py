"""The third layout: a wide list of measures whose amounts stand in an annex, read with a profile alone."""

from __future__ import annotations

from pathlib import Path

from extractors.layouts import load_profile
from extractors.readers import read_document
from extractors.vision import interpret
from tests.typesetter import layout3
from tests.typesetter.compare import compare, only_paragraphs
from tests.typesetter.expected import expected_facts
from tests.typesetter.layout3 import vision_3
from tests.typesetter.roundtrip import tables_of


def test_every_cell_equals_the_page(tmp_path: Path) -> None:
    truth = layout3.write(tmp_path)
    document = read_document(layout3.FOLDER / "vision.pdf", reader="pdfium", workers=0)
    extraction = interpret(document, load_profile("wide-list-with-annex"))
    differences = compare(tables_of(extraction.records), truth.tables)
    assert [d for d in differences if not only_paragraphs(d)] == []
    facts = expected_facts(vision_3())
    assert {name: getattr(extraction.facts, name) for name in facts} == facts
