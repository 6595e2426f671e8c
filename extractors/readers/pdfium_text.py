"""Characters of a page as PDFium sees them, as pdfplumber character dicts."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from unicodedata import category

from pypdfium2 import raw

from extractors.readers import native
from extractors.readers.frame import DisplayFrame, Matrix, Rect, moved
from extractors.readers.pdfium_runs import Color, RunReader, TextRun
from extractors.readers.visibility import is_white

CharDict = dict[str, Any]
UnicodeFonts = Callable[[], frozenset[str]]

UNKNOWN_GLYPH = "\ufffd"
_GENERATED = frozenset({10, 13, 32})  # spaces and line ends that PDFium makes up from gaps
# Controls and the space below, surrogates and private use above; between them the signs that leave no ink.
_ORDINARY, _LAST_ORDINARY = 0x21, 0xD7FF
_FIRST_UNSEEN, _LAST_UNSEEN = 0x2000, 0x206F
_WITHOUT_INK = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cn"})  # Unicode's categories
_MIN_INK_PT = 0.1  # PDFium's box of a blank is a hundredth of a point high
_SYMBOLS = range(0xF000, 0xF100)  # Word stores the codes of Symbol and Wingdings here: bullets
_SOFT_HYPHEN = 2  # PDFium's stand-in for a hyphen at the end of a line
_EM_ASCENT = 0.88  # share of the em above the baseline in Japanese fonts
_MAX_ADVANCE_EM = 1.3  # a next character farther away than this is no measure of this one's width


@dataclass(slots=True)
class CharHarvest:
    """Characters inside the page; how many lie outside, have no Unicode value, or are cut off by a clip.

    `colors` are those of the text, `styles` its sizes with their matrices. Beside white text, `repeats` are
    the boxes of visible text that repeats other and has no characters of its own.
    """

    chars: list[CharDict] = field(default_factory=list)
    colors: set[Color | None] = field(default_factory=set)
    styles: set[tuple[float, Matrix]] = field(default_factory=set)
    repeats: list[Rect] = field(default_factory=list)
    n_outside: int = 0
    n_unknown: int = 0
    n_clipped: int = 0


class TextReader:
    """Reads the characters of one text page.

    `unicode_fonts` names the page's fonts whose codes are Unicode values by their own account; it is asked
    only where PDFium knows no value.
    """

    def __init__(
        self, text_page: native.Handle, frame: DisplayFrame, runs: RunReader, unicode_fonts: UnicodeFonts
    ) -> None:
        self._page, self._frame, self._runs = text_page, frame, runs
        self._unicode_fonts = unicode_fonts
        self._width_pt, self._height_pt, self._to_display = frame.width_pt, frame.height_pt, frame.matrix
        self._rect = raw.FS_RECTF()
        self._matrix = raw.FS_MATRIX()
        self._xy = (ctypes.c_double(), ctypes.c_double())

    def harvest(self, count: int) -> CharHarvest:
        """All `count` characters but those that PDFium itself made up; outside ones are only counted."""
        found = CharHarvest()
        runs: dict[native.Handle, TextRun] = {}
        owner, run, text = -1, None, ""
        # The hottest loop of a reading: C functions are called through local names.
        page, unicode_of, owner_of = self._page, native.char_unicode, native.char_object
        has_map_error = native.char_has_map_error
        for index in range(count):
            code = unicode_of(page, index)
            if code in _GENERATED and native.char_is_generated(page, index) == 1:
                continue
            last_owner, owner = owner, owner_of(page, index) or 0
            if run is None or owner != last_owner:
                run = runs.get(owner)
                if run is None:
                    run = runs[owner] = self._runs.read(owner, index)
            if (
                code < _ORDINARY
                or code > _LAST_ORDINARY
                or _FIRST_UNSEEN <= code <= _LAST_UNSEEN
                or has_map_error(page, index) == 1
            ):
                text = self._unusual(index, code, run)
                if not text:
                    continue
                found.n_unknown += text == UNKNOWN_GLYPH or _is_of_the_house(text)
            else:
                text = chr(code)
            self._place(index, run, text, found)
        found.styles = {(run.shared["size"], run.shared["matrix"]) for run in runs.values()}
        found.colors = {run.shared["non_stroking_color"] for run in runs.values()}
        if any(map(is_white, found.colors)):
            found.repeats = self._runs.repeats(runs)
        return found

    def _unusual(self, index: int, code: int, run: TextRun) -> str:
        """The text of a character outside the ordinary range or without a Unicode value.

        Empty for the first half of a surrogate pair; the second half makes the character. What a damaged map
        names a blank or a control has no known value where the font draws something for it.
        """
        if code == _SOFT_HYPHEN and native.char_is_hyphen(self._page, index) == 1:
            return "-"
        if 0xD800 <= code < 0xDC00:
            is_pair = 0xDC00 <= native.char_unicode(self._page, index + 1) < 0xE000
            return "" if is_pair else UNKNOWN_GLYPH
        if 0xDC00 <= code < 0xE000:
            high = native.char_unicode(self._page, index - 1)
            is_pair = 0xD800 <= high < 0xDC00
            return chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)) if is_pair else UNKNOWN_GLYPH
        if code and native.char_has_map_error(self._page, index) != 1:
            kind = category(chr(code))
            if kind in _WITHOUT_INK and self._has_ink(index, run):
                return UNKNOWN_GLYPH
            return " " if kind == "Cc" else chr(code)  # a control would act on the terminal that shows it
        # Without a map PDFium hands out the code itself.
        return chr(code) if code and run.shared["fontname"] in self._unicode_fonts() else UNKNOWN_GLYPH

    def _has_ink(self, index: int, run: TextRun) -> bool:
        """Whether the font draws something for a character; not known, and False, of text set at a slant."""
        a, b, c, d = run.shared["matrix"][:4]
        if (a or d) and (b or c):
            return False
        x0, top, x1, bottom = self._ink_box(index)
        return min(x1 - x0, bottom - top) > _MIN_INK_PT

    def _place(self, index: int, run: TextRun, text: str, found: CharHarvest) -> None:
        rect = self._rect
        if not native.char_loose_box(self._page, index, rect):
            return
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        if not run.has_metrics:
            left, bottom, right, top = self._em_box(index, run, (left, bottom, right, top))
        a, b, c, d, e, f = self._to_display  # as DisplayFrame.box does, less a call a character
        x0, x1 = a * left + c * bottom + e, a * right + c * top + e
        top, bottom = b * right + d * top + f, b * left + d * bottom + f
        if x0 > x1:
            x0, x1 = x1, x0
        if top > bottom:
            top, bottom = bottom, top
        height_pt = self._height_pt
        if x1 < 0 or bottom < 0 or x0 > self._width_pt or top > height_pt:
            found.n_outside += 1
            return
        char = run.shared.copy()  # has every key already, which spares the copy from growing
        char["text"], char["run"] = text, run.order
        char["x0"], char["x1"], char["top"], char["bottom"] = x0, x1, top, bottom
        char["doctop"], char["y0"], char["y1"] = top, height_pt - bottom, height_pt - top
        char["width"] = char["adv"] = x1 - x0
        char["height"] = bottom - top
        found.chars.append(char)
        if run.clip is not None and not self._is_let_through(index, char, run.clip):
            char["hidden"] = True
            found.n_clipped += 1

    def _is_let_through(self, index: int, char: CharDict, clip: Rect) -> bool:
        """Whether the middle of the character is inside the clip, or that of its ink.

        Programs clip text to its ink (cairo), and that of 「。」 lies in a corner of its em.
        """
        em = (char["x0"], char["top"], char["x1"], char["bottom"])
        return _middle_inside(em, clip) or _middle_inside(self._ink_box(index), clip)

    def _ink_box(self, index: int) -> Rect:
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        native.char_ink_box(self._page, index, *map(ctypes.byref, (left, right, bottom, top)))
        return self._frame.box(left.value, bottom.value, right.value, top.value)

    def _em_box(self, index: int, run: TextRun, ink: Rect) -> Rect:
        """The em box of a character where PDFium knows only the ink's box.

        Along the line it reaches from the origin to the next character's, or over the ink at the run's end.
        """
        if run.form is not None:
            ink = moved(ink, run.form)
        x, y = self._origin(index, run.form)
        native.char_matrix(self._page, index, ctypes.addressof(self._matrix))
        size = native.char_font_size(self._page, index)
        up_x, up_y = self._matrix.c * size, self._matrix.d * size
        corners = [(x + up_x * k, y + up_y * k) for k in (_EM_ASCENT, _EM_ASCENT - 1)]
        if native.char_object(self._page, index + 1) == native.char_object(self._page, index):
            next_x, next_y = self._origin(index + 1, run.form)
            along_x, along_y = next_x - x, next_y - y
            if along_x**2 + along_y**2 <= _MAX_ADVANCE_EM**2 * (up_x**2 + up_y**2):
                corners += [(corner_x + along_x, corner_y + along_y) for corner_x, corner_y in corners]
        xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
        return (min(*xs, ink[0]), min(*ys, ink[1]), max(*xs, ink[2]), max(*ys, ink[3]))

    def _origin(self, index: int, form: Matrix | None) -> tuple[float, float]:
        x, y = self._xy
        native.char_origin(self._page, index, ctypes.byref(x), ctypes.byref(y))
        return (x.value, y.value) if form is None else moved((x.value, y.value) * 2, form)[:2]


def _is_of_the_house(text: str) -> bool:
    """Whether a character is of private use (外字), which only the house that made it can read."""
    return category(text) == "Co" and ord(text) not in _SYMBOLS


def _middle_inside(box: Rect, clip: Rect) -> bool:
    middle_x, middle_y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return bool(clip[0] <= middle_x <= clip[2] and clip[1] <= middle_y <= clip[3])
