"""A time by which an answer has to begin, however slowly and steadily its server sends other things."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Watchdog:
    """Ends the connection of a client, which has one at a time, where an answer's head is overdue.

    The client's own limit counts from one byte to the next: a head that comes a byte at a time, or is
    announced by "100 Continue" over and over, stays within it for ever.
    """

    seconds: float
    _connection: Any = field(init=False, default=None)

    def trace(self, event: str, told: Mapping[str, Any]) -> None:
        """What the client calls at each step of a request (httpcore's `trace` extension)."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._connection = told["return_value"].get_extra_info("socket")

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """After `seconds` in the block the connection breaks off, which the client raises as an error."""
        timer = threading.Timer(self.seconds, self._break_off)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _break_off(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(OSError):  # it may have ended by itself
                self._connection.shutdown(socket.SHUT_RDWR)
