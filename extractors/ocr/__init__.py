"""Reading pages that are pictures: rules found in the image, cells read one at a time by Tesseract."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractors.ocr.document import read_any_document
    from extractors.ocr.pictures import iter_any_pages
    from extractors.ocr.scan import scan_results

__all__ = ["iter_any_pages", "read_any_document", "scan_results"]

_HOMES = {"iter_any_pages": "pictures", "read_any_document": "document", "scan_results": "scan"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"extractors.ocr.{_HOMES[name]}"), name)
