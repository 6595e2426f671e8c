"""The second reader: pdfminer's parser, fonts and character maps give a page's characters, as displayed."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import LITERALS_FLATE_DECODE, PDFObjRef, PDFStream, resolve1

from extractors.readers.content import ContentRunner, Resources, TextState
from extractors.readers.errors import DamagedPdf, DecompressionBomb, EncryptedPdf, PageOutOfRange
from extractors.readers.frame import IDENTITY, DisplayFrame, Matrix, Rect
from extractors.readers.layers import layers_switched_off
from extractors.readers.limits import MEBIBYTE, Limits
from extractors.readers.overprint import without_overprints
from extractors.readers.pdfminer_chars import CharCollector, CharDict, Glyph
from extractors.readers.pdfminer_cmaps import complete_cmap
from extractors.readers.unicodefonts import unicode_fonts

# pdfminer warns once a character about fonts it can live with; what matters becomes a problem of the page.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

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
        self._glyphs: dict[Any, dict[int, Glyph]] = {}

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

    def user_unit(self, number: int) -> float:
        """Points a unit of the page's space (1 unless /UserUnit says otherwise)."""
        unit = resolve1(self.page(number).attrs.get("UserUnit"))
        return float(unit) if isinstance(unit, int | float) and unit > 0 else 1.0

    def hidden_layers(self) -> frozenset[bytes]:
        """Names of the layers that the document switches off; none where that cannot be told."""
        try:
            return layers_switched_off(self.document.catalog)
        except Exception:  # pdfminer raises anything at all on damaged input
            return frozenset()

    def unicode_fonts(self, number: int) -> frozenset[str]:
        """Names of page `number`'s fonts whose codes are Unicode values; none where that cannot be told."""
        try:
            return unicode_fonts(self.page(number).resources)
        except Exception:  # pdfminer raises anything at all on damaged input
            return frozenset()

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

    def turn(self, number: int, degrees: int) -> None:
        """Turn page `number` clockwise by a multiple of 90 degrees, as if its /Rotate said so."""
        page = self.page(number)
        page.rotate = page.attrs["Rotate"] = (page.rotate + degrees) % 360

    def chars(self, number: int, frame: DisplayFrame) -> list[CharDict]:
        """Characters of page `number` inside `frame`, as pdfplumber character dicts."""
        self._forget_old_objects()
        page = self.page(number)
        collector = CharCollector(frame, number, self._glyphs)
        streams = (resolve1(content) for content in page.contents)
        data = b"\n".join(stream.get_data() for stream in streams if isinstance(stream, PDFStream))
        resources = self._resources(page.resources)
        ContentRunner(collector, resources, TextState(ctm=frame.matrix)).run(data)
        return without_overprints(collector.chars)

    def _resources(self, spec: Any) -> Resources:
        """Fonts and forms by the names of a resource dictionary."""
        fonts, forms = (_dictionary(_dictionary(spec).get(kind)) for kind in ("Font", "XObject"))
        loaded: dict[str, Any] = {}

        def font(name: str) -> Any:
            """pdfminer's font of a resource name, None where the name or its font is broken."""
            if name not in loaded:
                named = fonts.get(name)
                key = named.objid if isinstance(named, PDFObjRef) else None
                loaded[name] = self.resources.get_font(key, _dictionary(named)) if named else None
                complete_cmap(loaded[name])
            return loaded[name]

        def form(name: str) -> tuple[bytes, Matrix, Resources] | None:
            """The content, matrix and resources of a form by its resource name, None where it is no form."""
            stream = resolve1(forms.get(name))
            if not isinstance(stream, PDFStream) or getattr(stream.get("Subtype"), "name", "") != "Form":
                return None
            own = stream.get("Resources")
            return stream.get_data(), _matrix_of(stream), self._resources(own) if own else found

        found = Resources(font, form)
        return found

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


def _dictionary(value: Any) -> dict[str, Any]:
    found = resolve1(value)
    return found if isinstance(found, dict) else {}


def _matrix_of(stream: Any) -> Matrix:
    sides = [float(resolve1(side)) for side in resolve1(stream.get("Matrix")) or IDENTITY]
    return (sides[0], sides[1], sides[2], sides[3], sides[4], sides[5])


def _ordered(box: Any) -> Rect:
    x0, x1 = sorted((float(box[0]), float(box[2])))
    y0, y1 = sorted((float(box[1]), float(box[3])))
    return (x0, y0, x1, y1)


def _unpacked_size(stream: Any, limit: int) -> tuple[int, bool]:
    """Bytes a deflated stream unpacks to, counted up to `limit`, and whether it unpacks to its end."""
    filters = stream.get_filters()
    if not stream.rawdata:  # said to be deflated and empty: writers of blank pages leave such streams
        return 0, True
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
