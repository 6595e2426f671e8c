"""Cells that the text layer leaves empty and the page does not: figures drawn without a character."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from extractors.geometry import Box
from extractors.readers.render import Renderer
from extractors.records import Budget, Finding, Kpi, Record, Statistic
from extractors.visual.ink import INKED, as_ink, bands

_DPI: Final = 150.0
_SCALE: Final = _DPI / 72
# Rules stand at a cell's edges, and reach as far inside as they are thick.
_INSET_PT: Final = 2.5
# How tall and wide a figure's glyphs are; a speck is smaller, a stroke through the cell larger.
_MIN_HEIGHT_PT, _MAX_HEIGHT_PT, _MAX_WIDTH_PT = 4.0, 24.0, 24.0
# A dotted rule's dots and thin strokes are slimmer than any digit but 1.
_MIN_WIDTH_PT: Final = 0.8
# Value column → the column that says why there is none.
_REASONS: Final[dict[type[Record], dict[str, str]]] = {
    Budget: {"amount_yen": "missing_reason"},
    Kpi: {"baseline_value": "baseline_missing_reason", "target_value": "target_missing_reason"},
    Statistic: {"value": "missing_reason"},
}


def ink_in_blanks(path: Path, records: Sequence[Record]) -> Iterator[Finding]:
    """`visual.unread_ink` for each figure's cell that is read as blank and is not blank on the page.

    Raises the named errors of drawing a page.
    """
    cells = _blank_cells(records)
    if not cells:
        return
    with Renderer(path) as renderer:
        for page, found in sorted(cells.items()):
            pixels = np.asarray(renderer.page(page, dpi=_DPI))
            for record, column, box in found:
                if _has_glyphs(_inside(pixels, box)):
                    yield Finding(
                        check_id="visual.unread_ink",
                        table_name=record.TABLE,
                        row_id=record.local_id,
                        column_name=column,
                        box=box,
                    )


def _blank_cells(records: Sequence[Record]) -> dict[int, list[tuple[Record, str, Box]]]:
    """Cells of one piece without print, by page."""
    cells: dict[int, list[tuple[Record, str, Box]]] = defaultdict(list)
    for record in records:
        for column, reason in _REASONS.get(type(record), {}).items():
            pieces = record.sources.get(column, ())
            is_blank = getattr(record, column) is None and getattr(record, reason) == "blank"
            if is_blank and len(pieces) == 1 and not pieces[0].raw_text.strip():
                cells[pieces[0].box.page].append((record, column, pieces[0].box))
    return cells


def _inside(pixels: NDArray[Any], box: Box) -> NDArray[Any]:
    edges = (box.top + _INSET_PT, box.bottom - _INSET_PT, box.x0 + _INSET_PT, box.x1 - _INSET_PT)
    top, bottom, left, right = (max(0, round(edge * _SCALE)) for edge in edges)
    return pixels[top:bottom, left:right]


def _has_glyphs(cell: NDArray[Any]) -> bool:
    """Whether something as tall and wide as a figure's glyphs stands in a cell and touches no edge of it."""
    if min(cell.shape[:2]) < _MIN_HEIGHT_PT * _SCALE:
        return False
    ink: NDArray[np.bool_] = as_ink(cell) > INKED
    for band in bands(ink.max(axis=0, initial=False)):
        rows = np.flatnonzero(ink[:, band].any(axis=1))
        height, width = (rows[-1] - rows[0] + 1) / _SCALE, (band.stop - band.start) / _SCALE
        is_free = rows[0] > 0 and rows[-1] < ink.shape[0] - 1 and band.start > 0 and band.stop < ink.shape[1]
        is_glyph = _MIN_HEIGHT_PT <= height <= _MAX_HEIGHT_PT and _MIN_WIDTH_PT <= width <= _MAX_WIDTH_PT
        if is_free and is_glyph:
            return True
    return False
