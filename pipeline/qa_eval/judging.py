"""Which planted errors the findings name, and which findings name none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.qa_eval.cases import owner_of, owners

SERIOUS = ("critical", "warning")
# A finding that a value is missing or that rows contradict each other may name either end.
_NAMED_BY_OWNER = frozenset({"measures", "measure_municipalities", "agreement_roles"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """One planted error: what was printed for what, the check that named its cell, and how severe it is."""

    kind: str
    row_id: str
    printed: str
    true: str
    check_id: str | None
    severity: str | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A document's verdicts, and its serious findings that concern nothing that was planted."""

    verdicts: tuple[Verdict, ...]
    false_alarms: tuple[str, ...]


def judge(planted: Sequence[Any], findings: Sequence[Mapping[str, Any]], prefix: str) -> Judgement:
    """Hold an edition's rows of `findings` against what was planted; `prefix` is that of its row ids."""
    local = [(dict(row), (row["row_id"] or "").removeprefix(prefix)) for row in findings]
    concerned = {owner for one in planted for owner in owners(one)}
    strays = [
        f"{row['check_id']} {row_id}"
        for row, row_id in local
        if row["severity"] in SERIOUS and owner_of(row["table_name"], row_id) not in concerned
    ]
    return Judgement(tuple(_verdict(one, local) for one in planted), tuple(strays))


def _verdict(planted: Any, findings: Sequence[tuple[dict[str, Any], str]]) -> Verdict:
    naming = [row for row, row_id in findings if names(planted, row["table_name"], row_id)]
    order = ("critical", "warning", "info")
    best = min(naming, key=lambda row: order.index(row["severity"]), default=None)
    return Verdict(
        planted.kind,
        planted.row_id,
        planted.printed,
        planted.true,
        best["check_id"] if best else None,
        best["severity"] if best else None,
    )


def names(planted: Any, table: str | None, row_id: str) -> bool:
    """Whether a finding at a row names the planted error's cell.

    A figure is named by its own row. What is missing is named by its owner, what contradicts something else
    by the other end of the same year or list.
    """
    if not row_id or owner_of(table, row_id) not in owners(planted):
        return False
    if planted.table == "statistics":
        return row_id.endswith(f"/{planted.row_id}")
    if planted.kind == "arrow_against_budget":
        return planted.row_id.split("/")[-1] in row_id.split("/")
    if planted.column == "fiscal_year" or planted.table in _NAMED_BY_OWNER:
        return True
    return bool(row_id == planted.row_id)
