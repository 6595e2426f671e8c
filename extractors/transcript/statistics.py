"""Tables of a transcript that are no measure and no agreement: area, population."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.layouts.profile import Profile
from extractors.records import Piece, Statistic
from extractors.text.folding import fold
from extractors.text.values import parse_kpi_value
from extractors.text.years import parse_year
from extractors.transcript.blocks import Cell
from extractors.transcript.collected import Collected
from extractors.transcript.outline import TableInPlace

_UNIT = re.compile(r"[(（]\s*単位\s*[:：]\s*(?P<unit>[^)）]+?)\s*[)）]")
_PROJECTED_FROM = re.compile(r"(?P<year>\d{4})年度?以降.*推計")
# The caption's unit is that of the counted things; a share or rate beside them has its own.
_RATIO = re.compile(r"[率比]|割合")


@dataclass(frozen=True, slots=True)
class _Caption:
    """What is printed around a table: id, title, unit, and from which year on its figures are projected."""

    table_id: str
    title: str | None
    unit: str | None
    projected_from: int | None
    pieces: tuple[Piece, ...]


def read_statistics(table: TableInPlace, ordinal: int, out: Collected) -> None:
    """Add a Statistic for each value cell. The table's id is by the vocabulary's words, or `t<n>`."""
    caption = _caption(table, ordinal, out.profile)
    header, *rows = table.grid.rows
    for row in rows:
        for column, cell in zip(header[1:], row[1:], strict=False):
            out.records.append(_statistic(caption, row[0], column, cell, out))
        for cell in row[len(header) :]:
            out.report("layout.unlabelled_cell", cell, table="statistics")


def _caption(table: TableInPlace, ordinal: int, profile: Profile) -> _Caption:
    text = "".join(cell.text for cell in table.captions)
    title = _UNIT.sub("", fold(text)).strip() or None
    unit = found["unit"] if (found := _UNIT.search(text)) else None
    pieces = tuple(piece for cell in table.captions for piece in cell.pieces)
    table_id = _table_id(title or "", ordinal, profile)
    return _Caption(table_id, title, unit, _projected_from(table.notes), pieces)


def _statistic(caption: _Caption, row: Cell, column: Cell, cell: Cell, out: Collected) -> Statistic:
    row_label, column_label = _label(row), _label(column)
    parsed = parse_kpi_value(cell.text)
    row_id = f"{caption.table_id}/{row_label}/{column_label}"
    out.report_figure(parsed, cell, ("statistics", row_id, "value"))
    is_ratio = bool(_RATIO.search(row_label) or _RATIO.search(column_label))
    year = None if is_ratio else parse_year(column_label)
    return Statistic(
        table_id=caption.table_id,
        row_label=row_label,
        column_label=column_label,
        table_title=caption.title,
        value=parsed.value,
        unit=parsed.unit or (None if is_ratio or parsed.value is None else caption.unit),
        missing_reason=parsed.missing_reason,
        raw=cell.text,
        year=year.year if year else None,
        is_projection=bool(year and caption.projected_from and year.year >= caption.projected_from),
        sources={
            "value": cell.pieces,
            "unit": cell.pieces if parsed.unit else caption.pieces,
            "year": column.pieces,
            "row_label": row.pieces,
            "column_label": column.pieces,
            "table_title": caption.pieces,
        },
    )


def _label(cell: Cell) -> str:
    return fold("".join(cell.words))


def _projected_from(notes: list[Cell]) -> int | None:
    years = [int(found["year"]) for note in notes if (found := _PROJECTED_FROM.search(fold(note.text)))]
    return min(years, default=None)


def _table_id(title: str, ordinal: int, profile: Profile) -> str:
    declared: dict[str, list[str]] = {layout.table_id: layout.caption for layout in profile.file.statistics}
    shared: dict[str, list[str]] = profile.vocabulary["statistics"]
    for table_id, words in (declared | shared).items():
        if any(word in title for word in words):
            return table_id
    return f"t{ordinal}"
