"""Scans of tables whose rows are as high as their print: strokes that touch rules or hang over them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.ocr.arrows import find_heads
from extractors.ocr.dotted import dotted_runs
from extractors.ocr.erased import without_rules
from extractors.ocr.image import PageImage, Pixels
from extractors.ocr.ink import Region
from extractors.ocr.lowrows import low_rules, without_print
from extractors.ocr.overhang import laid_out, moved_up
from extractors.ocr.reading import Reading
from extractors.ocr.rules import find_rules
from extractors.ocr.segments import Segment
from extractors.ocr.typeset import ReadLine

SCALE = 300 / 72
USUAL_PX = 38.0
BLUR = (3, 3)


def paper() -> Pixels:
    return np.full((300, 900), 255, np.uint8)


def blurred(grey: Pixels) -> Pixels:
    return np.asarray(cv2.GaussianBlur(grey, BLUR, 0), dtype=np.uint8)


def ink_of(grey: Pixels) -> Pixels:
    return np.asarray(np.where(grey < 150, 255, 0), dtype=np.uint8)


def as_page(grey: Pixels) -> PageImage:
    return PageImage(grey, grey, ink_of(grey), SCALE, 0.0)


def level(top: int) -> Segment:
    return Segment(True, 50, top, 850, top + 3)


def with_level_rules(*tops: int) -> Pixels:
    grey = paper()
    for top in tops:
        grey[top : top + 3, 50:850] = 20
    return grey


def turned(grey: Pixels, rules: list[Segment]) -> tuple[Pixels, list[Segment]]:
    return (
        np.ascontiguousarray(grey.T),
        [Segment(not r.is_horizontal, r.top, r.x0, r.bottom, r.x1) for r in rules],
    )


@pytest.mark.parametrize("is_upright", [False, True])
def test_a_stroke_that_crosses_a_rule_stays_whole(is_upright: bool) -> None:
    grey = with_level_rules(100)
    grey[80:130, 400:404] = 0
    grey, rules = blurred(grey), [level(100)]
    if is_upright:
        grey, rules = turned(grey, rules)
    found = without_rules(grey, rules)
    found = np.ascontiguousarray(found.T) if is_upright else found
    assert (found[80:130, 400:404] < 150).all()
    assert (found[95:110, 410:800] == 255).all()
    assert (found[95:110, 60:390] == 255).all()


def test_a_foot_that_stands_out_above_its_rule_stays() -> None:
    """The foot of a 2, of which the rule covers the lower half."""
    grey = with_level_rules(100)
    grey[70:98, 412:416] = 0
    grey[96:102, 400:420] = 0
    found = without_rules(blurred(grey), [level(100)])
    assert (found[97:100, 402:418] < 150).all()


def test_print_that_ends_above_a_rule_gets_no_stroke_below_it() -> None:
    grey = with_level_rules(100)
    grey[70:100, 400:404] = 0
    found = without_rules(blurred(grey), [level(100)])
    assert (found[70:99, 401:403] < 150).all()
    assert (found[104:130] == 255).all()


def test_a_comma_that_lies_on_a_rule_stays() -> None:
    grey = with_level_rules(100)
    grey[97:107, 400:405] = 0
    found = without_rules(blurred(grey), [level(100)])
    assert (found[97:106, 401:404] < 150).all()


def test_double_rules_leave_nothing_between_them() -> None:
    found = without_rules(blurred(with_level_rules(100, 107)), [level(100), level(107)])
    assert (found == 255).all()


def test_the_ragged_edge_of_a_black_and_white_rule_is_gone() -> None:
    grey = with_level_rules(100)
    for x in range(50, 850, 30):
        grey[99, x : x + 13] = 0
    assert (without_rules(grey, [level(100)]) >= 150).all()


def test_the_end_of_a_rule_that_steps_where_it_meets_another_is_gone() -> None:
    """On a page askew: the bit at its end was read as 一一 before the label of the row below."""
    grey = with_level_rules(100)
    grey[100:102, 830:850], grey[103:105, 830:850] = 255, 20
    grey[50:250, 850:853] = 20
    found = without_rules(blurred(grey), [level(100), Segment(False, 850, 50, 853, 250)])
    assert (found >= 150).all()


def low_row(grey: Pixels) -> tuple[PageImage, list[Segment]]:
    """A page with level rules 40 pixels apart, and its picture blurred as a scan is."""
    return as_page(blurred(grey)), [level(100), level(140), level(180)]


def test_the_upright_rule_of_one_low_row_is_found_beside_its_print() -> None:
    grey = with_level_rules(100, 140, 180)
    grey[100:143, 400:403] = 20
    grey[108:135, 430:434] = 0
    image, rules = low_row(grey)
    (rule,) = low_rules(image, rules)
    assert (rule.x0, rule.x1) == (400, 403)
    assert (rule.top, rule.bottom) == (101, 141)


def test_the_upright_rules_of_two_rows_are_found_between_print_that_stands_close_to_them() -> None:
    """No padding: the label's last character and the text's first stand a pixel from the rule."""
    grey = with_level_rules(60, 100, 200)
    grey[60:203, 400:404] = 20
    for top in (66, 106, 150):
        grey[top : top + 30, 392:398] = 0
        grey[top : top + 30, 406:414] = 0
    image = as_page(blurred(grey))
    rules = [level(60), level(100), level(200)]
    assert {(rule.top, rule.bottom) for rule in low_rules(image, rules)} == {(61, 101), (101, 201)}


def test_a_rule_through_a_tall_row_and_low_ones_is_found_between_numbers_that_touch_it() -> None:
    grey = with_level_rules(60, 150, 185)
    for x in (50, 400, 847):
        grey[60:188, x : x + 3] = 20
    for top in (80, 154):
        grey[top : top + 26, 392:400] = 0
        grey[top : top + 26, 406:414] = 0
    found = find_rules(as_page(blurred(grey))).segments
    assert any(not s.is_horizontal and 399 <= s.x0 <= 401 and s.length_px > 110 for s in found)


def one(grey: Pixels, x: int, first: int, end: int) -> None:
    """A 1: its stem and its flag."""
    grey[first:end, x : x + 4] = 0
    grey[first + 5 : first + 9, x - 7 : x] = 0


def test_a_one_that_touches_the_rules_above_and_below_is_none() -> None:
    grey = with_level_rules(100, 140, 180)
    one(grey, 400, 103, 140)
    image, rules = low_row(grey)
    assert low_rules(image, rules) == []
    stroke = Segment(False, 400, 101, 404, 141)
    assert without_print([*rules, stroke], image) == rules


def test_the_side_of_a_character_in_line_with_a_rule_of_the_row_above_is_cut_off() -> None:
    """関係市町 has rules of its own row; below one of them stood 図."""
    grey = with_level_rules(100, 140, 180)
    grey[100:143, 400:403] = 20
    grey[147:176, 400:404] = 0
    image, rules = low_row(grey)
    *_, rest = without_print([*rules, Segment(False, 400, 100, 404, 182)], image)
    assert (rest.top, rest.bottom) == (100, 143)


def test_a_stroke_that_ends_before_the_rule_below_it_is_none() -> None:
    """し, whose stem was taken for a rule: it ran to within 1.6 pt of the next one."""
    grey = with_level_rules(100, 140, 180)
    grey[108:134, 400:404] = 0
    image, rules = low_row(grey)
    assert without_print([*rules, Segment(False, 400, 101, 402, 134)], image) == rules


@pytest.mark.parametrize("shade", [20, 140])
def test_a_rule_through_low_rows_stays_though_numbers_touch_it(shade: int) -> None:
    grey = with_level_rules(100, 140, 180)
    grey[100:183, 400:403] = shade
    grey[115:119, 380:400] = 0
    image, rules = low_row(grey)
    rule = Segment(False, 400, 100, 403, 183)
    assert without_print([*rules, rule], image) == [*rules, rule]


def test_the_grain_of_a_tint_is_no_dotted_rule() -> None:
    """The same places, as dots and as grain, a little darker than the ground."""
    for ground, dot, n_found in ((255, 60, 1), (215, 188, 0)):
        grey = np.full((300, 900), ground, np.uint8)
        for y in range(100, 140, 6):
            grey[y : y + 3, 400:403] = dot
        assert len(dotted_runs(grey, SCALE)) == n_found


def test_print_on_both_sides_of_a_rule_near_its_end_is_no_arrow() -> None:
    """事 above and 期 below the left end of a rule were erased as the head of an arrow."""
    ink = ink_of(with_level_rules(100))
    for k, half in enumerate((4, 8, 14, 30, 34)):
        ink[101 - half : 101 + half, 75 + 3 * k : 78 + 3 * k] = 255
    assert find_heads(ink, [level(100)], SCALE) == []


UPPER, LOWER = Region(50, 60, 850, 101), Region(50, 101, 850, 160)


def test_print_that_hangs_over_its_cell_is_read_with_it_alone() -> None:
    text = paper()
    text[90:130, 400:404] = 0  # a stroke of the lower cell
    text[88:92, 412:416] = 0  # and a loose dot beside it
    text[70:85, 600:620] = 0  # print of the upper cell
    laid = laid_out(text, ink_of(text), [UPPER, LOWER], USUAL_PX)
    (upper, none), (lower, below) = laid.cells
    assert none == 0
    cell = laid.ink[lower.top : lower.bottom, lower.x0 : lower.x1]
    assert int((cell > 0).sum()) == 40 * 4 + 4 * 4
    assert int((laid.ink[upper.top : upper.bottom] > 0).sum()) == 15 * 20
    assert (laid.text[86:101, 390:430] == 255).all()
    assert lower.top - below == 86


@pytest.mark.parametrize(("left", "n_upper"), [(580, 15 * 16 + 13 * 6), (700, 15 * 16)])
def test_a_comma_that_touches_the_print_below_its_cell_stays(left: int, n_upper: int) -> None:
    """38,127 over 首都圏 was 387127: the comma was taken for a part of 都 and read as a 7."""
    text = paper()
    text[75:90, left : left + 16] = 0  # print of the upper cell, on the comma's left or not
    text[88:101, 600:606] = 0
    text[101:140, 590:625] = 0
    laid = laid_out(text, ink_of(text), [UPPER, LOWER], USUAL_PX)
    (upper, _), _ = laid.cells
    assert int((laid.ink[upper.top : upper.bottom, 560:] > 0).sum()) == n_upper


def test_print_deep_in_two_cells_stays_in_both() -> None:
    text = paper()
    text[75:145, 400:430] = 0
    laid = laid_out(text, ink_of(text), [UPPER, LOWER], USUAL_PX)
    for (cell, _), height in zip(laid.cells, (26, 44), strict=True):
        rows = (laid.ink[cell.top : cell.bottom] > 0).any(axis=1)
        assert int(rows.sum()) == height


def test_a_caption_that_hangs_into_a_table_is_none_of_its_cell() -> None:
    text = paper()
    text[30:66, 400:404] = 0
    laid = laid_out(text, ink_of(text), [UPPER, LOWER], USUAL_PX)
    (upper, _), _ = laid.cells
    assert not laid.ink[upper.top : upper.bottom].any()
    assert int((laid.loose > 0).sum()) == 6 * 4


def test_the_next_row_is_not_in_the_margin_of_a_line() -> None:
    text = paper()
    text[66:99, 400:430] = 0
    text[104:150, 400:430] = 0
    laid = laid_out(text, ink_of(text), [UPPER, LOWER], USUAL_PX)
    for cell, _ in laid.cells:
        rows = np.flatnonzero((laid.text[cell.top - 4 : cell.bottom + 4] < 255).any(axis=1))
        assert rows[-1] - rows[0] + 1 in (33, 46)


def test_a_cell_read_below_the_page_is_put_back() -> None:
    line = ReadLine(Region(10, 410, 60, 440), "12", (1.0, 1.0), ((10, 60),))
    assert moved_up(Reading(line), 300).line.region == Region(10, 110, 60, 140)
