"""縦書き in a cell read: each column as one level line, its characters put back where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.ocr.image import Pixels
from extractors.ocr.ink import Region
from extractors.ocr.reading import LineReader, Reading
from extractors.ocr.stacked import Column, side_by_side, small_of, stacked_columns, strokes_of
from extractors.ocr.typeset import ReadLine, ink_columns
from extractors.text.script import is_kana_or_kanji

_TURNED = frozenset("ー―—–-〜~～…│|")  # signs that are upright strokes in a column
_BEARING = 0.05
_CLOSER = 0.85
_LATIN_I = re.compile(r"[1l|](?=[A-Z])")
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}  # as print has them upright in a column
_SMALL = dict(
    zip("あいうえおつやゆよアイウエオツヤユヨ", "ぁぃぅぇぉっゃゅょァィゥェォッャュョ", strict=True)
)


def read_columns(
    reader: LineReader, text: Pixels, ink: Pixels, lines: Sequence[Region], usual_px: float
) -> list[Reading] | None:
    """The characters of a cell set in columns, from the right and the top; None where it holds level lines.

    `lines` are the cell's bands of ink. What several looks at a column read differently, and a column of
    which more or fewer characters were read than stand in it, is told with its first character.
    """
    if not lines:
        return None
    columns = stacked_columns(ink, _around(lines), usual_px)
    read = [(column, _read(reader, text, column)) for column in columns]
    if not read or not all(_is_japanese(one.line.text) for _, one in read):
        return None
    rows = _rows([column for column, _ in read])
    return [
        piece
        for (column, one), tops in zip(read, rows, strict=True)
        for piece in _put_back(column, one, tops)
    ]


def _around(lines: Sequence[Region]) -> Region:
    return Region(
        min(line.x0 for line in lines),
        lines[0].top,
        max(line.x1 for line in lines),
        lines[-1].bottom,
    )


def _read(reader: LineReader, text: Pixels, column: Column) -> Reading:
    """The column with its strokes turned; those that are no ー then are 1 or I, and told."""
    strokes = strokes_of(column)
    turned = _with_small_kana(reader.read_line(side_by_side(text, column, strokes)), column)
    as_read = turned.line.text
    if not strokes or (len(as_read) == len(column.squares) and all(as_read[k] in _TURNED for k in strokes)):
        return turned
    upright = reader.read_line(side_by_side(text, column, ())).line.text
    if len(upright) != len(as_read):
        return replace(turned, other_text=turned.other_text or upright or None)
    mixed = "".join(upright[k] if k in strokes else char for k, char in enumerate(as_read))
    line = replace(turned.line, text=_LATIN_I.sub("I", mixed))
    return replace(turned, line=line, other_text=turned.other_text or as_read)


def _with_small_kana(read: Reading, column: Column) -> Reading:
    """Kana that stand small in their squares are small ones: ユ and ュ differ in nothing else."""
    text = read.line.text
    if len(text) != len(column.squares):
        return read
    small = set(small_of(column))
    shown = "".join(_SMALL.get(char, char) if k in small else char for k, char in enumerate(text))
    return replace(read, line=replace(read.line, text=shown))


def _is_japanese(text: str) -> bool:
    """Whether kana and kanji are more than half: figures one above the other are numbers of several lines."""
    return 2 * sum(map(is_kana_or_kanji, text)) > sum(map(str.isalnum, text))


def _put_back(column: Column, read: Reading, tops: Sequence[int]) -> Iterator[Reading]:
    """A reading for each character, in its square; as many even ones where more or fewer were read."""
    line, side = read.line, min(column.side_px, _step(tops, column.side_px))
    is_whole = len(line.text) == len(tops)
    if not is_whole:
        span = tops[-1] + side - tops[0]
        side = min(side, span // len(line.text))
        tops = [tops[0] + k * span // len(line.text) for k in range(len(line.text))]
    other = read.other_text if is_whole or read.other_text else "□" * len(column.squares)
    middle, half = column.squares[0].x0 + column.side_px // 2, round((0.5 - _BEARING) * side)
    chars = zip(line.text.translate(_FULL_WIDTH), line.confidences, tops, strict=True)
    for k, (char, trust, top) in enumerate(chars):
        x0, x1 = ink_columns(char, middle - side / 2, side)
        square = Region(x0, top + side // 2 - half, x1, top + side // 2 + half)
        placed = ReadLine(square, char, (trust,), ((x0, x1),))
        is_first = k == 0
        yield Reading(placed, other if is_first else None, is_unread=read.is_unread and is_first)


def _step(tops: Sequence[int], side_px: int) -> int:
    return min((b - a for a, b in pairwise(tops)), default=side_px)


def _rows(columns: Sequence[Column]) -> list[list[int]]:
    """The top of each character; those of several columns in common rows, set closer than the columns stand,
    so that the table step reads them downwards too.
    """
    tops = [[square.top for square in column.squares] for column in columns]
    if len(columns) == 1:
        return tops
    longest = max(tops, key=len)
    pitch = max(1.0, (longest[-1] - longest[0]) / max(1, len(longest) - 1))
    rows = [
        [round((column[0] - longest[0]) / pitch) + round((top - column[0]) / pitch) for top in column]
        for column in tops
    ]
    return [[longest[0] + round(_CLOSER * pitch * row) for row in column] for column in rows]
