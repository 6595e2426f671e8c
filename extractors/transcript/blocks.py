"""A transcript as blocks: lines of prose and grids of tab-separated cells, each with its place in the file.

A transcript has no pages and no points. By convention the whole file is page 1, and a `Box` on it counts
cells and lines instead of points: `x0`/`x1` are the cell's column and the one after it, `top`/`bottom` the
line's number (from 1) and the one after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extractors.errors import KyoseiError
from extractors.geometry import Box
from extractors.records import Piece

READER = "transcript"
PAGE = 1

# A cell's wrapped lines and paragraphs are joined by one blank in the transcript. A blank after a full stop
# parts paragraphs; between two Japanese characters it is only where a line was wrapped.
_AFTER_STOP = re.compile(r"(?<=。)[ \u3000]+(?=\S)")
_BETWEEN_JAPANESE = re.compile(
    r"(?<=[\u3005-\u30ff\u3400-\u9fff）」』、。：]) +(?=[\u3005-\u30ff\u3400-\u9fff（「『])"
)
_PARAGRAPH_TAG = re.compile(r"</?p>")


class TranscriptUnreadableError(KyoseiError):
    """The file is no UTF-8 text with tab-separated tables."""

    code = "TRANSCRIPT_UNREADABLE"
    title_ja = "書き起こし {document} を読めません（{reason}）"
    title_en = "The transcript {document} cannot be read ({reason})"
    next_step_ja = "UTF-8 のテキストで、表のセルをタブで区切ったものを置いてください。"
    next_step_en = "Supply UTF-8 text whose table cells are separated by tabs."


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell or one line of prose: its text as transcribed and its place (line and column from 1 and 0)."""

    text: str
    line: int
    column: int = 0

    @property
    def box(self) -> Box:
        """The place as a box of cells and lines (see the module's docstring)."""
        return Box(PAGE, float(self.column), float(self.line), self.column + 1.0, self.line + 1.0)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The source record of a value read from this cell."""
        return (Piece(self.box, self.text, READER, "single"),)

    @property
    def words(self) -> tuple[str, ...]:
        """The parts between blanks."""
        return tuple(_PARAGRAPH_TAG.sub(" ", self.text).split())

    @property
    def reading(self) -> str:
        """Reading text: paragraphs parted by one newline, wrapped lines joined with nothing between."""
        paragraphs = (p.strip() for p in re.split(r"</?p>", self.text))
        parted = "\n".join(_AFTER_STOP.sub("\n", p) for p in paragraphs if p)
        return _BETWEEN_JAPANESE.sub("", parted)

    @property
    def n_visible(self) -> int:
        """Visible characters of the transcript, its mark-up left out."""
        return len("".join(_PARAGRAPH_TAG.sub("", self.text).split()))


@dataclass(frozen=True, slots=True)
class Grid:
    """Consecutive lines of tab-separated cells; rows may be ragged."""

    rows: tuple[tuple[Cell, ...], ...]

    @property
    def line(self) -> int:
        """The line the grid starts on."""
        return self.rows[0][0].line

    def cells(self) -> Iterator[Cell]:
        """All cells that hold something, in order."""
        return (cell for row in self.rows for cell in row if cell.text)


Block = Cell | Grid


def read_blocks(path: Path) -> list[Block]:
    """The file's blocks in order. Raises TranscriptUnreadableError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        raise TranscriptUnreadableError(document=path.name, reason=str(error)) from error
    blocks = list(_blocks(text))
    if not any(isinstance(block, Grid) for block in blocks):
        raise TranscriptUnreadableError(document=path.name, reason="表がない / no table in it")
    return blocks


def filled(row: tuple[Cell, ...], start: int = 0) -> list[Cell]:
    """The cells of a row, from column `start`, that hold something."""
    return [cell for cell in row[start:] if cell.text]


def _blocks(text: str) -> Iterator[Block]:
    rows: list[tuple[Cell, ...]] = []
    for number, line in _logical_lines(text):
        if "\t" in line:
            parts = line.split("\t")
            rows.append(tuple(Cell(part.strip(), number, column) for column, part in enumerate(parts)))
            continue
        if rows:
            yield Grid(tuple(rows))
            rows = []
        if line.strip():
            yield Cell(line.strip(), number)
    if rows:
        yield Grid(tuple(rows))


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers; one inside an open `<p>` belongs to the line that opened it."""
    held, start = "", 0
    for number, line in enumerate(text.split("\n"), start=1):
        held, start = (held + line, start) if held else (line, number)
        if held.count("<p>") <= held.count("</p>"):
            yield start, held
            held = ""
    if held:
        yield start, held
