"""Characters by pdfminer's fonts: code → text, width and place, as pdfplumber character dicts."""

from __future__ import annotations

from typing import Any

from pdfminer.pdffont import PDFUnicodeNotDefined

from extractors.readers.content import TextState
from extractors.readers.fontnames import face_name
from extractors.readers.frame import DisplayFrame, Matrix, Rect

CharDict = dict[str, Any]
Glyph = tuple[str, float, Any]  # text, width in ems, origin of vertical writing

_INVISIBLE_MODES = frozenset({3, 7})  # PDF 32000-1 table 106


class CharCollector:
    """Collects the characters of one page. `glyphs` is shared by the pages of a document."""

    def __init__(self, frame: DisplayFrame, number: int, glyphs: dict[Any, dict[int, Glyph]]) -> None:
        self.chars: list[CharDict] = []
        self._frame, self._number, self._glyphs = frame, number, glyphs

    def show(
        self, state: TextState, matrix: Matrix, start: tuple[float, float], items: list[Any]
    ) -> tuple[float, float]:
        """Place the characters of one Tj or TJ (PDF 32000-1 §9.4.4); see `TextSink`."""
        font = state.font
        is_vertical = font.is_vertical()
        stretch = 1.0 if is_vertical else state.scaling
        along = state.size * stretch
        char_space = state.char_space * stretch
        word_space = 0.0 if font.is_multibyte() else state.word_space * stretch
        style = _Style(state, matrix, self._frame, self._number)
        known = self._glyphs.setdefault(font, {})
        x, y = start
        for item in items:
            if isinstance(item, float):
                moved = -item * 0.001 * along
                x, y = (x, y + moved) if is_vertical else (x + moved, y)
            elif isinstance(item, bytes):
                for code in font.decode(item):
                    text, width, origin = known.get(code) or _learn(font, code, known)
                    advance = width * along
                    self._place(style, text, style.glyph_box(x, y, advance, origin))
                    moved = advance + char_space + (word_space if code == 32 else 0.0)
                    x, y = (x, y + moved) if is_vertical else (x + moved, y)
        return x, y

    def _place(self, style: _Style, text: str, box: Rect) -> None:
        x0, top, x1, bottom = box
        height_pt = self._frame.height_pt
        if x1 >= 0 and bottom >= 0 and x0 <= self._frame.width_pt and top <= height_pt:
            char = {
                **style.shared,
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
            }
            self.chars.append(char)


class _Style:
    """What the characters of one string share; `matrix` leads from the line's start to displayed points."""

    def __init__(self, state: TextState, matrix: Matrix, frame: DisplayFrame, number: int) -> None:
        font = state.font
        self._matrix, self._size, self._rise = matrix, state.size, state.rise
        self._is_vertical = font.is_vertical()
        self._low = 0.0 if self._is_vertical else font.get_descent() * state.size + state.rise
        a, b, c, d, _, _ = matrix
        size_pt = abs(state.size) * (c * c + d * d) ** 0.5
        self.shared = {
            "object_type": "char",
            "page_number": number,
            "size": size_pt,
            "fontsize": size_pt,
            "fontname": face_name(font.fontname if isinstance(font.fontname, str) else repr(font.fontname)),
            "matrix": (a, -b, c, -d, 0.0, 0.0),  # y upwards, as pdfplumber states it
            "upright": -a * d * state.scaling > 0 and b * c <= 0,
            "hidden": int(state.mode) in _INVISIBLE_MODES,
        }

    def glyph_box(self, x: float, y: float, advance: float, origin: Any) -> Rect:
        """The displayed box of a glyph at (x, y)."""
        if self._is_vertical:
            shift_x, shift_y = origin
            left = x - self._size * (0.5 if shift_x is None else shift_x * 0.001)
            high = y + (1000 - shift_y) * self._size * 0.001 + self._rise
            return self._shown(left, high + advance, left + self._size, high)
        return self._shown(x, y + self._low, x + advance, y + self._low + self._size)

    def _shown(self, left: float, low: float, right: float, high: float) -> Rect:
        a, b, c, d, e, f = self._matrix
        if b == 0 and c == 0:
            x0, x1, y0, y1 = a * left + e, a * right + e, d * low + f, d * high + f
            return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        corners = ((left, low), (left, high), (right, low), (right, high))
        xs = [a * x + c * y + e for x, y in corners]
        ys = [b * x + d * y + f for x, y in corners]
        return (min(xs), min(ys), max(xs), max(ys))


def _learn(font: Any, code: int, known: dict[int, Glyph]) -> Glyph:
    try:
        text = font.to_unichr(code)
    except PDFUnicodeNotDefined:
        text = f"(cid:{code})"
    known[code] = (text, font.char_width(code), font.char_disp(code))
    return known[code]
