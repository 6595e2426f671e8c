"""pdfplumber pages that start from objects somebody else read, in displayed coordinates."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from pdfplumber.page import Page

from extractors.readers.frame import DisplayFrame

ObjectLists = dict[str, list[dict[str, Any]]]


def display_page(number: int, frame: DisplayFrame, objects: ObjectLists) -> Any:
    """A pdfplumber `Page` over ready objects: origin (0, 0), size and rotation as displayed.

    pdfplumber consults `_objects` before it asks pdfminer; its own `dedupe_chars` relies on the same.
    """
    box = [0.0, 0.0, frame.width_pt, frame.height_pt]
    source = SimpleNamespace(attrs={"MediaBox": box}, annots=None)
    page = Page(SimpleNamespace(laparams=None, unicode_norm=None), source, number)
    page.rotation = frame.rotation
    page._objects = objects
    return page


def native_drawings(
    document: Any, resources: Any, source: Any, number: int, frame: DisplayFrame
) -> ObjectLists:
    """Lines, rects, curves and images of a page as pdfplumber reads them itself through pdfminer.

    `document`, `resources` and `source` are pdfminer's document, resource manager and page.
    """
    owner = SimpleNamespace(
        doc=document, rsrcmgr=resources, laparams=None, unicode_norm=None, raise_unicode_errors=False
    )
    page = Page(owner, source, number)
    left, top = _crop_offset(page, source, frame)
    return {
        kind: [_moved(item, left, top, frame) for item in found]
        for kind, found in page.objects.items()
        if kind != "char"
    }


def _crop_offset(page: Any, source: Any, frame: DisplayFrame) -> tuple[float, float]:
    """Where the displayed page's corner lies in pdfplumber's coordinates, in user-space units."""
    media_x0, media_top = page.mediabox[:2]
    x0, y0, x1, y1 = (float(side) for side in source.mediabox)
    whole = DisplayFrame((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), frame.rotation)
    left, top, _, _ = whole.box(*frame.crop)
    return media_x0 + left, media_top + top


def _moved(item: dict[str, Any], left: float, top: float, frame: DisplayFrame) -> dict[str, Any]:
    unit = frame.user_unit

    def point(xy: tuple[float, float]) -> tuple[float, float]:
        """A point of the page in points of its displayed top left corner."""
        return ((xy[0] - left) * unit, (xy[1] - top) * unit)

    x0, y0 = point((item["x0"], item["top"]))
    x1, y1 = point((item["x1"], item["bottom"]))
    moved = item | {"x0": x0, "x1": x1, "top": y0, "bottom": y1, "doctop": y0}
    moved |= {"y0": frame.height_pt - y1, "y1": frame.height_pt - y0, "width": x1 - x0, "height": y1 - y0}
    if "linewidth" in item:
        moved["linewidth"] = (item["linewidth"] or 0) * unit
    if "pts" in item:
        moved["pts"] = [point(xy) for xy in item["pts"]]
    if "path" in item:
        moved["path"] = [(step[0], *map(point, step[1:])) for step in item["path"]]
    return moved
