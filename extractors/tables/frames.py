"""Rules that are painted as areas: a frame with a hole, and a dark backing that shows between light cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from extractors.tables.collect import THIN_PT
from extractors.tables.strokes import Fill, Rule, is_dark

# A tint painted twice is the same rectangle up to rounding; a hole leaves a visible rim.
RIM_MIN_PT = 0.2
ROUNDING_PT = 0.1
# Cells laid on a backing leave its rules only.
BACKED_SHARE = 0.7
BACKING_MIN_PT = 10.0
# A page painted of more areas than that is a picture.
MAX_AREAS = 3_000


def split_frames(fills: Sequence[Fill], blanks: Sequence[Fill]) -> tuple[list[Rule], list[Fill]]:
    """The rules that fills make with the fills and white areas (`blanks`) inside them, and the other fills.

    A fill covered inside but for a rim no wider than a rule is a frame; a dark fill mostly covered by
    lighter cells is a backing, its rules are the cells' edges.
    """
    if len(fills) + len(blanks) > MAX_AREAS:
        return [], list(fills)
    inner = sorted({*fills, *blanks}, key=lambda f: f.x0)
    starts = [fill.x0 for fill in inner]
    rules: list[Rule] = []
    left: list[Fill] = []
    holes: set[Fill] = set()
    for fill in fills:
        inside = _inside(fill, inner, starts)
        hole = next((other for other in inside if _is_hole(fill, other)), None)
        if hole is not None:
            rules.extend(_rim(fill, hole))
            holes |= {hole} if hole.colour == fill.colour else set()
        elif _is_backing(fill, inside):
            rules.extend(rule for cell in [fill, *inside] for rule in outline(cell))
        else:
            left.append(fill)
    return rules, [fill for fill in left if fill not in holes]


def outline(fill: Fill) -> list[Rule]:
    """The four edges of a fill as rules."""
    return [
        Rule(True, fill.top, fill.x0, fill.x1),
        Rule(True, fill.bottom, fill.x0, fill.x1),
        Rule(False, fill.x0, fill.top, fill.bottom),
        Rule(False, fill.x1, fill.top, fill.bottom),
    ]


def _inside(outer: Fill, inner: Sequence[Fill], starts: Sequence[float]) -> list[Fill]:
    """Smaller fills that lie within the outer one."""
    first = bisect_left(starts, outer.x0 - ROUNDING_PT)
    # Only a dark fill can be a backing; of others the one fill that begins at the rim matters.
    reach = outer.x1 if is_dark(outer.colour) else outer.x0 + THIN_PT
    return [
        other
        for other in inner[first : bisect_right(starts, reach)]
        if other is not outer
        and min(_margins(outer, other)) >= -ROUNDING_PT
        and max(_margins(outer, other)) >= RIM_MIN_PT
    ]


def _margins(outer: Fill, inner: Fill) -> tuple[float, float, float, float]:
    return (
        inner.x0 - outer.x0,
        inner.top - outer.top,
        outer.x1 - inner.x1,
        outer.bottom - inner.bottom,
    )


def _is_hole(outer: Fill, inner: Fill) -> bool:
    return max(_margins(outer, inner)) <= THIN_PT and min(outer.width_pt, outer.height_pt) > 2 * THIN_PT


def _rim(outer: Fill, hole: Fill) -> list[Rule]:
    """The frame's sides along the middle of the rim."""
    return outline(
        Fill(
            (outer.x0 + hole.x0) / 2,
            (outer.top + hole.top) / 2,
            (outer.x1 + hole.x1) / 2,
            (outer.bottom + hole.bottom) / 2,
            outer.colour,
        )
    )


def _is_backing(outer: Fill, inside: Sequence[Fill]) -> bool:
    if not is_dark(outer.colour) or min(outer.width_pt, outer.height_pt) < BACKING_MIN_PT:
        return False
    lighter = {fill for fill in inside if not is_dark(fill.colour)}
    covered = sum(fill.width_pt * fill.height_pt for fill in lighter)
    return covered >= BACKED_SHARE * outer.width_pt * outer.height_pt
