"""The contents page: lines with leaders, lines with the number at the right edge, or a table."""

from __future__ import annotations

from collections.abc import Mapping

from tests.typesetter.blocks import Contents
from tests.typesetter.page import Page, text_width_pt
from tests.typesetter.style import Style

_SIZE_PT = 9.5
_NUMBER_COLUMN_PT = 48.0


def draw_contents(page: Page, block: Contents, *, style: Style, numbers: Mapping[int, int]) -> None:
    """Print the contents page; `numbers` are the pages of the sections by their index."""
    font = style.fonts.body
    x = (page.width_pt - text_width_pt(block.title, style.fonts.heading, 13)) / 2
    y = style.margin_pt + 13
    page.text(x, y, block.title, style.fonts.heading, 13)
    step = min(16.0, (style.page_height_pt - style.margin_pt - y - 6) / (len(block.lines) + 1))
    tops = [y + 6 + step * k for k in range(len(block.lines) + 1)]
    for line, top in zip(block.lines, tops, strict=False):
        baseline = top + step - 4
        left = style.margin_pt + (line.level - 1) * 12 + (4 if style.contents == "ruled" else 0)
        printed = f"{line.label}　{line.title}"
        page.text(left, baseline, printed, font, _SIZE_PT)
        if line.section is not None:
            start = left + text_width_pt(printed, font, _SIZE_PT) + 4
            _number(page, start, baseline, str(numbers[line.section]), style)
    if style.contents in ("ruled", "dotted"):
        _rules(page, tops, style)


def _number(page: Page, start: float, baseline: float, number: str, style: Style) -> None:
    font = style.fonts.body
    printed = f"({number})" if style.contents == "leaders" else number
    inset = 8.0 if style.contents == "ruled" else 0.0
    right = page.width_pt - style.margin_pt - inset - text_width_pt(printed, font, _SIZE_PT)
    if style.contents == "leaders":
        count = int((right - start - 4) / text_width_pt("・", font, _SIZE_PT))
        page.text(start, baseline, "・" * max(count, 3), font, _SIZE_PT)
    page.text(right, baseline, printed, font, _SIZE_PT)


def _rules(page: Page, tops: list[float], style: Style) -> None:
    """A ruled table of two columns, or a dotted rule under each line."""
    left, right = style.margin_pt, page.width_pt - style.margin_pt
    for y in tops:
        if style.contents == "dotted":
            page.dots(left, y, right, y, diameter_pt=0.75)
        else:
            page.line(left, y, right, y, width_pt=0.6)
    if style.contents == "ruled":
        for x in (left, right - _NUMBER_COLUMN_PT, right):
            page.line(x, tops[0], x, tops[-1], width_pt=0.6)
