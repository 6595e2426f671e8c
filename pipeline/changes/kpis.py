"""Changes of a measure's KPI rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pipeline.changes.change import Change, Subject
from pipeline.changes.figures import column_changes, figure_changes, is_same_amount
from pipeline.lineage import pair_titles
from pipeline.wording import wording_key

Row = Mapping[str, Any]

# Below, two indicators share hardly more than 数 or 割合; above, equal figures make them one, reworded.
# Likeness alone does not: 宿泊者数 and 外国人宿泊者数 are 0.84 alike and two indicators.
LIKELY_SAME: Final = 0.5


def kpi_changes(old: Sequence[Row], new: Sequence[Row], subject: Subject) -> Iterator[Change]:
    """KPI rows by indicator: equal, else reworded, else alike or at the same place with the same figures."""
    pairs = _pairs(old, new)
    akin = _akin(old, new, pairs)
    for i, j in sorted(pairs.items(), key=lambda pair: pair[1]):
        yield from _row_changes(old[i], new[j], subject)
    for i, row in enumerate(old):
        if i not in pairs:
            yield _whole("kpi_dropped", row, subject, new[akin[i]] if i in akin else None)
    for j, row in enumerate(new):
        if j not in pairs.values():
            before = next((old[i] for i, other in akin.items() if other == j), None)
            yield _whole("kpi_added", row, subject, before)


def _whole(kind: Any, row: Row, subject: Subject, akin: Row | None) -> Change:
    name = _name(row)
    old, new = (None, name) if kind == "kpi_added" else (name, None)
    return Change(
        kind=kind, table_name="kpis", column_name="indicator", row_key=name,
        old=old, new=new, subject=subject, akin=_name(akin) if akin else None,
    )  # fmt: skip


def _name(row: Row) -> str:
    return str(row["indicator"] or f"KPI {row['ordinal']}")


def _akin(old: Sequence[Row], new: Sequence[Row], pairs: Mapping[int, int]) -> dict[int, int]:
    """Free rows that may be one indicator, reworded with other figures: (old index) → (new index).

    They count in one unit, and stand at one place or are alike by name. Nothing else is as likely for either.
    """
    free = [
        (i, j)
        for i, one in enumerate(old)
        for j, other in enumerate(new)
        if i not in pairs and j not in pairs.values() and _may_be_one(one, other)
    ]
    return {
        i: j for i, j in free if sum(i == one for one, _ in free) == 1 == sum(j == other for _, other in free)
    }


def _may_be_one(old: Row, new: Row) -> bool:
    from rapidfuzz import fuzz

    names = [wording_key(row["indicator"]) for row in (old, new)]
    is_one_unit = bool(old["target_unit"]) and old["target_unit"] == new["target_unit"]
    is_one_kind = old["is_cumulative"] == new["is_cumulative"]
    is_placed = old["ordinal"] == new["ordinal"]
    return is_one_unit and is_one_kind and (is_placed or fuzz.ratio(*names) / 100 >= LIKELY_SAME)


def _pairs(old: Sequence[Row], new: Sequence[Row]) -> dict[int, int]:
    """Indices of old rows to those of the new rows they are."""
    names = [[wording_key(row["indicator"]) for row in rows] for rows in (old, new)]
    pairs = {i: j for i, j, _ in pair_titles(*names)}
    for i, j in _likely(old, new, pairs):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _likely(old: Sequence[Row], new: Sequence[Row], pairs: Mapping[int, int]) -> list[tuple[int, int]]:
    """Free rows with the same figures: alike by name, best first, then at the same place."""
    from rapidfuzz import fuzz

    free = [
        (fuzz.ratio(wording_key(one["indicator"]), wording_key(other["indicator"])) / 100, i, j)
        for i, one in enumerate(old)
        for j, other in enumerate(new)
        if i not in pairs and j not in pairs.values()
    ]
    alike = [
        (i, j)
        for score, i, j in sorted(free, reverse=True)
        if score >= LIKELY_SAME and any(_same_figures(old[i], new[j]))
    ]
    placed = [(i, j) for _, i, j in free if old[i]["ordinal"] == new[j]["ordinal"]]
    return [*alike, *((i, j) for i, j in placed if all(_same_figures(old[i], new[j])))]


def _same_figures(old: Row, new: Row) -> Iterator[bool]:
    """Whether the baseline, and whether the target, is the same figure of the same year.

    0 is no figure here: many indicators start at it.
    """
    for side in ("baseline", "target"):
        value, unit, year = (f"{side}_{part}" for part in ("value", "unit", "year"))
        yield (
            bool(old[value] and new[value])
            and old[year] == new[year]
            and is_same_amount(old[value], old[unit], new[value], new[unit])
        )


def _row_changes(old: Row, new: Row, subject: Subject) -> Iterator[Change]:
    place: dict[str, Any] = {"row_key": new["indicator"], "subject": subject}
    yield from column_changes(
        "kpis", old, new, values=("is_cumulative",), texts=("indicator", "note"), **place
    )
    yield from figure_changes("kpis", "baseline_", old, new, **place)
    yield from column_changes("kpis", old, new, values=("baseline_year", "baseline_period_kind"), **place)
    yield from figure_changes("kpis", "target_", old, new, max_column="target_value_max", **place)
    columns = ["target_year", "target_period_kind"]
    if old["target_comparator"] and new["target_comparator"]:  # else the missing value says it
        columns.insert(0, "target_comparator")
    yield from column_changes("kpis", old, new, values=tuple(columns), **place)
