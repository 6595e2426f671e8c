"""A second layout, unlike the 2019 one in every respect that a profile can state, and the vision set in it.

Landscape; chapters and sections; three members; a frame of labels with synonyms; a unit column and two or
three KPI rows; amounts in 百万円 by funding source with 合計; the period in words; roles municipality by
municipality; 国県補助事業等の名称 and 備考 rows; a table of yearly totals; figures by year down the rows.

    python -m tests.typesetter.layout2     writes tests/data/layout2/vision.pdf and truth.json
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from tests.typesetter.blocks import (
    Align,
    Block,
    Contents,
    Cover,
    Grid,
    GridCell,
    Heading,
    PageBreak,
    Prose,
    TocLine,
)
from tests.typesetter.draw import Truth, typeset
from tests.typesetter.expected import expected_facts
from tests.typesetter.model import (
    Agreement,
    Amount,
    Kpi,
    Measure,
    Paragraph,
    Section,
    StatTable,
    TotalsTable,
    Vision,
)
from tests.typesetter.style import Columns, Fonts, Style
from tests.typesetter.vision2 import vision_2

FOLDER = Path(__file__).parents[1] / "data/layout2"
UNIT_YEN = 1_000_000
STYLE = Style(
    page_width_pt=841.9,
    page_height_pt=595.3,
    margin_pt=48,
    fonts=Fonts("HeiseiKakuGo-W5", "HeiseiKakuGo-W5"),
    cell_size_pt=9,
    body_size_pt=10,
    label_shade=0.92,
    columns=Columns(label=0.13, year=0.25),
    breaks="rows",
    border="filled_rects",
    page_number="plain",
)


def compose(vision: Vision, style: Style) -> list[Block]:
    """All blocks of the document in the second layout."""
    year, month = vision.published
    lines = [
        TocLine(s.level, s.label, s.title, i)
        for i, s in enumerate(vision.sections)
        if s.in_toc and s.level > 1
    ]
    blocks: list[Block] = [
        Cover(vision.title, f"令和{year - 2018}年{month}月策定", vision.publisher),
        PageBreak(),
        Contents("目　次", tuple(lines)),
        PageBreak(),
    ]
    ordinals = iter(range(1, 10**6))
    for index, section in enumerate(vision.sections):
        blocks.append(Heading(index, section.level, section.label, section.title, section.inline_text))
        blocks += _body(section, vision, ordinals)
    return blocks


def era(year: int) -> str:
    """A fiscal year in the Japanese calendar."""
    if year < 2019:
        return f"平成{year - 1988}年度"
    return "令和元年度" if year == 2019 else f"令和{year - 2018}年度"


def _body(section: Section, vision: Vision, ordinals: Iterator[int]) -> Iterator[Block]:
    for item in section.body:
        match item:
            case Paragraph():
                yield Prose("　" + item.text)
            case StatTable():
                yield Prose(f"{item.title}（単位：{item.caption_unit}）", "caption")
                yield _statistics(item)
            case TotalsTable():
                yield Prose(f"{item.title}（単位：百万円）", "caption")
                yield _totals(vision)
            case Agreement():
                yield _agreement(item)
            case Measure():
                yield _Sheet(item, vision.years, next(ordinals)).grid()
                yield from (Prose(f"{note.marker}{note.text}", "note") for note in item.notes)


def _statistics(table: StatTable) -> Grid:
    return _plain_grid(
        (table.corner, *table.columns),
        [(name, *(c.raw for c in cells)) for name, cells in zip(table.rows, table.cells, strict=True)],
        "statistics",
    )


def _plain_grid(heads: tuple[str, ...], rows: list[tuple[str, ...]], kind: str) -> Grid:
    cells = [GridCell(0, j, text, align="center", is_label=True) for j, text in enumerate(heads)]
    for i, row in enumerate(rows, start=1):
        cells.append(GridCell(i, 0, row[0], is_label=True))
        cells += [GridCell(i, j, text, align="right") for j, text in enumerate(row[1:], start=1)]
    first = 0.22
    step = (1 - first) / (len(heads) - 1)
    edges = tuple(first + step * k for k in range(len(heads) - 1))
    return Grid(edges, len(rows) + 1, tuple(cells), "statistics", 1)


def millions(amount_yen: int) -> str:
    """An amount in 百万円, with one decimal where it is no whole number."""
    value = Decimal(amount_yen) / UNIT_YEN
    return f"{value:,.1f}" if value % 1 else f"{int(value):,}"


def _sum(amounts: tuple[Amount, ...]) -> int:
    return sum(a.amount_yen or 0 for a in amounts)


def _totals(vision: Vision) -> Grid:
    rows = [(area, *(millions(v) for v in values)) for area, values in yearly_totals(vision)]
    return _plain_grid(("政策分野", *(era(y) for y in vision.years), "合計"), rows, "statistics")


def yearly_totals(vision: Vision) -> list[tuple[str, list[int]]]:
    """Yen by policy area and year, each followed by its sum over the years; the last row is 合計."""
    sums: dict[str, list[int]] = {}
    area = ""
    for section in vision.sections:
        area = section.title if section.level == 2 else area
        for item in section.body:
            if isinstance(item, Measure):
                row = sums.setdefault(area, [0] * len(vision.years))
                sums[area] = [a + (b.amount_yen or 0) for a, b in zip(row, item.budgets, strict=True)]
    whole = [sum(column) for column in zip(*sums.values(), strict=True)]
    return [(name, [*values, sum(values)]) for name, values in [*sums.items(), ("合計", whole)]]


def _agreement(item: Agreement) -> Grid:
    rows = [("連携内容", item.content), *((f"{names}の役割", text) for names, text in item.roles)]
    cells = [GridCell(i, 0, name, align="center", is_label=True) for i, (name, _) in enumerate(rows)]
    cells += [GridCell(i, 1, text) for i, (_, text) in enumerate(rows)]
    return Grid((0.2,), len(rows), tuple(cells), "agreement")


class _Sheet:
    """One measure's table."""

    EDGES = (0.0, 0.13, 0.25, 0.355, 0.46, 0.565, 0.67, 0.775, 0.88, 1.0)

    def __init__(self, measure: Measure, years: tuple[int, ...], ordinal: int) -> None:
        self.measure, self.years, self.ordinal = measure, years, ordinal
        self.cells: list[GridCell] = []
        self.row = 0

    def grid(self) -> Grid:
        """The finished grid."""
        item = self.measure
        self._plain("連携事業名", item.name)
        self._plain("連携市町村", "、".join(item.municipalities))
        self._plain("事業概要", item.content)
        self._plain("期待される効果", item.effect)
        self._kpis()
        self._plain("事業期間", f"{era(self.years[0])}～{era(self.years[-1])}")
        self._budget()
        self._roles()
        for label, text in item.fields:
            self._plain(label, text)
        self._plain("備考", item.note or "")
        return Grid(self.EDGES[1:-1], self.row, tuple(self.cells), "measure", 0, self.ordinal)

    def _put(
        self, text: str, first: int, last: int, *, label: bool = False, right: bool = False, rows: int = 1
    ) -> None:
        align: Align = "right" if right else "center" if label else "left"
        cell = GridCell(self.row, first, text, rows, last - first, align, label)
        self.cells.append(cell)

    def _plain(self, label: str, text: str) -> None:
        self._put(label, 0, 1, label=True)
        self._put(text, 1, 9)
        self.row += 1

    def _kpis(self) -> None:
        kpis, edges = self.measure.kpis, (1, 5, 6, 7, 9)
        self._put("成果指標\n(KPI)", 0, 1, label=True, rows=len(kpis) + 1)
        heads = (
            "指標名",
            "単位",
            f"基準値\n({era(kpis[0].baseline_year)})",
            f"目標値({era(kpis[0].target_year)})",
        )
        for text, (first, last) in zip(heads, pairwise(edges), strict=True):
            self._put(text, first, last, label=True)
        self.row += 1
        for kpi in kpis:
            self._kpi(kpi, edges)

    def _kpi(self, kpi: Kpi, edges: tuple[int, ...]) -> None:
        texts = (kpi.indicator, kpi.target.unit or "", kpi.baseline.raw, kpi.target.raw)
        for i, (text, (first, last)) in enumerate(zip(texts, pairwise(edges), strict=True)):
            self._put(text, first, last, right=i > 1)
        self.row += 1

    def _budget(self) -> None:
        series = [("事業費", self.measure.budgets), *self.measure.funding]
        self._put("事業費\n（百万円）", 0, 1, label=True, rows=len(series) + 1)
        self._put("区　分", 1, 3, label=True)
        for i, year in enumerate(self.years):
            self._put(era(year), 3 + i, 4 + i, label=True)
        self._put("合　計", 8, 9, label=True)
        self.row += 1
        for name, amounts in series:
            self._put(name, 1, 3, label=True)
            for i, amount in enumerate(amounts):
                printed = amount.missing_print if amount.amount_yen is None else millions(amount.amount_yen)
                self._put(printed, 3 + i, 4 + i, right=True)
            self._put(millions(_sum(amounts)), 8, 9, right=True)
            self.row += 1

    def _roles(self) -> None:
        roles = self.measure.roles
        self._put("役割分担", 0, 1, label=True, rows=len(roles))
        for names, text in roles:
            self._put(names, 1, 2, label=True)
            self._put(text, 2, 9)
            self.row += 1


def budget_totals(vision: Vision) -> list[str]:
    """Every printed 合計, in 百万円: of each measure by funding, then the table of yearly totals."""
    printed = [
        millions(_sum(amounts))
        for measure in vision.measures()
        for amounts in (measure.budgets, *(a for _, a in measure.funding))
    ]
    return [*printed, *(millions(v) for _, values in yearly_totals(vision) for v in values)]


def write(folder: Path) -> Truth:
    """Write vision.pdf and truth.json into a folder."""
    vision = vision_2()
    folder.mkdir(parents=True, exist_ok=True)
    truth = typeset(vision, STYLE, folder / "vision.pdf", compose)
    content = {
        "facts": expected_facts(vision),
        "tables": truth.tables,
        "budget_totals_million_yen": budget_totals(vision),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, default=str)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8")
    return truth


if __name__ == "__main__":
    print(f"{write(FOLDER).page_count} pages in {FOLDER}")
