"""The overview of measures (施策の体系) against the headings it repeats."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractors.layouts import load_profile
from extractors.readers import read_document
from extractors.records import Finding
from extractors.vision import interpret
from tests.typesetter.draw import typeset
from tests.typesetter.model import SystemTable, Vision
from tests.typesetter.roundtrip import PROFILE
from tests.typesetter.style import STYLE_2019
from tests.typesetter.vision2019 import vision_2019


def with_overview(printed: str, instead: str) -> Vision:
    """The 2019 vision with two measures, and an overview that words one of its cells otherwise."""
    vision = vision_2019().with_measures({n: () for n in range(2, 31)})
    sections = tuple(
        replace(section, body=tuple(_reworded(item, printed, instead) for item in section.body))
        for section in vision.sections
    )
    return replace(vision, sections=sections)


def _reworded(item: Any, printed: str, instead: str) -> Any:
    if not isinstance(item, SystemTable):
        return item
    rows: Any = tuple(tuple(text.replace(printed, instead) for text in row) for row in item.rows)
    return replace(item, rows=rows)


def told(vision: Vision, path: Path) -> list[Finding]:
    typeset(vision, STYLE_2019, path)
    extraction = interpret(read_document(path, reader="pdfium", workers=0), load_profile(PROFILE))
    return [finding for finding in extraction.findings if finding.check_id == "toc.system_differs"]


@pytest.mark.parametrize(
    ("printed", "instead"),
    [("医療従事者の確保対策", "医療従業者の確保対策"), ("協働のまちづくり", "共働のまちづくり")],
)
def test_a_heading_worded_otherwise_is_told(printed: str, instead: str, tmp_path: Path) -> None:
    (finding,) = told(with_overview(printed, instead), tmp_path / "v.pdf")
    assert (finding.observed, finding.expected) == (instead, printed)
    assert finding.box and finding.row_id


def test_shortened_headings_are_no_difference(tmp_path: Path) -> None:
    assert told(with_overview("移住定住の促進", "移住定住"), tmp_path / "v.pdf") == []
