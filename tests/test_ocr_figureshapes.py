"""Numbers told by the shapes of a page's other figures, on a page of figures drawn here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest

from extractors.ocr.figureshapes import settled_by_shape
from extractors.ocr.image import Pixels
from extractors.ocr.ink import Region
from extractors.ocr.lookalikes import settled as look_alikes_settled
from extractors.ocr.reading import Reading
from extractors.ocr.typeset import ReadLine

ROW_PX, FIGURE_PX = 60, 24
SAMPLES = ("135", "246", "579", "680", "1234", "98,706", "42.5")


def page_of(printed: Sequence[str]) -> tuple[Pixels, list[Region]]:
    """A page with each text on a row of its own, and where its ink lies."""
    page = np.full((ROW_PX * len(printed), 400), 255, np.uint8)
    regions = []
    for row, text in enumerate(printed):
        for k, char in enumerate(text):
            foot = ROW_PX * row + 40
            if char in ",.":
                cv2.rectangle(page, (30 + k * FIGURE_PX, foot - 3), (33 + k * FIGURE_PX, foot), 0, -1)
            if char == ",":
                cv2.line(page, (33 + k * FIGURE_PX, foot), (31 + k * FIGURE_PX, foot + 5), 0, 2)
            if char not in ",. ":
                cv2.putText(page, char, (22 + k * FIGURE_PX, foot), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2)
        band = page[ROW_PX * row : ROW_PX * (row + 1)] < 140
        rows, columns = np.flatnonzero(band.any(axis=1)), np.flatnonzero(band.any(axis=0))
        top = ROW_PX * row
        regions.append(
            Region(int(columns[0]), top + int(rows[0]), int(columns[-1]) + 1, top + int(rows[-1]) + 1)
        )
    return page, regions


def read_as(text: str, region: Region, other: str | None, confidence: float = 0.99) -> Reading:
    line = ReadLine(region, text, (confidence,) * len(text), ((region.x0, region.x1),))
    return Reading(line, other)


def settled(printed: str, read: str, other: str | None, samples: Sequence[str] = SAMPLES) -> Reading:
    """What becomes of a number printed in one way and read in another, beside well-read ones."""
    page, regions = page_of([*samples, *samples, printed])
    known = [read_as(s, r, None) for s, r in zip([*samples, *samples], regions[:-1], strict=True)]
    *unchanged, last = settled_by_shape([*known, read_as(read, regions[-1], other)], page)
    assert unchanged == known
    return last


@pytest.mark.parametrize(
    ("printed", "read", "other", "kept", "told"),
    [
        ("23.2", "232", "23.2", "23.2", "232"),
        ("172.7", "7227", "1727", "172.7", "1727"),
        ("3,512", "きら12", "8512", "3,512", "8512"),  # words to every look
        ("797", "797", "791", "797", "791"),  # stays doubted
        ("86.4", "864", None, "86.4", "864"),  # all looks agreed on the same error
        ("86.4", "86.4", None, "86.4", None),
        ("51", "っ1", None, "51", "っ1"),  # to every look, and surely
        ("R8", "R5", "8", "R8", "R5"),
        ("7.7", "チア", None, "7.7", "チア"),
        ("14.2", "14,2", None, "14.2", "14,2"),
        ("14,2", "14,2", None, "14.2", "14,2"),  # a comma by its shape: none stands there
        ("1,205", "1,205", None, "1,205", None),
    ],
)
def test_a_number_is_what_its_shapes_are(
    printed: str, read: str, other: str | None, kept: str, told: str | None
) -> None:
    reading = settled(printed, read, other)
    assert (reading.line.text, reading.other_text) == (kept, told)
    assert len(reading.line.confidences) == len(kept)


def test_a_figure_that_no_other_number_has_is_left_as_it_was_read() -> None:
    reading = settled("797", "191", "797", samples=("135", "246", "1234"))
    assert (reading.line.text, reading.other_text) == ("191", "797")


def test_a_mark_read_as_a_figure_is_told_where_no_figure_of_the_page_tells_the_rest() -> None:
    reading = settled("7.9", "789", None, samples=("135", "246", "1234"))
    assert (reading.line.text, reading.other_text) == ("789", "7.9")


@pytest.mark.parametrize(
    ("samples", "kept", "other"),
    [(("98,706", "1,305"), "37,561", "37.561"), (("987", "42.5"), "37.561", "37,561")],
)
def test_a_mark_in_doubt_is_what_the_page_groups_its_figures_with(
    samples: Sequence[str], kept: str, other: str
) -> None:
    reading = settled("37 561", "37.561", "37,561", samples)  # print so small that its mark has no shape
    assert (reading.line.text, reading.other_text) == (kept, other)


def test_one_misread_sample_does_not_mislead() -> None:
    page, regions = page_of([*SAMPLES, *SAMPLES, "575", "57"])
    texts = [*SAMPLES, *SAMPLES, "525", "57"]  # the 7 read as 2, by every look
    read = [read_as(text, region, None) for text, region in zip(texts, regions, strict=True)]
    *_, misread, last = settled_by_shape(read, page)
    assert (misread.line.text, misread.other_text) == ("575", "525")
    assert (last.line.text, last.other_text) == ("57", None)


@pytest.mark.parametrize(
    ("read", "settled_text"),
    [
        ("連携中枢都市園の名称", "連携中枢都市圏の名称"),
        ("園域全体の取組", "圏域全体の取組"),
        ("都市園芸、保育園の職員", "都市園芸、保育園の職員"),
        ("令和2年度一令和6年度", "令和2年度～令和6年度"),
        ("H31年ーR5年", "H31年～R5年"),
        ("2023(令和5)年度一2027(令和9)年度", "2023(令和5)年度～2027(令和9)年度"),
        ("令和6年度(2024)一令和8年度(2026)", "令和6年度(2024)～令和8年度(2026)"),
        ("令和2年度一般会計", "令和2年度一般会計"),
        ("R6一R9", "R6～R9"),
        ("R6て", "R6～"),  # the next year stands in the next line
        ("RG年度", "R6年度"),
        ("掲載ぺ一ジ", "掲載ページ"),
        ("調べる", "調べる"),
    ],
)
def test_words_of_a_vision_are_told_from_their_look_alikes(read: str, settled_text: str) -> None:
    assert look_alikes_settled(read) == settled_text


@pytest.mark.parametrize(
    ("below", "kept", "told"),
    [((0, 60), "275,57", "275.57"), ((250, 60), "275.57", "275,57"), ((0, 0), "275.57", "275,57")],
)
def test_a_comma_whose_number_goes_on_in_the_next_line_stays(
    below: tuple[int, int], kept: str, told: str
) -> None:
    """275,57 over 4人 in a narrow cell was read as 275.57."""
    page, regions = page_of([*SAMPLES, *SAMPLES, "275,57", "4"])
    known = [read_as(s, r, None) for s, r in zip([*SAMPLES, *SAMPLES], regions[:-2], strict=True)]
    first, last = regions[-2:]
    moved = replace(last, x0=first.x0 + below[0], x1=first.x0 + below[0] + last.width)
    moved = replace(moved, top=first.top + below[1], bottom=first.bottom + below[1])
    after = read_as("4人", moved, None)
    *_, wrapped, _ = settled_by_shape([*known, read_as("275,57", first, None), after], page)
    assert (wrapped.line.text, wrapped.other_text) == (kept, told)
