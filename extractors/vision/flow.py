"""The document as one flow of lines and tables in reading order, with page furniture set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extractors.reading import DocumentReading, Line, PageReading, Table
from extractors.text.folding import fold
from extractors.vision.misread import may_be_one
from extractors.vision.readings import ruby_lines

# Running heads and page numbers stand in the outer eighth of a page in every document seen.
MARGIN_SHARE = 0.125
# Characters of one row that fonts set a hair apart in height.
SAME_ROW_PT = 1.0
# More numbers than this at one right edge are a list.
_LISTED = 3
_ALIGNED_PT = 3.0
_PAGE_NUMBER = regex.compile(
    r"^[\s\-‐–―－─ー(（\[<〈]*(?:p\.?|P\.?|ページ)?\s*(?P<number>\d{1,4})\s*"
    r"(?:/\s*\d{1,4}|ページ|頁)?[\s\-‐–―－─ー)）\]>〉]*$"
)
# So many pages tell where a document prints its page numbers.
_NUMBERED_PAGES = 3
_HEIGHT_STEP_PT = 4.0
# A unit above a table and a note under it speak of that table, however often they stand at one height.
_OF_TABLE = regex.compile(r"単位|^\s*(?:※|\*|[(（]?注)")


@dataclass(frozen=True, slots=True)
class Item:
    """A line or a table at its place in the flow."""

    page: int
    top: float
    x0: float
    line: Line | None = None
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """All items outside the furniture, the furniture, and the page numbers printed on the pages."""

    items: tuple[Item, ...]
    furniture: tuple[Line, ...]
    printed_pages: dict[int, int]


def build_flow(reading: DocumentReading) -> Flow:
    """Order lines and tables of all pages; running heads, feet and page numbers become furniture."""
    repeated = _repeated_keys(reading.pages)
    items: list[Item] = []
    furniture: list[Line] = []
    printed: dict[int, int] = {}
    heights = _number_heights(reading.pages)
    for page in reading.pages:
        kept = []
        numbers = _page_numbers(page, heights)
        ruby = ruby_lines(page.lines)
        for line in page.lines:
            number = numbers.get(id(line))
            if number is not None:
                printed[page.number] = number
            if number is not None or line in ruby or _is_repeated(page, line, repeated):
                furniture.append(line)
            else:
                kept.append(line)
        items += _ordered(page, kept)
    return Flow(tuple(items), tuple(furniture), printed)


def _ordered(page: PageReading, lines: Sequence[Line]) -> list[Item]:
    items = [Item(page.number, line.box.top, line.box.x0, line=line) for line in lines]
    items += [Item(page.number, t.box.top, t.box.x0, table=t) for t in page.tables if t.parent is None]
    items.sort(key=lambda i: (i.top, i.x0))
    rows: list[list[Item]] = []
    for item in items:
        if rows and item.top - rows[-1][0].top < SAME_ROW_PT:
            rows[-1].append(item)
        else:
            rows.append([item])
    return [item for row in rows for item in sorted(row, key=lambda i: i.x0)]


def _in_margin(page: PageReading, line: Line) -> bool:
    if line.is_vertical:  # along the sides, where a page turned upright has its head and foot
        edge = page.width_pt * MARGIN_SHARE
        return line.box.x1 <= edge or line.box.x0 >= page.width_pt - edge
    edge = page.height_pt * MARGIN_SHARE
    return line.box.bottom <= edge or line.box.top >= page.height_pt - edge


def _outermost(page: PageReading, line: Line) -> bool:
    """Whether nothing but other margin lines stands between the line and the page's edge."""
    if line.is_vertical:
        is_left = line.box.center_x < page.width_pt / 2
        return not any(t.box.x0 < line.box.x0 if is_left else t.box.x1 > line.box.x1 for t in page.tables)
    above = line.box.center_y < page.height_pt / 2
    for table in page.tables:
        if (above and table.box.top < line.box.top) or (not above and table.box.bottom > line.box.bottom):
            return False
    return True


def _number_heights(pages: Sequence[PageReading]) -> set[int]:
    """Where page numbers stand: the heights that at least `_NUMBERED_PAGES` pages share."""
    counts: Counter[int] = Counter()
    for page in pages:
        counts.update({_height(page, n) for n in page.lines if _page_number(page, n) is not None})
    return {height for height, n in counts.items() if n >= _NUMBERED_PAGES}


def _page_numbers(page: PageReading, heights: set[int]) -> dict[int, int]:
    """The page's numbers by the `id` of their line: those at the usual heights, else any in its margins.

    A contents page prints numbers of pages up to its upper margin, which are none of its own.
    """
    found = {
        id(n): (_height(page, n), number) for n in page.lines if (number := _page_number(page, n)) is not None
    }
    usual = {line: number for line, (height, number) in found.items() if height in heights}
    return usual or {line: number for line, (_, number) in found.items()}


def _height(page: PageReading, line: Line) -> int:
    """How far a line lies from the nearer edge of the page, in steps; negative from the lower one."""
    if line.is_vertical:
        is_near, place, end_pt = line.box.center_x < page.width_pt / 2, line.box.x0, page.width_pt
    else:
        is_near, place, end_pt = line.box.center_y < page.height_pt / 2, line.box.top, page.height_pt
    return round((place if is_near else place - end_pt) / _HEIGHT_STEP_PT)


def _page_number(page: PageReading, line: Line) -> int | None:
    found = _PAGE_NUMBER.match(fold(line.text))
    if not found or not _in_margin(page, line) or not _outermost(page, line):
        return None
    return None if _is_listed(page, line) else int(found["number"])


def is_page_number(page: PageReading, line: Line) -> bool:
    """Whether a line has the form and the place of its page's number."""
    return _page_number(page, line) is not None


def _is_listed(page: PageReading, line: Line) -> bool:
    """Whether further numbers stand above or below, as on a contents page without leaders."""
    under = [
        other
        for other in page.lines
        if abs(other.box.x1 - line.box.x1) <= _ALIGNED_PT and _PAGE_NUMBER.match(fold(other.text))
    ]
    return len(under) > _LISTED


def _key(page: PageReading, line: Line) -> tuple[str, int] | None:
    """A line's words with digits masked, and its height on the page; None outside the margins."""
    if not _in_margin(page, line) or not _outermost(page, line) or _OF_TABLE.search(fold(line.text)):
        return None
    return regex.sub(r"\d+", "#", fold(line.text).strip()), _height(page, line)


def _is_repeated(page: PageReading, line: Line, repeated: set[tuple[str, int]]) -> bool:
    """Whether a line is one of those that stand on many pages, be it with a character that OCR misread."""
    key = _key(page, line)
    if key is None or line.confidence is None or key in repeated:
        return key in repeated
    words, height = key
    return any(abs(place - height) <= 1 and may_be_one(words, known) for known, place in repeated)


def _repeated_keys(pages: Sequence[PageReading]) -> set[tuple[str, int]]:
    counts: Counter[tuple[str, int]] = Counter()
    for page in pages:
        counts.update({k for line in page.lines if (k := _key(page, line)) is not None})
    enough = max(3, round(len(pages) * 0.3))
    return {key for key, n in counts.items() if n >= enough}


def lines_of(items: Sequence[Item]) -> Iterator[Line]:
    """The lines among items."""
    return (i.line for i in items if i.line is not None)
