"""Two pages on one sheet: read as two pages, told where they stand on the sheet; single pages stay whole."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from extractors.geometry import Box
from extractors.layouts import load_profile
from extractors.readers import read_document
from extractors.reading import DocumentReading, Line, PageReading
from extractors.records import Measure, PageCoverage
from extractors.vision import interpret
from extractors.vision.imposed import split_imposed
from tests.typesetter.compare import only_paragraphs
from tests.typesetter.draw import typeset
from tests.typesetter.made import random_vision
from tests.typesetter.roundtrip import PROFILE, judge
from tests.typesetter.style import STYLE_2019

A3_PT = (1190.6, 841.9)


def impose(source: Path, target: Path, *, is_right_first: bool = False) -> int:
    """Lay the pages of a PDF two by two on sheets; returns the number of sheets."""
    with pikepdf.open(source) as pages, pikepdf.new() as sheets:
        for first in range(0, len(pages.pages), 2):
            sheet = sheets.add_blank_page(page_size=A3_PT)
            pair = list(pages.pages)[first : first + 2]
            for place, page in enumerate(pair):
                left = A3_PT[0] / 2 * (1 - place if is_right_first else place)
                area = pikepdf.Rectangle(left, 0, left + A3_PT[0] / 2, A3_PT[1])
                sheet.add_overlay(page, area)
        sheets.save(target)
        return len(sheets.pages)


@pytest.mark.parametrize("is_right_first", [False, True])
def test_a_vision_set_two_pages_on_a_sheet_reads_exactly(tmp_path: Path, is_right_first: bool) -> None:
    rng = random.Random(3)
    vision = random_vision(rng)
    truth = typeset(vision, STYLE_2019, tmp_path / "pages.pdf")
    n_sheets = impose(tmp_path / "pages.pdf", tmp_path / "sheets.pdf", is_right_first=is_right_first)
    reading = read_document(tmp_path / "sheets.pdf", reader="pdfium", workers=0)
    extraction = interpret(reading, load_profile(PROFILE))
    result = judge(vision, STYLE_2019, truth, extraction)
    of_pages = {"page", "page_first", "page_last"}
    different = [d for d in result.differences if d.column not in of_pages and not only_paragraphs(d)]
    assert different == []
    told = [f.observed for f in extraction.findings if f.check_id == "reader.imposed_pages"]
    assert told == [f"1–{n_sheets}"]
    accounts = [r for r in extraction.records if isinstance(r, PageCoverage)]
    assert [a.page for a in accounts] == list(range(1, n_sheets + 1))
    assert [a.chars_total for a in accounts] == [p.chars_total for p in reading.pages]
    measures = [r for r in extraction.records if isinstance(r, Measure)]
    boxes = [piece.box for r in measures for pieces in r.sources.values() for piece in pieces]
    printed = {line.box for page in reading.pages for line in page.lines}
    printed |= {cell.box for page in reading.pages for table in page.tables for cell in table.cells}
    near = {(b.page, round(b.x0), round(b.top)) for b in printed}
    assert boxes and all((b.page, round(b.x0), round(b.top)) in near for b in boxes)


def sheet_of(number: int, *words: tuple[str, float, float]) -> PageReading:
    """A wide sheet with words (text, left edge, top)."""
    lines = tuple(
        Line(text, Box(number, x, y, x + 10.0 * len(text), y + 10.0), 10.0, "F") for text, x, y in words
    )
    return PageReading(number, *A3_PT, 0, (), lines, (), (), sum(len(text) for text, *_ in words))


def document(*sheets: PageReading) -> DocumentReading:
    return DocumentReading("x.pdf", "", len(sheets), "pdfium", "text_layer", sheets)


BODY = [("左の本文である。", 60.0, 300.0), ("右の本文である。", 700.0, 300.0)]


def test_sheets_without_numbers_are_halved_where_nearly_all_are_empty_in_the_middle() -> None:
    sheets = [sheet_of(n, *BODY) for n in range(1, 5)]
    reading, imposition = split_imposed(document(*sheets))
    assert imposition is not None and len(reading.pages) == 8
    assert reading.pages[1].lines[0].box.x0 == pytest.approx(700.0 - A3_PT[0] / 2)


def test_pages_in_two_columns_have_their_number_between_them() -> None:
    sheets = [sheet_of(n, *BODY, (f"- {n} -", 575.0, 810.0)) for n in range(1, 5)]
    reading, imposition = split_imposed(document(*sheets))
    assert imposition is not None and len(reading.pages) == 8
    assert sum(page.chars_total for page in reading.pages) == sum(sheet.chars_total - 2 for sheet in sheets)


def test_wide_sheets_of_single_pages_stay_whole() -> None:
    numbered_once = [sheet_of(n, *BODY, (str(n), 1100.0, 810.0)) for n in range(1, 6)]
    under_headings = [sheet_of(n, *BODY, ("中央をまたぐ見出し" * 3, 460.0, 60.0)) for n in range(1, 6)]
    few = [sheet_of(n, *BODY) for n in range(1, 3)]
    square = [replace(sheet, width_pt=900.0) for sheet in numbered_once]
    for sheets in (numbered_once, under_headings, few, square):
        reading, imposition = split_imposed(document(*sheets))
        assert imposition is None and reading.pages == tuple(sheets)


def test_the_numbers_tell_which_half_is_read_first() -> None:
    def numbered(number: int, left: int, right: int) -> PageReading:
        return sheet_of(number, *BODY, (str(left), 290.0, 810.0), (str(right), 890.0, 810.0))

    reading, _ = split_imposed(document(*[numbered(n, 2 * n, 2 * n - 1) for n in (1, 2)]))
    printed = [int(line.text) for page in reading.pages for line in page.lines if line.text.isdigit()]
    assert all(a + 1 == b for a, b in pairwise(printed))
