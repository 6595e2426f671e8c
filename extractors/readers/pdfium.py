"""The reader of record: a page's characters, rules and images by PDFium, as displayed."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

from extractors.readers import native, pdfium_annotations
from extractors.readers.errors import DamagedPdf, EncryptedPdf, NoPages, PageUnreadable, TooManyObjects
from extractors.readers.frame import DisplayFrame
from extractors.readers.limits import Limits
from extractors.readers.overlays import may_hold_watermarks, set_aside_watermarks, stamped_over
from extractors.readers.pdfium_paths import DrawingHarvest, DrawingReader
from extractors.readers.pdfium_runs import RunReader
from extractors.readers.pdfium_text import CharHarvest, TextReader
from extractors.readers.pictured import hide_unseen
from extractors.readers.turning import turn_to_upright, turned_problem
from extractors.readers.visibility import hide_covered, hide_white_on_white, is_white

Problem = tuple[str, str, tuple[float, float, float, float] | None]
ObjectLists = dict[str, list[dict[str, Any]]]


@dataclass(slots=True)
class PageObjects:
    """A page's objects by pdfplumber's kinds, its frame, and what was noticed (check_id, detail, rect)."""

    frame: DisplayFrame
    objects: ObjectLists
    n_chars_outside: int = 0
    problems: list[Problem] = field(default_factory=list)


class PdfiumDocument:
    """An open document. Not thread-safe, as PDFium is not.

    What stands on `hidden_layers` (see `layers`) is read as hidden text and no drawing. `unicode_fonts` gives
    the names of a page's fonts whose codes are Unicode values (see `unicodefonts`).
    Raises EncryptedPdf, DamagedPdf or NoPages when it cannot be opened.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path = str(path)
        self._limits = limits
        self.hidden_layers: frozenset[bytes] = frozenset()
        self.unicode_fonts: Callable[[int], frozenset[str]] = lambda number: frozenset()
        self._turns: dict[int, int] = {}
        try:
            self._document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise _opening_error(self._path, error) from error
        self.page_count = len(self._document)
        if self.page_count < 1:
            raise NoPages(document=self._path)

    @property
    def is_repaired(self) -> bool:
        """Whether the cross-reference table was missing or wrong and PDFium rebuilt it."""
        return not raw.FPDF_DocumentHasValidCrossReferenceTable(self._document.raw)

    def close(self) -> None:
        """Release the document."""
        self._document.close()

    def read(self, number: int, user_unit: float = 1.0) -> PageObjects:
        """The objects of page `number` (from 1), its coordinates multiplied by `user_unit`.

        A page that lies on its side is turned upright (see `turning`), in pictures and frames as well.
        Raises PageUnreadable or TooManyObjects.
        """
        page = self._load(number)
        try:
            notes = pdfium_annotations.paint(self._document.raw, page)
            if notes.is_page_changed:
                raw.FPDF_ClosePage(page)
                page = self._load(number)
            read = self._read_upright(page, number, user_unit)
            read.problems += pdfium_annotations.problems(notes, read.frame)
            return read
        finally:
            raw.FPDF_ClosePage(page)

    def frame(self, number: int, user_unit: float = 1.0) -> DisplayFrame:
        """The frame of page `number` as read. Raises PageUnreadable or TooManyObjects."""
        page = self._load(number)
        try:
            return _frame_of(page, user_unit).turned(self._turn(page, number))
        finally:
            raw.FPDF_ClosePage(page)

    def draw(self, number: int, scale: float, margins: tuple[float, ...]) -> Any:
        """An RGB bitmap of page `number` at `scale` pixels a unit, less (left, bottom, right, top) margins.

        Annotations and form fields are drawn as a viewer shows them. Raises PageUnreadable.
        """
        if self._document.formenv is None:
            self._document.init_forms()
        page = self._drawable(number)
        try:
            turn = self._turn(page.raw, number)
            return page.render(scale=scale, rotation=turn, crop=margins, rev_byteorder=True)
        finally:
            page.close()

    def _drawable(self, number: int) -> Any:
        try:
            return self._document[number - 1]
        except pypdfium2.PdfiumError as error:
            raise PageUnreadable(document=self._path, page=number, reason=f"PDFium: {error}") from error

    def _load(self, number: int) -> Any:
        page = raw.FPDF_LoadPage(self._document.raw, number - 1)
        if not page:
            raise PageUnreadable(document=self._path, page=number, reason="PDFium: page not loadable")
        return page

    def _read_upright(self, page: Any, number: int, user_unit: float) -> PageObjects:
        frame = _frame_of(page, user_unit)
        read = self._read(page, number, frame)
        turn = self._turns[number] = turn_to_upright(read.objects.get("char", ()))
        if turn:
            read = self._read(page, number, frame.turned(turn))
            read.problems.append(turned_problem(turn))
        return read

    def _turn(self, page: Any, number: int) -> int:
        if number not in self._turns:
            self._read_upright(page, number, 1.0)
        return self._turns[number]

    def _read(self, page: Any, number: int, frame: DisplayFrame) -> PageObjects:
        drawn = DrawingReader(native.address(page), frame, number, self._limits, self.hidden_layers).harvest()
        text = self._read_text(page, frame, drawn, number)
        fills = drawn.rects + [c for c in drawn.curves if c["fill"]]
        n_white = 0
        if any(map(is_white, text.colors)):
            n_white = hide_white_on_white(text.chars, fills, drawn.images, text.repeats)
        covered = hide_covered(text.chars, drawn.rects)
        covered += hide_unseen(page, frame, text.chars, drawn.images, drawn.text_orders)
        overlays = set_aside_watermarks(text.chars) if may_hold_watermarks(text.styles) else []
        if len(text.colors) > 1:
            overlays += stamped_over(text.chars)
        kinds = {
            "char": text.chars,
            "line": drawn.lines,
            "rect": drawn.rects,
            "curve": drawn.curves,
            "image": drawn.images,
        }
        objects = {kind: found for kind, found in kinds.items() if found}
        problems = [*_text_problems(text, n_white, covered), *overlays]
        if drawn.n_surplus:
            problems.append(("reader.dense_drawing", str(drawn.n_surplus), None))
        return PageObjects(frame, objects, text.n_outside, problems)

    def _read_text(self, page: Any, frame: DisplayFrame, drawn: DrawingHarvest, number: int) -> CharHarvest:
        text_page = raw.FPDFText_LoadPage(page)
        if not text_page:
            raise PageUnreadable(document=self._path, page=number, reason="PDFium: text not loadable")
        try:
            count = raw.FPDFText_CountChars(text_page)
            if count > self._limits.max_chars:
                raise TooManyObjects(
                    page=number,
                    count=count,
                    limit=self._limits.max_chars,
                    kind_ja="文字",
                    kind_en="characters",
                )
            handle = native.address(text_page)
            runs = RunReader(handle, frame, number, drawn)
            named = cache(partial(self.unicode_fonts, number))
            return TextReader(handle, frame, runs, named).harvest(count)
        finally:
            raw.FPDFText_ClosePage(text_page)


def _frame_of(page: Any, user_unit: float) -> DisplayFrame:
    rect = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, ctypes.byref(rect))
    rotation = raw.FPDFPage_GetRotation(page) * 90 % 360
    return DisplayFrame((rect.left, rect.bottom, rect.right, rect.top), rotation, user_unit)


def _text_problems(text: CharHarvest, n_white: int, covered: list[dict[str, Any]]) -> list[Problem]:
    problems: list[Problem] = []
    if text.n_unknown:
        problems.append(("reader.unknown_glyphs", str(text.n_unknown), None))
    if text.n_outside:
        problems.append(("reader.text_outside_page", str(text.n_outside), None))
    if text.n_clipped:
        problems.append(("reader.clipped_text", str(text.n_clipped), None))
    if n_white:
        problems.append(("reader.white_text", str(n_white), None))
    if covered:
        sides = (
            min(c["x0"] for c in covered),
            min(c["top"] for c in covered),
            max(c["x1"] for c in covered),
            max(c["bottom"] for c in covered),
        )
        problems.append(("reader.covered_text", "".join(c["text"] for c in covered), sides))
    return problems


def _opening_error(path: str, error: pypdfium2.PdfiumError) -> DamagedPdf | EncryptedPdf | NoPages:
    code = getattr(error, "err_code", None)
    if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return EncryptedPdf(document=path)
    if code == raw.FPDF_ERR_SUCCESS:  # the structure is sound, there is only nothing to load
        return NoPages(document=path)
    return DamagedPdf(document=path, reason=str(error))
