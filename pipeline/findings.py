"""Findings of the extraction and failures of the checks to rows of `findings`.

Severity and wording come from the catalogue of checks; the place from the finding, or else from the
provenance of the value it speaks of.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from expectations.catalogue import Check, load_catalogue
from expectations.contract import EDITION_KEY, TABLES, edition_prefix, row_id, scoped_row_id, sort_rows
from expectations.failures import Failure
from extractors.errors import KyoseiError
from extractors.geometry import Box
from extractors.records import Finding
from pipeline.conform import Tables, check_tables
from pipeline.publish.csv_text import guarded_cells
from pipeline.tabulate import clean_text, place_columns

_PLACE: Final = ("page", "x0", "top", "x1", "bottom")
_PAGED: Final = {
    "outline": "page",
    "agreements": "page",
    "measures": "page_first",
    "footnotes": "page",
    "coverage": "page",
}
# Printed rows of a measure that are a table of their own, as layouts name them.
_ROWS_OF: Final = {
    "municipalities": "measure_municipalities",
    "kpi": "kpis",
    "schedule": "schedules",
    "budget": "budgets",
    "projects": "projects",
}


class UnknownCheckError(KyoseiError):
    """The program reported a check the catalogue does not hold: `check_id`. No fault of a user."""

    code = "UNKNOWN_CHECK"
    exit_code = 3
    title_ja = "内部エラー: 検査「{check_id}」が一覧にありません"
    title_en = "Internal error: check {check_id} is not in the catalogue"
    next_step_ja = "プログラムの誤りです。開発者にこの表示を伝えてください"
    next_step_en = "This is a fault of the program; please report this message"


class _Told(NamedTuple):
    """A finding or failure with the full row id and what its messages may name."""

    check_id: str
    table_name: str | None
    row_id: str | None
    column_name: str | None
    observed: str | None
    expected: str | None
    params: Mapping[str, str]
    box: Box | None


def with_findings(
    tables: Tables,
    findings: Iterable[Finding],
    failures: Iterable[Failure] = (),
) -> Tables:
    """The same tables with `findings` filled: a row for each finding (row ids local) and failure (full ids).

    Cells that a CSV must guard against being run as a formula are found here too, since their `findings` are
    published with them. Identical findings are told once. Raises `UnknownCheckError`,
    `ContractViolationError`.
    """
    catalogue = load_catalogue()
    edition = {name: tables["editions"][0][name] for name in EDITION_KEY}
    told = [*(_from_finding(found, edition) for found in findings), *map(_from_failure, failures)]
    places = _Places(tables)
    rows = list(_rows(told, catalogue, edition, places))
    guards = (_from_guard(*cells) for cells in guarded_cells({**tables, "findings": rows}).items())
    rows += _rows(guards, catalogue, edition, places)
    filled = {**tables, "findings": sort_rows(TABLES["findings"], rows)}
    check_tables({"findings": filled["findings"]})
    return filled


def _from_finding(found: Finding, edition: Mapping[str, str]) -> _Told:
    full_id = found.row_id
    if found.row_id is not None and found.table_name is not None:
        full_id = scoped_row_id(TABLES[found.table_name], found.row_id, **edition)
    place = (found.table_name, full_id, found.column_name)
    return _Told(found.check_id, *place, found.observed, found.expected, found.params, found.box)


def _from_failure(failure: Failure) -> _Told:
    place = (failure.table_name, failure.row_id, failure.column_name)
    return _Told(failure.check_id, *place, failure.observed, failure.expected, failure.params, None)


def _from_guard(column: tuple[str, str], count: int) -> _Told:
    table_name, column_name = column
    return _Told("publish.formula_guard", table_name, None, column_name, str(count), None, {}, None)


def _rows(
    told: Iterable[_Told], catalogue: Mapping[str, Check], edition: Mapping[str, str], places: _Places
) -> Iterator[dict[str, Any]]:
    count: Counter[str] = Counter()
    seen: set[tuple[Any, ...]] = set()
    for one in told:
        identity = (*one[:6], tuple(sorted(one.params.items())), one.box)
        if identity in seen:
            continue
        seen.add(identity)
        if one.check_id not in catalogue:
            raise UnknownCheckError(check_id=one.check_id)
        local_id = _local_id(one)
        count[local_id] += 1
        number = f"-{count[local_id]}" if count[local_id] > 1 else ""
        yield _row(one, local_id + number, catalogue[one.check_id], edition, places)


def _local_id(one: _Told) -> str:
    """The check and a digest of the place it speaks of, so that the id outlives another wording or value."""
    page = "" if one.row_id or one.box is None else str(one.box.page)
    place = "\n".join((one.table_name or "", one.row_id or "", one.column_name or "", page))
    return f"{one.check_id}:{hashlib.sha256(place.encode()).hexdigest()[:8]}"


def _row(
    one: _Told, local_id: str, check: Check, edition: Mapping[str, str], places: _Places
) -> dict[str, Any]:
    place = places.of(one)
    names = _names(one, place)
    message_ja, message_en = check.messages(one.observed, one.expected, {**names, **one.params})
    return {
        **edition,
        "finding_id": edition_prefix(**edition) + local_id,
        "severity": check.severity,
        "check_id": one.check_id,
        "table_name": one.table_name,
        "row_id": one.row_id,
        "column_name": one.column_name,
        "observed": clean_text(one.observed or "") or None,
        "expected": clean_text(one.expected or "") or None,
        "message_ja": clean_text(message_ja),
        "message_en": clean_text(message_en),
        **place,
        "adjudication": None,
    }


def _names(one: _Told, place: Mapping[str, Any]) -> dict[str, str]:
    """Names of the place that every template may use beside its own parameters."""
    table = TABLES[one.table_name] if one.table_name else None
    column = one.column_name or ""
    field = table.by_name.get(column) if table else None
    titled = field or TABLES.get(_ROWS_OF.get(column, ""))
    return {
        "row_id": one.row_id or "",
        "table_name": one.table_name or "",
        "column_name": one.column_name or "",
        "page": str(place["page"] or ""),
        "table_ja": table.title_ja if table else "",
        "table_en": table.title_en if table else "",
        "column_ja": titled.title_ja if titled else column,
        "column_en": titled.title_en if titled else column,
    }


class _Places:
    """Where values are printed: a value's first box, or its row's first box, or the page its row names."""

    def __init__(self, tables: Tables) -> None:
        self._known: dict[tuple[str, str, str | None], dict[str, Any]] = {}
        for row in tables["provenance"]:
            place = {name: row[name] for name in _PLACE}
            self._known.setdefault((row["table_name"], row["row_id"], row["column_name"]), place)
            self._known.setdefault((row["table_name"], row["row_id"], None), place)
        for name in _PAGED:
            for row in tables[name]:
                page = {**dict.fromkeys(_PLACE), "page": row[_PAGED[name]]}
                self._known.setdefault((name, row_id(TABLES[name], row), None), page)

    def of(self, one: _Told) -> dict[str, Any]:
        """Page and box of a finding; nulls where nothing is known."""
        if one.box is not None:
            box = one.box
            return {"page": box.page, **place_columns(box.x0, box.top, box.x1, box.bottom)}
        if one.table_name and one.row_id:
            for column in (one.column_name, None):
                if place := self._known.get((one.table_name, one.row_id, column)):
                    return place
        return dict.fromkeys(_PLACE)
