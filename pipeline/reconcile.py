"""The PDF's tables against the transcript's, cell by cell.

Both are readings of one document, made by code that shares nothing but the grammar of numbers and years; what
differs is a slip of the copyist, of the document's text layer, or of a reader. Rows are paired by what is
printed in them (a measure by its name, a KPI by its measure and indicator), by place only where that fails.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from expectations.contract import TABLES, row_id
from expectations.failures import Failure
from extractors.text.folding import fold, label_key
from pipeline.conform import Tables
from pipeline.registry import Zone

Row = Mapping[str, Any]
Kind = Literal["figure", "wording", "layout"]
Key = tuple[Any, ...]

CHECK_IDS: Final[Mapping[Kind, str]] = {
    "figure": "transcript.figure_differs",
    "wording": "transcript.wording_differs",
    "layout": "transcript.layout_differs",
}
ROW_MISSING: Final = "transcript.row_missing"
_DIGITS: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_LOOSE: Final = re.compile(r"[\s,，]")


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a table is compared: what its rows are paired by, what is left over is paired by, and the columns.

    `unless` names, for a raw print, the columns read from it: a slip is told once, where it has a meaning.
    """

    key: tuple[str, ...]
    rest: tuple[str, ...]
    columns: tuple[str, ...]
    unless: Mapping[str, tuple[str, ...]]


def _plan(
    key: tuple[str, ...],
    columns: tuple[str, ...],
    rest: tuple[str, ...] = (),
    unless: Mapping[str, tuple[str, ...]] | None = None,
) -> _Plan:
    return _Plan(key, rest or key, columns, unless or {})


_PLACE: Final = ("policy_area", "field", "item")
_KPI_VALUES: Final = {
    "baseline_raw": ("baseline_value", "baseline_unit", "baseline_missing_reason"),
    "target_raw": ("target_value", "target_value_max", "target_unit", "target_comparator"),
}
_KPI_COLUMNS: Final = (
    *(
        "indicator",
        "is_cumulative",
        "baseline_value",
        "baseline_unit",
        "baseline_year",
        "baseline_period_kind",
    ),
    *("baseline_missing_reason", "baseline_raw", "target_value", "target_value_max", "target_unit"),
    *(
        "target_comparator",
        "target_year",
        "target_period_kind",
        "target_missing_reason",
        "target_raw",
        "note",
    ),
)
# Parents stand before what refers to them.
PLANS: Final[Mapping[str, _Plan]] = {
    "editions": _plan(
        (), ("zone_name", "title", "publisher", "published", "plan_start_fiscal_year", "plan_end_fiscal_year")
    ),
    "municipalities": _plan(("municipality",), ("role", "ordinal")),
    "outline": _plan(
        ("parent_section_id", "label", "title"),
        ("title", "toc_printed_page", "text"),
        ("parent_section_id", "label"),
    ),
    "agreements": _plan(_PLACE, (*_PLACE, "content"), ("agreement_id",)),
    "agreement_roles": _plan(("agreement_id", "municipality"), ("role_text",)),
    "measures": _plan(
        ("name", "item"),
        (*_PLACE, "agreement_id", "name", "content", "effect", "role_sharing", "note"),
        ("ordinal",),
    ),
    "measure_municipalities": _plan(("measure_id", "municipality"), ("ordinal",)),
    "measure_roles": _plan(("measure_id", "municipality"), ("role_text",)),
    "measure_fields": _plan(("measure_id", "label"), ("text",)),
    "kpis": _plan(("measure_id", "indicator"), _KPI_COLUMNS, ("measure_id", "ordinal"), _KPI_VALUES),
    "budgets": _plan(
        ("measure_id", "fiscal_year", "funding"),
        ("amount_yen", "missing_reason", "unit_raw", "amount_raw"),
        unless={"amount_raw": ("amount_yen", "missing_reason", "unit_raw")},
    ),
    "projects": _plan(("measure_id", "name"), ("municipality", "name"), ("measure_id",)),
    "statistics": _plan(
        ("table_title", "row_label", "column_label"),
        ("value", "unit", "missing_reason", "year", "is_projection", "raw"),
        ("row_label", "column_label"),
        {"raw": ("value", "unit", "missing_reason")},
    ),
    "footnotes": _plan(("text", "row_id"), ("table_name", "marker", "text"), ("table_name", "row_id")),
}
# A row's own id and the columns in which other rows name it.
_OWN_IDS: Final = {
    "outline": "section_id",
    "agreements": "agreement_id",
    "measures": "measure_id",
    "kpis": "kpi_id",
}
_REFERENCES: Final = ("section_id", "parent_section_id", "agreement_id", "measure_id", "row_id")


def reconcile_transcript(tables: Tables, path: Path, zone: Zone, edition_id: str) -> list[Failure]:
    """Read the transcript at `path` and compare it with an edition's tables.

    Raises TranscriptUnreadableError, `ContractViolationError`.
    """
    from extractors.transcript import read_transcript
    from pipeline.tabulate import tabulate

    other = tabulate(read_transcript(path), zone, edition_id, path.name).tables
    return reconcile(tables, other)


def reconcile(pdf: Tables, transcript: Tables) -> list[Failure]:
    """Every difference between two readings of an edition: `observed` the PDF's, `expected` the transcript's.

    Figures and wording are told cell by cell, differences of layout alone once a table with their number. A
    value that a person corrected is no reading any more and is not compared.
    """
    failures: list[Failure] = []
    ids: dict[str, str] = {}  # the transcript's row id -> the PDF's
    gone: set[str] = set()  # ids of rows that one side lacks
    for name, plan in PLANS.items():
        ours, theirs = _with_paths(pdf[name]), [_renamed(row, ids) for row in _with_paths(transcript[name])]
        pairs, missing = _pair(ours, theirs, plan)
        # A missing row's own rows are missing with it: that is one slip.
        told = [(row, side) for row, side in missing if not gone.intersection(_parents(row))]
        if own := _OWN_IDS.get(name):
            ids |= {b[own]: a[own] for a, b in pairs}
            # The PDF may use the number of a row it lacks for the next one.
            ids |= {row[own]: f"{row[own]}?" for row, side in missing if side == "pdf"}
            gone |= {ids[row[own]] if side == "pdf" else row[own] for row, side in missing}
        failures += _table_failures(name, plan, pairs)
        failures += [_missing(name, row, side) for row, side in told]
    corrected = _corrected(pdf)
    return [f for f in failures if (f.table_name, f.row_id, f.column_name) not in corrected]


def _corrected(tables: Tables) -> set[Key]:
    rows = (row for row in tables["provenance"] if row["corrected"])
    return {(row["table_name"], row["row_id"], row["column_name"]) for row in rows}


def _with_paths(rows: Sequence[Row]) -> Sequence[Row]:
    """Sections with the labels above them in place of the parent's id, which counts sections."""
    labels = {row["section_id"]: row for row in rows if "parent_section_id" in row}
    return [{**row, "parent_section_id": _path(row, labels)} for row in labels.values()] if labels else rows


def _path(row: Row, by_id: Mapping[str, Row]) -> str:
    above = by_id.get(row["parent_section_id"] or "")
    return f"{_path(above, by_id)}/{above['label']}" if above else ""


def _renamed(row: Row, ids: Mapping[str, str]) -> Row:
    """The row with the ids it refers to as the PDF's tables number them."""
    named = {column: row[column] for column in _REFERENCES if isinstance(row.get(column), str)}
    return {**row, **{column: _renamed_id(value, ids) for column, value in named.items()}}


def _renamed_id(value: str, ids: Mapping[str, str]) -> str:
    head, slash, tail = value.partition("/")
    return ids.get(head, head) + slash + tail


def _parents(row: Row) -> set[str]:
    return {str(row[column]).partition("/")[0] for column in ("agreement_id", "measure_id") if column in row}


def _pair(
    ours: Sequence[Row], theirs: Sequence[Row], plan: _Plan
) -> tuple[list[tuple[Row, Row]], list[tuple[Row, Literal["pdf", "transcript"]]]]:
    """Rows of the same key in printed order, then what is left by the looser key; the rest is missing."""
    pairs, left, right = _pair_by(ours, theirs, plan.key)
    more, left, right = _pair_by(left, right, plan.rest)
    missing: list[tuple[Row, Literal["pdf", "transcript"]]] = [(row, "transcript") for row in left]
    return [*pairs, *more], missing + [(row, "pdf") for row in right]


def _pair_by(
    ours: Iterable[Row], theirs: Iterable[Row], columns: tuple[str, ...]
) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    waiting: dict[Key, list[Row]] = defaultdict(list)
    for row in theirs:
        waiting[_key(row, columns)].append(row)
    pairs: list[tuple[Row, Row]] = []
    left: list[Row] = []
    for row in ours:
        found = waiting[_key(row, columns)]
        if found:
            pairs.append((row, found.pop(0)))
        else:
            left.append(row)
    return pairs, left, [row for rows in waiting.values() for row in rows]


def _key(row: Row, columns: tuple[str, ...]) -> Key:
    """Folded print: spaces, widths and brackets do not tell rows apart."""
    return tuple(_loose(row[c]) if isinstance(row[c], str) else row[c] for c in columns)


def _table_failures(name: str, plan: _Plan, pairs: Iterable[tuple[Row, Row]]) -> Iterator[Failure]:
    n_layout: Counter[str] = Counter()
    for ours, theirs in pairs:
        for column, kind in _differences(plan, ours, theirs):
            if kind == "layout":
                n_layout[column] += 1
            else:
                yield _differs(name, ours, theirs, column, kind)
    if n_layout:
        columns = ", ".join(f"{column} {count}" for column, count in sorted(n_layout.items()))
        total = str(n_layout.total())
        yield Failure(
            check_id=CHECK_IDS["layout"],
            table_name=name,
            observed=total,
            params={"n": total, "columns": columns},
        )


def _differences(plan: _Plan, ours: Row, theirs: Row) -> Iterator[tuple[str, Kind]]:
    told: set[str] = set()
    for column in plan.columns:
        kind = classify(ours[column], theirs[column])
        if kind is None or (kind != "layout" and told.intersection(plan.unless.get(column, ()))):
            continue
        if kind != "layout":
            told.add(column)
        yield column, kind


def classify(ours: Any, theirs: Any) -> Kind | None:
    """How two readings of one cell differ: in a figure, in words, only in layout; None when they are equal.

    Layout is what folding and spaces change: line breaks, widths, brackets. Text differs in a figure when its
    numbers are not the same ones in the same order.
    """
    if ours == theirs:
        return None
    if not all(value is None or isinstance(value, str) for value in (ours, theirs)):
        return "figure"
    mine, other = ours or "", theirs or ""
    if _loose(mine) == _loose(other):
        return "layout"
    return "figure" if _figures(mine) != _figures(other) else "wording"


def _loose(text: str) -> str:
    return _LOOSE.sub("", label_key(text))


def _figures(text: str) -> list[str]:
    return [found.replace(",", "") for found in _DIGITS.findall("".join(fold(text).split()))]


def _differs(name: str, ours: Row, theirs: Row, column: str, kind: Kind) -> Failure:
    return Failure(
        check_id=CHECK_IDS[kind],
        table_name=name,
        row_id=row_id(TABLES[name], ours),
        column_name=column,
        observed=_shown(ours[column]),
        expected=_shown(theirs[column]),
    )


def _missing(name: str, row: Row, side: Literal["pdf", "transcript"]) -> Failure:
    """A row only one of the readings has. `side` is the reading that lacks it."""
    plan = PLANS[name]
    columns = dict.fromkeys(c for c in (*plan.key, *plan.columns) if not c.endswith("_id"))
    words = " / ".join(str(row[c]) for c in columns if row[c] is not None)[:80]
    sides = {"pdf": ("PDF", "the PDF"), "transcript": ("書き起こし", "the transcript")}
    return Failure(
        check_id=ROW_MISSING,
        table_name=name,
        row_id=row_id(TABLES[name], row) if side == "transcript" else None,
        observed=words if side == "transcript" else None,
        expected=words if side == "pdf" else None,
        params={"side_ja": sides[side][0], "side_en": sides[side][1], "row": words},
    )


def _shown(value: Any) -> str | None:
    return None if value is None else str(value)
