"""Corrections and added rows: decided values into the tables, before the checks look at them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from expectations.contract import EDITION_TABLES, edition_prefix, row_id, sort_rows
from expectations.failures import Failure
from extractors.records import Finding
from pipeline.conform import Tables
from pipeline.decisions.adding import add_rows
from pipeline.decisions.errors import RowTwiceError
from pipeline.decisions.model import DECISIONS_FILE, Decision
from pipeline.decisions.prints import Prints, is_same_print


class Corrected(NamedTuple):
    """Tables with the decided values, the reading's findings, the decisions that hold, and what does not.

    `effective` are the decisions whose print is still there, with the row ids of the corrected tables.
    """

    tables: Tables
    findings: tuple[Finding, ...]
    effective: tuple[Decision, ...]
    failures: tuple[Failure, ...]


def correct_tables(
    tables: Tables,
    findings: Sequence[Finding],
    decisions: Iterable[Decision],
    jis_codes: Mapping[str, str | None] | None = None,
) -> Corrected:
    """Apply the added rows, then the corrections among `decisions` to copies of the rows.

    The print in `provenance` stays. A decision whose row is gone or whose print has changed is not applied:
    it is a failure of the check `decision.no_match` or `decision.print_changed` (see `add_rows` for rows).
    `jis_codes` are the zone's, by municipality. Raises `RowTwiceError` where a corrected key is that of
    another row.
    """
    corrected = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    decisions = list(decisions)
    effective, failures = add_rows(corrected, [d for d in decisions if d.action == "add"], jis_codes or {})
    prints = Prints(corrected)
    renamed: dict[tuple[str, str], str] = {}
    for decision in (one for one in decisions if one.action != "add"):
        failure = _failure(decision, prints)
        if failure is not None:
            failures.append(failure)
            continue
        if decision.action == "correct":
            corrected["provenance"] += _new_pieces(decision, prints)
            _correct(decision, prints, renamed, jis_codes or {})
        effective.append(decision)
    _check_keys(corrected, renamed)
    _rename(corrected, renamed)
    for name in {table for table, _ in renamed} | {"provenance"}:
        corrected[name] = sort_rows(EDITION_TABLES[name], corrected[name])
    moved = tuple(_moved(one, renamed) for one in effective)
    local = {key: new.removeprefix(_prefix(tables)) for key, new in renamed.items()}
    return Corrected(
        corrected, tuple(_renamed_findings(findings, local, _prefix(tables))), moved, tuple(failures)
    )


def _prefix(tables: Tables) -> str:
    edition = tables["editions"][0]
    return edition_prefix(edition["zone_id"], edition["edition_id"])


def _failure(decision: Decision, prints: Prints) -> Failure | None:
    """Why a decision on a value does not hold; decisions on findings are judged once these are known."""
    if decision.column is None:
        return None
    assert decision.table is not None and decision.row is not None
    printed = prints.printed(decision.table, decision.row, decision.column)
    if printed is None:
        return unmet(decision, "decision.no_match", None)
    if is_same_print(printed, decision.printed):
        return None
    return unmet(decision, "decision.print_changed", printed)


def unmet(decision: Decision, check_id: str, printed: str | None) -> Failure:
    """The failure that tells of a decision that does not hold; `printed` is what stands there now."""
    return Failure(
        check_id=check_id,
        table_name=decision.table,
        row_id=decision.row,
        column_name=decision.column,
        observed=printed,
        expected=decision.printed or None,
        params={
            "row": decision.row or decision.check or "",
            "reason": decision.reason,
            "who": decision.who,
            "when": str(decision.when),
        },
    )


def _new_pieces(decision: Decision, prints: Prints) -> list[dict[str, Any]]:
    """Provenance for a corrected value that is printed nowhere; every published value has some."""
    place = (decision.table or "", decision.row or "", decision.column or "")
    made = None if prints.pieces(*place) else prints.place_on_record(*place)
    return [made] if made else []


def _correct(
    decision: Decision,
    prints: Prints,
    renamed: dict[tuple[str, str], str],
    jis_codes: Mapping[str, str | None],
) -> None:
    assert decision.table is not None and decision.row is not None and decision.column is not None
    table = EDITION_TABLES[decision.table]
    row = prints.row(decision.table, decision.row)
    assert row is not None  # _failure has looked
    row[decision.column] = decision.corrected_value()
    if decision.field.reason_field:
        row[decision.field.reason_field] = "blank" if decision.corrected_value() is None else None
    if decision.column == "municipality" and "jis_code" in row:
        row["jis_code"] = jis_codes.get(row["municipality"])
    for piece in prints.pieces(decision.table, decision.row, decision.column):
        piece["corrected"] = True
    if (new := row_id(table, row)) != decision.row:
        renamed[decision.table, decision.row] = new


def _check_keys(tables: Tables, renamed: Mapping[tuple[str, str], str]) -> None:
    """Keys are compared once all are corrected: years that are each wrong by one take each other's place."""
    for (name, old), new in renamed.items():
        same = [row for row in tables[name] if row_id(EDITION_TABLES[name], row) == new]
        if len(same) > 1:
            raise RowTwiceError(file=DECISIONS_FILE, old=old, new=new)


def _rename(tables: Tables, renamed: Mapping[tuple[str, str], str]) -> None:
    """Give what refers to a row its new id."""
    for name in ("provenance", "footnotes"):
        for row in tables[name]:
            row["row_id"] = renamed.get((row["table_name"], row["row_id"]), row["row_id"])


def _moved(decision: Decision, renamed: Mapping[tuple[str, str], str]) -> Decision:
    new = renamed.get((decision.table or "", decision.row or ""))
    return decision.model_copy(update={"row": new}) if new else decision


def _renamed_findings(
    findings: Iterable[Finding], local: Mapping[tuple[str, str], str], prefix: str
) -> Iterator[Finding]:
    for found in findings:
        key = (found.table_name or "", prefix + (found.row_id or ""))
        yield replace(found, row_id=local[key]) if key in local else found


def row_now(decision: Decision) -> str | None:
    """The row id once the decision is applied: a corrected key column is part of it."""
    if decision.table is None or decision.row is None or decision.action != "correct":
        return decision.row
    table = EDITION_TABLES[decision.table]
    parts: list[Any] = decision.row.split("/")
    # A label may hold a slash itself; then the parts cannot be told apart and the id is left alone.
    if decision.column in table.row_key and len(parts) == len(table.row_key):
        parts[table.row_key.index(decision.column)] = decision.corrected_value()
    return "/".join(str(part) for part in parts)
