"""From a PDF page's own space to the page as displayed: points from its top left corner."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

Matrix = tuple[float, float, float, float, float, float]
Rect = tuple[float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies `first` and `then` after it (PDF row-vector order)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def inverse(matrix: Matrix) -> Matrix | None:
    """The matrix that undoes `matrix`, None for one that flattens."""
    a, b, c, d, e, f = matrix
    scale = a * d - b * c
    if scale == 0:
        return None
    a, b, c, d = d / scale, -b / scale, -c / scale, a / scale
    return (a, b, c, d, -e * a - f * c, -e * b - f * d)


def moved(rect: Rect, matrix: Matrix) -> Rect:
    """The upright rectangle around `rect` (left, bottom, right, top) after `matrix`."""
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (rect[0], rect[2]) for y in (rect[1], rect[3])]
    xs, ys = [a * x + c * y + e for x, y in corners], [b * x + d * y + f for x, y in corners]
    return (min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True)
class DisplayFrame:
    """The visible rectangle of a page in its user space, its rotation (clockwise) and its unit in points.

    `crop` is (x0, y0, x1, y1) in user space: the CropBox clipped to the MediaBox.
    """

    crop: Rect
    rotation: int = 0
    user_unit: float = 1.0

    @cached_property
    def width_pt(self) -> float:
        """Displayed width in points."""
        x0, y0, x1, y1 = self.crop
        return (y1 - y0 if self.rotation in (90, 270) else x1 - x0) * self.user_unit

    @cached_property
    def height_pt(self) -> float:
        """Displayed height in points."""
        x0, y0, x1, y1 = self.crop
        return (x1 - x0 if self.rotation in (90, 270) else y1 - y0) * self.user_unit

    @cached_property
    def matrix(self) -> Matrix:
        """User space → displayed points, origin top left, y downwards."""
        x0, y0, x1, y1 = self.crop
        u = self.user_unit
        return {
            0: (u, 0.0, 0.0, -u, -u * x0, u * y1),
            90: (0.0, u, u, 0.0, -u * y0, -u * x0),
            180: (-u, 0.0, 0.0, u, u * x1, -u * y0),
            270: (0.0, -u, -u, 0.0, u * y1, u * x1),
        }[self.rotation]

    def turned(self, degrees: int) -> DisplayFrame:
        """The frame of the page turned clockwise by a multiple of 90 degrees."""
        return replace(self, rotation=(self.rotation + degrees) % 360)

    def box(self, left: float, bottom: float, right: float, top: float) -> Rect:
        """A user-space rectangle as displayed (x0, top, x1, bottom)."""
        a, b, c, d, e, f = self.matrix
        x0, x1 = a * left + c * bottom + e, a * right + c * top + e
        y0, y1 = b * left + d * bottom + f, b * right + d * top + f
        return (x0 if x0 < x1 else x1, y0 if y0 < y1 else y1, x1 if x0 < x1 else x0, y1 if y0 < y1 else y0)
