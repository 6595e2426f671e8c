"""Who wants to hear how far the work is; the plain functions tell, the command line listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

Stage = Literal["start", "read", "tabulate", "validate", "publish"]
# Called with the zone id, the edition id and the stage that begins.
Listener = Callable[[str, str, Stage], None]

_listener: ContextVar[Listener | None] = ContextVar("progress_listener", default=None)


def tell(zone_id: str, edition_id: str, stage: Stage) -> None:
    """Say that a stage of an edition begins."""
    listener = _listener.get()
    if listener is not None:
        listener(zone_id, edition_id, stage)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Send what is told inside to `listener`."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
