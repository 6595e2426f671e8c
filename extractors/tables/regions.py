"""Cells of a grid: positions not separated by rules, as rectangles."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A rectangle of grid positions, first and last row and column inclusive."""

    row: int
    column: int
    last_row: int
    last_column: int


def spans_of(above: list[list[bool]], beside: list[list[bool]]) -> tuple[list[Span], int]:
    """Rectangles that cover every grid position once, and how many of the regions were no rectangles.

    `above[r][c]` tells a rule on the upper edge of position (r, c), `beside[c][r]` one on its left edge. A
    region of another form (an L) is cut into rectangles, each as wide and then as high as it can be.
    """
    n_rows, n_columns = len(above) - 1, len(beside) - 1
    region = _regions(above, beside, n_rows, n_columns)
    taken = [[False] * n_columns for _ in range(n_rows)]
    spans: list[Span] = []
    for row in range(n_rows):
        for column in range(n_columns):
            if not taken[row][column]:
                spans += [_grow(region, taken, row, column)]
    n_regions = len({number for line in region for number in line})
    return spans, len(spans) - n_regions


def _regions(
    above: list[list[bool]], beside: list[list[bool]], n_rows: int, n_columns: int
) -> list[list[int]]:
    """A number for each position; positions with no rule between them share it."""
    region = [[-1] * n_columns for _ in range(n_rows)]
    number = 0
    for row in range(n_rows):
        for column in range(n_columns):
            if region[row][column] < 0:
                _flood(region, above, beside, row, column, number)
                number += 1
    return region


def _flood(
    region: list[list[int]],
    above: list[list[bool]],
    beside: list[list[bool]],
    row: int,
    column: int,
    number: int,
) -> None:
    pending = [(row, column)]
    region[row][column] = number
    while pending:
        r, c = pending.pop()
        for nr, nc, is_ruled in (
            (r - 1, c, above[r][c]),
            (r + 1, c, above[r + 1][c]),
            (r, c - 1, beside[c][r]),
            (r, c + 1, beside[c + 1][r]),
        ):
            if is_ruled or not (0 <= nr < len(region) and 0 <= nc < len(region[0])):
                continue
            if region[nr][nc] < 0:
                region[nr][nc] = number
                pending.append((nr, nc))


def _grow(region: list[list[int]], taken: list[list[bool]], row: int, column: int) -> Span:
    """The widest, then highest free rectangle of one region from its first position on."""
    number = region[row][column]

    def is_free(r: int, c: int) -> bool:
        """Whether a position is of the region and in no rectangle yet."""
        return region[r][c] == number and not taken[r][c]

    last_column = column
    while last_column + 1 < len(region[0]) and is_free(row, last_column + 1):
        last_column += 1
    last_row = row
    while last_row + 1 < len(region) and all(
        is_free(last_row + 1, c) for c in range(column, last_column + 1)
    ):
        last_row += 1
    for r in range(row, last_row + 1):
        for c in range(column, last_column + 1):
            taken[r][c] = True
    return Span(row, column, last_row, last_column)
