"""The second reader: pdfminer interprets the page, characters only, in displayed coordinates.

Its device builds no layout objects, keeps each font's characters in a table and follows the text-space
formulas of PDF 32000-1 §9.4.4 directly, which costs about half of pdfplumber's own way.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import LITERALS_FLATE_DECODE, PDFStream, resolve1

from extractors.readers.errors import DamagedPdf, DecompressionBomb, EncryptedPdf, PageOutOfRange
from extractors.readers.frame import DisplayFrame, Matrix, Rect, multiply
from extractors.readers.limits import MEBIBYTE, Limits
from extractors.readers.overprint import without_overprints

# pdfminer warns once a character about fonts it can live with; what matters becomes a problem of the page.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

CharDict = dict[str, Any]
_INVISIBLE_MODES = frozenset({3, 7})
_PAGES_PER_CACHE = 16  # objects of so many pages are kept, then forgotten


class PdfminerDocument:
    """An open document. Raises EncryptedPdf or DamagedPdf when pdfminer cannot open it."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path = str(path)
        self._limits = limits
        self._stream: BinaryIO = path.open("rb")
        try:
            self.document = PDFDocument(PDFParser(self._stream))
        except PDFPasswordIncorrect as error:
            self._stream.close()
            raise EncryptedPdf(document=self._path) from error
        except Exception as error:  # pdfminer raises anything at all on damaged input
            self._stream.close()
            raise DamagedPdf(document=self._path, reason=f"pdfminer: {error!r}") from error
        self.resources = PDFResourceManager()
        self._source: Iterator[Any] = PDFPage.create_pages(self.document)
        self._pages: list[Any] = []
        self._n_read = 0

    def close(self) -> None:
        """Release the document."""
        self._stream.close()

    def page(self, number: int) -> Any:
        """pdfminer's page `number` (from 1). Raises PageOutOfRange."""
        while len(self._pages) < number:
            try:
                self._pages.append(next(self._source))
            except StopIteration:
                raise PageOutOfRange(document=self._path, page=number, count=len(self._pages)) from None
        return self._pages[number - 1]

    def count_pages(self) -> int:
        """How many pages the page tree holds."""
        self._pages.extend(self._source)
        return len(self._pages)

    def user_unit(self, number: int) -> float:
        """Points a unit of the page's space (1 unless /UserUnit says otherwise)."""
        unit = resolve1(self.page(number).attrs.get("UserUnit"))
        return float(unit) if isinstance(unit, int | float) and unit > 0 else 1.0

    def frame(self, number: int) -> DisplayFrame:
        """The displayed frame of page `number` by pdfminer's own account."""
        page = self.page(number)
        media, crop = _ordered(page.mediabox), _ordered(page.cropbox)
        clipped = (
            max(media[0], crop[0]),
            max(media[1], crop[1]),
            min(media[2], crop[2]),
            min(media[3], crop[3]),
        )
        is_empty = clipped[0] >= clipped[2] or clipped[1] >= clipped[3]
        return DisplayFrame(media if is_empty else clipped, page.rotate % 360, self.user_unit(number))

    def chars(self, number: int, frame: DisplayFrame) -> list[CharDict]:
        """Characters of page `number` inside `frame`, as pdfplumber character dicts."""
        self._forget_old_objects()
        page = self.page(number)
        device = _CharDevice(frame, number)
        interpreter = PDFPageInterpreter(self.resources, device)
        # The frame's matrix replaces pdfminer's own page matrix, so both readers share coordinates.
        interpreter.render_contents(page.resources, page.contents, ctm=frame.matrix)
        return without_overprints(device.chars)

    def damaged_streams(self, number: int) -> int:
        """How many of the page's content streams do not unpack whole. Raises DecompressionBomb."""
        left = self._limits.max_stream_bytes
        n_damaged = 0
        for content in self.page(number).contents:
            stream = resolve1(content)
            if not isinstance(stream, PDFStream) or stream.rawdata is None:
                continue
            size, is_whole = _unpacked_size(stream, left)
            left -= size
            n_damaged += not is_whole
            if left <= 0:
                limit_mb = self._limits.max_stream_bytes // MEBIBYTE
                raise DecompressionBomb(document=self._path, page=number, limit_mb=limit_mb)
        return n_damaged

    def _forget_old_objects(self) -> None:
        self._n_read += 1
        if self._n_read % _PAGES_PER_CACHE == 0:
            self.document._cached_objs.clear()


def _ordered(box: Any) -> Rect:
    x0, x1 = sorted((float(box[0]), float(box[2])))
    y0, y1 = sorted((float(box[1]), float(box[3])))
    return (x0, y0, x1, y1)


def _unpacked_size(stream: Any, limit: int) -> tuple[int, bool]:
    """Bytes a deflated stream unpacks to, counted up to `limit`, and whether it unpacks to its end."""
    filters = stream.get_filters()
    if not filters or filters[0][0] not in LITERALS_FLATE_DECODE:
        return len(stream.rawdata), True
    data = stream.rawdata
    if stream.decipher:
        data = stream.decipher(stream.objid, stream.genno, data, stream.attrs)
    unpacker = zlib.decompressobj()
    size = 0
    try:
        while data and not unpacker.eof and size <= limit:
            size += len(unpacker.decompress(data, MEBIBYTE))
            data = unpacker.unconsumed_tail
    except zlib.error:
        return size, False
    return size, unpacker.eof or size > limit


def _corners(left: float, low: float, right: float, high: float) -> tuple[tuple[float, float], ...]:
    return ((left, low), (left, high), (right, low), (right, high))


class _CharDevice:
    """What pdfminer's interpreter calls while it runs a page; keeps characters, ignores the rest."""

    def __init__(self, frame: DisplayFrame, number: int) -> None:
        self.chars: list[CharDict] = []
        self._frame = frame
        self._number = number
        self._ctm: Matrix = frame.matrix
        self._glyphs: dict[int, dict[int, tuple[str, float, Any]]] = {}

    def set_ctm(self, ctm: Matrix) -> None:
        self._ctm = ctm

    def ignore(self, *_: Any) -> None:
        """Drawing, images, tags and figures are the other reader's business."""

    begin_page = end_page = begin_figure = end_figure = ignore
    begin_tag = end_tag = do_tag = paint_path = render_image = ignore

    def render_string(self, state: Any, sequence: Any, _space: Any, _graphics: Any) -> None:
        """Place the characters of one Tj/TJ and move the text position on."""
        font, size = state.font, state.fontsize
        scaling = state.scaling * 0.01
        is_vertical = font.is_vertical()
        along = size if is_vertical else size * scaling
        space = 0.0 if font.is_multibyte() else state.wordspace
        stretch = 1.0 if is_vertical else scaling
        matrix = multiply(state.matrix, self._ctm)
        style = _Style(font, size, scaling, state.rise, is_vertical, state.render in _INVISIBLE_MODES, matrix)
        position = list(state.linematrix)
        axis = 1 if is_vertical else 0
        for item in sequence:
            if isinstance(item, int | float):
                position[axis] -= item * 0.001 * along
            elif isinstance(item, bytes):
                for cid in font.decode(item):
                    text, width, origin = self._glyph(font, cid)
                    self._place(style, text, width * along, origin, position)
                    position[axis] += width * along + state.charspace * stretch
                    if cid == 32:
                        position[axis] += space * stretch
        state.linematrix = (position[0], position[1])

    def _glyph(self, font: Any, cid: int) -> tuple[str, float, Any]:
        known = self._glyphs.setdefault(id(font), {})
        glyph = known.get(cid)
        if glyph is None:
            try:
                text = font.to_unichr(cid)
            except PDFUnicodeNotDefined:
                text = f"(cid:{cid})"
            glyph = known[cid] = (text, font.char_width(cid), font.char_disp(cid))
        return glyph

    def _place(self, style: _Style, text: str, advance: float, origin: Any, position: list[float]) -> None:
        x0, y0, x1, y1 = style.glyph_box(advance, origin)
        a, b, c, d, e, f = style.matrix
        left, right, low, high = x0 + position[0], x1 + position[0], y0 + position[1], y1 + position[1]
        corners = ((left, low), (right, high)) if b == 0 and c == 0 else _corners(left, low, right, high)
        xs = [a * x + c * y + e for x, y in corners]
        ys = [b * x + d * y + f for x, y in corners]
        box = (min(xs), min(ys), max(xs), max(ys))
        if box[2] >= 0 and box[3] >= 0 and box[0] <= self._frame.width_pt and box[1] <= self._frame.height_pt:
            self.chars.append(style.char(text, box, self._number, self._frame.height_pt))


class _Style:
    """What the characters of one string share; `matrix` leads from text space to displayed points."""

    def __init__(
        self,
        font: Any,
        size: float,
        scaling: float,
        rise: float,
        vertical: bool,
        hidden: bool,
        matrix: Matrix,
    ) -> None:
        self.matrix = matrix
        self._size, self._rise, self._is_vertical, self._is_hidden = size, rise, vertical, hidden
        self._low = 0.0 if vertical else font.get_descent() * size + rise
        self._font = font.fontname if isinstance(font.fontname, str) else repr(font.fontname)
        a, b, c, d, _, _ = matrix
        self._upright = -a * d * scaling > 0 and b * c <= 0
        self._size_pt = abs(size) * (c * c + d * d) ** 0.5

    def glyph_box(self, advance: float, origin: Any) -> Rect:
        """The glyph's box in text space, relative to the text position."""
        if not self._is_vertical:
            return (0.0, self._low, advance, self._low + self._size)
        shift_x, shift_y = origin
        left = -self._size * (0.5 if shift_x is None else shift_x * 0.001)
        top = (1000 - shift_y) * self._size * 0.001 + self._rise
        return (left, top + advance, left + self._size, top)

    def char(self, text: str, box: Rect, number: int, height_pt: float) -> CharDict:
        """The character as pdfplumber describes one."""
        x0, top, x1, bottom = box
        return {
            "object_type": "char",
            "page_number": number,
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
            "size": self._size_pt,
            "fontsize": self._size_pt,
            "fontname": self._font,
            "upright": self._upright,
            "hidden": self._is_hidden,
        }
