"""Typed records of a vision: what the document says, each value beside its print and its place.

Field names are the contract's column names, less `zone_id`, `edition_id` and `jis_code`, which the pipeline
adds. Ids are local to the edition (`m07`, `m07:k1`, `a03`, `s012`, `t1`, `fn04`); the pipeline prefixes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar, Literal

from extractors.geometry import Box
from extractors.reading import ReaderAgreement

MissingReason = Literal["blank", "dash", "undecided", "text", "unreadable"]
PeriodKind = Literal["fiscal_year", "calendar_year"]
Comparator = Literal["=", ">=", "<=", "range", "change", "maintain", "text"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One box of print behind a value: where, what is printed there (unfolded), who read it."""

    box: Box
    raw_text: str
    reader: str
    agreement: ReaderAgreement
    other_text: str | None = None


Sources = Mapping[str, tuple[Piece, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Base: `sources` maps a column name to the pieces of print its value was read from.

    `KEY` is the primary key of the contract's `TABLE`, less `zone_id` and `edition_id`.
    """

    TABLE: ClassVar[str]
    KEY: ClassVar[tuple[str, ...]]
    sources: Sources = field(default_factory=dict)

    @property
    def local_id(self) -> str:
        """The row's id within its edition: its own, or its key's columns joined by `/` (`m07/2021/total`)."""
        return "/".join(str(getattr(self, key)) for key in self.KEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(Record):
    """A municipality of the zone, in printed order; the first or declared one is central."""

    TABLE: ClassVar[str] = "municipalities"
    KEY: ClassVar[tuple[str, ...]] = ("municipality",)
    municipality: str
    role: Literal["central", "partner"]
    ordinal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Record):
    """A heading of the outline with the prose under it."""

    TABLE: ClassVar[str] = "outline"
    KEY: ClassVar[tuple[str, ...]] = ("section_id",)
    section_id: str
    ordinal: int
    parent_section_id: str | None
    level: int
    label: str
    title: str
    page: int
    text: str
    toc_printed_page: int | None
    toc_page_matches: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Record):
    """An agreement table (協定の内容)."""

    TABLE: ClassVar[str] = "agreements"
    KEY: ClassVar[tuple[str, ...]] = ("agreement_id",)
    agreement_id: str
    section_id: str | None
    policy_area: str | None
    field: str | None
    item: str | None
    content: str | None
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRole(Record):
    """Who does what under an agreement."""

    TABLE: ClassVar[str] = "agreement_roles"
    KEY: ClassVar[tuple[str, ...]] = ("agreement_id", "municipality")
    agreement_id: str
    municipality: str
    role_text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Record):
    """A measure (施策). `measure_key` is filled by the pipeline's lineage."""

    TABLE: ClassVar[str] = "measures"
    KEY: ClassVar[tuple[str, ...]] = ("measure_id",)
    measure_id: str
    ordinal: int
    agreement_id: str | None
    policy_area: str | None
    field: str | None
    item: str | None
    name: str | None
    content: str | None
    effect: str | None
    role_sharing: str | None
    note: str | None
    page_first: int
    page_last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureMunicipality(Record):
    """A municipality printed in a measure's 関係市町."""

    TABLE: ClassVar[str] = "measure_municipalities"
    KEY: ClassVar[tuple[str, ...]] = ("measure_id", "municipality")
    measure_id: str
    municipality: str
    ordinal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRole(Record):
    """A measure's role of one municipality, where a layout prints them one at a time."""

    TABLE: ClassVar[str] = "measure_roles"
    KEY: ClassVar[tuple[str, ...]] = ("measure_id", "municipality")
    measure_id: str
    municipality: str
    role_text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureField(Record):
    """A printed row the profile knows that has no column of its own."""

    TABLE: ClassVar[str] = "measure_fields"
    KEY: ClassVar[tuple[str, ...]] = ("measure_id", "label")
    measure_id: str
    label: str
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi(Record):
    """One KPI row of a measure."""

    TABLE: ClassVar[str] = "kpis"
    KEY: ClassVar[tuple[str, ...]] = ("kpi_id",)
    kpi_id: str
    measure_id: str
    ordinal: int
    indicator: str | None
    is_cumulative: bool
    baseline_value: Decimal | None
    baseline_unit: str | None
    baseline_year: int | None
    baseline_period_kind: PeriodKind | None
    baseline_missing_reason: MissingReason | None
    baseline_raw: str
    target_value: Decimal | None
    target_value_max: Decimal | None
    target_unit: str | None
    target_comparator: Comparator | None
    target_year: int | None
    target_period_kind: PeriodKind | None
    target_missing_reason: MissingReason | None
    target_raw: str
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget(Record):
    """A measure's amount of one fiscal year and funding source, in whole yen."""

    TABLE: ClassVar[str] = "budgets"
    KEY: ClassVar[tuple[str, ...]] = ("measure_id", "fiscal_year", "funding")
    measure_id: str
    fiscal_year: int
    funding: str
    amount_yen: int | None
    missing_reason: MissingReason | None
    amount_raw: str
    unit_raw: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(Record):
    """Whether an activity runs in a printed year."""

    TABLE: ClassVar[str] = "schedules"
    KEY: ClassVar[tuple[str, ...]] = ("measure_id", "activity", "fiscal_year")
    measure_id: str
    activity: str
    fiscal_year: int
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Record):
    """A project (事業) of a measure; `municipality` is None where it is shared."""

    TABLE: ClassVar[str] = "projects"
    KEY: ClassVar[tuple[str, ...]] = ("measure_id", "ordinal")
    measure_id: str
    ordinal: int
    municipality: str | None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic(Record):
    """One value cell of a table that is no measure: area, population, printed totals."""

    TABLE: ClassVar[str] = "statistics"
    KEY: ClassVar[tuple[str, ...]] = ("table_id", "row_label", "column_label")
    table_id: str
    row_label: str
    column_label: str
    table_title: str | None
    value: Decimal | None
    unit: str | None
    missing_reason: MissingReason | None
    raw: str
    year: int | None
    is_projection: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote(Record):
    """A note under a table and the row it qualifies."""

    TABLE: ClassVar[str] = "footnotes"
    KEY: ClassVar[tuple[str, ...]] = ("footnote_id",)
    footnote_id: str
    table_name: str | None
    row_id: str | None
    marker: str
    text: str
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCoverage(Record):
    """The character account of one page."""

    TABLE: ClassVar[str] = "coverage"
    KEY: ClassVar[tuple[str, ...]] = ("page",)
    page: int
    chars_total: int
    chars_in_tables: int
    chars_headings: int
    chars_prose: int
    chars_furniture: int
    chars_unclaimed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that needs a person's eye. Severity and wording live in the catalogue of checks.

    `row_id` is local (see the module's docstring); `params` fill the catalogue's message templates beside
    `observed` and `expected`.
    """

    check_id: str
    table_name: str | None = None
    row_id: str | None = None
    column_name: str | None = None
    observed: str | None = None
    expected: str | None = None
    box: Box | None = None
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFacts:
    """What the document says of itself (cover, 圏域を形成する市町, period). None where it does not say."""

    zone_name: str | None
    title: str | None
    publisher: str | None
    published: str | None  # YYYY-MM
    plan_start_fiscal_year: int | None
    plan_end_fiscal_year: int | None
    page_count: int
    text_source: Literal["text_layer", "ocr", "transcript"]
    source_sha256: str
    layout_profile: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """Everything one document yields: facts of the edition, records of all tables, findings."""

    facts: EditionFacts
    facts_sources: Sources
    records: tuple[Record, ...]
    findings: tuple[Finding, ...]
