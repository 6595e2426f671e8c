"""The one declaration of the curated tables, and what is made from it.

`TABLES` maps table names, in published order, to `Table` objects. `EDITION_TABLES` are those of one edition
(all but `changes`, which compares the editions of a zone).
"""

from __future__ import annotations

from expectations.contract.load import load_contract
from expectations.contract.model import EDITION_KEY, Field, ForeignKey, Table
from expectations.contract.rows import edition_prefix, row_id, scoped_row_id, sort_rows

CONTRACT_VERSION, TABLES = load_contract()
EDITION_TABLES = {name: table for name, table in TABLES.items() if table.scope == "edition"}

__all__ = [
    "CONTRACT_VERSION",
    "EDITION_KEY",
    "EDITION_TABLES",
    "TABLES",
    "Field",
    "ForeignKey",
    "Table",
    "edition_prefix",
    "row_id",
    "scoped_row_id",
    "sort_rows",
]
