"""Tables that are no measures: area, population, printed totals, and any other table with numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import regex

from extractors.layouts.labels import split_label
from extractors.reading import Cell, Line, Table
from extractors.records import Statistic
from extractors.text.flags import Flag
from extractors.text.folding import fold, label_key
from extractors.text.oddities import check_ids, proposed_print
from extractors.text.units import find_units, money_unit, unit_of
from extractors.text.values import parse_kpi_value
from extractors.text.years import find_years
from extractors.vision.budgettotals import TOTALS_TABLE
from extractors.vision.columns import year_of, years_in_row
from extractors.vision.context import Context, cell_text, squeezed, text_of
from extractors.vision.drafts import same_edges
from extractors.vision.lists import read_head
from extractors.vision.outline import PlacedTable
from extractors.vision.system import read_system

_NUMBER = regex.compile(r"^[▲△−\-－]?[\s0-9０-９][0-9０-９,，.．\s]*\D{0,4}$")
_SHARE = regex.compile(r"率|比|割合")
_LEVEL = "／"  # between the heads of several levels
# A year whose era stands in the column before, or the head of a total over years: no figure.
_SPAN = regex.compile(r"[0-9]{1,2}(?:年度|[かヶカケヵ箇]?年間?(?:の?(?:合計|総計|総額|平均|計)))")
_IN_BRACKETS = regex.compile(r"[(（][^()（）]+[)）]")
_UNIT_NOTE = regex.compile(r"[(（]?\s*単位\s*[:：]\s*(?P<unit>[^)）]+)[)）]?")
# So many years over columns say that the columns are years.
_LEAST_YEARS = 2
_PROJECTED_FROM = regex.compile(r"(?P<year>\d{4})年(?:度)?以降(?:は|の|、)?.{0,40}?推計")


@dataclass(slots=True)
class _Shape:
    head_rows: int
    label_columns: int


def read_statistics(context: Context, parts: Sequence[PlacedTable]) -> None:
    """Add the value cells of one table that is no measure; `parts` are its pieces on consecutive pages."""
    placed = parts[0]
    if _is_system(context, placed.table):
        read_system(context, parts)
        return
    shape = _shape(placed.table) or _head_alone(parts)
    if shape is None:
        for part in parts:
            _unknown(context, part)
        return
    taken = {r.table_id for r in context.records if isinstance(r, Statistic)}
    _read(context, parts, shape, _table_id(context, parts, taken))


def whole_tables(tables: Sequence[PlacedTable]) -> list[list[PlacedTable]]:
    """Tables that carry on over a page joined with the one they carry on."""
    groups: list[list[PlacedTable]] = []
    for placed in tables:
        last = groups[-1][-1] if groups else None
        if (
            last is not None
            and placed.is_first_on_page
            and not placed.captions
            and placed.table.page == last.table.page + 1
            and same_edges(placed.table, last.table)
            and placed.table.n_columns == last.table.n_columns
        ):
            groups[-1].append(placed)
        else:
            groups.append([placed])
    return groups


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
    return bool(_NUMBER.match(text)) and year_of(text) is None and not _SPAN.fullmatch(fold(text))


def _shape(table: Table) -> _Shape | None:
    """How many head rows and label columns; None where no cell is a number."""
    numbers = [c for c in table.cells if _is_number(c) and c.column > 0]
    if not numbers or table.n_rows < 2:
        return None
    head_rows = min(c.row for c in numbers)
    label_columns = min(c.column for c in numbers)
    return _Shape(head_rows, label_columns)


def _head_alone(parts: Sequence[PlacedTable]) -> _Shape | None:
    """A page break right under the head leaves it alone: all its rows are head, the values follow."""
    numbers = [c for part in parts[1:] for c in part.table.cells if _is_number(c) and c.column > 0]
    return _Shape(parts[0].table.n_rows, min(c.column for c in numbers)) if numbers else None


def _table_id(context: Context, parts: Sequence[PlacedTable], taken: set[str]) -> str:
    caption = label_key("".join(c.text for c in parts[0].captions))
    for own in context.profile.file.statistics:
        if any(label_key(w) in caption for w in own.caption):
            return own.table_id if own.table_id == TOTALS_TABLE else _free(own.table_id, taken)
    if _is_totals(context, parts, caption):
        return TOTALS_TABLE
    section = parts[0].section
    title = caption or label_key(
        section.title if section is not None else ""
    )  # a heading speaks for a lone table
    for name, words in context.profile.vocabulary["statistics"].items():
        if any(label_key(w) in title for w in words):
            return _free(name, taken)
    return _free(f"t{len(taken) + 1}", taken)


def _is_totals(context: Context, parts: Sequence[PlacedTable], caption: str) -> bool:
    """A table of yearly budget totals: said by its caption or heading, or years across, money, a 合計 row."""
    section = parts[0].section
    heading = label_key(section.title) if section is not None else ""
    if any(w in caption or w in heading for w in context.profile.words("totals", "caption")):
        return True
    listed = read_head(parts[0].table, context.profile)
    if listed is not None and listed.is_annex:  # amounts by measure that the measures print themselves
        return True
    head = [c for c in parts[0].table.cells if c.row == 0]
    first_column = [c for part in parts for c in part.table.cells if c.column == 0]
    has_years = len(years_in_row(head)) >= 2
    sums = context.profile.words("totals", "row") | context.profile.words("totals", "caption")
    totals = [c.raw for c in first_column if label_key(split_label(c.raw)[0]) in sums]
    texts = [c.text for c in parts[0].captions] + [c.raw for c in head] + totals
    return has_years and bool(totals) and any(money_unit(t) is not None for t in texts)


def _free(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    return next(f"{name}-{n}" for n in range(2, 99) if f"{name}-{n}" not in taken)


def _read(context: Context, parts: Sequence[PlacedTable], shape: _Shape, table_id: str) -> None:
    first = parts[0].table
    units = _units(parts[0]) or _stated_units(context, table_id)
    heads = [c for c in first.cells if c.row < shape.head_rows]
    years = {
        squeezed(cell_text(c)): year
        for row in range(shape.head_rows)
        for c, year in years_in_row([h for h in heads if h.row == row])
    }
    carried = _carried_head(parts, shape)
    heads += carried
    between = "" if _is_cut(carried) else _LEVEL
    caption = _Caption(tuple(parts[0].captions), _title(parts[0]), units, _projected_from(parts), years)
    context.claim(heads)
    _report_year_over_labels(context, heads, shape)
    words = context.profile.words("list", "number")
    counting = {h.column for h in heads if label_key(h.raw) in words}  # columns that only count the rows
    for part in parts:
        start = shape.head_rows if part is parts[0] or _repeats_head(part.table, first, shape) else 0
        start = max(start, *(c.row + 1 for c in carried if c.box.page == part.table.page), 0)
        sides = [c for c in part.table.cells if c.column < shape.label_columns or c.row < start]
        context.claim(sides)
        for cell in part.table.cells:
            if cell in sides:
                continue
            at_left = [h for h in _row_heads(part.table, cell, shape, start) if h.column not in counting]
            above = _column_heads(heads, cell, shape)
            row = _joined(at_left) or f"#{cell.row - start + 1}"
            head = _joined(above, between) or f"#{cell.column - shape.label_columns + 1}"
            column = context.column_label(table_id, row, head)
            labels = _Labels(row, column, at_left, above)
            if (at_left and row.startswith("#")) or (above and head.startswith("#")):
                _report_unlabelled(context, table_id, labels, cell)
            _emit(context, table_id, caption, labels, cell)


def _report_year_over_labels(context: Context, heads: Sequence[Cell], shape: _Shape) -> None:
    """A year over the row labels that is none of the years over the values: two columns read as one."""
    years = {y for h in heads if h.column >= shape.label_columns for y in _years_in(h)}
    over_labels = [h for h in heads if h.column + h.column_span <= shape.label_columns]
    for head in over_labels if len(years) >= _LEAST_YEARS else ():
        if _years_in(head) - years:
            context.report(
                "statistics.year_over_labels",
                ("statistics", None, "row_label"),
                observed=cell_text(head).replace("\n", ""),
                box=head.box,
            )


def _years_in(head: Cell) -> set[int]:
    """The years among the words of a head cell that say nothing else."""
    return {year for word in head.raw.split() if (year := year_of(word)) is not None}


def _report_unlabelled(context: Context, table_id: str, labels: _Labels, cell: Cell) -> None:
    """A value whose label is blank where the table has labels; its place in the table stands in for it."""
    where = ("statistics", f"{table_id}/{labels.row}/{labels.column}", "value")
    raw = "".join(line.text for line in cell.lines).strip()
    if raw:
        context.report("statistics.unlabelled", where, observed=raw, box=cell.box)


def _stated_units(context: Context, table_id: str) -> tuple[str, ...]:
    """The unit the profile states for a table that prints none of its own."""
    stated = {own.table_id: own.unit for own in context.profile.file.statistics if own.unit}
    return tuple(unit for name, unit in stated.items() if table_id in (name, f"{name}-2"))


def _repeats_head(table: Table, first: Table, shape: _Shape) -> bool:
    def key(one: Table) -> list[str]:
        """The labels of a table's head rows, in reading order."""
        return [label_key(c.raw) for c in one.cells if c.row < shape.head_rows]

    return key(table) == key(first)


def _row_heads(table: Table, cell: Cell, shape: _Shape, start: int) -> list[Cell]:
    """The label cells at the left of a value, outermost first."""
    return [
        h
        for h in table.cells
        if h.column < shape.label_columns and h.row >= start and h.row <= cell.row < h.row + h.row_span
    ]


def _column_heads(heads: Sequence[Cell], cell: Cell, shape: _Shape) -> list[Cell]:
    """The label cells above a value, outermost first; by position: a later part has no head of its own."""
    return [
        h
        for h in heads
        if h.column + h.column_span > shape.label_columns
        and h.box.overlap_x(cell.box) > 0.5 * min(h.box.width_pt, cell.box.width_pt)
    ]


def _carried_head(parts: Sequence[PlacedTable], shape: _Shape) -> list[Cell]:
    """The rest of a head that a page break cuts: the rows over the first values of the next part.

    A head printed alone at the end of a page and once more on the next is the same head.
    """
    if len(parts) < 2 or any(_is_number(c) and c.column > 0 for c in parts[0].table.cells):
        return []
    if _repeats_head(parts[1].table, parts[0].table, shape):
        return []
    cells = parts[1].table.cells
    values = min((c.row for c in cells if _is_number(c) and c.column > 0), default=0)
    return [c for c in cells if c.row < values]


def _is_cut(carried: Sequence[Cell]) -> bool:
    """Whether a single row was cut inside its cells: those whose text ended before the break are blank."""
    return len({c.row for c in carried}) == 1 and not all(c.raw.strip() for c in carried)


def _joined(heads: Iterable[Cell], between: str = _LEVEL) -> str:
    return between.join(squeezed(cell_text(h)) for h in heads if h.raw.strip())


@dataclass(frozen=True, slots=True)
class _Labels:
    """A value's labels and the cells they are printed in."""

    row: str
    column: str
    row_cells: list[Cell]
    column_cells: list[Cell]


@dataclass(frozen=True, slots=True)
class _Caption:
    """What is printed around a table: its title, its units, the year from which values are projections."""

    lines: tuple[Line, ...]
    title: str | None
    units: tuple[str, ...]
    projected_from: int | None
    years: Mapping[str, int]  # of heads that print a year without its era


def _title(placed: PlacedTable) -> str | None:
    words = [_UNIT_NOTE.sub("", fold(c.text)).strip(" 　") for c in placed.captions]
    return next((w for w in words if w), None)


def _units(placed: PlacedTable) -> tuple[str, ...]:
    for line in placed.captions:
        if _UNIT_NOTE.search(fold(line.text)):
            return tuple(u.symbol for u in find_units(line.text))
    return ()


def _projected_from(parts: Sequence[PlacedTable]) -> int | None:
    for note in (n for part in parts for n in part.notes):
        found = _PROJECTED_FROM.search(fold("".join(line.text for line in note)))
        if found:
            return int(found["year"])
    return None


def _emit(context: Context, table_id: str, caption: _Caption, labels: _Labels, cell: Cell) -> None:
    row, column = labels.row, labels.column
    raw = "".join(line.text for line in cell.lines).strip()
    is_share = bool(_SHARE.search(row) or _SHARE.search(column))
    beside = _labelled_unit(labels)
    value = parse_kpi_value(text_of([cell]), beside[0] if beside else _unit(caption.units, is_share))
    year = None if is_share else _year(row, column.partition("#")[0], caption.years)
    where = ("statistics", f"{table_id}/{row}/{column}", "value")
    usual: tuple[Flag, ...] = ("looks_like_year", "unit_conflict") if is_share else ("looks_like_year",)
    for check_id in check_ids(value, usual):
        context.report(check_id, where, observed=raw, expected=proposed_print(value), box=cell.box)
    printed = context.pieces([cell])
    context.records.append(
        Statistic(
            table_id=table_id,
            row_label=row,
            column_label=column,
            table_title=caption.title,
            value=value.value,
            unit=value.unit,
            missing_reason=value.missing_reason,
            raw=raw,
            year=year,
            is_projection=_is_projection(table_id, year, caption.projected_from, row + column),
            sources={
                "value": printed,
                "unit": context.pieces([beside[1]]) if beside else printed,
                "raw": printed,
                "missing_reason": printed,
                "row_label": context.pieces(labels.row_cells),
                "column_label": context.pieces(labels.column_cells),
                "year": context.pieces(labels.column_cells or labels.row_cells),
                "table_title": context.line_pieces(caption.lines),
            },
        )
    )


def _labelled_unit(labels: _Labels) -> tuple[str, Cell] | None:
    """The unit printed in a value's own labels, and where: 面積（km²）, or 人 in a column of units."""
    for cells in (labels.column_cells, labels.row_cells):
        for cell in reversed(cells):
            text = squeezed(cell_text(cell))
            if cell is not cells[0] and unit_of(text).stands_alone:
                return text, cell
            for bracket in _IN_BRACKETS.findall(fold(text)):
                units = find_units(bracket)
                if len(units) == 1:
                    return units[0].symbol, cell
    return None


def _unit(units: tuple[str, ...], is_share: bool) -> str | None:
    """The caption's unit for a cell without one: a count's for counts, % for shares."""
    shares = [u for u in units if u in ("%", "％", "ポイント")]
    counts = [u for u in units if u not in shares]
    found = shares if is_share else counts
    return found[0] if found else None


def _year(row: str, column: str, heads: Mapping[str, int]) -> int | None:
    for text in (column, row):
        found = [y.year for y in find_years(text)]
        year = year_of(text) or heads.get(text) or (found[0] if len(found) == 1 else None)
        if year is not None:
            return year
    return None


def _is_projection(table_id: str, year: int | None, projected: int | None, labels: str) -> bool:
    if table_id == TOTALS_TABLE or any(w in labels for w in ("推計", "見込", "見通し")):
        return True
    return projected is not None and year is not None and year >= projected
