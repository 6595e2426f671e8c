"""A grid of cells → slices, one a page: which rows and which lines of each cell stand on it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tests.typesetter.blocks import Grid, GridCell
from tests.typesetter.page import wrap
from tests.typesetter.style import Style


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a cell that stands in a slice. Coordinates relative to the slice's top left corner."""

    cell: GridCell
    x0: float
    top: float
    x1: float
    bottom: float
    lines: tuple[str, ...]
    is_split: bool
    first_row: int
    n_rows: int


@dataclass
class Slice:
    """The part of a grid on one page. `row_edges` are n+1 offsets from the slice's top."""

    row_edges: list[float] = field(default_factory=lambda: [0.0])
    pieces: list[Piece] = field(default_factory=list)
    opens: bool = True
    closes: bool = True

    @property
    def height_pt(self) -> float:
        """Height of the slice."""
        return self.row_edges[-1]


@dataclass(frozen=True, slots=True)
class _Part:
    """A row, or the part of a row, that goes into a slice."""

    row: int
    height_pt: float
    is_start: bool = True
    is_end: bool = True


class GridLayout:
    """Breaks one grid over pages. `width_pt` is the width of the whole grid."""

    def __init__(self, grid: Grid, style: Style, width_pt: float) -> None:
        self.grid, self.style = grid, style
        self.x_edges = [share * width_pt for share in (0.0, *grid.edges, 1.0)]
        self.leading_pt = style.cell_size_pt * style.leading
        self.remaining = {cell: self._wrapped(cell) for cell in grid.cells}
        self.heights = self._row_heights()

    def font(self, cell: GridCell) -> str:
        """The font of a cell's print."""
        return self.style.fonts.heading if cell.is_label else self.style.fonts.body

    def _wrapped(self, cell: GridCell) -> list[str]:
        width = self.x_edges[cell.column + cell.column_span] - self.x_edges[cell.column]
        inner = width - 2 * self.style.padding_pt
        return wrap(cell.text, self.font(cell), self.style.cell_size_pt, inner) if cell.text else []

    def _needed(self, n_lines: int) -> float:
        return max(n_lines, 1) * self.leading_pt + 2 * self.style.padding_pt

    def _row_heights(self) -> list[float]:
        heights = [self._needed(1)] * self.grid.n_rows
        for cell in sorted(self.grid.cells, key=lambda c: c.row_span):
            last = cell.row + cell.row_span
            missing = self._needed(len(self.remaining[cell])) - sum(heights[cell.row : last])
            heights[last - 1] += max(0.0, missing)
        return heights

    def slices(self, room_pt: float, page_room_pt: float) -> list[Slice]:
        """The slices, the first for `room_pt` of free height, the others for a whole page's."""
        if self.style.breaks == "whole" and sum(self.heights) <= page_room_pt:
            parts = [[_Part(row, height) for row, height in enumerate(self.heights)]]
            return (
                [Slice([], opens=False), *self._filled(parts)]
                if sum(self.heights) > room_pt
                else self._filled(parts)
            )
        parts = self._distributed(room_pt, page_room_pt)
        filled = self._filled([part for part in parts if part])
        return filled if parts[0] else [Slice([], opens=False), *filled]

    def _distributed(self, room_pt: float, page_room_pt: float) -> list[list[_Part]]:
        parts: list[list[_Part]] = [[]]
        free = room_pt
        for row, whole in enumerate(self.heights):
            height, is_start = whole, True
            while height > free + 0.01:
                fits = self._splittable(row, free)
                if fits:
                    parts[-1].append(_Part(row, fits, is_start, is_end=False))
                    height, is_start = height - fits + 2 * self.style.padding_pt, False
                elif not parts[-1] and free >= page_room_pt - self._repeated_pt() - 0.01:
                    break
                parts.append([])
                free = page_room_pt - self._repeated_pt()
            parts[-1].append(_Part(row, height, is_start))
            free -= height
        return parts

    def _repeated_pt(self) -> float:
        return sum(self.heights[: self.grid.header_rows]) if self._repeats() else 0.0

    def _repeats(self) -> bool:
        return self.style.repeat_header and self.grid.header_rows > 0

    def _splittable(self, row: int, free_pt: float) -> float:
        """Height of a part that fits when the row may be broken inside its cells, else 0."""
        cells = [c for c in self.grid.cells if c.row <= row < c.row + c.row_span]
        plain = all(c.row_span == 1 for c in cells) and any(c.column == 0 for c in cells) and row > 0
        n_lines = int((free_pt - 2 * self.style.padding_pt) / self.leading_pt)
        longest = max(len(self.remaining[c]) for c in cells)
        if self.style.breaks != "inside" or not plain or n_lines < 2 or longest - n_lines < 1:
            return 0.0
        return self._needed(n_lines)

    def _filled(self, parts: list[list[_Part]]) -> list[Slice]:
        slices = []
        for i, page_parts in enumerate(parts):
            is_last = i == len(parts) - 1
            slices.append(self._slice(page_parts, is_first=i == 0, is_last=is_last))
        return slices

    def _slice(self, parts: list[_Part], is_first: bool, is_last: bool) -> Slice:
        out = Slice(opens=is_first, closes=is_last)
        if not is_first and self._repeats() and parts[0].row >= self.grid.header_rows:
            self._repeat_header(out)
        offset = len(out.row_edges) - 1
        for height in self._grown(parts):
            out.row_edges.append(out.row_edges[-1] + height)
        rows = [part.row for part in parts]
        for cell in self.grid.cells:
            inside = [i for i, row in enumerate(rows) if cell.row <= row < cell.row + cell.row_span]
            if inside:
                ends = rows[inside[-1]] == cell.row + cell.row_span - 1 and parts[inside[-1]].is_end
                out.pieces.append(self._piece(cell, out, offset + inside[0], len(inside), ends))
        return out

    def _grown(self, parts: list[_Part]) -> list[float]:
        """Heights of a slice's parts, the last grown where a spanning cell still has many lines to print."""
        heights = [part.height_pt for part in parts]
        rows = [part.row for part in parts]
        for cell in self.grid.cells:
            inside = [i for i, row in enumerate(rows) if cell.row <= row < cell.row + cell.row_span]
            if not inside or rows[inside[-1]] != cell.row + cell.row_span - 1 or not parts[inside[-1]].is_end:
                continue
            missing = self._needed(len(self.remaining[cell])) - sum(heights[i] for i in inside)
            heights[inside[-1]] += max(0.0, missing)
        return heights

    def _piece(self, cell: GridCell, out: Slice, first: int, count: int, ends: bool) -> Piece:
        top, bottom = out.row_edges[first], out.row_edges[first + count]
        lines = self.remaining[cell]
        capacity = int((bottom - top - 2 * self.style.padding_pt) / self.leading_pt + 0.01)
        taken = lines if ends else lines[: max(0, capacity)]
        self.remaining[cell] = lines[len(taken) :]
        x0, x1 = self.x_edges[cell.column], self.x_edges[cell.column + cell.column_span]
        is_split = bool(self.remaining[cell]) or len(taken) < len(self._wrapped(cell))
        return Piece(cell, x0, top, x1, bottom, tuple(taken), is_split, first, count)

    def _repeat_header(self, out: Slice) -> None:
        for row in range(self.grid.header_rows):
            out.row_edges.append(out.row_edges[-1] + self.heights[row])
        for cell in self.grid.cells:
            if cell.row < self.grid.header_rows:
                top, bottom = out.row_edges[cell.row], out.row_edges[cell.row + cell.row_span]
                x0, x1 = self.x_edges[cell.column], self.x_edges[cell.column + cell.column_span]
                again = replace(cell, arrow=None)
                lines = tuple(self._again(cell))
                out.pieces.append(Piece(again, x0, top, x1, bottom, lines, False, cell.row, cell.row_span))

    def _again(self, cell: GridCell) -> list[str]:
        """What a repeated head prints: a measure's name with the mark, where that needs no more lines."""
        lines = self._wrapped(cell)
        if self.grid.kind != "measure" or cell.is_label or not self.style.continued_mark:
            return lines
        marked = self._wrapped(replace(cell, text=cell.text + self.style.continued_mark))
        return marked if len(marked) == len(lines) else lines
