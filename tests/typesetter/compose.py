"""A vision and a style → the flow of blocks that every way of setting shares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.typesetter import prints
from tests.typesetter.blocks import (
    Arrow,
    Block,
    Contents,
    Cover,
    Frame,
    Grid,
    GridCell,
    Heading,
    PageBreak,
    Prose,
    TocLine,
)
from tests.typesetter.model import (
    Agreement,
    Measure,
    Note,
    Paragraph,
    Section,
    StatTable,
    SystemTable,
    Vision,
)
from tests.typesetter.style import GLYPHS, Style


def compose(vision: Vision, style: Style) -> list[Block]:
    """All blocks of the document in order, cover and contents page included."""
    date = prints.published(*vision.published, style)
    blocks: list[Block] = [
        Cover(prints.digits(vision.title, style), date, " ".join(vision.publisher)),
        PageBreak(),
        _contents(vision),
        PageBreak(),
    ]
    ordinals = iter(range(1, 10**6))
    for index, section in enumerate(vision.sections):
        blocks += _breaks_before(vision, index, style)
        blocks.append(Heading(index, section.level, section.label, section.title, section.inline_text))
        blocks += _body(section, vision, style, ordinals)
    return blocks


def _contents(vision: Vision) -> Contents:
    lines = [
        TocLine(s.level, s.label, s.toc_title or s.title, i if _has_page(vision.sections, i) else None)
        for i, s in enumerate(vision.sections)
        if s.in_toc
    ]
    return Contents(vision.toc_title, tuple(lines))


def _has_page(sections: tuple[Section, ...], index: int) -> bool:
    """A page is printed for the innermost listed headings only."""
    following = [s for s in sections[index + 1 :] if s.in_toc]
    return not following or following[0].level <= sections[index].level


def _breaks_before(vision: Vision, index: int, style: Style) -> list[Block]:
    section = vision.sections[index]
    previous = vision.sections[index - 1] if index else None
    opens_part = section.level == 1 and index > 0 and vision.sections[index - 1].level > 1
    opens_item = (
        style.new_page_per_item and section.level == 4 and previous is not None and previous.level == 4
    )
    after_table = previous is not None and any(isinstance(b, SystemTable) for b in previous.body)
    is_iv = section.level == 1 and any(isinstance(b, SystemTable) for b in section.body)
    return [PageBreak()] if (opens_part and is_iv) or opens_item or after_table else []


def _body(section: Section, vision: Vision, style: Style, ordinals: Iterator[int]) -> Iterator[Block]:
    has_measures = False
    for item in section.body:
        match item:
            case Paragraph():
                text = prints.digits("　" + item.text, style)
                yield Frame(text) if item.is_boxed else Prose(text)
            case StatTable():
                yield from _statistics(item, style)
            case SystemTable():
                yield Prose("【施策の体系】", "caption")
                yield _system(item)
            case Agreement():
                yield Prose("【協定の内容】", "caption")
                yield _agreement(item, style)
            case Measure():
                if not has_measures:
                    yield Prose("【具体的な取組】", "caption")
                has_measures = True
                yield from _measure_with_notes(item, vision, style, next(ordinals))


def _notes(notes: tuple[Note, ...], style: Style) -> Iterator[Prose]:
    for note in notes:
        gap = "" if note.marker == "※" and note.row == "budget" else " "
        yield Prose(prints.digits(f"{note.marker}{gap}{note.text}", style), "note")


def _statistics(table: StatTable, style: Style) -> Iterator[Block]:
    caption = f"(単位：{table.caption_unit})"
    if table.title.startswith("【"):
        yield Prose(prints.digits(table.title, style), "caption")
        yield Prose(caption, "caption_right")
    else:
        yield Prose(f"{table.title}　{caption}", "caption_center")
    heads = (table.corner, *table.columns)
    cells = [
        GridCell(0, j, prints.digits(text, style), align="center", is_label=True)
        for j, text in enumerate(heads)
    ]
    for i, (name, values) in enumerate(zip(table.rows, table.cells, strict=True), start=1):
        cells.append(GridCell(i, 0, name, align="center", is_label=True))
        cells += [
            GridCell(i, j, prints.digits(value.raw, style), align="right")
            for j, value in enumerate(values, start=1)
        ]
    edges = tuple(k / len(heads) for k in range(1, len(heads)))
    share = 0.8 if len(heads) < 6 else 1.0
    yield Grid(edges, len(table.rows) + 1, tuple(cells), "statistics", 1, width_share=share)
    yield from _notes(table.notes, style)


def _system(table: SystemTable) -> Grid:
    heads = ("政策分野", "取組分野", "取組の項目")
    cells = [GridCell(0, j, text, align="center", is_label=True) for j, text in enumerate(heads)]
    for column in (0, 1):
        start = 0
        for i in range(1, len(table.rows) + 1):
            if i == len(table.rows) or table.rows[i][: column + 1] != table.rows[start][: column + 1]:
                cells.append(GridCell(start + 1, column, table.rows[start][column], row_span=i - start))
                start = i
    cells += [GridCell(i, 2, row[2]) for i, row in enumerate(table.rows, start=1)]
    return Grid((0.19, 0.44), len(table.rows) + 1, tuple(cells), "system", 1)


def _agreement(item: Agreement, style: Style) -> Grid:
    rows = [("取組の内容", item.content)] + [(f"{name}の役割", text) for name, text in item.roles]
    cells = []
    for i, (name, text) in enumerate(rows):
        cells.append(GridCell(i, 0, name, align="center", is_label=True))
        cells.append(GridCell(i, 1, prints.indented(text, style)))
    return Grid((style.columns.label + 0.03,), len(rows), tuple(cells), "agreement")


def _measure_with_notes(item: Measure, vision: Vision, style: Style, ordinal: int) -> Iterator[Block]:
    if style.unit_place == "caption":
        yield Prose(f"(単位：{style.unit})", "caption_right")
    yield MeasureGrid(item, vision.years, style).build(ordinal)
    yield from _notes(item.notes, style)


class MeasureGrid:
    """Builds the grid of one measure table, row by row."""

    def __init__(self, measure: Measure, years: tuple[int, ...], style: Style) -> None:
        self.measure, self.years, self.style = measure, years, style
        columns = style.columns
        step = (1 - columns.year) / len(years)
        self.year_edges = [columns.year + step * i for i in range(len(years))]
        self.kpi_edges = [columns.label, self._snap(columns.baseline), self._snap(columns.target), 1.0]
        self.partners = self._snap(columns.partners)
        named = [*self.kpi_edges[:-1], self.partners, *self.year_edges]
        self.edges = sorted({round(edge, 4) for edge in named})
        self.cells: list[GridCell] = []
        self.row = 0

    def build(self, ordinal: int) -> Grid:
        """The finished grid."""
        columns = self.style.columns
        self._label("施策名", 0, columns.label)
        self._put(prints.digits(self.measure.name, self.style), columns.label, self.partners)
        self._label("関係市町", self.partners, 1)
        self.row += 1
        for row in self.measure.row_order:
            getattr(self, f"_{row}")()
        return Grid(tuple(self.edges), self.row, tuple(self.cells), "measure", 1, ordinal)

    def _snap(self, edge: float) -> float:
        """The year edge close by, if any: nobody rules a column narrower than a character."""
        return next((y for y in self.year_edges if abs(y - edge) < 0.03), edge)

    def _index(self, edge: float) -> int:
        return ([0.0, *self.edges, 1.0]).index(round(edge, 4))

    def _put(self, text: str, left: float, right: float, **options: Any) -> None:
        column = self._index(left)
        cell = GridCell(self.row, column, text, column_span=self._index(right) - column, **options)
        self.cells.append(cell)

    def _label(self, text: str, left: float, right: float, row_span: int = 1) -> None:
        printed = prints.label(text, self.style)
        self._put(printed, left, right, row_span=row_span, align="center", is_label=True)

    def _plain(self, name: str, text: str) -> None:
        self._label(name, 0, self.style.columns.label)
        self._put(text, self.style.columns.label, 1)
        self.row += 1

    def _content(self) -> None:
        columns = self.style.columns
        self._label("取組内容", 0, columns.label)
        self._put(self._text(self.measure.content), columns.label, self.partners)
        self._put("\n".join(self.measure.municipalities), self.partners, 1, align="center")
        self.row += 1

    def _text(self, text: str) -> str:
        return prints.digits(text, self.style) if "\n" not in text else prints.indented(text, self.style)

    def _kpi(self) -> None:
        kpis, edges = self.measure.kpis, self.kpi_edges
        self._label("重要業績評価指標(KPI)", 0, edges[0], row_span=len(kpis) + 1)
        heads = ("指標", *prints.kpi_heads(kpis[0], self.style))
        for text, left, right in zip(heads, edges, edges[1:], strict=False):
            self._label(text, left, right)
        self.row += 1
        for kpi in kpis:
            self._put(prints.digits(kpi.indicator, self.style), edges[0], edges[1])
            self._put(prints.quantity(kpi.baseline, self.style), edges[1], edges[2], align="center")
            self._put(prints.quantity(kpi.target, self.style), edges[2], edges[3], align="center")
            self.row += 1

    def _projects(self) -> None:
        self._plain("事業", prints.projects(self.measure.projects, self.style))

    def _effect(self) -> None:
        self._plain("効果", self._text(self.measure.effect))

    def _roles(self) -> None:
        self._plain("役割分担", self._text(self.measure.role_sharing))

    def _year_spans(self) -> list[tuple[float, float]]:
        return list(zip(self.year_edges, [*self.year_edges[1:], 1.0], strict=True))

    def _schedule(self) -> None:
        columns = self.style.columns
        self._label("実施スケジュール", 0, columns.label, row_span=2)
        self._label("年", columns.label, columns.year)
        heads = self.measure.printed_years or self.years
        for year, (left, right) in zip(heads, self._year_spans(), strict=True):
            self._label(prints.year_label(year, self.style), left, right)
        self.row += 1
        self._put(self.measure.activity, columns.label, columns.year, align="center")
        self._activity()
        self.row += 1

    def _activity(self) -> None:
        active = [i for i, on in enumerate(self.measure.schedule) if on]
        spans = self._year_spans()
        mark = self._mark()
        if mark is not None:
            for on, (left, right) in zip(self.measure.schedule, spans, strict=True):
                self._put(mark if on else "", left, right, align="center")
            return
        whole = spans[-1][1] - spans[0][0]
        start, end = spans[active[0]][0] - spans[0][0], spans[active[-1]][1] - spans[0][0]
        arrow = Arrow(start / whole, end / whole)
        if self.style.merged_schedule:
            self._put("", spans[0][0], 1, arrow=arrow)
            return
        # The arrow belongs to the first cell, drawn over its neighbours: shares of one column's width.
        scaled = Arrow(arrow.start * len(spans), arrow.end * len(spans))
        for i, (left, right) in enumerate(spans):
            self._put("", left, right, arrow=scaled if i == 0 else None)

    def _mark(self) -> str | None:
        """What stands in each active year's cell, where years are marked one at a time."""
        if self.style.arrow == "marks":
            return "○"
        return None if self.style.merged_schedule else GLYPHS.get(self.style.arrow)

    def _budget(self) -> None:
        self._label(prints.budget_label(self.style), 0, self.style.columns.year)
        for value, (left, right) in zip(self.measure.budgets, self._year_spans(), strict=True):
            self._put(prints.amount(value, self.style), left, right, align="right")
        self.row += 1
