"""ルビ: readings in small kana above the words they belong to, which are no part of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from extractors.geometry import Box
from extractors.reading import Cell, DocumentReading, Line, PageReading

# Ruby is set at half the size of its words (JIS X 4051), by some programs a little larger.
_RUBY_SHARE = 0.62
# It stands right above its words: the boxes of both may overlap, or leave half an em of the words' size.
_REACH_EM = 0.5
_KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}ー・\s]+")
_KANJI = regex.compile(r"\p{Han}")

_CHECK = "reader.ruby"


def without_readings(reading: DocumentReading) -> DocumentReading:
    """The document with the ruby of cells left out, each told as a problem of its page."""
    return replace(reading, pages=tuple(_page(page) for page in reading.pages))


def ruby_lines(lines: Sequence[Line]) -> list[Line]:
    """Those of the lines outside tables, in reading order, that are ruby of the line below."""
    return [line for line, below in pairwise(lines) if _is_ruby(line, below)]


def _page(page: PageReading) -> PageReading:
    found: list[Line] = []
    tables = tuple(
        replace(table, cells=tuple(_cell(cell, found) for cell in table.cells)) for table in page.tables
    )
    found += ruby_lines(page.lines)
    if not found:
        return page
    told: list[tuple[str, str, Box | None]] = [(_CHECK, line.text, line.box) for line in found]
    return replace(page, tables=tables, problems=(*page.problems, *told))


def _cell(cell: Cell, found: list[Line]) -> Cell:
    if len(cell.lines) < 2 or len({line.size_pt for line in cell.lines}) < 2:
        return cell
    ruby = ruby_lines(cell.lines)
    if not ruby:
        return cell
    found += ruby
    return replace(cell, lines=tuple(line for line in cell.lines if line not in ruby))


def _is_ruby(line: Line, below: Line) -> bool:
    if line.is_vertical or line.size_pt > _RUBY_SHARE * below.size_pt or not _KANA.fullmatch(line.text):
        return False
    gap_pt = below.box.top - line.box.bottom
    is_over = below.box.x0 - below.size_pt <= line.box.x0 and line.box.x1 <= below.box.x1 + below.size_pt
    is_above = line.box.center_y < below.box.top + _REACH_EM * below.size_pt
    return is_over and is_above and gap_pt < _REACH_EM * below.size_pt and bool(_KANJI.search(below.text))
