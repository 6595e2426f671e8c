"""Roman numerals and the spaces behind headings' numbers, told from their print; on pictures drawn here."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.ocr.headmarks import with_head
from extractors.ocr.image import Pixels
from extractors.ocr.ink import Region
from extractors.ocr.reading import Reading
from extractors.ocr.typeset import ReadLine

TOP, BOTTOM = 10, 50  # of the print; an em is about 44 pixels
STROKE = 4


def stem(page: Pixels, x: int, *, flag: bool = False) -> int:
    """A stroke as high as the print, with the flag of a 1 at its left; where the next may begin."""
    cv2.rectangle(page, (x, TOP), (x + STROKE, BOTTOM), 0, -1)
    if flag:
        cv2.line(page, (x - 8, TOP + 8), (x, TOP), 0, STROKE)
    return x + STROKE + 9


def arms(page: Pixels, x: int, kind: str) -> int:
    """V or X; where the next stroke may begin."""
    foot = (x + 12, BOTTOM - 2)
    lines = [((x, TOP), foot), ((x + 24, TOP), foot)]
    if kind == "X":
        lines = [((x, TOP), (x + 24, BOTTOM)), ((x + 24, TOP), (x, BOTTOM))]
    for a, b in lines:
        cv2.line(page, a, b, 0, STROKE)
    return x + 24 + 9


def line_of(strokes: str, space_px: int) -> tuple[Pixels, int]:
    """A numeral of the strokes I, V, X (1: with a flag) and four squares of kanji after a gap."""
    page = np.full((60, 400), 255, np.uint8)
    x = 20
    for stroke in strokes:
        x = arms(page, x, stroke) if stroke in "VX" else stem(page, x, flag=stroke == "1")
    inked = np.flatnonzero((page < 140).any(axis=0))
    x = int(inked[-1]) + 1 + space_px
    for _ in range(4):
        cv2.rectangle(page, (x, TOP), (x + 38, BOTTOM), 0, STROKE)
        x += 44
    return page, x - 4


def read(strokes: str, text: str, space_px: int = 24) -> str:
    page, end = line_of(strokes, space_px)
    first = int(np.flatnonzero((page < 140).any(axis=0))[0])
    region = Region(first, TOP, end, BOTTOM + 1)
    line = ReadLine(region, text, (0.9,) * len(text), ((region.x0, region.x1),))
    told = with_head(Reading(line), page).line
    assert len(told.confidences) == len(told.text)
    return told.text


@pytest.mark.parametrize(
    ("strokes", "text", "numeral"),
    [
        ("I", "1", "Ⅰ"),
        ("II", "中", "Ⅱ"),
        ("II", "TI", "Ⅱ"),
        ("III", "四", "Ⅲ"),
        ("IV", "WV", "Ⅳ"),
        ("VI", "VI", "Ⅵ"),
        ("VIII", "VIl", "Ⅷ"),
        ("IX", "KX", "Ⅸ"),
    ],
)
def test_roman_numerals_are_told_by_their_strokes(strokes: str, text: str, numeral: str) -> None:
    assert read(strokes, text + "圏域概要") == f"{numeral} 圏域概要"


@pytest.mark.parametrize(("strokes", "text"), [("1", "1"), ("11", "11")])
def test_a_number_keeps_its_figures_and_takes_its_space(strokes: str, text: str) -> None:
    assert read(strokes, text + "圏域概要") == f"{text} 圏域概要"


@pytest.mark.parametrize(
    ("strokes", "text", "space_px"),
    [
        ("1", "1圏域概要", 9),  # 1人当たり: no space
        ("1", "表圏域概要", 24),  # no label
        ("1", "ア圏域概要", 17),  # アンケート: kana leave more beside them
    ],
)
def test_other_lines_stay_as_they_were_read(strokes: str, text: str, space_px: int) -> None:
    assert read(strokes, text, space_px) == text


def test_print_set_apart_throughout_has_no_space_of_its_own() -> None:
    """1 人 口 in letter-spaced print: all gaps are as wide."""
    page = np.full((60, 400), 255, np.uint8)
    stem(page, 30, flag=True)
    for x in (58, 116, 174):
        cv2.rectangle(page, (x, TOP), (x + 34, BOTTOM), 0, STROKE)
    region = Region(20, TOP, 212, BOTTOM + 1)
    line = ReadLine(region, "1圏域図", (0.9,) * 4, ((20, 212),))
    assert with_head(Reading(line), page).line.text == "1圏域図"
