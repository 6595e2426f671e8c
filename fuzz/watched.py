"""Run the command line under an audit hook that writes down what a hostile document must never cause.

    python -m fuzz.watched REPORT ALLOWED_FOLDERS kyosei's words ...

REPORT gets a line for each file opened to be written outside ALLOWED_FOLDERS (parted as a search path is) and
for each use of the network;
that a process talks to another on this machine, as the flow engine does to its server, is none.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

_NETWORK = frozenset(
    {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "socket.gethostbyname"}
)
_CHANGES = frozenset(
    {"os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.truncate", "os.link", "os.symlink"}
)
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def main() -> int:
    """The exit code of the command line."""
    report, words = Path(sys.argv[1]).resolve(), sys.argv[3:]
    allowed = [Path(folder).resolve() for folder in sys.argv[2].split(os.pathsep)]
    descriptor = os.open(report, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def witness(event: str, arguments: tuple[Any, ...]) -> None:
        """Report every connection, and every file changed outside the folders that are allowed."""
        if event in _NETWORK and not _stays_here(event, arguments):
            os.write(descriptor, f"{event} {arguments[1:]!r}\n".encode())
        for path in _touched(event, arguments):
            if path != Path(os.devnull) and not any(map(path.is_relative_to, allowed)):
                os.write(descriptor, f"{event} {path}\n".encode())

    sys.addaudithook(witness)
    from pipeline.cli.shell import run_command

    return run_command(words)


def _stays_here(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether an event of the network ends at this machine."""
    address = arguments[0] if event in ("socket.getaddrinfo", "socket.gethostbyname") else arguments[1]
    host = address[0] if isinstance(address, tuple) else address
    return host in _LOOPBACK


def _touched(event: str, arguments: tuple[Any, ...]) -> list[Path]:
    """Paths that an event writes to, makes or removes."""
    if event == "open":
        path, _, flags = arguments
        named = [path] if isinstance(flags, int) and flags & _WRITING else []
    else:
        # A relative name here is relative to a folder that is held open, as when a scratch folder is emptied.
        paths = (name for name in arguments[:2] if isinstance(name, str | bytes))
        named = [name for name in paths if event in _CHANGES and Path(os.fsdecode(name)).is_absolute()]
    return [Path(os.fsdecode(name)).resolve() for name in named if isinstance(name, str | bytes)]


if __name__ == "__main__":
    sys.exit(main())
