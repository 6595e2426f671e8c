"""Pictures of where a document drifted, and of the same place in the edition before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from extractors.geometry import Box
from pipeline.conform import Tables
from pipeline.drift.report import DriftReport, Shown

_DPI: Final = 120
_MARGIN_PT: Final = 60.0
# Where the values of a field that has no column of its own in `measures` are published.
_PUBLISHED: Final[Mapping[str, tuple[str, str]]] = {
    "municipalities": ("measure_municipalities", "municipality"),
    "kpi": ("kpis", "indicator"),
    "projects": ("projects", "name"),
    "schedule": ("schedules", "is_active"),
    "budget": ("budgets", "amount_yen"),
}


@dataclass(frozen=True, slots=True)
class Before:
    """The zone's edition before: its PDF and its tables, of which `provenance` is used."""

    document: Path
    tables: Tables


def write_pictures(
    document: Path, report: DriftReport, folder: Path, before: Before | None = None
) -> dict[int, Shown]:
    """Write `drift-<number>.png` for each item with a place, and `drift-<number>-before.png`; by its number.

    Raises a reader's named error, OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("drift-*.png"):
        stale.unlink()
    items = dict(enumerate(report.items, start=1))
    now = {number: item.box for number, item in items.items()}
    files = _drawn(document, now, folder, "drift-{}.png")
    earlier: dict[int, str] = {}
    if before:
        printed = {n: _printed(before.tables, item.field) for n, item in items.items() if item.field}
        earlier = _drawn(before.document, printed, folder, "drift-{}-before.png")
    return {n: Shown(files.get(n), earlier.get(n)) for n in sorted(files.keys() | earlier.keys())}


def _printed(tables: Tables, field: str) -> Box | None:
    """Where the first value of a field was printed; its label stands beside it."""
    place = _PUBLISHED.get(field, ("measures", field))
    boxes: Iterable[Box] = (
        Box(*(row[edge] for edge in ("page", "x0", "top", "x1", "bottom")))
        for row in tables["provenance"]
        if (row["table_name"], row["column_name"]) == place
    )
    return min(boxes, key=lambda box: (box.page, box.top), default=None)


def _drawn(document: Path, boxes: Mapping[int, Box | None], folder: Path, name: str) -> dict[int, str]:
    """The files drawn, by number: the page's whole width around each box."""
    from extractors.readers import Renderer

    written: dict[int, str] = {}
    with Renderer(document) as renderer:
        for number, box in boxes.items():
            if box is not None:
                target = folder / name.format(number)
                renderer.strip(box, dpi=_DPI, margin_pt=_MARGIN_PT).save(target, format="PNG")
                written[number] = str(target)
    return written
