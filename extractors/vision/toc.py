"""The contents page (目次): entries with the page numbers they print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.reading import Line
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
    """The contents page's entries and every line that belongs to it."""

    entries: tuple[TocEntry, ...]
    lines: tuple[Line, ...]


def read_toc(items: Sequence[Item], styles: list[str]) -> Toc:
    """Find the contents page and read its entries; an empty `Toc` where there is none."""
    start = next((i for i, it in enumerate(items) if it.line and _HEAD.search(fold(it.line.text))), None)
    if start is None:
        return Toc((), ())
    rows = _rows(items[start + 1 :])
    entries: list[TocEntry] = []
    lines: list[Line] = [items[start].line] if items[start].line else []  # type: ignore[list-item]
    pending: list[list[Line]] = []
    for row in rows:
        entry = _entry(row, styles)
        if entry is None:
            break
        pending.append(row)
        if entry.printed_page is not None:
            lines += [line for r in pending for line in r]
            entries += [e for r in pending if (e := _entry(r, styles))]
            pending = []
        elif len(pending) > _MOST_UNPAGED:
            break
    return Toc(tuple(entries), tuple(lines))


# Headings without a page number of their own stand above at most this many deeper ones before a page follows.
_MOST_UNPAGED = 4


def _rows(items: Sequence[Item]) -> list[list[Line]]:
    """Lines of one height joined (title and page number may be set apart), until the first table."""
    rows: list[list[Line]] = []
    for item in items:
        if item.line is None:
            break
        last = rows[-1][-1].box if rows else None
        here = item.line.box
        if last and last.page == here.page and abs(last.center_y - here.center_y) < here.height_pt / 2:
            rows[-1].append(item.line)
        else:
            rows.append([item.line])
    return rows


def _entry(row: list[Line], styles: list[str]) -> TocEntry | None:
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
