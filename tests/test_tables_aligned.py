"""Tables without verticals, and rows that no rule parts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extractors.tables.export import grid_rows
from tests.lattice_kit import Sheet

LEFT, RIGHT = 60.0, 530.0
YEARS = (240.0, 300.0, 360.0, 420.0, 480.0)


def rule(sheet: Sheet, y: float, start: float = LEFT) -> None:
    sheet.line(start, y, RIGHT, y)


def population(sheet: Sheet, top: float) -> None:
    """A head of years in the middle of their columns, figures at the right of them, one cell blank."""
    sheet.text(LEFT + 10, top + 4, "区分")
    for x, year in zip(YEARS, range(2019, 2024), strict=True):
        sheet.text(x + 14, top + 4, str(year))
    rows = [("一関市", ["11,200", "11,100", "", "10,900", "10,800"]), ("平泉町", ["720"] * 5)]
    for i, (name, values) in enumerate(rows):
        sheet.text(LEFT + 10, top + 24 + 18 * i, name)
        for x, value in zip(YEARS, values, strict=True):
            sheet.text(x + 46 - 5 * len(value), top + 24 + 18 * i, value)


POPULATION = [
    ["区分", "2019", "2020", "2021", "2022", "2023"],
    ["一関市", "11,200", "11,100", "", "10,900", "10,800"],
    ["平泉町", "720", "720", "720", "720", "720"],
]


def booktabs(sheet: Sheet) -> None:
    for y in (100, 120, 156):
        rule(sheet, y)


def ruled_rows(sheet: Sheet) -> None:
    for y in (100, 120, 138, 156):
        rule(sheet, y)


def framed(sheet: Sheet) -> None:
    sheet.rect(LEFT, 100, RIGHT, 156)


def ruled_columns(sheet: Sheet) -> None:
    booktabs(sheet)
    for x in (LEFT, *YEARS, RIGHT):
        sheet.line(x, 100, x, 156)


@pytest.mark.parametrize("rules", [booktabs, ruled_rows, framed])
def test_columns_of_figures_without_verticals(tmp_path: Path, rules: Callable[[Sheet], None]) -> None:
    sheet = Sheet(tmp_path / "figures.pdf")
    rules(sheet)
    population(sheet, 100)
    (table,) = sheet.read().tables
    assert grid_rows(table) == POPULATION
    assert "columns" in table.open_edges


def test_rows_of_figures_under_ruled_columns(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "columns.pdf")
    ruled_columns(sheet)
    population(sheet, 100)
    sheet.text(YEARS[2] + 36, 124, "―")
    (table,) = sheet.read().tables
    assert [row[3] for row in grid_rows(table)] == ["2021", "―", "720"]


def test_a_sheet_of_labels_and_contents_with_a_label_over_two_rows(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "sheet.pdf")
    for y in (100, 120, 152, 192):
        rule(sheet, y)
    rule(sheet, 172, start=140)
    for y, label in ((105, "施策名"), (130, "取組内容"), (177, "指標")):
        sheet.text(LEFT + 8, y, label)
    sheet.text(146, 105, "救急医療体制確保事業")
    sheet.text(456, 105, "関係市町")
    sheet.text(146, 124, "休日及び夜間の救急医療を確保し、安心を高める。")
    sheet.text(146, 138, "圏域の医療を守る。")
    sheet.text(460, 131, "平泉町")
    for y, words in ((157, ("指標名", "現状値", "目標値")), (177, ("参加者数", "10人", "20人"))):
        for x, word in zip((180, 300, 430), words, strict=True):
            sheet.text(x, y, word)
    (table,) = sheet.read().tables
    spanning = next(c for c in table.cells if c.raw == "指標")
    assert (spanning.row, spanning.row_span) == (2, 2)
    content = next(c for c in table.cells if c.raw.startswith("休日"))
    assert content.raw.endswith("医療を守る。")
    rows = [[t for t in dict.fromkeys(row) if t] for row in grid_rows(table)]
    assert rows[0] == ["施策名", "救急医療体制確保事業", "関係市町"]
    assert rows[2] == ["指標", "指標名", "現状値", "目標値"]
    assert rows[3] == ["指標", "参加者数", "10人", "20人"]


def test_running_text_between_two_rules_is_no_table(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "prose.pdf")
    rule(sheet, 60)
    rule(sheet, 780)
    for k in range(12):
        sheet.text(LEFT, 100 + 18 * k, "圏域の住民が安心して暮らせるように医療と福祉の体制を整える。")
    sheet.text(LEFT, 70, "1　医療")
    sheet.text(280, 765, "- 3 -")
    page = sheet.read()
    assert not page.tables
    assert not page.problems


def test_a_caption_between_two_tables_parts_them(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "two.pdf")
    for y in (100, 118, 136, 186, 204, 222):
        rule(sheet, y)
    for top in (100, 186):
        for i, (name, value) in enumerate((("面積", "1,256"), ("人口", "122,148"))):
            sheet.text(LEFT + 8, top + 4 + 18 * i, name)
            sheet.text(300, top + 4 + 18 * i, value)
    sheet.text(LEFT, 160, "【平泉町】")
    sheet.text(460, 160, "(単位：人)")
    page = sheet.read()
    assert [grid_rows(table) for table in page.tables] == [[["面積", "1,256"], ["人口", "122,148"]]] * 2
    assert [line.text for line in page.lines] == ["【平泉町】", "(単位：人)"]


def test_a_gap_that_may_part_columns_is_told(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "doubt.pdf")
    for y in (100, 120, 140):
        rule(sheet, y)
    for y, label, words in ((105, "効果", "安心が高まる。"), (125, "備考", "毎年度")):
        sheet.text(LEFT + 8, y, label)
        sheet.text(160, y, words)
    sheet.text(202, 125, "見直す")  # 1.2 em further on
    checks = [check for check, _, _ in sheet.read().problems]
    assert checks == ["table.ambiguous_alignment"]
