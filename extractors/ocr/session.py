"""The child's side of reading a scan: an open document whose pages are drawn and read by Tesseract."""

from __future__ import annotations

import dataclasses
import os
from importlib import import_module
from pathlib import Path

from extractors.geometry import Box
from extractors.ocr.engine import Engine
from extractors.ocr.hiddenlayer import turned_box, with_layer_told
from extractors.ocr.image import DPI
from extractors.ocr.page import read_picture
from extractors.readers import pdfium_annotations
from extractors.readers.census import TextCensus, take_census
from extractors.readers.frame import DisplayFrame
from extractors.readers.limits import Limits
from extractors.readers.pdfium import PageObjects
from extractors.readers.plumber import display_page
from extractors.readers.render import Picture, RenderJob, RenderSession
from extractors.readers.session import PageResult
from extractors.reading import PageReading
from extractors.tables.page import read_page


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
        picture = self._pictures.read(RenderJob(number, DPI))
        width_pt, height_pt = picture.clip[2], picture.clip[3]
        frame = DisplayFrame((0.0, 0.0, width_pt, height_pt), 0)
        if is_blank(picture):
            return PageResult(_blank_page(number, frame), TextCensus())
        reading = read_picture(number, frame, picture, self._engine)
        reading = _with_text_told(reading, self._pictures.objects(number))
        return PageResult(reading, _census(reading))


def _with_text_told(reading: PageReading, found: PageObjects) -> PageReading:
    """The reading with what the page holds besides its picture: hidden text, and notes by annotations."""
    frame, turn = found.frame, reading.turned_degrees
    notes = [
        (check_id, detail, Box(reading.number, *turned_box(rect, frame, turn)) if rect else None)
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
