"""Which decisions hold for a document that is read on its own, outside a run of what is registered."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.decisions.model import DECISIONS_FILE, Decision, load_decisions


@dataclass(frozen=True, slots=True)
class Chosen:
    """The decisions to apply and the file they are from, None for none.

    `passed_over` is the file of the registered edition, where that is of another document.
    """

    file: Path | None
    decisions: tuple[Decision, ...]
    passed_over: Path | None = None


@dataclass(frozen=True, slots=True)
class DecisionSources:
    """Where decisions may be: a file that is named, one beside the tables to write, one of the registry.

    `raw_dir` is None where no project is at hand.
    """

    named: Path | None
    folder: Path
    raw_dir: Path | None

    def choose(self, zone_id: str, edition_id: str, sha256: str) -> Chosen:
        """The first of the three that there is.

        The registered edition's only hold for the very document they were taken on, whose hash is
        `sha256`. Raises `DecisionsInvalidError`, `RegistryInvalidError`.
        """
        beside = self.folder / DECISIONS_FILE
        if self.named is not None or beside.is_file():
            file = self.named or beside
            return Chosen(file, load_decisions(file))
        if self.raw_dir is None:
            return Chosen(None, ())
        registered = self.raw_dir / zone_id / edition_id
        file = registered / DECISIONS_FILE
        decisions = load_decisions(file)
        if not decisions:
            return Chosen(None, ())
        if _registered_sha256(registered) != sha256:
            return Chosen(None, (), passed_over=file)
        return Chosen(file, decisions)


def _registered_sha256(folder: Path) -> str | None:
    from pipeline.registry.editions import SOURCE_FILE, SourceRecord
    from pipeline.registry.errors import RegistryMissingError
    from pipeline.registry.toml_file import read_toml

    try:
        return read_toml(folder / SOURCE_FILE, SourceRecord).main.sha256
    except RegistryMissingError:
        return None
