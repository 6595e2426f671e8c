"""The signs of a drifted layout among an extraction's findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import regex

from extractors.geometry import Box
from extractors.layouts.labels import split_label
from extractors.records import Finding

Part = Literal["row", "kpi_head", "funding", "agreement"]

# The extraction names the place of an unknown label by the table its values would go to.
_PARTS: Final[Mapping[tuple[str | None, str | None], Part]] = {
    ("measure_fields", "label"): "row",
    ("measures", "name"): "kpi_head",
    ("budgets", "funding"): "funding",
    ("agreements", "content"): "agreement",
}
_MEASURE: Final = regex.compile(r"^m\d+")


@dataclass(frozen=True)
class Sign:
    """A label (or a missing field) with the findings that speak of it, one kind of finding only."""

    label: str
    findings: tuple[Finding, ...]

    @property
    def measures(self) -> frozenset[str]:
        """Local ids of the measures concerned."""
        found = (_MEASURE.match(finding.row_id or "") for finding in self.findings)
        return frozenset(match[0] for match in found if match)

    @property
    def part(self) -> Part:
        """Which part of the page the label stands in."""
        first = self.findings[0]
        return _PARTS.get((first.table_name, first.column_name), "row")

    @property
    def box(self) -> Box | None:
        """The first place."""
        return next((finding.box for finding in self.findings if finding.box), None)

    @property
    def pages(self) -> tuple[int, int] | None:
        """The first and last page."""
        pages = [finding.box.page for finding in self.findings if finding.box]
        return (min(pages), max(pages)) if pages else None


def signs(findings: Iterable[Finding], check_id: str) -> list[Sign]:
    """The findings of one check by label, in the order they were met; years and units in brackets dropped."""
    grouped: dict[tuple[str, Part], list[Finding]] = {}
    for finding in findings:
        if finding.check_id == check_id:
            text = finding.expected if check_id == "layout.missing_row" else finding.observed
            label = split_label(text or "")[0]
            grouped.setdefault((label, Sign(label, (finding,)).part), []).append(finding)
    return [Sign(label, tuple(found)) for (label, _), found in grouped.items()]
