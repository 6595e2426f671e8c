"""Cells on the dots of a screened tint, which hide print or are taken for it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.geometry import Box
from extractors.ocr.ink import Region, is_screened
from extractors.ocr.page import with_screens_told
from extractors.reading import Cell, Line, PageReading, Table

CELL = Region(10, 10, 390, 130)
BOX, OTHER = Box(1, 10, 10, 110, 40), Box(1, 110, 10, 210, 40)


def printed() -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    ink = np.zeros((140, 400), np.uint8)
    cv2.putText(ink, "KPI 2023 41", (20, 90), cv2.FONT_HERSHEY_SIMPLEX, 1.6, 255, 5)
    return ink


def grained(share: float) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    dots = np.random.default_rng(7).random(printed().shape) < share
    return np.asarray(np.where(dots, 255, printed()), dtype=np.uint8)


def test_a_screen_fills_a_cell_with_edges_and_print_does_not() -> None:
    assert is_screened(grained(0.3), CELL)
    assert not is_screened(printed(), CELL)
    assert not is_screened(grained(0.001), CELL)  # dust of a black-and-white scan
    assert not is_screened(grained(0.3), Region(10, 10, 24, 130))  # too narrow to tell


def page(text: str, problems: tuple[tuple[str, str, Box | None], ...] = ()) -> PageReading:
    cells = tuple(
        Cell(0, k, 1, 1, box, (Line(text, box, 10.5, "ocr"),) if text else ())
        for k, box in enumerate((BOX, OTHER))
    )
    table = Table(1, 0, Box(1, 10, 10, 210, 40), (10.0, 40.0), (10.0, 110.0, 210.0), cells)
    return PageReading(1, 600.0, 800.0, 0, (table,), (), (), (), 0, problems=problems)


@pytest.mark.parametrize("text", ["……………1……", "―", "OO", "|……"])
def test_dots_read_as_text_are_told_at_their_cell(text: str) -> None:
    assert with_screens_told(page(text), [BOX]).problems == (("ocr.unread", text, BOX),)


@pytest.mark.parametrize("text", ["", "令和9年度", "41", "▲1,234", "取組の内容"])
def test_words_and_figures_on_a_screen_are_no_finding(text: str) -> None:
    assert with_screens_told(page(text), [BOX, OTHER]).problems == ()


def test_a_cell_is_told_once() -> None:
    told = (("ocr.unread", "―", BOX),)
    assert with_screens_told(page("―", told), [BOX]).problems == told
