"""When Python's cycle collector runs."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """No cycle collection inside: a page or a document makes many thousand small objects and hardly a cycle.

    Looking through all of them again and again takes a tenth of the reading time; what cycles there are
    are collected afterwards. Nests; leaves a collector that was off as it was.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
