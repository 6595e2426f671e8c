"""縦書き in a cell: columns cut into characters, set side by side, read as one line and put back."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np
import pytest

from extractors.ocr.columns import read_columns
from extractors.ocr.engine import Engine, Symbol
from extractors.ocr.image import Pixels
from extractors.ocr.ink import Region, line_regions
from extractors.ocr.reading import LineReader
from extractors.ocr.stacked import side_by_side, stacked_columns, strokes_of
from extractors.ocr.typeset import ReadLine, char_objects
from extractors.tables.celltext import lines_of
from extractors.tables.glyphs import glyphs_of

EM = 50
KANJI, DASH, OPENING, SMALL = (3, 3, 47, 47), (22, 6, 28, 44), (4, 36, 46, 48), (18, 10, 47, 36)


def page(*columns: list[tuple[int, int, int, int]], pitch: int = EM, gap: int = 14) -> Pixels:
    """Print of columns from the right; a shape is the ink (x0, top, x1, bottom) in its square."""
    picture = np.full((EM * 12, 40 + (EM + gap) * len(columns)), 255, np.uint8)
    for k, shapes in enumerate(reversed(columns)):
        for row, (x0, top, x1, bottom) in enumerate(shapes):
            x, y = 20 + k * (EM + gap), 10 + row * pitch
            picture[y + top : y + bottom, x + x0 : x + x1] = 0
            if x1 - x0 > 20 < bottom - top:
                picture[y + top + 5 : y + bottom - 5, x + x0 + 5 : x + x1 - 5] = 255
    return picture


def whole(picture: Pixels) -> tuple[Pixels, Region]:
    ink = np.where(picture < 150, 255, 0).astype(np.uint8)
    return ink, Region(0, 0, picture.shape[1], picture.shape[0])


def test_a_column_is_cut_into_its_characters() -> None:
    (column,) = stacked_columns(*whole(page([KANJI, DASH, OPENING, SMALL, KANJI])), 44)
    assert [ink.top - square.top > 30 for ink, square in zip(column.inks, column.squares, strict=True)] == [
        False,
        False,
        True,
        False,
        False,
    ]
    assert strokes_of(column) == [1]


def test_a_figure_alone_in_a_cell_is_no_column() -> None:
    picture = np.full((80, 80), 255, np.uint8)
    strokes = np.array([(20, 28), (23, 21), (30, 20), (36, 22), (38, 30), (20, 57), (41, 57)])
    cv2.polylines(picture, [strokes], False, 0, 2)
    ink, region = whole(picture)
    assert stacked_columns(ink, line_regions(ink, region, 44)[0], 44) == []


def test_strokes_and_brackets_are_turned_and_small_kana_stand_at_the_foot() -> None:
    picture = page([KANJI, DASH, OPENING, SMALL, KANJI])
    (column,) = stacked_columns(*whole(picture), 44)
    line = side_by_side(picture, column, strokes_of(column)) < 150
    em = column.side_px
    dash, opening, small = (np.argwhere(line[:, k * em : (k + 1) * em]) for k in (1, 2, 3))
    assert np.ptp(dash[:, 1]) > 30 > np.ptp(dash[:, 0])
    assert np.ptp(opening[:, 0]) > 30 > np.ptp(opening[:, 1])
    assert small[:, 0].max() > 0.85 * em
    assert small[:, 1].min() < 0.2 * em


@pytest.mark.parametrize(
    ("picture", "n_columns"),
    [
        (page([KANJI] * 5, [KANJI] * 4), 2),
        (page([KANJI] * 3, [KANJI] * 3, pitch=75, gap=0), 0),
        (page([KANJI]), 0),
        (page([KANJI] * 2, [KANJI] * 2, [KANJI] * 2, [KANJI] * 2, [KANJI] * 2), 0),
        (page([KANJI] * 2, [KANJI] * 2, [KANJI] * 2, gap=20), 0),
    ],
    ids=["two columns", "three level lines of two", "one character", "level lines of five", "two names"],
)
def test_level_lines_are_no_columns(picture: Pixels, n_columns: int) -> None:
    assert len(stacked_columns(*whole(picture), 44)) == n_columns


class _Texts:
    """An engine that reads each line shown as the next text, as often as it is looked at."""

    def __init__(self, *texts: str) -> None:
        self._texts, self._seen = list(texts), 0

    def read(self, picture: Pixels, script: str, factor: float, *, word: bool = False) -> list[Symbol]:
        text = self._texts[min(self._seen // 2, len(self._texts) - 1)]
        self._seen += 1
        return [Symbol(char, 0.0, 0.0, 1.0, 1.0, 0.97) for char in text]


def read(picture: Pixels, *texts: str) -> tuple[list[str], list[str]] | None:
    """The lines a table makes of the characters, and what is told; None where there are no columns."""
    ink, region = whole(picture)
    reader = LineReader(cast("Engine", _Texts(*texts)), picture)
    found = read_columns(reader, picture, ink, line_regions(ink, region, 44), 44)
    if found is None:
        return None
    placed: list[ReadLine] = [one.line for one in found]
    glyphs, _ = glyphs_of(char_objects([placed], 1.0))
    return [line.text for line in lines_of(glyphs, 1)], [one.other_text for one in found if one.other_text]


def test_columns_are_read_from_the_right() -> None:
    assert read(page([KANJI] * 4, [KANJI] * 3), "結付強化", "内容等") == (["結付強化", "内容等"], [])


def test_small_kana_are_small_by_their_size() -> None:
    assert read(page([KANJI, SMALL, KANJI]), "シヨン") == (["ション"], [])


def test_more_characters_than_stand_there_are_told() -> None:
    assert read(page([KANJI] * 3), "事業業費") == (["事業業費"], ["□□□"])


def test_figures_one_above_the_other_are_lines() -> None:
    assert read(page([KANJI] * 2), "1020") is None
