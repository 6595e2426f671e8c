"""Putting a finished folder in the place of a published one, whole or not at all.

Where the system can exchange two names in one step (Linux `renameat2`, macOS `renamex_np`) a reader sees the
old folder or the new one at every instant, also when the process is killed. Elsewhere, and on layered file
systems that refuse to rename a folder, the files are replaced one by one from a folder whose name says that
it is complete: a kill leaves that folder, and the next start finishes the work.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path
from typing import Final

from pipeline.publish.package import PACKAGE_FILE

STAGING_PREFIX: Final = ".staging-"
READY_PREFIX: Final = ".ready-"

_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2  # linux/fs.h
_RENAME_SWAP: Final = 2  # macOS sys/stdio.h
# What a system or file system answers that cannot exchange these two folders.
_CANNOT: Final = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EXDEV, errno.EPERM)


def sync_file(path: Path) -> None:
    """Wait until a file's content is on the disk."""
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until a folder's entries are on the disk (where the system can open a folder)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def put_in_place(staged: Path, target: Path) -> None:
    """Make the complete folder `staged`, a sibling of `target`, the published `target`; it is gone after."""
    if not target.exists() and _renamed(staged, target):
        sync_folder(target.parent)
        return
    if target.exists() and exchange(staged, target):
        sync_folder(target.parent)
        shutil.rmtree(staged)
        return
    ready = staged.with_name(READY_PREFIX + target.name)
    staged.rename(ready)
    sync_folder(target.parent)
    finish_move(ready, target)


def _renamed(staged: Path, target: Path) -> bool:
    try:
        staged.rename(target)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
        return False
    return True


def exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where the system cannot. Raises OSError for any other refusal."""
    if sys.platform == "linux":
        names = (_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
        return _call("renameat2", names)
    if sys.platform == "darwin":
        return _call("renamex_np", (os.fsencode(one), os.fsencode(other), _RENAME_SWAP))
    return False


def _call(function: str, arguments: tuple[int | bytes, ...]) -> bool:
    system = getattr(ctypes.CDLL(None, use_errno=True), function, None)
    if system is None:
        return False
    if system(*arguments) == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code))


def finish_move(ready: Path, target: Path) -> None:
    """Make `target` hold exactly the files of the complete folder `ready`, then drop it. May be run again."""
    target.mkdir(exist_ok=True)
    names = copy_files(ready, target)
    for path in target.iterdir():
        if path.name not in names:
            path.unlink()
    sync_folder(target)
    drop(ready)


def drop(ready: Path) -> None:
    """Remove a complete folder whose files are in place."""
    # Under its own name it would pass for complete while its files go one by one.
    done = ready.with_name(STAGING_PREFIX + ready.name)
    ready.rename(done)
    shutil.rmtree(done)


def copy_files(ready: Path, target: Path) -> list[str]:
    """Replace each file in `target` by that of `ready`, each in one step, the data package last."""
    names = sorted((path.name for path in ready.iterdir()), key=lambda name: (name == PACKAGE_FILE, name))
    for name in names:
        staged = target / f"{STAGING_PREFIX}{name}"
        shutil.copyfile(ready / name, staged)
        sync_file(staged)
        staged.replace(target / name)
    return names
