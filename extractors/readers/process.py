"""A child process that reads one document under limits, seen from its parent."""

from __future__ import annotations

import contextlib
import io
import pickle
import signal
import subprocess
import sys
import time
from collections import deque
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any

from extractors.readers.errors import ReaderCrashed, ReadingError, ReadingTimeout
from extractors.readers.limits import Limits

OPENING = 0  # stands for the opening of the document among page numbers

# Not the `spawn` start method: that imports the caller's main module again in every child. `-I -S` keeps the
# start short and free of the user's site hooks; the parent's own module path is handed over instead.
_START = (
    "import sys; sys.path[:] = sys.argv[2:]; "
    "from extractors.readers import child; child.main(int(sys.argv[1]))"
)

_TRUSTED = frozenset(
    {
        ("builtins", "frozenset"),
        ("extractors.geometry", "Box"),
        ("extractors.reading", "Line"),
        ("extractors.reading", "Cell"),
        ("extractors.reading", "Table"),
        ("extractors.reading", "Drawing"),
        ("extractors.reading", "PageReading"),
        ("extractors.readers.census", "TextCensus"),
        ("extractors.readers.session", "PageResult"),
        ("extractors.readers.render", "Picture"),
        ("extractors.errors", "_rebuild"),
    }
)


class _Unpickler(pickle.Unpickler):
    """Builds only what an honest child sends: a child taken over by its document gets no further."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _TRUSTED or module == "extractors.readers.errors":
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"unexpected {module}.{name}")


class ReadingProcess:
    """One child with one document. `pending` are the pages it owes, oldest first; OPENING before them."""

    def __init__(self, path: Path, reader: str, limits: Limits) -> None:
        self._document, self._limits = str(path), limits
        self.pending: deque[int] = deque([OPENING])
        self.connection, theirs = Pipe()
        flags = ["-I", "-S", *(["-B"] if sys.dont_write_bytecode else [])]
        folders = [str(Path(folder).resolve()) for folder in sys.path]
        with theirs:
            self._child = subprocess.Popen(
                [sys.executable, *flags, "-c", _START, str(theirs.fileno()), *folders],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                close_fds=True,
            )
        self._deadline = time.monotonic() + limits.page_seconds
        self._send((path.resolve(), reader, limits))

    @property
    def seconds_left(self) -> float:
        """Time until the page under way is overdue."""
        return self._deadline - time.monotonic()

    def ask(self, page: int, request: Any = None) -> None:
        """Queue a page; `request` is what to send when it is more than the page's number."""
        if not self.pending:
            self._deadline = time.monotonic() + self._limits.page_seconds
        self.pending.append(page)
        self._send(page if request is None else request)

    def opened(self) -> tuple[int, bool]:
        """Wait for the document to open: (page count, was its structure repaired). Raises ReadingError."""
        _, answer = self.receive()
        if isinstance(answer, ReadingError):
            raise answer
        return answer  # type: ignore[no-any-return]

    def receive(self) -> tuple[int, Any]:
        """The oldest pending page and its result or ReadingError; a child's death or delay is one too."""
        page = self.pending.popleft()
        return page, self._answer(max(1, page))

    def _answer(self, page: int) -> Any:
        if not self._has_answer():
            return self._give_up(ReadingTimeout, page, seconds=round(self._limits.page_seconds))
        try:
            answer = _Unpickler(io.BytesIO(self.connection.recv_bytes())).load()
        except (EOFError, OSError, pickle.UnpicklingError, AttributeError) as error:
            return self._give_up(ReaderCrashed, page, reason=self._cause_of_death(error))
        self._deadline = time.monotonic() + self._limits.page_seconds
        return answer[1] if answer[0] in ("result", "error") else answer[1:]

    def close(self) -> None:
        """End the child, at once if it does not listen."""
        with contextlib.suppress(OSError):
            self._send(None)
        self.connection.close()
        self._child.kill()
        self._child.wait()

    def _has_answer(self) -> bool:
        with contextlib.suppress(OSError):
            return self.connection.poll(max(0.0, self.seconds_left))
        return True

    def _give_up(self, kind: type[ReadingError], page: int, **details: Any) -> ReadingError:
        self._child.kill()
        return kind(document=self._document, page=page, **details)

    def _cause_of_death(self, error: Exception) -> str:
        try:
            code = self._child.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return repr(error)
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name if code < 0 else f"exit {code}"
        return f"exit {code}"

    def _send(self, message: Any) -> None:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.connection.send_bytes(pickle.dumps(message))


def connections(processes: list[ReadingProcess]) -> dict[Connection, ReadingProcess]:
    """The processes that owe an answer, by connection."""
    return {process.connection: process for process in processes if process.pending}
