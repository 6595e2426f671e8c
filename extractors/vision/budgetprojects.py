"""Budgets with a row for each project: the projects' names, their amounts beside the measure's."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.reading import Cell
from extractors.records import Project
from extractors.text.projects import split_projects
from extractors.text.units import MoneyUnit
from extractors.vision.budgetrows import TOTAL, Row
from extractors.vision.budgettotals import PROJECTS_TABLE, add_total
from extractors.vision.columns import YearColumn, columns_under
from extractors.vision.context import Context, cell_text, squeezed
from extractors.vision.projectrecords import record_projects


def add_projects(context: Context, measure_id: str, rows: Sequence[Row]) -> None:
    """Add the projects that the rows name, where the measure has no row of its own that lists them."""
    if any(isinstance(r, Project) and r.measure_id == measure_id for r in context.records):
        return
    heads = {row.project: row.heads[0] for row in reversed(rows) if row.project}
    names = list(dict.fromkeys(row.project for row in rows if row.project))
    items = [(item, [heads[name]]) for name in names for item in split_projects(name, context.members)]
    record_projects(context, measure_id, items)


def add_project_amounts(
    context: Context,
    row: Row,
    columns: Sequence[YearColumn],
    totals: Sequence[Cell],
    unit: MoneyUnit | None,
    measure_name: str,
) -> None:
    """Keep a project's amounts among the statistics: a budget row is the whole measure's."""
    label = f"{measure_name}／{row.project}" + ("" if row.funding == TOTAL else f"／{row.funding}")
    for column in columns:
        cells = [c for c in row.cells if column in columns_under(c, columns)]
        if cells:
            words = squeezed(cell_text(column.cell))
            add_total(context, label, words, column.year, cells, unit, PROJECTS_TABLE)
    for head in totals:
        cells = [c for c in row.cells if c.box.overlap_x(head.box) > 0.5 * head.box.width_pt]
        if cells:
            add_total(context, label, squeezed(cell_text(head)), None, cells, unit, PROJECTS_TABLE)


def report_no_total(context: Context, measure_id: str, row: Row) -> None:
    """Tell that a measure's projects are printed without a row for the whole measure."""
    context.report(
        "budget.projects_without_total",
        ("budgets", measure_id, "amount_yen"),
        observed=row.project,
        box=row.cells[0].box,
    )
