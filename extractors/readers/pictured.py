"""Characters and pictures in one place: only a drawing of both tells which of them is seen.

A scan made searchable may hold its text below the picture of the page, or in white on it. Whether a picture
covers, and what it shows beside white letters, is not stated anywhere (masks, transparency, its own pixels),
so the page is drawn with its text and without it: what makes no difference is not seen.
"""

from __future__ import annotations

import contextlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pypdfium2
from pypdfium2 import raw

from extractors.readers import native
from extractors.readers.frame import DisplayFrame
from extractors.readers.visibility import MIN_COVER_SIDE_PT, is_white

if TYPE_CHECKING:
    from PIL.Image import Image

ObjectDict = dict[str, Any]

_PIXELS_PER_PT = 1.5  # the smallest print is 6 pixels high then
_MAX_PIXELS = 4_000_000
_CHANGED = 24  # of 255
_NO_CHANGE = [0] * (256 - _CHANGED)


def hide_unseen(
    page: Any,
    frame: DisplayFrame,
    chars: Sequence[ObjectDict],
    images: Sequence[ObjectDict],
    texts: Iterable[native.Handle],
) -> list[ObjectDict]:
    """Flag the characters that a picture over them hides, or that are white on its paper; returns them.

    `page` is PDFium's, `frame` the one in which `chars` and `images` are given, `texts` are its text objects.
    Draws the page twice, and only where a picture is painted after text or below white text.
    """
    doubtful = _doubtful(chars, images)
    if not doubtful:
        return []
    drawing = _Drawing(page, frame, texts)
    white = [char for char in doubtful if is_white(char["non_stroking_color"])]
    unseen = [char for char in white if not drawing.shows_white(char)]
    if 2 * len(unseen) > len(white):  # one layer: some of its letters stand on dense print of the picture
        unseen = white
    others = (char for char in doubtful if not is_white(char["non_stroking_color"]))
    hidden = unseen + [char for char in others if not drawing.shows(char)]
    for char in hidden:
        char["hidden"] = True
    return hidden


def _doubtful(chars: Sequence[ObjectDict], images: Sequence[ObjectDict]) -> list[ObjectDict]:
    """Characters with a picture above them, and white ones with a picture below."""
    broad = [i for i in images if min(i["width"], i["height"]) >= MIN_COVER_SIDE_PT]
    if not broad:
        return []
    seen = [c for c in chars if not c["hidden"] and c["run"] >= 0 and not c["text"].isspace()]
    first = min((c["run"] for c in seen), default=0)
    above = [image for image in broad if image["order"] > first]
    white = {id(c) for c in seen if is_white(c["non_stroking_color"])}
    if not above and not white:
        return []
    return [
        c
        for c in seen
        if any(_holds(image, c) for image in above if image["order"] > c["run"])
        or (id(c) in white and any(_holds(image, c) for image in broad))
    ]


def _holds(image: ObjectDict, char: ObjectDict) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(image["x0"] <= x <= image["x1"] and image["top"] <= y <= image["bottom"])


class _Drawing:
    """A page drawn with its text and without it, grey."""

    def __init__(self, page: Any, frame: DisplayFrame, texts: Iterable[native.Handle]) -> None:
        from PIL import ImageChops

        whole = _drawn(page, frame)
        with _invisible(texts):
            self._bare = _drawn(page, frame)
        self._changes = ImageChops.difference(whole, self._bare)
        self._scale = whole.width / frame.width_pt

    def shows(self, char: ObjectDict) -> bool:
        """Whether a character makes a difference at its place."""
        return self._changes.crop(self._place(char)).histogram()[_CHANGED:] != _NO_CHANGE

    def shows_white(self, char: ObjectDict) -> bool:
        """Whether the ground of a white character is dark.

        On a scan it makes a difference too, where it lies over black print, but most of its ground is paper.
        """
        return _median(self._bare.crop(self._place(char))) < 255 - _CHANGED

    def _place(self, char: ObjectDict) -> tuple[int, int, int, int]:
        left, top, right, bottom = (int(char[side] * self._scale) for side in ("x0", "top", "x1", "bottom"))
        return left, top, right + 1, bottom + 1


def _median(place: Image) -> int:
    """The grey of which half of a place is darker, 0–255."""
    counts = place.histogram()
    return bisect_left(list(accumulate(counts)), sum(counts) / 2)


def _drawn(page: Any, frame: DisplayFrame) -> Image:
    """The page in grey as the frame turns it, its longer side bounded."""
    area = max(1.0, frame.width_pt * frame.height_pt)
    scale = min(_PIXELS_PER_PT, (_MAX_PIXELS / area) ** 0.5)
    width, height = max(1, round(frame.width_pt * scale)), max(1, round(frame.height_pt * scale))
    turn = (frame.rotation // 90 - raw.FPDFPage_GetRotation(page)) % 4
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, raw.FPDFBitmap_BGR)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, turn, 0)
        grey: Image = bitmap.to_pil().convert("L")
        return grey
    finally:
        bitmap.close()


@contextlib.contextmanager
def _invisible(texts: Iterable[native.Handle]) -> Iterator[None]:
    """Text objects set to be invisible, and back at the end (in memory only)."""
    modes = {text: native.text_render_mode(text) for text in texts}
    try:
        for text in modes:
            native.set_text_render_mode(text, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
        yield
    finally:
        for text, mode in modes.items():
            native.set_text_render_mode(text, mode)
