"""The commands of `kyosei` that a document is given to, and where each may write."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

ROOT: Final = Path(__file__).parents[1]
Command = Literal["tables", "extract", "draft", "check", "run"]
COMMANDS: Final[tuple[Command, ...]] = ("tables", "extract", "draft", "check", "run")
_ZONE, _EDITION = "ichinoseki-hiraizumi", "2099-03"
_RECORD = """\
[pdf]
file = "vision.pdf"
sha256 = "{sha256}"
kind = "vision"
source_uri = "file:vision.pdf"
obtained = 2026-01-01
"""


@dataclass(frozen=True, slots=True)
class Task:
    """A command line for one document, and the folder of published tables that it has to leave alone."""

    words: tuple[str, ...]
    published: Path | None = None


def task_for(document: Path, out: Path, command: Command) -> Task:
    """What to run so that `document` goes through `command`, which writes to `out` and nowhere else.

    `run` gets a project with a published edition in which the document is the zone's next one.
    """
    place = str(document.resolve())
    if command == "draft":
        return Task(("profile", "draft", place, "--out", f"{out}.toml"))
    if command == "check":
        return Task(("profile", "check", place, "--pictures", str(out), "--json"))
    if command == "run":
        _make_project(document, out)
        words = ("run", "--zone", _ZONE, "--edition", _EDITION, "--root", str(out), "--json")
        return Task(words, out / "curated")
    return Task((command, place, "--out", str(out), "--json"))


def published_files(folder: Path) -> dict[str, str]:
    """The files of published tables and their hashes; locks and the like have hidden names."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def is_of_document(name: str) -> bool:
    """Whether a published file is of the document's own edition, or of the zone's comparison of editions."""
    return name.startswith((f"{_ZONE}/{_EDITION}/", f"{_ZONE}/changes."))


def _make_project(document: Path, root: Path) -> None:
    shutil.copytree(ROOT / "raw", root / "raw")
    shutil.copytree(ROOT / "curated", root / "curated")
    folder = root / "raw" / _ZONE / _EDITION
    folder.mkdir()
    shutil.copyfile(document, folder / "vision.pdf")
    sha256 = hashlib.sha256(document.read_bytes()).hexdigest()
    (folder / "source.toml").write_text(_RECORD.format(sha256=sha256), encoding="utf-8")
