"""How far the reading of a document's pages is, for whoever wants to show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Called with the work ("both", "ocr", "visual" …), how many pages are done, and of how many.
PageListener = Callable[[str, int, int], None]

_listener: ContextVar[PageListener | None] = ContextVar("page_listener", default=None)


def tell_pages(work: str, n_done: int, n_pages: int) -> None:
    """Say that another page is done."""
    listener = _listener.get()
    if listener is not None:
        listener(work, n_done, n_pages)


@contextmanager
def pages_watched(listener: PageListener) -> Iterator[None]:
    """Send what is told inside to `listener`."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
