"""Pictures of a document's pages, small enough to live in one HTML file."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

# All pictures together; as base64 in the file they take a third more.
MAX_BYTES: Final = 8_000_000
# Text on white needs few shades; sixteen keep the strokes' soft edges.
_SHADES: Final = 16
# Mean squared error a channel above which the few shades would spoil a photograph or a coloured map.
_PLAIN_ERROR: Final = 40.0


class Scale(NamedTuple):
    """How pages are drawn: dots an inch, and the quality of those that are no plain text."""

    dpi: int
    quality: int


# Two pixels a point are sharp at twice the size; a long document gives up sharpness before completeness.
SCALES: Final = (Scale(144, 60), Scale(108, 50), Scale(84, 40), Scale(60, 30))


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as displayed: its size in points and its picture as base64 WebP."""

    page: int
    width_pt: float
    height_pt: float
    webp_base64: str


def page_images(document: Path, scales: Sequence[Scale] = SCALES) -> list[PageImage]:
    """Pictures of all pages, at the first of `scales` at which they fit `MAX_BYTES` (else at the last).

    Raises the named errors of opening and reading a document.
    """
    pages: list[PageImage] = []
    for scale in scales:
        pages = list(_drawn(document, scale, is_last=scale is scales[-1]))
        if _size_bytes(pages) <= MAX_BYTES:
            break
    return pages


def _drawn(document: Path, scale: Scale, *, is_last: bool) -> Iterator[PageImage]:
    """Pages at one scale, given up once they are too many bytes."""
    from extractors.readers import Renderer

    done = 0
    with Renderer(document) as renderer:
        for number in range(1, renderer.page_count + 1):
            image = renderer.page(number, dpi=scale.dpi)
            packed = base64.b64encode(_packed(image, scale.quality)).decode("ascii")
            done += len(packed) * 3 // 4
            pt = 72 / scale.dpi
            yield PageImage(number, round(image.width * pt, 1), round(image.height * pt, 1), packed)
            if done > MAX_BYTES and not is_last:
                return


def _size_bytes(pages: Sequence[PageImage]) -> int:
    return sum(len(page.webp_base64) * 3 // 4 for page in pages)


def _packed(image: Image, quality: int) -> bytes:
    """The picture as WebP: in few shades without loss where those show the page well, else with loss."""
    stream = io.BytesIO()
    plain = next((few for few in _few_shades(image) if _squared_error(image, few) <= _PLAIN_ERROR), None)
    if plain is None:
        image.save(stream, format="WEBP", quality=quality, method=2)
    else:
        plain.save(stream, format="WEBP", lossless=True, method=1)
    return stream.getvalue()


def _few_shades(image: Image) -> Iterator[Image]:
    """The picture in greys, all that most pages need and quickly done; then in its commonest colours."""
    from PIL import Image as Pillow

    step = 255 / (_SHADES - 1)
    yield image.convert("L").point([round(round(grey / step) * step) for grey in range(256)]).convert("RGB")
    yield image.quantize(_SHADES, dither=Pillow.Dither.NONE).convert("RGB")


def _squared_error(image: Image, other: Image) -> float:
    """The mean squared difference of the channel that differs most."""
    from PIL import ImageChops, ImageStat

    return float(max(value**2 for value in ImageStat.Stat(ImageChops.difference(image, other)).rms))
