"""Progress: pages are counted where they are read, and told once a stage where nobody can watch a bar."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.readers import read_document
from extractors.readers.watch import pages_watched, tell_pages
from pipeline.cli.progress import shown_progress
from pipeline.progress import tell

LAYOUT2 = Path(__file__).parent / "data/layout2/vision.pdf"


def test_each_page_read_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    with pages_watched(lambda *page: told.append(page)):
        read_document(LAYOUT2, reader="pdfium", pages=[1, 2, 3], workers=1)
    assert told == [("pdfium", n, 3) for n in (1, 2, 3)]


def test_without_a_terminal_a_stage_and_long_work_on_pages_are_one_line_each(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with shown_progress():
        tell("aoba", "2020-03", "read")
        for n_done in range(1, 41):
            tell_pages("both", n_done, 40)
        for n_done in range(1, 41):
            tell_pages("ocr", n_done, 40)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert "reading the pages" in lines[0]
    assert "40 頁" in lines[1] and "文字認識" in lines[1]
