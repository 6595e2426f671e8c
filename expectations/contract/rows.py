"""Row ids and row order by the contract's rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from expectations.contract.model import Table


def edition_prefix(zone_id: str, edition_id: str) -> str:
    """What an edition-scoped id begins with: `<zone_id>:<edition_id>:`."""
    return f"{zone_id}:{edition_id}:"


def row_id(table: Table, row: Mapping[str, Any]) -> str:
    """The row's own id or, where the key has several columns, those after `edition_id` joined by `/`.

    An edition's row, whose key ends with `edition_id`, is named `<zone_id>:<edition_id>`.
    """
    if not table.row_key:
        return ":".join(str(row[name]) for name in table.primary_key)
    return "/".join(str(row[name]) for name in table.row_key)


def scoped_row_id(table: Table, local_id: str, zone_id: str, edition_id: str) -> str:
    """The published row id for one local to the edition (`m07/2021/total` → `…:m07/2021/total`)."""
    if not table.row_key:
        return f"{zone_id}:{edition_id}"
    prefix = edition_prefix(zone_id, edition_id) if table.by_name[table.row_key[0]].edition_scoped else ""
    return prefix + local_id


def sort_rows(table: Table, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows in primary key order: text by code point, numbers by value."""
    return sorted(rows, key=lambda row: tuple(row[name] for name in table.primary_key))
