"""Areas painted on a page's picture, as the pdfplumber dicts that readers make of a page of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def painted_outline(points_px: Sequence[tuple[float, float]], scale: float) -> dict[str, Any]:
    """A black area by its outline in pixels, `scale` of them to a point; a curve dict (points)."""
    points = [(x / scale, y / scale) for x, y in points_px]
    xs, ys = zip(*points, strict=True)
    return {"object_type": "curve", "pts": points, **_painted((min(xs), min(ys), max(xs), max(ys)), 0.0)}


def painted_rect(box_px: tuple[float, float, float, float], scale: float, grey: float) -> dict[str, Any]:
    """A box (x0, top, x1, bottom in pixels, `scale` of them to a point) of a grey, 0 black to 1 white."""
    x0, top, x1, bottom = (edge / scale for edge in box_px)
    return {"object_type": "rect", **_painted((x0, top, x1, bottom), grey)}


def _painted(box_pt: tuple[float, float, float, float], grey: float) -> dict[str, Any]:
    return {
        **dict(zip(("x0", "top", "x1", "bottom"), box_pt, strict=True)),
        "linewidth": 0.0,
        "stroke": False,
        "fill": True,
        "stroking_color": None,
        "non_stroking_color": (grey,),
        "dash": None,
    }
