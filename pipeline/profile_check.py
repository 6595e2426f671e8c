"""How well a profile reads a document: cells mapped, labels unknown, character account, totals that close."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractors.layouts import Profile
    from extractors.reading import DocumentReading
    from extractors.records import Extraction

# Findings that say the layout itself was not understood; each names the line of the profile to change.
_LAYOUT = ("layout.", "budget.no_", "schedule.unreadable", "annex.")


@dataclass(frozen=True, slots=True)
class ProfileReport:
    """The score of a profile on a document: counts, findings by check, and what to change."""

    profile: str
    fit: float
    n_measures: int
    n_cells: int
    n_cells_mapped: int
    chars_total: int
    chars_unclaimed: int
    findings: dict[str, int]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    headings: tuple[str, ...]  # headings of a numbering that the profile does not name
    totals: tuple[int, int]  # printed totals that close, all printed totals
    advice: tuple[str, ...] = field(default_factory=tuple)

    @property
    def is_clean(self) -> bool:
        """Whether nothing about the layout is open."""
        return not any(c.startswith(_LAYOUT) for c in self.findings) and self.chars_unclaimed == 0

    def rows(self) -> list[tuple[str, str]]:
        """The report as lines of a table."""
        closed, all_totals = self.totals
        lines = [
            ("様式 profile", f"{self.profile} ({self.fit:.0%})"),
            ("施策 measures", str(self.n_measures)),
            ("読めたセル cells mapped", f"{self.n_cells_mapped} / {self.n_cells}"),
            ("文字の収支 characters", f"{self.chars_total}, 不明 unclaimed {self.chars_unclaimed}"),
            ("合う合計 totals that close", f"{closed} / {all_totals}"),
            ("未知の項目名 unknown labels", "、".join(self.unknown) or "―"),
            ("欠けた項目 missing rows", "、".join(self.missing) or "―"),
            ("levels にない見出し headings not in levels", "、".join(self.headings) or "―"),
        ]
        return [*lines, *((f"指摘 {check}", str(n)) for check, n in sorted(self.findings.items()))]

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data, for `--json`."""
        names = [n for n in self.__dataclass_fields__ if n != "advice"]
        return {n: getattr(self, n) for n in names} | {"is_clean": self.is_clean, "advice": list(self.advice)}


def check_profile(document: Path, profile: str | None, pictures: Path | None = None) -> ProfileReport:
    """Read a document with a profile (None: the best fit) and report what fits and what to change.

    Pictures of what does not fit go into the folder `pictures`. Raises as `extract` does, and OSError.
    """
    from extractors.layouts import choose_profile, load_profile, score_profile
    from extractors.ocr import read_any_document
    from extractors.vision import interpret
    from pipeline.drift import find_drift, write_pictures

    reading = read_any_document(document)
    chosen = load_profile(profile) if profile else choose_profile(reading)
    extraction = interpret(reading, chosen)
    drift = find_drift(extraction, chosen)
    crops = write_pictures(document, drift, pictures) if drift and pictures else {}
    report = _report(reading, chosen, extraction, score_profile(reading, chosen).score)
    return replace(report, advice=tuple(drift.lines(crops)) if drift else ())


def _report(reading: DocumentReading, profile: Profile, extraction: Extraction, fit: float) -> ProfileReport:
    findings = Counter(f.check_id for f in extraction.findings)
    unknown = [f for f in extraction.findings if f.check_id == "layout.unknown_label"]
    missing = [f for f in extraction.findings if f.check_id == "layout.missing_row"]
    headings = [f for f in extraction.findings if f.check_id == "layout.unknown_heading"]
    filled = [c for p in reading.pages for t in p.tables for c in t.cells if c.raw.strip()]
    counts = Counter(r.TABLE for r in extraction.records)
    return ProfileReport(
        profile=profile.name,
        fit=fit,
        n_measures=counts["measures"],
        n_cells=len(filled),
        n_cells_mapped=len(filled) - findings["layout.unlabelled_cell"] - findings["value.unknown_era"],
        chars_total=sum(p.chars_total for p in reading.pages),
        chars_unclaimed=sum(len(n.text) for p in reading.pages for n in p.unclaimed),
        findings=dict(findings),
        unknown=tuple(dict.fromkeys(f.observed or "" for f in unknown)),
        missing=tuple(f"{f.row_id}:{f.params.get('row', '')}" for f in missing),
        headings=tuple(f"{f.params['style']} ({f.observed})" for f in headings),
        totals=_totals(extraction),
    )


def _totals(extraction: Extraction) -> tuple[int, int]:
    """Printed totals by measure that equal the sum of its years: (closing, all)."""
    from extractors.records import Budget, Measure, Statistic
    from extractors.text.units import money_unit

    names = {r.measure_id: r.name for r in extraction.records if isinstance(r, Measure)}
    sums: Counter[str] = Counter()
    for budget in (r for r in extraction.records if isinstance(r, Budget) and r.funding == "total"):
        sums[names.get(budget.measure_id) or ""] += budget.amount_yen or 0
    closed = total = 0
    for row in (r for r in extraction.records if isinstance(r, Statistic) and r.table_id == "budget-totals"):
        unit = money_unit(row.unit) if row.unit else None
        if row.row_label in sums and row.value is not None and unit is not None and row.year is None:
            total += 1
            closed += abs(sums[row.row_label] - row.value * unit.yen) <= unit.yen * 3
    return closed, total
