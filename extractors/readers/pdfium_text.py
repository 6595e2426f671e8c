"""Characters of a page as PDFium sees them, as pdfplumber character dicts."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

from pypdfium2 import raw

from extractors.readers import native
from extractors.readers.frame import DisplayFrame, Rect
from extractors.readers.pdfium_runs import RunReader, TextRun

CharDict = dict[str, Any]

UNKNOWN_GLYPH = "\ufffd"
_GENERATED = frozenset({10, 13, 32})  # spaces and line ends that PDFium makes up from gaps
_SOFT_HYPHEN = 2  # PDFium's stand-in for a hyphen at the end of a line
_EM_ASCENT = 0.88  # share of the em above the baseline in Japanese fonts
_MAX_ADVANCE_EM = 1.3  # a next character farther away than this is no measure of this one's width


@dataclass(slots=True)
class CharHarvest:
    """Characters inside the page; how many lie outside, have no Unicode value, or are cut off by a clip."""

    chars: list[CharDict] = field(default_factory=list)
    n_outside: int = 0
    n_unknown: int = 0
    n_clipped: int = 0


class TextReader:
    """Reads the characters of one text page."""

    def __init__(self, text_page: native.Handle, frame: DisplayFrame, runs: RunReader) -> None:
        self._page, self._frame, self._runs = text_page, frame, runs
        self._found = CharHarvest()
        self._rect = raw.FS_RECTF()
        self._rect_address = ctypes.addressof(self._rect)
        self._matrix = raw.FS_MATRIX()
        self._xy = (ctypes.c_double(), ctypes.c_double())

    def harvest(self, count: int) -> CharHarvest:
        """All `count` characters but those that PDFium itself made up; outside ones are only counted."""
        runs: dict[native.Handle, TextRun] = {}
        last_owner, run, high = -1, None, 0
        for index in range(count):
            code = native.char_unicode(self._page, index)
            if code in _GENERATED and native.char_is_generated(self._page, index) == 1:
                continue
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            owner = native.char_object(self._page, index) or 0
            if run is None or owner != last_owner:
                last_owner, run = owner, runs.get(owner)
                if run is None:
                    run = runs[owner] = self._runs.read(owner, index)
            self._take(index, run, self._text(index, code, high))
            high = 0
        return self._found

    def _text(self, index: int, code: int, high: int) -> str:
        if high and 0xDC00 <= code < 0xE000:
            return chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00))
        if code == _SOFT_HYPHEN and native.char_is_hyphen(self._page, index) == 1:
            return "-"
        if native.char_has_map_error(self._page, index) == 1 or code == 0 or 0xD800 <= code < 0xE000:
            return UNKNOWN_GLYPH
        return chr(code)

    def _take(self, index: int, run: TextRun, text: str) -> None:
        if not native.char_loose_box(self._page, index, self._rect_address):
            return
        rect = self._rect
        sides = (rect.left, rect.bottom, rect.right, rect.top)
        x0, top, x1, bottom = self._frame.box(*(sides if run.has_metrics else self._em_box(index, sides)))
        width_pt, height_pt = self._frame.width_pt, self._frame.height_pt
        if x1 < 0 or bottom < 0 or x0 > width_pt or top > height_pt:
            self._found.n_outside += 1
            return
        char = {
            **run.shared,
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
            "adv": x1 - x0,
        }
        self._found.chars.append(char)
        self._found.n_unknown += text == UNKNOWN_GLYPH
        if run.clip is not None and not _middle_inside(char, run.clip):
            char["hidden"] = True
            self._found.n_clipped += 1

    def _em_box(self, index: int, ink: Rect) -> Rect:
        """The em box of a character where PDFium knows only the ink's box.

        Along the line it reaches from the origin to the next character's, or over the ink at the run's end.
        """
        x, y = self._origin(index)
        native.char_matrix(self._page, index, ctypes.addressof(self._matrix))
        size = native.char_font_size(self._page, index)
        up_x, up_y = self._matrix.c * size, self._matrix.d * size
        corners = [(x + up_x * k, y + up_y * k) for k in (_EM_ASCENT, _EM_ASCENT - 1)]
        if native.char_object(self._page, index + 1) == native.char_object(self._page, index):
            next_x, next_y = self._origin(index + 1)
            along_x, along_y = next_x - x, next_y - y
            if along_x**2 + along_y**2 <= _MAX_ADVANCE_EM**2 * (up_x**2 + up_y**2):
                corners += [(corner_x + along_x, corner_y + along_y) for corner_x, corner_y in corners]
        xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
        return (min(*xs, ink[0]), min(*ys, ink[1]), max(*xs, ink[2]), max(*ys, ink[3]))

    def _origin(self, index: int) -> tuple[float, float]:
        x, y = self._xy
        native.char_origin(self._page, index, ctypes.byref(x), ctypes.byref(y))
        return x.value, y.value


def _middle_inside(char: CharDict, clip: Rect) -> bool:
    middle_x, middle_y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(clip[0] <= middle_x <= clip[2] and clip[1] <= middle_y <= clip[3])
