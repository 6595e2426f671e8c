"""From a printed KPI row to its records: the figures of both sides, their units, years and places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.layouts.labels import split_label
from extractors.reading import Cell
from extractors.records import Kpi, MeasureField, PeriodKind, Piece, Sources
from extractors.text.folding import fold
from extractors.text.oddities import check_ids, proposed_print
from extractors.text.units import find_units
from extractors.text.values import KpiValue, is_cumulative, parse_kpi_value
from extractors.text.years import Year, find_years, split_year
from extractors.vision.context import Context, squeezed, text_of

# Units of time, and the ends of names of what is counted.
_TIMES = frozenset({"年", "年間", "月", "月間", "週", "週間", "日"})
_COUNTED = regex.compile(r"(?:(?<![日月年週])数|[量額件率者])\s*$")


@dataclass(slots=True)
class Column:
    """A column of the block: what it holds (`indicator`, `target` …, "" unknown), its head and its words."""

    kind: str
    head: Cell
    text: str  # the head's words, with those of a second header row


Printed = tuple[Column | None, list[Cell]]


@dataclass(slots=True)
class KpiRow:
    """One printed KPI row: its cells by column kind, in order (several targets are possible)."""

    cells: dict[str, list[tuple[Column, list[Cell]]]]

    def of(self, kind: str) -> list[Cell]:
        """All cells under columns of one kind."""
        return [cell for _, under in self.cells.get(kind, []) for cell in under]


def add_kpis(context: Context, measure_id: str, row: KpiRow, count: int) -> int:
    """One record for each target column of a row (a layout may print several target years).

    `count` is how many KPIs the measure has so far; returns how many it has then.
    """
    nothing: Printed = (None, [])
    baseline = next(iter(row.cells.get("baseline", [])), nothing)
    targets: list[Printed] = [*row.cells.get("target", [])] or [nothing]
    years = row.cells.get("target_year", [])
    for i, target in enumerate(targets):
        count += 1
        of_target = years[min(i, len(years) - 1)][1] if years else []
        _add(context, measure_id, count, row, baseline, target, of_target)
    for kind in ("actual", ""):
        _keep(context, measure_id, row, kind)
    return count


def _keep(context: Context, measure_id: str, row: KpiRow, kind: str) -> None:
    """Columns without one of their own (実績値) stay as measure fields under their printed head.

    A cell under a blank head that reaches under a known one is that one's.
    """
    known = {c.box for name in row.cells if name for c in row.of(name)}
    for head, under in row.cells.get(kind, []):
        cells = under if head.text else [c for c in under if c.box not in known]
        text = text_of(cells)
        if not head.text and not text:
            continue
        label = f"{head.text}／{squeezed(text_of(row.of('indicator')))}"
        if not head.kind and head.text:
            context.report(
                "layout.unknown_label",
                ("measures", measure_id, "name"),
                observed=head.text,
                box=head.head.box,
                label=head.text,
            )
        elif not head.text and any(c.isalnum() for c in text):
            where = ("measures", measure_id, "name")
            context.report("layout.unlabelled_cell", where, observed=text, box=cells[0].box, label="")
        context.records.append(
            MeasureField(
                measure_id=measure_id, label=label, text=text or None, sources={"text": context.pieces(cells)}
            )
        )


def _add(
    context: Context,
    measure_id: str,
    ordinal: int,
    row: KpiRow,
    baseline: Printed,
    target: Printed,
    target_years: list[Cell],
) -> None:
    indicator, units, notes = row.of("indicator"), row.of("unit"), row.of("note")
    kpi_id = f"{measure_id}:k{ordinal}"
    name = text_of(indicator).replace("\n", "")
    unit = squeezed(text_of(units)) or _unit_in(name)
    start = _figure(context, kpi_id, "baseline", baseline, unit, row.of("baseline_year"))
    goal = _figure(context, kpi_id, "target", target, unit, target_years)
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
    """The unit that an indicator's name ends with in brackets (受診者数（人）).

    What is counted over a time (参加者数（年間）, 件数（月）) has another: the brackets say over which time.
    """
    base, suffix = split_label(indicator)
    found = find_units(f"({suffix})") if suffix else ()
    if len(found) != 1 or (found[0].symbol in _TIMES and _COUNTED.search(fold(base))):
        return None
    return found[0].symbol


@dataclass(frozen=True, slots=True)
class _Figure:
    """A baseline or target as printed and read."""

    printed: Printed
    value: KpiValue
    year: Year | None
    year_cells: list[Cell]

    @property
    def note_cells(self) -> list[Cell]:
        """Where a remark on the value stands, if it has one."""
        return self.printed[1] if self.value.note else []


def _figure(
    context: Context, kpi_id: str, side: str, printed: Printed, unit: str | None, year_cells: list[Cell]
) -> _Figure:
    """Read one side of a KPI; what is odd about it is reported. `year_cells` are of a column of years."""
    year = _year(context, kpi_id, side, printed, year_cells)
    cells = printed[1]
    value = _value(cells, unit, year)
    box = cells[0].box if cells else None
    for check_id in check_ids(value):
        where = ("kpis", kpi_id, f"{side}_value")
        observed = value.unit if check_id == "value.unknown_unit" else _raw(cells)
        context.report(check_id, where, observed=observed, expected=proposed_print(value), box=box)
    return _Figure(printed, value, year, year_cells)


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


def _year(context: Context, kpi_id: str, side: str, column: Printed, year_cells: list[Cell]) -> Year | None:
    """The year of a value: printed in the column's head, in a column of its own, else beside the value."""
    head, cells = column
    for text in ((head.text if head else ""), squeezed(text_of(year_cells)), squeezed(text_of(cells))):
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
    for side, figure in (("baseline", start), ("target", goal)):
        head, cells = figure.printed
        printed = context.pieces(cells)
        for column in ("value", "unit", "raw"):
            sources[f"{side}_{column}"] = printed
        is_headed = head is not None and bool(find_years(head.text))
        beside = context.pieces(figure.year_cells) or printed
        from_head = context.pieces([head.head]) if head is not None and is_headed else beside
        sources[f"{side}_year"] = sources[f"{side}_period_kind"] = from_head
    sources["target_comparator"] = sources["target_value_max"] = context.pieces(goal.printed[1])
    if units:
        sources["baseline_unit"] = sources["target_unit"] = context.pieces(units)
    if note_cells := start.note_cells + goal.note_cells + notes:
        sources["note"] = context.pieces(note_cells)
    return sources
