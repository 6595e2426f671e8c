"""The KPI block: indicators with baseline and target, wherever their years stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.layouts.labels import split_label
from extractors.layouts.profile import LabelMatch
from extractors.reading import Cell
from extractors.text.folding import label_key
from extractors.text.years import find_years
from extractors.vision.blocks import Block
from extractors.vision.context import Context, cell_text, squeezed, text_of
from extractors.vision.kpirecords import Column, KpiRow, add_kpis
from extractors.vision.underyears import set_under_heads

_YEAR_WORDS = frozenset({"年度", "年", "時点"})


def read_kpis(context: Context, measure_id: str, blocks: Sequence[Block]) -> int:
    """Add a measure's KPI records; returns how many rows were printed."""
    heads: list[Column] = []
    rows: list[KpiRow] = []
    for block in blocks:
        cells = list(block.cells)
        if not heads and not any(c.raw.strip() for c in cells):
            continue  # a page's last strip, in which the first row of heads did not fit
        found, rest = _header(context, cells)
        if found:
            heads = found
        elif not heads:
            return _read_pairs(context, measure_id, block)
        else:
            rest = _close_heads(context, heads, rest)
            heads, rest = (heads, rest) if rows else _second_header(context, heads, rest)
        rest = set_under_heads(context, block, rest, [h.head for h in heads])
        _collect_rows(context, measure_id, heads, rest, rows)
    if rows and not any(h.kind == "target" for h in heads):
        context.report(
            "kpi.no_target_column",
            ("measures", measure_id, "name"),
            observed="、".join(h.text for h in heads if h.text),
            box=heads[0].head.box,
        )
    count = 0
    for row in rows:
        count = add_kpis(context, measure_id, row, count)
    return count


def _header(context: Context, cells: Sequence[Cell]) -> tuple[list[Column], list[Cell]]:
    """Split a block's cells into column heads and the rest; heads may fill two rows."""
    rows = sorted({c.row for c in cells})
    for row in rows[:2]:
        line = [c for c in cells if c.row == row]
        kinds = _with_years([_kind(context, c) for c in line], line)
        if sum(k is not None for k in kinds) >= 2:
            heads = [Column(k or "", c, squeezed(cell_text(c))) for k, c in zip(kinds, line, strict=True)]
            context.claim(c for k, c in zip(kinds, line, strict=True) if k)
            rest = [c for c in cells if c.row > row]
            return _second_header(context, heads, rest)
    return [], list(cells)


def _with_years(kinds: list[str | None], line: Sequence[Cell]) -> list[str | None]:
    """A bare 年度 behind 現状値 or 目標値 heads the years of these."""
    found = list(kinds)
    for i, cell in enumerate(line[1:], start=1):
        if found[i - 1] in ("baseline", "target") and label_key(cell.raw) in _YEAR_WORDS:
            found[i] = f"{found[i - 1]}_year"
    return found


def _close_heads(context: Context, heads: list[Column], rest: list[Cell]) -> list[Cell]:
    """Heads that a page break cut (現状値(2018年｜度)) take the rest of their words from the first row."""
    first = min((c.row for c in rest), default=None)
    line = [c for c in rest if c.row == first and c.raw.strip()]
    rests = [(h, c) for c in line for h in heads if h.head.box.overlap_x(c.box) > 0.5 * c.box.width_pt]
    if not rests or len(rests) < len(line) or not all(_is_rest_of(context, h, c) for h, c in rests):
        return rest
    for head, cell in rests:
        head.text += squeezed(cell_text(cell))
        match = context.profile.match_kpi(head.text)
        head.kind = match.field if match else head.kind
        context.claim([cell, head.head])
    return [c for c in rest if c.row != first]


def _is_rest_of(context: Context, head: Column, cell: Cell) -> bool:
    """Whether a cell on the next page ends a head's words: it closes their bracket or is their bracket."""
    text = squeezed(cell_text(cell))
    if head.head.box.page == cell.box.page or context.profile.match_kpi(head.text + text) is None:
        return False
    is_open = sum(head.text.count(c) for c in "(（") > sum(head.text.count(c) for c in ")）")
    return is_open or (text[:1] in "(（" and text[-1:] in ")）" and bool(find_years(text)))


def _kind(context: Context, cell: Cell) -> str | None:
    match: LabelMatch | None = context.profile.match_kpi(cell.raw)
    return match.field if match else None


def _second_header(
    context: Context, heads: list[Column], rest: list[Cell]
) -> tuple[list[Column], list[Cell]]:
    """A header row of bare years under 目標値 splits it into one column a year."""
    first = min((c.row for c in rest), default=None)
    line = [c for c in rest if c.row == first]
    years = [c for c in line if _is_year_only(c)]
    if not years or len(years) < len([c for c in line if c.raw.strip()]):
        return heads, rest
    split: list[Column] = []
    for head in heads:
        below = [c for c in years if head.head.box.overlap_x(c.box) > 0.5 * c.box.width_pt]
        split += [Column(head.kind, c, f"{head.text}({squeezed(cell_text(c))})") for c in below] or [head]
    context.claim(line)
    return split, [c for c in rest if c not in line]


def _is_year_only(cell: Cell) -> bool:
    text = squeezed(cell_text(cell)).strip("()（）")
    years = find_years(text)
    return len(years) >= 1 and len(text) <= 10 and not split_label(text)[0].endswith(("人", "件", "%"))


def _collect_rows(
    context: Context, measure_id: str, heads: Sequence[Column], cells: Sequence[Cell], rows: list[KpiRow]
) -> None:
    for number in sorted({c.row for c in cells}):
        line = [c for c in cells if c.row == number]
        row = KpiRow({})
        taken: set[int] = set()
        for head in heads:
            under = [c for c in line if _stands_under(c, head)]
            # A cell that reaches over from the head before, beside one of this head alone, is that head's.
            under = [c for c in under if id(c) not in taken] or under
            taken |= {id(c) for c in under}
            row.cells.setdefault(head.kind, []).append((head, under or _merged(cells, head, number)))
        placed = {id(c) for pairs in row.cells.values() for _, under in pairs for c in under}
        for cell in line:
            if id(cell) not in placed and cell.raw.strip():
                context.report(
                    "layout.unlabelled_cell",
                    ("measures", measure_id, "name"),
                    observed=cell.raw,
                    box=cell.box,
                )
        if rows and _continues(rows[-1], row):
            _merge(rows[-1], row)
        elif any(c.raw.strip() for c in line):
            rows.append(row)


def _stands_under(cell: Cell, head: Column) -> bool:
    return head.head.box.overlap_x(cell.box) > 0.5 * min(cell.box.width_pt, head.head.box.width_pt)


def _merged(cells: Sequence[Cell], head: Column, row: int) -> list[Cell]:
    """The cell of an earlier row that reaches down to this one (one name over two target years)."""
    return [c for c in cells if c.row < row < c.row + c.row_span and _stands_under(c, head)]


def _filled(row: KpiRow, kind: str) -> bool:
    return any(c.raw.strip() for c in row.of(kind))


def _continues(last: KpiRow, row: KpiRow) -> bool:
    """A page break cut this row: on the later page it lacks its values, or only its values are there."""
    pages = {c.box.page for pairs in last.cells.values() for _, under in pairs for c in under}
    here = {c.box.page for pairs in row.cells.values() for _, under in pairs for c in under}
    if pages == here:
        return False
    has_values = _filled(row, "baseline") or _filled(row, "target")
    had_values = _filled(last, "baseline") or _filled(last, "target")
    return not has_values or not had_values or not _filled(row, "indicator")


def _merge(last: KpiRow, row: KpiRow) -> None:
    for kind, pairs in row.cells.items():
        mine = last.cells.setdefault(kind, [])
        for i, (head, under) in enumerate(pairs):
            if i < len(mine):
                mine[i][1].extend(under)
            else:
                mine.append((head, under))


def _read_pairs(context: Context, measure_id: str, block: Block) -> int:
    """A block without column heads: labels at the left of their values, one KPI (指標名 | … / 目標値 | …)."""
    row = KpiRow({})
    cells = sorted(block.cells, key=lambda c: (c.row, c.column))
    for label, value in pairwise(cells):
        kind = _kind(context, label)
        if kind and value.row < label.row + label.row_span and _kind(context, value) is None:
            context.claim([label])
            row.cells.setdefault(kind, []).append((Column(kind, label, squeezed(cell_text(label))), [value]))
    if not row.cells:
        if any(c.raw.strip() for c in block.cells):
            context.report(
                "layout.unknown_label",
                ("measures", measure_id, "name"),
                observed=text_of(block.cells),
                box=block.cells[0].box,
                label=squeezed(block.label_text),
            )
        return 0
    return add_kpis(context, measure_id, row, 0)
