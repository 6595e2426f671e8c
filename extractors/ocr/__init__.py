"""Reading pages that are pictures: rules found in the image, cells read one at a time by Tesseract."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractors.ocr.document import read_any_document

__all__ = ["read_any_document"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("extractors.ocr.document"), name)
