"""The outline of a transcript: sections with their prose, and the notes and captions around its tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.records import Section
from extractors.transcript.blocks import PAGE, Block, Cell, Grid
from extractors.transcript.headings import ContentsEntry, Heading

_NOTE = re.compile(r"^(?P<marker>[※＊*]\d{0,2}(?!\d)|注\d{0,2}[:：)）])\s*(?P<text>\S.*)$")
# What stands over a table: 【表1】…, 【協定の内容】, 面積 (単位：km²).
_CAPTION = re.compile(r"^【|[(（]\s*単位\s*[:：]")


@dataclass(slots=True)
class TableInPlace:
    """A grid with the captions printed over it and the notes under it."""

    grid: Grid
    captions: list[Cell]
    notes: list[Cell] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands under one heading: prose and tables, each in order."""

    prose: tuple[Cell, ...]
    tables: tuple[TableInPlace, ...]


def split_note(cell: Cell) -> tuple[str, str] | None:
    """(marker, text) of a note under a table, None for any other line."""
    found = _NOTE.match(cell.text)
    return (found["marker"].strip(), found["text"]) if found else None


def part(blocks: Sequence[Block]) -> Contents:
    """Tell prose from captions, tables and the notes under them."""
    prose: list[Cell] = []
    captions: list[Cell] = []
    tables: list[TableInPlace] = []
    for i, block in enumerate(blocks):
        if isinstance(block, Grid):
            tables.append(TableInPlace(block, captions))
            captions = []
        elif tables and split_note(block):
            tables[-1].notes.append(block)
        elif _leads_to_table(blocks, i):
            captions.append(block)
        else:
            prose.append(block)
    return Contents(tuple(prose), tuple(tables))


def sections(headings: Sequence[Heading], contents: Sequence[ContentsEntry]) -> list[Section]:
    """A Section for each heading, in order, with its parent and the page the contents page prints for it."""
    printed = _printed_pages(contents)
    made: list[Section] = []
    path: list[Section] = []
    for ordinal, heading in enumerate(headings, start=1):
        path = [above for above in path if above.level < heading.level]
        labels = (*(above.label for above in path), heading.label)
        section = _section(ordinal, heading, path[-1].section_id if path else None, printed.get(labels))
        made.append(section)
        path.append(section)
    return made


def _section(ordinal: int, heading: Heading, parent: str | None, printed_page: int | None) -> Section:
    lines = [Cell(heading.inline, heading.cell.line)] if heading.inline else []
    lines += part(heading.blocks).prose
    return Section(
        section_id=f"s{ordinal:03d}",
        ordinal=ordinal,
        parent_section_id=parent,
        level=heading.level,
        label=heading.label,
        title=Cell(heading.title, heading.cell.line).reading,
        page=PAGE,
        text="\n".join(line.reading for line in lines),
        toc_printed_page=printed_page,
        toc_page_matches=None,
        sources={
            "title": heading.cell.pieces,
            "text": tuple(piece for line in lines for piece in line.pieces),
        },
    )


def _leads_to_table(blocks: Sequence[Block], start: int) -> bool:
    """Whether the line is a caption, and only captions stand between it and a table."""
    for block in blocks[start:]:
        if isinstance(block, Grid):
            return True
        if not _CAPTION.search(block.text) or block.text.endswith("。"):
            return False
    return False


def _printed_pages(contents: Sequence[ContentsEntry]) -> dict[tuple[str, ...], int]:
    pages: dict[tuple[str, ...], int] = {}
    path: list[ContentsEntry] = []
    for entry in contents:
        path = [above for above in path if above.level < entry.level] + [entry]
        if entry.printed_page is not None:
            pages[tuple(e.label for e in path)] = entry.printed_page
    return pages
