"""One-row slices of tables without outer verticals, cut off where a page begins or ends."""

from __future__ import annotations

from pathlib import Path

from tests.lattice_kit import Sheet, texts

LEFT, INNER, RIGHT = 60.0, 150.0, 530.0


def test_the_last_row_of_a_table_continued_without_its_upper_rule(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "slice.pdf")
    sheet.line(INNER, 60, INNER, 100)
    sheet.line(LEFT, 100, RIGHT, 100)
    sheet.text(LEFT + 4, 75, "役割分担")
    sheet.text(INNER + 4, 75, "両市町が費用を負担する。")
    page = sheet.read()
    (table,) = page.tables
    assert texts(table) == ["役割分担", "両市町が費用を負担する。"]
    assert table.open_edges == {"top", "left", "right"}


def test_the_first_row_of_a_table_whose_lower_rule_the_break_took(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "slice.pdf")
    sheet.line(LEFT, 740, RIGHT, 740)
    sheet.line(INNER, 740, INNER, 780)
    sheet.text(LEFT + 4, 752, "取組の内容")
    sheet.text(INNER + 4, 752, "圏域の医療を守る。")
    (table,) = sheet.read().tables
    assert texts(table) == ["取組の内容", "圏域の医療を守る。"]


def test_a_mark_on_a_rule_in_the_middle_of_a_page_is_no_row(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "axis.pdf")
    sheet.line(INNER, 400, INNER, 440)
    sheet.line(LEFT, 440, RIGHT, 440)
    sheet.text(LEFT + 4, 420, "文")
    assert not sheet.read().tables


def test_a_low_dashed_row_without_its_upper_rule(tmp_path: Path) -> None:
    """Four dashes are few, but those of three verticals end on one rule."""
    sheet = Sheet(tmp_path / "dashes.pdf")
    for x in (LEFT, INNER, RIGHT):
        for k in range(4):
            sheet.rect(x, 60 + 4 * k, x + 0.75, 62.25 + 4 * k, fill=(0.3, 0.3, 0.3), width=None)
    for k in range(118):
        sheet.rect(LEFT + 4 * k, 73.5, LEFT + 4 * k + 2.25, 74.25, fill=(0.3, 0.3, 0.3), width=None)
    sheet.text(INNER + 4, 62, "費用を負担する。")
    (table,) = sheet.read().tables
    assert texts(table) == ["", "費用を負担する。"]
