"""Tables that are no measures: area, population, printed totals, and any other table with numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.reading import Cell, Table
from extractors.records import Statistic
from extractors.text.folding import fold, label_key
from extractors.text.units import find_units, money_unit
from extractors.text.values import parse_kpi_value
from extractors.vision.budget import TOTALS_TABLE
from extractors.vision.columns import year_of
from extractors.vision.context import Context, cell_text, squeezed, text_of
from extractors.vision.outline import PlacedTable

_NUMBER = regex.compile(r"^[▲△−\-－]?[\s0-9０-９][0-9０-９,，.．\s]*\D{0,4}$")
_SHARE = regex.compile(r"率|比|割合")
_UNIT_NOTE = regex.compile(r"[(（]?\s*単位\s*[:：]\s*(?P<unit>[^)）]+)[)）]?")
_PROJECTED_FROM = regex.compile(r"(?P<year>\d{4})年(?:度)?以降(?:は|の|、)?.{0,40}?推計")


@dataclass(slots=True)
class _Shape:
    head_rows: int
    label_columns: int


def read_statistics(context: Context, tables: Sequence[PlacedTable]) -> dict[int, str]:
    """Add the value cells of every table that is no measure; returns table object id → table_id."""
    ids: dict[int, str] = {}
    for placed in tables:
        table = placed.table
        if _is_system(context, table):
            context.claim(table.cells)
            continue
        shape = _shape(table)
        if shape is None:
            _unknown(context, placed)
            continue
        table_id = _table_id(context, placed, set(ids.values()))
        ids[id(table)] = table_id
        _read(context, placed, shape, table_id)
    return ids


def _is_system(context: Context, table: Table) -> bool:
    """The tree of policy areas, fields and items (施策の体系): headings again, no values."""
    words = context.profile.words("tables", "system")
    top = [label_key(c.raw) for c in table.cells if c.row == 0]
    return sum(t in words for t in top) >= 2


def _unknown(context: Context, placed: PlacedTable) -> None:
    table = placed.table
    words = " ".join(squeezed(c.raw) for c in table.cells[:6] if c.raw.strip())
    context.claim(table.cells)
    if words:
        context.report("layout.unknown_table", observed=words[:80], box=table.box, words=words[:80])


def _is_number(cell: Cell) -> bool:
    text = squeezed(cell_text(cell))
    return bool(_NUMBER.match(text)) and year_of(text) is None


def _shape(table: Table) -> _Shape | None:
    """How many head rows and label columns; None where no cell is a number."""
    numbers = [c for c in table.cells if _is_number(c) and c.column > 0]
    if not numbers or table.n_rows < 2:
        return None
    head_rows = min(c.row for c in numbers)
    label_columns = min(c.column for c in numbers)
    return _Shape(head_rows, label_columns)


def _table_id(context: Context, placed: PlacedTable, taken: set[str]) -> str:
    caption = label_key("".join(c.text for c in placed.captions))
    for own in context.profile.file.statistics:
        if any(label_key(w) in caption for w in own.caption):
            return _free(own.table_id, taken)
    if _is_totals(context, placed, caption):
        return TOTALS_TABLE
    for name, words in context.profile.vocabulary["statistics"].items():
        if any(label_key(w) in caption for w in words):
            return _free(name, taken)
    return _free(f"t{len(taken) + 1}", taken)


def _is_totals(context: Context, placed: PlacedTable, caption: str) -> bool:
    """A table of yearly budget totals: said by its caption, or years across with money and a 合計 row."""
    if any(w in caption for w in context.profile.words("totals", "caption")):
        return True
    cells = placed.table.cells
    has_years = sum(year_of(squeezed(c.raw)) is not None for c in cells if c.row == 0) >= 2
    has_total = any(
        label_key(c.raw) in context.profile.words("totals", "row") for c in cells if c.column == 0
    )
    texts = [c.text for c in placed.captions] + [c.raw for c in cells if c.row == 0]
    return has_years and has_total and any(money_unit(t) is not None for t in texts)


def _free(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    return next(f"{name}-{n}" for n in range(2, 99) if f"{name}-{n}" not in taken)


def _read(context: Context, placed: PlacedTable, shape: _Shape, table_id: str) -> None:
    table = placed.table
    title = _title(placed)
    units = _units(placed)
    projected = _projected_from(placed)
    heads = [c for c in table.cells if c.row < shape.head_rows or c.column < shape.label_columns]
    context.claim(heads)
    seen: set[tuple[str, str]] = set()
    for cell in table.cells:
        if cell in heads:
            continue
        row = _labels(table, cell, shape, is_row=True)
        column = _labels(table, cell, shape, is_row=False)
        if (row, column) in seen:
            column = f"{column}#{cell.column}"
        seen.add((row, column))
        _emit(context, table_id, title, row, column, cell, units, projected)


def _labels(table: Table, cell: Cell, shape: _Shape, *, is_row: bool) -> str:
    """The label words of a value's row or column, outermost first."""
    parts: list[str] = []
    for head in table.cells:
        if is_row:
            covers = head.row <= cell.row < head.row + head.row_span and head.column < shape.label_columns
            covers = covers and head.row >= shape.head_rows
        else:
            covers = (
                head.column <= cell.column < head.column + head.column_span and head.row < shape.head_rows
            )
            covers = covers and head.column + head.column_span > shape.label_columns
        if covers and head.raw.strip():
            parts.append(squeezed(cell_text(head)))
    return "／".join(parts)


def _title(placed: PlacedTable) -> str | None:
    words = [_UNIT_NOTE.sub("", fold(c.text)).strip(" 　") for c in placed.captions]
    return next((w for w in words if w), None)


def _units(placed: PlacedTable) -> tuple[str, ...]:
    for line in placed.captions:
        if _UNIT_NOTE.search(fold(line.text)):
            return tuple(u.symbol for u in find_units(line.text))
    return ()


def _projected_from(placed: PlacedTable) -> int | None:
    for note in placed.notes:
        found = _PROJECTED_FROM.search(fold("".join(line.text for line in note)))
        if found:
            return int(found["year"])
    return None


def _emit(
    context: Context,
    table_id: str,
    title: str | None,
    row: str,
    column: str,
    cell: Cell,
    units: tuple[str, ...],
    projected: int | None,
) -> None:
    raw = "".join(line.text for line in cell.lines).strip()
    is_share = bool(_SHARE.search(row) or _SHARE.search(column))
    value = parse_kpi_value(text_of([cell]), _unit(units, is_share))
    year = None if is_share else _year(row, column)
    where = ("statistics", f"{table_id}/{row}/{column}", "value")
    if value.missing_reason == "unreadable":
        context.report("value.unreadable", where, observed=raw, box=cell.box)
    for flag in value.flags:
        if flag != "looks_like_year" and not (is_share and flag == "unit_conflict"):
            context.report(f"value.{flag}", where, observed=raw, box=cell.box)
    context.records.append(
        Statistic(
            table_id=table_id,
            row_label=row,
            column_label=column,
            table_title=title,
            value=value.value,
            unit=value.unit,
            missing_reason=value.missing_reason,
            raw=raw,
            year=year,
            is_projection=_is_projection(table_id, year, projected, row + column),
            sources={"value": context.pieces([cell]), "unit": context.pieces([cell])},
        )
    )


def _unit(units: tuple[str, ...], is_share: bool) -> str | None:
    """The caption's unit for a cell without one: a count's for counts, % for shares."""
    shares = [u for u in units if u in ("%", "％", "ポイント")]
    counts = [u for u in units if u not in shares]
    found = shares if is_share else counts
    return found[0] if found else None


def _year(row: str, column: str) -> int | None:
    for text in (column, row):
        year = year_of(text)
        if year is not None:
            return year
    return None


def _is_projection(table_id: str, year: int | None, projected: int | None, labels: str) -> bool:
    if table_id == TOTALS_TABLE or any(w in labels for w in ("推計", "見込", "見通し")):
        return True
    return projected is not None and year is not None and year >= projected
