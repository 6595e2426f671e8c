"""Editions in `raw/<zone_id>/<edition_id>/`: their documents, each with the record of where it came from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from extractors.errors import KyoseiError
from extractors.records import EditionFacts
from pipeline.registry.errors import EditionUnknownError, RegistryInvalidError, SourceChangedError
from pipeline.registry.toml_file import ProblemError, Strict, read_toml
from pipeline.registry.zones import LinkKind, Registry, Zone

SOURCE_FILE = "source.toml"
OBJECTS_DIR = "objects"
EDITION_PATTERN = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])(-[0-9]+)?")


class SourceFile(Strict):
    """One stored document and where it came from.

    `file` is relative to the edition's folder (a document pulled from the web is stored once, as
    `../../objects/<sha256>.pdf`). `source_uri` is where these bytes were obtained; `publisher_uri` the page
    on which the publisher lists its own document, where that is another thing.
    """

    file: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    source_uri: str
    obtained: date
    kind: LinkKind = "vision"
    publisher_uri: str | None = None
    note_ja: str | None = None
    note_en: str | None = None


class SourceRecord(Strict):
    """What `source.toml` says: an edition's PDF, its transcript or both, and the layout when it is named."""

    pdf: SourceFile | None = None
    transcript: SourceFile | None = None
    profile: str | None = None

    @model_validator(mode="after")
    def _has_a_document(self) -> Self:
        if self.pdf is None and self.transcript is None:
            raise ProblemError("[pdf] か [transcript] が必要です", "needs [pdf] or [transcript]")
        return self

    @property
    def main(self) -> SourceFile:
        """The document that is published: the PDF, or the transcript where that is all there is."""
        found = self.pdf or self.transcript
        assert found is not None  # the validator above
        return found


@dataclass(frozen=True, slots=True)
class RegisteredEdition:
    """An edition of a registered zone. `decisions_path` and `lineage_path` need not exist."""

    zone: Zone
    edition_id: str
    source: SourceRecord
    pdf_path: Path | None
    transcript_path: Path | None
    decisions_path: Path
    lineage_path: Path

    @property
    def document_path(self) -> Path:
        """The document that is published: the PDF, or the transcript where that is all there is."""
        found = self.pdf_path or self.transcript_path
        assert found is not None  # SourceRecord holds one
        return found


def discover_editions(
    raw_dir: Path,
    registry: Registry,
    on_error: Callable[[str, str, KyoseiError], None] | None = None,
) -> list[RegisteredEdition]:
    """All editions of `raw_dir`, by zone and edition, their documents' hashes verified.

    A bad edition is told to `on_error` (zone id, edition id, error) so that it does not hold back the others;
    without `on_error` the first error is raised: `ZoneNotRegisteredError`, `RegistryMissingError`,
    `RegistryInvalidError`, `SourceChangedError`.
    """
    found: list[RegisteredEdition] = []
    for folder in sorted(_edition_folders(raw_dir)):
        try:
            found.append(load_edition(raw_dir, registry, folder.parent.name, folder.name))
        except KyoseiError as error:
            if on_error is None:
                raise
            on_error(folder.parent.name, folder.name, error)
    return found


def _edition_folders(raw_dir: Path) -> list[Path]:
    zones = [path for path in raw_dir.iterdir() if path.is_dir() and path.name != OBJECTS_DIR]
    return [path for zone in zones for path in zone.iterdir() if path.is_dir() and path.name[0] != "."]


def load_edition(raw_dir: Path, registry: Registry, zone_id: str, edition_id: str) -> RegisteredEdition:
    """One edition of `raw_dir`. Raises as `discover_editions` does."""
    zone = registry.zone(zone_id)
    folder = raw_dir / zone_id / edition_id
    if EDITION_PATTERN.fullmatch(edition_id) is None:
        raise RegistryInvalidError(
            file=str(folder), key=edition_id, problem_ja="版の名前は YYYY-MM です", problem_en="not YYYY-MM"
        )
    source = read_toml(folder / SOURCE_FILE, SourceRecord)
    return RegisteredEdition(
        zone=zone,
        edition_id=edition_id,
        source=source,
        pdf_path=_verified(raw_dir, folder, source.pdf),
        transcript_path=_verified(raw_dir, folder, source.transcript),
        decisions_path=folder / "decisions.toml",
        lineage_path=raw_dir / zone_id / "lineage.toml",
    )


def _verified(raw_dir: Path, folder: Path, source: SourceFile | None) -> Path | None:
    """The document's path, once it is inside `raw_dir` and its bytes are the recorded ones."""
    if source is None:
        return None
    path = (folder / source.file).resolve()
    if not path.is_relative_to(raw_dir.resolve()) or not path.is_file():
        raise RegistryInvalidError(
            file=str(folder / SOURCE_FILE),
            key=source.file,
            problem_ja="raw/ の中にそのファイルがありません",
            problem_en="no such file in raw/",
        )
    with path.open("rb") as stream:
        actual = hashlib.file_digest(stream, "sha256").hexdigest()
    if actual != source.sha256:
        raise SourceChangedError(file=str(folder / source.file), recorded=source.sha256, actual=actual)
    return folder / source.file


def edition_id(facts: EditionFacts, taken: Collection[str] = ()) -> str:
    """The edition's id: its printed year and month; `-2`, `-3` … where that is taken by another edition.

    Raises `EditionUnknownError` where the document does not say.
    """
    if facts.published is None:
        raise EditionUnknownError()
    wanted, number = facts.published, 2
    while wanted in taken:
        wanted, number = f"{facts.published}-{number}", number + 1
    return wanted
