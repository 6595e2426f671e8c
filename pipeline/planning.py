"""What is to do: which registered editions are asked for, and which of them have to be made."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from extractors.errors import KyoseiError
from pipeline.changes.zone import editions_digest, published_editions
from pipeline.outcome import Outcome, failed
from pipeline.project import Project
from pipeline.state import Fingerprint, changed_inputs, fingerprint, is_whole, read_record
from pipeline.verify import VisualMode, visual_mode

if TYPE_CHECKING:
    from pipeline.registry import RegisteredEdition

# The record reader and its second opinion; recorded, so that a change of it makes an edition anew.
READER: Literal["both"] = "both"


class NothingRegisteredError(KyoseiError):
    """No registered edition fits the zone and edition asked for."""

    code = "NOTHING_REGISTERED"
    title_ja = "登録された版がありません(圏域: {zone}、版: {edition})。登録済み: {registered}"
    title_en = "No registered edition fits (zone: {zone}, edition: {edition}); registered: {registered}"
    next_step_ja = "kyosei add FILE.pdf で登録するか、--zone と --edition の綴りを確かめてください"
    next_step_en = "Register one with kyosei add FILE.pdf, or check the spelling of --zone and --edition"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known of one edition before any work: `reasons` is empty where it need not be made again."""

    edition: RegisteredEdition
    fingerprint: Fingerprint
    reasons: tuple[str, ...]
    last: Outcome | None
    visual: VisualMode = "off"

    @property
    def is_due(self) -> bool:
        """Whether the edition has to be made."""
        return bool(self.reasons)

    def unchanged(self) -> Outcome:
        """The outcome of an edition that is not due: the last published one, said to be unchanged."""
        edition = self.edition
        last = self.last or Outcome(edition.zone.zone_id, edition.edition_id, "unchanged")
        return replace(last, status="unchanged", reasons=(), timings_s={})


def select_editions(
    project: Project, zone: str | None, edition: str | None
) -> tuple[list[RegisteredEdition], list[Outcome]]:
    """The registered editions asked for, by zone and edition, and the outcomes of those whose record is bad.

    Raises `NothingRegisteredError` where nothing fits.
    """
    from pipeline.registry import discover_editions, load_registry

    bad: list[Outcome] = []

    def keep_bad(zone_id: str, edition_id: str, error: KyoseiError) -> None:
        """Keep an edition whose record is bad as an outcome."""
        bad.append(failed(zone_id, edition_id, error))

    def is_wanted(zone_id: str, edition_id: str) -> bool:
        """Whether an edition was asked for."""
        return zone in (None, zone_id) and edition in (None, edition_id)

    found = discover_editions(project.raw_dir, load_registry(project.raw_dir), keep_bad)
    chosen = [entry for entry in found if is_wanted(entry.zone.zone_id, entry.edition_id)]
    bad = [outcome for outcome in bad if is_wanted(outcome.zone_id, outcome.edition_id)]
    if not chosen and not bad:
        names = ", ".join(f"{entry.zone.zone_id} {entry.edition_id}" for entry in found)
        raise NothingRegisteredError(zone=zone or "*", edition=edition or "*", registered=names or "-")
    return chosen, bad


def earlier_dirs(project: Project, edition: RegisteredEdition) -> list[Path]:
    """The folders of the zone's published editions before this one, oldest first."""
    return [
        folder
        for folder in published_editions(project, edition.zone.zone_id)
        if folder.name < edition.edition_id
    ]


def plan_edition(
    project: Project, edition: RegisteredEdition, *, force: bool = False, verify_visual: bool = False
) -> Plan:
    """Compare what an edition would be made from with what it was made from."""
    visual = visual_mode(verify_visual)
    earlier = earlier_dirs(project, edition)
    now = fingerprint(
        # The source record holds the documents' hashes, verified when it was loaded.
        {
            "source": edition.source.model_dump_json(),
            "zone": edition.zone.model_dump_json(),
            "reader": READER,
            "visual": visual,
            "previous_edition": editions_digest(earlier),
        },
        {
            "decisions": edition.decisions_path,
            "lineage": edition.lineage_path,
        },
    )
    record = read_record(project, edition.zone.zone_id, edition.edition_id)
    reasons = changed_inputs(record["fingerprint"] if record else None, now)
    if not reasons and not is_whole(project.published_dir(edition.zone.zone_id, edition.edition_id)):
        reasons = ("published_files",)
    if not reasons and force:
        reasons = ("forced",)
    return Plan(edition, now, reasons, Outcome.from_dict(record["outcome"]) if record else None, visual)


def skip(project: Project, plan: Plan) -> Outcome:
    """Leave an edition that is not due as it is published; its outcome.

    Tables of a run that was held back go: what it was made from (a decision, say) has been taken back since.
    """
    outcome = plan.unchanged()
    shutil.rmtree(project.held_back_dir(outcome.zone_id, outcome.edition_id), ignore_errors=True)
    return outcome
