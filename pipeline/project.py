"""Where a project's folders are: what was handed over, what is published, what is scratch."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from extractors.errors import KyoseiError

ROOT_VARIABLE = "KYOSEI_ROOT"
REGISTRY_FILE = "sources.toml"


class NoProjectError(KyoseiError):
    """No folder with `raw/` was found where the command was given."""

    code = "PROJECT_NOT_FOUND"
    title_ja = "「{place}」とその上のフォルダに raw/ が見つかりません"
    title_en = "No folder with raw/ in {place} or above it"
    next_step_ja = (
        "プロジェクトのフォルダに移って実行するか、"
        f"--root フォルダ または環境変数 {ROOT_VARIABLE} で指定してください"
    )
    next_step_en = f"Run it inside the project's folder, or name that folder with --root or {ROOT_VARIABLE}"


@dataclass(frozen=True, slots=True)
class Project:
    """A project's root folder and the folders in it."""

    root: Path

    @property
    def raw_dir(self) -> Path:
        """Documents as handed over or pulled, the registry and people's decisions."""
        return self.root / "raw"

    @property
    def is_registered(self) -> bool:
        """Whether there is a registry of zones: any folder may be called raw."""
        return (self.raw_dir / REGISTRY_FILE).is_file()

    @property
    def curated_dir(self) -> Path:
        """Published editions."""
        return self.root / "curated"

    @property
    def work_dir(self) -> Path:
        """Scratch that may be deleted at any time: logs, caches, the flow engine's own home."""
        return self.root / ".kyosei"

    def run_dir(self, zone_id: str, edition_id: str) -> Path:
        """Output of the last run over an edition that is not published: Data Docs, review page."""
        return self.work_dir / "runs" / zone_id / edition_id

    def held_back_dir(self, zone_id: str, edition_id: str) -> Path:
        """The folder with an edition's tables where its last run held it back; else there is none."""
        return self.run_dir(zone_id, edition_id) / "tables"

    def published_dir(self, zone_id: str, edition_id: str) -> Path:
        """The folder an edition is published in."""
        return self.curated_dir / zone_id / edition_id


def find_project(root: Path | None = None) -> Project:
    """The project of `root`, or else of the current folder or its nearest parent with `raw/`.

    A `raw/` without a registry gives way to one further up that has it.
    Raises `NoProjectError` where there is none; a `root` that is named must itself hold `raw/`.
    """
    here = Path.cwd()
    candidates = [root.resolve()] if root is not None else [here, *here.parents]
    found = [Project(folder) for folder in candidates if (folder / "raw").is_dir()]
    if not found:
        raise NoProjectError(place=candidates[0])
    return next((project for project in found if project.is_registered), found[0])


def own_project() -> Project | None:
    """The checkout this program runs from, where it is one: its registry knows zones anywhere."""
    project = Project(Path(__file__).parents[1])
    return project if project.is_registered else None


def work_folder() -> Path:
    """The scratch folder for a log where no project may be at hand: the project's, else the user's cache."""
    named = os.environ.get(ROOT_VARIABLE)
    try:
        return find_project(Path(named) if named else None).work_dir
    except (NoProjectError, OSError):
        return Path.home() / ".cache" / "kyosei"
