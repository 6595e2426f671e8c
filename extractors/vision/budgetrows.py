"""Rows of amounts under years: whose money they are, and which project's where a budget lists several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.layouts.labels import split_label, without_share
from extractors.reading import Cell
from extractors.records import MeasureField
from extractors.text.folding import label_key
from extractors.text.units import MoneyUnit, money_unit
from extractors.vision.blocks import Block
from extractors.vision.columns import YearColumn, columns_under, year_of
from extractors.vision.context import Context, cell_text, squeezed

TOTAL = "total"

# Edges of cells one below the other lie up to so far apart.
_SLACK_PT = 2.0


@dataclass(slots=True)
class Row:
    """A row of amounts: its funding source, its words, and where source and unit are printed.

    `project` is the name of the one project the row speaks of, None for the whole measure. `unit_cells` print
    the unit outside the amounts' own cells.
    """

    funding: str
    words: str
    cells: list[Cell]
    heads: list[Cell]
    unit_cells: list[Cell]
    project: str | None = None


def unit_of_block(context: Context, block: Block, hint: str | None) -> MoneyUnit | None:
    """The unit as printed: in the label, in a head cell of the block, else where the profile says."""
    stated = context.profile.file.budget.unit
    for text in (
        block.label_text,
        *(c.raw for c in block.cells if not any(ch.isdigit() for ch in c.raw)),
        *(_beside_year(c) for c in block.cells),
        hint,
    ):
        found = money_unit(squeezed(text)) if text else None
        if found is not None:
            return found
    return money_unit(stated) if stated else None


def unit_cells(block: Block) -> list[Cell]:
    """The cells of the block, its label among them, that print a unit of money and no amount."""
    cells = [*([block.label_cell] if block.label_cell else []), *block.cells]
    texts = [(c, _beside_year(c) if any(ch.isdigit() for ch in c.raw) else c.raw) for c in cells]
    return [c for c, text in texts if text and money_unit(squeezed(text)) is not None][:1]


def _beside_year(cell: Cell) -> str:
    """What brackets behind a year say in a head (令和5年度(千円)); empty for any other cell."""
    base, suffix = split_label(cell.raw)
    return f"({suffix})" if suffix and year_of(base) is not None else ""


def rows_under(
    context: Context,
    measure_id: str,
    block: Block,
    columns: Sequence[YearColumn],
    totals: Sequence[Cell],
    printed_units: list[Cell],
    corner: Cell | None,
    aside: Sequence[Cell],
    before: Row | None,
) -> list[Row]:
    """The rows of amounts that a block prints under its years.

    `corner` heads the names of projects (`project_head`), `aside` what else is told of them (`heads_aside`).
    `before` is the last row before this block, whose project a blank cell under the corner carries on.
    """
    head_row = columns[0].cell.row if columns[0].cell in block.cells else -1
    body = [c for c in block.cells if c.row > head_row and not any(stands_under(c, h) for h in aside)]
    rows: list[Row] = []
    for number in sorted({c.row for c in body}):
        line = [c for c in body if c.row == number]
        # A total may stand left of the years.
        amounts = [c for c in line if _is_amount(c, columns) or any(_is_under(c, t) for t in totals)]
        heads = [
            c for c in body if c not in amounts and c.row <= number < c.row + c.row_span and c.raw.strip()
        ]
        if not any(columns_under(c, columns) for c in amounts):
            continue
        context.claim(heads)
        heads = sorted((c for c in heads if not _is_unit_only(c)), key=lambda c: c.column)
        is_cut = any(_is_rest(c, corner) for c in body if c.row <= number < c.row + c.row_span)
        carried = (rows[-1] if rows else before) if is_cut else None
        rows.append(_row(context, measure_id, amounts, heads, printed_units, corner, carried))
    return rows


def heads_aside(
    context: Context, block: Block, columns: Sequence[YearColumn], corner: Cell | None
) -> list[Cell]:
    """The heads beside the projects' own, of numbers and offices (担当課): no sources of funds are below."""
    if corner is None:
        return []
    row = columns[0].cell.row
    over = [c for c in block.cells if c.row <= row < c.row + c.row_span and c.box.x1 <= columns[0].x0 + 2]
    numbers = context.profile.words("list", "number")
    sources = context.profile.words("schedule", "header")  # 財源 heads the sources themselves
    found = []
    for head in (c for c in over if c is not corner and label_key(c.raw) not in sources):
        match = context.profile.match(head.raw)
        if label_key(head.raw) in numbers or (match is not None and match.field.startswith("field:")):
            found.append(head)
    context.claim(found)
    return found


def stands_under(cell: Cell, head: Cell) -> bool:
    """Whether a cell is below a head, on its page or the next, and no wider (合計 spans several columns)."""
    is_below = cell.box.page > head.box.page or cell.row > head.row
    is_within = cell.box.x0 >= head.box.x0 - _SLACK_PT and cell.box.x1 <= head.box.x1 + _SLACK_PT
    return is_below and is_within


def keep_aside(context: Context, measure_id: str, head: Cell, cells: Sequence[Cell]) -> None:
    """Keep what stands under such a head as printed, a line for each project; a number says nothing."""
    context.claim(cells)
    filled = [c for c in cells if c.raw.strip()]
    if label_key(head.raw) in context.profile.words("list", "number") or not filled:
        return
    text = "\n".join(cell_text(c).replace("\n", "") for c in filled)
    context.records.append(
        MeasureField(
            measure_id=measure_id,
            label=squeezed(head.raw),
            text=text,
            sources={"text": context.pieces(filled)},
        )
    )


def _is_amount(cell: Cell, columns: Sequence[YearColumn]) -> bool:
    """Whether a cell stands under the years; without a rule beside it, it may begin left of its print."""
    left_pt = columns[0].x0 - _SLACK_PT
    is_over = cell.box.x0 < left_pt and bool(cell.lines) and bool(columns_under(cell, columns))
    return (min(line.box.x0 for line in cell.lines) if is_over else cell.box.x0) >= left_pt


def _row(
    context: Context,
    measure_id: str,
    amounts: list[Cell],
    heads: list[Cell],
    printed_units: list[Cell],
    corner: Cell | None,
    carried: Row | None,
) -> Row:
    project = carried.project if carried is not None else None
    named = next((c for c in heads if corner is not None and _is_project(context, c, corner)), None)
    if named is not None:
        project = cell_text(named).replace("\n", "")
    own = [c for c in heads if c is not named]
    words = squeezed(cell_text(own[-1])) if own else ""
    funding = funding_of(context, measure_id, words, own)
    return Row(funding, (project or "") + words, amounts, heads, printed_units, project)


def _is_rest(cell: Cell, corner: Cell | None) -> bool:
    """Whether a blank cell stands under the corner: the rest of a name that a page break cut."""
    return corner is not None and not cell.raw.strip() and _is_under(cell, corner)


def _is_under(cell: Cell, corner: Cell) -> bool:
    return corner.box.overlap_x(cell.box) > 0.5 * min(cell.box.width_pt, corner.box.width_pt)


def project_head(context: Context, block: Block, columns: Sequence[YearColumn]) -> Cell | None:
    """The head left of the years that says that projects stand below it (事業, 事業名)."""
    row = columns[0].cell.row
    for cell in (
        c for c in block.cells if c.row <= row < c.row + c.row_span and c.box.x1 <= columns[0].x0 + 2
    ):
        match = context.profile.match(cell.raw)
        if match is not None and match.field in ("projects", "name"):
            context.claim([cell])
            return cell
    return None


def _is_project(context: Context, cell: Cell, corner: Cell) -> bool:
    """Whether a cell below the projects' head names one: it is no total and no source of funds."""
    key = label_key(split_label(cell.raw)[0])
    known = [context.profile.words("budget", kind) for kind in ("total", "total_funding", "funding")]
    own = {label_key(k) for k in context.profile.file.budget.funding}
    return _is_under(cell, corner) and key not in own.union(*known)


def _is_unit_only(cell: Cell) -> bool:
    """Whether a cell prints a unit of money and nothing else (a 単位 column beside the years)."""
    text = squeezed(cell.raw)
    found = money_unit(text)
    return found is not None and label_key(text.strip("()（）")) == label_key(found.symbol)


def funding_of(context: Context, measure_id: str, words: str, heads: Sequence[Cell]) -> str:
    """The funding source a row stands for; `total` where the layout prints none."""
    base = split_label(words)[0] if words else ""
    key = label_key(base)
    own = {label_key(k): v for k, v in context.profile.file.budget.funding.items()}
    if (
        not key
        or key in context.profile.words("budget", "total_funding")
        or (money_unit(words) is not None and not base)
    ):
        return TOTAL
    if key in own:
        return own[key]
    if key in context.profile.words("budget", "funding"):
        return base
    if label_key(without_share(base)) in context.profile.words("budget", "funding"):
        return own.get(label_key(without_share(base)), without_share(base))
    if key in {label_key(w) for w in context.profile.vocabulary["measure"]["budget"]}:
        return TOTAL
    context.report(
        "layout.unknown_label",
        ("budgets", measure_id, "funding"),
        observed=words,
        box=heads[-1].box if heads else None,
        label=words,
    )
    return base
