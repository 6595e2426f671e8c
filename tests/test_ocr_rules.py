"""Rules that a scan breaks, thickens or that print looks like; on pictures drawn here."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.ocr.arrows import find_heads
from extractors.ocr.dotted import dotted_runs
from extractors.ocr.image import Pixels
from extractors.ocr.rules import find_rules
from extractors.ocr.segments import Segment, joined, without_strays
from tests.test_ocr_ground import SCALE, as_page, grids, paper, ruled


def test_dashes_as_thick_as_a_blurred_rule_of_one_point() -> None:
    grey = paper()
    for x in range(100, 400, 16):
        grey[100:108, x : x + 11] = 60
    (run,) = dotted_runs(grey, SCALE)
    assert run.segment == Segment(True, 100, 100, 399, 108)


def test_a_dashed_rule_of_a_low_row_with_few_gaps() -> None:
    grey = ruled(paper(), 40)
    cv2.line(grey, (100, 330), (800, 330), 40, 2)
    for y in range(262, 330, 22):  # dashes that nearly run into each other, in a row of 70 px
        grey[y : y + 16, 640:643] = 120
    (table,) = grids(grey)
    assert len(table.spans) == 9


def test_a_faint_rule_that_grain_breaks() -> None:
    whole, broken = ruled(paper(), 170), ruled(paper(), 170)
    broken[255:265, 612:618] = broken[330:338, 445:455] = 255
    assert [len(g.spans) for g in grids(broken)] == [len(g.spans) for g in grids(whole)] == [6]


def test_pieces_of_light_print_in_a_column_are_no_dotted_rule() -> None:
    grey = ruled(paper(), 40)
    for y in range(110, 410, 22):  # what a black-and-white scan leaves of characters, the strokes beside it
        for x in range(480, 760, 11):
            grey[y : y + 14, x : x + 4] = 0
    (table,) = grids(grey)
    assert len(table.spans) == 6


def test_pieces_of_one_line_are_joined() -> None:
    first, next_ = Segment(True, 10, 50, 100, 53), Segment(True, 104, 51, 200, 54)
    below, far = Segment(True, 103, 70, 200, 73), Segment(True, 240, 50, 300, 53)
    upright = Segment(False, 102, 54, 105, 90)
    assert set(joined([far, upright, next_, below, first], 8, 3)) == {
        Segment(True, 10, 50, 200, 54),
        below,
        far,
        upright,
    }


def test_a_row_that_a_page_s_end_cuts_open_keeps_its_columns() -> None:
    grey = ruled(paper(), 40)
    for x in (100, 450, 800):
        cv2.line(grey, (x, 40), (x, 100), 40, 2)
    cv2.line(grey, (640, 40), (640, 70), 40, 2)  # the scan moves it by a pixel half way
    cv2.line(grey, (641, 70), (641, 100), 40, 2)
    assert sum(s.bottom < 120 for s in find_rules(as_page(grey)).segments if not s.is_horizontal) == 1


def test_double_rules_of_two_cells_that_nearly_touch() -> None:
    grey = paper()
    for y in (100, 260, 420):
        cv2.rectangle(grey, (100, y), (800, y + 4), 40, -1)
        cv2.rectangle(grey, (100, y + 7), (800, y + 14), 40, -1)
        cv2.rectangle(grey, (100, y + 17), (800, y + 20), 40, -1)
    for x in (100, 450, 800):
        cv2.rectangle(grey, (x, 100), (x + 4, 440), 40, -1)
        cv2.rectangle(grey, (x + 7, 100), (x + 14, 440), 40, -1)
        cv2.rectangle(grey, (x + 17, 100), (x + 20, 440), 40, -1)
    (table,) = grids(grey)
    assert len(table.spans) == 4


def test_the_middle_one_of_double_rules_has_no_head_where_it_reaches_further() -> None:
    grey = paper()
    cv2.rectangle(grey, (125, 100), (700, 104), 0, -1)
    cv2.rectangle(grey, (105, 105), (700, 112), 0, -1)  # ink between them where the scan runs them together
    cv2.rectangle(grey, (100, 106), (700, 111), 0, -1)
    cv2.rectangle(grey, (125, 113), (700, 117), 0, -1)
    cv2.fillPoly(grey, [np.array([(100, 108), (125, 100), (125, 117)])], 0)
    middle, above = Segment(True, 100, 106, 700, 112), Segment(True, 125, 100, 700, 105)
    ink = as_page(grey).ink
    assert [head.to_right for head in find_heads(ink, [middle], SCALE)] == [False]
    assert find_heads(ink, [middle, above], SCALE) == []


def test_strokes_of_print_that_fill_a_low_row_are_no_rules() -> None:
    grey = ruled(paper(), 40)
    cv2.line(grey, (100, 315), (800, 315), 40, 2)
    for x in range(480, 760, 40):  # print as high as its row of 55 px: 市, 小, with strokes at both sides
        cv2.line(grey, (x, 263), (x, 312), 0, 4)
        cv2.line(grey, (x - 11, 275), (x - 11, 305), 0, 4)
        cv2.line(grey, (x + 11, 275), (x + 11, 305), 0, 4)
    (table,) = grids(grey)
    assert len(table.spans) == 8


def test_a_rule_in_a_low_row_with_print_beside_it_stays() -> None:
    grey = ruled(paper(), 40)
    cv2.line(grey, (100, 315), (800, 315), 40, 2)
    cv2.line(grey, (640, 260), (640, 315), 40, 2)
    cv2.putText(grey, "12", (560, 308), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 0, 4)
    (table,) = grids(grey)
    assert len(table.spans) == 9


def lightly_scanned(grey: Pixels, share: float) -> Pixels:
    """Rules of which a share of the pieces, each of some 1 to 4 pt, is left."""
    bits = np.random.default_rng(5)
    kept = grey.copy()
    for y in (255, 415):
        for x in range(460, 790, 12):
            if bits.random() > share:
                kept[y : y + 10, x : x + 12] = 255
    for y in range(270, 410, 12):
        if bits.random() > share:
            kept[y : y + 12, 445:456] = 255
    return kept


@pytest.mark.parametrize("share", [0.6, 0.7])
def test_rules_that_a_light_scan_leaves_in_pieces(share: float) -> None:
    grey = ruled(paper(), 40)
    (table,) = grids(lightly_scanned(grey, share))
    assert len(table.spans) == 6


def test_a_rule_whose_last_bit_a_light_scan_takes_reaches_the_one_that_ends_it() -> None:
    grey = ruled(paper(), 40)
    grey[255:265, 104:116] = 255
    (table,) = grids(grey)
    assert len(table.spans) == 6


def test_strokes_of_print_one_below_the_other_are_no_broken_rule() -> None:
    grey = ruled(paper(), 40)
    cv2.line(grey, (450, 365), (800, 365), 40, 2)  # ends before the label's cell: some rule has a free end
    grey[255:265, 700:790] = 255
    for y in (270, 318):
        cv2.line(grey, (600, y), (600, y + 36), 0, 4)
    (table,) = grids(grey)
    assert all(abs(edge * SCALE - 600) > 20 for edge in table.column_edges)


def test_a_stroke_is_cut_at_its_rule_though_others_lie_below() -> None:
    level = [Segment(True, 100, y, 800, y + 2) for y in (100, 200, 600)]
    assert without_strays(Segment(False, 450, 100, 452, 225), level, 40, 6).bottom == 202


def low_rows(n_rows: int) -> Pixels:
    """A table of two columns with rows no higher than their print (40 pixels at 300 dpi)."""
    grey = paper()
    for k in range(n_rows + 1):
        cv2.line(grey, (100, 100 + 40 * k), (800, 100 + 40 * k), 40, 2)
    for x in (100, 450, 800):
        cv2.line(grey, (x, 100), (x, 100 + 40 * n_rows), 40, 2)
    return grey


def test_a_one_in_each_of_some_low_rows_is_no_rule() -> None:
    """81, 71 and 201, one below the other, lost their 1: a search for broken rules joined the strokes."""
    grey = low_rows(6)
    for k in range(1, 4):
        cv2.line(grey, (780, 107 + 40 * k), (780, 133 + 40 * k), 0, 2)
    (table,) = grids(grey)
    assert len(table.spans) == 12


def test_strokes_of_print_that_run_into_each_other_over_three_rows_are_no_rule() -> None:
    grey = low_rows(4)
    cv2.line(grey, (520, 142), (520, 258), 0, 2)
    for x in (508, 532):  # the other strokes of 診, 急
        for k in range(1, 4):
            cv2.line(grey, (x, 107 + 40 * k), (x, 133 + 40 * k), 0, 2)
    (table,) = grids(grey)
    assert len(table.spans) == 8


def test_the_last_rule_of_a_table_is_none_of_an_arrow_where_print_touches_its_end() -> None:
    grey = low_rows(3)
    tip = np.array([[780, 208], [804, 220], [780, 232]])
    cv2.fillPoly(grey, [tip], 0)
    (table,) = grids(grey)
    assert len(table.spans) == 6
