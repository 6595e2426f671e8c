"""Which tables and which document a review looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.errors import KyoseiError
from pipeline.conform import Tables
from pipeline.decisions import DECISIONS_FILE, Decision, load_decisions
from pipeline.project import Project


class NothingToReviewError(KyoseiError):
    """No run has made tables of the edition yet: `zone`, `edition`."""

    code = "NOTHING_TO_REVIEW"
    title_ja = "{zone} {edition} の表がまだありません"
    title_en = "There are no tables of {zone} {edition} yet"
    next_step_ja = "先に kyosei run を実行してください"
    next_step_en = "Run kyosei run first"


@dataclass(frozen=True, slots=True)
class ReviewSource:
    """An edition as its last run left it: tables, PDF (None where there is none), decisions and their file.

    `is_held_back`: the tables are of a run that was not published. `previous` are the tables of the zone's
    edition before this one, None where there is none at hand.
    """

    tables: Tables
    pdf: Path | None
    decisions: tuple[Decision, ...]
    decisions_path: Path
    is_held_back: bool
    previous: Tables | None = None


def edition_source(project: Project, zone_id: str, edition_id: str) -> ReviewSource:
    """A registered edition: the tables of a run that was held back, else the published ones.

    Raises `NothingToReviewError`, `DecisionsInvalidError` and the registry's errors.
    """
    from pipeline.planning import earlier_dirs
    from pipeline.publish import PACKAGE_FILE, read_tables
    from pipeline.registry import load_edition, load_registry

    edition = load_edition(project.raw_dir, load_registry(project.raw_dir), zone_id, edition_id)
    held_back = project.held_back_dir(zone_id, edition_id)
    is_held_back = (held_back / PACKAGE_FILE).is_file()
    folder = held_back if is_held_back else project.published_dir(zone_id, edition_id)
    if not (folder / PACKAGE_FILE).is_file():
        raise NothingToReviewError(zone=zone_id, edition=edition_id)
    path = edition.decisions_path
    earlier = earlier_dirs(project, edition)
    previous = read_tables(earlier[-1]) if earlier else None
    tables, decisions = read_tables(folder), load_decisions(path)
    return ReviewSource(tables, edition.pdf_path, decisions, path, is_held_back, previous)


def folder_source(folder: Path, pdf: Path) -> ReviewSource:
    """A folder that `kyosei extract` wrote, and its document; decisions are read from beside the tables.

    Raises `NothingPublishedError`, `DecisionsInvalidError`.
    """
    from pipeline.edition import open_findings
    from pipeline.explain import load_folder

    tables = load_folder(folder)
    path = folder / DECISIONS_FILE
    is_held_back = open_findings(tables["findings"])["critical"] > 0
    return ReviewSource(tables, pdf, load_decisions(path), path, is_held_back)


def editions_at_hand(project: Project, zone: str | None, edition: str | None) -> Sequence[tuple[str, str]]:
    """Zone and edition ids of the registered editions asked for. Raises `NothingRegisteredError`."""
    from pipeline.planning import select_editions

    chosen, _ = select_editions(project, zone, edition)
    return [(entry.zone.zone_id, entry.edition_id) for entry in chosen]
