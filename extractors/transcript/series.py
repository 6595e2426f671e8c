"""The KPI rows and the yearly budget of a transcribed measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from extractors.layouts.profile import Profile
from extractors.records import Budget, Kpi, PeriodKind, Sources
from extractors.text.amounts import Amount, parse_amount
from extractors.text.units import money_unit
from extractors.text.values import is_cumulative, parse_kpi_value
from extractors.text.years import Year, find_years, parse_year
from extractors.transcript.blocks import Cell, filled
from extractors.transcript.collected import Collected

Row = tuple[Cell, ...]
_TOTAL = "total"
_NEEDED = frozenset({"indicator", "baseline", "target"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a KPI table: its field, header and the year printed there."""

    name: str
    header: Cell
    year: Year | None


def read_kpis(measure_id: str, rows: list[Row], out: Collected) -> set[Cell]:
    """Add a Kpi for each row under the header; returns the cells that were read."""
    if not rows:
        return set()
    columns = _columns(rows[0], out.profile)
    read = {column.header for column in columns}
    if missing := _NEEDED - {column.name for column in columns}:
        absent = ", ".join(sorted(missing))
        out.report("layout.missing_row", rows[0][0], table="measures", row_id=measure_id, expected=absent)
        return read
    for ordinal, row in enumerate(rows[1:], start=1):
        kpi_id = f"{measure_id}:k{ordinal}"
        values = _align(row, columns)
        if values is None:
            out.report("layout.unlabelled_cell", filled(row)[0], table="measures", row_id=measure_id)
            continue
        read.update(values.values())
        heads = {column.name: column for column in columns}
        out.records.append(_kpi((kpi_id, measure_id, ordinal), values, heads, out))
    return read


def _columns(header: Row, profile: Profile) -> list[Column]:
    found = []
    for cell in filled(header, 1):
        match = profile.match_kpi(cell.text)
        if match:
            years = find_years(match.suffix or "")
            found.append(Column(match.field, cell, years[0] if years else None))
    return found


def _align(row: Row, columns: list[Column]) -> dict[str, Cell] | None:
    """The row's cells by field: in printed order when none is blank, else by the header's position."""
    cells = filled(row)
    if len(cells) == len(columns):
        return {column.name: cell for column, cell in zip(columns, cells, strict=True)}
    by_position = {c.name: row[c.header.column] for c in columns if c.header.column < len(row)}
    if len(by_position) == len(columns) and set(cells) <= set(by_position.values()):
        return by_position
    return None


def _kpi(
    ids: tuple[str, str, int], cells: Mapping[str, Cell], heads: Mapping[str, Column], out: Collected
) -> Kpi:
    kpi_id, measure_id, ordinal = ids
    indicator, baseline, target = cells["indicator"], cells["baseline"], cells["target"]
    base, goal = parse_kpi_value(baseline.text), parse_kpi_value(target.text)
    for side, value, cell in (("baseline", base, baseline), ("target", goal, target)):
        out.report_figure(value, cell, ("kpis", kpi_id, f"{side}_value"))
    base_year, goal_year = heads["baseline"].year, heads["target"].year
    return Kpi(
        kpi_id=kpi_id,
        measure_id=measure_id,
        ordinal=ordinal,
        indicator=indicator.reading or None,
        is_cumulative=is_cumulative(indicator.text, target.text),
        baseline_value=base.value,
        baseline_unit=base.unit,
        baseline_year=base_year.year if base_year else None,
        baseline_period_kind=_period(base_year),
        baseline_missing_reason=base.missing_reason,
        baseline_raw=baseline.text,
        target_value=goal.value,
        target_value_max=goal.value_max,
        target_unit=goal.unit,
        target_comparator=goal.comparator,
        target_year=goal_year.year if goal_year else None,
        target_period_kind=_period(goal_year),
        target_missing_reason=goal.missing_reason,
        target_raw=target.text,
        note=base.note or goal.note,
        sources=_kpi_sources(cells, heads),
    )


def _period(year: Year | None) -> PeriodKind | None:
    return year.kind if year and year.kind in ("fiscal_year", "calendar_year") else None


def _kpi_sources(cells: Mapping[str, Cell], heads: Mapping[str, Column]) -> Sources:
    sources = {name: cells["indicator"].pieces for name in ("indicator", "is_cumulative")}
    for side in ("baseline", "target"):
        sources |= {f"{side}_{part}": cells[side].pieces for part in ("value", "unit", "raw")}
        sources |= {f"{side}_{part}": heads[side].header.pieces for part in ("year", "period_kind")}
    sources |= {name: cells["target"].pieces for name in ("target_comparator", "target_value_max")}
    return sources | {"note": cells["baseline"].pieces + cells["target"].pieces}


def read_budget(measure_id: str, year_rows: list[Row], amount_rows: list[Row], out: Collected) -> set[Cell]:
    """Add a Budget for each printed year; returns the cells that were read.

    The transcript prints the years once, over the schedule; the amounts stand in the same columns. Whether an
    activity runs in a year is drawn as an arrow, which a transcript cannot hold: no schedules are made.
    """
    read = {cell for row in year_rows for cell in row}
    years = [(cell, year) for cell in _cells(year_rows[:1]) if (year := parse_year(cell.text))]
    for row in amount_rows:
        match = out.profile.match(row[0].text)
        unit = money_unit(match.suffix) if match and match.suffix else None
        cells = {cell.column: cell for cell in row}
        for header, year in years:
            cell = cells.get(header.column) or Cell("", row[0].line, header.column)
            read.add(cell)
            sources = {"amount_yen": cell.pieces, "fiscal_year": header.pieces, "unit_raw": row[0].pieces}
            amount = parse_amount(cell.text, unit)
            place = ("budgets", f"{measure_id}/{year.year}/{_TOTAL}", "amount_yen")
            out.report_figure(amount, cell, place)
            out.records.append(_budget(measure_id, year.year, amount, cell, sources))
    return read


def _cells(rows: list[Row]) -> list[Cell]:
    return [cell for row in rows for cell in filled(row, 1)]


def _budget(measure_id: str, year: int, amount: Amount, cell: Cell, sources: Sources) -> Budget:
    return Budget(
        measure_id=measure_id,
        fiscal_year=year,
        funding=_TOTAL,
        amount_yen=amount.amount_yen,
        missing_reason=amount.missing_reason,
        amount_raw=cell.text,
        unit_raw=amount.unit_raw,
        sources=sources,
    )
