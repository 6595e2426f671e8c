"""Sheets that hold two pages side by side (2-up): read as two pages, told where they stand on the sheet.

A booklet's PDF, or two A4 pages printed onto one A3. Nothing crosses the gutter of such a sheet, and both
halves print a page number of their own; where no numbers are printed, nearly every sheet of the document is
empty in the middle. The same holds for pages set in two columns, whose one number stands between them. A
sheet of a wide table, or of tables side by side under one heading, is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial

from extractors.geometry import Box
from extractors.reading import Cell, DocumentReading, Drawing, Line, PageReading, Table
from extractors.records import Extraction, Finding, PageCoverage, Piece, Record, Sources
from extractors.tables.page import GUTTER_SHARE
from extractors.vision.flow import build_flow, is_page_number

# Two pages of the A or B series side by side have the proportions of one.
ASPECT = (1.36, 1.46)
# A line down the middle of a sheet is where it is to be folded or cut.
FOLD_SHARE = 0.5
# Without page numbers nearly all sheets, and several, must be empty in the middle.
LEAST_SHEETS = 3
MOST_SHARE = 0.8
NUMBERED_SHARE = 0.5

CHECK_ID = "reader.imposed_pages"


@dataclass(frozen=True, slots=True)
class _Part:
    """A page as read on its own: its sheet, and how far its left edge lies from the sheet's (points)."""

    sheet: int
    left_pt: float
    page: PageReading


@dataclass(frozen=True, slots=True)
class Imposition:
    """Where the pages of a document stand: by their number in the reading, sheet and offset."""

    parts: Mapping[int, tuple[int, float]]
    sheets: tuple[int, ...]  # those that hold two pages

    def onto_sheet(self, box: Box) -> Box:
        """A box of a page as a box of its sheet."""
        sheet, left_pt = self.parts[box.page]
        return Box(sheet, box.x0 + left_pt, box.top, box.x1 + left_pt, box.bottom)

    def sheet_of(self, page: int) -> int:
        """The number of the sheet that holds a page."""
        return self.parts[page][0]


def split_imposed(reading: DocumentReading) -> tuple[DocumentReading, Imposition | None]:
    """The reading with a page for each half of a sheet, and where these stand; None without such sheets."""
    halved = [page for page in reading.pages if _is_open_in_the_middle(page)]
    if not halved:
        return reading, None
    numbers = {page.number for page in halved}
    trial = [part for page in halved for part in _halves(_without_shared_number(page))]
    order = _reading_order(trial, [p for p in reading.pages if _has_print(p)])
    if order is None:
        return reading, None
    parts = [
        part for page in reading.pages for part in (order(page) if page.number in numbers else _whole(page))
    ]
    placed = {n: (part.sheet, part.left_pt) for n, part in enumerate(parts, start=1)}
    pages = tuple(part_at(part.page, n, part.left_pt) for n, part in enumerate(parts, start=1))
    return replace(reading, pages=pages), Imposition(placed, tuple(sorted(numbers)))


def onto_sheets(extraction: Extraction, imposition: Imposition | None) -> Extraction:
    """The extraction with the pages and boxes of the sheets, and a finding where they hold two pages."""
    if imposition is None:
        return extraction
    halved = _listed(imposition.sheets)
    told = [Finding(check_id=CHECK_ID, table_name="coverage", observed=halved)] if halved else []
    return replace(
        extraction,
        facts_sources=_sources(extraction.facts_sources, imposition),
        records=tuple(_joined_accounts(_record(r, imposition) for r in extraction.records)),
        findings=(*told, *(_finding(f, imposition) for f in extraction.findings)),
    )


def _is_open_in_the_middle(page: PageReading) -> bool:
    """Whether nothing but a fold line is printed or drawn where two pages would meet."""
    if not page.height_pt or not ASPECT[0] <= page.width_pt / page.height_pt <= ASPECT[1]:
        return False
    middle, free_pt = page.width_pt / 2, GUTTER_SHARE * page.width_pt
    boxes = [
        b for b in _boxes(_without_shared_number(page)) if b.x0 < middle + free_pt and b.x1 > middle - free_pt
    ]
    return _has_print(page) and all(_is_fold(b, page) for b in boxes)


def _without_shared_number(page: PageReading) -> PageReading:
    """The sheet without the page number that stands below, or above, the gutter."""
    middle = page.width_pt / 2
    lines = tuple(n for n in page.lines if not (n.box.x0 < middle < n.box.x1 and is_page_number(page, n)))
    return replace(page, lines=lines) if len(lines) < len(page.lines) else page


def _is_fold(box: Box, page: PageReading) -> bool:
    return box.width_pt <= 2.0 and box.height_pt >= FOLD_SHARE * page.height_pt


def _boxes(page: PageReading) -> Iterator[Box]:
    yield from (line.box for line in (*page.lines, *page.unclaimed))
    yield from (table.box for table in page.tables)
    yield from (drawing.box for drawing in page.drawings)


def _has_print(page: PageReading) -> bool:
    return bool(page.lines or page.tables)


Order = Callable[[PageReading], list[_Part]]


def _reading_order(trial: Sequence[_Part], printed: Sequence[PageReading]) -> Order | None:
    """How sheets are to be halved, from the page numbers on the halves; None where they are single pages."""
    full = [
        (a, b)
        for a, b in zip(trial[::2], trial[1::2], strict=True)
        if _has_print(a.page) and _has_print(b.page)
    ]
    halves = [part for pair in full for part in pair]
    pages = tuple(part_at(part.page, n, part.left_pt) for n, part in enumerate(halves, start=1))
    found = build_flow(DocumentReading("", "", len(pages), "", "text_layer", pages)).printed_pages
    numbers = [(found.get(n), found.get(n + 1)) for n in range(1, len(pages), 2)]
    steps = [right - left for left, right in numbers if left is not None and right is not None]
    enough = NUMBERED_SHARE * len(full)
    if full and steps.count(1) >= enough:
        return _printed_halves
    if full and steps.count(-1) >= enough:
        return lambda page: _printed_halves(page)[::-1]
    is_numbered_once = sum((left is None) != (right is None) for left, right in numbers) >= enough
    is_usual = len(full) >= max(LEAST_SHEETS, MOST_SHARE * len(printed))
    return _printed_halves if is_usual and not is_numbered_once else None


def _whole(page: PageReading) -> list[_Part]:
    return [_Part(page.number, 0.0, page)]


def _printed_halves(page: PageReading) -> list[_Part]:
    """The halves of a sheet that hold print, the left one first."""
    return [part for part in _halves(page) if _has_print(part.page)]


def _halves(page: PageReading) -> list[_Part]:
    middle = page.width_pt / 2
    left = _half(page, lambda box: box.center_x < middle, is_first=True)
    right = _half(page, lambda box: box.center_x >= middle, is_first=False)
    return [_Part(page.number, 0.0, left), _Part(page.number, middle, right)]


def _half(page: PageReading, is_mine: Callable[[Box], bool], *, is_first: bool) -> PageReading:
    """One half, still in the sheet's coordinates; what has no place on the sheet is the first one's."""
    tables = tuple(t for t in page.tables if is_mine(t.box))
    lines = tuple(n for n in page.lines if is_mine(n.box))
    unclaimed = tuple(n for n in page.unclaimed if is_mine(n.box))
    printed = [*lines, *unclaimed, *(n for t in tables for c in t.cells for n in c.lines)]
    return replace(
        page,
        width_pt=page.width_pt / 2,
        tables=tables,
        lines=lines,
        unclaimed=unclaimed,
        drawings=tuple(d for d in page.drawings if is_mine(d.box) and not _is_fold(d.box, page)),
        problems=tuple(p for p in page.problems if (is_mine(p[2]) if p[2] is not None else is_first)),
        chars_total=sum(not ch.isspace() for line in printed for ch in line.text),
        chars_hidden=page.chars_hidden if is_first else 0,
        n_images=page.n_images if is_first else 0,
    )


def part_at(page: PageReading, number: int, left_pt: float) -> PageReading:
    """A page, or part of one, that is numbered anew and measured from `left_pt`."""
    move = partial(_moved, number=number, left_pt=left_pt)
    return replace(
        page,
        number=number,
        tables=tuple(_table(t, number, left_pt) for t in page.tables),
        lines=tuple(replace(n, box=move(n.box)) for n in page.lines),
        unclaimed=tuple(replace(n, box=move(n.box)) for n in page.unclaimed),
        drawings=tuple(Drawing(d.kind, move(d.box), d.points_to) for d in page.drawings),
        problems=tuple((check, detail, box and move(box)) for check, detail, box in page.problems),
    )


def _moved(box: Box, number: int, left_pt: float) -> Box:
    return Box(number, box.x0 - left_pt, box.top, box.x1 - left_pt, box.bottom)


def _table(table: Table, number: int, left_pt: float) -> Table:
    return replace(
        table,
        page=number,
        box=_moved(table.box, number, left_pt),
        column_edges=tuple(x - left_pt for x in table.column_edges),
        cells=tuple(_cell(c, number, left_pt) for c in table.cells),
    )


def _cell(cell: Cell, number: int, left_pt: float) -> Cell:
    lines: Iterable[Line] = (replace(n, box=_moved(n.box, number, left_pt)) for n in cell.lines)
    return replace(cell, box=_moved(cell.box, number, left_pt), lines=tuple(lines))


def _sources(sources: Sources, imposition: Imposition) -> dict[str, tuple[Piece, ...]]:
    return {
        column: tuple(replace(piece, box=imposition.onto_sheet(piece.box)) for piece in pieces)
        for column, pieces in sources.items()
    }


PAGE_COLUMNS = frozenset({"page", "page_first", "page_last"})


def _record(record: Record, imposition: Imposition) -> Record:
    pages = {
        column: imposition.sheet_of(getattr(record, column))
        for column in PAGE_COLUMNS.intersection(f.name for f in fields(record))
    }
    return replace(record, sources=_sources(record.sources, imposition), **pages)


def _finding(finding: Finding, imposition: Imposition) -> Finding:
    box = finding.box and imposition.onto_sheet(finding.box)
    row = finding.row_id
    if finding.table_name == "coverage" and row is not None:
        row = str(imposition.sheet_of(int(row)))
    return replace(finding, box=box, row_id=row)


def _joined_accounts(records: Iterable[Record]) -> Iterator[Record]:
    """The records, the character accounts of two pages as one of their sheet."""
    pending: PageCoverage | None = None
    for record in records:
        if not isinstance(record, PageCoverage):
            yield record
        elif pending is not None and pending.page == record.page:
            pending = _sum(pending, record)
        else:
            if pending is not None:
                yield pending
            pending = record
    if pending is not None:
        yield pending


def _sum(one: PageCoverage, other: PageCoverage) -> PageCoverage:
    names = [f.name for f in fields(PageCoverage) if f.name.startswith("chars_")]
    return replace(one, **{name: getattr(one, name) + getattr(other, name) for name in names})


def _listed(sheets: Sequence[int]) -> str:
    """Page numbers in short: 1–4、6."""
    spans: list[list[int]] = []
    for number in sheets:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return "、".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)
