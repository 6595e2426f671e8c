"""A plain model of a vision: what a document says, before anybody decides how it is printed.

Texts are in reading form (half-width digits, paragraphs separated by one "\\n"), so that they are at the
same time the truth that a reader must give back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

PeriodKind = Literal["fiscal_year", "calendar_year"]
MeasureRow = Literal["content", "kpi", "projects", "effect", "schedule", "budget", "roles"]
DEFAULT_ROW_ORDER: tuple[MeasureRow, ...] = (
    "content",
    "kpi",
    "projects",
    "effect",
    "schedule",
    "budget",
    "roles",
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A KPI value: its neutral print and what it means."""

    raw: str
    value: Decimal | None = None
    value_max: Decimal | None = None
    unit: str | None = None
    comparator: str | None = "="
    missing_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Kpi:
    """One KPI row. Years are Western; `kind` says whether 年度 or 年 is printed."""

    indicator: str
    baseline: Quantity
    baseline_year: int
    baseline_kind: PeriodKind
    target: Quantity
    target_year: int
    target_kind: PeriodKind
    is_cumulative: bool = False


@dataclass(frozen=True, slots=True)
class Project:
    """A project name under the municipality that owns it, or shared."""

    municipality: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A year's amount in whole yen, or the print that stands in its place and why it is missing.

    `printed_as` is a misprint: what stands in the cell instead of the amount, whatever the style.
    """

    amount_yen: int | None
    missing_reason: str | None = None
    missing_print: str = ""
    printed_as: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A note under a table; `row` says what it qualifies ("budget", "kpi", "project", "table")."""

    marker: str
    text: str
    row: str = "table"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure with one amount and one activity flag for each plan year.

    `printed_years` are misprinted heads of the year columns.
    """

    name: str
    municipalities: tuple[str, ...]
    content: str
    kpis: tuple[Kpi, ...]
    projects: tuple[Project, ...]
    effect: str
    schedule: tuple[bool, ...]
    budgets: tuple[Amount, ...]
    role_sharing: str
    notes: tuple[Note, ...] = ()
    row_order: tuple[MeasureRow, ...] = DEFAULT_ROW_ORDER
    activity: str = "事業の実施"
    roles: tuple[tuple[str, str], ...] = ()
    funding: tuple[tuple[str, tuple[Amount, ...]], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    note: str | None = None
    printed_years: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement table: the content and one role for each member."""

    content: str
    roles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StatCell:
    """A value cell of a statistics table. `unit` None means that no unit is printed for it."""

    raw: str
    value: Decimal | None
    unit: str | None = None
    missing_reason: str | None = None


@dataclass(frozen=True, slots=True)
class StatTable:
    """A table of figures. `years` and `projections` run along the columns, or the rows if `is_by_row`."""

    title: str
    caption_unit: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    cells: tuple[tuple[StatCell, ...], ...]
    years: tuple[int | None, ...]
    projections: tuple[bool, ...]
    notes: tuple[Note, ...] = ()
    is_by_row: bool = False


@dataclass(frozen=True, slots=True)
class TotalsTable:
    """Yearly budget totals of the measures of each policy area and of all, built from the measures."""

    title: str


@dataclass(frozen=True, slots=True)
class SystemTable:
    """施策の体系: the outline again as a table (policy area, field, item)."""

    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose, perhaps in a frame of its own."""

    text: str
    is_boxed: bool = False


Body = Paragraph | StatTable | TotalsTable | SystemTable | Agreement | Measure


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it until the next heading, of whatever level."""

    level: int
    label: str
    title: str
    inline_text: str = ""
    body: tuple[Body, ...] = ()
    in_toc: bool = False
    toc_title: str | None = None


@dataclass(frozen=True, slots=True)
class Vision:
    """A whole document. `members[0]` is the central city."""

    zone_name: str
    title: str
    publisher: str
    published: tuple[int, int]
    years: tuple[int, ...]
    members: tuple[str, ...]
    sections: tuple[Section, ...]
    toc_title: str = ""
    toc_page_offsets: tuple[tuple[int, int], ...] = field(default=())

    def measures(self) -> list[Measure]:
        """All measures in printed order."""
        return [item for section in self.sections for item in section.body if isinstance(item, Measure)]

    def with_measure(self, ordinal: int, changed: Measure) -> Vision:
        """The same vision with the measure at `ordinal` (from 0) replaced."""
        return self.with_measures({ordinal: (changed,)})

    def with_measures(self, replaced: dict[int, tuple[Measure, ...]]) -> Vision:
        """The same vision with each named measure (from 0) replaced by none, one or several."""
        counter = iter(range(10**6))
        sections = tuple(
            replace(section, body=tuple(_replaced(section.body, replaced, counter)))
            for section in self.sections
        )
        return replace(self, sections=sections)


def _replaced(
    body: tuple[Body, ...], replaced: dict[int, tuple[Measure, ...]], counter: Iterator[int]
) -> Iterator[Body]:
    for item in body:
        if isinstance(item, Measure):
            yield from replaced.get(next(counter), (item,))
        else:
            yield item
