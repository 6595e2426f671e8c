"""Setting a vision as a PDF with the truth beside it: every cell's text and box, every heading's page."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from tests.typesetter.arrows import draw_arrow
from tests.typesetter.blocks import Block, Contents, Cover, Frame, Grid, Heading, PageBreak, Prose
from tests.typesetter.compose import compose
from tests.typesetter.contents import draw_contents
from tests.typesetter.expected import Tables, expected_tables
from tests.typesetter.gridlayout import GridLayout, Piece, Slice
from tests.typesetter.model import Vision
from tests.typesetter.page import Page, register_fonts, text_width_pt, wrap
from tests.typesetter.rules import draw_rules
from tests.typesetter.style import Style

FRONT_PAGES = 2  # cover and contents carry no page number
Composer = Callable[[Vision, Style], list[Block]]
_KEEP_WITH_NEXT_PT = 60.0
_HEADING_SIZE_PT = {1: 14.0, 2: 12.0, 3: 11.0, 4: 11.0}


@dataclass(frozen=True, slots=True)
class SetCell:
    """A printed cell, or the part of one on a page: box in points, origin top left of the upright page."""

    page: int
    box: tuple[float, float, float, float]
    text: str
    measure: int | None
    is_split: bool


@dataclass
class Truth:
    """What was set: the contract's tables, and where things stand (physical pages from 1)."""

    tables: Tables
    cells: list[SetCell] = field(default_factory=list)
    section_pages: dict[int, int] = field(default_factory=dict)
    measure_pages: dict[int, tuple[int, int]] = field(default_factory=dict)
    page_count: int = 0


def typeset(vision: Vision, style: Style, path: Path, composer: Composer = compose) -> Truth:
    """Write the vision as a PDF to `path`, in the layout of `composer`. Deterministic for equal arguments."""
    blocks = composer(vision, style)
    setter = _Setter(vision, style)
    setter.run(blocks)
    setter.write(path)
    truth = setter.truth
    truth.page_count = len(setter.pages)
    _add_pages(truth, _listed(blocks), dict(vision.toc_page_offsets), style.page_number != "none")
    return truth


def _add_pages(truth: Truth, listed: list[int], offsets: dict[int, int], has_numbers: bool) -> None:
    for row in truth.tables["measures"]:
        if row["ordinal"] in truth.measure_pages:
            row["page_first"], row["page_last"] = truth.measure_pages[row["ordinal"]]
    for row in truth.tables["outline"]:
        row["page"] = truth.section_pages[row["ordinal"] - 1]
    for index in listed:
        row, offset = truth.tables["outline"][index], offsets.get(index, 0)
        row["toc_printed_page"] = truth.section_pages[index] - FRONT_PAGES + offset
        if has_numbers:
            row["toc_page_matches"] = offset == 0


def _listed(blocks: list[Block]) -> list[int]:
    contents = next(block for block in blocks if isinstance(block, Contents))
    return [line.section for line in contents.lines if line.section is not None]


class _Setter:
    """Flows blocks over pages. The contents page is set last, on the page kept for it."""

    def __init__(self, vision: Vision, style: Style) -> None:
        self.vision, self.style = vision, style
        self.pages: list[Page] = []
        self.y = 0.0
        self.truth = Truth(expected_tables(vision))
        register_fonts(style.fonts.body, style.fonts.heading, "HeiseiKakuGo-W5")

    @property
    def page(self) -> Page:
        return self.pages[-1]

    @property
    def bottom(self) -> float:
        return self.style.page_height_pt - self.style.margin_pt

    def run(self, blocks: list[Block]) -> None:
        """Set every block."""
        self._new_page()
        contents: tuple[Contents, Page] | None = None
        for block in blocks:
            match block:
                case PageBreak():
                    self._new_page()
                case Cover():
                    self._cover(block)
                case Contents():
                    contents = (block, self.page)
                case Heading():
                    self._heading(block)
                case Prose():
                    self._prose(block)
                case Frame():
                    self._frame(block)
                case Grid():
                    self._grid(block)
        assert contents is not None
        draw_contents(contents[1], contents[0], style=self.style, numbers=self._printed_pages())

    def _printed_pages(self) -> dict[int, int]:
        """The page number that the contents page prints for a section, by its index."""
        offsets = dict(self.vision.toc_page_offsets)
        return {i: page - FRONT_PAGES + offsets.get(i, 0) for i, page in self.truth.section_pages.items()}

    def write(self, path: Path) -> None:
        """Paint the pages into a file without time or identity, so that equal input gives equal bytes."""
        canvas = Canvas(str(path), invariant=1)
        canvas.setTitle(self.vision.title)
        rng = None if self.style.shuffle_seed is None else random.Random(self.style.shuffle_seed)
        for number, page in enumerate(self.pages, start=1):
            self._furniture(page, number)
            _turn(canvas, page, self.style.rotation)
            page.paint(canvas, rng)
            canvas.showPage()
        canvas.save()

    def _new_page(self) -> None:
        self.pages.append(Page(self.style.page_width_pt, self.style.page_height_pt))
        self.y = self.style.margin_pt

    def _need(self, height_pt: float) -> None:
        if self.y + height_pt > self.bottom:
            self._new_page()

    def _furniture(self, page: Page, number: int) -> None:
        style, font = self.style, self.style.fonts.body
        if style.running_header and number > FRONT_PAGES:
            page.text(style.margin_pt, style.margin_pt - 16, self.vision.title, font, 8)
        if style.page_number == "none" or number <= FRONT_PAGES:
            return
        printed = (
            f"- {number - FRONT_PAGES} -" if style.page_number == "dashes" else str(number - FRONT_PAGES)
        )
        x = (page.width_pt - text_width_pt(printed, font, 9)) / 2
        page.text(x, page.height_pt - style.margin_pt / 2, printed, font, 9)

    def _cover(self, block: Cover) -> None:
        for text, top, size in ((block.title, 200, 20), (block.date, 360, 14), (block.publisher, 430, 16)):
            font = self.style.fonts.heading
            x = (self.page.width_pt - text_width_pt(text, font, size)) / 2
            self.page.text(x, top * self.page.height_pt / 842, text, font, size)

    def _heading(self, block: Heading) -> None:
        size = _HEADING_SIZE_PT[block.level]
        self._need(size + _KEEP_WITH_NEXT_PT)
        self.truth.section_pages[block.section] = len(self.pages)
        inline = f"　　{block.inline_text}" if block.inline_text else ""
        self.y += size * 0.6
        indent = (block.level - 1) * 6
        printed = f"{block.label}　{block.title}{inline}"
        width = self.style.content_width_pt - indent
        repeat = 2 if self.style.overprint_bold else 1
        self._lines(
            wrap(printed, self.style.fonts.heading, size, width),
            self.style.fonts.heading,
            size,
            indent,
            repeat,
        )
        self.y += 3

    def _lines(
        self, lines: list[str], font: str, size_pt: float, indent_pt: float = 0, repeat: int = 1
    ) -> None:
        for line in lines:
            self._need(size_pt * self.style.leading)
            self.y += size_pt * self.style.leading
            baseline = self.y - size_pt * (self.style.leading - 0.86)
            self.page.text(self.style.margin_pt + indent_pt, baseline, line, font, size_pt, repeat=repeat)

    def _prose(self, block: Prose) -> None:
        style, font = self.style, self.style.fonts.body
        size = 8.0 if block.kind == "note" else style.body_size_pt
        if block.kind.startswith("caption"):
            self._need(_KEEP_WITH_NEXT_PT)
            font = style.fonts.heading
        width = style.content_width_pt
        indent = {"caption_right": 1.0, "caption_center": 0.5}.get(block.kind, 0.0)
        shift = indent * (width - text_width_pt(block.text, font, size))
        prose_indent = 12.0 if block.kind == "prose" else 0.0
        self._lines(wrap(block.text, font, size, width - prose_indent), font, size, shift + prose_indent)

    def _frame(self, block: Frame) -> None:
        style, size = self.style, self.style.body_size_pt
        lines = wrap(block.text, style.fonts.body, size, style.content_width_pt - 100)
        height = len(lines) * size * style.leading + 16
        self._need(height + 10)
        self.y += 6
        top, left = self.y, style.margin_pt + 40
        self.page.frame(left, top, left + style.content_width_pt - 80, top + height, width_pt=1)
        self.y += 8
        self._lines(lines, style.fonts.body, size, 50)
        self.y = top + height + 6

    def _grid(self, block: Grid) -> None:
        width = self.style.content_width_pt * block.width_share
        layout = GridLayout(block, self.style, width)
        left = self.style.margin_pt + (self.style.content_width_pt - width) / 2
        self.y += 3
        pages = []
        for i, part in enumerate(layout.slices(self.bottom - self.y, self.bottom - self.style.margin_pt)):
            if i:
                self._new_page()
            if part.pieces:
                pages.append(len(self.pages))
                self._slice(part, layout, left, block.measure)
                self.y += part.height_pt
        if block.measure is not None:
            self.truth.measure_pages[block.measure] = (pages[0], pages[-1])
        self.y += 4

    def _slice(self, part: Slice, layout: GridLayout, left: float, measure: int | None) -> None:
        for piece in part.pieces:
            if piece.cell.is_label and self.style.label_shade is not None:
                box = (left + piece.x0, self.y + piece.top, left + piece.x1, self.y + piece.bottom)
                self.page.rect(*box, gray=self.style.label_shade)
        draw_rules(self.page, part, layout.grid, layout.x_edges, (left, self.y), self.style)
        for piece in part.pieces:
            self._cell(piece, layout, left, measure)

    def _cell(self, piece: Piece, layout: GridLayout, left: float, measure: int | None) -> None:
        style, cell = self.style, piece.cell
        box = (left + piece.x0, self.y + piece.top, left + piece.x1, self.y + piece.bottom)
        text = "\n".join(piece.lines)
        self.truth.cells.append(SetCell(len(self.pages), box, text, measure, piece.is_split))
        if cell.arrow is not None and piece.bottom > piece.top:
            width = piece.x1 - piece.x0
            ends = (box[0] + cell.arrow.start * width, box[0] + cell.arrow.end * width)
            draw_arrow(self.page, *ends, (box[1] + box[3]) / 2, style.arrow)
        free = (box[3] - box[1]) - len(piece.lines) * layout.leading_pt
        y = box[1] + (style.padding_pt if piece.is_split else free / 2)
        align = {"left": 0.0, "center": 0.5, "right": 1.0}[cell.align]
        for line in piece.lines:
            room = piece.x1 - piece.x0 - 2 * style.padding_pt
            x = (
                box[0]
                + style.padding_pt
                + align * max(0, room - text_width_pt(line, layout.font(cell), style.cell_size_pt))
            )
            y += layout.leading_pt
            baseline = y - style.cell_size_pt * (style.leading - 0.86)
            self.page.text(x, baseline, line, layout.font(cell), style.cell_size_pt)


def _turn(canvas: Any, page: Page, rotation: int) -> None:
    """Set the page's /Rotate and turn the content against it, so that a person sees it upright."""
    width, height = page.width_pt, page.height_pt
    canvas.setPageSize((width, height))  # reportlab itself swaps the sides of a turned page
    canvas.setPageRotation(rotation)
    match rotation:
        case 90:
            canvas.transform(0, 1, -1, 0, height, 0)
        case 180:
            canvas.transform(-1, 0, 0, -1, width, height)
        case 270:
            canvas.transform(0, -1, 1, 0, 0, width)
