"""Documents stored once under their sha256, each with a receipt of where and when it was obtained."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.pull.fetch import Known
from pipeline.registry import OBJECTS_DIR


@dataclass(frozen=True, slots=True)
class Obtained:
    """One time a document was obtained: from an address, found on a page under a link's text.

    `address` of a file at hand is `file:` and its name. `at` is UTC.
    """

    address: str
    zone_id: str
    at: datetime
    final_address: str | None = None
    page: str | None = None
    link_text: str | None = None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is known of a stored document."""

    sha256: str
    size_bytes: int
    n_pages: int | None
    obtained: tuple[Obtained, ...]

    def last_from(self, address: str) -> Obtained | None:
        """The last time it came from `address`."""
        return next((entry for entry in reversed(self.obtained) if entry.address == address), None)

    def known(self, address: str) -> Known:
        """What a conditional request to `address` needs."""
        entry = self.last_from(address)
        headers = entry.headers if entry else {}
        return Known(headers.get("etag"), headers.get("last-modified"), self.size_bytes)


class ObjectStore:
    """`raw/objects`: `<sha256>.pdf` and `<sha256>.toml`. Bytes are never replaced or removed."""

    def __init__(self, raw_dir: Path) -> None:
        self.folder = raw_dir / OBJECTS_DIR

    def path(self, sha256: str) -> Path:
        """Where the document with that hash is, or would be."""
        return self.folder / f"{sha256}.pdf"

    def receipts(self) -> Iterator[Receipt]:
        """All receipts, by hash."""
        for path in sorted(self.folder.glob("*.toml")):
            yield _receipt(tomllib.loads(path.read_text(encoding="utf-8")))

    def receipt(self, sha256: str) -> Receipt | None:
        """The receipt of one document, None where it is not stored."""
        path = self.folder / f"{sha256}.toml"
        return _receipt(tomllib.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None

    def latest(self, address: str) -> Receipt | None:
        """The document that last came from `address`."""
        dated = [(e.at, r.sha256, r) for r in self.receipts() if (e := r.last_from(address))]
        return max(dated, key=lambda entry: entry[:2])[2] if dated else None

    def put(
        self, source: Path, obtained: Obtained, n_pages: int | None, *, is_kept_elsewhere: bool = False
    ) -> None:
        """Store a document and note how it was obtained.

        The same bytes from the same address with the same validators change nothing. A document that an
        edition's folder keeps (`is_kept_elsewhere`) gets a receipt and no second copy.
        """
        sha256 = file_sha256(source)
        before = self.receipt(sha256)
        if before and _is_noted(before, obtained):
            return
        if not is_kept_elsewhere and not self.path(sha256).exists():
            _write_once(self.path(sha256), source)
        earlier = before.obtained if before else ()
        pages = n_pages if n_pages is not None or before is None else before.n_pages
        receipt = Receipt(sha256, source.stat().st_size, pages, (*earlier, obtained))
        write_toml(self.folder / f"{sha256}.toml", _as_toml(receipt))


def file_sha256(path: Path) -> str:
    """The file's sha256 in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def now_utc() -> datetime:
    """The current time to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def write_toml(path: Path, data: Mapping[str, Any]) -> None:
    """Write `data` so that the file is there whole or not at all."""
    import tomli_w

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
    with os.fdopen(handle, "wb") as stream:
        tomli_w.dump(data, stream)
        stream.flush()
        os.fsync(stream.fileno())
    Path(name).chmod(0o644)
    Path(name).replace(path)


def _write_once(target: Path, source: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=target.parent)
    with os.fdopen(handle, "wb") as stream, source.open("rb") as origin:
        shutil.copyfileobj(origin, stream)
        stream.flush()
        os.fsync(stream.fileno())
    Path(name).chmod(0o444)
    Path(name).replace(target)


def _is_noted(receipt: Receipt, obtained: Obtained) -> bool:
    last = receipt.last_from(obtained.address)
    return last is not None and all(
        last.headers.get(name) == obtained.headers.get(name) for name in ("etag", "last-modified")
    )


def _as_toml(receipt: Receipt) -> dict[str, Any]:
    data: dict[str, Any] = {"sha256": receipt.sha256, "size_bytes": receipt.size_bytes}
    if receipt.n_pages is not None:
        data["n_pages"] = receipt.n_pages
    data["obtained"] = [_entry_as_toml(entry) for entry in receipt.obtained]
    return data


def _entry_as_toml(entry: Obtained) -> dict[str, Any]:
    data = {
        "address": entry.address,
        "final_address": entry.final_address,
        "zone_id": entry.zone_id,
        "page": entry.page,
        "link_text": entry.link_text,
        "at": entry.at,
        "status": entry.status,
    }
    kept: dict[str, Any] = {name: value for name, value in data.items() if value is not None}
    return kept | ({"headers": dict(entry.headers)} if entry.headers else {})


def _receipt(data: Mapping[str, Any]) -> Receipt:
    entries = tuple(Obtained(**entry) for entry in data["obtained"])
    return Receipt(data["sha256"], data["size_bytes"], data.get("n_pages"), entries)
