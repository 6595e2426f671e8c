"""The part of a document received so far, kept between attempts and between runs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_PARTIAL_CONTENT = 206
_CONTENT_RANGE = re.compile(r"^bytes (?P<start>[0-9]+)-")


class Partial:
    """The part file of one address in `folder`, and beside it the validator of the version it belongs to.

    Only a version with a strong ETag or a date can be continued (RFC 9110 §13.1.5); any other is begun anew.
    """

    def __init__(self, folder: Path, address: str) -> None:
        name = hashlib.sha256(address.encode()).hexdigest()[:16]
        self.path = folder / f"{name}.part"
        self._validator = folder / f"{name}.validator"

    def resume_headers(self) -> dict[str, str]:
        """The headers that ask for the rest; empty where there is nothing to continue."""
        if not (self.path.exists() and self._validator.exists()) or self.path.stat().st_size == 0:
            return {}
        return {
            "Range": f"bytes={self.path.stat().st_size}-",
            "If-Range": self._validator.read_text(encoding="utf-8"),
        }

    def accepts(self, status: int, headers: Mapping[str, str]) -> bool:
        """Whether an answer is a whole document or exactly the rest of this one."""
        if status != _PARTIAL_CONTENT:
            return 200 <= status < 300
        found = _CONTENT_RANGE.match(headers.get("content-range", ""))
        return bool(found and self.path.exists() and int(found["start"]) == self.path.stat().st_size)

    @contextmanager
    def writing(self, headers: Mapping[str, str], *, is_resumed: bool) -> Iterator[BinaryIO]:
        """The part file, open at its end when resumed and empty otherwise."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if not is_resumed:
            self.clear()
            if validator := _strong_validator(headers):
                self._validator.write_text(validator, encoding="utf-8")
        with self.path.open("ab") as stream:
            yield stream

    def clear(self) -> None:
        """Forget what was received."""
        self.path.unlink(missing_ok=True)
        self._validator.unlink(missing_ok=True)


def _strong_validator(headers: Mapping[str, str]) -> str | None:
    # The bytes of a compressed transfer are not those that are stored.
    if headers.get("content-encoding", "identity") != "identity":
        return None
    etag = headers.get("etag")
    validator = etag if etag and not etag.startswith("W/") else headers.get("last-modified")
    return validator if validator and validator.isascii() else None  # no request can hold another
