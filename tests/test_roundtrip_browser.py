"""The 2019 vision set by a browser, in other rules and with rows broken over pages, reads exactly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extractors.layouts import load_profile
from extractors.readers import read_document
from extractors.vision import interpret
from tests.typesetter.browser import browser, print_vision
from tests.typesetter.compare import compare, only_paragraphs
from tests.typesetter.expected import expected_tables
from tests.typesetter.roundtrip import PROFILE, tables_of
from tests.typesetter.style import STYLE_2019, Columns
from tests.typesetter.vision2019 import vision_2019
from tests.typesetter.web import WebStyle

WIDE = Columns(label=0.18, year=0.36, baseline=0.5, target=0.7, partners=0.84)
SETTINGS = {
    "dotted, apart": (
        replace(STYLE_2019, columns=WIDE),
        WebStyle(border="1px dotted #000", is_collapsed=False),
    ),
    "double, landscape": (
        replace(STYLE_2019, year_style="wareki_heisei", fullwidth_digits=True),
        WebStyle(border="3px double #000", page="A4 landscape", arrow="svg_block"),
    ),
    "hairline, head repeated": (
        replace(STYLE_2019, padded_labels=True),
        WebStyle(border="0.5px solid #000", repeat_header=True, arrow="css", css="td { padding: 5pt 4pt }"),
    ),
}


@pytest.mark.skipif(browser() is None, reason="no Chromium is installed")
@pytest.mark.parametrize("name", SETTINGS)
def test_the_vision_set_by_a_browser_reads_exactly(name: str, tmp_path: Path) -> None:
    style, web = SETTINGS[name]
    path = tmp_path / "vision.pdf"
    print_vision(vision_2019(), style, web, path)
    extraction = interpret(read_document(path, reader="pdfium", workers=0), load_profile(PROFILE))
    differences = compare(tables_of(extraction.records), expected_tables(vision_2019()))
    assert [d for d in differences if not only_paragraphs(d)] == []
