"""Block arrows over the rules of a schedule's row, on pictures drawn here."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.ocr.blockarrows import block_objects, find_block_arrows, without_block_arrows
from extractors.ocr.image import Pixels
from extractors.ocr.rules import find_rules, rule_objects
from extractors.tables.ruling import Ruling, read_ruling
from tests.test_ocr_ground import SCALE, as_page, paper


def schedule() -> Pixels:
    """A head of years and a row of 60 px below it, four columns parted by dashes."""
    grey = paper()
    for y in (100, 170, 230):
        cv2.line(grey, (100, y), (800, y), 40, 2)
    for x in (100, 800):
        cv2.line(grey, (x, 100), (x, 230), 40, 2)
    for x in (275, 450, 625):
        for y in range(102, 230, 12):
            grey[y : y + 8, x : x + 3] = 60
    return grey


def arrow(grey: Pixels, ink: int, *, to_right: bool, wing: int) -> Pixels:
    far, base, tip = (150, 660, 690) if to_right else (690, 180, 150)
    upper = [(far, 188), (base, 188), (base, 188 - wing), (tip, 200)]
    outline = upper + [(x, 400 - y) for x, y in reversed(upper[:-1])]
    cv2.fillPoly(grey, [np.array(outline)], (ink,))
    return grey


def ruling_of(grey: Pixels) -> Ruling:
    page = as_page(grey)
    arrows = find_block_arrows(page)
    rules = find_rules(without_block_arrows(page, arrows)).segments
    objects = {"line": rule_objects(rules, SCALE), "curve": list(block_objects(arrows, SCALE))}
    return read_ruling(objects, 1, 216.0, 168.0)


@pytest.mark.parametrize("ink", [0, 100, 190])
@pytest.mark.parametrize("to_right", [True, False])
@pytest.mark.parametrize("wing", [0, 8])
def test_a_block_arrow_and_the_rules_that_it_covers(ink: int, to_right: bool, wing: int) -> None:
    found = ruling_of(arrow(schedule(), ink, to_right=to_right, wing=wing))
    ((table,), (drawing,)) = found.grids, found.drawings
    assert (drawing.kind, drawing.points_to) == ("arrow", "right" if to_right else "left")
    assert drawing.box.x0 == pytest.approx(150 / SCALE, abs=1)
    assert drawing.box.x1 == pytest.approx(690 / SCALE, abs=1)
    assert len(table.spans) == 8


def test_bars_and_letters_are_no_block_arrows() -> None:
    grey = schedule()
    cv2.rectangle(grey, (150, 188), (690, 212), 90, -1)
    cv2.putText(grey, "1990", (150, 420), cv2.FONT_HERSHEY_SIMPLEX, 5, 0, 22)
    assert find_block_arrows(as_page(grey)) == []


def test_double_rules_that_blur_runs_together_are_no_block_arrow() -> None:
    grey = paper()
    tip = [(130, 300), (100, 309), (130, 319)]
    cv2.fillPoly(grey, [np.array([*tip, (400, 319), (400, 300)])], (180,))
    filled = grey.copy()
    for top, height in ((300, 4), (307, 6), (316, 4)):  # the rules of two cells and those between them
        grey[top : top + height, 130:400] = 0
    assert len(find_block_arrows(as_page(filled))) == 1
    assert find_block_arrows(as_page(grey)) == []


def test_an_outlined_block_arrow_with_a_light_fill() -> None:
    grey = schedule()
    outline = np.array([(150, 188), (660, 188), (690, 200), (660, 212), (150, 212)])
    cv2.fillPoly(grey, [outline], (180,))
    cv2.polylines(grey, [outline], True, (0,), 3)
    assert [found.tip > found.far for found in find_block_arrows(as_page(grey))] == [True]
