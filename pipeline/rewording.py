"""A label that was reworded: the unknown label and the missing row of one measure are told as one finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractors.records import Finding

_MISSING, _UNKNOWN = "layout.missing_row", "layout.unknown_label"


def told_as_one(findings: Sequence[Finding]) -> list[Finding]:
    """Findings in their order, those of a measure with one missing row and one unknown label made one.

    Where a measure lacks two rows or prints two unknown labels, which is which is for a person to say, and
    all of them stay.
    """
    of_measures: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.check_id in (_MISSING, _UNKNOWN) and finding.row_id:
            of_measures[finding.row_id.partition("/")[0]].append(finding)
    answer: dict[int, Finding | None] = {}
    for told in of_measures.values():
        missing = [f for f in told if f.check_id == _MISSING and f.table_name == "measures"]
        unknown = [f for f in told if f.check_id == _UNKNOWN and f.table_name == "measure_fields"]
        if len(missing) == len(unknown) == 1 and len(told) == 2:
            answer[id(missing[0])] = None
            answer[id(unknown[0])] = _reworded(missing[0], unknown[0])
    kept = (answer.get(id(finding), finding) for finding in findings)
    return [finding for finding in kept if finding is not None]


def _reworded(missing: Finding, unknown: Finding) -> Finding:
    return Finding(
        check_id="layout.reworded_label",
        table_name=missing.table_name,
        row_id=missing.row_id,
        column_name=missing.column_name,
        observed=unknown.observed,
        expected=missing.expected,
        box=unknown.box,
        params=dict(missing.params),
    )
