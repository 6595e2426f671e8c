"""The table model for other programs: CSV rows, JSON with spans and boxes, an overlay to look at."""

from __future__ import annotations

from typing import Any

from extractors.geometry import Box
from extractors.reading import Cell, Drawing, Line, PageReading, Table

_CELL_COLOUR = (200, 0, 0, 255)
_SHADE_COLOUR = (255, 200, 0, 70)
_DIFFER_COLOUR = (255, 0, 200, 90)
_DRAWING_COLOUR = (0, 90, 220, 255)
_LINE_COLOUR = (0, 150, 60, 255)
_MARGIN_PT = 10.0  # beyond a page's edge, where the sides of a larger box are put


def grid_rows(table: Table) -> list[list[str]]:
    """The grid as rows of text, `n_rows` × `n_columns`; a cell's text stands at every position it spans."""
    rows = [[""] * table.n_columns for _ in range(table.n_rows)]
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                rows[row][column] = cell.raw
    return rows


def page_as_dict(reading: PageReading) -> dict[str, Any]:
    """A page's tables, lines, drawings and account as JSON-ready data.

    Boxes are points from the top left of the page upright: after /Rotate, and after the clockwise turn by
    `turned_degrees` of a picture scanned on its side; of a page that was read in its true size each is
    `display_scale` points of the page as displayed. `confidence` is OCR's of its least sure line, 0–1.
    """
    return {
        "page": reading.number,
        "width_pt": reading.width_pt,
        "height_pt": reading.height_pt,
        "rotation": reading.rotation,
        "turned_degrees": reading.turned_degrees,
        "display_scale": reading.display_scale,
        "text_source": "ocr" if is_from_picture(reading) else "text_layer",
        "chars_total": reading.chars_total,
        "chars_hidden": reading.chars_hidden,
        "tables": [table_as_dict(table) for table in reading.tables],
        "lines": [_line_as_dict(line) for line in reading.lines],
        "unclaimed": [_line_as_dict(line) for line in reading.unclaimed],
        "drawings": [_drawing_as_dict(drawing) for drawing in reading.drawings],
        "problems": [
            {"check_id": check_id, "detail": detail, "box": None if box is None else _corners(box)}
            for check_id, detail, box in reading.problems
        ],
    }


def is_from_picture(reading: PageReading) -> bool:
    """Whether the text of a page was read by OCR."""
    cells = (line for table in reading.tables for cell in table.cells for line in cell.lines)
    return any(line.confidence is not None for line in (*reading.lines, *cells))


def table_as_dict(table: Table) -> dict[str, Any]:
    """One table as JSON-ready data: edges in points, cells with position, spans, box and text."""
    return {
        "page": table.page,
        "index": table.index,
        "box": _corners(table.box),
        "row_edges": [round(edge, 2) for edge in table.row_edges],
        "column_edges": [round(edge, 2) for edge in table.column_edges],
        "open_edges": sorted(table.open_edges),
        "parent": table.parent,
        "cells": [_cell_as_dict(cell) for cell in table.cells],
    }


def _cell_as_dict(cell: Cell) -> dict[str, Any]:
    return {
        "row": cell.row,
        "column": cell.column,
        "row_span": cell.row_span,
        "column_span": cell.column_span,
        "box": _corners(cell.box),
        "text": cell.raw,
        "is_shaded": cell.is_shaded,
        "agreement": cell.agreement,
        "other_text": cell.other_text,
        "confidence": min(
            (line.confidence for line in cell.lines if line.confidence is not None), default=None
        ),
    }


def _line_as_dict(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "box": _corners(line.box),
        "size_pt": line.size_pt,
        "font": line.font,
        "is_vertical": line.is_vertical,
        "confidence": line.confidence,
        "agreement": line.agreement,
        "other_text": line.other_text,
    }


def _drawing_as_dict(drawing: Drawing) -> dict[str, Any]:
    return {"kind": drawing.kind, "box": _corners(drawing.box), "points_to": drawing.points_to}


def _corners(box: Box) -> list[float]:
    return [round(edge, 2) for edge in (box.x0, box.top, box.x1, box.bottom)]


def draw_overlay(image: Any, reading: PageReading) -> Any:
    """A copy of a page's PIL image with cells, shading, disagreements, drawings and outside lines marked.

    The image shows the whole page at any resolution.
    """
    from PIL import Image, ImageDraw

    seen = _Window(image.width / reading.width_pt, reading.width_pt, reading.height_pt)
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    for table in reading.tables:
        for cell in table.cells:
            tint = _DIFFER_COLOUR if cell.agreement == "differ" else _SHADE_COLOUR if cell.is_shaded else None
            pen.rectangle(seen.pixels(cell.box), outline=_CELL_COLOUR, fill=tint, width=2)
    for drawing in reading.drawings:
        pen.rectangle(seen.pixels(drawing.box), outline=_DRAWING_COLOUR, width=2)
    for line in reading.lines:
        tint = _DIFFER_COLOUR if line.agreement == "differ" else None
        pen.rectangle(seen.pixels(line.box), outline=_LINE_COLOUR, fill=tint, width=1)
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")


class _Window:
    """A page as the picture shows it. What reaches beyond its edge is cut there: a pen draws a mile of it."""

    def __init__(self, scale: float, width_pt: float, height_pt: float) -> None:
        self._scale, self._right_pt, self._bottom_pt = scale, width_pt + _MARGIN_PT, height_pt + _MARGIN_PT

    def pixels(self, box: Box) -> tuple[float, float, float, float]:
        """A box in points as x0, top, x1, bottom in pixels, cut to just outside the page."""
        x0, x1 = (self._scale * min(max(x, -_MARGIN_PT), self._right_pt) for x in (box.x0, box.x1))
        top, bottom = (self._scale * min(max(y, -_MARGIN_PT), self._bottom_pt) for y in (box.top, box.bottom))
        return x0, top, x1, bottom
