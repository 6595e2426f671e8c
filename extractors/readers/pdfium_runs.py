"""Text objects of a page: what all their characters share (font, size, colour, direction, visibility)."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any, NamedTuple

from pypdfium2 import raw

from extractors.readers import native
from extractors.readers.fontnames import face_name
from extractors.readers.frame import IDENTITY, DisplayFrame, Matrix, Rect, inverse, multiply
from extractors.readers.pdfium_paths import DrawingHarvest
from extractors.readers.visibility import is_white

Color = tuple[float, float, float]

MIN_VISIBLE_SIZE_PT = 0.5
_SAME_MATRIX = 1e-3  # PDFium computes in single precision
_INVISIBLE_MODES = frozenset({3, 7})  # PDF 32000-1 table 106: neither filled nor stroked
_STROKE_MODES = frozenset({1, 5})
_FILL_AND_STROKE_MODES = frozenset({2, 6})
_UNPLACED = dict.fromkeys(
    ("text", "x0", "x1", "top", "bottom", "doctop", "y0", "y1", "width", "height", "adv"), None
)


@dataclass(slots=True)
class TextRun:
    """What the characters of one text object share.

    `shared` is pdfplumber's character dict, as yet without text, place and `order` (its "run", the text
    object's place in the order of painting). `has_metrics` tells whether PDFium's character boxes are the
    font's and not the ink's. `clip` is in displayed points. `form` leads from where PDFium places characters
    to their place on the page, None where that is the same.
    """

    shared: dict[str, Any]
    order: int
    has_metrics: bool
    clip: Rect | None
    form: Matrix | None


class _Style(NamedTuple):
    font_name: str
    font_size: float
    a: float
    b: float
    c: float
    d: float
    mode: int
    color: Color | None
    alpha: float
    is_on_hidden_layer: bool


class RunReader:
    """Reads text objects; `drawn` knows their painting order, their clips and which are on a hidden layer."""

    def __init__(
        self,
        text_page: native.Handle,
        frame: DisplayFrame,
        page_number: int,
        drawn: DrawingHarvest,
    ) -> None:
        self._page, self._frame, self._number = text_page, frame, page_number
        self._orders, self._clips, self._hidden = drawn.text_orders, drawn.text_clips, drawn.hidden_texts
        self._styles: dict[_Style, dict[str, Any]] = {}
        self._fonts: dict[native.Handle, tuple[str, bool]] = {}
        self._matrix = raw.FS_MATRIX()
        self._matrix_address = ctypes.addressof(self._matrix)
        self._colors = tuple(ctypes.c_uint() for _ in range(4))
        self._color_addresses = tuple(map(ctypes.addressof, self._colors))

    def read(self, owner: native.Handle, index: int) -> TextRun:
        """The run of text object `owner` (0: unknown), whose first character has `index`."""
        native.char_matrix(self._page, index, self._matrix_address)
        m = self._matrix
        size = native.char_font_size(self._page, index)
        name, states_metrics = self._font(owner)
        style = _Style(name, size, m.a, m.b, m.c, m.d, *self._paint(owner), owner in self._hidden)
        # A page has hundreds of runs and a handful of styles.
        shared = self._styles.get(style)
        if shared is None:
            shared = self._styles[style] = self._entries(style)
        is_replaced = _has_actual_text(owner)
        form = self._form_of(owner, (m.a, m.b, m.c, m.d, m.e, m.f)) if is_replaced else None
        has_metrics = states_metrics and not is_replaced
        return TextRun(shared, self._orders.get(owner, -1), has_metrics, self._clips.get(owner), form)

    def repeats(self, read: Container[native.Handle]) -> list[Rect]:
        """Displayed boxes of visible text objects that are not among those `read`.

        PDFium drops the characters of an object that repeats one just before it, whatever their colours.
        """
        boxes = (self._seen_box(owner) for owner in self._orders if owner not in read)
        return [box for box in boxes if box is not None]

    def _seen_box(self, owner: native.Handle) -> Rect | None:
        mode, color, alpha = self._paint(owner)
        if mode in _INVISIBLE_MODES or is_white(color) or alpha == 0 or owner in self._hidden:
            return None
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if not native.object_bounds(owner, *map(ctypes.byref, (left, bottom, right, top))):
            return None
        return self._frame.box(left.value, bottom.value, right.value, top.value)

    def _form_of(self, owner: native.Handle, placed: Matrix) -> Matrix | None:
        """The matrix of the form around a text object: PDFium leaves it out where /ActualText stands.

        `placed` is the object's text matrix on the page.
        """
        native.object_matrix(owner, self._matrix_address)
        m = self._matrix
        own = inverse((m.a, m.b, m.c, m.d, m.e, m.f))
        form = multiply(own, placed) if own is not None else IDENTITY
        is_same = all(abs(side - plain) < _SAME_MATRIX for side, plain in zip(form, IDENTITY, strict=True))
        return None if is_same else form

    def _entries(self, style: _Style) -> dict[str, Any]:
        shown = multiply((style.a, style.b, style.c, style.d, 0.0, 0.0), self._frame.matrix)
        a, b, c, d = shown[0], -shown[1], shown[2], -shown[3]  # y upwards again, as pdfplumber states it
        size_pt = style.font_size * (c * c + d * d) ** 0.5
        return {
            **_UNPLACED,
            "object_type": "char",
            "page_number": self._number,
            "size": size_pt,
            "fontsize": size_pt,
            "fontname": style.font_name,
            "upright": a * d > 0 and b * c <= 0,
            "matrix": (a, b, c, d, 0.0, 0.0),
            "render_mode": style.mode,
            "non_stroking_color": style.color,
            "stroking_color": None,
            "ncs": "DeviceRGB",
            "hidden": style.mode in _INVISIBLE_MODES
            or style.alpha == 0
            or abs(size_pt) < MIN_VISIBLE_SIZE_PT
            or style.is_on_hidden_layer,
            "run": -1,
            "mcid": None,
            "tag": None,
        }

    def _paint(self, owner: native.Handle) -> tuple[int, Color | None, float]:
        """Render mode, the colour the glyphs are painted in (None when unknown) and its opacity 0–1.

        Of letters that are filled with white and outlined (袋文字) the outline is what is seen.
        """
        if not owner:
            return 0, None, 1.0
        mode = native.text_render_mode(owner)
        get = native.object_stroke_color if mode in _STROKE_MODES else native.object_fill_color
        color, alpha = self._color(owner, get)
        if mode in _FILL_AND_STROKE_MODES and is_white(color):
            color, alpha = self._color(owner, native.object_stroke_color)
        return mode, color, alpha

    def _color(self, owner: native.Handle, get: Callable[..., int]) -> tuple[Color | None, float]:
        """A text object's colour and opacity by one of PDFium's functions."""
        if not get(owner, *self._color_addresses):
            return None, 1.0
        red, green, blue, alpha = self._colors
        return (red.value / 255, green.value / 255, blue.value / 255), alpha.value / 255

    def _font(self, owner: native.Handle) -> tuple[str, bool]:
        """The font's name, and whether it states ascent and descent (Type 3 fonts do not)."""
        font = native.text_font(owner) if owner else 0
        if not font:
            return "", True
        if font not in self._fonts:
            buffer = ctypes.create_string_buffer(256)
            length = native.font_name(font, ctypes.addressof(buffer), 256)
            name = face_name(buffer.raw[: max(0, length - 1)].decode("utf-8", "replace"))
            ascent, descent = ctypes.c_float(), ctypes.c_float()
            native.font_ascent(font, 1000.0, ctypes.byref(ascent))
            native.font_descent(font, 1000.0, ctypes.byref(descent))
            self._fonts[font] = (name, ascent.value != descent.value)
        return self._fonts[font]


def _has_actual_text(owner: native.Handle) -> bool:
    """Whether /ActualText replaces the glyphs' own text; Chromium writes it where a radical has the glyph."""
    count = native.object_mark_count(owner) if owner else 0
    return count > 0 and any(
        native.mark_value_type(native.object_mark(owner, mark), b"ActualText") == raw.FPDF_OBJECT_STRING
        for mark in range(count)
    )
