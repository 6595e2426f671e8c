"""Measure tables (施策) of a transcript: one grid each, labels in the first column, rows in any order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors.layouts.profile import Profile
from extractors.records import (
    Measure,
    MeasureField,
    MeasureMunicipality,
    Project,
)
from extractors.text.projects import split_projects
from extractors.transcript.blocks import PAGE, Cell, Grid, filled
from extractors.transcript.collected import Collected, Place
from extractors.transcript.series import read_budget, read_kpis

Row = tuple[Cell, ...]
_TEXTS = ("name", "content", "effect", "role_sharing", "note")
_OWNER_BREAK = re.compile(r" +(?=[^ ：:]+[：:])")


@dataclass(slots=True)
class Sheet:
    """A measure's grid by field, and which of its cells have been read."""

    measure_id: str
    fields: dict[str, list[Row]] = field(default_factory=dict)
    others: list[Row] = field(default_factory=list)
    read: set[Cell] = field(default_factory=set)

    def take(self, cell: Cell) -> Cell:
        """Mark a cell as read."""
        self.read.add(cell)
        return cell

    def first(self, name: str) -> Cell | None:
        """The first value cell of a field's row, or None."""
        rows = self.fields.get(name)
        cells = [cell for cell in filled(rows[0], 1) if cell not in self.read] if rows else []
        return self.take(cells[0]) if cells else None


def is_measure(grid: Grid, profile: Profile) -> bool:
    """Whether the grid's first row names a measure and its municipalities."""
    fields = [_field(cell, profile) for cell in filled(grid.rows[0])]
    return fields[:1] == ["name"] and "municipalities" in fields[1:]


def read_measure(grid: Grid, ordinal: int, agreement_id: str | None, place: Place, out: Collected) -> str:
    """Add one measure with its municipalities, KPIs, budgets and projects to `out`; returns its id."""
    sheet = _sheet(grid, f"m{ordinal:02d}", out)
    members = _read_municipalities(sheet, out)
    texts = {name: sheet.first(name) for name in _TEXTS}
    out.records.append(
        Measure(
            measure_id=sheet.measure_id,
            ordinal=ordinal,
            agreement_id=agreement_id,
            policy_area=place.policy_area,
            field=place.field,
            item=place.item,
            page_first=PAGE,
            page_last=PAGE,
            sources=place.sources | {name: cell.pieces for name, cell in texts.items() if cell},
            name=_text(texts["name"]),
            content=_text(texts["content"]),
            effect=_text(texts["effect"]),
            role_sharing=_text(texts["role_sharing"]),
            note=_text(texts["note"]),
        )
    )
    out.records.extend(members)
    out.records.extend(_projects(sheet, out))
    sheet.read.update(read_kpis(sheet.measure_id, sheet.fields.get("kpi", []), out))
    years = sheet.fields.get("schedule", [])
    sheet.read.update(read_budget(sheet.measure_id, years, sheet.fields.get("budget", []), out))
    out.records.extend(_other_rows(sheet))
    _report_unread(sheet, grid, out)
    return sheet.measure_id


def _field(cell: Cell, profile: Profile) -> str | None:
    found = profile.match(cell.text)
    return found.field if found else None


def _text(cell: Cell | None) -> str | None:
    return cell.reading if cell else None


def _sheet(grid: Grid, measure_id: str, out: Collected) -> Sheet:
    """Sort the rows by the label that opens them; rows with an empty first cell continue the row above."""
    sheet = Sheet(measure_id)
    for rows in _groups(grid):
        label = sheet.take(rows[0][0])
        name = _field(label, out.profile)
        if name and name.startswith("field:"):
            sheet.others.extend(rows)
        elif name is None or name in sheet.fields:
            check_id = "layout.unknown_label" if name is None else "layout.duplicate_row"
            out.report(check_id, label, table="measures", row_id=measure_id)
        else:
            sheet.fields[name] = rows
    return sheet


def _groups(grid: Grid) -> Iterator[list[Row]]:
    group: list[Row] = []
    for row in grid.rows:
        if row[0].text and group:
            yield group
            group = []
        group.append(row)
    yield group


def _read_municipalities(sheet: Sheet, out: Collected) -> list[MeasureMunicipality]:
    """The members printed under 関係市町, which heads the last column of the first two rows."""
    header = next(
        (c for c in filled(sheet.fields["name"][0], 2) if _field(c, out.profile) == "municipalities"),
        None,
    )
    below = _row_after(sheet, header.line) if header else ()
    if header is None or len(below) <= header.column:
        out.report(
            "layout.missing_row",
            sheet.fields["name"][0][0],
            table="measures",
            row_id=sheet.measure_id,
            expected="municipalities",
        )
        return []
    sheet.take(header)
    cell = sheet.take(below[header.column])
    return [
        MeasureMunicipality(
            measure_id=sheet.measure_id, municipality=name, ordinal=n, sources={"municipality": cell.pieces}
        )
        for n, name in enumerate(_names(cell), start=1)
    ]


def _names(cell: Cell) -> list[str]:
    return [name for word in cell.words for name in re.split(r"[、・，]", word) if name]


def _row_after(sheet: Sheet, line: int) -> Row:
    rows = [row for group in sheet.fields.values() for row in group if row[0].line > line]
    return min(rows, key=lambda row: row[0].line, default=())


def _projects(sheet: Sheet, out: Collected) -> Iterator[Project]:
    cell = sheet.first("projects")
    if cell is None:
        return
    # The transcript sets the line of each owner (一関市：…) after a blank on one line.
    printed = _OWNER_BREAK.sub("\n", cell.text)
    lines = [Cell(line, cell.line, cell.column).reading for line in printed.split("\n")]
    for ordinal, item in enumerate(split_projects("\n".join(lines), out.members), start=1):
        for flag in item.flags:
            row_id = f"{sheet.measure_id}/{ordinal}"
            out.report(f"projects.{flag}", cell, table="projects", row_id=row_id, column="municipality")
        yield Project(
            measure_id=sheet.measure_id,
            ordinal=ordinal,
            municipality=item.municipality,
            name=item.name,
            sources={"municipality": cell.pieces, "name": cell.pieces},
        )


def _other_rows(sheet: Sheet) -> Iterator[MeasureField]:
    for row in sheet.others:
        cells = [sheet.take(cell) for cell in filled(row, 1)]
        yield MeasureField(
            measure_id=sheet.measure_id,
            label=row[0].reading,
            text="\n".join(cell.reading for cell in cells) or None,
            sources={"text": tuple(piece for cell in cells for piece in cell.pieces)},
        )


def _report_unread(sheet: Sheet, grid: Grid, out: Collected) -> None:
    for cell in grid.cells():
        if cell not in sheet.read:
            out.report("layout.unlabelled_cell", cell, table="measures", row_id=sheet.measure_id)
