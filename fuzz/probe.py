"""One document through `kyosei tables` in a process of its own, and the judgement on how that ended."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
MAX_SECONDS: Final = 60.0
MAX_BYTES: Final = 1536 * 1024 * 1024
_LOOK_EVERY_S: Final = 0.05
_COUNTER: Final = (
    "import sys, json, pypdfium2\n"
    "document = pypdfium2.PdfDocument(sys.argv[1])\n"
    "print(json.dumps([page.get_textpage().get_text_range() for page in document]))"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a document ended: what is wrong (empty: nothing), and the peak bytes of all its processes."""

    faults: tuple[str, ...]
    ending: str
    seconds: float
    peak_bytes: int


def probe(document: Path) -> Verdict:
    """Read a document with all outputs and check everything that must hold for any input."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        scratch = Path(name)
        ran = _run(document, scratch)
        faults = [*_limits(ran), *_touched_outside(scratch), *_ending(ran, document, scratch / "out" / "o")]
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
        with contextlib.suppress(json.JSONDecodeError):
            return dict(json.loads(self.stdout).get("error", {}))
        return {}

    @property
    def summary(self) -> str:
        return str(self.error.get("code", "read" if self.code == 0 else f"exit {self.code}"))


def _run(document: Path, scratch: Path) -> _Ran:
    for folder in ("out", "home", "cwd", "tmp"):
        (scratch / folder).mkdir()
    words = ["tables", str(document.resolve()), "--out", str(scratch / "out" / "o"), "--json"]
    command = [sys.executable, "-m", "fuzz.watched", str(scratch / "report"), str(scratch / "out"), *words]
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
            command, cwd=scratch / "cwd", env=env, stdout=out, stderr=err, start_new_session=True
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


def _ending(ran: _Ran, document: Path, out: Path) -> list[str]:
    if ran.is_overdue:
        return []
    if ran.code == 0:
        return _losses(document, out)
    faults = [f"written after a refusal: {path.name}" for path in out.parent.iterdir()]
    if ran.code != 2 or not ran.error.get("message_ja"):
        faults.append(f"exit {ran.code}: {ran.error or ran.stderr[-600:]}")
    return faults


def _losses(document: Path, out: Path) -> list[str]:
    """Characters that neither the model holds nor a finding tells of."""
    pages = json.loads((out / "tables.json").read_text(encoding="utf-8"))["pages"]
    faults = [f"account of page {page['page']} does not add up" for page in pages if not _adds_up(page)]
    has_findings = len((out / "findings.csv").read_text(encoding="utf-8-sig").splitlines()) > 1
    if not has_findings:
        missing = _characters_seen(document) - {c for page in pages for c in "".join(_texts(page))}
        if missing:
            faults.append(f"lost without a finding: {''.join(sorted(missing))[:80]!r}")
    return faults


def _adds_up(page: dict[str, Any]) -> bool:
    return bool(len("".join("".join(_texts(page)).split())) == page["chars_total"])


def _texts(page: dict[str, Any]) -> list[str]:
    """Each printed text of a page once."""
    cells = [cell["text"] for table in page["tables"] for cell in table["cells"]]
    return [*cells, *(line["text"] for kind in ("lines", "unclaimed") for line in page[kind])]


def _characters_seen(document: Path) -> set[str]:
    """Printable characters that plain PDFium finds, none where it fails itself."""
    try:
        counted = subprocess.run(
            [sys.executable, "-c", _COUNTER, str(document)],
            capture_output=True,
            timeout=MAX_SECONDS,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        return set()
    text = "".join(json.loads(counted.stdout))
    return {c for c in text if c.isprintable() and not c.isspace() and c not in "-\ufffe\ufffd"}
