"""Figures set far apart are moved together before Tesseract sees them; other print stays as it is."""

from __future__ import annotations

from typing import cast

import numpy as np
import pytest

from extractors.ocr.engine import Engine, Symbol
from extractors.ocr.image import Pixels
from extractors.ocr.ink import Region
from extractors.ocr.reading import LineReader, Piece
from extractors.ocr.spaced import moved_together

HEIGHT_PX = 20


def print_of(widths_px: list[int], gap_px: int) -> Pixels:
    """A line of black blocks of one height on white, `gap_px` apart."""
    columns = [np.full((HEIGHT_PX + 6, 8), 255)]
    for width_px in widths_px:
        block = np.full((HEIGHT_PX + 6, width_px), 255)
        block[3:-3] = 0
        columns += [block, np.full((HEIGHT_PX + 6, gap_px), 255)]
    return np.asarray(np.hstack(columns), dtype=np.uint8)


def widest_gap_px(line: Pixels) -> int:
    inked = np.flatnonzero((line < 140).any(axis=0))
    return int(np.diff(inked).max()) - 1


def test_full_width_figures_come_together_with_all_their_ink() -> None:
    apart = print_of([11, 11, 11, 4, 11, 11, 11], gap_px=12)
    together = moved_together(apart)
    assert widest_gap_px(together) == 4
    assert (together < 140).sum() == (apart < 140).sum()


@pytest.mark.parametrize(
    ("widths_px", "gap_px"),
    [([11] * 4, 3), ([19] * 3, 14), ([11, 19, 19, 19], 14), ([11, 11], 14), ([5, 3, 5], 7), ([], 0)],
    ids=["figures", "spread kanji", "a number before spread kanji", "two shapes", "a 1 in brackets", "blank"],
)
def test_other_print_stays(widths_px: list[int], gap_px: int) -> None:
    line = print_of(widths_px, gap_px)
    assert moved_together(line) is line


class FarSighted:
    """Stands for Tesseract: sees a number only where its figures stand together."""

    def read(self, crop: Pixels, _script: str, _factor: float, *, word: bool = False) -> list[Symbol]:
        del word
        return [] if widest_gap_px(crop) > 6 else [Symbol(figure, 0, 0, 1, 1, 0.95) for figure in "2021"]


def test_a_number_set_far_apart_is_read_and_its_ink_stays_where_it_was() -> None:
    apart = print_of([11, 11, 11, 11], gap_px=14)
    region = Region(8, 3, apart.shape[1] - 14, 3 + HEIGHT_PX)
    reader = LineReader(cast(Engine, FarSighted()), apart)
    read = reader.read(Piece(region, ((region.x0, region.x1),)), HEIGHT_PX)
    assert (read.line.text, read.line.region) == ("2021", region)
    assert read.other_text is None
