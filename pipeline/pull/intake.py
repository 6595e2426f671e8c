"""A document becomes an edition: its zone and date are read from it, its bytes stored, its record written."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.pull.errors import EditionConflictError, EditionIdError
from pipeline.pull.identify import Identity
from pipeline.pull.store import ObjectStore, Obtained, file_sha256, write_toml
from pipeline.registry import EDITION_PATTERN, OBJECTS_DIR, SOURCE_FILE, Registry, Zone, edition_id
from pipeline.registry.errors import ZoneNameMissingError

Identify = Callable[[Path], Identity]


@dataclass(frozen=True, slots=True)
class Expected:
    """What the command or the registry says of a document; None where it says nothing."""

    zone_id: str | None = None
    edition_id: str | None = None
    told_by_ja: str = "コマンド"
    told_by_en: str = "the command"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A document that is an edition now, or was one before (`is_new` false)."""

    zone_id: str
    edition_id: str
    sha256: str
    is_new: bool
    n_pages: int | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """Takes documents into one project's `raw/`. `identify` reads what a document says of itself."""

    raw_dir: Path
    registry: Registry
    store: ObjectStore
    identify: Identify

    def take(self, path: Path, obtained: Obtained, expected: Expected) -> TakenIn:
        """Store the PDF at `path` and register it as an edition, unless it is one already.

        Raises `EditionIdError`, the reading errors, `ZoneNotRegisteredError`, `ZoneNameMissingError`,
        `EditionUnknownError`, and `EditionConflictError` where the document says something else than
        `expected` or the registry.
        """
        sha256 = file_sha256(path)
        _require_edition_id(expected.edition_id)
        if known := registered(self.raw_dir).get(sha256):
            _require_same(known, expected, obtained.address)
            return TakenIn(*known, sha256=sha256, is_new=False)
        identity = self.identify(path)
        zone = self._zone(identity, expected, obtained.address)
        edition = self._edition(zone, identity, expected, obtained.address)
        self.store.put(path, replace(obtained, zone_id=zone.zone_id), identity.facts.page_count)
        _write_edition(self.raw_dir / zone.zone_id / edition, sha256, obtained)
        return TakenIn(zone.zone_id, edition, sha256, True, identity.facts.page_count)

    def _zone(self, identity: Identity, expected: Expected, document: str) -> Zone:
        zone_name = identity.facts.zone_name
        printed = self.registry.by_name(zone_name) if zone_name else None
        if expected.zone_id is None:
            if zone_name is None:
                raise ZoneNameMissingError(document=document)
            zone = printed or self.registry.zone(zone_name)  # raises: no such zone is registered
        else:
            zone = self.registry.zone(expected.zone_id)
            if zone_name and printed is not zone:
                raise _conflict(document, ("圏域", "zones"), zone_name, zone.name, expected)
        names = [member.name for member in zone.members]
        if identity.members and sorted(identity.members) != sorted(names):
            registry = Expected(told_by_ja="raw/sources.toml ", told_by_en="raw/sources.toml")
            printed_names, told = "・".join(identity.members), "・".join(names)
            raise _conflict(document, ("構成市町村", "members"), printed_names, told, registry)
        return zone

    def _edition(self, zone: Zone, identity: Identity, expected: Expected, document: str) -> str:
        folder = self.raw_dir / zone.zone_id
        taken = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
        wanted, published = expected.edition_id, identity.facts.published
        if wanted is None:
            return edition_id(identity.facts, taken)
        if published and not _is_of(wanted, published):
            raise _conflict(document, ("版", "editions"), published, wanted, expected)
        if wanted in taken:
            other = Expected(told_by_ja="登録済みの版", told_by_en="an edition already registered")
            raise _conflict(document, ("内容", "contents"), document, wanted, other)
        return wanted


def _require_edition_id(edition: str | None) -> None:
    if edition is not None and EDITION_PATTERN.fullmatch(edition) is None:
        raise EditionIdError(edition=edition)


def _require_same(known: tuple[str, str], expected: Expected, document: str) -> None:
    """A document that is registered already is not said to be another edition or another zone's."""
    for what, has, told in (
        (("圏域", "zones"), known[0], expected.zone_id),
        (("版", "editions"), known[1], expected.edition_id),
    ):
        if told is not None and told != has:
            raise _conflict(document, what, has, told, expected)


def _is_of(edition: str, published: str) -> bool:
    """`2019-03-2` is an edition of 2019-03 too: the second of that month."""
    return edition == published or edition.startswith(f"{published}-")


def registered(raw_dir: Path) -> Mapping[str, tuple[str, str]]:
    """Registered documents: sha256 → (zone id, edition id)."""
    found: dict[str, tuple[str, str]] = {}
    for path in sorted(raw_dir.glob(f"*/*/{SOURCE_FILE}")):
        for sha256 in _recorded(path):
            found[sha256] = (path.parent.parent.name, path.parent.name)
    return found


def _recorded(path: Path) -> list[str]:
    import tomllib

    record = tomllib.loads(path.read_text(encoding="utf-8"))
    return [part["sha256"] for part in record.values() if isinstance(part, dict) and "sha256" in part]


def _conflict(
    document: str, what: tuple[str, str], printed: str, told: str, by: Expected
) -> EditionConflictError:
    return EditionConflictError(
        document=document,
        what_ja=what[0],
        what_en=what[1],
        printed=printed,
        told=told,
        told_by_ja=by.told_by_ja,
        told_by_en=by.told_by_en,
    )


def _write_edition(folder: Path, sha256: str, obtained: Obtained) -> None:
    """The edition's folder with its record, there whole or not at all."""
    pdf: dict[str, Any] = {
        "file": f"../../{OBJECTS_DIR}/{sha256}.pdf",
        "sha256": sha256,
        "kind": "vision",
        "source_uri": obtained.address,
        "obtained": obtained.at.date(),
    }
    if obtained.page:
        pdf["publisher_uri"] = obtained.page
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".", dir=folder.parent))
    try:
        write_toml(made / SOURCE_FILE, {"pdf": pdf})
        made.chmod(0o755)
        made.rename(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
