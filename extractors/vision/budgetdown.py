"""Budgets with a row for each year: 年度 | 国県支出金 | 地方債 | … | 計, and 合計 below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.layouts.labels import split_label
from extractors.reading import Cell
from extractors.text.folding import label_key
from extractors.text.units import money_unit
from extractors.vision.columns import YearColumn, year_of
from extractors.vision.context import Context, squeezed


@dataclass(frozen=True, slots=True)
class YearRows:
    """The years of such a block in their rows, the heads of its amounts, the rows of totals."""

    years: tuple[YearColumn, ...]
    heads: tuple[Cell, ...]
    totals: tuple[Cell, ...]

    @property
    def is_heads_alone(self) -> bool:
        """Whether neither a year nor a total stands below the heads."""
        return not self.years and not self.totals

    def amounts(self, cells: Sequence[Cell], head: Cell | None, row: Cell) -> list[Cell]:
        """The cells in the row of a year or total, under a head (None: the only column)."""
        return [
            c
            for c in cells
            if row.row <= c.row < row.row + row.row_span
            and c.box.x0 >= row.box.x1 - 1.0
            and (head is None or head.box.overlap_x(c.box) > 0.5 * min(c.box.width_pt, head.box.width_pt))
        ]


def year_rows(context: Context, cells: Sequence[Cell], before: YearRows | None) -> YearRows | None:
    """The years printed one below the other in the block's first column; None where they are not.

    `before` is the part before a page break: what follows it may be a single year, or the total alone. The
    page may also end with the heads of the amounts, or with the first year below them.
    """
    first = min((c.column for c in cells), default=0)
    side = [c for c in cells if c.column == first]
    years = tuple(YearColumn(year, c) for c in side if (year := year_of(squeezed(c.raw))) is not None)
    end = max((c.row + 1 for c in cells), default=0)
    top = years[0].cell.row if years else (0 if before is not None else end)
    heads = [c for c in cells if c.row < top and c.column > first and c.raw.strip()]
    is_cut = before is None and _head_amounts(context, heads)
    if len(years) < 2 and before is None and not is_cut:
        return None
    words = context.profile.words("budget", "total") | context.profile.words("budget", "total_funding")
    totals = [c for c in side if c.row >= top and label_key(split_label(squeezed(c.raw))[0]) in words]
    if not years and not totals and not is_cut:
        return None
    context.claim([*heads, *(c for c in side if c.row < top)])
    own = tuple(c for c in heads if not _is_unit(c) and not any(_is_under(o, c) for o in heads))
    return YearRows(years, own or (before.heads if before else ()), tuple(totals))


def _head_amounts(context: Context, heads: Sequence[Cell]) -> bool:
    """Whether cells are all heads of amounts: the whole and its sources of funds."""
    words = context.profile.words("budget", "funding") | context.profile.words("budget", "total_funding")
    return len(heads) > 1 and all(label_key(split_label(squeezed(c.raw))[0]) in words for c in heads)


def _is_under(cell: Cell, head: Cell) -> bool:
    """Whether a cell is one of the heads below another (国庫補助金 under 財源内訳)."""
    return cell.row > head.row and head.box.overlap_x(cell.box) > 0.5 * cell.box.width_pt


def _is_unit(cell: Cell) -> bool:
    text = squeezed(cell.raw).strip("()（）")
    unit = money_unit(f"({text})")
    return unit is not None and label_key(unit.symbol) == label_key(text)
