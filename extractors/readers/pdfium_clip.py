"""Clip paths: what part of an object the page lets through."""

from __future__ import annotations

import ctypes

from extractors.readers import native
from extractors.readers.frame import DisplayFrame, Matrix, Rect

_Key = tuple[Matrix, tuple[int, ...]]


class ClipReader:
    """Finds the clip rectangles of a page's objects. Clips that let the whole page through count as none."""

    def __init__(self, frame: DisplayFrame) -> None:
        self._page: Rect = (0.0, 0.0, frame.width_pt, frame.height_pt)
        self._known: dict[_Key, Rect | None] = {}
        self._xy = (ctypes.c_float(), ctypes.c_float())
        self._refs = tuple(map(ctypes.byref, self._xy))

    def rect(self, handle: native.Handle, to_display: Matrix) -> Rect | None:
        """The displayed rectangle around an object's clip, None where nothing is cut off.

        A clip of another shape counts by the rectangle around it. Neighbouring objects share their clip's
        points in memory, so the address of its first points tells a clip that is known already.
        """
        clip = native.object_clip_path(handle)
        count = native.clip_path_count(clip) if clip else 0
        if count <= 0:
            return None
        key = (to_display, tuple(native.clip_segment(clip, path, 0) or 0 for path in range(count)))
        if key not in self._known:
            self._known[key] = self._measure(clip, count, to_display)
        return self._known[key]

    def _measure(self, clip: native.Handle, count: int, to_display: Matrix) -> Rect | None:
        x0, top, x1, bottom = self._page
        for path in range(count):
            points = self._points(clip, path, to_display)
            if points:
                xs, ys = [p[0] for p in points], [p[1] for p in points]
                x0, top = max(x0, min(xs)), max(top, min(ys))
                x1, bottom = min(x1, max(xs)), min(bottom, max(ys))
        return None if (x0, top, x1, bottom) == self._page else (x0, top, x1, bottom)

    def _points(self, clip: native.Handle, path: int, to_display: Matrix) -> list[tuple[float, float]]:
        a, b, c, d, e, f = to_display
        points = []
        for index in range(max(0, native.clip_segment_count(clip, path))):
            native.segment_point(native.clip_segment(clip, path, index), *self._refs)
            x, y = self._xy[0].value, self._xy[1].value
            points.append((a * x + c * y + e, b * x + d * y + f))
        return points


def clipped(box: Rect, clip: Rect | None) -> Rect | None:
    """The part of `box` inside `clip`, None when nothing of it is (touching edges are inside)."""
    if clip is None:
        return box
    x0, top, x1, bottom = (
        max(box[0], clip[0]),
        max(box[1], clip[1]),
        min(box[2], clip[2]),
        min(box[3], clip[3]),
    )
    return (x0, top, x1, bottom) if x0 <= x1 and top <= bottom else None
