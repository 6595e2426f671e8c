"""Reading PDFs: two independent readers, run in child processes with limits. Names load on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractors.readers.errors import ReadingError
    from extractors.readers.limits import Limits
    from extractors.readers.render import Renderer
    from extractors.readers.sandbox import iter_pages, read_document

__all__ = ["Limits", "ReadingError", "Renderer", "iter_pages", "read_document"]

_HOMES = {
    "Limits": "limits",
    "ReadingError": "errors",
    "Renderer": "render",
    "iter_pages": "sandbox",
    "read_document": "sandbox",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
