"""Fonts, line breaking and the list of paint operations of a page."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

NO_LINE_START = "、。，．）」』】〕・ーぁぃぅぇぉっゃゅょァィゥェォッャュョ％%)"
NO_LINE_END = "（「『【〔("
Paint = Callable[[Any], None]


def register_fonts(*names: str) -> None:
    """Make CID fonts known to reportlab (no file is needed, every PDF viewer has a substitute)."""
    for name in names:
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(UnicodeCIDFont(name))


def text_width_pt(text: str, font: str, size_pt: float) -> float:
    """Advance width of a text."""
    return sum(_advance_em(char, font) for char in text) * size_pt


@lru_cache(maxsize=20_000)
def _advance_em(char: str, font: str) -> float:
    return float(pdfmetrics.stringWidth(char, font, 1.0))


def wrap(text: str, font: str, size_pt: float, width_pt: float) -> list[str]:
    """Printed lines of a text; a "\\n" always breaks. A lone too wide character still gets its line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_paragraph(paragraph, font, size_pt, width_pt)
    return lines


def _wrap_paragraph(text: str, font: str, size_pt: float, width_pt: float) -> Iterator[str]:
    rest = text
    while rest:
        count = _fitting(rest, font, size_pt, width_pt)
        yield rest[:count].rstrip(" ") if count < len(rest) else rest
        rest = rest[count:].lstrip(" ") if count < len(rest) else ""
    if not text:
        yield ""


def _fitting(text: str, font: str, size_pt: float, width_pt: float) -> int:
    used, count = 0.0, 0
    for char in text:
        used += text_width_pt(char, font, size_pt)
        if used > width_pt and count:
            break
        count += 1
    else:
        return count
    return _allowed_break(text, count)


def _allowed_break(text: str, count: int) -> int:
    """The nearest break at or before `count` that 禁則 and Latin words and numbers allow."""
    for cut in range(count, max(count - 12, 0), -1):
        before, after = text[cut - 1], text[cut]
        joins = before.isascii() and after.isascii() and not before.isspace() and not after.isspace()
        if after not in NO_LINE_START and before not in NO_LINE_END and not joins:
            return cut
    return count


@dataclass
class Page:
    """A page being set: paint operations in reading order, rules before text. Origin top left."""

    width_pt: float
    height_pt: float
    shapes: list[Paint] = field(default_factory=list)
    texts: list[Paint] = field(default_factory=list)

    def text(
        self, x: float, baseline: float, text: str, font: str, size_pt: float, *, repeat: int = 1
    ) -> None:
        """Print one line; `repeat` 2 overprints it a hair to the right, as poor man's bold."""
        y = self.height_pt - baseline

        def paint(canvas: Any) -> None:
            canvas.setFillGray(0)
            canvas.setFont(font, size_pt)
            for i in range(repeat):
                canvas.drawString(x + 0.25 * i, y, text)

        if text.strip("　 "):
            self.texts.append(paint)

    def rect(self, x0: float, top: float, x1: float, bottom: float, *, gray: float) -> None:
        """Fill a rectangle."""

        def paint(canvas: Any) -> None:
            canvas.setFillGray(gray)
            canvas.rect(x0, self.height_pt - bottom, x1 - x0, bottom - top, stroke=0, fill=1)

        self.shapes.append(paint)

    def frame(self, x0: float, top: float, x1: float, bottom: float, *, width_pt: float) -> None:
        """Stroke a rectangle."""

        def paint(canvas: Any) -> None:
            _pen(canvas, width_pt, 0)
            canvas.rect(x0, self.height_pt - bottom, x1 - x0, bottom - top, stroke=1, fill=0)

        self.shapes.append(paint)

    def line(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        *,
        width_pt: float,
        gray: float = 0,
        dash: tuple[float, ...] = (),
    ) -> None:
        """Stroke a line."""

        def paint(canvas: Any) -> None:
            _pen(canvas, width_pt, gray, dash)
            canvas.line(x0, self.height_pt - y0, x1, self.height_pt - y1)

        self.shapes.append(paint)

    def dots(self, x0: float, y0: float, x1: float, y1: float, *, diameter_pt: float) -> None:
        """A row of Bézier dots, as browsers paint dotted borders."""

        def paint(canvas: Any) -> None:
            canvas.setFillGray(0)
            length = max(abs(x1 - x0), abs(y1 - y0))
            count = max(2, round(length / (2 * diameter_pt)))
            for i in range(count + 1):
                x, y = x0 + (x1 - x0) * i / count, y0 + (y1 - y0) * i / count
                canvas.circle(x, self.height_pt - y, diameter_pt / 2, stroke=0, fill=1)

        self.shapes.append(paint)

    def polygon(self, points: list[tuple[float, float]], *, gray: float = 0) -> None:
        """Fill a polygon."""

        def paint(canvas: Any) -> None:
            canvas.setFillGray(gray)
            path = canvas.beginPath()
            path.moveTo(points[0][0], self.height_pt - points[0][1])
            for x, y in points[1:]:
                path.lineTo(x, self.height_pt - y)
            path.close()
            canvas.drawPath(path, stroke=0, fill=1)

        self.shapes.append(paint)

    def paint(self, canvas: Any, rng: random.Random | None) -> None:
        """Paint everything, the texts in random order where `rng` is given."""
        texts = list(self.texts)
        if rng is not None:
            rng.shuffle(texts)
        for operation in [*self.shapes, *texts]:
            operation(canvas)


def _pen(canvas: Any, width_pt: float, gray: float, dash: tuple[float, ...] = ()) -> None:
    canvas.setLineWidth(width_pt)
    canvas.setStrokeGray(gray)
    canvas.setDash(*([list(dash)] if dash else [[]]))
