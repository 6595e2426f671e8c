"""The 2019 layout drifted: labels reworded, rows dropped or added, in every measure's table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.typesetter.blocks import Block, Grid, GridCell
from tests.typesetter.compose import compose
from tests.typesetter.draw import Truth, typeset
from tests.typesetter.model import Vision
from tests.typesetter.style import STYLE_2019, Style


@dataclass(frozen=True)
class Drift:
    """`renamed`: printed label → another; `dropped`: labels whose rows vanish; `added`: label → its text."""

    renamed: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    added: Mapping[str, str] = field(default_factory=dict)


def typeset_drifted(vision: Vision, drift: Drift, path: Path, style: Style = STYLE_2019) -> Truth:
    """Set a vision in a layout that has drifted from the one its profile knows."""

    def composer(vision: Vision, style: Style) -> list[Block]:
        return [_drifted(b, drift) if _is_measure(b) else b for b in compose(vision, style)]

    return typeset(vision, style, path, composer)


def _is_measure(block: Block) -> bool:
    return isinstance(block, Grid) and block.kind == "measure"


def _drifted(grid: Block, drift: Drift) -> Grid:
    assert isinstance(grid, Grid)
    gone = {c.row for c in grid.cells if c.is_label and "".join(c.text.split()) in drift.dropped}
    kept = sorted(set(range(grid.n_rows)) - gone)
    moved = {row: n for n, row in enumerate(kept)}
    cells = [replace(_renamed(c, drift), row=moved[c.row]) for c in grid.cells if c.row in moved]
    cells += _added(grid, drift, len(kept))
    return replace(grid, n_rows=len(kept) + len(drift.added), cells=tuple(cells))


def _renamed(cell: GridCell, drift: Drift) -> GridCell:
    plain = "".join(cell.text.split())
    for old, new in drift.renamed.items():
        if cell.is_label and (plain == old or plain.startswith(f"{old}(")):
            return replace(cell, text=plain.replace(old, new, 1))
    return cell


def _added(grid: Grid, drift: Drift, row: int) -> Iterator[GridCell]:
    label_columns = next(c.column_span for c in grid.cells if c.row == 0 and c.column == 0)
    width = len(grid.edges) + 1
    for n, (label, text) in enumerate(drift.added.items()):
        yield GridCell(row + n, 0, label, column_span=label_columns, align="center", is_label=True)
        yield GridCell(row + n, label_columns, text, column_span=width - label_columns)
