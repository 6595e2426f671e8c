"""Drawn objects of a page as PDFium sees them, in pdfplumber's terms."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pypdfium2 import raw

from extractors.readers import native
from extractors.readers.errors import TooManyObjects
from extractors.readers.frame import DisplayFrame, Matrix, Rect, multiply
from extractors.readers.layers import is_on_layer
from extractors.readers.limits import Limits
from extractors.readers.pdfium_clip import ClipReader, clipped

Point = tuple[float, float]
Segment = tuple[Any, ...]
ObjectDict = dict[str, Any]

_MAX_FORM_DEPTH = 24
_SQUARE_PT = 0.01
_DOT_PT = 2.0  # dots of dotted borders are smaller
_STRAIGHT_PT = 0.5  # an edge leaning less is a rule
_NAMES = {raw.FPDF_SEGMENT_MOVETO: "m", raw.FPDF_SEGMENT_LINETO: "l", raw.FPDF_SEGMENT_BEZIERTO: "c"}


@dataclass(slots=True)
class Style:
    """How a path is painted; widths in points, colours RGB 0–1, `dash` as pdfplumber gives it."""

    stroke: bool
    fill: bool
    linewidth: float
    stroking_color: tuple[float, float, float] | None
    non_stroking_color: tuple[float, float, float] | None
    dash: tuple[list[float], float] | None
    opacity: float
    is_opaque: bool
    order: int


@dataclass(slots=True)
class DrawingHarvest:
    """Drawn objects inside the page, the number outside; order, clips and hidden ones of the texts."""

    lines: list[ObjectDict] = field(default_factory=list)
    rects: list[ObjectDict] = field(default_factory=list)
    curves: list[ObjectDict] = field(default_factory=list)
    images: list[ObjectDict] = field(default_factory=list)
    text_orders: dict[native.Handle, int] = field(default_factory=dict)
    text_clips: dict[native.Handle, Rect] = field(default_factory=dict)
    hidden_texts: set[native.Handle] = field(default_factory=set)
    n_outside: int = 0
    n_surplus: int = 0


class DrawingReader:
    """Walks the objects of one page, forms included, and collects what is drawn."""

    def __init__(
        self,
        page: native.Handle,
        frame: DisplayFrame,
        page_number: int,
        limits: Limits,
        hidden_layers: frozenset[bytes] = frozenset(),
    ) -> None:
        self._page = page
        self._frame = frame
        self._number = page_number
        self._limits = limits
        self._hidden_layers = hidden_layers
        self._found = DrawingHarvest()
        self._clips = ClipReader(frame)
        self._seen = 0
        self._points = self._n_rules = self._n_shapes = 0
        self._matrix = raw.FS_MATRIX()
        self._xy = (ctypes.c_float(), ctypes.c_float())
        self._xy_refs = tuple(map(ctypes.byref, self._xy))
        self._colors = tuple(ctypes.c_uint() for _ in range(4))
        self._color_addresses = tuple(map(ctypes.addressof, self._colors))

    def harvest(self) -> DrawingHarvest:
        """Everything drawn on the page. Raises TooManyObjects beyond the limits."""
        count = native.page_object_count(self._page)
        for index in range(count):
            self._take(native.page_object(self._page, index), self._frame.matrix, 0)
        return self._found

    def _take(self, handle: native.Handle | None, to_display: Matrix, depth: int) -> None:
        if not handle:
            return
        self._seen += 1
        if self._seen > self._limits.max_objects:
            self._guard(self._seen, self._limits.max_objects, "図形", "objects")
        kind = native.object_type(handle)
        if self._hidden_layers and is_on_layer(handle, self._hidden_layers):
            self._hide(handle, kind)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            self._take_text(handle, to_display)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            self._take_path(handle, to_display)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            self._take_image(handle, to_display)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
            inner = multiply(self._matrix_of(handle), to_display)
            for index in range(max(0, native.form_object_count(handle))):
                self._take(native.form_object(handle, index), inner, depth + 1)

    def _hide(self, handle: native.Handle, kind: int) -> None:
        """Leave out an object of a layer that is off; of a form, nothing inside is seen either."""
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            self._found.hidden_texts.add(handle)
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            for index in range(max(0, native.form_object_count(handle))):
                inner = native.form_object(handle, index)
                self._hide(inner, native.object_type(inner))

    def _take_text(self, handle: native.Handle, to_display: Matrix) -> None:
        self._found.text_orders[handle] = self._seen
        clip = self._clips.rect(handle, to_display)
        if clip is not None:
            self._found.text_clips[handle] = clip

    def _guard(self, count: int, limit: int, kind_ja: str, kind_en: str) -> None:
        if count > limit:
            raise TooManyObjects(
                page=self._number, count=count, limit=limit, kind_ja=kind_ja, kind_en=kind_en
            )

    def _matrix_of(self, handle: native.Handle) -> Matrix:
        native.object_matrix(handle, ctypes.addressof(self._matrix))
        m = self._matrix
        return (m.a, m.b, m.c, m.d, m.e, m.f)

    def _take_path(self, handle: native.Handle, to_display: Matrix) -> None:
        fill_mode, stroke = ctypes.c_int(), ctypes.c_int()
        if not native.path_draw_mode(handle, ctypes.byref(fill_mode), ctypes.byref(stroke)):
            return
        if not fill_mode.value and not stroke.value:
            return
        matrix = multiply(self._matrix_of(handle), to_display)
        clip = self._clips.rect(handle, to_display)
        style = self._style(handle, bool(stroke.value), bool(fill_mode.value), matrix)
        for segments in self._subpaths(handle, matrix):
            self._emit(segments, style, clip)

    def _style(self, handle: native.Handle, stroke: bool, fill: bool, matrix: Matrix) -> Style:
        scale = abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5
        native.object_stroke_width(handle, self._xy_refs[0])
        stroking = self._color(native.object_stroke_color, handle) if stroke else None
        filling = self._color(native.object_fill_color, handle) if fill else None
        seen = stroking if stroking and not filling else filling
        return Style(
            stroke=stroke,
            fill=fill,
            linewidth=self._xy[0].value * scale,
            stroking_color=stroking[:3] if stroking else None,
            non_stroking_color=filling[:3] if filling else None,
            dash=self._dash(handle, scale) if stroke else None,
            opacity=seen[3] if seen else 1.0,
            is_opaque=bool(fill and filling and not native.object_is_transparent(handle)),
            order=self._seen,
        )

    def _color(self, get: Any, handle: native.Handle) -> tuple[float, float, float, float] | None:
        if not get(handle, *self._color_addresses):
            return None
        red, green, blue, alpha = (channel.value / 255 for channel in self._colors)
        return (red, green, blue, alpha)

    def _dash(self, handle: native.Handle, scale: float) -> tuple[list[float], float] | None:
        count = native.object_dash_count(handle)
        if count <= 0:
            return None
        array = (ctypes.c_float * count)()
        native.object_dash_array(handle, array, count)
        native.object_dash_phase(handle, self._xy_refs[0])
        return [round(value * scale, 3) for value in array], self._xy[0].value * scale

    def _subpaths(self, handle: native.Handle, matrix: Matrix) -> Iterator[list[Segment]]:
        a, b, c, d, e, f = matrix
        px, py = self._xy
        current: list[Segment] = []
        controls: list[Point] = []
        count = native.path_segment_count(handle)
        self._points += max(0, count)
        self._guard(self._points, 10 * self._limits.max_objects, "図形の点", "path points")
        for index in range(count):
            segment = native.path_segment(handle, index)
            native.segment_point(segment, *self._xy_refs)
            point = (a * px.value + c * py.value + e, b * px.value + d * py.value + f)
            name = _NAMES.get(native.segment_type(segment), "l")
            if name == "m" and current:
                yield current
                current = []
            if name == "c":
                controls.append(point)
                if len(controls) == 3:
                    current.append(("c", *controls))
                    controls = []
            else:
                current.append((name, point))
            if native.segment_closes(segment):
                current.append(("h",))
        if current:
            yield current

    def _emit(self, segments: list[Segment], style: Style, clip: Rect | None) -> None:
        points = [segment[-1] for segment in segments if len(segment) > 1]
        if len(points) < 2:
            return
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        whole = (min(xs), min(ys), max(xs), max(ys))
        box = clipped(whole, _widened(clip, whole, style))
        if box is None or not _meets_page(box, self._frame):
            self._found.n_outside += 1
            return
        if box != whole and style.stroke and not style.fill and len(points) > 2:
            self._emit_edges(segments, style, clip)
            return
        kind = _kind_of(segments, points, style.fill)
        if box != whole:
            points = [_pulled_in(point, box) for point in points]
            segments = [(step[0], *(_pulled_in(point, box) for point in step[1:])) for step in segments]
        if not self._count(kind == "rect" or _can_be_rule(box, segments)):
            return
        made = self._object(kind, box, style)
        made["pts"] = points
        if kind == "curve":
            made["path"] = segments
        {"line": self._found.lines, "rect": self._found.rects, "curve": self._found.curves}[kind].append(made)

    def _emit_edges(self, segments: list[Segment], style: Style, clip: Rect | None) -> None:
        """The edges of a stroked outline one by one: the clip cuts some off and makes no new ones."""
        drawn = [step for step in segments if len(step) > 1]
        if len(drawn) < len(segments):
            drawn.append(("l", segments[0][-1]))  # closed
        for last, step in pairwise(drawn):
            if not _near(last[-1], step[-1]):
                self._emit([("m", last[-1]), step], style, clip)

    def _count(self, can_be_rule: bool) -> bool:
        """Whether to keep a path. Too many rules are an error, surplus other shapes only a number."""
        if can_be_rule:
            self._n_rules += 1
            self._guard(self._n_rules, self._limits.max_rules, "罫線", "rules")
            return True
        self._n_shapes += 1
        if self._n_shapes <= self._limits.max_shapes:
            return True
        self._found.n_surplus += 1
        return False

    def _object(self, kind: str, box: Rect, style: Style | None) -> ObjectDict:
        x0, top, x1, bottom = box
        height_pt = self._frame.height_pt
        made: ObjectDict = {
            "object_type": kind,
            "page_number": self._number,
            "x0": x0,
            "x1": x1,
            "top": top,
            "bottom": bottom,
            "doctop": top,
            "y0": height_pt - bottom,
            "y1": height_pt - top,
            "width": x1 - x0,
            "height": bottom - top,
            "order": self._seen,
            "mcid": None,
            "tag": None,
        }
        if style is not None:
            made |= {
                "linewidth": style.linewidth,
                "stroke": style.stroke,
                "fill": style.fill,
                "evenodd": False,
                "stroking_color": style.stroking_color,
                "non_stroking_color": style.non_stroking_color,
                "dash": style.dash,
                "opacity": style.opacity,
                "is_opaque": style.is_opaque,
            }
        return made

    def _take_image(self, handle: native.Handle, to_display: Matrix) -> None:
        # An image is the unit square under its matrix.
        a, b, c, d, e, f = multiply(self._matrix_of(handle), to_display)
        xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
        whole = (min(xs), min(ys), max(xs), max(ys))
        box = clipped(whole, self._clips.rect(handle, to_display))
        if box is None or not _meets_page(box, self._frame):
            self._found.n_outside += 1
            return
        self._found.images.append(self._object("image", box, None))


def _widened(clip: Rect | None, whole: Rect, style: Style) -> Rect | None:
    """The clip with room across a stroke: half of a line whose middle lies just outside is still seen."""
    if clip is None or not style.stroke:
        return clip
    room = style.linewidth / 2
    across_x = room if whole[2] - whole[0] <= style.linewidth else 0.0
    across_y = room if whole[3] - whole[1] <= style.linewidth else 0.0
    return (clip[0] - across_x, clip[1] - across_y, clip[2] + across_x, clip[3] + across_y)


def _pulled_in(point: Point, box: Rect) -> Point:
    """A point moved to the edge of the clip where it lies beyond; exact for axis-parallel segments."""
    return (min(max(point[0], box[0]), box[2]), min(max(point[1], box[1]), box[3]))


def _meets_page(box: Rect, frame: DisplayFrame) -> bool:
    x0, top, x1, bottom = box
    return x1 >= 0 and bottom >= 0 and x0 <= frame.width_pt and top <= frame.height_pt


def _kind_of(segments: list[Segment], points: list[Point], fill: bool) -> str:
    """pdfplumber's names: two points are a line, an axis-parallel closed four-corner path a rect."""
    names = "".join(segment[0] for segment in segments)
    if "c" in names:
        return "curve"
    corners = points[:-1] if len(points) > 2 and _near(points[0], points[-1]) else points
    if len(corners) == 2:
        return "line"
    closed = fill or "h" in names or len(corners) < len(points)
    return "rect" if closed and len(corners) == 4 and _is_square(corners) else "curve"


def _can_be_rule(box: Rect, segments: list[Segment]) -> bool:
    """Whether a path has an edge along the page's axes, or is so small or thin that it may be part of one."""
    if min(box[2] - box[0], box[3] - box[1]) <= _DOT_PT:
        return True
    return any(
        step[0] == "l" and min(abs(step[1][0] - last[-1][0]), abs(step[1][1] - last[-1][1])) <= _STRAIGHT_PT
        for last, step in pairwise(segments)
        if len(last) > 1
    )


def _near(first: Point, second: Point) -> bool:
    return abs(first[0] - second[0]) < _SQUARE_PT and abs(first[1] - second[1]) < _SQUARE_PT


def _is_square(corners: list[Point]) -> bool:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    pairs_xy = ((ax, bx), (by, cy), (cx, dx), (dy, ay))
    pairs_yx = ((ay, by), (bx, cx), (cy, dy), (dx, ax))
    return any(all(abs(p - q) < _SQUARE_PT for p, q in pairs) for pairs in (pairs_xy, pairs_yx))
