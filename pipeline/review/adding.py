"""What the page needs to have a missing row added: tables, their columns and keys, and the ids taken."""

from __future__ import annotations

from typing import Any

from expectations.contract import EDITION_TABLES, Table, edition_prefix, row_id
from pipeline.conform import Tables
from pipeline.decisions import ADDABLE, DOCUMENT_DIGITS
from pipeline.decisions.rows import is_printed
from pipeline.review.labels import RowLabels

# What people add most comes first in the list.
_USUAL = ("kpis", "budgets", "projects", "measure_municipalities", "schedules", "measures")
_LETTERS = {"kpis": "k", "measures": "m", "agreements": "a"}


def adding_data(tables: Tables, labels: RowLabels) -> dict[str, Any]:
    """JSON-able; `owners` are measures and agreements in printed order, `rows` the ids of every table."""
    edition = tables["editions"][0]
    names = [*_USUAL, *(name for name in ADDABLE if name not in _USUAL)]
    return {
        "document": edition["source_sha256"][:DOCUMENT_DIGITS],
        "prefix": edition_prefix(edition["zone_id"], edition["edition_id"]),
        "tables": {name: _table(EDITION_TABLES[name]) for name in names},
        "rows": {name: [row_id(EDITION_TABLES[name], row) for row in tables[name]] for name in names},
        "owners": {
            name: [
                {"id": row_id(EDITION_TABLES[name], row), "label": labels.of(name, row)}
                for row in sorted(tables[name], key=lambda row: row_id(EDITION_TABLES[name], row))
            ]
            for name in ("measures", "agreements")
        },
    }


def _table(table: Table) -> dict[str, Any]:
    """`owner` is the table whose id the row begins with, `letter` that of a numbered id (k2)."""
    owners = {"measure_id": "measures", "agreement_id": "agreements"}
    owned = "measure_id" if table.name == "kpis" else table.row_key[0]
    owner = None if table.name in owners.values() else owners.get(owned)
    key = [name for name in table.row_key if name not in owners] if len(table.row_key) > 1 else []
    columns = [field.name for field in table.fields if is_printed(field) and field.name not in key]
    derived = ("is_cumulative",)
    return {
        "owner": owner,
        "letter": _LETTERS.get(table.name),
        "key": key,
        "columns": [name for name in columns if name not in derived],
    }
