"""Sort what a page paints (pdfplumber's line, rect and curve dicts) into rules, fills, shapes and dots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Any

from extractors.tables.strokes import (
    BLACK,
    WHITE,
    Colour,
    Dot,
    Fill,
    Point,
    Rule,
    Shape,
    Strokes,
    colour_of,
    is_dark,
    is_white,
)

# A stroke is horizontal or vertical when it leaves its axis by less than a hairline or one part in a hundred:
# drawing programs place the ends of an arrow a tenth of a point apart.
AXIS_SLACK_PT = 0.5
AXIS_SLOPE = 0.01
# The thickest border that Word and Excel offer is 6 pt, but every pale fill of that height is an empty row;
# below 3 pt no text fits, so anything that thin is a rule whatever its colour.
THIN_PT = 3.0
THICK_RULE_PT = 6.0
THICK_RULE_RATIO = 12.0
RULE_RATIO = 2.9  # less than the 3 of a dash as CSS draws it, which rounding would make now this, now that
# A dot or dash of a dotted border is no larger than the border is wide.
DOT_PT = 3.5
# Shorter images are pieces of a picture, or bullets.
_LEAST_IMAGE_RULE_PT = 10.0
# The sides of a painted frame or angle take less of its box than any tint would.
HOLLOW_SHARE = 0.3


def collect(objects: Mapping[str, Iterable[dict[str, Any]]]) -> Strokes:
    """Sort a page's `line`, `rect`, `curve` and `image` objects (pdfplumber's dicts) into `Strokes`."""
    found = Strokes()
    adders = {"line": _add_line, "rect": _add_rect, "curve": _add_curve}
    for kind, add in adders.items():
        for item in objects.get(kind, ()):
            if isfinite(item["x0"] + item["x1"] + item["top"] + item["bottom"]):
                add(found, item)
    _add_images(found, objects.get("image", ()))
    return found


def _stroke_colour(obj: Mapping[str, Any]) -> Colour | None:
    """The colour of a visible stroke, None where nothing is stroked."""
    if not obj.get("stroke", True):
        return None
    colour = colour_of(obj.get("stroking_color"))
    return None if is_white(colour) or obj.get("opacity") == 0 else colour


def _fill_colour(obj: Mapping[str, Any]) -> Colour | None:
    """The colour of a visible fill, None where nothing is filled."""
    if not obj.get("fill", False):
        return None
    colour = colour_of(obj.get("non_stroking_color"))
    return None if is_white(colour) or obj.get("opacity") == 0 else colour


def _is_dashed(obj: Mapping[str, Any]) -> bool:
    dash = obj.get("dash")
    return bool(dash and dash[0])


def _add_line(found: Strokes, line: Mapping[str, Any]) -> None:
    colour = _stroke_colour(line)
    if colour is None:
        found.whites += _white_rules(line)
        return
    _add_segments(found, line, colour)


def _add_segments(found: Strokes, line: Mapping[str, Any], colour: Colour) -> None:
    points = line.get("pts") or [(line["x0"], line["top"]), (line["x1"], line["bottom"])]
    width = float(line.get("linewidth") or 0.0)
    for start, end in pairwise(points):
        _add_segment(found, start, end, width, colour, _is_dashed(line))


def _white_rules(line: Mapping[str, Any]) -> list[Rule]:
    """What is stroked in white: nothing on paper, on a tint a rule like any other."""
    if not line.get("stroke", True) or line.get("opacity") == 0:
        return []
    apart = Strokes()
    _add_segments(apart, line, WHITE)
    return apart.rules


def _add_segment(
    found: Strokes, start: Point, end: Point, width: float, colour: Colour, is_dashed: bool
) -> None:
    """A straight stroke: a rule when it follows an axis, a dot when tiny, else a diagonal shape."""
    dx, dy = abs(end[0] - start[0]), abs(end[1] - start[1])
    longest = max(dx, dy)
    if longest <= 0.0 and width <= 0.0:
        return
    if min(dx, dy) > max(AXIS_SLACK_PT, AXIS_SLOPE * longest):
        found.shapes.append(Shape((start, end), False, False))
    elif longest <= DOT_PT and width > longest / RULE_RATIO:
        found.dots.append(_dot(start, end, width, colour))
    else:
        found.rules.append(_rule(start, end, dx >= dy, width, colour, is_dashed))


def _dot(start: Point, end: Point, width: float, colour: Colour) -> Dot:
    half = width / 2
    is_flat = abs(end[0] - start[0]) >= abs(end[1] - start[1])
    pad_x, pad_y = (0.0, half) if is_flat else (half, 0.0)
    return Dot(
        min(start[0], end[0]) - pad_x,
        min(start[1], end[1]) - pad_y,
        max(start[0], end[0]) + pad_x,
        max(start[1], end[1]) + pad_y,
        colour,
    )


def _rule(
    start: Point, end: Point, is_horizontal: bool, width: float, colour: Colour, is_dashed: bool
) -> Rule:
    along, across = (0, 1) if is_horizontal else (1, 0)
    return Rule(
        is_horizontal,
        (start[across] + end[across]) / 2,
        min(start[along], end[along]),
        max(start[along], end[along]),
        width,
        colour,
        is_dashed,
    )


def _add_rect(found: Strokes, rect: Mapping[str, Any]) -> None:
    box = (float(rect["x0"]), float(rect["top"]), float(rect["x1"]), float(rect["bottom"]))
    stroke, fill = _stroke_colour(rect), _fill_colour(rect)
    if stroke is None and fill is None:
        _add_unseen(found, box, rect)
        return
    if fill is not None:
        _add_filled_box(found, box, fill)
    if stroke is not None:
        _add_outline(found, box, float(rect.get("linewidth") or 0.0), stroke, _is_dashed(rect))


def _add_unseen(found: Strokes, box: tuple[float, float, float, float], rect: Mapping[str, Any]) -> None:
    """A white area may cut cells out of a darker one beneath, a thin one rule it; nothing else counts."""
    if not rect.get("fill") or rect.get("opacity") == 0:
        return
    if min(box[2] - box[0], box[3] - box[1]) > DOT_PT:
        found.blanks.append(Fill(*box, WHITE))
    elif _is_thin(box):
        found.whites.append(_rule_in(box, WHITE))


def _add_images(found: Strokes, images: Iterable[Mapping[str, Any]]) -> None:
    """An image as thin as a rule is one: some programs paint borders as stretched pixels.

    Slices of one picture lie side by side, as no rules do.
    """
    boxes = [(float(i["x0"]), float(i["top"]), float(i["x1"]), float(i["bottom"])) for i in images]
    thin = [box for box in boxes if isfinite(sum(box)) and _is_thin(box)]
    edges = Counter(edge for box in thin for edge in _long_edges(box))
    found.rules += [_rule_in(box, BLACK) for box in thin if all(edges[e] == 1 for e in _long_edges(box))]


def _is_thin(box: tuple[float, float, float, float]) -> bool:
    thin, long = sorted((box[2] - box[0], box[3] - box[1]))
    return thin <= THIN_PT and long >= max(RULE_RATIO * thin, _LEAST_IMAGE_RULE_PT)


def _long_edges(box: tuple[float, float, float, float]) -> tuple[tuple[bool, int, int, int], ...]:
    """The two long sides of a thin box, in whole points: direction, ends, place."""
    x0, top, x1, bottom = map(round, box)
    if box[2] - box[0] >= box[3] - box[1]:
        return tuple((True, x0, x1, y) for y in {top, bottom})
    return tuple((False, top, bottom, x) for x in {x0, x1})


def _add_filled_box(found: Strokes, box: tuple[float, float, float, float], colour: Colour) -> None:
    """A filled box is a dot, a rule or a background, by its proportions."""
    x0, top, x1, bottom = box
    width, height = x1 - x0, bottom - top
    thin, long = min(width, height), max(width, height)
    if long <= DOT_PT or (thin <= THIN_PT and long < RULE_RATIO * thin):
        found.dots.append(Dot(x0, top, x1, bottom, colour))
    elif _is_rule_like(thin, long, colour):
        found.rules.append(_rule_in(box, colour))
    else:
        found.fills.append(Fill(x0, top, x1, bottom, colour))


def _is_rule_like(thin: float, long: float, colour: Colour) -> bool:
    if thin <= THIN_PT:
        return long >= RULE_RATIO * thin
    return thin <= THICK_RULE_PT and long >= THICK_RULE_RATIO * thin and is_dark(colour)


def _rule_in(box: tuple[float, float, float, float], colour: Colour) -> Rule:
    x0, top, x1, bottom = box
    if x1 - x0 >= bottom - top:
        return Rule(True, (top + bottom) / 2, x0, x1, bottom - top, colour)
    return Rule(False, (x0 + x1) / 2, top, bottom, x1 - x0, colour)


def _add_outline(
    found: Strokes,
    box: tuple[float, float, float, float],
    width: float,
    colour: Colour,
    is_dashed: bool,
) -> None:
    """The four edges of a stroked box; a box thinner than its own stroke is one rule."""
    x0, top, x1, bottom = box
    if max(x1 - x0, bottom - top) <= DOT_PT:
        found.dots.append(Dot(x0, top, x1, bottom, colour))
        return
    if min(x1 - x0, bottom - top) <= max(1.0, width):
        found.rules.append(_rule_in(box, colour))
        return
    for y in (top, bottom):
        found.rules.append(Rule(True, y, x0, x1, width, colour, is_dashed))
    for x in (x0, x1):
        found.rules.append(Rule(False, x, top, bottom, width, colour, is_dashed))


@dataclass(frozen=True, slots=True)
class _Path:
    """One continuous piece of a path: its corner points, and whether a Bézier curve is in it."""

    points: tuple[Point, ...]
    is_closed: bool
    n_curves: int


def _paths(curve: Mapping[str, Any]) -> list[_Path]:
    """Split a pdfplumber curve at its `m` operators; without a `path` its points are one polyline."""
    commands = curve.get("path")
    if not commands:
        points = tuple(curve["pts"])
        return [_Path(points, len(points) > 2 and points[0] == points[-1], 0)]
    found: list[_Path] = []
    points_now: list[Point] = []
    is_closed, n_curves = False, 0
    for command, *args in commands:
        if command == "m" and points_now:
            found.append(_Path(tuple(points_now), is_closed, n_curves))
            points_now, is_closed, n_curves = [], False, 0
        if command == "h":
            is_closed = True
        elif args:
            points_now.append(tuple(args[-1]))
            n_curves += command in ("c", "v", "y")
    if points_now:
        found.append(_Path(tuple(points_now), is_closed or points_now[0] == points_now[-1], n_curves))
    return found


def _add_curve(found: Strokes, curve: Mapping[str, Any]) -> None:
    stroke, fill = _stroke_colour(curve), _fill_colour(curve)
    if stroke is None and fill is None:
        return
    width = float(curve.get("linewidth") or 0.0)
    for path in _paths(curve):
        if len(path.points) >= 2:
            _add_path(found, path, stroke, fill, width, _is_dashed(curve))


def _add_path(
    found: Strokes, path: _Path, stroke: Colour | None, fill: Colour | None, width: float, is_dashed: bool
) -> None:
    shape = Shape(path.points, path.is_closed or stroke is None, path.n_curves > 0)
    box = (shape.x0, shape.top, shape.x1, shape.bottom)
    thin, long = sorted((box[2] - box[0], box[3] - box[1]))
    ink = stroke or fill or BLACK
    if long <= DOT_PT:
        found.dots.append(Dot(*box, ink))
    elif shape.is_closed and _is_rule_like(thin, long, ink) and thin <= THIN_PT:
        found.rules.append(_rule_in(box, ink))
    elif _is_rounded_box(path):
        if fill is not None:
            found.fills.append(Fill(*box, fill))
        if stroke is not None:
            _add_outline(found, box, width, stroke, is_dashed)
    elif path.n_curves or not _follows_axes(path, shape.is_closed):
        _add_figure(found, shape, stroke, width, is_dashed)
    else:
        _add_polygon(found, path, shape, stroke, fill, width, is_dashed)


def _follows_axes(path: _Path, is_closed: bool) -> bool:
    return all(
        min(abs(a[0] - b[0]), abs(a[1] - b[1])) <= AXIS_SLACK_PT for a, b in _sides(path.points, is_closed)
    )


def _sides(points: tuple[Point, ...], is_closed: bool) -> list[tuple[Point, Point]]:
    sides = list(pairwise(points))
    if is_closed:
        sides.append((points[-1], points[0]))
    return [(start, end) for start, end in sides if start != end]


def _is_rounded_box(path: _Path) -> bool:
    """Four straight sides on the outline's box, joined by short curves (a rounded rectangle)."""
    if path.n_curves < 4:
        return False
    x0, x1 = min(x for x, _ in path.points), max(x for x, _ in path.points)
    top, bottom = min(y for _, y in path.points), max(y for _, y in path.points)
    straight = 0.0
    for a, b in _sides(path.points, path.is_closed):
        on_edge = (
            abs(a[1] - b[1]) <= AXIS_SLACK_PT and min(abs(a[1] - top), abs(a[1] - bottom)) <= AXIS_SLACK_PT
        ) or (abs(a[0] - b[0]) <= AXIS_SLACK_PT and min(abs(a[0] - x0), abs(a[0] - x1)) <= AXIS_SLACK_PT)
        straight += abs(a[0] - b[0]) + abs(a[1] - b[1]) if on_edge else 0.0
    return straight >= (x1 - x0) + (bottom - top)


def _add_figure(found: Strokes, shape: Shape, stroke: Colour | None, width: float, is_dashed: bool) -> None:
    """A figure with slanted or curved sides; an open stroked polyline also gives its straight runs."""
    if shape.is_closed or stroke is None or shape.is_curved or len(shape.points) == 3:
        found.shapes.append(shape)
        return
    for start, end in _sides(shape.points, False):
        _add_segment(found, start, end, width, stroke, is_dashed)


def _is_hollow(shape: Shape) -> bool:
    """Whether an axis-aligned outline fills little of its box: borders painted as one angular area."""
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in _sides(shape.points, True)) / 2
    return abs(area) <= HOLLOW_SHARE * (shape.x1 - shape.x0) * (shape.bottom - shape.top)


def _add_polygon(
    found: Strokes,
    path: _Path,
    shape: Shape,
    stroke: Colour | None,
    fill: Colour | None,
    width: float,
    is_dashed: bool,
) -> None:
    """Axis-aligned sides only: a box, a frame or an open bracket."""
    if fill is not None and len(set(path.points)) == 4:
        _add_filled_box(found, (shape.x0, shape.top, shape.x1, shape.bottom), fill)
    elif fill is not None and stroke is None and _is_hollow(shape):
        stroke = fill
    if stroke is not None:
        for start, end in _sides(path.points, shape.is_closed):
            _add_segment(found, start, end, width, stroke, is_dashed)
