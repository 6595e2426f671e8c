"""Records of one document to rows of the contract's tables: ids, codes, provenance, order.

An edition-scoped id (`m07`) becomes `<zone_id>:<edition_id>:m07`; a record's other columns go over as they
are. What cannot be kept exactly becomes null with a reason and a finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, Final, NamedTuple

import regex

from expectations.contract import (
    CONTRACT_VERSION,
    EDITION_TABLES,
    TABLES,
    Field,
    Table,
    edition_prefix,
    row_id,
    scoped_row_id,
    sort_rows,
)
from extractors.records import (
    EditionFacts,
    Extraction,
    Finding,
    Footnote,
    Measure,
    Piece,
    Record,
    Sources,
)
from pipeline.conform import Tables, check_tables, fits
from pipeline.registry import Zone

# Tables whose municipality is one the document says takes part, and so must be of the zone.
_NAMING_MEMBERS: Final = ("municipalities", "measure_municipalities", "agreement_roles", "measure_roles")
_LINE_END: Final = regex.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# What no font paints and no CSV reader expects; shown as U+FFFD so that its loss is seen.
_UNPRINTABLE: Final = regex.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


class Tabulated(NamedTuple):
    """Tables of one edition (`findings` still empty) and all findings so far, their row ids local."""

    tables: Tables
    findings: tuple[Finding, ...]


class _Edition(NamedTuple):
    zone: Zone
    edition_id: str

    @property
    def prefix(self) -> str:
        """What every id of the edition begins with."""
        return edition_prefix(self.zone.zone_id, self.edition_id)

    @property
    def key(self) -> dict[str, str]:
        """The edition's key columns."""
        return {"zone_id": self.zone.zone_id, "edition_id": self.edition_id}


def tabulate(
    extraction: Extraction,
    zone: Zone,
    edition_id: str,
    source_uri: str,
) -> Tabulated:
    """All contract tables of an edition, rows sorted by primary key.

    Every measure is its own first here: `measure_key` is settled by `pipeline.lineage`.
    Raises `ContractViolationError` where a record is not what the contract declares.
    """
    edition = _Edition(zone, edition_id)
    tables: Tables = {name: [] for name in EDITION_TABLES}
    findings = list(extraction.findings)
    rows = [_edition_row(extraction.facts, edition, source_uri)]
    sources: list[tuple[Table, Sources]] = [(TABLES["editions"], extraction.facts_sources)]
    for record in extraction.records:
        rows.append(_row(record, edition))
        sources.append((TABLES[record.TABLE], record.sources))
    for row, (table, pieces) in zip(rows, sources, strict=True):
        findings += _null_what_does_not_fit(table, row, edition)
        tables[table.name].append(row)
        tables["provenance"] += _provenance(table, row, pieces)
    findings += _strangers(tables, edition)
    tables["provenance"] = _numbered(tables["provenance"])
    tables = {name: sort_rows(TABLES[name], rows) for name, rows in tables.items()}
    check_tables(tables)
    return Tabulated(tables, tuple(findings))


def _edition_row(facts: EditionFacts, edition: _Edition, source_uri: str) -> dict[str, Any]:
    table = TABLES["editions"]
    known = {
        **{field.name: getattr(facts, field.name) for field in fields(facts)},
        **edition.key,
        "source_uri": source_uri,
        "contract_version": CONTRACT_VERSION,
    }
    return {field.name: _value(field, known[field.name], edition) for field in table.fields}


def _row(record: Record, edition: _Edition) -> dict[str, Any]:
    table = TABLES[record.TABLE]
    known = {field.name: getattr(record, field.name) for field in fields(record) if field.name != "sources"}
    known |= edition.key
    if "jis_code" in table.by_name:
        known["jis_code"] = edition.zone.jis_codes.get(known["municipality"])
    if isinstance(record, Measure):
        known["measure_key"] = edition.prefix + record.measure_id
    if isinstance(record, Footnote) and record.row_id is not None and record.table_name is not None:
        known["row_id"] = scoped_row_id(TABLES[record.table_name], record.row_id, **edition.key)
    return {
        name: _value(field, known[name], edition) for name, field in table.by_name.items() if name in known
    }


def _value(field: Field, value: Any, edition: _Edition) -> Any:
    if isinstance(value, str):
        text = clean_text(value)
        return edition.prefix + text if text and field.edition_scoped else text or None
    return value


def clean_text(text: str) -> str:
    """Text every consumer can read: `\\n` for all line ends, U+FFFD for what has no printed form."""
    return str(_UNPRINTABLE.sub("\ufffd", _LINE_END.sub("\n", text)))


def _null_what_does_not_fit(table: Table, row: dict[str, Any], edition: _Edition) -> Iterator[Finding]:
    """A figure with more digits than the contract keeps is unreadable to a reader of the tables."""
    for field in table.fields:
        value = row[field.name]
        if value is None or field.type not in ("decimal", "money") or fits(field, value):
            continue
        row[field.name] = None
        if field.reason_field:
            row[field.reason_field] = "unreadable"
        yield Finding(
            check_id="value.unreadable",
            table_name=table.name,
            row_id=row_id(table, row).removeprefix(edition.prefix),
            column_name=field.name,
            observed=str(value),
        )


def _strangers(tables: Tables, edition: _Edition) -> Iterator[Finding]:
    zone = edition.zone
    if not zone.is_registered:
        yield Finding(
            check_id="zone.unknown",
            table_name="editions",
            row_id=edition.edition_id,
            column_name="zone_name",
            observed=zone.name,
        )
    if not zone.members:  # Of an unregistered zone whose document lists none: nobody can be told a stranger.
        return
    for name in _NAMING_MEMBERS:
        for row in tables[name]:
            if row["municipality"] not in zone.jis_codes:
                yield Finding(
                    check_id="zone.unknown_municipality",
                    table_name=name,
                    row_id=row_id(TABLES[name], row).removeprefix(edition.prefix),
                    column_name="municipality",
                    observed=row["municipality"],
                    expected="、".join(zone.jis_codes),
                )


def _provenance(table: Table, row: Mapping[str, Any], sources: Sources) -> Iterator[dict[str, Any]]:
    for column, pieces in sources.items():
        for piece in pieces:
            yield _piece_row(table, row, column, piece)


def _piece_row(table: Table, row: Mapping[str, Any], column: str, piece: Piece) -> dict[str, Any]:
    box = piece.box
    return {
        "zone_id": row["zone_id"],
        "edition_id": row["edition_id"],
        "table_name": table.name,
        "row_id": row_id(table, row),
        "column_name": table.by_name[column].name,
        "part": 0,
        "page": box.page,
        **place_columns(box.x0, box.top, box.x1, box.bottom),
        "raw_text": clean_text(piece.raw_text) or None,
        "reader": piece.reader,
        "agreement": piece.agreement,
        "corrected": False,
    }


def place_columns(x0: float, top: float, x1: float, bottom: float) -> dict[str, float]:
    """A box's edges in points as published: hundredths, far below what is visible, equal on every machine."""
    return {
        "x0": round(float(x0), 2),
        "top": round(float(top), 2),
        "x1": round(float(x1), 2),
        "bottom": round(float(bottom), 2),
    }


def _numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Parts counted from 1 for each value, in the order the pieces were read."""
    count: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        value = (row["table_name"], row["row_id"], row["column_name"])
        count[value] += 1
        row["part"] = count[value]
    return rows
