"""What the review page knows: values with their boxes, findings with crops and proposals, decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from expectations.catalogue import load_catalogue
from expectations.contract import EDITION_TABLES, Field
from expectations.failures import Failure
from pipeline.conform import Tables
from pipeline.decisions import (
    PREAMBLE,
    Decision,
    Prints,
    Target,
    finding_target,
    is_correctable,
    is_same_print,
    places_of,
    row_now,
    shown,
    split_blocks,
    value_target,
)
from pipeline.review.adding import adding_data
from pipeline.review.evidence import Evidence
from pipeline.review.labels import RowLabels
from pipeline.review.proposals import proposed_value
from pipeline.wording import wording_key

Row = Mapping[str, Any]
_EDGES: Final = ("x0", "top", "x1", "bottom")
# Findings that an added row no longer fits, or that a decision has nothing to speak of.
_LOST_ROWS: Final = ("decision.row_read", "decision.document_changed")
_LOST: Final = ("decision.no_match", *_LOST_ROWS)


def review_data(
    tables: Tables,
    decisions: Sequence[Decision] = (),
    decisions_text: str = "",
    failures: Sequence[Failure] = (),
) -> dict[str, Any]:
    """Everything the page's script needs, as JSON-able data.

    `decisions` are those of `decisions_text`, in its order; `failures` what the checks know of the findings.
    Boxes are in points, origin top left.
    """
    view = _View(tables, decisions, failures)
    findings = [view.finding(row) for row in tables["findings"]]
    return {
        "edition": _edition(tables),
        "values": view.values,
        "cells": view.cells(),
        "findings": sorted(findings, key=_by_severity),
        "fields": _fields(),
        "adding": adding_data(tables, view.labels),
        "checks": _checks(findings),
        "decisions": _decisions(decisions, decisions_text),
        "preamble": split_blocks(decisions_text).preamble if decisions_text.strip() else PREAMBLE,
    }


def _edition(tables: Tables) -> dict[str, Any]:
    edition = tables["editions"][0]
    names = ("zone_id", "edition_id", "zone_name", "title", "publisher", "page_count", "source_sha256")
    return {name: edition[name] for name in names}


class _View:
    """The tables as the page shows them; `values` are numbered by their place in the list."""

    def __init__(self, tables: Tables, decisions: Sequence[Decision], failures: Sequence[Failure]) -> None:
        self._tables = tables
        self._decisions = decisions
        self._added = {(one.table, one.row) for one in decisions if one.action == "add"}
        self._prints = Prints(tables)
        self.labels = RowLabels(tables)
        self._boxes: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
        self._numbers: dict[tuple[str, str, str], int] = {}
        self.values = [self._value(*place) for place in self._printed_places()]
        self._evidence = Evidence(failures, self._prints, self.labels, self._numbers)

    def _printed_places(self) -> Iterable[tuple[str, str, str]]:
        """Values with a box that a person could correct, each once, numbered in the order of the page."""
        pieces = sorted(self._tables["provenance"], key=_reading_order)
        for piece in pieces:
            place = (piece["table_name"], piece["row_id"], piece["column_name"])
            if not self._is_shown(*place):
                continue
            number = self._numbers.setdefault(place, len(self._numbers))
            box = self._boxes[(piece["page"], *(piece[edge] for edge in _EDGES))]
            if number not in box:
                box.append(number)
        return list(self._numbers)

    def _is_shown(self, table_name: str, row: str, column: str) -> bool:
        """Not the print itself, which stands beside its value, nor a reason for a value that is there."""
        table = EDITION_TABLES[table_name]
        if not is_correctable(table, table.by_name[column]):
            return False
        found = self._prints.row(table_name, row)
        is_reason = any(field.reason_field == column for field in table.fields)
        return found is not None and not (is_reason and found[column] is None)

    def _value(self, table: str, row: str, column: str) -> dict[str, Any]:
        pieces = self._prints.pieces(table, row, column)
        found = self._prints.row(table, row)
        assert found is not None  # every row of provenance refers to one
        target = value_target(table, row, column, self._prints, self._decisions)
        return {
            "label": self.labels.of(table, found),
            "row": row,
            "value": shown(found[column]),
            "unit": _unit(EDITION_TABLES[table].by_name[column], found),
            "printedUnit": _printed_unit(found),
            "agreement": _agreement(piece["agreement"] for piece in pieces),
            "reader": pieces[0]["reader"],
            "corrected": any(piece["corrected"] for piece in pieces),
            "added": (table, row) in self._added,
            "target": _target(target),
        }

    def cells(self) -> list[dict[str, Any]]:
        """One outline a box of print, with the numbers of the values read from it, in reading order."""
        return [
            {"page": page, "box": box, "values": numbers} for (page, *box), numbers in self._boxes.items()
        ]

    def finding(self, row: Row) -> dict[str, Any]:
        """A finding with what it speaks of, where that is printed, and the proposal."""
        table, row_name, column = row["table_name"], row["row_id"], row["column_name"]
        found = self._prints.row(table, row_name) if table and row_name else None
        target = self._finding_target(row)
        kept = ("finding_id", "severity", "check_id", "observed", "expected", "message_ja", "message_en")
        return {
            **{name: row[name] for name in (*kept, "adjudication", "page")},
            "label": self.labels.of(table, found) if table and found else "",
            "row": row_name,
            "table": table,
            "column": column,
            "value": shown(found[column]) if found and column in found else None,
            "unit": _unit(EDITION_TABLES[table].by_name[column], found)
            if found and column in found
            else None,
            "printedUnit": _printed_unit(found) if found else None,
            "valueNumber": self._numbers.get((table, row_name, column)),
            "proposal": proposed_value(row, found),
            "boxes": self._boxes_of(row),
            "target": _target(target),
            **self._evidence.told(row),
        }

    def _finding_target(self, row: Row) -> Target:
        if row["check_id"] in _LOST and (lost := self._lost_decision(row)):
            return lost
        target = finding_target(row, self._prints)
        if target.column is not None and target.table and target.row:
            return value_target(target.table, target.row, target.column, self._prints, self._decisions)
        return target

    def _lost_decision(self, finding: Row) -> Target | None:
        """The decision that a finding says matches nothing, so that it can be withdrawn."""
        for one in self._decisions:
            is_its_place = (one.table, one.row, one.column) == places_of(finding)
            if finding["check_id"] in _LOST_ROWS and one.action != "add":
                continue
            if is_its_place and is_same_print(one.printed, finding["expected"] or ""):
                return Target(one.table, one.row, one.column, one.check, one.page, one.printed)
        return None

    def _boxes_of(self, finding: Row) -> list[list[float]]:
        """All boxes of the value on the finding's first page, else the finding's own box.

        Of a text in many lines only those are shown that print what was observed.
        """
        place = (finding["table_name"], finding["row_id"], finding["column_name"])
        pieces: Sequence[Row] = self._prints.pieces(*place) if all(place) else ()
        on_page = [piece for piece in pieces if piece["page"] == finding["page"]]
        observed = wording_key(finding["observed"])
        named = [piece for piece in on_page if observed and observed in wording_key(piece["raw_text"])]
        own = [finding] if finding["x0"] is not None else []
        return [[row[edge] for edge in _EDGES] for row in named or on_page or own]


def _reading_order(piece: Row) -> tuple[Any, ...]:
    """By place on the page; what is read from one box in the contract's order, a value before its unit."""
    table = EDITION_TABLES[piece["table_name"]]
    column = table.columns.index(piece["column_name"])
    return (piece["page"], round(piece["top"]), piece["x0"], table.name, piece["row_id"], column)


def _by_severity(finding: Row) -> tuple[int, bool, bool, int]:
    """Open and grave ones first, then in the order of pages; a note about no page stands last."""
    order = ("critical", "warning", "info")
    severity, page = finding["severity"], finding["page"]
    is_decided, is_placeless_note = finding["adjudication"] is not None, severity == "info" and page is None
    return (order.index(severity), is_decided, is_placeless_note, page or 0)


def _target(target: Target) -> dict[str, Any]:
    names = ("table", "row", "column", "check", "page", "printed")
    return {name: getattr(target, name) for name in names if getattr(target, name) is not None}


def _unit(field: Field, row: Row) -> str | None:
    return row[field.unit_field] if field.unit_field else field.unit


def _printed_unit(row: Row) -> dict[str, Any] | None:
    """The unit in which a row's amount is printed, and how many yen it is."""
    from extractors.text.units import money_unit

    unit = money_unit(row["unit_raw"]) if row.get("unit_raw") else None
    return None if unit is None else {"symbol": unit.symbol, "yen": unit.yen}


def _agreement(said: Iterable[str]) -> str:
    """The worst that the parts of a value say."""
    every = set(said)
    return next(state for state in ("differ", "single", "agree") if state in every)


def _fields() -> dict[str, Any]:
    """Names of tables and columns in both languages, and what a column can hold."""
    return {
        name: {
            "ja": table.title_ja,
            "en": table.title_en,
            "columns": {
                field.name: {
                    "ja": field.title_ja,
                    "en": field.title_en,
                    "type": field.type,
                    "enum": field.enum,
                    "required": field.required,
                    "reason": field.reason_field,
                    "correctable": is_correctable(table, field),
                }
                for field in table.fields
            },
        }
        for name, table in EDITION_TABLES.items()
    }


def _checks(findings: Iterable[Row]) -> dict[str, Any]:
    catalogue = load_catalogue()
    wanted = ("title", "meaning", "why", "todo")
    return {
        check_id: {
            f"{name}_{language}": getattr(catalogue[check_id], f"{name}_{language}")
            for name in wanted
            for language in ("ja", "en")
        }
        for check_id in sorted({finding["check_id"] for finding in findings})
        if check_id in catalogue
    }


def _decisions(decisions: Sequence[Decision], text: str) -> list[dict[str, Any]]:
    """The decisions on file, each with its own text, so that saving keeps comments and order."""
    blocks = split_blocks(text).decisions
    return [
        {
            **decision.model_dump(mode="json", exclude_none=True),
            "value": None if decision.value is None else _value_text(decision),
            "rowNow": row_now(decision),
            "text": block,
        }
        for decision, block in zip(decisions, blocks, strict=True)
    ]


def _value_text(decision: Decision) -> str:
    return shown(decision.corrected_value())
