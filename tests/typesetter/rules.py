"""Drawing a slice's rules in each of the ways that programs draw them."""

from __future__ import annotations

from collections.abc import Iterator

from tests.typesetter.blocks import Grid
from tests.typesetter.gridlayout import Slice
from tests.typesetter.page import Page
from tests.typesetter.style import BorderKind, Ruling, Style

Segment = tuple[float, float, float, float]
_WIDTH_PT: dict[BorderKind, float] = {"hairline": 0.1, "thick": 1.5}


def draw_rules(
    page: Page, part: Slice, grid: Grid, x_edges: list[float], origin: tuple[float, float], style: Style
) -> None:
    """Draw the rules of a grid's slice whose top left corner is at `origin`."""
    left, top = origin
    ruling = style.figures_ruling if grid.kind == "statistics" else style.ruling
    if style.border == "cell_rects":
        for piece in part.pieces:
            box = (left + piece.x0, top + piece.top, left + piece.x1, top + piece.bottom)
            page.frame(*box, width_pt=0.6)
        return
    for segment in _segments(part, x_edges, style):
        if not _is_drawn(segment, part, grid, x_edges, ruling):
            continue
        x0, y0, x1, y1 = segment
        _rule(page, (left + x0, top + y0, left + x1, top + y1), style.border)
    if style.border == "white_extra":
        _white_rules(page, part, origin)


def _segments(part: Slice, x_edges: list[float], style: Style) -> Iterator[Segment]:
    n_rows, n_columns = len(part.row_edges) - 1, len(x_edges) - 1
    owner: dict[tuple[int, int], int] = {}
    for k, piece in enumerate(part.pieces):
        for row in range(piece.first_row, piece.first_row + piece.n_rows):
            for column in range(piece.cell.column, piece.cell.column + piece.cell.column_span):
                owner[row, column] = k
    for i, y in enumerate(part.row_edges):
        if (i == 0 and not _has_top(part, style)) or (i == n_rows and not _has_bottom(part, style)):
            continue
        drawn = [owner.get((i - 1, j)) != owner.get((i, j)) for j in range(n_columns)]
        for first, last in _runs(drawn):
            yield x_edges[first], y, x_edges[last], y
    for j, x in enumerate(x_edges):
        if j in (0, n_columns) and not style.outer_verticals:
            continue
        drawn = [owner.get((i, j - 1)) != owner.get((i, j)) for i in range(n_rows)]
        for first, last in _runs(drawn):
            yield x, part.row_edges[first], x, part.row_edges[last]


def _is_drawn(segment: Segment, part: Slice, grid: Grid, x_edges: list[float], ruling: Ruling) -> bool:
    """Whether a manner of ruling draws a rule."""
    x0, y0, _, y1 = segment
    if y0 != y1:
        return ruling in ("all", "columns") or (
            ruling in ("frame", "framed_rows") and x0 in (x_edges[0], x_edges[-1])
        )
    head = part.row_edges[grid.header_rows] if part.pieces[0].first_row == 0 and grid.header_rows else None
    is_outer = y0 in (part.row_edges[0], part.row_edges[-1])
    return ruling in ("all", "rows", "framed_rows") or is_outer or (y0 == head and ruling != "frame")


def _has_top(part: Slice, style: Style) -> bool:
    return part.opens or style.rule_at_break


def _has_bottom(part: Slice, style: Style) -> bool:
    return part.closes or style.rule_at_break


def _runs(drawn: list[bool]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for i, on in enumerate([*drawn, False]):
        if on and start is None:
            start = i
        elif not on and start is not None:
            yield start, i
            start = None


def _rule(page: Page, segment: Segment, border: BorderKind) -> None:
    x0, y0, x1, y1 = segment
    horizontal = y0 == y1
    match border:
        case "dashed":
            page.line(*segment, width_pt=0.6, dash=(3, 2))
        case "dots":
            page.dots(*segment, diameter_pt=0.75)
        case "double":
            dx, dy = (0.0, 0.8) if horizontal else (0.8, 0.0)
            page.line(x0 - dx, y0 - dy, x1 - dx, y1 - dy, width_pt=0.4)
            page.line(x0 + dx, y0 + dy, x1 + dx, y1 + dy, width_pt=0.4)
        case "filled_rects":
            dx, dy = (0.0, 0.3) if horizontal else (0.3, 0.0)
            page.rect(x0 - dx, y0 - dy, x1 + dx, y1 + dy, gray=0)
        case "twice":
            page.line(*segment, width_pt=0.6)
            page.line(x0, y0, x1, y1, width_pt=0.5)
        case _:
            page.line(*segment, width_pt=_WIDTH_PT.get(border, 0.6))


def _white_rules(page: Page, part: Slice, origin: tuple[float, float]) -> None:
    """Invisible rules through the cells, as left behind by office programs."""
    left, top = origin
    for piece in part.pieces:
        if not piece.cell.is_label:
            y = top + piece.top + 2
            page.line(left + piece.x0, y, left + piece.x1, y, width_pt=0.6, gray=1)
