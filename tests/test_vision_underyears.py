"""Rows apart from the head of their years, where no rule parts columns: print stands under the head's."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

from extractors.geometry import Box
from extractors.reading import Cell, Line, Table
from extractors.vision.blocks import Block
from extractors.vision.context import Context
from extractors.vision.underyears import set_under_heads
from tests.drawn_measures import LEFT, MEASURE, PAGE_PT, RIGHT, Document

COLUMNS = (250.0, 310.0, 370.0, 430.0, 490.0)
AMOUNTS = ("12,000", "2,000", "3,000", "", "5,000")


class Open:
    """Rows between rules that reach over the page, without verticals."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.rule()

    def rule(self) -> None:
        up = PAGE_PT[1] - self.document.page.y
        self.document.canvas.line(LEFT, up, RIGHT, up)

    def row(self, *words: tuple[float, str]) -> None:
        page = self.document.page
        for x, text in words:
            page.text(x, page.y + 4, text)
        page.y += 20
        self.rule()

    def budget(self) -> None:
        ends = [(x + 40 - 5 * len(text), text) for x, text in zip(COLUMNS, AMOUNTS, strict=True)]
        self.row((LEFT + 60, "事業費見込(千円)"), *(end for end in ends if end[1]))

    def schedule(self) -> None:
        years = [(x + 8, str(2019 + i)) for i, x in enumerate(COLUMNS)]
        self.row((LEFT + 5, "実施時期"), (200, "年"), *years)


def opened(document: Document) -> Open:
    rows = Open(document)
    rows.row((LEFT + 5, "施策名"), (170, MEASURE))
    rows.row((LEFT + 5, "取組内容"), (170, "圏域の医療を守り、安心して暮らせる地域をつくる。"))
    return rows


def amounts(document: Document) -> dict[int, int | None]:
    return {b.fiscal_year: b.amount_yen for b in document.read().rows["budgets"]}


EXPECTED = {2019: 12_000_000, 2020: 2_000_000, 2021: 3_000_000, 2022: None, 2023: 5_000_000}


def test_amounts_above_the_years(tmp_path: Path) -> None:
    document = Document(tmp_path)
    rows = opened(document)
    rows.budget()
    rows.schedule()
    assert amounts(document) == EXPECTED


def test_amounts_on_the_page_after_the_years(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.page.y = 700
    opened(document).schedule()
    document.turn()
    rows = Open(document)
    rows.budget()
    rows.row((LEFT + 5, "効果"), (170, "安心して暮らせる地域になり、人口の減少が緩やかになる。"))
    assert amounts(document) == EXPECTED


def test_municipalities_on_the_page_after_their_label(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.page.y = 760
    Open(document).row((LEFT + 5, "施策名"), (170, MEASURE), (480, "関係市町"))
    document.turn()
    rows = Open(document)
    rows.row((LEFT + 5, "取組内容"), (170, "圏域の医療を守り、安心して暮らせる地域。"), (488, "平泉町"))
    rows.schedule()
    rows.budget()
    read = document.read()
    assert [m.municipality for m in read.rows["measure_municipalities"]] == ["平泉町"]
    assert not read.checks["layout.unlabelled_cell"]


def cell(row: int, column: int, span: int, x0: float, x1: float, text: str = "", at: float = 0.0) -> Cell:
    """A cell of a row 20 pt high, its text beginning at `at`."""
    top = 100.0 + 20 * row
    box = Box(1, at, top + 4, at + 10.0 * len(text), top + 14)
    lines = (Line(text, box, 10.0, "F"),) if text else ()
    return Cell(row, column, 1, span, Box(1, x0, top, x1, top + 20), lines)


def test_words_stand_under_the_head_above_them_though_a_blank_cell_joins_theirs() -> None:
    heads = [cell(0, 1, 1, 160, 295, "指標", 200), cell(0, 2, 1, 295, 415, "現状値", 330)]
    heads.append(cell(0, 3, 1, 415, 535, "目標値", 450))
    body = [cell(1, 1, 2, 160, 390, "救急搬送の人数", 166), cell(1, 3, 1, 390, 535, "30人", 460)]
    edges = (60.0, 160.0, 295.0, 415.0, 535.0)
    outer = Box(1, 60.0, 100.0, 535.0, 140.0)
    claimed: list[Cell] = []
    context = cast(Context, SimpleNamespace(claim=claimed.extend))
    for open_edges, expected in (
        ({"columns"}, [("救急搬送の人数", 160, 295), ("", 295, 415), ("30人", 415, 535)]),
        (set[str](), [("救急搬送の人数", 160, 390), ("30人", 390, 535)]),
    ):
        table = Table(1, 0, outer, (100.0, 120.0, 140.0), edges, (*heads, *body), frozenset(open_edges))
        block = Block(table, range(2), None, "", None)
        found = set_under_heads(context, block, body, heads)
        assert [(c.raw, c.box.x0, c.box.x1) for c in found] == expected
    assert claimed == body
