"""Year columns: which years a table prints across, and which column a cell or an arrow stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.geometry import Box
from extractors.layouts.labels import split_label
from extractors.reading import Cell
from extractors.text.folding import label_key
from extractors.text.years import parse_year
from extractors.vision.context import Context, cell_text, squeezed

_YEAR_NUMBER = regex.compile(r"(?P<n>[0-9]{1,4})年度?")
# A plan's columns are years of our time; a bare number outside this range is an amount.
_YEARS = range(1945, 2101)


@dataclass(frozen=True, slots=True)
class YearColumn:
    """A printed year and the horizontal extent of its column (points)."""

    year: int
    cell: Cell

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.cell.box.x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.cell.box.x1


@dataclass(frozen=True, slots=True)
class YearHead:
    """The head of a measure's years: its columns, and the cells beside them that head a total (合計)."""

    columns: tuple[YearColumn, ...] = ()
    totals: tuple[Cell, ...] = ()


def year_of(text: str) -> int | None:
    """The year a header cell prints, None when it is none."""
    found = parse_year(text)
    return found.year if found is not None and found.year in _YEARS else None


def years_in_row(cells: Sequence[Cell]) -> list[tuple[Cell, int]]:
    """The cells of one row that print a year, from the left.

    An era printed once holds for the years that follow it one by one (令和6年度, 7年度, 8年度 …).
    """
    found: list[tuple[Cell, int]] = []
    last: tuple[int, int] | None = None  # the year before, and the number printed for it
    for cell in sorted(cells, key=lambda c: c.box.x0):
        text = squeezed(cell_text(cell))
        number = _YEAR_NUMBER.search(text)
        year = year_of(text)
        if year is None and number and number[0] == text:
            year = last[0] + 1 if last and int(number["n"]) == last[1] + 1 else None
            last = None  # a number that does not follow ends the series
        if year is not None:
            found.append((cell, year))
            printed = int(number["n"]) if number else 1  # 令和元年度 is the first
            last = (year, printed) if number or "元" in text else None
    return found


def year_columns(cells: Sequence[Cell]) -> tuple[YearColumn, ...]:
    """The year header among cells of one band: the first row in which at least two cells are years.

    One year may head one column, or stand beside its amount. A year that is all there is heads nothing, nor
    do years one below the other (`budgetdown`).
    """
    in_rows = [years_in_row([c for c in cells if c.row == row]) for row in sorted({c.row for c in cells})]
    alone = Counter(found[0][0].column for found in in_rows if len(found) == 1)
    for found in in_rows:
        n_beside = sum(1 for c in cells if found and c.row == found[0][0].row)
        is_one = len(found) == 1 and n_beside <= 2 and len(cells) > 1 and alone[found[0][0].column] == 1
        if len(found) >= 2 or is_one:
            return tuple(YearColumn(year, cell) for cell, year in found)
    return ()


def total_columns(context: Context, cells: Sequence[Cell], head_row: int) -> tuple[Cell, ...]:
    """Head cells of a row that print a total over the years (合計)."""
    words = context.profile.words("budget", "total")
    return tuple(c for c in cells if c.row == head_row and label_key(split_label(c.raw)[0]) in words)


def claim_head_row(context: Context, cells: Sequence[Cell], head_row: int) -> None:
    """Account for the words beside the years of a head: a corner word, 合計, or what the profile ignores."""
    kinds = (("schedule", "header"), ("budget", "total"), ("kpi", "unit"))
    words = frozenset[str]().union(*(context.profile.words(*kind) for kind in kinds))
    for cell in (c for c in cells if c.row == head_row):
        match = context.profile.match(cell.raw)
        is_known = match is not None and (
            match.field in ("years", "note") or match.field.startswith("ignore:")
        )
        if is_known or label_key(split_label(cell.raw)[0]) in words:
            context.claim([cell])


def share_covered(box: Box, column: YearColumn) -> float:
    """The share of a year column's width that a box covers, 0–1."""
    place = column.cell.box
    if box.x1 <= place.x0 or box.x0 >= place.x1 or place.x1 <= place.x0:
        return 0.0
    return (min(box.x1, place.x1) - max(box.x0, place.x0)) / (place.x1 - place.x0)


def columns_under(cell: Cell, columns: Sequence[YearColumn]) -> list[YearColumn]:
    """The year columns a cell stands in: those it covers by at least half."""
    return [c for c in columns if share_covered(cell.box, c) >= 0.5]
