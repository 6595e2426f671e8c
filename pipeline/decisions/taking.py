"""From the id a person names to what a decision on it must say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from expectations.contract import EDITION_TABLES, row_id
from pipeline.conform import Tables
from pipeline.decisions.correcting import row_now
from pipeline.decisions.errors import DecisionNotPossibleError
from pipeline.decisions.model import DOCUMENT_DIGITS, Action, Decision, is_correctable
from pipeline.decisions.prints import Prints
from pipeline.registry.toml_file import ProblemError


@dataclass(frozen=True, slots=True)
class Target:
    """What a decision speaks of, by the keys it has in `decisions.toml`, and what is printed there."""

    table: str | None
    row: str | None
    column: str | None
    check: str | None
    page: int | None
    printed: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided; `value` only for a correction."""

    action: Action
    value: str | None
    reason: str
    who: str
    when: date


@dataclass(frozen=True, slots=True)
class Seen:
    """A row that a person saw on a page: its id, the values by column, the print, its place in points."""

    table: str
    row: str
    values: Mapping[str, str]
    printed: str
    page: int
    box: tuple[float, float, float, float]


def finding_target(finding: Mapping[str, Any], prints: Prints) -> Target:
    """What a decision on a row of `findings` speaks of: its value, or the finding where it names none."""
    table, row, column = finding["table_name"], finding["row_id"], finding["column_name"]
    if table and row and _is_value(table, column):
        printed = prints.printed(table, row, column)
        if printed is not None:
            return Target(table, row, column, None, None, printed)
    # A finding of no row is told apart by its page.
    page = finding["page"] if row is None else None
    return Target(table, row, None, finding["check_id"], page, finding["observed"] or "")


def _is_value(table: str, column: str | None) -> bool:
    """Whether the column holds what is read from the page; a count of characters, say, does not."""
    field = EDITION_TABLES[table].by_name.get(column or "")
    return field is not None and is_correctable(EDITION_TABLES[table], field)


def value_target(table: str, row: str, column: str, prints: Prints, decisions: Iterable[Decision]) -> Target:
    """What a decision on a value of the published tables speaks of.

    A row that a correction of its key has renamed is named as it is printed.
    """
    for one in decisions:
        if one.table == table and one.row is not None and one.row != row and row_now(one) == row:
            return Target(table, one.row, column, None, None, prints.printed(table, row, column) or "")
    return Target(table, row, column, None, None, prints.printed(table, row, column) or "")


def find_target(
    tables: Tables,
    wanted_id: str,
    *,
    table: str | None = None,
    column: str | None = None,
    decisions: Sequence[Decision] = (),
) -> Target:
    """What is meant by the id of a row or finding. `table` tells rows of one id in several tables apart.

    Raises `DecisionNotPossibleError`.
    """
    prints = Prints(tables)
    finding = next((row for row in tables["findings"] if row["finding_id"] == wanted_id), None)
    if finding is not None:
        target = finding_target(finding, prints)
        if target.row is None or target.table is None or column in (None, target.column):
            return target
        wanted_id, table = target.row, target.table
    if column is None:
        raise _not_possible(wanted_id, "--column で列を指定してください", "name the column with --column")
    found = [name for name in _tables_with(tables, wanted_id) if table in (None, name)]
    having = [name for name in found if column in EDITION_TABLES[name].by_name]
    if not found:
        raise _not_possible(wanted_id, "その行も指摘もありません", "there is no such row or finding")
    if not having:
        columns = ", ".join(EDITION_TABLES[found[0]].columns)
        raise _not_possible(
            wanted_id, f"列「{column}」がありません。列: {columns}", f"its columns are {columns}"
        )
    if len(having) > 1:
        names = ", ".join(having)
        raise _not_possible(
            wanted_id, f"表を --table で選んでください: {names}", f"name the --table: {names}"
        )
    return value_target(having[0], wanted_id, column, prints, decisions)


def _tables_with(tables: Tables, wanted_id: str) -> list[str]:
    return [
        name
        for name, table in EDITION_TABLES.items()
        if name not in ("provenance", "findings")
        and any(row_id(table, row) == wanted_id for row in tables.get(name, ()))
    ]


def decide(target: Target, ruling: Ruling) -> Decision:
    """The decision. Raises `DecisionNotPossibleError` for a value its column cannot hold."""
    stated = {
        "table": target.table,
        "row": target.row,
        "column": target.column,
        "check": target.check,
        "page": target.page,
        "printed": target.printed,
        "value": ruling.value,
    }
    return _decision(stated, ruling, target.row or target.check or "")


def decide_row(tables: Tables, seen: Seen, ruling: Ruling, decisions: Sequence[Decision] = ()) -> Decision:
    """The decision that adds a row to an edition's tables, or takes the place of the one that did.

    It is bound to the document the row was seen in. Raises `DecisionNotPossibleError` for a row the table
    cannot hold, and one that the tables have.
    """
    decision = _decision({**asdict(seen), "document": _document(tables)}, ruling, seen.row)
    is_new = all(one.place != decision.place for one in decisions)
    if is_new and seen.table in _tables_with(tables, seen.row):
        raise _not_possible(seen.row, "その行はもう読み取られています", "that row is there already")
    return decision


def _document(tables: Tables) -> str:
    return str(tables["editions"][0]["source_sha256"])[:DOCUMENT_DIGITS]


def _decision(stated: Mapping[str, Any], ruling: Ruling, named: str) -> Decision:
    said = {"action": ruling.action, "reason": ruling.reason, "who": ruling.who, "when": ruling.when}
    try:
        return Decision.model_validate({**stated, **said})
    except ValidationError as error:
        cause = error.errors()[0].get("ctx", {}).get("error")
        problem = cause if isinstance(cause, ProblemError) else ProblemError(str(error), str(error))
        raise _not_possible(named, problem.ja, problem.en) from error


def _not_possible(wanted_id: str, ja: str, en: str) -> DecisionNotPossibleError:
    return DecisionNotPossibleError(id=wanted_id, problem_ja=ja, problem_en=en)
