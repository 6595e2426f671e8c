"""Frames drawn around whole tables: what they enclose is read as if they were not there."""

from __future__ import annotations

from dataclasses import replace

from extractors.reading import DocumentReading, PageReading, Table


def without_outer_frames(reading: DocumentReading) -> DocumentReading:
    """The same document, tables inside frames among the page's own, a frame's other words among its lines.

    A frame is one cell, or cells one below the other such as a title over the body.
    """
    return replace(reading, pages=tuple(_page(page) for page in reading.pages))


def _page(page: PageReading) -> PageReading:
    enclosing = {t.parent for t in page.tables if t.parent is not None}
    frames = {t.index: t for t in page.tables if t.index in enclosing and t.n_columns == 1}
    if not frames:
        return page
    tables = tuple(replace(t, parent=_beyond(t, frames)) for t in page.tables if t.index not in frames)
    words = (line for frame in frames.values() for cell in frame.cells for line in cell.lines)
    lines = sorted((*page.lines, *words), key=lambda line: (line.box.top, line.box.x0))
    return replace(page, tables=tables, lines=tuple(lines))


def _beyond(table: Table, frames: dict[int, Table]) -> int | None:
    """The table that encloses a table once the frames around it are gone."""
    parent = table.parent
    while parent is not None and parent in frames:
        parent = frames[parent].parent
    return parent
