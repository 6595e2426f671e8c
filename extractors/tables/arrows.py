"""Drawn arrows: shafts with heads, block arrows. They cross rules and are no part of any table's grid."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from extractors.geometry import Box, union
from extractors.reading import Drawing
from extractors.tables.strokes import Point, Rule, Shape

PointsTo = Literal["right", "left", "both", "none"]

# A head is larger than a dot and smaller than a cell's text block; Word's largest on a 6 pt line is 30 pt.
HEAD_MIN_PT = 2.0
HEAD_MAX_PT = 40.0
# The shaft runs into the head's middle, up to rounding; a rule that passes by does so elsewhere.
HEAD_AXIS_SLACK = 0.2
HEAD_AXIS_SLACK_PT = 0.8
HEAD_END_SLACK_PT = 2.0
HEAD_MAX_CORNERS = 8
# Two strokes meet in a chevron's tip within the width of the pen.
TIP_SLACK_PT = 1.2
# A block arrow is longer than high: a pentagon or an arrow with its own shaft.
BLOCK_RATIO = 1.2
BLOCK_MIN_PT = 8.0
TIP_EDGE_PT = 0.5
# Pieces of one shaft that stop at the rules they would cross leave at most a text line's gap.
PIECE_GAP_PT = 12.0
PIECE_AXIS_PT = 1.5


@dataclass(frozen=True, slots=True)
class Arrows:
    """Arrows found, the rules that are no shafts, and the shapes that are no part of an arrow."""

    drawings: tuple[Drawing, ...]
    rules: tuple[Rule, ...]
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    """A figure that may be a head, with the shapes it is made of."""

    x0: float
    top: float
    x1: float
    bottom: float
    parts: tuple[Shape, ...]


def find_arrows(rules: Sequence[Rule], shapes: Sequence[Shape], page: int) -> Arrows:
    """Take the arrows out of a page's rules and shapes."""
    blocks = [(shape, _block_direction(shape)) for shape in shapes]
    drawings = [
        Drawing("arrow", _shape_box(shape, page), towards) for shape, towards in blocks if towards != "none"
    ]
    rest = [shape for shape, towards in blocks if towards == "none"]
    by_shaft = _heads_by_shaft(rules, _heads(rest))
    used_shapes = {id(part) for heads in by_shaft.values() for _, head in heads for part in head.parts}
    used_rules: set[int] = set()
    for index, heads in by_shaft.items():
        drawing, pieces = _arrow(index, heads, rules, page, by_shaft.keys())
        drawings.append(drawing)
        used_rules |= pieces
    return Arrows(
        tuple(drawings),
        tuple(rule for i, rule in enumerate(rules) if i not in used_rules),
        tuple(shape for shape in rest if id(shape) not in used_shapes),
    )


def _shape_box(shape: Shape, page: int) -> Box:
    return Box(page, shape.x0, shape.top, shape.x1, shape.bottom)


def _heads(shapes: Iterable[Shape]) -> list[_Head]:
    """Triangles, polyline chevrons, and pairs of strokes that meet in a tip."""
    heads = []
    slants = []
    for shape in shapes:
        width, height = shape.x1 - shape.x0, shape.bottom - shape.top
        if not HEAD_MIN_PT <= max(width, height) <= HEAD_MAX_PT:
            continue
        if len(shape.points) == 2:
            slants.append(shape)
        elif not shape.is_curved and 3 <= len(set(shape.points)) <= HEAD_MAX_CORNERS:
            heads.append(_Head(shape.x0, shape.top, shape.x1, shape.bottom, (shape,)))
    return heads + _chevrons(slants)


def _chevrons(slants: list[Shape]) -> list[_Head]:
    """Pairs of diagonal strokes that share one end and mirror each other."""
    by_place: dict[tuple[int, int], list[int]] = {}
    found: list[_Head] = []
    for i, slant in enumerate(slants):
        near = {j for end in slant.points for place in _places(end) for j in by_place.get(place, ())}
        found.extend(_joined(slants[j], slant) for j in sorted(near) if _meet(slants[j], slant))
        for x, y in slant.points:
            by_place.setdefault((int(x / TIP_SLACK_PT), int(y / TIP_SLACK_PT)), []).append(i)
    return found


def _places(point: Point) -> list[tuple[int, int]]:
    """Places of a net of `TIP_SLACK_PT` at and around a point."""
    x, y = int(point[0] / TIP_SLACK_PT), int(point[1] / TIP_SLACK_PT)
    return [(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]


def _joined(one: Shape, other: Shape) -> _Head:
    return _Head(
        min(one.x0, other.x0),
        min(one.top, other.top),
        max(one.x1, other.x1),
        max(one.bottom, other.bottom),
        (one, other),
    )


def _meet(one: Shape, other: Shape) -> bool:
    tips = [(a, b) for a in one.points for b in other.points if _close(a, b)]
    if len(tips) != 1:
        return False
    far = [next(p for p in s.points if p != tip) for s, tip in zip((one, other), tips[0], strict=True)]
    tip = tips[0][0]
    mirrored_y = _close((far[0][0], far[0][1] - tip[1]), (far[1][0], tip[1] - far[1][1]))
    mirrored_x = _close((far[0][0] - tip[0], far[0][1]), (tip[0] - far[1][0], far[1][1]))
    return mirrored_x or mirrored_y


def _close(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) <= TIP_SLACK_PT and abs(a[1] - b[1]) <= TIP_SLACK_PT


def _heads_by_shaft(rules: Sequence[Rule], heads: list[_Head]) -> dict[int, list[tuple[bool, _Head]]]:
    """For each shaft (index of its rule) its heads, with True for a head at the end of the shaft."""
    found: dict[int, list[tuple[bool, _Head]]] = {}
    lanes = [_Lane(rules, direction) for direction in (True, False)] if heads else []
    for head in heads:
        middles = ((head.top + head.bottom) / 2, (head.x0 + head.x1) / 2)
        fits = [
            (fit[0], index, fit[1])
            for lane, middle in zip(lanes, middles, strict=True)
            for index in lane.near(middle)
            if (fit := _fit(rules[index], head)) is not None
        ]
        if fits:
            _, index, at_end = min(fits)
            found.setdefault(index, []).append((at_end, head))
    return found


class _Lane:
    """Indexes of the rules of one direction, by their axis."""

    def __init__(self, rules: Sequence[Rule], is_horizontal: bool) -> None:
        chosen = [i for i, rule in enumerate(rules) if rule.is_horizontal is is_horizontal]
        self._order = sorted(chosen, key=lambda i: rules[i].at_pt)
        self._at = [rules[i].at_pt for i in self._order]

    def near(self, middle: float) -> list[int]:
        """Rules whose axis may run into the middle of a head."""
        slack = HEAD_AXIS_SLACK * HEAD_MAX_PT
        return self._order[bisect_left(self._at, middle - slack) : bisect_right(self._at, middle + slack)]


def _fit(rule: Rule, head: _Head) -> tuple[float, bool] | None:
    """How far the shaft is off the head's middle and at which end the head sits; None where it does not."""
    if rule.is_horizontal:
        low, high, near, far = head.x0, head.x1, head.top, head.bottom
    else:
        low, high, near, far = head.top, head.bottom, head.x0, head.x1
    off = abs(rule.at_pt - (near + far) / 2)
    if off > max(HEAD_AXIS_SLACK_PT, HEAD_AXIS_SLACK * (far - near)):
        return None
    if rule.start_pt < low and low - HEAD_END_SLACK_PT <= rule.end_pt <= high + HEAD_END_SLACK_PT:
        return off, True
    if rule.end_pt > high and low - HEAD_END_SLACK_PT <= rule.start_pt <= high + HEAD_END_SLACK_PT:
        return off, False
    return None


def _arrow(
    index: int,
    heads: list[tuple[bool, _Head]],
    rules: Sequence[Rule],
    page: int,
    shafts: Iterable[int],
) -> tuple[Drawing, set[int]]:
    """The drawing of one shaft with its heads and the pieces before its tail; indexes of the rules used."""
    shaft = rules[index]
    at_end = any(end for end, _ in heads)
    at_start = any(not end for end, _ in heads)
    pieces = {index}
    if at_start != at_end:
        pieces |= _tail_pieces(index, rules, set(shafts), towards_start=at_end)
    boxes = [rules[i].box(page) for i in pieces]
    boxes += [Box(page, head.x0, head.top, head.x1, head.bottom) for _, head in heads]
    towards: PointsTo = "none"
    if shaft.is_horizontal:
        towards = "both" if at_start and at_end else ("right" if at_end else "left")
    return Drawing("arrow", union(boxes), towards), pieces


def _tail_pieces(index: int, rules: Sequence[Rule], shafts: set[int], towards_start: bool) -> set[int]:
    """Rules that continue the shaft beyond its tail: same axis, same pen, a short gap."""
    found = {index}
    reach = rules[index].start_pt if towards_start else rules[index].end_pt
    alike = [i for i, rule in enumerate(rules) if i not in shafts and _is_same_pen(rule, rules[index])]
    for i in sorted(alike, key=lambda i: rules[i].start_pt, reverse=towards_start):
        gap = reach - rules[i].end_pt if towards_start else rules[i].start_pt - reach
        if 0.0 <= gap <= PIECE_GAP_PT:
            found.add(i)
            reach = rules[i].start_pt if towards_start else rules[i].end_pt
    return found


def _is_same_pen(rule: Rule, shaft: Rule) -> bool:
    return (
        rule.is_horizontal is shaft.is_horizontal
        and abs(rule.at_pt - shaft.at_pt) <= PIECE_AXIS_PT
        and rule.colour == shaft.colour
        and abs(rule.width_pt - shaft.width_pt) <= 0.3
    )


def _block_direction(shape: Shape) -> PointsTo:
    """Where a block arrow points: the side on which its outline ends in one tip at half its height."""
    width, height = shape.x1 - shape.x0, shape.bottom - shape.top
    corners = set(shape.points)
    if shape.is_curved or not shape.is_closed or not 5 <= len(corners) <= 12:
        return "none"
    if height < HEAD_MIN_PT or width < BLOCK_MIN_PT or width < BLOCK_RATIO * height:
        return "none"
    right = _has_tip(corners, shape.x1, shape)
    left = _has_tip(corners, shape.x0, shape)
    if right and left:
        return "both"
    return "right" if right else "left" if left else "none"


def _has_tip(corners: set[Point], edge_x: float, shape: Shape) -> bool:
    on_edge = {round(y, 1) for x, y in corners if abs(x - edge_x) <= TIP_EDGE_PT}
    middle, height = (shape.top + shape.bottom) / 2, shape.bottom - shape.top
    return len(on_edge) == 1 and abs(on_edge.pop() - middle) <= 0.2 * height
