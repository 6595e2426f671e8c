"""What a person calls a row: the measure's name and the year, not an id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from expectations.contract import TABLES
from pipeline.conform import Tables

Row = Mapping[str, Any]
_UNSAID = ("total",)  # the only source of funding where a layout prints none


class RowLabels:
    """Labels of an edition's rows, in the words of the document."""

    def __init__(self, tables: Tables) -> None:
        self._subjects = {
            row["measure_id"]: f"{row['ordinal']}. {row['name'] or ''}".strip() for row in tables["measures"]
        } | {row["agreement_id"]: _heading(row) for row in tables["agreements"]}

    def of(self, table_name: str, row: Row) -> str:
        """`30. 結婚活動支援事業 · 2020` for a measure's amount of 2020, and so on."""
        if table_name == "editions":
            return str(row["title"] or row["zone_name"] or "")
        if table_name == "outline":
            return f"{row['label']} {row['title']}"
        if table_name == "footnotes":
            return f"{row['marker']} {row['text'] or ''}"[:40]
        subject = self._subjects.get(row.get("measure_id") or row.get("agreement_id") or "")
        parts = [subject] if subject else []
        return " · ".join([*parts, *self._details(table_name, row)]) or str(row.get("municipality") or "")

    @staticmethod
    def _details(table_name: str, row: Row) -> list[str]:
        """What tells the row from others of its subject: its key's own columns, in words where it can."""
        if table_name == "kpis":
            return [str(row["indicator"] or row["ordinal"])]
        if table_name == "projects":
            return [str(row["name"])]
        skipped = ("measure_id", "agreement_id", "table_id")
        own = [str(row[name]) for name in TABLES[table_name].row_key if name not in skipped]
        title = [str(row["table_title"])] if row.get("table_title") else []
        return [*title, *(part for part in own if part not in _UNSAID)]


def _heading(row: Row) -> str:
    return str(row["item"] or row["field"] or row["policy_area"] or row["agreement_id"])
