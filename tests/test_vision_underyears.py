"""Rows apart from the head of their years, where no rule parts columns: print stands under the head's."""

from __future__ import annotations

from pathlib import Path

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
