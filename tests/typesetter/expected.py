"""The truth: what the contract's tables must hold after reading a vision, with ids local to the edition.

A column that depends on the setting (pages, boxes, prints in full width) or that the contract leaves to the
reader is not in a row, and so is not compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.typesetter.model import (
    Agreement,
    Body,
    Kpi,
    Measure,
    Note,
    Paragraph,
    Quantity,
    Section,
    StatCell,
    StatTable,
    Vision,
)

Row = dict[str, Any]
Tables = dict[str, list[Row]]
KEYS: dict[str, tuple[str, ...]] = {
    "municipalities": ("municipality",),
    "outline": ("ordinal",),
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
    "statistics": ("row_label", "column_label"),
    "footnotes": ("marker", "text", "ordinal"),
}


def expected_tables(vision: Vision) -> Tables:
    """All tables of the contract that the document fills, rows in printed order."""
    tables: Tables = {name: [] for name in KEYS}
    tables["municipalities"] = list(_members(vision))
    builder = _Builder(vision, tables)
    for ordinal, section in enumerate(vision.sections, start=1):
        builder.add_section(ordinal, section)
    return tables


def expected_facts(vision: Vision) -> Row:
    """What the document says of itself."""
    year, month = vision.published
    return {
        "zone_name": vision.zone_name,
        "title": vision.title,
        "publisher": vision.publisher,
        "published": f"{year}-{month:02d}",
        "plan_start_fiscal_year": vision.years[0],
        "plan_end_fiscal_year": vision.years[-1],
    }


def _members(vision: Vision) -> Iterator[Row]:
    for ordinal, name in enumerate(vision.members, start=1):
        role = "central" if ordinal == 1 else "partner"
        yield {"municipality": name, "role": role, "ordinal": ordinal}


class _Builder:
    """Walks the document once and keeps the headings above the current place."""

    def __init__(self, vision: Vision, tables: Tables) -> None:
        self.vision, self.tables = vision, tables
        self.titles: dict[int, str] = {}
        self.agreement_id: str | None = None
        self.n_agreements = self.n_measures = 0

    def add_section(self, ordinal: int, section: Section) -> None:
        for level in [k for k in self.titles if k >= section.level]:
            del self.titles[level]
        self.titles[section.level] = section.title
        self.agreement_id = None
        prose = [section.inline_text] if section.inline_text else []
        prose += [item.text for item in section.body if isinstance(item, Paragraph)]
        self.tables["outline"].append(
            {
                "ordinal": ordinal,
                "level": section.level,
                "label": section.label,
                "title": section.title,
                "text": "\n".join(prose),
            }
        )
        for item in section.body:
            self._add_body(item)

    def _add_body(self, item: Body) -> None:
        match item:
            case Agreement():
                self._add_agreement(item)
            case Measure():
                self._add_measure(item)
            case StatTable():
                self._add_statistics(item)

    def _headings(self) -> Row:
        return {"policy_area": self.titles.get(2), "field": self.titles.get(3), "item": self.titles.get(4)}

    def _add_agreement(self, item: Agreement) -> None:
        self.n_agreements += 1
        self.agreement_id = f"a{self.n_agreements:02d}"
        row = {"agreement_id": self.agreement_id, **self._headings(), "content": item.content}
        self.tables["agreements"].append(row)
        self.tables["agreement_roles"] += [
            {"agreement_id": self.agreement_id, "municipality": name, "role_text": text}
            for names, text in item.roles
            for name in names.split("・")
        ]

    def _add_measure(self, item: Measure) -> None:
        self.n_measures += 1
        key = {"measure_id": f"m{self.n_measures:02d}"}
        self.tables["measures"].append(
            {
                **key,
                "ordinal": self.n_measures,
                "agreement_id": self.agreement_id,
                **self._headings(),
                "name": item.name,
                "content": item.content,
                "effect": item.effect,
                "role_sharing": None if item.roles else item.role_sharing,
                "note": item.note,
            }
        )
        for name, rows in _measure_parts(item, self.vision.years):
            self.tables[name] += [{**key, **row} for row in rows]
        for ordinal, kpi in enumerate(item.kpis, start=1):
            row_id = {"kpi_id": f"{key['measure_id']}:k{ordinal}", **key, "ordinal": ordinal}
            self.tables["kpis"].append({**row_id, **_kpi(kpi)})
        self._add_notes(item.notes)

    def _add_statistics(self, item: StatTable) -> None:
        for i, (label, cells) in enumerate(zip(item.rows, item.cells, strict=True)):
            for j, cell in enumerate(cells):
                along = i if item.is_by_row else j
                place = {
                    "row_label": label,
                    "column_label": item.columns[j],
                    "year": item.years[along],
                    "is_projection": item.projections[along],
                }
                self.tables["statistics"].append({**place, **_stat(cell)})
        self._add_notes(item.notes)

    def _add_notes(self, notes: tuple[Note, ...]) -> None:
        self.tables["footnotes"] += [{"marker": note.marker, "text": note.text} for note in notes]


def _measure_parts(item: Measure, years: tuple[int, ...]) -> Iterator[tuple[str, list[Row]]]:
    yield (
        "measure_municipalities",
        [{"municipality": m, "ordinal": i} for i, m in enumerate(item.municipalities, 1)],
    )
    yield (
        "projects",
        [
            {"ordinal": i, "municipality": p.municipality, "name": p.name}
            for i, p in enumerate(item.projects, 1)
        ],
    )
    yield (
        "schedules",
        [
            {"activity": item.activity, "fiscal_year": year, "is_active": on}
            for year, on in zip(years, item.schedule, strict=True)
        ],
    )
    series = [("total", item.budgets), *item.funding]
    yield (
        "budgets",
        [
            {
                "fiscal_year": year,
                "funding": funding,
                "amount_yen": amount.amount_yen,
                "missing_reason": amount.missing_reason,
            }
            for funding, amounts in series
            for year, amount in zip(years, amounts, strict=True)
        ],
    )
    yield (
        "measure_roles",
        [
            {"municipality": name, "role_text": text}
            for names, text in item.roles
            for name in names.split("・")
        ],
    )
    yield "measure_fields", [{"label": label, "text": text or None} for label, text in item.fields]


def _kpi(kpi: Kpi) -> Row:
    row: Row = {
        "indicator": kpi.indicator,
        **_quantity("baseline", kpi.baseline),
        **_quantity("target", kpi.target),
    }
    row |= {"baseline_year": kpi.baseline_year, "baseline_period_kind": kpi.baseline_kind}
    row |= {"target_year": kpi.target_year, "target_period_kind": kpi.target_kind}
    row["target_value_max"] = kpi.target.value_max
    if kpi.target.value is not None:
        row["target_comparator"] = kpi.target.comparator
    if "延べ" not in kpi.indicator:
        row["is_cumulative"] = kpi.is_cumulative
    return row


def _quantity(side: str, value: Quantity) -> Row:
    return {
        f"{side}_value": value.value,
        f"{side}_unit": value.unit,
        f"{side}_missing_reason": value.missing_reason,
        f"{side}_raw": value.raw,
    }


def _stat(cell: StatCell) -> Row:
    row: Row = {"value": cell.value, "missing_reason": cell.missing_reason, "raw": cell.raw}
    if cell.unit is not None:
        row["unit"] = cell.unit
    return row
