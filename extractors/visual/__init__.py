"""What is drawn against what is stored: the digits of the text layer compared with the rendered page."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractors.visual.tesseract import has_tesseract
    from extractors.visual.verify import compare_drawn

__all__ = ["compare_drawn", "has_tesseract"]

_HOMES = {"compare_drawn": "verify", "has_tesseract": "tesseract"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
