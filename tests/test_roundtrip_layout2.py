"""The second layout: its document reads exactly with a profile alone, no code of its own."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.layouts import load_profile
from extractors.layouts.profile import FOLDER
from extractors.readers import read_document
from extractors.records import Extraction, Statistic
from extractors.vision import interpret
from tests.typesetter import layout2
from tests.typesetter.compare import compare
from tests.typesetter.draw import typeset
from tests.typesetter.expected import expected_facts
from tests.typesetter.roundtrip import tables_of
from tests.typesetter.vision2 import vision_2

PROFILE = "landscape-funding-sheet"


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    document = read_document(layout2.FOLDER / "vision.pdf", reader="pdfium", workers=0)
    return interpret(document, load_profile(PROFILE))


def test_the_profile_is_an_afternoons_work() -> None:
    lines = (FOLDER / f"{PROFILE}.toml").read_text("utf-8").splitlines()
    assert len([line for line in lines if line.strip()]) <= 60


def test_every_cell_equals_the_page(extraction: Extraction, tmp_path: Path) -> None:
    truth = typeset(vision_2(), layout2.STYLE, tmp_path / "vision.pdf", layout2.compose)
    assert compare(tables_of(extraction.records), truth.tables) == []
    facts = expected_facts(vision_2())
    assert {name: getattr(extraction.facts, name) for name in facts} == facts


def test_printed_totals_are_kept_apart_from_the_amounts(extraction: Extraction) -> None:
    rows = [r for r in extraction.records if isinstance(r, Statistic) and r.table_id == "budget-totals"]
    printed = [Decimal(text.replace(",", "")) for text in layout2.budget_totals(vision_2())]
    assert Counter(row.value for row in rows) == Counter(printed)
    assert {row.unit for row in rows} == {"百万円"}
