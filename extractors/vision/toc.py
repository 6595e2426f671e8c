"""The contents page (目次): entries with the page numbers they print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.reading import Line, Table
from extractors.text.folding import fold, label_key
from extractors.vision.flow import Item
from extractors.vision.numbering import Numbered, read_number

_LEADER = r"[\s.．・·…‥･⋯―─\-_]*"
_ENTRY = regex.compile(
    rf"^(?P<title>.*?[^\s.．・·…‥･⋯―─\-_]){_LEADER}(?:[\s.．・·…‥･⋯―─\-_]{{2,}}|\s)[(（\-]*\s*"
    r"(?:p\.?|P\.?)?(?P<page>\d{1,3})\s*[)）\-]*(?:ページ|頁)?$"
)
_HEAD = regex.compile(r"目\s*次\s*$")


@dataclass(frozen=True, slots=True)
class TocEntry:
    """One entry: its numbering (None where it has none), title, printed page and line."""

    numbered: Numbered | None
    title: str
    printed_page: int | None
    line: Line


@dataclass(frozen=True, slots=True)
class Toc:
    """The contents page's entries, every line and every table that belongs to it."""

    entries: tuple[TocEntry, ...]
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()


# Headings without a page number of their own stand above at most this many deeper ones before a page follows.
_MOST_UNPAGED = 4
# A table is the contents page when most of its rows are numbered headings, and so many print a page.
_TABLE_SHARE = 0.5
_LEAST_PAGES = 2


@dataclass(frozen=True, slots=True)
class _Row:
    """Lines of one height, set apart or in the cells of a table."""

    lines: tuple[Line, ...]
    table: Table | None = None


def read_toc(items: Sequence[Item], styles: list[str]) -> Toc:
    """Find the contents page and read its entries, lines or table rows; empty where there is none."""
    start = next((i for i, item in enumerate(items) if _is_head(item, styles)), None)
    if start is None:
        return Toc((), ())
    head = items[start].line
    found = _entries(_rows(items[start + (head is not None) :], styles), styles)
    lines = [line for row in found for line in row.lines if row.table is None]
    tables = {id(row.table): row.table for row in found if row.table is not None}
    entries = [entry for row in found if (entry := _entry(row.lines, styles))]
    return Toc(tuple(entries), (*([head] if head else []), *lines), tuple(tables.values()))


def _is_head(item: Item, styles: list[str]) -> bool:
    """Whether an item is the word 目次, or a table of contents that begins with it."""
    if item.line is not None:
        return _HEAD.search(fold(item.line.text)) is not None
    assert item.table is not None
    first = [c for c in item.table.cells if c.row == 0]
    return any(_HEAD.search(fold(c.raw)) for c in first) and _is_contents(item.table, styles)


def _entries(rows: Sequence[_Row], styles: list[str]) -> list[_Row]:
    """The rows up to the last entry of the contents page; in a table, heads of columns are rows, too."""
    found: list[_Row] = []
    pending: list[_Row] = []
    for row in rows:
        entry = _entry(row.lines, styles)
        if entry is None and row.table is None:
            break
        pending.append(row)
        if (entry is not None and entry.printed_page is not None) or row.table is not None:
            found += pending
            pending = []
        elif len(pending) > _MOST_UNPAGED:
            break
    return found


def _rows(items: Sequence[Item], styles: list[str]) -> list[_Row]:
    """Rows up to the first table that holds something else."""
    rows: list[_Row] = []
    loose: list[Line] = []
    for item in items:
        if item.line is not None:
            loose.append(item.line)
            continue
        rows += _level(loose)
        loose = []
        if item.table is None or not _is_contents(item.table, styles):
            return rows
        rows += _rows_of(item.table)
    return [*rows, *_level(loose)]


def _rows_of(table: Table) -> list[_Row]:
    lines = sorted((line for c in table.cells for line in c.lines), key=lambda line: line.box.center_y)
    return [_Row(row.lines, table) for row in _level(lines)]


def _is_contents(table: Table, styles: list[str]) -> bool:
    found = [_entry(row.lines, styles) for row in _rows_of(table)]
    numbered = sum(entry is not None and entry.numbered is not None for entry in found)
    paged = sum(entry is not None and entry.printed_page is not None for entry in found)
    return paged >= _LEAST_PAGES and numbered >= _TABLE_SHARE * len(found)


def _level(lines: Sequence[Line]) -> list[_Row]:
    """Lines of one height joined (title and page number may be set apart)."""
    rows: list[list[Line]] = []
    for line in lines:
        last = rows[-1][-1].box if rows else None
        here = line.box
        if last and last.page == here.page and abs(last.center_y - here.center_y) < here.height_pt / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_Row(tuple(row)) for row in rows]


def _entry(row: Sequence[Line], styles: list[str]) -> TocEntry | None:
    text = " ".join(fold(line.text).strip() for line in sorted(row, key=lambda one: one.box.x0))
    found = _ENTRY.match(text)
    body, page = (found["title"], int(found["page"])) if found else (text, None)
    numbered = read_number(body, styles)
    if numbered is None and page is None:
        return None
    return TocEntry(numbered, numbered.title if numbered else body.strip(), page, row[0])


def match_entry(toc: Toc, numbered: Numbered, after: int) -> int | None:
    """Index of the first entry from `after` on whose numbering and title fit a heading; None if none does."""
    for i in range(after, len(toc.entries)):
        entry = toc.entries[i]
        if entry.numbered is None or entry.numbered.style != numbered.style:
            continue
        if entry.numbered.ordinal == numbered.ordinal and _same_title(entry.title, numbered.title):
            return i
    return None


def _same_title(entry: str, heading: str) -> bool:
    wanted, seen = label_key(entry), label_key(heading)
    return bool(wanted) and (seen.startswith(wanted) or wanted.startswith(seen) or _close(wanted, seen))


def _close(a: str, b: str) -> bool:
    """Same title but for a particle (目次 「生活機能強化」, heading 「生活機能の強化」 in 2019)."""
    short, long = sorted((a, b), key=len)
    rest = iter(long)
    return len(short) >= 6 and len(long) - len(short) <= 2 and all(c in rest for c in short)
