"""Grey and dotted rules, dark grounds, and marks between figures, each on pictures drawn here."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.ocr.ground import on_paper
from extractors.ocr.image import PageImage, Pixels
from extractors.ocr.lookalikes import settled
from extractors.ocr.rules import find_rules, rule_objects
from extractors.ocr.segments import Segment, without_strays
from extractors.ocr.separators import with_separators
from extractors.ocr.signs import lost_figures, sign_before
from extractors.tables.lattice import Grid
from extractors.tables.ruling import read_ruling

SCALE = 300 / 72


def paper(grey: int = 255) -> Pixels:
    return np.full((700, 900), grey, np.uint8)


def as_page(grey: Pixels) -> PageImage:
    ink = np.asarray(np.where(grey < 150, 255, 0), dtype=np.uint8)
    return PageImage(grey, grey, ink, SCALE, 0.0)


def grids(grey: Pixels) -> list[Grid]:
    segments = find_rules(as_page(grey)).segments
    return list(read_ruling({"line": rule_objects(segments, SCALE)}, 1, 216.0, 168.0).grids)


def ruled(grey: Pixels, ink: int) -> Pixels:
    """Two columns and three rows."""
    for y in (100, 260, 420, 580):
        cv2.line(grey, (100, y), (800, y), ink, 2)
    for x in (100, 450, 800):
        cv2.line(grey, (x, 100), (x, 580), ink, 2)
    return grey


@pytest.mark.parametrize("ink", [40, 175, 200])
def test_hairlines_that_a_scan_shows_grey(ink: int) -> None:
    grain = np.random.default_rng(3).normal(0, 5, (700, 900))
    grey = np.clip(ruled(paper(), ink) + grain, 0, 255).astype(np.uint8)
    (table,) = grids(grey)
    assert len(table.spans) == 6


def test_a_table_of_dotted_rules_alone_and_leaders_outside_it() -> None:
    grey = paper()
    for y in (100, 260, 420, 580):
        grey[y : y + 3, 100:803:9] = grey[y : y + 3, 101:804:9] = grey[y : y + 3, 102:805:9] = 0
    for x in (100, 450, 800):
        grey[100:583:9, x : x + 3] = grey[101:584:9, x : x + 3] = grey[102:585:9, x : x + 3] = 0
    for y in (15, 35, 55):
        grey[y : y + 3, 100:600:9] = grey[y : y + 3, 101:601:9] = 0
    (table,) = grids(grey)
    assert len(table.spans) == 6
    assert (find_rules(as_page(grey)).ink[10:65, 100:600] > 0).any()


def test_strokes_of_print_in_a_narrow_row_are_no_rules() -> None:
    grey = ruled(paper(), 40)
    cv2.line(grey, (100, 330), (800, 330), 40, 2)
    for x in range(480, 760, 40):  # strokes that nearly fill the row of 70 px, with a bar across
        cv2.line(grey, (x, 274), (x, 316), 0, 4)
        cv2.line(grey, (x - 12, 295), (x + 12, 295), 0, 4)
        cv2.line(grey, (x - 12, 280), (x + 12, 280), 0, 4)
    (table,) = grids(grey)
    assert len(table.spans) == 8


def test_a_rule_is_cut_where_a_stroke_of_print_touches_it() -> None:
    level = [Segment(True, 100, y, 800, y + 2) for y in (100, 200)]
    upright = Segment(False, 450, 100, 452, 225)
    assert without_strays(upright, level, 40, 6).bottom == 202
    assert without_strays(Segment(False, 450, 100, 452, 300), level, 40, 6).bottom == 300


def test_a_rule_through_a_low_first_row_is_no_stroke() -> None:
    """Rows of 9.6 pt: the rules of a table's first and last row were cut off."""
    level = [Segment(True, 100, y, 800, y + 2) for y in (100, 140, 300, 340)]
    upright = Segment(False, 450, 100, 452, 342)
    assert without_strays(upright, level, 42, 3) == upright


def test_the_shaft_of_an_arrow_cuts_no_rules() -> None:
    """The last row of a page, half its height below the arrow: its years became one cell."""
    grey = paper()
    for y in (100, 165, 230):
        cv2.line(grey, (100, y), (800, y), 40, 2)
    for x in (100, 275, 450, 625, 800):
        cv2.line(grey, (x, 100), (x, 230), 40, 2)
    cv2.line(grey, (116, 198), (750, 198), 90, 4)
    cv2.fillPoly(grey, [np.array([[744, 183], [744, 213], [786, 198]])], 90)
    (table,) = grids(grey)
    assert len(table.spans) == 8


@pytest.mark.parametrize("ground", [30, 90, 140])
def test_white_print_on_a_dark_cell_turns_dark(ground: int) -> None:
    grey = paper(240)
    grey[200:280, 100:400] = ground
    cv2.putText(grey, "KPI 2023", (120, 255), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 250, 5)
    turned = on_paper(grey, SCALE)
    strokes = grey[210:270, 110:390] > 245
    assert np.median(turned[210:270, 110:390][strokes]) < 60
    assert np.median(turned[210:270, 110:390][~strokes]) > 200
    assert (turned[200:203, 120:380].min(axis=0) < 50).all()  # the ground's edge stays as a rule


@pytest.mark.parametrize(
    "neighbour",
    [
        (408, 216, 448, 262),
        (120, 288, 260, 320),
        (408, 216, 424, 262),
    ],  # the last within what grain leaves light
)
def test_bold_print_near_a_dark_cell_is_no_part_of_it(neighbour: tuple[int, int, int, int]) -> None:
    """One shape with the cell, it was no even ground: the label stayed white, a measure had no name."""
    grey = paper(240)
    grey[200:280, 100:400] = 80
    cv2.putText(grey, "KPI 2023", (120, 255), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 250, 5)
    x0, top, x1, bottom = neighbour
    beside = np.s_[top:bottom, x0:x1]
    for x in range(x0, x1, 20):
        grey[top:bottom, x : x + 9] = 30
    grey[top : top + 9, x0:x1] = 30
    before = grey.copy()
    turned = on_paper(grey, SCALE)
    assert np.median(turned[210:270, 110:390]) > 200
    assert (turned[beside] == before[beside]).all()


def test_a_tint_with_dark_print_and_a_drawing_stay_as_they_are() -> None:
    grey = paper(240)
    grey[200:280, 100:400] = 160
    cv2.putText(grey, "KPI 2023", (120, 255), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 10, 5)
    grey[400:425, 100:600] = 60  # a broad arrow's shaft
    assert (on_paper(grey, SCALE) == grey).all()


def test_thick_print_of_a_black_and_white_scan_stays_as_it_is() -> None:
    grey = paper()
    for x in range(100, 500, 40):  # kanji set too dark: strokes of 8 px, slits of 3 px between them
        for y in range(200, 238, 11):
            grey[y : y + 8, x : x + 40] = 0
        for stroke in (x, x + 13, x + 26):
            grey[200:241, stroke : stroke + 8] = 0
    assert (on_paper(grey, SCALE) == grey).all()


@pytest.mark.parametrize("ink", [0, 85])
def test_bold_print_of_a_title_is_no_ground_with_white_print(ink: int) -> None:
    """Between its strokes the paper looked like letters: a title in coloured bold was inverted and lost."""
    grey = paper(240)
    for i, word in enumerate(("VISION", "2023", "HELD")):
        cv2.putText(grey, word, (100 + 330 * i, 260), cv2.FONT_HERSHEY_SIMPLEX, 2.4, ink, 15)
    assert (on_paper(grey, SCALE) == grey).all()


def test_a_screen_of_grains_is_no_dark_ground_with_white_print() -> None:
    grey = paper()
    grain = np.random.default_rng(5).random((60, 200)) < 0.15
    grey[200:290, 100:400] = cv2.resize(np.where(grain, 255, 0).astype(np.uint8), (300, 90), interpolation=0)
    assert (on_paper(grey, SCALE) == grey).all()


def test_edges_of_the_scanner_and_holes_become_paper() -> None:
    grey = paper(240)
    grey[:, :25] = 10
    cv2.circle(grey, (80, 300), 36, 15, -1)
    cleaned = on_paper(grey, SCALE)
    assert cleaned.min() > 200


def test_commas_and_points_are_told_by_their_shape() -> None:
    picture = np.zeros((60, 260), np.uint8)
    for x in (10, 50, 110, 150, 190):
        cv2.rectangle(picture, (x, 5), (x + 22, 44), 255, 5)
    comma, point = picture.copy(), picture.copy()
    cv2.line(comma, (88, 40), (84, 54), 255, 5)
    point[39:46, 84:91] = 255
    assert with_separators("12.345", comma > 0) == "12,345"
    assert with_separators("12,.345", comma > 0) == "12,345"
    assert with_separators("12,345", point > 0) == "12.345"
    assert with_separators("12,345", picture > 0) == "12,345"


def test_a_sign_that_was_not_read_is_told() -> None:
    picture = np.zeros((40, 200), np.uint8)
    cv2.rectangle(picture, (60, 2), (80, 38), 255, 5)
    with_stroke, with_triangle = picture.copy(), picture.copy()
    with_stroke[18:22, 10:40] = 255
    cv2.fillPoly(with_triangle, [np.array([[10, 38], [44, 38], [27, 4]])], (255,))
    assert sign_before("0", picture > 0) is None
    assert sign_before("0", with_stroke > 0) == "-"
    assert sign_before("0", with_triangle > 0) == "▲"
    assert sign_before("▲0", with_triangle > 0) is None


def test_a_figure_that_was_not_read_is_told() -> None:
    picture = np.zeros((40, 200), np.uint8)
    for x in (60, 100):
        cv2.rectangle(picture, (x, 2), (x + 22, 37), 255, 5)
    assert lost_figures("0", picture > 0) == "□□"
    assert lost_figures("00", picture > 0) is None


def test_eras_and_capitals_keep_their_own_characters() -> None:
    assert settled("RS年度") == "R5年度"
    assert settled("H3O") == "H30"
    assert settled("R/") == "R7"
    assert settled("(KPエ)") == "(KPI)"
    assert settled("RSウイルス") == "RSウイルス"
