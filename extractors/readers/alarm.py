"""A clock for pure-Python work that may never end on damaged input."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType


class TimeIsUp(Exception):
    """The work under the alarm took too long."""


@contextlib.contextmanager
def alarm(seconds: float | None) -> Iterator[None]:
    """Raise TimeIsUp in the block after `seconds` (None: never). Main thread only, not to be nested."""
    if seconds is None:
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise TimeIsUp("time is up")
