"""A sheet to draw small tables on, with coordinates from the top left, and its reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors.readers.limits import Limits
from extractors.readers.session import DocumentSession
from extractors.reading import PageReading, Table

FONT = "HeiseiMin-W3"
WIDTH_PT, HEIGHT_PT = 595.0, 842.0

Merge = tuple[int, int, int, int]  # first row, first column, last row, last column


class Sheet:
    """One page; y runs down from the top edge."""

    def __init__(self, path: Path, rotation: int = 0) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self._path = path
        self.canvas: Any = Canvas(str(path), pagesize=(WIDTH_PT, HEIGHT_PT))
        if rotation:
            self.canvas.setPageRotation(rotation)

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5, **style: Any) -> None:
        self.canvas.saveState()
        self.canvas.setLineWidth(width)
        if "colour" in style:
            self.canvas.setStrokeColorRGB(*style["colour"])
        if "dash" in style:
            self.canvas.setDash(*style["dash"])
        self.canvas.line(x0, HEIGHT_PT - y0, x1, HEIGHT_PT - y1)
        self.canvas.restoreState()

    def rect(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        fill: Sequence[float] | None = None,
        width: float | None = 0.5,
    ) -> None:
        """A rectangle: `fill` is its tint (None: not filled), `width` its stroke (None: not stroked)."""
        self.canvas.saveState()
        if fill is not None:
            self.canvas.setFillColorRGB(*fill)
        if width is not None:
            self.canvas.setLineWidth(width)
        self.canvas.rect(
            x0, HEIGHT_PT - y1, x1 - x0, y1 - y0, stroke=int(width is not None), fill=int(fill is not None)
        )
        self.canvas.restoreState()

    def polygon(self, points: Iterable[tuple[float, float]], fill: bool = True, close: bool = True) -> None:
        path = self.canvas.beginPath()
        first, *rest = points
        path.moveTo(first[0], HEIGHT_PT - first[1])
        for x, y in rest:
            path.lineTo(x, HEIGHT_PT - y)
        if close:
            path.close()
        self.canvas.drawPath(path, stroke=int(not fill), fill=int(fill))

    def dots(
        self, x0: float, y0: float, x1: float, y1: float, size: float = 0.75, pitch: float = 1.5
    ) -> None:
        """A row of Bézier dots, as a browser prints a dotted border."""
        steps = max(1, round(max(x1 - x0, y1 - y0) / pitch))
        for k in range(steps + 1):
            x, y = x0 + (x1 - x0) * k / steps, y0 + (y1 - y0) * k / steps
            self.canvas.circle(x, HEIGHT_PT - y, size / 2, stroke=0, fill=1)

    def text(self, x: float, y: float, text: str, size: float = 10.0, spacing: float = 0.0) -> None:
        """Text whose baseline is 0.85 em under y."""
        pen = self.canvas.beginText(x, HEIGHT_PT - y - 0.85 * size)
        pen.setFont(FONT, size)
        pen.setCharSpace(spacing)
        pen.textOut(text)
        self.canvas.drawText(pen)

    def grid(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        merges: Iterable[Merge] = (),
        draw: Any = None,
        skip: Iterable[str] = (),
    ) -> None:
        """A table's rules, edge by edge, less those inside merged cells and the sides named in `skip`."""
        draw = draw or self.line
        owner = owners(len(ys) - 1, len(xs) - 1, merges)
        for (r, c), (r2, c2) in _neighbours(len(ys) - 1, len(xs) - 1):
            if owner.get((r, c)) == owner.get((r2, c2)):
                continue
            side = _outer_side(r, c, r2, c2, len(ys) - 1, len(xs) - 1)
            if side in skip:
                continue
            if r != r2:
                draw(xs[c], ys[r2], xs[c + 1], ys[r2])
            else:
                draw(xs[c2], ys[r], xs[c2], ys[r + 1])

    def read(self, reader: Any = "both") -> PageReading:
        """Save the page and read it."""
        self.canvas.save()
        session = DocumentSession(self._path, reader, Limits())
        try:
            return session.read(1).reading
        finally:
            session.close()


def owners(n_rows: int, n_columns: int, merges: Iterable[Merge]) -> dict[tuple[int, int], tuple[int, int]]:
    """For each grid position the first position of its cell."""
    owner = {(r, c): (r, c) for r in range(n_rows) for c in range(n_columns)}
    for r0, c0, r1, c1 in merges:
        for r in range(r0, r1 + 1):
            for c in range(c0, c1 + 1):
                owner[r, c] = (r0, c0)
    return owner


def _neighbours(n_rows: int, n_columns: int) -> Iterable[tuple[tuple[int, int], tuple[int, int]]]:
    for r in range(n_rows):
        for c in range(n_columns + 1):
            yield (r, c - 1), (r, c)
    for r in range(n_rows + 1):
        for c in range(n_columns):
            yield (r - 1, c), (r, c)


def _outer_side(r: int, c: int, r2: int, c2: int, n_rows: int, n_columns: int) -> str:
    if c < 0:
        return "left"
    if r < 0:
        return "top"
    if c2 == n_columns:
        return "right"
    return "bottom" if r2 == n_rows else "inner"


def spans(table: Table) -> list[tuple[int, int, int, int]]:
    """(row, column, row span, column span) of a table's cells."""
    return [(c.row, c.column, c.row_span, c.column_span) for c in table.cells]


def texts(table: Table) -> list[str]:
    """The raw text of a table's cells."""
    return [cell.raw for cell in table.cells]
