"""The parts of reading a picture, each on pictures drawn here; none needs Tesseract."""

from __future__ import annotations

import dataclasses
import re
from typing import Literal, cast

import cv2
import numpy as np
import pytest

from extractors.geometry import Box
from extractors.ocr import engine
from extractors.ocr.arrows import find_heads, head_objects
from extractors.ocr.engine import Engine, Symbol
from extractors.ocr.image import PageImage, Pixels, skew_degrees
from extractors.ocr.ink import Region, line_regions, pieces
from extractors.ocr.labels import nearest_label, with_labels_put_right
from extractors.ocr.lookalikes import settled
from extractors.ocr.marks import find_marks
from extractors.ocr.reading import LineReader, Piece
from extractors.ocr.rules import find_rules, rule_objects
from extractors.ocr.sizes import settled as settled_sizes
from extractors.ocr.typeset import ReadLine, char_columns, char_objects, is_plausible
from extractors.readers.errors import TesseractMissing
from extractors.reading import Cell, Line, PageReading, Table
from extractors.tables.ruling import read_ruling

SCALE = 300 / 72


def blank(width: int = 900, height: int = 700) -> Pixels:
    return np.zeros((height, width), np.uint8)


def as_page(ink: Pixels) -> PageImage:
    grey = np.asarray(255 - ink, dtype=np.uint8)
    return PageImage(grey, grey, ink, SCALE, 0.0)


def grid(ink: Pixels) -> Pixels:
    """Three rows and two columns; the first column of the second and third row is one cell."""
    cv2.rectangle(ink, (100, 100), (800, 580), 255, 2)
    cv2.line(ink, (100, 260), (800, 260), 255, 2)
    cv2.line(ink, (450, 420), (800, 420), 255, 2)
    cv2.line(ink, (450, 100), (450, 580), 255, 2)
    return ink


@pytest.mark.parametrize("degrees", [-1.3, 0.0, 0.7])
def test_skew_is_found(degrees: float) -> None:
    ink = grid(blank())
    matrix = cv2.getRotationMatrix2D((450, 350), -degrees, 1.0)
    turned = np.asarray(cv2.warpAffine(ink, matrix, (900, 700), flags=cv2.INTER_NEAREST), dtype=np.uint8)
    assert skew_degrees(turned) == pytest.approx(degrees, abs=0.05)


def test_rules_become_a_grid_and_leave_the_print() -> None:
    ink = grid(blank())
    cv2.putText(ink, "123", (500, 200), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 255, 3)
    print_px = int((ink[140:240, 480:640] > 0).sum())
    found = find_rules(as_page(ink))
    (table,) = read_ruling({"line": rule_objects(found.segments, SCALE)}, 1, 216.0, 168.0).grids
    assert len(table.spans) == 5
    assert int((found.ink[140:240, 480:640] > 0).sum()) == print_px
    assert (found.ink[90:110] == 0).all()


@pytest.mark.parametrize(("step", "length"), [(8, 3), (22, 14)])
def test_dotted_and_dashed_rules(step: int, length: int) -> None:
    ink = grid(blank())
    for x in range(456, 796, step):
        ink[499:502, x : min(x + length, 797)] = 255
    for x in range(170, 370, step):  # a leader that meets no rule
        ink[179:182, x : x + length] = 255
    found = find_rules(as_page(ink))
    (table,) = read_ruling({"line": rule_objects(found.segments, SCALE)}, 1, 216.0, 168.0).grids
    assert len(table.row_edges) == 5
    assert len(table.spans) == 6
    assert (found.ink[495:505, 460:790] == 0).all()
    assert (found.ink[175:185, 160:400] > 0).any()


def test_a_large_character_is_no_rule() -> None:
    ink = blank()
    cv2.rectangle(ink, (200, 200), (330, 330), 255, 8)  # 口 of 31 pt
    cv2.line(ink, (500, 260), (600, 260), 255, 8)  # 一
    assert find_rules(as_page(ink)).segments == ()


@pytest.mark.parametrize("to_right", [True, False])
@pytest.mark.parametrize("is_open", [True, False])
def test_heads_of_arrows(to_right: bool, is_open: bool) -> None:
    ink = grid(blank())
    tip, base = (780, 745) if to_right else (470, 505)
    cv2.line(ink, (470, 340), (780, 340), 255, 3)
    corners = np.array([(base, 326), (tip, 340), (base, 354)])
    if is_open:
        cv2.polylines(ink, [corners], False, 255, 3)
    else:
        cv2.fillPoly(ink, [corners], 255)
    found = find_rules(as_page(ink))
    heads = find_heads(ink, found.segments, SCALE)
    assert [head.to_right for head in heads] == [to_right]
    objects = {"line": rule_objects(found.segments, SCALE), "curve": list(head_objects(heads, SCALE))}
    ruling = read_ruling(objects, 1, 216.0, 168.0)
    assert [(d.kind, d.points_to) for d in ruling.drawings] == [("arrow", "right" if to_right else "left")]


def test_lines_of_a_cell_even_where_they_touch() -> None:
    ink = blank()
    for k in range(3):
        for x in range(200, 600, 44):
            cv2.rectangle(ink, (x, 200 + 46 * k), (x + 38, 238 + 46 * k), 255, 3)
    cv2.line(ink, (300, 238), (300, 246), 255, 2)  # a stroke that joins two lines
    lines = line_regions(ink, Region(150, 150, 700, 400), 38.0)
    assert [(line.top, line.bottom) for line in lines] == [
        (pytest.approx(199, abs=5), pytest.approx(240, abs=5)),
        (pytest.approx(245, abs=5), pytest.approx(286, abs=5)),
        (pytest.approx(291, abs=5), pytest.approx(332, abs=5)),
    ]


def test_two_strokes_are_one_line() -> None:
    ink = blank()
    cv2.rectangle(ink, (260, 200), (296, 238), 255, 3)
    cv2.line(ink, (200, 206), (236, 206), 255, 3)  # 二
    cv2.line(ink, (200, 232), (236, 232), 255, 3)
    (line,) = line_regions(ink, Region(150, 150, 700, 400), 38.0)
    assert len(pieces(ink, line, 10.0)) == 2
    assert len(pieces(ink, line, 60.0)) == 1


@pytest.mark.parametrize(
    ("read", "wanted"),
    [
        ("ー関市", "一関市"),
        ("スケジュ一ル", "スケジュール"),
        ("人ロの推移", "人口の推移"),
        ("サ一ビス", "サービス"),
        ("ニ次交通", "二次交通"),
        ("インバウンド", "インバウンド"),
        ("3、412", "3,412"),
        ("一関市:バス", "一関市：バス"),
        ("km*", "km²"),
        ("面積(kmT)", "面積(km²)"),  # ㎡ behind a k of its own
        ("(kmT以上)", "(kmT以上)"),
        ("ー 12 一", "- 12 -"),
        ("第二次", "第二次"),
    ],
)
def test_lookalikes(read: str, wanted: str) -> None:
    assert settled(read) == wanted
    assert len(settled(read)) == len(read)


def test_characters_stand_where_a_text_layer_has_them() -> None:
    em, x0 = 40, 100
    ink = Region(
        x0 + 2, 50, x0 + round(5.5 * em) - round(0.62 * em), 87
    )  # the 。 leaves the end of its em free
    columns = char_columns(ReadLine(ink, "効果は2件。", (1.0,) * 6, ((ink.x0, ink.x1),)))
    lefts = [x0, x0 + em, x0 + 2 * em, x0 + 3 * em, x0 + 3.5 * em, x0 + 4.5 * em]
    assert [left for left, _ in columns] == pytest.approx(lefts, abs=1.5)
    assert columns[-1][1] == pytest.approx(x0 + 5.5 * em, abs=2)


def test_a_space_is_a_gap_between_characters() -> None:
    runs = ((100, 118), (180, 380))
    line = ReadLine(Region(100, 50, 380, 88), "1定住自立圏", (1.0,) * 6, runs)
    columns = char_columns(line)
    assert columns[0][1] < 125 and columns[1][0] > 170


def test_no_space_parts_a_number_or_a_mark_from_its_word() -> None:
    # The gap after the mark is as wide as a space, and the text is one character short of the ink.
    runs = ((100, 236), (262, 640))
    for text in ("気候は、2020年度以降", "数値、2,020人です"):
        line = ReadLine(Region(100, 50, 640, 88), text, (1.0,) * len(text), runs)
        chars = "".join(c["text"] for c in char_objects([[line]], SCALE))
        assert chars.replace("\u3000", "") == text
        assert not re.search("\u3000[、,0-9](?<=[0-9,]\u3000.)|\u3000、", chars)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("37,561", ((0, 82), (126, 224))),  # ３７，５６１: the gap stands behind the comma
        ("418.92", ((0, 126), (170, 230))),
    ],
)
def test_full_width_figures_have_no_space_at_their_comma_or_point(
    text: str, runs: tuple[tuple[int, int], ...]
) -> None:
    line = ReadLine(Region(0, 0, runs[-1][1], 35), text, (0.9,) * 6, runs)
    assert "".join(c["text"] for c in char_objects([[line]], SCALE)) == text


def test_cells_side_by_side_get_no_space_between() -> None:
    left = ReadLine(Region(100, 50, 190, 88), "7,868", (1.0,) * 5, ((100, 190),))
    right = ReadLine(Region(280, 50, 370, 88), "7,320", (1.0,) * 5, ((280, 370),))
    apart = "".join(c["text"] for c in char_objects([[left], [right]], SCALE))
    together = "".join(c["text"] for c in char_objects([[left, right]], SCALE))
    assert apart == "7,8687,320"
    assert together == "7,868\u3000\u30007,320"


def test_sizes_of_a_page_settle() -> None:
    found = settled_sizes([10.43, 10.6, 10.9, 12.1, 8.3], [30, 25, 0, 10, 0])
    assert found == [10.5, 10.5, 10.5, 12.0, 8.5]
    assert settled_sizes([10.35, 8.4], [0, 0]) == [10.5, 8.5]


class _LineBlind:
    """An engine whose search for a line finds none, as Tesseract's in 重要業績評価 of 11 pt."""

    def read(self, picture: Pixels, script: str, factor: float, *, word: bool = False) -> list[Symbol]:
        width = picture.shape[1] / 6
        text = "重要業績評価" if word and script == "jpn" else ""
        return [Symbol(char, i * width, 0.0, (i + 1) * width, 40.0, 0.96) for i, char in enumerate(text)]


def test_a_line_that_the_search_for_lines_passes_over_is_read_whole() -> None:
    region = Region(10, 10, 280, 52)
    reader = LineReader(cast("Engine", _LineBlind()), np.full((60, 300), 0, np.uint8))
    read = reader.read(Piece(region, ((10, 280),)), 42)
    assert (read.line.text, read.is_unread) == ("重要業績評価", False)


def test_text_much_shorter_than_its_ink_is_not_believed() -> None:
    region = Region(0, 0, 400, 38)
    assert is_plausible(ReadLine(region, "重要業績評価指標", (1.0,) * 8, ((0, 400),)))
    assert not is_plausible(ReadLine(region, "重要", (1.0,) * 2, ((0, 400),)))
    assert not is_plausible(ReadLine(region, "", (), ((0, 400),)))


def test_marks_told_by_their_shape() -> None:
    ink = blank()
    cv2.fillPoly(ink, [np.array([(118, 100), (100, 134), (136, 134)])], 255)  # ▲
    cv2.circle(ink, (220, 118), 19, 255, 2)  # ①
    cv2.line(ink, (220, 108), (220, 128), 255, 3)
    for x in range(300, 800, 22):  # a leader
        cv2.rectangle(ink, (x, 116), (x + 4, 120), 255, -1)
    cv2.rectangle(ink, (400, 300), (436, 336), 255, 3)  # 口
    cv2.polylines(ink, [np.array([(500, 336), (518, 300), (536, 336)])], True, 255, 3)
    cv2.polylines(ink, [np.array([(600, 336), (618, 300), (636, 336)])], True, 255, 3)  # as 令 and 会
    cv2.line(ink, (608, 324), (628, 324), 255, 3)
    cv2.line(ink, (618, 316), (618, 334), 255, 3)
    found = find_marks(ink, 38.0, lambda _: "1")
    assert sorted(mark.text.replace("…", "") for mark in found) == ["", "①", "▲", "△"]
    assert any(mark.text.startswith("……") for mark in found)


@pytest.mark.parametrize(
    ("read", "label"),
    [
        ("取組丙容", "取組内容"),
        ("重要業績評価指慓(KPl)", "重要業績評価指標(KPI)"),
        ("実施スケジュル", "実施スケジュール"),
        ("効里", None),  # too short to tell
        ("一関市の役割", None),
        ("平泉町", None),
        ("まったく別の語句", None),
    ],
)
def test_labels_are_corrected_within_bounds(read: str, label: str | None) -> None:
    assert nearest_label(read) == label


def test_without_tesseract_the_error_names_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "tessdata_folder", lambda: None)
    with pytest.raises(TesseractMissing) as caught:
        engine.Engine()
    for hint in (caught.value.hint_ja, caught.value.hint_en):
        assert "tesseract-ocr" in hint and "tesseract-ocr-jpn" in hint


def _cell(row: int, column: int, *texts: str) -> Cell:
    box = Box(1, 100.0 * column, 20.0 * row, 100.0 * column + 100, 20.0 * row + 20)
    return Cell(row, column, 1, 1, box, tuple(Line(t, box, 10.0, "", confidence=0.9) for t in texts))


def test_only_the_head_and_the_side_of_a_table_hold_labels() -> None:
    cells = (
        _cell(0, 0, "施策名"),
        _cell(0, 1, "取組内容"),
        _cell(1, 0, "重要業績", "評価指慓", "(KPI)"),
        _cell(1, 1, "取組丙容"),
    )
    table = Table(1, 0, Box(1, 0, 0, 200, 40), (0.0, 20.0, 40.0), (0.0, 100.0, 200.0), cells)
    page = PageReading(1, 200.0, 40.0, 0, (table,), (), (), (), 30)
    found = with_labels_put_right(page)
    read = [[line.text for line in cell.lines] for cell in found.tables[0].cells]
    assert read == [["施策名"], ["取組内容"], ["重要業績", "評価指標", "(KPI)"], ["取組丙容"]]
    assert [(check, box) for check, _, box in found.problems] == [("ocr.label_corrected", cells[2].box)]


def test_a_numbered_label_is_no_other_one() -> None:
    """⑦事業費 differs from 総事業費 by one character: the budget's rows were lost."""
    table = Table(
        1, 0, Box(1, 0, 0, 100, 20), (0.0, 20.0), (0.0, 100.0), (_cell(0, 0, "⑦事業費", "(百万円)"),)
    )
    page = PageReading(1, 100.0, 20.0, 0, (table,), (), (), (), 9)
    assert with_labels_put_right(page) == page


@pytest.mark.parametrize(("suffix", "label"), [("(百万円)", "事業費(百万円)"), ("(人)", "事業質(人)")])
def test_a_short_label_before_a_unit_of_money_is_one_of_amounts(suffix: str, label: str) -> None:
    """事業質（百万円）: all amounts of a measure were lost with it."""
    table = Table(1, 0, Box(1, 0, 0, 100, 20), (0.0, 20.0), (0.0, 100.0), (_cell(0, 0, "事業質", suffix),))
    found = with_labels_put_right(PageReading(1, 100.0, 20.0, 0, (table,), (), (), (), 8))
    assert "".join(line.text for line in found.tables[0].cells[0].lines) == label


def _put_right(cell: Cell) -> str:
    table = Table(1, 0, Box(1, 0, 0, 100, 20), (0.0, 20.0), (0.0, 100.0), (cell,))
    found = with_labels_put_right(PageReading(1, 100.0, 20.0, 0, (table,), (), (), (), 8))
    return found.tables[0].cells[0].raw


@pytest.mark.parametrize(
    ("printed", "trust", "agreement", "label"),
    [
        ("必要経費", 0.98, "single", "必要経費"),  # once 所要経費, another label
        ("必要経費", 0.95, "single", "所要経費"),
        ("必要経費", 0.98, "differ", "所要経費"),
        ("連携の内容", 0.99, "single", "連携の内容"),
        ("実施スケジユ一ル", 0.99, "single", "実施スケジュール"),  # alike in shape: no trust tells them apart
        ("実施ズケジュール", 0.99, "single", "実施スケジュール"),
        ("実施スケジュー", 0.99, "single", "実施スケジュール"),  # cut by the end of the page
    ],
)
def test_a_label_that_all_looks_read_surely_is_as_printed(
    printed: str, trust: float, agreement: Literal["single", "differ"], label: str
) -> None:
    cell = _cell(0, 0, printed)
    line = dataclasses.replace(cell.lines[0], confidence=trust)
    assert _put_right(dataclasses.replace(cell, lines=(line,), agreement=agreement)) == label


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("一一事業名", "事業名"),
        ("ー事業費", "事業費"),
        ("実施計画一一", "実施計画"),
        ("効果・", "効果"),
        ("一般財源", "一般財源"),
        ("一関市", "一関市"),
    ],
)
def test_strokes_that_a_rule_left_around_a_label_are_no_word(printed: str, label: str) -> None:
    """一一事業名 joined a measure with the one before it, 実施計画一一 lost a row."""
    assert _put_right(_cell(0, 0, printed)) == label


def test_a_label_put_right_counts_with_the_characters_it_has_now() -> None:
    """Else the account of the page does not add up: 期される効果 lost one to the reading."""
    table = Table(1, 0, Box(1, 0, 0, 100, 20), (0.0, 20.0), (0.0, 100.0), (_cell(0, 0, "期される効果"),))
    found = with_labels_put_right(PageReading(1, 100.0, 20.0, 0, (table,), (), (), (), 6))
    assert (found.tables[0].cells[0].raw, found.chars_total) == ("期待される効果", 7)


def test_a_label_whose_kana_were_read_twice_is_that_label() -> None:
    cells = (_cell(0, 0, "実施スケ", "ジュッッルル"), _cell(0, 1, "（表２）"))
    table = Table(1, 0, Box(1, 0, 0, 200, 20), (0.0, 20.0), (0.0, 100.0, 200.0), cells)
    found = with_labels_put_right(PageReading(1, 200.0, 20.0, 0, (table,), (), (), (), 20))
    assert found.tables[0].cells[0].raw == "実施スケ\nジュール"
