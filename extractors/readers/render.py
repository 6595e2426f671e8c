"""Pictures of pages and cells, drawn by PDFium in a child process with limits."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, inf
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from extractors.geometry import Box, union
from extractors.readers.errors import PageOutOfRange, ReadingError
from extractors.readers.frame import DisplayFrame, Rect
from extractors.readers.limits import MEBIBYTE, Limits
from extractors.readers.preflight import check_file

if TYPE_CHECKING:
    from PIL.Image import Image

    from extractors.readers.pdfium import PageObjects

MAX_PIXELS = 24_000_000  # an A3 page at 300 dpi has 17 million; larger pictures are drawn coarser
OUTLINE_RGB = (214, 32, 32)
_RENDER_LIMITS = Limits(memory_bytes=1024 * MEBIBYTE, page_seconds=30.0)


@dataclass(frozen=True, slots=True)
class RenderJob:
    """Draw `clip` of a page (x0, top, x1, bottom in displayed points; None: the whole page) at `dpi`."""

    page: int
    dpi: float
    clip: Rect | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """An RGB picture as raw bytes, the part of the page it shows (displayed points), and its true scale."""

    width: int
    height: int
    stride: int
    data: bytes
    clip: Rect
    scale: float


class Renderer:
    """Draws pages of one document; keep one open for many pictures (a start costs some 0.1 s).

    Raises the named errors of opening and reading a document.
    """

    def __init__(self, path: str | Path, limits: Limits = _RENDER_LIMITS) -> None:
        from extractors.readers.process import ReadingProcess

        check_file(Path(path), limits)
        self._process = ReadingProcess(Path(path), "render", limits)
        try:
            self.page_count, _ = self._process.opened()
        except ReadingError:
            self._process.close()
            raise

    def __enter__(self) -> Renderer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child process."""
        self._process.close()

    def page(self, number: int, *, dpi: float) -> Image:
        """Page `number` (from 1) as displayed, RGB. Pages beyond MAX_PIXELS are drawn coarser."""
        return _image(self._draw(RenderJob(number, dpi)))

    def crop(self, boxes: Box | Sequence[Box], *, dpi: float, margin_pt: float) -> Image:
        """The part of a page around boxes (all of one page, at least one), each outlined, RGB."""
        found = [boxes] if isinstance(boxes, Box) else list(boxes)
        whole = union(found)
        return self._outlined(found, (whole.x0 - margin_pt, whole.x1 + margin_pt), dpi, margin_pt)

    def strip(self, boxes: Box | Sequence[Box], *, dpi: float, margin_pt: float) -> Image:
        """As `crop`, over the whole width of the page, so that labels beside a cell are seen."""
        found = [boxes] if isinstance(boxes, Box) else list(boxes)
        return self._outlined(found, (0.0, inf), dpi, margin_pt)

    def _outlined(
        self, boxes: Sequence[Box], sides: tuple[float, float], dpi: float, margin_pt: float
    ) -> Image:
        whole = union(boxes)
        clip = (sides[0], whole.top - margin_pt, sides[1], whole.bottom + margin_pt)
        picture = self._draw(RenderJob(whole.page, dpi, clip))
        image = _image(picture)
        _outline(image, picture, boxes)
        return image

    def _draw(self, job: RenderJob) -> Picture:
        self._process.ask(job.page, job)
        _, answer = self._process.receive()
        if isinstance(answer, ReadingError):
            raise answer
        picture: Picture = answer
        return picture


class RenderSession:
    """The child's side: an open document that draws. Raises as opening a document does."""

    is_repaired = False

    def __init__(self, path: Path, limits: Limits) -> None:
        from extractors.readers.pdfium import PdfiumDocument

        self._source = PdfiumDocument(path, limits)
        self._units = _UserUnits(path, limits)
        self._path = str(path)
        self._limits = limits
        self.page_count = self._source.page_count

    def read(self, job: RenderJob) -> Picture:
        """Draw the job's part of the page. Raises PageOutOfRange, PageUnreadable or PageSizeAbsurd."""
        if not 1 <= job.page <= self.page_count:
            raise PageOutOfRange(document=self._path, page=job.page, count=self.page_count)
        unit = self._units.of(job.page)
        frame = self._source.frame(job.page, unit)
        self._limits.check_page_size(frame.width_pt, frame.height_pt, self._path, job.page)
        clip = _clipped(job.clip or (0.0, 0.0, frame.width_pt, frame.height_pt), frame)
        pixels_per_pt2 = (job.dpi / 72) ** 2 * (clip[2] - clip[0]) * (clip[3] - clip[1])
        scale = job.dpi / 72 * min(1.0, (MAX_PIXELS / pixels_per_pt2) ** 0.5)
        return self._draw(job.page, clip, scale, frame, unit)

    def objects(self, number: int) -> PageObjects:
        """What page `number` holds, in the frame of its pictures. Raises PageUnreadable or TooManyObjects."""
        return self._source.read(number, self._units.of(number))

    def _draw(self, page: int, clip: Rect, scale: float, frame: DisplayFrame, unit: float) -> Picture:
        margins = (clip[0], frame.height_pt - clip[3], frame.width_pt - clip[2], clip[1])
        bitmap = self._source.draw(page, scale * unit, tuple(side / unit for side in margins))
        left, top = ceil(margins[0] * scale), ceil(margins[3] * scale)
        drawn = (left, top, left + bitmap.width, top + bitmap.height)
        shown = (drawn[0] / scale, drawn[1] / scale, drawn[2] / scale, drawn[3] / scale)
        return Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer), shown, scale)


class _UserUnits:
    """/UserUnit of pages, which PDFium does not tell; 1 where pdfminer cannot read the document."""

    def __init__(self, path: Path, limits: Limits) -> None:
        from extractors.readers.pdfminer import PdfminerDocument

        self._document: PdfminerDocument | None = None
        with contextlib.suppress(ReadingError):
            self._document = PdfminerDocument(path, limits)

    def of(self, page: int) -> float:
        """Points a unit on a page (the first is 1); 1 where the document does not say or cannot be read."""
        try:
            return self._document.user_unit(page) if self._document else 1.0
        except Exception:  # pdfminer raises anything at all on damaged input
            return 1.0


def _clipped(clip: Rect, frame: DisplayFrame) -> Rect:
    """The part of `clip` on the page; a sliver at the edge where it lies outside."""
    x0, top = min(max(0.0, clip[0]), frame.width_pt - 1), min(max(0.0, clip[1]), frame.height_pt - 1)
    return (x0, top, max(x0 + 1, min(clip[2], frame.width_pt)), max(top + 1, min(clip[3], frame.height_pt)))


def _image(picture: Picture) -> Image:
    from PIL import Image

    size = (picture.width, picture.height)
    return Image.frombuffer("RGB", size, picture.data, "raw", "RGB", picture.stride, 1).copy()


def _outline(image: Image, picture: Picture, boxes: Sequence[Box]) -> None:
    from PIL import ImageDraw

    pen = ImageDraw.Draw(image)
    width_px = max(2, round(picture.scale))
    for box in boxes:
        x0, top, x1, bottom = (
            (box.x0 - picture.clip[0]) * picture.scale - width_px,
            (box.top - picture.clip[1]) * picture.scale - width_px,
            (box.x1 - picture.clip[0]) * picture.scale + width_px,
            (box.bottom - picture.clip[1]) * picture.scale + width_px,
        )
        pen.rectangle((x0, top, x1, bottom), outline=OUTLINE_RGB, width=width_px)
