"""Pictures of pages and cells, drawn by PDFium in a child process with limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from extractors.geometry import Box, union
from extractors.readers.errors import DamagedPdf, EncryptedPdf, NoPages, PageOutOfRange, ReadingError
from extractors.readers.limits import MEBIBYTE, Limits
from extractors.readers.preflight import check_file

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 40_000_000  # an A3 page at 300 dpi has 17 million; larger pictures are drawn coarser
OUTLINE_RGB = (214, 32, 32)
_RENDER_LIMITS = Limits(memory_bytes=1024 * MEBIBYTE, page_seconds=30.0)


@dataclass(frozen=True, slots=True)
class RenderJob:
    """Draw `clip` of a page (x0, top, x1, bottom in displayed points; None: the whole page) at `dpi`."""

    page: int
    dpi: float
    clip: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """An RGB picture as raw bytes, the part of the page it shows (displayed points), and its true scale."""

    width: int
    height: int
    data: bytes
    clip: tuple[float, float, float, float]
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

    def crop(
        self, boxes: Box | Sequence[Box], *, dpi: float, margin_pt: float = 12.0, outline: bool = True
    ) -> Image:
        """The part of a page around boxes (all of one page, at least one), each outlined, RGB."""
        found = [boxes] if isinstance(boxes, Box) else list(boxes)
        whole = union(found)
        clip = (
            whole.x0 - margin_pt,
            whole.top - margin_pt,
            whole.x1 + margin_pt,
            whole.bottom + margin_pt,
        )
        picture = self._draw(RenderJob(whole.page, dpi, clip))
        image = _image(picture)
        if outline:
            _outline(image, picture, found)
        return image

    def _draw(self, job: RenderJob) -> Picture:
        self._process.ask(job.page, job)
        _, answer = self._process.receive()
        if isinstance(answer, ReadingError):
            raise answer
        picture: Picture = answer
        return picture


def render_page(path: str | Path, page: int, *, dpi: float) -> Image:
    """One page (from 1) as displayed, RGB. See `Renderer.page`."""
    with Renderer(path) as renderer:
        return renderer.page(page, dpi=dpi)


def render_crop(
    path: str | Path, box: Box, *, dpi: float, margin_pt: float = 12.0, outline: bool = True
) -> Image:
    """The part of a page around `box` with the box outlined, RGB. See `Renderer.crop`."""
    with Renderer(path) as renderer:
        return renderer.crop(box, dpi=dpi, margin_pt=margin_pt, outline=outline)


class RenderSession:
    """The child's side: an open document that draws. Raises as opening a document does."""

    is_repaired = False

    def __init__(self, path: Path, limits: Limits) -> None:
        import pypdfium2

        from extractors.readers.pdfium import PdfiumDocument

        self._source = PdfiumDocument(path, limits)
        self._path = str(path)
        self.page_count = self._source.page_count
        self._document = pypdfium2.PdfDocument(path)
        self._document.init_forms()

    def read(self, job: RenderJob) -> Picture:
        """Draw the job's part of the page, no larger than MAX_PIXELS."""
        if not 1 <= job.page <= self.page_count:
            raise PageOutOfRange(document=self._path, page=job.page, count=self.page_count)
        raise NotImplementedError


def _image(picture: Picture) -> Image:
    from PIL import Image

    return Image.frombuffer("RGB", (picture.width, picture.height), picture.data, "raw", "RGB", 0, 1)
