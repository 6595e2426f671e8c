"""Lines that a page break pushed just over a table's edge go back into their cell.

Chromium cuts a label set in the middle of a tall cell where the page ends; the line on the cut is painted
below the last rule it drew (「重要業績」 in the table, 「評価指標」 under it, 「(KPI)」 on the next page).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from extractors.layouts.profile import Profile
from extractors.reading import Cell, DocumentReading, Line, PageReading, Table
from extractors.text.folding import fold, label_key
from extractors.vision.flow import MARGIN_SHARE

# A line on the cut starts above the edge or touches it; the next line of running text stands further off.
TOUCH_PT = 1.5
EDGE_SLACK_PT = 6.0
# What stands by a table and never is a line of one of its cells: a note, a bracketed caption, a unit.
_BESIDE = regex.compile(r"^\s*(?:※|[*＊]|[(（]?注|[【〔\[]|[(（]\s*単位)")


def return_overhang(reading: DocumentReading, profile: Profile) -> DocumentReading:
    """The same document with overhanging lines moved into the cells they belong to.

    Only a table that goes on has such lines: it ends its page, and the next one does not begin another.
    """
    pages = list(reading.pages)
    for i in range(len(pages) - 1):
        upper, lower = _lowest(pages[i]), _highest(pages[i + 1])
        if upper is None or lower is None or _begins(lower, profile):
            continue
        if _same_edges(upper, lower):
            pages[i] = _moved(pages[i], upper, is_bottom=True)
            pages[i + 1] = _moved(pages[i + 1], lower, is_bottom=False)
    return replace(reading, pages=tuple(pages))


def _lowest(page: PageReading) -> Table | None:
    return max((t for t in page.tables if t.parent is None), key=lambda t: t.box.bottom, default=None)


def _highest(page: PageReading) -> Table | None:
    return min((t for t in page.tables if t.parent is None), key=lambda t: t.box.top, default=None)


def _begins(table: Table, profile: Profile) -> bool:
    matches = [profile.match(c.raw) for c in table.cells if c.row == 0]
    agreed = profile.words("agreement", "content")
    return any(m is not None and m.field == "name" for m in matches) or any(
        label_key(c.raw) in agreed for c in table.cells if c.row == 0
    )


def _same_edges(a: Table, b: Table) -> bool:
    return abs(a.box.x0 - b.box.x0) < EDGE_SLACK_PT and abs(a.box.x1 - b.box.x1) < EDGE_SLACK_PT


def _moved(page: PageReading, table: Table, *, is_bottom: bool) -> PageReading:
    if any(_stands_beyond(line, table, page, is_bottom=is_bottom) for line in page.lines):
        return page
    cells = list(table.cells)
    kept: list[Line] = []
    for line in page.lines:
        home = _home(cells, table, line, is_bottom=is_bottom)
        if home is None:
            kept.append(line)
        else:
            lines = (*cells[home].lines, line) if is_bottom else (line, *cells[home].lines)
            cells[home] = replace(cells[home], lines=lines)
    if len(kept) == len(page.lines):
        return page
    tables = tuple(replace(table, cells=tuple(cells)) if t is table else t for t in page.tables)
    return replace(page, tables=tables, lines=tuple(kept))


def _stands_beyond(line: Line, table: Table, page: PageReading, *, is_bottom: bool) -> bool:
    """Whether a line stands off the table's edge on its outer side, and not in the page's margin."""
    edge = page.height_pt * MARGIN_SHARE
    if is_bottom:
        return table.box.bottom + TOUCH_PT <= line.box.top < page.height_pt - edge
    return edge < line.box.bottom <= table.box.top - TOUCH_PT


def _home(cells: Sequence[Cell], table: Table, line: Line, *, is_bottom: bool) -> int | None:
    """The edge cell an overhanging line belongs to: it touches the edge and lies within one cell's width."""
    if _BESIDE.match(fold(line.text)):
        return None
    if is_bottom:
        touches = table.box.bottom - line.box.height_pt < line.box.top < table.box.bottom + TOUCH_PT
    else:
        touches = table.box.top - TOUCH_PT < line.box.bottom < table.box.top + line.box.height_pt
    if not touches:
        return None
    prints = {(n.font, round(n.size_pt)) for c in cells for n in c.lines}
    if (line.font, round(line.size_pt)) not in prints:
        return None
    for i, cell in enumerate(cells):
        at_edge = cell.row + cell.row_span == table.n_rows if is_bottom else cell.row == 0
        if at_edge and cell.box.x0 - 1 <= line.box.x0 and line.box.x1 <= cell.box.x1 + 1:
            return i
    return None
