"""Annotations and form fields: what they print is made part of the page, what they hide is reported."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

from pypdfium2 import raw

from extractors.readers.frame import DisplayFrame, Rect

CHECK_ID = "reader.annotation_text"
_SILENT = frozenset({raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP})
_NOT_SHOWN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW | raw.FPDF_ANNOT_FLAG_INVISIBLE
_NORMAL = raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL


@dataclass(slots=True)
class Annotations:
    """Texts of the page's annotations with their user-space rects; whether the page now shows them."""

    texts: list[tuple[str, Rect]] = field(default_factory=list)
    is_page_changed: bool = False


def paint(document: Any, page: Any) -> Annotations:
    """Merge the appearances of annotations and form fields into the page's content (in memory only).

    Where that changed the page it must be loaded again before its objects are read.
    """
    found = Annotations()
    shown = False
    for index in range(max(0, raw.FPDFPage_GetAnnotCount(page))):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        shown |= _take(annotation, found)
        raw.FPDFPage_CloseAnnot(annotation)
    if shown:
        found.is_page_changed = raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS
    return found


def problems(found: Annotations, frame: DisplayFrame) -> list[tuple[str, str, Rect | None]]:
    """Each annotation's text as a problem for a person to look at, in displayed coordinates."""
    return [(CHECK_ID, text, frame.box(*rect)) for text, rect in found.texts]


def _take(annotation: Any, found: Annotations) -> bool:
    """Note the annotation's text; True when it has an appearance that a viewer shows."""
    if raw.FPDFAnnot_GetSubtype(annotation) in _SILENT or raw.FPDFAnnot_GetFlags(annotation) & _NOT_SHOWN:
        return False
    has_appearance: bool = raw.FPDFAnnot_GetAP(annotation, _NORMAL, None, 0) > 2
    text = _string(annotation, b"Contents") or _string(annotation, b"V")
    if text.strip():
        found.texts.append((text.strip(), _rect(annotation)))
    return has_appearance


def _rect(annotation: Any) -> Rect:
    rect = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, ctypes.byref(rect))
    return (rect.left, rect.bottom, rect.right, rect.top)


def _string(annotation: Any, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")
