"""Which lines of a transcript are headings, and what its contents page says of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractors.transcript.blocks import Block, Cell, Grid

# The four levels a vision uses, outermost first: I, 1, (1), ①.
_LEVELS = (
    re.compile(r"^(?:- )?(?P<label>[IVXLⅠ-Ⅻ]+)[ \u3000]+(?P<title>\S.*)$"),
    re.compile(r"^(?:- )?(?P<label>[0-9０-９]+)[ \u3000]+(?P<title>\S.*)$"),
    re.compile(r"^(?:- )?(?P<label>[(（][0-9０-９]+[)）])\s*(?P<title>\S.*)$"),
    re.compile(r"^(?:- )?(?P<label>[①-⑳])\s*(?P<title>\S.*)$"),
)
_PRINTED_PAGE = re.compile(r"^[(（]?\s*(?P<page>\d+)\s*[)）]?$")
# A sentence that happens to start with a figure is prose.
_SENTENCE_END = "。"


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents page; `printed_page` is None where none is printed."""

    level: int
    label: str
    title: str
    printed_page: int | None


@dataclass(slots=True)
class Heading:
    """A heading of the body with the blocks under it, up to the next heading."""

    level: int
    label: str
    title: str
    cell: Cell
    blocks: list[Block] = field(default_factory=list)
    inline: str = ""


def split_contents(blocks: list[Block]) -> tuple[list[Block], list[ContentsEntry], list[Block]]:
    """The blocks before the contents page (the cover), its entries, and the blocks after it."""
    start = next((i for i, b in enumerate(blocks) if isinstance(b, Cell) and "目次" in b.text), None)
    if start is None:
        first = next((i for i, b in enumerate(blocks) if isinstance(b, Cell) and match_heading(b.text)), 0)
        return blocks[:first], [], blocks[first:]
    end = start + 1
    entries: list[ContentsEntry] = []
    while end < len(blocks) and isinstance(grid := blocks[end], Grid):
        entries.extend(entry for row in grid.rows if (entry := _contents_entry(row)))
        end += 1
    return blocks[:start], entries, blocks[end:]


def match_heading(text: str) -> tuple[int, str, str] | None:
    """(level from 1, label, rest of the line) when the line reads as a heading, else None."""
    for level, pattern in enumerate(_LEVELS, start=1):
        if (found := pattern.match(text)) and not text.endswith(_SENTENCE_END):
            return level, found["label"], found["title"].strip()
    return None


def read_headings(blocks: list[Block], contents: list[ContentsEntry]) -> list[Heading]:
    """The body's headings in order, each with the blocks under it."""
    headings: list[Heading] = []
    for block in blocks:
        found = match_heading(block.text) if isinstance(block, Cell) else None
        if found and isinstance(block, Cell):
            level, label, rest = found
            title, inline = _part_title(level, label, rest, contents)
            headings.append(Heading(level, label, title, block, inline=inline))
        elif headings:
            headings[-1].blocks.append(block)
    return headings


def _contents_entry(row: tuple[Cell, ...]) -> ContentsEntry | None:
    texts = [cell.text for cell in row if cell.text]
    found = match_heading(" ".join(texts[:2]))
    if found is None:
        return None
    page = _PRINTED_PAGE.match(texts[-1]) if len(texts) > 2 else None
    return ContentsEntry(*found, int(page["page"]) if page else None)


def _part_title(level: int, label: str, rest: str, contents: list[ContentsEntry]) -> tuple[str, str]:
    """A heading and the text on its line, told apart by the contents page (`名称 一関市及び平泉町`)."""
    listed = [e.title for e in contents if (e.level, e.label) == (level, label)]
    known = [title for title in listed if rest == title or rest.startswith(f"{title} ")]
    title = max(known, key=len, default=rest)
    return title, rest.removeprefix(title).strip()
