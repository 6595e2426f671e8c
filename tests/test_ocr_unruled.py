"""Figures side by side that no table holds."""

from __future__ import annotations

from extractors.geometry import Box
from extractors.ocr.unruled import unruled_rows


def row(top: float, *texts: str) -> list[tuple[str, Box]]:
    return [
        (text, Box(1, 100 + 70 * k, top + k * 0.4, 140 + 70 * k, top + 9)) for k, text in enumerate(texts)
    ]


def test_rows_of_figures_are_told() -> None:
    pieces = [*row(100, "事業費見込", "10,108", "▲8,402", "71,166千円"), *row(130, "R5", "R6", "R7年度")]
    assert [box.top for box in unruled_rows(pieces)] == [100.4, 130.0]


def test_prose_contents_and_page_numbers_are_none() -> None:
    pieces = [
        *row(100, "目次", "12"),
        *row(120, "平成30年度から", "2,000人の"),
        *row(800, "- 11 -"),
    ]
    assert unruled_rows(pieces) == []
