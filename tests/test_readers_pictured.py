"""Text and pictures in one place: what of the text is seen, and how much of a page is pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.readers.limits import Limits
from extractors.readers.session import DocumentSession
from extractors.reading import PageReading
from tests.readers_pdfs import shown, write

WHITE_LETTERS = "1 g"
# The middle row of three is black: a scan with a line of print on white paper.
LIGHT = "BI /W 1 /H 3 /BPC 8 /CS /G ID \xff\x00\xff EI"
DARK = "BI /W 1 /H 1 /BPC 8 /CS /G ID \x20 EI"
CLEAR = "BI /W 1 /H 1 /IM true /D [1 0] ID \x00 EI"  # a mask that paints nothing


def picture(data: str, x: float = 40, y: float = 60, width: float = 500, height: float = 700) -> str:
    return f"q {width} 0 0 {height} {x} {y} cm {data} Q\n"


def read(path: Path) -> PageReading:
    session = DocumentSession(path, "both", Limits())
    try:
        return session.read(1).reading
    finally:
        session.close()


def problems(page: PageReading) -> list[str]:
    return [check_id for check_id, _, _ in page.problems]


def test_text_under_the_picture_of_its_page_is_not_seen(tmp_path: Path) -> None:
    page = read(write(tmp_path / "a.pdf", shown("46,000", 100, 700) + picture(LIGHT)))
    assert (page.chars_total, page.chars_hidden) == (0, 6)
    assert problems(page) == ["reader.covered_text", "reader.image_only_page"]


@pytest.mark.parametrize("data", [LIGHT, DARK])
def test_text_on_a_picture_is_seen(tmp_path: Path, data: str) -> None:
    stamped = shown("46,000", 100, 700, before="1 0 0 rg")
    page = read(write(tmp_path / "a.pdf", picture(data) + stamped))
    assert (page.chars_total, problems(page)) == (6, [])


def test_text_under_a_picture_that_paints_nothing_there_is_seen(tmp_path: Path) -> None:
    page = read(write(tmp_path / "a.pdf", shown("46,000", 100, 700) + picture(CLEAR)))
    assert (page.chars_total, problems(page)) == (6, [])


def test_white_text_is_seen_on_a_dark_picture_only(tmp_path: Path) -> None:
    # Two of its nine letters stand over the scan's own print, most of them on its paper.
    over_print = "".join(shown("12", 100, 400, before=WHITE_LETTERS))
    white = shown("4,600,0", 100, 700, before=WHITE_LETTERS) + over_print
    on_paper = read(write(tmp_path / "a.pdf", picture(LIGHT) + white))
    assert (on_paper.chars_total, on_paper.chars_hidden) == (0, 9)
    on_dark = read(write(tmp_path / "b.pdf", picture(DARK) + white))
    assert (on_dark.chars_total, problems(on_dark)) == (9, [])


def test_a_page_turned_by_its_rotation_is_looked_at_in_its_own_way(tmp_path: Path) -> None:
    small = picture(LIGHT, 80, 690, 120, 40)
    text = shown("46,000", 100, 700) + shown("72.5", 400, 100)
    page = read(write(tmp_path / "a.pdf", text + small, Rotate=90))
    assert (page.chars_total, page.chars_hidden) == (4, 6)


def test_strips_of_a_scan_are_counted_together_and_layers_once(tmp_path: Path) -> None:
    strips = "".join(picture(LIGHT, 0, 21 * k, 595, 21) for k in range(40))
    stamp = shown("- 3 -", 280, 14)
    assert read(write(tmp_path / "a.pdf", strips + stamp)).image_share == pytest.approx(1.0, abs=0.02)
    layers = picture(LIGHT, 0, 0, 595, 421) * 3
    assert read(write(tmp_path / "b.pdf", layers)).image_share == pytest.approx(0.5, abs=0.02)
