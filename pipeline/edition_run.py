"""One registered edition through its steps: read, check, report, publish; a flow task wraps each step."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.errors import KyoseiError
from extractors.layouts.errors import NoFittingProfile
from pipeline.edition import EditionResult, Timings, build_edition, extract
from pipeline.outcome import Outcome
from pipeline.planning import READER, Plan, earlier_dirs
from pipeline.progress import Stage, tell
from pipeline.project import Project
from pipeline.state import write_record

if TYPE_CHECKING:
    from extractors.records import Extraction
    from pipeline.drift import Before, Shown
    from pipeline.publish import Source


class EditionRun:
    """A plan being carried out. Not a dataclass: Prefect walks those when they are handed to a task."""

    def __init__(self, project: Project, plan: Plan) -> None:
        self.project = project
        self.plan = plan
        self.edition = plan.edition
        self.zone_id = plan.edition.zone.zone_id
        self.edition_id = plan.edition.edition_id
        self.run_dir = project.run_dir(self.zone_id, self.edition_id)
        self._timings = Timings()
        self._drift_crops: dict[int, Shown] = {}

    def read(self) -> Extraction:
        """Read the document into records. Raises a `KyoseiError` for one that cannot be read."""
        self._tell("read")
        with self._timings.step("read"):
            try:
                return extract(
                    self.edition.document_path,
                    reader=READER,
                    profile=self.edition.source.profile,
                    visual=self.plan.visual,
                )
            except NoFittingProfile as error:
                raise self._drifted() or error from error

    def _drifted(self) -> KyoseiError | None:
        """How the document departs from the layout of the edition before, None where that is not at hand."""
        from extractors.layouts import profile_names
        from pipeline.drift import misfit_error
        from pipeline.publish import read_tables

        earlier = earlier_dirs(self.project, self.edition)
        known = read_tables(earlier[-1], ["editions"])["editions"][0]["layout_profile"] if earlier else None
        if known not in profile_names():  # a transcript has none, and a profile of the user's may be anywhere
            return None
        return misfit_error(self.edition.document_path, known, self.run_dir, self._before())

    def _before(self) -> Before | None:
        """The edition before with its PDF, None where it was published from something else."""
        from pipeline.drift import Before
        from pipeline.publish import read_tables
        from pipeline.registry import load_edition, load_registry

        earlier = earlier_dirs(self.project, self.edition)
        if not earlier or not (self.project.raw_dir / self.zone_id / earlier[-1].name).is_dir():
            return None
        registry = load_registry(self.project.raw_dir)
        document = load_edition(self.project.raw_dir, registry, self.zone_id, earlier[-1].name).pdf_path
        return Before(document, read_tables(earlier[-1], ["provenance"])) if document else None

    def check(self, extraction: Extraction) -> EditionResult:
        """Make the tables and check them against the contract, the domain's rules and the edition before."""
        from pipeline.decisions import load_decisions
        from pipeline.lineage import read_past

        return build_edition(
            extraction,
            self.edition.zone,
            self.edition_id,
            source_uri=self.edition.source.main.source_uri,
            profile=self.edition.source.profile,
            past=read_past(earlier_dirs(self.project, self.edition), self.edition.lineage_path),
            transcript=self.edition.transcript_path if self.edition.pdf_path else None,
            decisions=load_decisions(self.edition.decisions_path),
        )

    def report(self, result: EditionResult) -> None:
        """Write what a reviewer needs: Data Docs; of a held-back edition its tables and pictures of drift."""
        from pipeline.drift import write_pictures
        from pipeline.folder import write_folder

        with self._timings.step("report"):
            result.validation.build_data_docs(self.run_dir / "data-docs")
            held_back = self.project.held_back_dir(self.zone_id, self.edition_id)
            shutil.rmtree(held_back, ignore_errors=True)
            if not result.is_publishable:
                write_folder(held_back, result.tables)
            if result.drift:
                self._drift_crops = write_pictures(
                    self.edition.document_path, result.drift, self.run_dir, self._before()
                )

    def publish(self, result: EditionResult) -> Outcome:
        """Swap the edition in and record what it was made from; open critical findings hold it back."""
        from pipeline.publish import publish_edition

        if not result.is_publishable:
            outcome = result.outcome("held_back", self.plan.reasons, self._timings.seconds)
            drift = tuple(result.drift.lines(self._drift_crops)) if result.drift else ()
            return replace(outcome, drift=drift)
        self._tell("publish")
        with self._timings.step("publish"):
            publish_edition(
                self.project.curated_dir, self.zone_id, self.edition_id, result.tables, self._sources()
            )
        outcome = result.outcome("published", self.plan.reasons, self._timings.seconds)
        record = {"fingerprint": dict(self.plan.fingerprint), "outcome": outcome.as_dict()}
        write_record(self.project, self.zone_id, self.edition_id, record)
        return outcome

    def _tell(self, stage: Stage) -> None:
        tell(self.zone_id, self.edition_id, stage)

    def _sources(self) -> list[Source]:
        """The documents behind the edition and the publisher's own page, as the data package names them."""
        from pipeline.publish import Source

        record = self.edition.source
        documents = [document for document in (record.pdf, record.transcript) if document]
        return [
            Source(title=doc.kind, path=doc.source_uri, note_ja=doc.note_ja, note_en=doc.note_en)
            for doc in documents
        ]
