"""Runs the `kyosei` command in a sub-process and records what it did to the outside world."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
RAW = REPOSITORY / "raw"
REAL_PDF = RAW / "ichinoseki-hiraizumi" / "2019-03" / "vision.pdf"

# Loaded by every Python process of the run, also by the server and the readers' children.
_WITNESS = """
import os, sys
_fd = os.open(os.environ["KYOSEI_WITNESS"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
_watched = {"prefect", "great_expectations", "pandas", "pyarrow", "pdfplumber", "duckdb"}
def _hook(event, args):
    if event == "socket.connect":
        os.write(_fd, f"connect\\t{args[1]!r}\\n".encode())
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        os.write(_fd, f"lookup\\t{args[0]!r}\\n".encode())
    elif event == "import" and args[0] in _watched:
        os.write(_fd, f"import\\t{args[0]}\\n".encode())
sys.addaudithook(_hook)
"""


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what its processes connected to, looked up and imported."""

    code: int
    out: str
    err: str
    events: tuple[tuple[str, str], ...]

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def seen(self, kind: str) -> set[str]:
        return {what for event, what in self.events if event == kind}


def _program(scratch: Path) -> Path:
    """A copy of the packages, made once: the code must not change between two runs that are compared."""
    program = scratch / "program"
    if not program.exists():
        for package in ("extractors", "expectations", "pipeline"):
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(REPOSITORY / package, program / package, ignore=ignored)
        (program / "sitecustomize.py").write_text(_WITNESS)
    return program


def environment(scratch: Path) -> dict[str, str]:
    """The environment of a sub-process: no settings of ours leak in, everything it does is witnessed."""
    home = scratch / "home"
    home.mkdir(parents=True, exist_ok=True)
    dropped = ("PREFECT", "KYOSEI", "PYTHONDONTWRITEBYTECODE")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
    return {
        **kept,
        "PYTHONPATH": str(_program(scratch)),
        "KYOSEI_WITNESS": str(scratch / "witness.txt"),
        "HOME": str(home),
        "NO_COLOR": "1",
        "COLUMNS": "160",
    }


def kyosei(*words: str | Path, cwd: Path, scratch: Path) -> Ran:
    """Run `kyosei` with `words` in `cwd`; `scratch` holds the witness and an empty home."""
    env = environment(scratch)
    witness = Path(env["KYOSEI_WITNESS"])
    witness.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pipeline.cli", *map(str, words)]
    ended = subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, timeout=240, check=False
    )
    lines = witness.read_text().splitlines() if witness.exists() else []
    events = tuple((event, what) for event, what in (line.split("\t", 1) for line in lines))
    return Ran(ended.returncode, ended.stdout, ended.stderr, events)
