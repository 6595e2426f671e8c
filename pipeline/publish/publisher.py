"""Publishing: an edition's tables under `curated/<zone_id>/<edition_id>/`, a zone's beside its editions.

One publisher works at a time (a lock file in `curated/`). What a killed one left behind is finished or
cleared away by the next. A folder whose bytes would not change is not touched.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from filelock import FileLock, Timeout

from expectations.contract import EDITION_TABLES, TABLES, sort_rows
from extractors.errors import KyoseiError
from pipeline.conform import Tables, check_tables
from pipeline.publish.csv_text import csv_bytes
from pipeline.publish.package import PACKAGE_FILE, Source, WrittenTable, package_bytes
from pipeline.publish.parquet import parquet_bytes
from pipeline.publish.switch import (
    READY_PREFIX,
    STAGING_PREFIX,
    copy_files,
    drop,
    finish_move,
    put_in_place,
    sync_file,
    sync_folder,
)

LOCK_FILE: Final = ".publish.lock"
_ZONE_READY: Final = ".zone-ready"
_LOCK_TIMEOUT_S: Final = 120


class PublishLockedError(KyoseiError):
    """Another run has been publishing for longer than a run takes: `folder`."""

    code = "PUBLISH_LOCKED"
    title_ja = "ほかの処理が {folder} に公開中のため、公開できません"
    title_en = "Another run is publishing to {folder}"
    next_step_ja = "終わるのを待ってから、もう一度実行してください"
    next_step_en = "Wait until it has finished and run again"


class Published(NamedTuple):
    """Where an edition or table is published, whether any byte changed, and its rows a table."""

    folder: Path
    changed: bool
    n_rows: Mapping[str, int]


def edition_files(tables: Tables, sources: Sequence[Source] = ()) -> dict[str, bytes]:
    """The files of an edition by name: each contract table as Parquet and CSV, and `datapackage.json`.

    The same tables and sources give the same bytes. Raises `ContractViolationError`; KeyError for a table
    that is missing.
    """
    check_tables(tables)
    edition = tables["editions"][0]
    metadata = {name: str(edition[name]) for name in ("zone_id", "edition_id", "source_sha256")}
    written = [_written(name, tables[name], metadata) for name in EDITION_TABLES]
    return {
        **{f"{one.table.name}.parquet": one.parquet for one in written},
        **{f"{one.table.name}.csv": one.csv for one in written},
        PACKAGE_FILE: package_bytes(edition, written, sources or (_source(edition),)),
    }


def _source(edition: Mapping[str, Any]) -> Source:
    return Source(title=edition["title"] or edition["source_uri"], path=edition["source_uri"])


def _written(name: str, rows: Sequence[dict[str, Any]], metadata: Mapping[str, str]) -> WrittenTable:
    table = TABLES[name]
    ordered = sort_rows(table, rows)
    return WrittenTable(
        table, len(ordered), csv_bytes(table, ordered), parquet_bytes(table, ordered, metadata)
    )


def write_tables(folder: Path, tables: Tables, sources: Sequence[Source] = ()) -> None:
    """Write an edition's files into `folder`, which is made; files of other names are left alone.

    All files are made before the first is written. Raises as `edition_files` does, OSError.
    """
    files = edition_files(tables, sources)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def publish_edition(
    curated_root: Path, zone_id: str, edition_id: str, tables: Tables, sources: Sequence[Source] = ()
) -> Published:
    """Publish an edition, whole or not at all, also when the process is killed at any instant.

    Raises as `edition_files` does, `PublishLockedError`, OSError.
    """
    files = edition_files(tables, sources)
    target = curated_root / zone_id / edition_id
    n_rows = {name: len(rows) for name, rows in tables.items()}
    with _publishing(curated_root):
        if _holds(target, files, exactly=True):
            return Published(target, False, n_rows)
        put_in_place(_staged(target.parent, files), target)
    return Published(target, True, n_rows)


def write_zone_table(
    curated_root: Path, zone_id: str, table_name: str, rows: Sequence[dict[str, Any]]
) -> Published:
    """Publish a table of a whole zone (`changes`) beside its editions, both files or neither.

    Raises `ContractViolationError`, `PublishLockedError`, OSError.
    """
    check_tables({table_name: list(rows)})
    one = _written(table_name, rows, {"zone_id": zone_id})
    files = {f"{table_name}.parquet": one.parquet, f"{table_name}.csv": one.csv}
    zone_dir = curated_root / zone_id
    with _publishing(curated_root):
        if _holds(zone_dir, files, exactly=False):
            return Published(zone_dir, False, {table_name: len(rows)})
        ready = zone_dir / _ZONE_READY
        _staged(zone_dir, files).rename(ready)
        sync_folder(zone_dir)
        _finish_zone(ready)
    return Published(zone_dir, True, {table_name: len(rows)})


def clear_leftovers(curated_root: Path) -> None:
    """Finish or clear away what a killed publisher left. Raises `PublishLockedError`, OSError."""
    if curated_root.is_dir():
        with _publishing(curated_root):
            pass


@contextmanager
def _publishing(curated_root: Path) -> Iterator[None]:
    curated_root.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(curated_root / LOCK_FILE, timeout=_LOCK_TIMEOUT_S):
            _recover(curated_root)
            yield
    except Timeout as error:
        raise PublishLockedError(folder=str(curated_root)) from error


def _recover(curated_root: Path) -> None:
    """With the lock held nobody is at work, so every hidden folder of ours is a killed publisher's."""
    for ready in curated_root.glob(f"*/{READY_PREFIX}*"):
        finish_move(ready, ready.with_name(ready.name.removeprefix(READY_PREFIX)))
    for ready in curated_root.glob(f"*/{_ZONE_READY}"):
        _finish_zone(ready)
    for staged in curated_root.glob(f"*/{STAGING_PREFIX}*"):
        shutil.rmtree(staged) if staged.is_dir() else staged.unlink()


def _finish_zone(ready: Path) -> None:
    copy_files(ready, ready.parent)
    sync_folder(ready.parent)
    drop(ready)


def _holds(folder: Path, files: Mapping[str, bytes], *, exactly: bool) -> bool:
    if not folder.is_dir() or (exactly and {path.name for path in folder.iterdir()} != set(files)):
        return False
    paths = {folder / name: content for name, content in files.items()}
    return all(path.is_file() and path.read_bytes() == content for path, content in paths.items())


def _staged(parent: Path, files: Mapping[str, bytes]) -> Path:
    """A hidden folder in `parent` that holds the files, all of them on the disk."""
    parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=STAGING_PREFIX, dir=parent))
    for name, content in files.items():
        (staged / name).write_bytes(content)
    # Only when all are written: the first wait then carries most of the others' bytes with it.
    for name in files:
        sync_file(staged / name)
    # mkdtemp makes a folder only its owner may open; a published one is as open as its siblings.
    staged.chmod(0o777 & ~_umask())
    sync_folder(staged)
    return staged


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
