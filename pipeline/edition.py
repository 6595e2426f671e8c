"""One document to one edition's tables, as plain functions: no flow engine, nothing published."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.readers.limits import ReaderName
from extractors.records import Extraction, Member
from pipeline.conform import Tables
from pipeline.outcome import Outcome, Status
from pipeline.progress import tell

if TYPE_CHECKING:
    from expectations import Validation
    from pipeline.decisions import Decision, DecisionSources
    from pipeline.decisions.correcting import Corrected
    from pipeline.drift import DriftReport
    from pipeline.lineage import Past
    from pipeline.registry import Registry, Zone
    from pipeline.verify import VisualMode

SEVERITIES = ("critical", "warning", "info")


@dataclass(slots=True)
class Timings:
    """Wall-clock seconds a step, in the order the steps ran."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what runs inside."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(time.perf_counter() - start, 3)


@dataclass(frozen=True, slots=True)
class EditionResult:
    """An edition's tables, checked, and what the checks say.

    `n_findings` counts the open (unadjudicated) findings a severity; the critical ones hold an edition back.
    `drift` says how the layout of one that is held back departs from its profile, None where it fits.
    """

    zone: Zone
    edition_id: str
    tables: Tables
    validation: Validation
    n_findings: Mapping[str, int]
    timings_s: Mapping[str, float]
    drift: DriftReport | None = None

    @property
    def is_publishable(self) -> bool:
        """The gate: no open critical finding."""
        return self.n_findings["critical"] == 0

    def outcome(
        self, status: Status, reasons: tuple[str, ...] = (), timings_s: Mapping[str, float] | None = None
    ) -> Outcome:
        """The result as the outcome of a run, `timings_s` before the result's own."""
        coverage = self.tables["coverage"]
        return Outcome(
            self.zone.zone_id,
            self.edition_id,
            status,
            reasons=reasons,
            rows={name: len(rows) for name, rows in self.tables.items()},
            chars={
                "total": sum(row["chars_total"] for row in coverage),
                "unclaimed": sum(row["chars_unclaimed"] for row in coverage),
            },
            n_checks=self.validation.n_checks,
            findings=self.n_findings,
            timings_s={**(timings_s or {}), **self.timings_s},
            drift=tuple(self.drift.lines()) if self.drift else (),
        )


def extract(
    path: Path, *, reader: ReaderName = "both", profile: str | None = None, visual: VisualMode = "off"
) -> Extraction:
    """Read one document (a PDF, or a transcript's `.txt`) into records.

    `profile` is a layout's name or a TOML file; without it the layout is chosen by the document.
    `visual` is how the stored digits are compared with the drawn ones.
    Raises a `KyoseiError` for a document that cannot be read or has no known layout.
    """
    from expectations import preload
    from pipeline.verify import with_evidence

    extraction = _read(path, reader, profile)
    # The document will be checked: what the checks need is imported while other processes look at its pages.
    preload()
    return with_evidence(path, extraction, visual)


def _read(path: Path, reader: ReaderName, profile: str | None) -> Extraction:
    if path.suffix == ".txt":
        from extractors.transcript import read_transcript

        return read_transcript(path)
    from extractors.layouts import choose_profile, load_profile
    from extractors.ocr import read_any_document
    from extractors.vision import interpret

    named = load_profile(profile) if profile else None
    reading = read_any_document(path, reader=reader)
    return interpret(reading, named or choose_profile(reading))


def identify(
    extraction: Extraction, registry: Registry, *, zone_id: str | None, edition_id: str | None
) -> tuple[Zone, str]:
    """Which zone and edition a document is: those that are given, else what it says of itself.

    Raises the registry's named errors where neither says.
    """
    from pipeline import registry as registered

    members = [record for record in extraction.records if isinstance(record, Member)]
    zone = registered.resolve_zone(registry, extraction.facts.zone_name, members, zone_id)
    return zone, edition_id or registered.edition_id(extraction.facts)


def build_edition(
    extraction: Extraction,
    zone: Zone,
    edition_id: str,
    *,
    source_uri: str,
    profile: str | None = None,
    past: Past | None = None,
    transcript: Path | None = None,
    decisions: Sequence[Decision] = (),
) -> EditionResult:
    """Records to the contract's tables, checked.

    `profile` is the layout if it was named (see `extract`). `past` are the zone's editions before this one,
    whose measures it continues; `transcript` is another reading of the same document, with which the tables
    are reconciled. Corrections among `decisions` are made before the checks run, so that they see the
    corrected values. Raises `TranscriptUnreadableError`, `RowTwiceError`, and `ContractViolationError` where
    the program itself is at fault.
    """
    from expectations import validate
    from pipeline.decisions import with_decided_findings
    from pipeline.findings import with_findings
    from pipeline.lineage import Past, joined
    from pipeline.reconcile import reconcile_transcript
    from pipeline.rewording import told_as_one

    timings = Timings()
    tell(zone.zone_id, edition_id, "tabulate")
    with timings.step("tabulate"):
        tables, found, effective, stale = _corrected(extraction, zone, edition_id, source_uri, decisions)
    past = past or Past()
    with timings.step("lineage"):
        tables, found = joined(tables, found, past)
    tell(zone.zone_id, edition_id, "validate")
    with timings.step("validate"):
        # What the reading already reported is known to the checks, so that it is not told twice.
        validation = validate(with_findings(tables, found), past.previous)
    with timings.step("reconcile"):
        differences = reconcile_transcript(tables, transcript, zone, edition_id) if transcript else []
    with timings.step("findings"):
        failures = [*stale, *validation.failures, *differences]
        tables = with_decided_findings(tables, told_as_one(found), failures, effective)
    n_findings = open_findings(tables["findings"])
    drift = _drift(extraction, profile, past.previous) if n_findings["critical"] else None
    return EditionResult(zone, edition_id, tables, validation, n_findings, timings.seconds, drift)


def _corrected(
    extraction: Extraction, zone: Zone, edition_id: str, source_uri: str, decisions: Sequence[Decision]
) -> Corrected:
    from pipeline.decisions import correct_tables
    from pipeline.tabulate import tabulate

    tables, found = tabulate(extraction, zone, edition_id, source_uri)
    return correct_tables(tables, found, decisions, zone.jis_codes)


def _drift(extraction: Extraction, profile: str | None, previous: Tables | None) -> DriftReport | None:
    from extractors.layouts import load_profile
    from pipeline.drift import find_drift, is_layout_open

    if extraction.facts.text_source == "transcript" or not is_layout_open(extraction):
        return None
    return find_drift(extraction, load_profile(profile or extraction.facts.layout_profile), previous)


def process_document(
    path: Path,
    *,
    registry: Registry,
    reader: ReaderName = "both",
    profile: str | None = None,
    visual: VisualMode = "off",
    zone_id: str | None = None,
    edition_id: str | None = None,
    decisions: DecisionSources | None = None,
) -> EditionResult:
    """One document of its own, from bytes to checked tables; `decisions` says where those on it may be.

    Raises a `KyoseiError` for a document that cannot be read, has no known layout or does not say what it is.
    """
    timings = Timings()
    if zone_id is not None:
        registry.zone(zone_id)  # a mistaken name is told before minutes of reading
    tell(zone_id or path.name, edition_id or "", "read")
    with timings.step("read"):
        extraction = extract(path, reader=reader, profile=profile, visual=visual)
    zone, edition = identify(extraction, registry, zone_id=zone_id, edition_id=edition_id)
    sha256 = extraction.facts.source_sha256
    result = build_edition(
        extraction,
        zone,
        edition,
        source_uri=path.name,
        profile=profile,
        decisions=decisions.choose(zone.zone_id, edition, sha256).decisions if decisions else (),
    )
    return replace(result, timings_s={**timings.seconds, **result.timings_s})


def open_findings(findings: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Findings without an adjudication, counted a severity (every severity is a key)."""
    counted = Counter(row["severity"] for row in findings if row["adjudication"] is None)
    return {severity: counted[severity] for severity in SEVERITIES}
