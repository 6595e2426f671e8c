"""The KPI block: indicators with baseline and target, wherever their years stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.layouts.labels import split_label
from extractors.layouts.profile import LabelMatch
from extractors.reading import Cell
from extractors.records import Kpi, MeasureField, PeriodKind, Piece, Sources
from extractors.text.oddities import check_ids, proposed_print
from extractors.text.units import find_units
from extractors.text.values import KpiValue, is_cumulative, parse_kpi_value
from extractors.text.years import Year, find_years, split_year
from extractors.vision.blocks import Block
from extractors.vision.context import Context, cell_text, squeezed, text_of


@dataclass(slots=True)
class _Column:
    kind: str
    head: Cell
    text: str  # the head's words, with those of a second header row


_Printed = tuple[_Column | None, list[Cell]]


@dataclass(slots=True)
class _Row:
    """One printed KPI row: its cells by column kind, in order (several targets are possible)."""

    cells: dict[str, list[tuple[_Column, list[Cell]]]]


def read_kpis(context: Context, measure_id: str, blocks: Sequence[Block]) -> int:
    """Add a measure's KPI records; returns how many rows were printed."""
    heads: list[_Column] = []
    rows: list[_Row] = []
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
        count = _emit(context, measure_id, row, count)
    return count


def _header(context: Context, cells: Sequence[Cell]) -> tuple[list[_Column], list[Cell]]:
    """Split a block's cells into column heads and the rest; heads may fill two rows."""
    rows = sorted({c.row for c in cells})
    for row in rows[:2]:
        line = [c for c in cells if c.row == row]
        kinds = [_kind(context, c) for c in line]
        if sum(k is not None for k in kinds) >= 2:
            heads = [_Column(k or "", c, squeezed(cell_text(c))) for k, c in zip(kinds, line, strict=True)]
            context.claim(c for k, c in zip(kinds, line, strict=True) if k)
            rest = [c for c in cells if c.row > row]
            return _second_header(context, heads, rest)
    return [], list(cells)


def _close_heads(context: Context, heads: list[_Column], rest: list[Cell]) -> list[Cell]:
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


def _is_rest_of(context: Context, head: _Column, cell: Cell) -> bool:
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
    context: Context, heads: list[_Column], rest: list[Cell]
) -> tuple[list[_Column], list[Cell]]:
    """A header row of bare years under 目標値 splits it into one column a year."""
    first = min((c.row for c in rest), default=None)
    line = [c for c in rest if c.row == first]
    years = [c for c in line if _is_year_only(c)]
    if not years or len(years) < len([c for c in line if c.raw.strip()]):
        return heads, rest
    split: list[_Column] = []
    for head in heads:
        below = [c for c in years if head.head.box.overlap_x(c.box) > 0.5 * c.box.width_pt]
        split += [_Column(head.kind, c, f"{head.text}({squeezed(cell_text(c))})") for c in below] or [head]
    context.claim(line)
    return split, [c for c in rest if c not in line]


def _is_year_only(cell: Cell) -> bool:
    text = squeezed(cell_text(cell)).strip("()（）")
    years = find_years(text)
    return len(years) >= 1 and len(text) <= 10 and not split_label(text)[0].endswith(("人", "件", "%"))


def _collect_rows(
    context: Context, measure_id: str, heads: Sequence[_Column], cells: Sequence[Cell], rows: list[_Row]
) -> None:
    for number in sorted({c.row for c in cells}):
        line = [c for c in cells if c.row == number]
        row = _Row({})
        for head in heads:
            under = [c for c in line if _stands_under(c, head)]
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


def _stands_under(cell: Cell, head: _Column) -> bool:
    return head.head.box.overlap_x(cell.box) > 0.5 * min(cell.box.width_pt, head.head.box.width_pt)


def _merged(cells: Sequence[Cell], head: _Column, row: int) -> list[Cell]:
    """The cell of an earlier row that reaches down to this one (one name over two target years)."""
    return [c for c in cells if c.row < row < c.row + c.row_span and _stands_under(c, head)]


def _filled(row: _Row, kind: str) -> bool:
    return any(c.raw.strip() for _, under in row.cells.get(kind, []) for c in under)


def _continues(last: _Row, row: _Row) -> bool:
    """A page break cut this row: on the later page it lacks its values, or only its values are there."""
    pages = {c.box.page for pairs in last.cells.values() for _, under in pairs for c in under}
    here = {c.box.page for pairs in row.cells.values() for _, under in pairs for c in under}
    if pages == here:
        return False
    has_values = _filled(row, "baseline") or _filled(row, "target")
    had_values = _filled(last, "baseline") or _filled(last, "target")
    return not has_values or not had_values or not _filled(row, "indicator")


def _merge(last: _Row, row: _Row) -> None:
    for kind, pairs in row.cells.items():
        mine = last.cells.setdefault(kind, [])
        for i, (head, under) in enumerate(pairs):
            if i < len(mine):
                mine[i][1].extend(under)
            else:
                mine.append((head, under))


def _emit(context: Context, measure_id: str, row: _Row, count: int) -> int:
    """One record for each target column of a row (a layout may print several target years)."""
    indicator = [c for _, under in row.cells.get("indicator", []) for c in under]
    nothing: list[_Printed] = [(None, [])]
    baseline = [*row.cells.get("baseline", []), *nothing][0]
    targets: list[_Printed] = [*row.cells.get("target", [])] or nothing
    units = [c for _, under in row.cells.get("unit", []) for c in under]
    notes = [c for _, under in row.cells.get("note", []) for c in under]
    for head, cells in targets:
        count += 1
        _add(context, measure_id, count, indicator, baseline, (head, cells), units, notes)
    for kind, pairs in row.cells.items():
        if kind in ("actual", ""):
            _keep(context, measure_id, indicator, pairs)
    return count


def _keep(
    context: Context, measure_id: str, indicator: list[Cell], pairs: list[tuple[_Column, list[Cell]]]
) -> None:
    """Columns without one of their own (実績値) stay as measure fields under their printed head."""
    for head, cells in pairs:
        text = text_of(cells)
        if not head.text and not text:
            continue
        label = f"{head.text}／{squeezed(text_of(indicator))}"
        if not head.kind and head.text:
            context.report(
                "layout.unknown_label",
                ("measures", measure_id, "name"),
                observed=head.text,
                box=head.head.box,
                label=head.text,
            )
        context.records.append(
            MeasureField(
                measure_id=measure_id, label=label, text=text or None, sources={"text": context.pieces(cells)}
            )
        )


def _add(
    context: Context,
    measure_id: str,
    ordinal: int,
    indicator: list[Cell],
    baseline: _Printed,
    target: _Printed,
    units: list[Cell],
    notes: list[Cell],
) -> None:
    kpi_id = f"{measure_id}:k{ordinal}"
    name = text_of(indicator).replace("\n", "")
    unit = squeezed(text_of(units)) or _unit_in(name)
    start = _figure(context, kpi_id, "baseline", baseline, unit)
    goal = _figure(context, kpi_id, "target", target, unit)
    remarks = [r for r in (start.value.note, goal.value.note, text_of(notes)) if r]
    context.records.append(
        Kpi(
            kpi_id=kpi_id,
            measure_id=measure_id,
            ordinal=ordinal,
            indicator=name or None,
            is_cumulative=is_cumulative(name, text_of(target[1])),
            baseline_value=start.value.value,
            baseline_unit=start.value.unit,
            baseline_year=start.year.year if start.year else None,
            baseline_period_kind=_period(start.year),
            baseline_missing_reason=start.value.missing_reason,
            baseline_raw=_raw(baseline[1]),
            target_value=goal.value.value,
            target_value_max=goal.value.value_max,
            target_unit=goal.value.unit,
            target_comparator=goal.value.comparator,
            target_year=goal.year.year if goal.year else None,
            target_period_kind=_period(goal.year),
            target_missing_reason=goal.value.missing_reason,
            target_raw=_raw(target[1]),
            note="\n".join(remarks) or None,
            sources=_sources(context, indicator, start, goal, units, notes),
        )
    )


def _unit_in(indicator: str) -> str | None:
    """The unit that an indicator's name ends with in brackets (受診者数（人）)."""
    suffix = split_label(indicator)[1]
    found = find_units(f"({suffix})") if suffix else ()
    return found[0].symbol if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class _Figure:
    """A baseline or target as printed and read."""

    printed: _Printed
    value: KpiValue
    year: Year | None

    @property
    def note_cells(self) -> list[Cell]:
        """Where a remark on the value stands, if it has one."""
        return self.printed[1] if self.value.note else []


def _figure(context: Context, kpi_id: str, side: str, printed: _Printed, unit: str | None) -> _Figure:
    """Read one side of a KPI; what is odd about it is reported."""
    year = _year(context, kpi_id, side, printed)
    cells = printed[1]
    value = _value(cells, unit, year)
    box = cells[0].box if cells else None
    for check_id in check_ids(value):
        where = ("kpis", kpi_id, f"{side}_value")
        context.report(check_id, where, observed=_raw(cells), expected=proposed_print(value), box=box)
    return _Figure(printed, value, year)


def _raw(cells: Sequence[Cell]) -> str:
    return "".join(line.text for c in cells for line in c.lines).strip()


def _value(cells: Sequence[Cell], unit: str | None, year: Year | None) -> KpiValue:
    """The value of a cell; the year printed beside it is `year`, no remark."""
    text, beside = split_year(text_of(cells))
    is_told = beside is not None and year is not None and beside.year == year.year
    return parse_kpi_value(text if is_told else text_of(cells), unit)


def _period(year: Year | None) -> PeriodKind | None:
    """年 alone is a calendar year; 年度 and an unmarked year (R1, 2019) are fiscal (CONTRACT.md)."""
    if year is None:
        return None
    return "calendar_year" if year.kind == "calendar_year" else "fiscal_year"


def _year(context: Context, kpi_id: str, side: str, column: _Printed) -> Year | None:
    """The year of a value: printed in the column's head, else beside the value itself."""
    head, cells = column
    for text in ((head.text if head else ""), squeezed(text_of(cells))):
        years = find_years(text)
        if years:
            return years[0]
    if any(c.raw.strip() for c in cells):
        context.report(
            "value.no_year",
            ("kpis", kpi_id, f"{side}_year"),
            observed=head.text if head else "",
            box=cells[0].box,
        )
    return None


def _sources(
    context: Context,
    indicator: list[Cell],
    start: _Figure,
    goal: _Figure,
    units: list[Cell],
    notes: list[Cell],
) -> Sources:
    """Every column of the KPI row with the cell it was read from."""
    sources: dict[str, tuple[Piece, ...]] = {
        "indicator": context.pieces(indicator),
        "is_cumulative": context.pieces(indicator),
    }
    for side, (head, cells) in (("baseline", start.printed), ("target", goal.printed)):
        printed = context.pieces(cells)
        for column in ("value", "unit", "raw"):
            sources[f"{side}_{column}"] = printed
        from_head = context.pieces([head.head]) if head and find_years(head.text) else printed
        sources[f"{side}_year"] = sources[f"{side}_period_kind"] = from_head
    sources["target_comparator"] = sources["target_value_max"] = context.pieces(goal.printed[1])
    if units:
        sources["baseline_unit"] = sources["target_unit"] = context.pieces(units)
    if note_cells := start.note_cells + goal.note_cells + notes:
        sources["note"] = context.pieces(note_cells)
    return sources


def _read_pairs(context: Context, measure_id: str, block: Block) -> int:
    """A block without column heads: labels at the left of their values, one KPI (指標名 | … / 目標値 | …)."""
    row = _Row({})
    cells = sorted(block.cells, key=lambda c: (c.row, c.column))
    for label, value in pairwise(cells):
        kind = _kind(context, label)
        if kind and value.row < label.row + label.row_span and _kind(context, value) is None:
            context.claim([label])
            row.cells.setdefault(kind, []).append((_Column(kind, label, squeezed(cell_text(label))), [value]))
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
    return _emit(context, measure_id, row, 0)
