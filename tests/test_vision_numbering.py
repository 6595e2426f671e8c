"""Numbers at the start of headings."""

from __future__ import annotations

import pytest

from extractors.vision.numbering import read_number


@pytest.mark.parametrize(
    ("text", "ordinal"),
    [("三 医療", 3), ("十 医療", 10), ("十二 医療", 12), ("二十 医療", 20), ("三十四、医療", 34)],
)
def test_kanji_numbers_count(text: str, ordinal: int) -> None:
    found = read_number(text, ["kanji"])
    assert found is not None
    assert (found.ordinal, found.title) == (ordinal, "医療")


@pytest.mark.parametrize("text", ["一一 医療", "一一一、", "十十 医療", "一二 医療"])
def test_strokes_in_a_row_are_no_number(text: str) -> None:
    """OCR reads pieces of a broken rule as 一."""
    assert read_number(text, ["kanji"]) is None


def test_parts_stand_above_chapters_where_the_levels_name_them() -> None:
    """第2編 第1章: chapters count anew in every part, which is no new document."""
    styles = ["part", "chapter"]
    found = [read_number(text, styles) for text in ("第2編 取組", "第一部 総論", "第1章 医療")]
    assert [one and (one.style, one.ordinal) for one in found] == [("part", 2), ("part", 1), ("chapter", 1)]
    alone = read_number("第2編 取組", ["chapter"])
    assert alone is not None and alone.style == "chapter"
