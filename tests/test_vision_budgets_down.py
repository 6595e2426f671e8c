"""Budgets with a row for each year, cut by a page break: after their heads, or after the first year."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drawn_measures import LEFT, RIGHT, Document

EDGES = [160.0, 260.0, 350.0, 440.0, RIGHT]
ROWS = [
    ["年度", "事業費", "国県支出金", "一般財源"],
    ["2019年度", "12", "2", "10"],
    ["2020年度", "14", "4", "10"],
    ["2021年度", "16", "6", "10"],
    ["2022年度", "", "", ""],
    ["2023年度", "18", "8", "10"],
    ["合計", "60", "20", "40"],
]


def _draw(tmp_path: Path, cut: int | None, rows: list[list[str]]) -> Document:
    document = Document(tmp_path)
    document.down_to_the_schedule()
    parts = [rows] if cut is None else [rows[:cut], rows[cut:]]
    for i, part in enumerate(parts):
        if i:
            document.turn()
        document.page.cell(LEFT, 160.0, 18.0 * len(part), "" if i else "事業費(千円)")
        for row in part:
            document.page.row(EDGES, row)
    document.roles()
    return document


@pytest.mark.parametrize("cut", [None, 1, 2, 3, 6])
def test_years_below_each_other_are_read_wherever_the_page_ends(tmp_path: Path, cut: int | None) -> None:
    read = _draw(tmp_path, cut, ROWS).read()
    amounts = {(b.fiscal_year, b.funding): b.amount_yen for b in read.rows["budgets"]}
    assert len(amounts) == 15
    for year, row in zip(range(2019, 2024), ROWS[1:6], strict=True):
        for kind, text in zip(("total", "国県支出金", "一般財源"), row[1:], strict=True):
            assert amounts[year, kind] == (int(text) * 1000 if text else None)
    assert not [c for c in read.checks if c.startswith(("budget.", "layout.un", "value."))]


def test_heads_without_a_row_below_them_are_told(tmp_path: Path) -> None:
    assert "budget.no_year_columns" in _draw(tmp_path, None, ROWS[:1]).read().checks
