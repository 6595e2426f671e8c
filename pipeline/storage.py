"""What a disk refuses: no fault of the program's, and a person can mend it."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from extractors.errors import KyoseiError

# The place or the disk is at fault. Others (a file that is not there, say) would be the program's own slip.
_REFUSALS = frozenset(
    {
        errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EIO,
        errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.EFBIG,
    }
)  # fmt: skip


class StorageError(KyoseiError):
    """The disk refuses a file or folder: `path`, `reason`."""

    code = "STORAGE_UNUSABLE"
    title_ja = "「{path}」を読み書きできません({reason})"
    title_en = "{path} cannot be read or written ({reason})"
    next_step_ja = (
        "空き容量、書き込みの権限、同じ名前のファイルがないことを確かめて、もう一度実行してください。"
        "公開済みの表は変わっていません"
    )
    next_step_en = (
        "Check the free space, whether you may write there, and that no file bears the folder's name; then "
        "run it again. What was published before stands"
    )


@contextmanager
def refusals_named() -> Iterator[None]:
    """Raise what the disk refuses inside as a `StorageError`; other errors pass."""
    try:
        yield
    except OSError as error:
        if error.errno not in _REFUSALS:
            raise
        raise StorageError(path=error.filename or "-", reason=error.strerror) from error
