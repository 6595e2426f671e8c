"""Characters of a page as PDFium sees them, as pdfplumber character dicts."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw

from extractors.readers import native
from extractors.readers.frame import DisplayFrame, Matrix, Rect, multiply

CharDict = dict[str, Any]
Color = tuple[float, float, float]

UNKNOWN_GLYPH = "\ufffd"
MIN_VISIBLE_SIZE_PT = 0.5
_INVISIBLE_MODES = frozenset({3, 7})  # PDF 32000-1 table 106: neither filled nor stroked
_STROKE_MODES = frozenset({1, 5})
_GENERATED = frozenset({10, 13, 32})  # spaces and line ends that PDFium makes up from gaps
_EM_ASCENT = 0.88  # share of the em above the baseline in Japanese fonts
_MAX_ADVANCE_EM = 1.3  # a next character farther away than this is no measure of this one's width
_SOFT_HYPHEN = 2  # PDFium's stand-in for a hyphen at the end of a line


@dataclass(slots=True)
class TextRun:
    """What all characters of one text object share. `order` is its place in painting order, -1 if unknown."""

    order: int
    font: str
    fontsize: float
    matrix: Matrix
    upright: bool
    side: bool
    render_mode: int
    color: Color | None
    is_hidden: bool
    has_metrics: bool


@dataclass(slots=True)
class CharHarvest:
    """Characters inside the page, the number outside of it, and the runs they came from."""

    chars: list[CharDict]
    runs: list[TextRun]
    n_outside: int = 0
    n_unknown: int = 0


class TextReader:
    """Reads the characters of one page; `orders` maps a text object's address to its painting order."""

    def __init__(
        self, text_page: native.Handle, frame: DisplayFrame, orders: dict[native.Handle, int]
    ) -> None:
        self._page = text_page
        self._frame = frame
        self._orders = orders
        self._fonts: dict[native.Handle, str] = {}
        self._matrix = raw.FS_MATRIX()
        self._xy = (ctypes.c_double(), ctypes.c_double())
        self._colors = tuple(ctypes.c_uint() for _ in range(4))

    def harvest(self, count: int, page_number: int) -> CharHarvest:
        """All `count` characters but those that PDFium itself made up; outside ones are only counted."""
        found = CharHarvest([], [])
        rect = raw.FS_RECTF()
        runs: dict[native.Handle, TextRun] = {}
        last_object, run, high = -1, None, 0
        for index in range(count):
            code = native.char_unicode(self._page, index)
            if code in _GENERATED and native.char_is_generated(self._page, index) == 1:
                continue
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            owner = native.char_object(self._page, index) or 0
            if run is None or owner != last_object:
                last_object, run = owner, runs.get(owner)
                if run is None:
                    run = runs[owner] = self._run(owner, index)
            if not native.char_loose_box(self._page, index, ctypes.addressof(rect)):
                continue
            text = self._text(index, code, high)
            found.n_unknown += text == UNKNOWN_GLYPH
            sides = (rect.left, rect.bottom, rect.right, rect.top)
            if not run.has_metrics:
                sides = self._em_box(index, owner, sides)
            self._place(found, run, text, self._frame.box(*sides), page_number)
        found.runs = list(runs.values())
        return found

    def _text(self, index: int, code: int, high: int) -> str:
        if high and 0xDC00 <= code < 0xE000:
            return chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00))
        if code == _SOFT_HYPHEN and native.char_is_hyphen(self._page, index) == 1:
            return "-"
        if native.char_has_map_error(self._page, index) == 1 or code == 0 or 0xD800 <= code < 0xE000:
            return UNKNOWN_GLYPH
        return chr(code)

    def _place(self, found: CharHarvest, run: TextRun, text: str, box: Rect, page_number: int) -> None:
        x0, top, x1, bottom = box
        width_pt, height_pt = self._frame.width_pt, self._frame.height_pt
        if x1 < 0 or bottom < 0 or x0 > width_pt or top > height_pt:
            found.n_outside += 1
            return
        found.chars.append(
            {
                "object_type": "char",
                "page_number": page_number,
                "text": text,
                "x0": x0,
                "x1": x1,
                "top": top,
                "bottom": bottom,
                "doctop": top,
                "y0": height_pt - bottom,
                "y1": height_pt - top,
                "width": x1 - x0,
                "height": bottom - top,
                "size": run.fontsize,
                "adv": x1 - x0,
                "fontsize": run.fontsize,
                "fontname": run.font,
                "upright": run.upright,
                "matrix": run.matrix,
                "render_mode": run.render_mode,
                "non_stroking_color": run.color,
                "stroking_color": None,
                "ncs": "DeviceRGB",
                "hidden": run.is_hidden,
                "run": run.order,
                "mcid": None,
                "tag": None,
            }
        )

    def _run(self, owner: native.Handle, index: int) -> TextRun:
        native.char_matrix(self._page, index, ctypes.addressof(self._matrix))
        m = self._matrix
        shown = multiply((m.a, m.b, m.c, m.d, 0.0, 0.0), self._frame.matrix)
        a, b, c, d = shown[0], -shown[1], shown[2], -shown[3]  # y upwards again, as pdfplumber states it
        size_pt = native.char_font_size(self._page, index) * (c * c + d * d) ** 0.5
        mode, color, alpha = self._paint(owner)
        return TextRun(
            order=self._orders.get(owner, -1),
            font=self._font_name(owner),
            fontsize=size_pt,
            matrix=(a, b, c, d, 0.0, 0.0),
            upright=a * d > 0 and b * c <= 0,
            side=abs(b) > abs(a),
            render_mode=mode,
            color=color,
            is_hidden=mode in _INVISIBLE_MODES or alpha == 0 or abs(size_pt) < MIN_VISIBLE_SIZE_PT,
            has_metrics=self._has_metrics(owner),
        )

    def _has_metrics(self, owner: native.Handle) -> bool:
        """Whether PDFium's box is the font's and not the ink's.

        It is the ink's in fonts that state no ascent and descent (Type 3), and under /ActualText, which
        Chromium writes around characters whose glyph is shared with a radical.
        """
        font = native.text_font(owner) if owner else 0
        if not font or self._has_actual_text(owner):
            return False
        ascent, descent = ctypes.c_float(), ctypes.c_float()
        native.font_ascent(font, 1000.0, ctypes.byref(ascent))
        native.font_descent(font, 1000.0, ctypes.byref(descent))
        return ascent.value != descent.value

    def _has_actual_text(self, owner: native.Handle) -> bool:
        marks = (native.object_mark(owner, i) for i in range(max(0, native.object_mark_count(owner))))
        return any(native.mark_value_type(mark, b"ActualText") == raw.FPDF_OBJECT_STRING for mark in marks)

    def _em_box(self, index: int, owner: native.Handle, ink: Rect) -> Rect:
        """The em box of a character of a font without metrics, where PDFium knows only the ink's box.

        Along the line it reaches from the origin to the next character's, or over the ink at the run's end.
        """
        x, y = self._origin(index)
        native.char_matrix(self._page, index, ctypes.addressof(self._matrix))
        m = self._matrix
        size = native.char_font_size(self._page, index)
        up_x, up_y = m.c * size, m.d * size
        corners = [(x + up_x * k, y + up_y * k) for k in (_EM_ASCENT, _EM_ASCENT - 1)]
        if native.char_object(self._page, index + 1) == owner:
            next_x, next_y = self._origin(index + 1)
            along = (next_x - x, next_y - y)
            if along[0] ** 2 + along[1] ** 2 <= (_MAX_ADVANCE_EM**2) * (up_x**2 + up_y**2):
                corners += [(cx + along[0], cy + along[1]) for cx, cy in corners]
        xs, ys = [c[0] for c in corners], [c[1] for c in corners]
        return (min(*xs, ink[0]), min(*ys, ink[1]), max(*xs, ink[2]), max(*ys, ink[3]))

    def _origin(self, index: int) -> tuple[float, float]:
        x, y = self._xy
        native.char_origin(self._page, index, ctypes.byref(x), ctypes.byref(y))
        return x.value, y.value

    def _paint(self, owner: native.Handle) -> tuple[int, Color | None, float]:
        """Render mode, the colour the glyphs are painted in (None when unknown) and its opacity 0–1."""
        if not owner:
            return 0, None, 1.0
        mode = native.text_render_mode(owner)
        get = native.object_stroke_color if mode in _STROKE_MODES else native.object_fill_color
        if not get(owner, *map(ctypes.byref, self._colors)):
            return mode, None, 1.0
        red, green, blue, alpha = (channel.value / 255 for channel in self._colors)
        return mode, (red, green, blue), alpha

    def _font_name(self, owner: native.Handle) -> str:
        font = native.text_font(owner) if owner else 0
        if not font:
            return ""
        if font not in self._fonts:
            buffer = ctypes.create_string_buffer(256)
            length = native.font_name(font, ctypes.addressof(buffer), 256)
            self._fonts[font] = buffer.raw[: max(0, length - 1)].decode("utf-8", "replace")
        return self._fonts[font]
