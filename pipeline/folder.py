"""An edition's files into a folder of the user's choice."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from extractors.errors import KyoseiError
from pipeline.conform import Tables


class FolderError(KyoseiError):
    """The folder to write to cannot be used: `folder`, `reason`."""

    code = "FOLDER_UNUSABLE"
    title_ja = "フォルダ「{folder}」に書き込めません({reason})"
    title_en = "Cannot write to the folder {folder} ({reason})"
    next_step_ja = "別のフォルダを --out で指定するか、書き込みの権限を確かめてください"
    next_step_en = "Name another folder with --out, or check that you may write there"


class FolderReservedError(KyoseiError):
    """The folder to write to is one of the project's own: `folder`, `owner`."""

    code = "FOLDER_RESERVED"
    title_ja = "「{folder}」には書き出せません。{owner} は登録された文書と公開された表の場所です"
    title_en = "Nothing is written to {folder}: {owner} is for registered documents and published tables"
    next_step_ja = "--out に別のフォルダを指定してください。公開するには kyosei add と kyosei run を使います"
    next_step_en = "Name another folder with --out; to publish, use kyosei add and kyosei run"


def require_usable(folder: Path, reserved: Sequence[Path] = ()) -> None:
    """Before any work: refuse a folder that cannot be made or written to, or lies in a `reserved` one.

    Raises `FolderError`, `FolderReservedError`.
    """
    whole = folder.resolve()
    if owner := next((path for path in reserved if whole.is_relative_to(path.resolve())), None):
        raise FolderReservedError(folder=folder, owner=owner.name + os.sep)
    nearest = next(path for path in (whole, *whole.parents) if path.exists())
    if not nearest.is_dir():
        raise FolderError(folder=folder, reason=os.strerror(errno.ENOTDIR))
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise FolderError(folder=folder, reason=os.strerror(errno.EACCES))


def write_folder(folder: Path, tables: Tables) -> None:
    """Write an edition's files into `folder`, which is made; nothing is left behind after an error.

    Files of the same names are replaced, others are left alone. Raises `FolderError`.
    """
    from pipeline.publish import write_tables

    with staged_folder(folder) as staging:
        write_tables(staging, tables)


@contextmanager
def staged_folder(folder: Path) -> Iterator[Path]:
    """A folder to write into, whose files move to `folder` when the block ends well and vanish when not.

    Files of the same names are replaced, others are left alone. Raises `FolderError`.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".kyosei-", dir=folder.parent) as staging:
            yield Path(staging)
            folder.mkdir(exist_ok=True)
            for path in Path(staging).iterdir():
                shutil.move(path, folder / path.name)
    except OSError as error:
        raise FolderError(folder=folder, reason=error.strerror or error) from error
