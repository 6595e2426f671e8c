"""What an edition was made from, so that an unchanged one is not made again.

A record under the work folder holds the fingerprint of the last publication. It is only believed while the
published files still carry the hashes that their data package states.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.project import Project

_PACKAGES = ("extractors", "expectations", "pipeline")
# Libraries whose release can change a published byte.
_LIBRARIES = (
    "great-expectations",
    "numpy",
    "opencv-python-headless",
    "pandas",
    "pdfminer.six",
    "pdfplumber",
    "pillow",
    "pyarrow",
    "pypdfium2",
    "rapidfuzz",
    "regex",
    "sudachidict-small",
    "sudachipy",
    "tesserocr",
)

Fingerprint = Mapping[str, str | None]


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, as hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@cache
def code_version() -> str:
    """A hash of this program: its packages' files and the library releases that shape output."""
    digest = hashlib.sha256()
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    source_root = Path(__file__).resolve().parent.parent
    for package in _PACKAGES:
        for path in sorted((source_root / package).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(source_root)} {file_sha256(path)}\n".encode())
    return digest.hexdigest()


def fingerprint(texts: Mapping[str, str], files: Mapping[str, Path | None]) -> Fingerprint:
    """What an edition depends on, by name: `texts` and `files` as their SHA-256, and the code.

    A file that is not there counts as None, so that its coming and going is a change.
    """
    by_text = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}
    by_file = {name: file_sha256(path) if path and path.is_file() else None for name, path in files.items()}
    return {**by_text, **by_file, "code": code_version()}


def changed_inputs(old: Fingerprint | None, new: Fingerprint) -> tuple[str, ...]:
    """The names of the inputs that differ; `("first_run",)` where nothing was recorded."""
    if old is None:
        return ("first_run",)
    return tuple(sorted(name for name in {*old, *new} if old.get(name) != new.get(name)))


def is_whole(edition_dir: Path) -> bool:
    """Whether a published edition is there, each file with the size and hash its data package states."""
    try:
        package = json.loads((edition_dir / "datapackage.json").read_text(encoding="utf-8"))
        resources: Iterable[Mapping[str, Any]] = package["resources"]
        return all(_is_intact(edition_dir, resource) for resource in resources)
    except (OSError, ValueError, KeyError):
        return False


def _is_intact(folder: Path, resource: Mapping[str, Any]) -> bool:
    path = folder / resource["path"]
    stated = str(resource["hash"]).removeprefix("sha256:")
    return path.stat().st_size == resource["bytes"] and file_sha256(path) == stated


def _record_path(project: Project, zone_id: str, edition_id: str) -> Path:
    return project.work_dir / "state" / zone_id / f"{edition_id}.json"


def read_record(project: Project, zone_id: str, edition_id: str) -> dict[str, Any] | None:
    """The record of the last publication, None where there is none or it cannot be read."""
    try:
        record = json.loads(_record_path(project, zone_id, edition_id).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) and "fingerprint" in record else None


def write_record(project: Project, zone_id: str, edition_id: str, record: Mapping[str, Any]) -> None:
    """Keep the record of a publication; whole or not at all."""
    path = _record_path(project, zone_id, edition_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_suffix(f".{os.getpid()}.tmp")
    staged.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
    staged.replace(path)
