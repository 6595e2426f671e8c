"""A vision drawn cell by cell on given pages: cover, facts, then measure tables as a test places them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors.layouts import load_profile
from extractors.readers import read_document
from extractors.records import Extraction, Record
from extractors.vision import interpret

PAGE_PT = (595.0, 842.0)
SIZE_PT = 10.0
FONT = "HeiseiKakuGo-W5"
LEFT, RIGHT = 60.0, 535.0
MEASURE, ROLES = "救急医療体制確保事業", "両市町が費用を負担する。"
# Columns of the measure table: label, 年, five years.
YEARS = [160.0, 235.0, 295.0, 355.0, 415.0, 475.0, 535.0]


@dataclass
class Page:
    """What is drawn on one page; `y` is where the next row begins, from the top."""

    canvas: Canvas
    y: float = 60.0
    marks: list[Any] = field(default_factory=list)

    def text(self, x: float, top: float, text: str, size: float = SIZE_PT) -> None:
        """Lines of text, the first with its top at `top`."""
        self.canvas.setFont(FONT, size)
        for i, line in enumerate(text.split("\n")):
            self.canvas.drawString(x, PAGE_PT[1] - top - size * 0.88 - i * size * 1.2, line)

    def line(self, text: str, size: float = SIZE_PT) -> None:
        """A line of running text."""
        self.text(LEFT, self.y, text, size)
        self.y += size * 1.6

    def cell(self, x0: float, x1: float, height: float, text: str = "", tint: float | None = None) -> None:
        """A ruled cell at the current row."""
        self.canvas.setFillGray(1.0 if tint is None else tint)
        self.canvas.rect(
            x0, PAGE_PT[1] - self.y - height, x1 - x0, height, stroke=1, fill=int(tint is not None)
        )
        self.canvas.setFillGray(0)
        self.text(x0 + 3, self.y + 3, text)

    def row(
        self, edges: list[float], texts: list[str], height: float = 18.0, tints: tuple[float | None, ...] = ()
    ) -> None:
        """A row of cells between consecutive edges."""
        shades = [*tints, *[None] * len(texts)]
        for x0, x1, text, tint in zip(edges, edges[1:], texts, shades, strict=False):
            self.cell(x0, x1, height, text, tint)
        self.y += height

    def arrow(self, x0: float, x1: float, y: float, pen: float = 1.0) -> None:
        """A shaft with a triangle for a head."""
        up = PAGE_PT[1] - y
        self.canvas.setLineWidth(pen)
        self.canvas.line(x0, up, x1 - 4, up)
        path = self.canvas.beginPath()
        path.moveTo(x1 - 6, up + 3)
        path.lineTo(x1, up)
        path.lineTo(x1 - 6, up - 3)
        path.close()
        self.canvas.drawPath(path, stroke=0, fill=1)
        self.canvas.setLineWidth(1)


class Document:
    """A document under way; `read` finishes and reads it.

    With `front` (lines and their sizes) the cover is another one; the test writes the first sections itself.
    """

    def __init__(self, folder: Path, front: Sequence[tuple[str, float]] = ()) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.path = folder / "vision.pdf"
        self.canvas = Canvas(str(self.path), pagesize=PAGE_PT)
        self.page = Page(self.canvas)
        if front:
            for text, size in front:
                self.page.line(text, size)
            self.turn()
            return
        self.page.text(120, 200, "第2次一関・平泉定住自立圏共生ビジョン", 18)
        self.page.text(250, 300, "一関市", 14)
        self.page.text(230, 340, "2019年3月 策定", 12)
        self.turn()
        for line in (
            "I　定住自立圏の名称",
            "1　圏域を形成する市町の名称　　一関市及び平泉町",
            "2　ビジョンの期間",
        ):
            self.page.line(line, 13)
        self.page.line("2019年度から2023年度までの5年間とする。")
        self.page.line("II　具体的な取組", 13)

    def turn(self) -> Page:
        """Begin a new page."""
        self.canvas.showPage()
        self.page = Page(self.canvas)
        return self.page

    def head(self, name: str) -> None:
        """The first row: 施策名, 関係市町."""
        self.page.row([LEFT, 160, 475, RIGHT], ["施策名", name, "関係市町"])

    def content(self, text: str = "圏域の医療を守る。") -> None:
        """取組内容 with the municipalities."""
        self.page.row([LEFT, 160, 475, RIGHT], ["取組内容", text, "一関市\n平泉町"], 32)

    def kpi(self) -> None:
        """One KPI under its heads."""
        page, edges = self.page, [160.0, 295.0, 415.0, RIGHT]
        page.cell(LEFT, 160, 36, "重要業績\n評価指標(KPI)")
        page.row(edges, ["指標", "現状値(2018年度)", "目標値(2023年度)"])
        page.row(edges, ["参加者数", "10人", "20人"])

    def rest(self, budget_label: str = "事業費見込(千円)") -> None:
        """事業, 効果, the schedule with an arrow over all years, budget, 役割分担."""
        wide = [LEFT, 160.0, RIGHT]
        self.page.row(wide, ["事業", "一関市：救急医療事業"])
        self.page.row(wide, ["効果", "安心が確保される。"])
        self.schedule_head()
        self.activity()
        self.budget(budget_label)
        self.roles()

    def schedule_head(self) -> None:
        """The label over two rows and the year heads."""
        self.page.cell(LEFT, 160, 36, "実施\nスケジュール")
        self.page.row(YEARS, ["年", "2019", "2020", "2021", "2022", "2023"])

    def down_to_the_kpi(self, name: str = MEASURE) -> None:
        """A measure's name, content and indicator."""
        self.head(name)
        self.content()
        self.kpi()

    def down_to_the_schedule(self) -> None:
        """A measure down to the row above its budget."""
        self.down_to_the_kpi()
        self.schedule_head()
        self.activity()

    def measure(self, name: str = MEASURE) -> None:
        """A whole measure."""
        self.down_to_the_kpi(name)
        self.rest()

    def activity(self) -> None:
        """The schedule's one row, with an arrow over all its years."""
        self.page.row([160, 235, RIGHT], ["事業の実施", ""])
        self.page.arrow(238, 530, self.page.y - 9)

    def budget(self, label: str = "事業費見込(千円)") -> None:
        """Five amounts."""
        self.page.row([LEFT, *YEARS[1:]], [label, "1,000", "2,000", "3,000", "4,000", "5,000"])

    def roles(self) -> None:
        """役割分担."""
        self.page.row([LEFT, 160.0, RIGHT], ["役割分担", ROLES])

    def read(self, profile: str | Path = "teiju-measure-sheet") -> Read:
        """Finish the document and read it with a profile."""
        self.canvas.save()
        found = interpret(read_document(self.path, reader="pdfium", workers=0), load_profile(profile))
        return Read(found)


class Read:
    """What was read, by table."""

    def __init__(self, extraction: Extraction) -> None:
        self.facts = extraction.facts
        self.rows: dict[str, list[Any]] = defaultdict(list)
        for record in extraction.records:
            self._add(record)
        self.findings = extraction.findings
        self.checks = Counter(f.check_id for f in extraction.findings)

    def _add(self, record: Record) -> None:
        self.rows[record.TABLE].append(record)

    def active(self) -> list[tuple[int, bool]]:
        """Years of the schedule."""
        return [(s.fiscal_year, s.is_active) for s in self.rows["schedules"]]

    def amounts(self) -> list[int | None]:
        """Amounts in 千円, in order."""
        return [b.amount_yen and b.amount_yen // 1000 for b in self.rows["budgets"]]
