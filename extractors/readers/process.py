"""A child process that reads one document under limits, seen from its parent."""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import signal
import subprocess
import sys
import time
from collections import deque
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any

from extractors.readers.errors import MemoryLimitReached, ReaderCrashed, ReadingError, ReadingTimeout
from extractors.readers.limits import MEBIBYTE, Limits

_MEMORY_SHARE = 0.4  # of the limit at an abort; half of what is asked for is often the copy that failed
# On a busy machine a page waits for the processor; one that got less than this share of its time is given
# more, so many times.
_STARVED_SHARE = 1 / 3
_MOST_EXTENSIONS = 2
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
        ("extractors.visual.ink", "DrawnRun"),
        ("extractors.errors", "_rebuild"),
    }
)


class _Unpickler(pickle.Unpickler):
    """Builds only what an honest child sends: a child taken over by its document gets no further."""

    def find_class(self, module: str, name: str) -> Any:
        """A class the parent knows. Raises `UnpicklingError` for any other, before it is imported."""
        if (module, name) in _TRUSTED or module == "extractors.readers.errors":
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"unexpected {module}.{name}")


class ReadingProcess:
    """One child with one document. `pending` are the pages it owes, oldest first; OPENING before them.

    `seconds_spent` is the processor time of the pages it has answered.
    """

    def __init__(self, path: Path, reader: str, limits: Limits) -> None:
        self._document, self._limits = str(path), limits
        self.pending: deque[int] = deque([OPENING])
        self.seconds_spent = 0.0
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
        self._start_clock()
        self._send((path.resolve(), reader, limits))

    @property
    def seconds_left(self) -> float:
        """Time until the page under way is overdue."""
        return self._deadline - time.monotonic()

    def ask(self, page: int, request: Any = None) -> None:
        """Queue a page; `request` is what to send when it is more than the page's number."""
        if not self.pending:
            self._start_clock()
        self.pending.append(page)
        self._send(page if request is None else request)

    def opened(self) -> tuple[int, bool]:
        """Wait for the document to open: (page count, was its structure repaired). Raises ReadingError."""
        _, answer = self.receive()
        if isinstance(answer, ReadingError):
            raise answer
        page_count, is_repaired = answer
        return int(page_count), bool(is_repaired)

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
            return self._death(page, error)
        self._start_clock()
        if answer[0] == "open":
            return answer[1:]
        self.seconds_spent += sum(answer[2:])
        return answer[1]

    def close(self) -> None:
        """End the child, at once if it does not listen."""
        with contextlib.suppress(OSError):
            self._send(None)
        self.connection.close()
        self._child.kill()
        self._child.wait()

    def _start_clock(self) -> None:
        self._deadline = time.monotonic() + self._limits.page_seconds
        self._busy_before = self._busy_seconds()
        self._n_extensions = 0

    def _has_answer(self) -> bool:
        with contextlib.suppress(OSError):
            while not self.connection.poll(max(0.0, self.seconds_left)):
                if not self._is_starved():
                    return False
                self._deadline += self._limits.page_seconds
                self._n_extensions += 1
        return True

    def _is_starved(self) -> bool:
        """Whether the child had too little of the processor since the clock started."""
        if self._n_extensions >= _MOST_EXTENSIONS or self._busy_before is None:
            return False
        busy, allowed = self._busy_seconds(), (1 + self._n_extensions) * self._limits.page_seconds
        return busy is not None and busy - self._busy_before < _STARVED_SHARE * allowed

    def _busy_seconds(self) -> float | None:
        """Processor time of the child so far; None where the system does not tell, or it has ended."""
        try:
            fields = Path(f"/proc/{self._child.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        if fields[0] in "ZT":  # ended, or stopped: no more time will help
            return None
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _give_up(self, kind: type[ReadingError], page: int, **details: Any) -> ReadingError:
        self._child.kill()
        return kind(document=self._document, page=page, **details)

    def _death(self, page: int, error: Exception) -> ReadingError:
        """Why the child went away. PDFium aborts when it gets no memory, which its peak use betrays."""
        if not isinstance(error, EOFError | OSError):
            return self._give_up(ReaderCrashed, page, reason=repr(error))
        code, peak_bytes = self._wait()
        if code == -signal.SIGABRT and peak_bytes > _MEMORY_SHARE * self._limits.memory_bytes:
            limit_mb = self._limits.memory_bytes // MEBIBYTE
            return self._give_up(MemoryLimitReached, page, limit_mb=limit_mb)
        name = signal.Signals(-code).name if -code in set(signal.Signals) else f"exit {code}"
        return self._give_up(ReaderCrashed, page, reason=name)

    def _wait(self) -> tuple[int, int]:
        """The exit code of a child that is ending and its peak memory; one that does not end is killed."""
        patience = time.monotonic() + 2
        pid, status, usage = os.wait4(self._child.pid, os.WNOHANG)
        while not pid:
            if time.monotonic() > patience:
                self._child.kill()
            time.sleep(0.01)
            pid, status, usage = os.wait4(self._child.pid, os.WNOHANG)
        self._child.returncode = os.waitstatus_to_exitcode(status)
        return self._child.returncode, usage.ru_maxrss * 1024

    def _send(self, message: Any) -> None:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.connection.send_bytes(pickle.dumps(message))


def connections(processes: list[ReadingProcess]) -> dict[Connection, ReadingProcess]:
    """The processes that owe an answer, by connection."""
    return {process.connection: process for process in processes if process.pending}
