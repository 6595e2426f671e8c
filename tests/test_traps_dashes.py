"""Dashed borders as browsers print them: cell by cell, each begins and ends with a whole dash."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.lattice_kit import Sheet

COLUMNS = [40.0, 130.0, 172.0, 300.0]
ROWS = [50.0, 66.5, 83.0, 120.0, 136.5]


def dashes(start: float, end: float, dash: float) -> list[tuple[float, float]]:
    """Whole dashes of a border: as many as leave gaps nearest to two thirds of a dash."""
    count = max(2, round((end - start + dash * 2 / 3) / (dash * 5 / 3)))
    step = (end - start - dash) / (count - 1)
    return [(start + k * step, start + k * step + dash) for k in range(count)]


@pytest.mark.parametrize("width", [0.75, 1.5, 2.25])
def test_cells_with_dashed_borders_are_cells(tmp_path: Path, width: float) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    dash = 3 * width
    for x0, x1 in pairwise(COLUMNS):
        for y in ROWS:
            for a, b in dashes(x0, x1, dash):
                sheet.rect(a, y, b, y + width, fill=(0.5, 0.5, 0.5), width=None)
    for y0, y1 in pairwise(ROWS):
        for x in COLUMNS:
            for a, b in dashes(y0, y1, dash):
                sheet.rect(x, a, x + width, b, fill=(0.5, 0.5, 0.5), width=None)
    texts = [[f"{row}の{column}" for column in range(3)] for row in range(4)]
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            sheet.text(COLUMNS[column] + 5, ROWS[row] + 3.5, text)
    (table,) = sheet.read().tables
    assert [[c.raw for c in table.cells if c.row == row] for row in range(4)] == texts
