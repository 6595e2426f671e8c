"""The reading process: limits itself, opens one document, answers requests over an inherited socket.

Requests and answers are pickles. The first message is (path, reader, limits); each request after it is a page
number, a `RenderJob`, or None to stop. An answer is ("open", page_count, is_repaired), ("result", value) or
("error", ReadingError); a page's has the processor's seconds that it took as well.
"""

from __future__ import annotations

import contextlib
import pickle
import resource
import time
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

from extractors.readers.errors import MemoryLimitReached, ReaderFailed, ReadingError
from extractors.readers.limits import MEBIBYTE, Limits, ReaderName

Answer = tuple[Any, ...]


def main(descriptor: int) -> None:
    """Serve the parent at the other end of the socket until it says stop or goes away."""
    parent = Connection(descriptor)
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        path, reader, limits = pickle.loads(parent.recv_bytes())
        session = _guarded(lambda: _open(path, reader, limits), path, 1, limits)
        if session[0] == "error":
            _send(parent, session)
            return
        served = session[1]
        _send(parent, ("open", served.page_count, served.is_repaired))
        while (request := pickle.loads(parent.recv_bytes())) is not None:
            _send(parent, _serve(served, request, path, limits))


def _open(path: Path, reader: ReaderName | Literal["render", "visual", "ocr"], limits: Limits) -> Any:
    if reader == "render":
        from extractors.readers.render import RenderSession

        _limit_self(limits)
        return RenderSession(path, limits)
    if reader == "visual":
        from extractors.visual.session import VisualSession, warm_up

        warm_up()  # before the limits: NumPy starts threads, whose stacks count
        _limit_self(limits)
        return VisualSession(path, limits)
    if reader == "ocr":
        from extractors.ocr.session import OcrSession, warm_up

        warm_up()  # before the limits, as above
        _limit_self(limits)
        return OcrSession(path, limits)
    from extractors.readers.session import DocumentSession, warm_up

    warm_up()  # before the limits: importing may write compiled files
    _limit_self(limits)
    return DocumentSession(path, reader, limits, second_seconds=limits.page_seconds / 2)


def _limit_self(limits: Limits) -> None:
    """No memory beyond the limit, no written files, no core dumps."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _serve(session: Any, request: Any, path: Path, limits: Limits) -> Answer:
    number = request if isinstance(request, int) else request.page
    # A parent that was killed cannot end a child that hangs; the kernel does.
    cpu_seconds = int(time.process_time() + 2 * limits.page_seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, resource.RLIM_INFINITY))
    started = time.process_time()
    kind, value = _guarded(lambda: session.read(request), path, number, limits)
    return (kind, value, time.process_time() - started)


def _guarded(work: Any, path: Path, number: int, limits: Limits) -> Answer:
    """The work's result, or the named error it ended with."""
    document = str(path)
    try:
        return ("result", work())
    except ReadingError as error:
        error.document = error.document or document
        return ("error", error)
    except MemoryError:
        limit_mb = limits.memory_bytes // MEBIBYTE
        return ("error", MemoryLimitReached(document=document, page=number, limit_mb=limit_mb))
    except Exception as error:
        reason = f"{error!r} in {_where(error)}"[-500:]
        return ("error", ReaderFailed(document=document, page=number, reason=reason))


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames[-4:]))


def _send(parent: Connection, answer: Answer) -> None:
    parent.send_bytes(pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL))
