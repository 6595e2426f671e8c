"""A zone's `changes` table: every published edition against the one before it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

from extractors.errors import KyoseiError
from pipeline.changes.compare import change_rows
from pipeline.outcome import Outcome, crashed, failed
from pipeline.project import Project
from pipeline.state import code_version, file_sha256, read_record, write_record
from pipeline.storage import refusals_named

# The record beside those of the editions; no edition can bear this name.
_RECORD: Final = "changes"
_FILES: Final = ("changes.parquet", "changes.csv")


class ZoneChanges(NamedTuple):
    """What was compared: rows a pair of edition ids; `was_due` is False where nothing had to be done."""

    zone_id: str
    n_changes: dict[tuple[str, str], int]
    was_due: bool


def published_editions(project: Project, zone_id: str) -> list[Path]:
    """The folders of a zone's published editions, oldest first."""
    folder = project.curated_dir / zone_id
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(
        (path for path in found if (path / "datapackage.json").is_file()), key=lambda path: path.name
    )


def editions_digest(editions: Sequence[Path]) -> str:
    """What the data packages of published editions state, and so every byte of them, as one short text."""
    packages = "\n".join(f"{path.name} {file_sha256(path / 'datapackage.json')}" for path in editions)
    return hashlib.sha256(packages.encode()).hexdigest()


def changes_are_due(project: Project, zone_id: str) -> bool:
    """Whether the published changes are not those of the published editions, or not by this program."""
    record = read_record(project, zone_id, _RECORD)
    editions = published_editions(project, zone_id)
    if not editions:
        return False
    return record is None or record["fingerprint"] != _fingerprint(project, zone_id, editions)


def publish_changes(project: Project, zone_id: str) -> ZoneChanges:
    """Compare consecutive published editions and publish the zone's `changes`, if they are due.

    A zone with a single edition has an empty table, so that every zone can be read alike. Raises
    `PublishLockedError`, OSError.
    """
    from pipeline.publish import read_tables, write_zone_table

    if not changes_are_due(project, zone_id):
        return ZoneChanges(zone_id, {}, was_due=False)
    editions = published_editions(project, zone_id)
    rows: list[dict[str, Any]] = []
    n_changes: dict[tuple[str, str], int] = {}
    for before, after in pairwise(editions):
        found = change_rows(read_tables(before), read_tables(after))
        n_changes[before.name, after.name] = len(found)
        rows += found
    write_zone_table(project.curated_dir, zone_id, "changes", rows)
    write_record(project, zone_id, _RECORD, {"fingerprint": _fingerprint(project, zone_id, editions)})
    return ZoneChanges(zone_id, n_changes, was_due=True)


def _fingerprint(project: Project, zone_id: str, editions: Sequence[Path]) -> dict[str, str]:
    """What the table was made from, and the files themselves, so that a damaged one is made anew."""
    zone_dir = project.curated_dir / zone_id
    published = (file_sha256(zone_dir / name) if (zone_dir / name).is_file() else "-" for name in _FILES)
    return {
        "editions": editions_digest(editions),
        "files": " ".join(published),
        "code": code_version(),
    }


def compare_zones(project: Project, zone_ids: Iterable[str]) -> list[Outcome]:
    """Bring the `changes` of zones up to date; outcomes only of those that could not be."""
    outcomes = (_compare_zone(project, zone_id) for zone_id in dict.fromkeys(zone_ids))
    return [outcome for outcome in outcomes if outcome]


def _compare_zone(project: Project, zone_id: str) -> Outcome | None:
    try:
        with refusals_named():
            publish_changes(project, zone_id)
    except KyoseiError as error:
        return failed(zone_id, _RECORD, error)
    except Exception as error:
        return crashed(zone_id, _RECORD, error)
    return None
