"""Records of a measure's projects, whether they stand in a cell of their own or beside their amounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.reading import Cell
from extractors.records import Project
from extractors.text.projects import ProjectItem
from extractors.vision.context import Context


def record_projects(
    context: Context, measure_id: str, printed: Iterable[tuple[ProjectItem, Sequence[Cell]]]
) -> None:
    """Number the projects of a measure, each with the cells that print it, and tell what is odd about one."""
    for ordinal, (item, cells) in enumerate(printed, start=1):
        where = ("projects", f"{measure_id}/{ordinal}", "name")
        for flag in item.flags:
            context.report(f"projects.{flag}", where, observed=item.name, box=cells[0].box)
        pieces = context.pieces(cells)
        context.records.append(
            Project(
                measure_id=measure_id,
                ordinal=ordinal,
                municipality=item.municipality,
                name=item.name,
                sources={"name": pieces} | ({"municipality": pieces} if item.municipality else {}),
            )
        )
