"""Schedule arrows in each of the ways that documents draw them."""

from __future__ import annotations

from tests.typesetter.page import Page, text_width_pt
from tests.typesetter.style import GLYPHS, ArrowKind

HEAD_PT = 7.0
_FONT = "HeiseiKakuGo-W5"


def draw_arrow(page: Page, x0: float, x1: float, y: float, kind: ArrowKind) -> None:
    """Draw an arrow from `x0` to `x1` at the height `y`; a glyph has a shaft of printed dashes."""
    x0, x1 = x0 + 2, x1 - 2
    neck = x1 - HEAD_PT
    match kind:
        case "line_triangle":
            page.line(x0, y, neck, y, width_pt=1.2)
            page.polygon([(neck, y - 3), (x1, y), (neck, y + 3)])
        case "line_strokes":
            page.line(x0, y, x1, y, width_pt=0.8)
            page.line(neck, y - 3, x1, y, width_pt=0.8)
            page.line(neck, y + 3, x1, y, width_pt=0.8)
        case "block":
            shaft = [
                (x0, y - 2),
                (neck, y - 2),
                (neck, y - 5),
                (x1, y),
                (neck, y + 5),
                (neck, y + 2),
                (x0, y + 2),
            ]
            page.polygon(shaft, gray=0.5)
        case "rect_triangle":
            page.rect(x0, y - 0.6, neck, y + 0.6, gray=0)
            page.polygon([(neck, y - 3), (x1, y), (neck, y + 3)])
        case _:
            count = int((x1 - x0) / text_width_pt("―", _FONT, 10)) - 1
            page.text(x0, y + 3.5, "―" * max(1, count) + GLYPHS[kind], _FONT, 10)
