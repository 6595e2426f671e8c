"""One document through a command of `kyosei` in a process of its own, and the judgement on how that ended."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fuzz.commands import ROOT, Command, Task, is_of_document, published_files, task_for

MAX_SECONDS: Final = 60.0
MAX_BYTES: Final = 1536 * 1024 * 1024
_LOOK_EVERY_S: Final = 0.05
_CODE: Final = re.compile(r"^エラー (\w+):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a document ended: what is wrong (empty: nothing), and the peak bytes of all its processes."""

    faults: tuple[str, ...]
    ending: str
    seconds: float
    peak_bytes: int


def probe(document: Path, command: Command = "tables") -> Verdict:
    """Give a document to a command (see `fuzz.commands`); check what must hold for any input.

    Of `tables` the written model is audited too (see `fuzz.audit`).
    """
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        scratch = Path(name)
        for folder in ("out", "home", "cwd", "tmp"):
            (scratch / folder).mkdir()
        task = task_for(document, scratch / "out" / "o", command)
        before = published_files(task.published) if task.published else {}
        ran = _run(task, scratch)
        faults = [*_limits(ran), *_touched_outside(scratch), *_ending(ran, scratch / "out", task)]
        if task.published:
            faults += _published_otherwise(before, published_files(task.published), is_made=ran.is_read)
        if command == "tables" and ran.code == 0:
            faults += _losses(document, scratch / "out" / "o")
        return Verdict(tuple(faults), ran.summary, ran.seconds, ran.peak_bytes)


@dataclass(slots=True)
class _Ran:
    code: int
    seconds: float
    peak_bytes: int
    stdout: str
    stderr: str
    is_overdue: bool

    @property
    def error(self) -> dict[str, Any]:
        """The named error as the command told it, in JSON or to a person; empty where there was none."""
        with contextlib.suppress(json.JSONDecodeError):
            told = json.loads(self.stdout)
            return dict(told.get("editions", [told])[0].get("error") or {})
        code = _CODE.search(self.stderr)
        return {"code": code[1]} if code else {}

    @property
    def is_read(self) -> bool:
        """`extract` also writes what it read where critical findings forbid publishing (1)."""
        return self.code in (0, 1) and not self.error

    @property
    def summary(self) -> str:
        """`read`, the code of the named error, or the exit code where none was told."""
        return "read" if self.is_read else str(self.error.get("code", f"exit {self.code}"))


def _run(task: Task, scratch: Path) -> _Ran:
    # What is put in the folder for temporary files must be gone at the end.
    allowed = f"{scratch / 'out'}{os.pathsep}{scratch / 'tmp'}"
    watched = [sys.executable, "-m", "fuzz.watched", str(scratch / "report"), allowed, *task.words]
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(scratch / "home"),
        "TMPDIR": str(scratch / "tmp"),
        "KYOSEI_ROOT": str(ROOT),
    }
    started = time.monotonic()
    with (scratch / "stdout").open("w+b") as out, (scratch / "stderr").open("w+b") as err:
        process = subprocess.Popen(
            watched, cwd=scratch / "cwd", env=env, stdout=out, stderr=err, start_new_session=True
        )
        peak, is_overdue = _watch(process, started)
        out.seek(0)
        err.seek(0)
        told, said = (stream.read().decode("utf-8", "replace") for stream in (out, err))
    return _Ran(process.returncode, time.monotonic() - started, peak, told, said, is_overdue)


def _watch(process: subprocess.Popen[bytes], started: float) -> tuple[int, bool]:
    """Wait for the process; the peak memory of it and its children, and whether it had to be killed."""
    peak, is_overdue = 0, False
    while process.poll() is None:
        peak = max(peak, _session_bytes(process.pid))
        if time.monotonic() - started > MAX_SECONDS:
            is_overdue = True
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        time.sleep(_LOOK_EVERY_S)
    return peak, is_overdue


def _session_bytes(session: int) -> int:
    """Resident memory of all processes of a session, in bytes."""
    total_pages = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            fields = stat.read_text().rpartition(")")[2].split()
            total_pages += int(fields[21]) if int(fields[3]) == session else 0
    return total_pages * os.sysconf("SC_PAGE_SIZE")


def _limits(ran: _Ran) -> list[str]:
    faults = ["hang: not done in 60 s"] if ran.is_overdue else []
    return faults + ([f"memory: {ran.peak_bytes >> 20} MB"] if ran.peak_bytes > MAX_BYTES else [])


def _touched_outside(scratch: Path) -> list[str]:
    report = scratch / "report"
    told = report.read_text(errors="replace").splitlines() if report.exists() else []
    left = [path for folder in ("home", "cwd", "tmp") for path in (scratch / folder).iterdir()]
    return [f"outside: {line}" for line in told] + [f"left behind: {path.name}" for path in left]


def _ending(ran: _Ran, out: Path, task: Task) -> list[str]:
    if ran.is_overdue or ran.is_read:
        return []
    faults = [f"written after a refusal: {path.name}" for path in out.iterdir() if not task.published]
    if ran.code != 2 or "Traceback" in ran.stderr:
        faults.append(f"exit {ran.code}: {ran.error or ran.stderr[-600:]}")
    return faults


def _published_otherwise(before: dict[str, str], after: dict[str, str], *, is_made: bool) -> list[str]:
    """Published files that are others now; those of the document's own edition may come where it was read."""
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    return [f"published: {name}" for name in sorted(changed) if not (is_made and is_of_document(name))]


def _losses(document: Path, out: Path) -> list[str]:
    """Pages whose account does not add up, and characters of ruled tables that no finding tells of."""
    pages = json.loads((out / "tables.json").read_text(encoding="utf-8"))["pages"]
    faults = [f"account of page {page['page']} does not add up" for page in pages if not _adds_up(page)]
    words = [sys.executable, "-m", "fuzz.audit", str(document.resolve()), str(out)]
    try:
        audited = subprocess.run(words, capture_output=True, timeout=2 * MAX_SECONDS, check=False, cwd=ROOT)
    except subprocess.TimeoutExpired:
        return faults  # pdfplumber cannot read it; then there is nothing to compare with
    doubts = map(json.loads, audited.stdout.decode().splitlines()) if audited.returncode == 1 else ()
    return faults + [
        f"page {d['page']} {d['kind']}: {d['text'][:60]}"
        for d in doubts
        if d["kind"] != "merged" and not d["is_told"]
    ]


def _adds_up(page: dict[str, Any]) -> bool:
    cells = [cell["text"] for table in page["tables"] for cell in table["cells"]]
    texts = [*cells, *(line["text"] for kind in ("lines", "unclaimed") for line in page[kind])]
    return bool(len("".join("".join(texts).split())) == page["chars_total"])
