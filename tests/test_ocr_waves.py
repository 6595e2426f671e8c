"""Waves, roofs of kanji, discs and leaders told from what they look like; on pictures drawn here."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.ocr.image import Pixels
from extractors.ocr.ink import Region, glyph_side, line_regions
from extractors.ocr.marks import find_marks
from extractors.ocr.reading import Reading
from extractors.ocr.typeset import ReadLine
from extractors.ocr.waves import with_waves


def line_with_a_sign(*, is_wave: bool) -> tuple[Pixels, Region]:
    """25, a sign an em wide, 38."""
    page = np.full((70, 240), 255, np.uint8)
    cv2.putText(page, "25", (20, 48), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 0, 2)
    cv2.putText(page, "38", (130, 48), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 0, 2)
    xs = np.arange(80, 116)
    ys = 36 + (5 * np.sin((xs - 80) / 36 * 2 * np.pi) if is_wave else np.zeros(len(xs)))
    cv2.polylines(page, [np.stack([xs, ys], axis=1).astype(np.int32)], isClosed=False, color=0, thickness=2)
    rows, columns = np.nonzero(page < 140)
    return page, Region(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)


@pytest.mark.parametrize(
    ("is_wave", "read", "told"),
    [
        (True, "25一38", "25～38"),
        (True, "25て38", "25～38"),
        (False, "25ー38", "25ー38"),
        (True, "25.38", "25.38"),  # not the ink of what was read
    ],
)
def test_a_wave_between_figures_is_told_from_a_dash(is_wave: bool, read: str, told: str) -> None:
    page, region = line_with_a_sign(is_wave=is_wave)
    line = ReadLine(region, read, (0.9,) * len(read), ((region.x0, region.x1),))
    assert with_waves(Reading(line), page).line.text == told


@pytest.mark.parametrize(("is_wave", "told"), [(True, ("25～38", "2538")), (False, ("2538", None))])
def test_a_wave_that_nothing_was_read_for_is_put_in_and_told(
    is_wave: bool, told: tuple[str, str | None]
) -> None:
    page, region = line_with_a_sign(is_wave=is_wave)
    line = ReadLine(region, "2538", (0.9, 0.9, 0.8, 0.9), ((region.x0, region.x1),))
    reading = with_waves(Reading(line), page)
    assert (reading.line.text, reading.other_text) == told
    assert len(reading.line.confidences) == len(told[0])


def triangle(ink: Pixels, left: int, top: int) -> None:
    corners = [(left + 15, top), (left, top + 24), (left + 30, top + 24)]
    cv2.polylines(ink, [np.array(corners, np.int32)], isClosed=True, color=255, thickness=3)


def test_the_roof_of_a_kanji_is_no_triangle() -> None:
    """合 of a small gothic: its roof is a piece of ink of its own."""
    ink = np.zeros((80, 200), np.uint8)
    triangle(ink, 20, 20)
    triangle(ink, 120, 20)
    cv2.rectangle(ink, (123, 50), (147, 64), 255, 3)
    marks = find_marks(ink, 30.0, lambda _: "")
    assert [(m.text, m.region.x0 < 100) for m in marks] == [("△", True)]


def test_a_page_of_leaders_has_the_size_of_its_words() -> None:
    """A contents page of an A3 sheet: every dot was read as a line."""
    ink = np.zeros((300, 2000), np.uint8)
    for row in range(40, 300, 60):
        for x in range(30, 150, 40):
            cv2.rectangle(ink, (x, row - 32), (x + 32, row), 255, 3)
        for x in range(200, 1950, 40):
            cv2.rectangle(ink, (x, row - 16), (x + 5, row - 11), 255, -1)
    assert glyph_side(ink, 300 / 72) == pytest.approx(36, abs=3)


def test_a_seven_whose_stroke_is_broken_is_one_line() -> None:
    ink = np.zeros((80, 80), np.uint8)
    cv2.rectangle(ink, (30, 20), (46, 24), 255, -1)
    cv2.line(ink, (45, 25), (42, 28), 255, 3)
    cv2.line(ink, (40, 32), (36, 46), 255, 3)  # a row or two with hardly any ink above it
    (line,) = line_regions(ink, Region(0, 0, 80, 80), 36.0)
    assert (line.top, line.bottom) == (20, 48)


def test_a_full_circle_is_a_mark_and_a_full_square_is_none() -> None:
    ink = np.zeros((80, 200), np.uint8)
    cv2.circle(ink, (40, 40), 12, 255, -1)
    cv2.rectangle(ink, (108, 28), (132, 52), 255, -1)
    cv2.circle(ink, (170, 40), 12, 255, 3)
    assert [m.text for m in find_marks(ink, 30.0, lambda _: "")] == ["●"]


def test_a_smeared_kanji_of_many_strokes_is_no_full_circle() -> None:
    """Of 書 in a small print, scanned with blur, a full blob with ragged sides was left."""
    ink = np.zeros((80, 80), np.uint8)
    cv2.circle(ink, (40, 40), 14, 255, -1)
    for y in (29, 47):
        cv2.rectangle(ink, (26, y), (54, y + 4), 255, -1)
    assert find_marks(ink, 30.0, lambda _: "") == []
