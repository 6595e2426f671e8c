"""Row ids of records by the contract's rule, without the edition's prefix."""

from __future__ import annotations

from extractors.records import Record

_KEYS = {
    "outline": ("section_id",),
    "agreements": ("agreement_id",),
    "agreement_roles": ("agreement_id", "municipality"),
    "measures": ("measure_id",),
    "measure_municipalities": ("measure_id", "municipality"),
    "measure_roles": ("measure_id", "municipality"),
    "measure_fields": ("measure_id", "label"),
    "kpis": ("kpi_id",),
    "budgets": ("measure_id", "fiscal_year", "funding"),
    "schedules": ("measure_id", "activity", "fiscal_year"),
    "projects": ("measure_id", "ordinal"),
    "statistics": ("table_id", "row_label", "column_label"),
    "footnotes": ("footnote_id",),
    "municipalities": ("municipality",),
    "coverage": ("page",),
}


def local_id(record: Record) -> str:
    """The record's own id, or the columns of its key joined by `/` (`m07/2021/total`)."""
    return "/".join(str(getattr(record, key)) for key in _KEYS[record.TABLE])
