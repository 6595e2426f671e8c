"""One page's picture to a `PageReading`: rules, cells, their lines, and what is doubtful about them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np

from extractors.geometry import Box, union
from extractors.ocr.arrows import erase_heads, find_heads, head_objects
from extractors.ocr.bars import find_bars
from extractors.ocr.blockarrows import block_objects, find_block_arrows, without_block_arrows
from extractors.ocr.columns import read_columns
from extractors.ocr.engine import Engine
from extractors.ocr.figureshapes import settled_by_shape
from extractors.ocr.headmarks import with_head
from extractors.ocr.image import PageImage, Pixels, page_image
from extractors.ocr.ink import (
    Region,
    glyph_side,
    is_fine_stroke,
    is_screened,
    line_regions,
    open_lines,
    pieces,
    without_pictures,
    without_specks,
)
from extractors.ocr.labels import with_labels_put_right
from extractors.ocr.lookalikes import DASH, is_lone_stroke
from extractors.ocr.marks import erase_marks, find_marks
from extractors.ocr.orientation import turn_to_upright
from extractors.ocr.overhang import laid_out, moved_up
from extractors.ocr.reading import LineReader, Piece, Reading
from extractors.ocr.rules import RuledImage, find_rules, rule_objects
from extractors.ocr.segments import painted_over
from extractors.ocr.shades import shade_objects
from extractors.ocr.typeset import ReadLine, char_objects
from extractors.ocr.unruled import unruled_rows
from extractors.ocr.waves import with_waves
from extractors.ocr.zeros import with_plain_zeros
from extractors.readers.frame import DisplayFrame
from extractors.readers.plumber import display_page
from extractors.readers.render import Picture
from extractors.reading import Cell, Line, PageReading, Table
from extractors.tables.build import span_box
from extractors.tables.lattice import Grid
from extractors.tables.page import read_page
from extractors.tables.ruling import read_ruling
from extractors.text.script import is_kana_or_kanji

_INSET_PX = 3  # a cell's ink begins inside its rules
# Gaps in heights of a line's print: a space of one em leaves more than the first; print beyond the second
# is read for itself.
_SPACE_GAP = 1.08
_PIECE_GAP = 1.8
_LEAST_HEIGHT = 0.8  # of the usual height: a line of low print is no smaller

Problem = tuple[str, str, Box | None]
Objects = dict[str, list[dict[str, Any]]]


@dataclasses.dataclass(frozen=True, slots=True)
class _Bare:
    """A page's picture without rules, arrow heads, dust and pictures, and the objects made of those."""

    text: Pixels
    ink: Pixels
    objects: Objects
    n_pictures: int


def read_picture(number: int, frame: DisplayFrame, picture: Picture, engine: Engine) -> PageReading:
    """Read page `number` from its picture; one on its side or upside down is turned first.

    Raises TooManyRules, CharactersLost as a text layer's page does.
    """
    image = page_image(picture)
    turn = turn_to_upright(image, engine)
    if turn:
        image, frame = page_image(picture, turn), frame.turned(turn)
    blocks = find_block_arrows(image)
    image = without_block_arrows(image, blocks)
    ruled = find_rules(image)
    bare = _bare(image, ruled)
    bare.objects["curve"] += block_objects(blocks, image.scale)
    grids = read_ruling(bare.objects, number, frame.width_pt, frame.height_pt).grids
    regions = _cell_regions(grids, image, number)
    bare.objects["rect"] = shade_objects(image, [region for _, region in regions])
    marks, read = _read_all(bare, regions, engine, image.scale, number)
    bare.objects["char"] = char_objects(
        [*([mark] for mark in marks), *([reading.line for reading, _ in group] for group in read)],
        image.scale,
    )
    page = display_page(number, frame, bare.objects)
    reading = read_page(page, None, reader="tesseract")
    page.close()
    if turn:
        noted = (*reading.problems, ("ocr.turned", str(turn), None))
        reading = dataclasses.replace(reading, turned_degrees=turn, problems=noted)
    doubts = [placed for group in read for placed in group]
    lost = [
        ("ocr.unruled", str(len(rows)), union(rows)) for rows in unparted_figures(read, reading, image.scale)
    ]
    reading = dataclasses.replace(reading, problems=(*reading.problems, *lost))
    reading = with_labels_put_right(_with_doubts(reading, doubts, bare.n_pictures))
    return with_screens_told(reading, [box for box, region in regions if is_screened(ruled.ink, region)])


def with_screens_told(reading: PageReading, screened: Sequence[Box]) -> PageReading:
    """The reading with the cells on a screened tint noted as unread whose text is dots rather than words."""
    told = {box for check_id, _, box in reading.problems if check_id == "ocr.unread"}
    cells = [cell for table in reading.tables for cell in table.cells if cell.box in set(screened) - told]
    new = tuple(("ocr.unread", cell.raw, cell.box) for cell in cells if _is_garbled(cell.raw))
    return dataclasses.replace(reading, problems=(*reading.problems, *new))


def _is_garbled(text: str) -> bool:
    """Whether a text holds no figure and no Japanese, or more than a third of it is dots and dashes."""
    marks = "".join(text.split())
    is_worded = any(c.isdigit() or is_kana_or_kanji(c) for c in marks)
    return marks != "" and (not is_worded or 3 * sum(map(str.isalnum, marks)) < 2 * len(marks))


def unparted_figures(
    groups: Sequence[Sequence[tuple[Reading, Box]]], reading: PageReading, scale: float
) -> Iterator[list[Box]]:
    """Rows of figures that no rules part: those outside all tables, and those within each cell."""
    is_open = [_is_open(group[0][1], reading) for group in groups if group]
    full = [group for group in groups if group]
    together = [piece for group, free in zip(full, is_open, strict=True) if free for piece in group]
    cells = [group for group, free in zip(full, is_open, strict=True) if not free]
    for group in [together, *cells]:
        rows = unruled_rows([(r.line.text, _box(r.line.region, scale, reading.number)) for r, _ in group])
        if rows:
            yield rows


def _is_open(box: Box, reading: PageReading) -> bool:
    """Whether print stands outside all tables of the page."""
    return not any(t.box.contains_point(box.center_x, box.center_y) for t in reading.tables)


def _bare(image: PageImage, ruled: RuledImage) -> _Bare:
    heads = find_heads(image.ink, ruled.segments, image.scale)
    erase_heads(ruled.text, heads, 255)
    erase_heads(ruled.ink, heads, 0)
    ink, n_pictures = without_pictures(without_specks(ruled.ink), image.scale)
    bars = list(find_bars(ink, image.scale))
    text, ink = painted_over(ruled.text, bars, 255), painted_over(ink, bars, 0)
    objects: Objects = {
        "line": rule_objects(ruled.segments, image.scale),
        "curve": list(head_objects(heads, image.scale)),
    }
    return _Bare(with_plain_zeros(text), ink, objects, n_pictures)


def _cell_regions(grids: Sequence[Grid], image: PageImage, page: int) -> list[tuple[Box, Region]]:
    """Cells with the pixels inside their rules, those of nested tables first."""
    found = []
    for grid in sorted(grids, key=lambda g: g.area):
        for number in range(len(grid.spans)):
            box = span_box(grid, number, page)
            found.append((box, _inside(box, image)))
    return found


def _inside(box: Box, image: PageImage) -> Region:
    height, width = image.ink.shape
    x0, top, x1, bottom = (round(edge * image.scale) for edge in (box.x0, box.top, box.x1, box.bottom))
    return Region(
        min(max(0, x0 + _INSET_PX), width),
        min(max(0, top + _INSET_PX), height),
        max(0, min(width, x1 - _INSET_PX)),
        max(0, min(height, bottom - _INSET_PX)),
    )


def _read_all(
    bare: _Bare, regions: Sequence[tuple[Box, Region]], engine: Engine, scale: float, page: int
) -> tuple[list[ReadLine], list[list[tuple[Reading, Box]]]]:
    """Signs, and every piece of print with its box (its cell's or its own), by cell or open line."""
    usual = glyph_side(bare.ink, scale)
    reader = LineReader(engine, bare.text)
    marks = find_marks(bare.ink, usual, reader.digits)
    erase_marks(bare.ink, marks, 0)
    erase_marks(bare.text, marks, 255)
    laid = laid_out(bare.text, bare.ink, [_whole(region, bare.ink) for _, region in regions], usual)
    reader = LineReader(engine, laid.text)
    rest = laid.ink.copy()
    found: list[tuple[list[Region], Box | None, int]] = []
    for (box, _), (region, below) in zip(regions, laid.cells, strict=True):
        if region.width > 0 and region.height > 0:
            found.append((line_regions(rest, region, usual), box, below))
            rest[region.top : region.bottom, region.x0 : region.x1] = 0
    found += [([line], None, 0) for line in open_lines(np.maximum(rest, laid.loose), usual)]
    read = [
        (read_columns(reader, laid.text, laid.ink, lines, usual) if box else None)
        or _read_lines(reader, laid.ink, lines, usual, is_cell=box is not None)
        for lines, box, _ in found
    ]
    flat = [with_waves(one, laid.text) for group in read for one in group]
    settled = iter(settled_by_shape(flat, laid.text))
    groups = [
        [
            (moved, box or _box(moved.line.region, scale, page))
            for one in islice(settled, len(group))
            for moved in [moved_up(one, below) if box else with_head(one, laid.text)]
        ]
        for group, (_, box, below) in zip(read, found, strict=True)
    ]
    return marks, groups


def _whole(inside: Region, ink: Pixels) -> Region:
    """A cell to the middle of its rules."""
    height, width = ink.shape
    return Region(
        max(0, inside.x0 - _INSET_PX),
        max(0, inside.top - _INSET_PX),
        min(width, inside.x1 + _INSET_PX),
        min(height, inside.bottom + _INSET_PX),
    )


def _box(region: Region, scale: float, page: int) -> Box:
    return Box(page, *(edge / scale for edge in (region.x0, region.top, region.x1, region.bottom)))


def _read_lines(
    reader: LineReader, ink: Pixels, lines: Sequence[Region], usual: float, *, is_cell: bool
) -> list[Reading]:
    tallest = max((line.height for line in lines), default=0)
    least = _LEAST_HEIGHT * (min(usual, tallest) if is_cell else usual)
    read = [
        reader.read(piece, max(line.height, round(least)))
        for line in lines
        for piece in _pieces(ink, line, max(least, line.height))
    ]
    line = read[0].line if is_cell and len(read) == 1 else None
    if line and (is_lone_stroke(line.text) or is_fine_stroke(ink, line.region, usual)):
        return [Reading(dataclasses.replace(line, text=DASH, confidences=(line.confidences or (1.0,))[:1]))]
    return read


def _pieces(ink: Pixels, line: Region, height: float) -> list[Piece]:
    return [
        Piece(part, tuple((run.x0, run.x1) for run in pieces(ink, part, _SPACE_GAP * height)))
        for part in pieces(ink, line, _PIECE_GAP * height)
    ]


def _with_doubts(reading: PageReading, doubts: Sequence[tuple[Reading, Box]], n_pictures: int) -> PageReading:
    """The reading with the second view of figures at the cells and lines that hold them."""
    others: dict[Box, list[str]] = {}
    for doubt, box in doubts:
        if doubt.other_text is not None:
            others.setdefault(box, []).append(doubt.other_text)
    problems: list[Problem] = [("ocr.picture", str(n_pictures), None)] if n_pictures else []
    problems += [("ocr.unread", doubt.line.text, box) for doubt, box in doubts if doubt.is_unread]
    return dataclasses.replace(
        reading,
        tables=tuple(_doubted_table(table, others) for table in reading.tables),
        lines=tuple(_doubted_line(line, others) for line in reading.lines),
        problems=(*reading.problems, *problems),
    )


def _doubted_table(table: Table, others: dict[Box, list[str]]) -> Table:
    return dataclasses.replace(table, cells=tuple(_doubted_cell(cell, others) for cell in table.cells))


def _doubted_cell(cell: Cell, others: dict[Box, list[str]]) -> Cell:
    if cell.box not in others:
        return cell
    return dataclasses.replace(cell, agreement="differ", other_text="\n".join(others[cell.box]))


def _doubted_line(line: Line, others: dict[Box, list[str]]) -> Line:
    inside = [o for box, o in others.items() if line.box.contains_point(box.center_x, box.center_y)]
    if not inside:
        return line
    return dataclasses.replace(line, agreement="differ", other_text=" ".join(t for o in inside for t in o))
