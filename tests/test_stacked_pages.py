"""Two pages on one sheet, one above the other: told by the upper one's number in the middle."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drawn_measures import Document

CHECK = "reader.stacked_pages"


@pytest.mark.parametrize(
    ("numbers", "is_told"),
    [((1, 3, 5), True), ((1, 3), False), ((1, 2, 3), False), ((7, 30, 2), False)],
)
def test_numbers_in_the_middle_that_grow_by_two_are_told(
    numbers: tuple[int, ...], is_told: bool, tmp_path: Path
) -> None:
    document = Document(tmp_path)
    document.measure()
    for number in numbers:
        document.turn().text(285, 390, f"- {number} -")
    read = document.read()
    assert (CHECK in read.checks) == is_told
    assert [f.observed for f in read.findings if f.check_id == CHECK] == (["3–5"] if is_told else [])
