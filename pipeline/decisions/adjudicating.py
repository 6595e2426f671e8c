"""What people decided, told with the findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from expectations.failures import Failure
from extractors.records import Finding
from pipeline.conform import Tables
from pipeline.decisions.correcting import unmet
from pipeline.decisions.model import Action, Decision
from pipeline.decisions.prints import is_same_print, places_of, shown
from pipeline.findings import with_findings

Row = Mapping[str, Any]

# Findings about decisions are not themselves decided.
_OWN_CHECKS: Final = "decision."
_WORDS: Final[Mapping[Action, str]] = {
    "correct": "訂正 corrected",
    "accept": "印刷どおり容認 accepted as printed",
    "report": "元文書の誤りとして報告 source error reported",
    "add": "行を追加 row added",
}
_RECORDS: Final[Mapping[Action, str]] = {
    "correct": "decision.corrected",
    "report": "decision.reported",
    "add": "decision.added",
}


def with_decided_findings(
    tables: Tables, findings: Sequence[Finding], failures: Sequence[Failure], decisions: Sequence[Decision]
) -> Tables:
    """As `with_findings`, each finding that a decision speaks of adjudicated, the decisions themselves told.

    `decisions` are those that hold. Raises as `with_findings` does.
    """
    filled = with_findings(tables, findings, failures)
    if told := decided_failures(decisions, filled["findings"]):
        filled = with_findings(tables, findings, [*failures, *told])
    return adjudicate(filled, decisions, {found.check_id for found in findings})


def decided_failures(decisions: Iterable[Decision], findings: Sequence[Row]) -> list[Failure]:
    """What the findings must say of decisions that hold, given the findings without them.

    A decision on a finding that is no longer raised is `decision.no_match` (critical). A correction or a
    reported error whose value no finding speaks of is put on record, as is every added row, so that the
    reason is published.
    """
    told: list[Failure] = []
    for decision in decisions:
        if any(_is_about(decision, finding) for finding in findings):
            continue
        if decision.column is None and decision.action != "add":
            told.append(unmet(decision, "decision.no_match", None))
        elif record := _RECORDS.get(decision.action):
            told.append(_record(decision, record))
    return told


def adjudicate(tables: Tables, decisions: Sequence[Decision], reading: Collection[str]) -> Tables:
    """The same tables, each finding that a decision speaks of with its adjudication.

    `reading` are ids of the checks that the reading itself raised: what those say of a row that was added
    is that it could not be read.
    """
    rows = []
    for finding in tables["findings"]:
        found = next((one for one in decisions if _concerns(one, finding, reading)), None)
        rows.append({**finding, "adjudication": adjudication(found)} if found else finding)
    return {**tables, "findings": rows}


def adjudication(decision: Decision) -> str:
    """A decision in one line, as the findings publish it."""
    change = ""
    printed = _short(" ".join(decision.printed.split()))
    if decision.action == "correct":
        change = f"「{printed}」→「{_short(_with_unit(decision))}」"
    elif decision.action == "add":
        change = f"「{printed}」"
    return f"{_WORDS[decision.action]}: {change}{decision.reason} ({decision.who}, {decision.when})"


def _with_unit(decision: Decision) -> str:
    """The corrected value for people: money as `4,400,000円`, the others as the tables have them."""
    value, unit = decision.corrected_value(), decision.field.unit
    return f"{value:,}{unit or ''}" if decision.field.type == "money" and value is not None else shown(value)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _record(decision: Decision, check_id: str) -> Failure:
    return Failure(
        check_id=check_id,
        table_name=decision.table,
        row_id=decision.row,
        column_name=decision.column,
        observed=decision.printed or None,
        expected=_with_unit(decision) or None if decision.action == "correct" else None,
        params={"reason": decision.reason, "who": decision.who, "when": str(decision.when)},
    )


def _concerns(decision: Decision, finding: Row, reading: Collection[str]) -> bool:
    check_id = str(finding["check_id"])
    if check_id.startswith(_OWN_CHECKS):
        is_record = check_id == _RECORDS.get(decision.action)
        return is_record and places_of(finding) == (decision.table, decision.row, decision.column)
    if decision.action == "add":
        return check_id in reading and places_of(finding)[:2] == (decision.table, decision.row)
    return _is_about(decision, finding)


def _is_about(decision: Decision, finding: Row) -> bool:
    if decision.column is not None:
        return places_of(finding) == (decision.table, decision.row, decision.column)
    return decision.action != "add" and (
        finding["check_id"] == decision.check
        and (finding["table_name"], finding["row_id"]) == (decision.table, decision.row)
        and decision.page in (None, finding["page"])
        and is_same_print(finding["observed"] or "", decision.printed)
    )
