"""Open sides, neighbours, nests, and strokes that are no table."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lattice_kit import Sheet, spans, texts

XS = (60.0, 140.0, 260.0, 400.0)
YS = (100.0, 130.0, 170.0, 200.0)


def put(sheet: Sheet, xs: tuple[float, ...] = XS, ys: tuple[float, ...] = YS) -> list[str]:
    words = [f"行{r}列{c}" for r in range(len(ys) - 1) for c in range(len(xs) - 1)]
    for k, word in enumerate(words):
        r, c = divmod(k, len(xs) - 1)
        sheet.text(xs[c] + 3, ys[r] + 8, word, 9)
    return words


@pytest.mark.parametrize(
    "sides", [("left", "right"), ("left",), ("right",), ("top",), ("bottom",), ("top", "bottom")]
)
def test_side_without_rule_keeps_its_cells(tmp_path: Path, sides: tuple[str, ...]) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid(XS, YS, skip=sides)
    words = put(sheet)
    (table,) = sheet.read().tables
    assert texts(table) == words
    assert table.open_edges == frozenset(sides)


def test_full_width_rows_of_a_table_without_outer_verticals(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid(XS, YS, [(0, 0, 0, 2)], skip=("left", "right"))
    sheet.text(70, 108, "全幅の見出し")
    (table,) = sheet.read().tables
    assert spans(table)[0] == (0, 0, 1, 3)
    assert table.cells[0].raw == "全幅の見出し"
    assert table.n_rows == 3


def test_piece_of_a_row_without_any_horizontal_rule(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    for x in XS:
        sheet.line(x, 60, x, 780)
    sheet.text(150, 300, "前のページから続く")
    (table,) = sheet.read().tables
    assert texts(table) == ["", "前のページから続く", ""]
    assert table.open_edges == {"top", "bottom"}


def test_tables_side_by_side_and_above_each_other(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid((60, 120, 200), (100, 130, 160))
    sheet.grid((220, 300, 400), (100, 120, 140, 160))
    sheet.grid((60, 120, 200), (172, 190, 210))
    tables = sheet.read().tables
    assert [(t.n_rows, t.n_columns, t.index) for t in tables] == [(2, 2, 0), (3, 2, 1), (2, 2, 2)]
    assert all(t.parent is None for t in tables)


def test_nested_table_belongs_to_its_cell(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid((60, 140, 500), (100, 130, 300))
    sheet.grid((160, 240, 320, 480), (150, 180, 210))
    sheet.text(150, 134, "内訳")
    sheet.text(164, 158, "国費")
    outer, inner = sheet.read().tables
    assert (outer.parent, inner.parent) == (None, outer.index)
    assert texts(outer) == ["", "", "", "内訳"]
    assert texts(inner)[0] == "国費"


def test_single_box_is_a_table_of_one_cell(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.rect(60, 100, 500, 160)
    sheet.text(70, 110, "圏域の将来像")
    (table,) = sheet.read().tables
    assert texts(table) == ["圏域の将来像"]


def test_box_broken_over_the_page_end(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    for x in (60, 500):
        sheet.line(x, 740, x, 800)
    sheet.line(60, 740, 500, 740)
    sheet.text(70, 750, "次のページへ続く")
    (table,) = sheet.read().tables
    assert texts(table) == ["次のページへ続く"]
    assert table.open_edges == {"bottom"}


def test_frames_underlines_and_brackets_are_no_tables(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.rect(20, 20, 575, 822)
    sheet.line(60, 100, 300, 100)
    sheet.line(60, 102, 300, 102)
    for x in (100, 200, 300):
        sheet.line(x, 400, x, 430)
    sheet.line(100, 400, 300, 400)
    sheet.line(60, 300, 60, 340)
    sheet.line(60, 340, 120, 340)
    sheet.text(60, 80, "下線のある見出し")
    reading = sheet.read()
    assert not reading.tables
    assert [line.text for line in reading.lines] == ["下線のある見出し"]


def test_underline_and_stray_stroke_do_not_split_cells(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid(XS, YS)
    words = put(sheet)
    sheet.line(144, 150, 200, 150)
    sheet.line(300, 110, 300, 122)
    reading = sheet.read()
    assert texts(reading.tables[0]) == words
    assert [d.kind for d in reading.drawings] == ["line", "line"]


def test_corner_cell_with_a_diagonal(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid(XS, YS)
    sheet.line(60, 100, 140, 130)
    sheet.text(110, 101, "年", 9)
    sheet.text(64, 117, "市町", 9)
    reading = sheet.read()
    assert spans(reading.tables[0])[:3] == [(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1)]
    assert texts(reading.tables[0])[0] == "年\n市町"
    assert [d.kind for d in reading.drawings] == ["line"]


def test_tables_that_nearly_touch_stay_two(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid(XS, YS)
    sheet.grid(XS, (203.8, 220, 240))
    assert [(t.n_rows, t.n_columns) for t in sheet.read().tables] == [(3, 3), (2, 3)]


def test_underline_that_ends_on_other_rows_columns_splits_nothing(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid(XS, YS, [(1, 0, 1, 2)])
    sheet.line(140, 150, 260, 150)
    table = sheet.read().tables[0]
    assert spans(table) == [(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 0, 1, 3)] + [
        (2, c, 1, 1) for c in range(3)
    ]


@pytest.mark.parametrize("tinted", [True, False])
def test_spanning_label_cut_by_the_page_end_without_its_rule(tmp_path: Path, tinted: bool) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    if tinted:
        sheet.rect(60, 770, 140, 800, fill=(0.85, 0.85, 0.85), width=None)
    sheet.grid(XS, (740, 770, 786), skip=("bottom",))
    sheet.line(140, 786, 400, 786)
    sheet.canvas.setFillColorRGB(0, 0, 0)
    for k, text in enumerate(("重要業績", "評価指標")):
        sheet.text(80, 774 + 12 * k, text)
    sheet.text(150, 773, "指標")
    sheet.text(280, 815, "- 9 -")
    reading = sheet.read()
    (table,) = reading.tables
    assert texts(table)[3:5] == ["重要業績\n評価指標", "指標"]
    assert table.open_edges == {"bottom"}
    assert [line.text for line in reading.lines] == ["- 9 -"]


def test_note_under_a_table_stays_outside(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid(XS, (740, 760, 780))
    sheet.text(64, 765, "区分", 10)
    sheet.text(62, 782, "※見込額", 8)
    reading = sheet.read()
    assert [line.text for line in reading.lines] == ["※見込額"]
    assert not reading.tables[0].open_edges


def test_heading_close_under_a_closed_table_stays_outside(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid(XS, (740, 760, 776))
    sheet.text(64, 764, "平泉町の役割")
    sheet.text(62, 778, "【具体的な取組】")
    reading = sheet.read()
    assert [line.text for line in reading.lines] == ["【具体的な取組】"]
