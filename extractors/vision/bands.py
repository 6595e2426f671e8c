"""Headings in a band or a box, with the paragraphs painted right below: running text, no table."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from extractors.layouts.profile import Profile
from extractors.reading import DocumentReading, Line, PageReading, Table
from extractors.text.folding import fold
from extractors.vision.headings import is_distinct
from extractors.vision.numbering import read_number

# Parts of one table keep their outer edges up to the width of a rule.
_SAME_EDGE_PT = 2.0
# A heading takes up to so many lines.
_MOST_LINES = 2


def without_bands(reading: DocumentReading, profile: Profile) -> DocumentReading:
    """The same document, headings in bands or boxes and what is painted below them as lines.

    Such a table has one text a row, beside nothing but a bar, and begins with a line that is numbered as the
    profile's headings are and set apart from the running text. A part that a page break cut off a table
    stays one.
    """
    levels: list[str] = list(profile.file.headings.levels)
    found = {id(t): lines for page in reading.pages for t in _whole(page) if (lines := _lines(t, levels))}
    if not found:
        return reading
    usual = _usual(
        [*(n for page in reading.pages for n in page.lines), *(n for b in found.values() for n in b)]
    )
    bands = {key: lines for key, lines in found.items() if is_distinct(lines[0], usual)}
    parts = {
        id(page.tables[0]) for before, page in _neighbours(reading.pages) if _is_part(page, before, bands)
    }
    bands = {key: lines for key, lines in bands.items() if key not in parts}
    return replace(reading, pages=tuple(_opened(page, bands) for page in reading.pages))


def _whole(page: PageReading) -> list[Table]:
    """The tables of a page that neither stand in another nor hold one."""
    parents = {t.parent for t in page.tables}
    return [t for t in page.tables if t.parent is None and t.index not in parents]


def _lines(table: Table, levels: list[str]) -> list[Line]:
    """The lines of a table that may be a heading in a band; none for any other table."""
    filled = [c for c in table.cells if c.lines]
    if not filled or len({c.row for c in filled}) < len(filled):
        return []
    lines = [replace(n, agreement=c.agreement) for c in filled for n in c.lines]
    head, last = lines[0], lines[-1]
    number = read_number(head.text, levels)
    if number is None or not number.has_gap or fold(head.text).rstrip().endswith(("。", "、", "，")):
        return []
    is_apart = len(lines) <= _MOST_LINES or is_distinct(head, (last.font, last.size_pt))
    bars = (c for c in table.cells if not c.lines)
    return lines if is_apart and all(c.box.width_pt < head.size_pt for c in bars) else []


def _usual(lines: Iterable[Line]) -> tuple[str, float]:
    """Face and size of the running text."""
    counts: Counter[tuple[str, float]] = Counter()
    for line in lines:
        counts[(line.font, round(line.size_pt, 1))] += len(line.text)
    return counts.most_common(1)[0][0]


def _neighbours(pages: Sequence[PageReading]) -> Iterable[tuple[PageReading, PageReading]]:
    return ((before, page) for before, page in itertools.pairwise(pages) if page.tables and before.tables)


def _is_part(page: PageReading, before: PageReading, bands: Mapping[int, Sequence[Line]]) -> bool:
    """Whether a page's first table carries on the one that ended the page before: its edges and its print."""
    first, last = page.tables[0], before.tables[-1]
    if id(first) not in bands or id(last) in bands:
        return False
    head = bands[id(first)][0]
    return (
        abs(first.box.x0 - last.box.x0) < _SAME_EDGE_PT
        and abs(first.box.x1 - last.box.x1) < _SAME_EDGE_PT
        and not all(is_distinct(head, (n.font, n.size_pt)) for c in last.cells for n in c.lines)
    )


def _opened(page: PageReading, bands: Mapping[int, Sequence[Line]]) -> PageReading:
    words = [line for t in page.tables for line in bands.get(id(t), ())]
    if not words:
        return page
    return replace(
        page,
        tables=tuple(t for t in page.tables if id(t) not in bands),
        lines=tuple(sorted((*page.lines, *words), key=lambda n: (n.box.top, n.box.x0))),
    )
