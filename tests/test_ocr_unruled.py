"""Figures side by side that no rules part."""

from __future__ import annotations

from extractors.geometry import Box
from extractors.ocr.ink import Region
from extractors.ocr.page import unparted_figures
from extractors.ocr.reading import Reading
from extractors.ocr.typeset import ReadLine
from extractors.ocr.unruled import unruled_rows
from extractors.reading import PageReading, Table


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


def read(cell: Box, top: int, *texts: str) -> list[tuple[Reading, Box]]:
    regions = [Region(100 + 300 * k, top, 220 + 300 * k, top + 38) for k in range(len(texts))]
    lines = [ReadLine(r, t, (1.0,) * len(t), ((r.x0, r.x1),)) for r, t in zip(regions, texts, strict=True)]
    return [(Reading(line), cell) for line in lines]


def test_figures_in_one_cell_are_told_once_a_cell() -> None:
    first, second, other = (Box(1, 10, y, 590, y + 60) for y in (10, 70, 130))
    table = Table(1, 0, Box(1, 10, 10, 590, 190), (10.0, 70.0, 130.0, 190.0), (10.0, 590.0), ())
    page = PageReading(1, 600.0, 800.0, 0, (table,), (), (), (), 0)
    groups = [
        [*read(first, 60, "4,890", "0", "8,612"), *read(first, 160, "41", "41", "41")],
        read(second, 310, "4,890", "－", "調整中"),
        read(other, 560, "R5", "R6", "R7"),
    ]
    assert [len(rows) for rows in unparted_figures(groups, page, 300 / 72)] == [2, 1]
