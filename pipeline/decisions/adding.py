"""Rows that the reading missed and a person saw on the page, put into the tables before the checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from expectations.contract import EDITION_KEY, EDITION_TABLES, Table, edition_prefix, row_id, sort_rows
from expectations.failures import Failure
from pipeline.conform import Tables
from pipeline.decisions.model import Decision
from pipeline.decisions.prints import READER, is_same_print
from pipeline.decisions.rows import is_printed, numbered_id

_EDGES = ("x0", "top", "x1", "bottom")


def add_rows(
    tables: Tables, decisions: Iterable[Decision], jis_codes: Mapping[str, str | None]
) -> tuple[list[Decision], list[Failure]]:
    """Put the rows that `decisions` add into `tables`; the decisions that hold, and what does not.

    An added row has provenance by the reader `person`. It is not added where the document is another one
    (`decision.document_changed`), where the reading has the row by now (`decision.row_read`), and where its
    owner or the row numbered before it is not there (`decision.no_match`).
    """
    held: list[Decision] = []
    failures: list[Failure] = []
    read = [piece for piece in tables["provenance"] if piece["reader"] != READER]
    for decision in sorted(decisions, key=_owners_first):
        failure = _failure(tables, decision, read)
        if failure is None:
            _add(tables, decision, jis_codes)
            held.append(decision)
        else:
            failures.append(failure)
    for name in {decision.table or "" for decision in held} | {"provenance"}:
        tables[name] = sort_rows(EDITION_TABLES[name], tables[name])
    return held, failures


def _owners_first(decision: Decision) -> tuple[int, str, int]:
    """Tables in the contract's order, which has owners before what they own; k9 before k10."""
    order = list(EDITION_TABLES).index(decision.table or "")
    return (order, decision.row or "", 0) if "/" in (decision.row or "") else _numbered(order, decision)


def _numbered(order: int, decision: Decision) -> tuple[int, str, int]:
    owner, _, number = numbered_id(decision.row or "")
    return order, owner, number


def _table(decision: Decision) -> Table:
    return EDITION_TABLES[decision.table or ""]


def _failure(tables: Tables, decision: Decision, read: Sequence[Mapping[str, Any]]) -> Failure | None:
    document = tables["editions"][0]["source_sha256"]
    if not document.startswith(decision.document):
        return _told(decision, "decision.document_changed", document[: len(decision.document or "")])
    ids = {row_id(_table(decision), row) for row in tables[decision.table or ""]}
    if decision.row in ids:
        return _told(decision, "decision.row_read", decision.row)
    if (twin := _twin(decision, read)) is not None:
        return _told(decision, "decision.row_read", twin["row_id"])
    if (needed := next(_not_there(tables, decision, ids), None)) is not None:
        return _told(decision, "decision.no_match", None, row=needed)
    return None


def _twin(decision: Decision, read: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """A piece of the same table with the same print that was read from inside the decision's box."""
    assert decision.box is not None
    x0, top, x1, bottom = decision.box
    for piece in read:
        x, y = (piece["x0"] + piece["x1"]) / 2, (piece["top"] + piece["bottom"]) / 2
        is_inside = piece["page"] == decision.page and x0 <= x <= x1 and top <= y <= bottom
        is_its_table = piece["table_name"] == decision.table
        if is_inside and is_its_table and is_same_print(piece["raw_text"] or "", decision.printed):
            return piece
    return None


def _not_there(tables: Tables, decision: Decision, ids: set[str]) -> Iterator[str]:
    """Ids that the row presupposes and that no row has: what owns it, and the one numbered before it."""
    row, prefix = decision.added_row(), _prefix(tables)
    for key in _table(decision).foreign_keys:
        own = [row[name] for name in key.fields if name not in EDITION_KEY]
        known = {row_id(EDITION_TABLES[key.table], other) for other in tables[key.table]}
        if own and None not in own and "/".join(own) not in known:
            yield "/".join(own)
    if len(_table(decision).row_key) > 1:
        return
    owner_id, letter, number = numbered_id(decision.row or "")
    if not f"{owner_id}:".startswith(prefix):
        yield decision.row or ""
    if number > 1:
        before = f"{owner_id}:{letter}{number - 1:0{len(decision.row or '') - len(owner_id) - 2}}"
        if before not in ids:
            yield before


def _prefix(tables: Tables) -> str:
    edition = tables["editions"][0]
    return edition_prefix(edition["zone_id"], edition["edition_id"])


def _told(decision: Decision, check_id: str, found: str | None, row: str | None = None) -> Failure:
    return Failure(
        check_id=check_id,
        table_name=decision.table,
        row_id=decision.row,
        observed=found,
        expected=decision.printed,
        params={
            "row": row or decision.row or "",
            "reason": decision.reason,
            "who": decision.who,
            "when": str(decision.when),
        },
    )


def _add(tables: Tables, decision: Decision, jis_codes: Mapping[str, str | None]) -> None:
    table, row = _table(decision), decision.added_row()
    edition = tables["editions"][0]
    row |= {name: edition[name] for name in EDITION_KEY}
    if "jis_code" in row:
        row["jis_code"] = jis_codes.get(row["municipality"])
    if "measure_key" in row:
        row["measure_key"] = row["measure_id"]
    if row.get("ordinal", 1) is None:
        row["ordinal"] = 1 + sum(other["measure_id"] == row["measure_id"] for other in tables[table.name])
    tables[table.name].append(row)
    tables["provenance"] += _pieces(table, decision, row)


def _pieces(table: Table, decision: Decision, row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What the row says stands in the decision's box, an empty value with its reason too."""
    assert decision.box is not None
    for field in table.fields:
        if not is_printed(field) or (row[field.name] is None and not field.reason_field):
            continue
        yield {
            **{name: row[name] for name in EDITION_KEY},
            "table_name": table.name,
            "row_id": decision.row,
            "column_name": field.name,
            "part": 1,
            "page": decision.page,
            **dict(zip(_EDGES, decision.box, strict=True)),
            "raw_text": decision.printed,
            "reader": READER,
            "agreement": "single",
            "corrected": True,
        }
