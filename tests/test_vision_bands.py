"""Headings in a band or a box, with what is painted below them, are headings and running text."""

from __future__ import annotations

from pathlib import Path

from tests.drawn_measures import LEFT, RIGHT, Document, Page, Read

BAR = [LEFT, LEFT + 6, RIGHT]
SENTENCE = "圏域の住民が安心して暮らせるよう、連携して取り組む。"


def _banded(page: Page, title: str) -> None:
    """A bar, a heading beside it, a paragraph in a box that touches both."""
    page.cell(BAR[0], BAR[1], 20, tint=0.5)
    page.cell(BAR[1], BAR[2], 20, tint=0.9)
    page.text(BAR[1] + 4, page.y + 4, title, 12)
    page.y += 20
    page.row([LEFT, RIGHT], [SENTENCE], 20)
    page.y += 10


def _titles(read: Read) -> list[tuple[str, str, str]]:
    return [(s.label, s.title, s.text) for s in read.rows["outline"] if s.page > 2]


def test_a_banded_heading_with_the_paragraph_that_touches_it_is_a_section(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.turn()
    for title in ("1　生活機能の強化", "(1)　医療", "(2)　福祉"):
        _banded(document.page, title)
    document.turn()
    document.measure()
    read = document.read()
    assert _titles(read) == [
        ("1", "生活機能の強化", SENTENCE),
        ("(1)", "医療", SENTENCE),
        ("(2)", "福祉", SENTENCE),
    ]
    assert not {"layout.unknown_table", "layout.unlabelled_cell"} & set(read.checks)
    assert all(row.chars_prose >= 0 and row.chars_unclaimed == 0 for row in read.rows["coverage"])


def test_a_boxed_heading_at_a_pages_top_is_no_part_of_the_table_before(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.measure()
    page = document.turn()
    page.cell(LEFT, RIGHT, 24)
    page.text(LEFT + 4, page.y + 5, "1　生活機能の強化", 14)
    page.y += 40
    document.measure("広域観光推進事業")
    read = document.read()
    assert [(m.name, m.policy_area) for m in read.rows["measures"]][1:] == [
        ("広域観光推進事業", "生活機能の強化")
    ]
    assert len(read.rows["measures"]) == 2


def test_a_numbered_row_that_a_page_break_cut_off_stays_with_its_table(tmp_path: Path) -> None:
    """It is set like the table it carries on."""
    document = Document(tmp_path)
    document.measure()
    page = document.turn()
    page.row([LEFT, RIGHT], ["(1)　両市町の負担"], 20)
    read = document.read()
    assert "負担" not in "".join(s.title for s in read.rows["outline"])
