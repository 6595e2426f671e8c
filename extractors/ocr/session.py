"""The child's side of reading a scan: an open document whose pages are drawn and read by Tesseract."""

from __future__ import annotations

import contextlib
import dataclasses
import os
from functools import cached_property
from importlib import import_module
from math import isclose
from pathlib import Path

from extractors.geometry import Box
from extractors.ocr.engine import Engine
from extractors.ocr.hiddenlayer import box_as_read, with_layer_told
from extractors.ocr.image import DPI
from extractors.ocr.page import read_picture
from extractors.ocr.scan import spread
from extractors.ocr.truesize import print_size_pt, true_scale
from extractors.readers import pdfium_annotations
from extractors.readers.census import TextCensus, take_census
from extractors.readers.errors import ReadingError
from extractors.readers.frame import DisplayFrame, Rect
from extractors.readers.limits import Limits
from extractors.readers.pdfium import PageObjects
from extractors.readers.plumber import display_page
from extractors.readers.render import Picture, RenderJob, RenderSession
from extractors.readers.session import PageResult
from extractors.reading import PageReading
from extractors.tables.page import read_page

_SIZE_SAMPLES = 4
_SAMPLE_DPI = 200.0


def warm_up() -> None:
    """Import what reading a picture needs."""
    os.environ["OMP_THREAD_LIMIT"] = "1"  # more threads only wait for each other on such small pictures
    import cv2

    import_module("tesserocr")
    cv2.setNumThreads(1)


class OcrSession:
    """An open document read from its pictures. Raises as opening does, and TesseractMissing."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._pictures = RenderSession(path, limits)
        self._engine = Engine()
        self.page_count, self.is_repaired = self._pictures.page_count, self._pictures.is_repaired

    def read(self, number: int) -> PageResult:
        """Page `number` (from 1). Raises ReadingError subclasses."""
        picture, scale = self._picture(number)
        frame = DisplayFrame((0.0, 0.0, *picture.clip[2:]), 0)
        if is_blank(picture):
            return PageResult(_blank_page(number, frame), TextCensus())
        reading = read_picture(number, frame, picture, self._engine)
        if scale != 1.0:
            noted = (*reading.problems, ("ocr.true_size", _sizes(picture, scale), None))
            reading = dataclasses.replace(reading, display_scale=1 / scale, problems=noted)
        reading = _with_text_told(reading, self._pictures.objects(number))
        return PageResult(reading, _census(reading))

    def _picture(self, number: int) -> tuple[Picture, float]:
        """A page's picture in points of true size, and how many of those a point of the page is."""
        stored = self._pictures.read(RenderJob(number, DPI))
        width_pt, height_pt = stored.clip[2:]
        alike = [size for clip, size in self._samples if _is_as_large(clip, stored.clip)]
        scale = true_scale(alike or [print_size_pt(stored)], width_pt, height_pt)
        if scale == 1.0:
            return stored, scale
        drawn = self._pictures.read(RenderJob(number, DPI * scale))
        x0, top, x1, bottom = (side * scale for side in drawn.clip)
        return dataclasses.replace(drawn, clip=(x0, top, x1, bottom), scale=drawn.scale / scale), scale

    @cached_property
    def _samples(self) -> list[tuple[Rect, float]]:
        """Some pages over the document: their edges, and the size of their print.

        Each process looks at the same ones, so that all pages of a document are taken for one size of sheet.
        """
        found = []
        for number in spread(range(1, self.page_count + 1), _SIZE_SAMPLES):
            with contextlib.suppress(ReadingError):
                drawn = self._pictures.read(RenderJob(number, _SAMPLE_DPI))
                found.append((drawn.clip, print_size_pt(drawn)))
        return found


def _is_as_large(one: Rect, other: Rect) -> bool:
    """Whether pages have the same sides but for what feeding a sheet varies."""
    return all(isclose(a, b, rel_tol=0.02, abs_tol=2.0) for a, b in zip(one, other, strict=True))


def _sizes(picture: Picture, scale: float) -> str:
    """The sides as stored and in truth, in whole centimetres."""
    sides = [side / 72 * 2.54 for side in picture.clip[2:]]
    stored, true = (" × ".join(f"{side / by:.0f}" for side in sides) for by in (scale, 1.0))
    return f"{stored} cm → {true} cm"


def _with_text_told(reading: PageReading, found: PageObjects) -> PageReading:
    """The reading with what the page holds besides its picture: hidden text, and notes by annotations."""
    frame = found.frame
    notes = [
        (check_id, detail, Box(reading.number, *box_as_read(rect, frame, reading)) if rect else None)
        for check_id, detail, rect in found.problems
        if check_id == pdfium_annotations.CHECK_ID
    ]
    reading = dataclasses.replace(reading, problems=(*reading.problems, *notes))
    return with_layer_told(reading, found.objects.get("char", ()), frame)


def is_blank(picture: Picture) -> bool:
    """Whether nothing is drawn on a page: all of it is one shade. Looking for print there takes seconds."""
    return picture.data.count(picture.data[0]) == len(picture.data)


def _blank_page(number: int, frame: DisplayFrame) -> PageReading:
    page = display_page(number, frame, {})
    return read_page(page, None, reader="tesseract")


def _census(reading: PageReading) -> TextCensus:
    cells = (line for table in reading.tables for cell in table.cells for line in cell.lines)
    return take_census({"text": line.text} for line in (*cells, *reading.lines))
