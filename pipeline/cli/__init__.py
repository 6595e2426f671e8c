"""The `kyosei` command. One module a command; nothing heavy is imported before a command runs."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line (`argv` without the program's name) and return its exit code; no traceback."""
    from pipeline.cli.shell import run_command

    return run_command(list(sys.argv[1:] if argv is None else argv))
