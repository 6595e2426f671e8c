"""Changes of measures and of everything printed in a measure's table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from expectations.steps import is_same_amount
from pipeline.changes.change import Change, Subject, text_change, value_change
from pipeline.changes.figures import column_changes
from pipeline.changes.kpis import kpi_changes
from pipeline.conform import Tables
from pipeline.lineage import likeness, pair_titles, portraits
from pipeline.wording import wording_key

Row = Mapping[str, Any]
Rows = Sequence[Row]

_TEXTS: Final = ("policy_area", "field", "item", "content", "effect", "role_sharing", "note")
_NO_AMOUNT: Final[Row] = {"amount_yen": None, "missing_reason": None}
# Rows under a name: table, the name's column, the text's column.
_LISTS: Final = (
    ("measure_municipalities", "municipality", "municipality"),
    ("measure_roles", "municipality", "role_text"),
    ("measure_fields", "label", "text"),
)


def measure_changes(old: Tables, new: Tables) -> Iterator[Change]:
    """All changes of measures, joined by `measure_key`; in the new edition's order, dropped ones last."""
    before = {row["measure_key"]: row for row in old["measures"]}
    seen = {one.measure_id: one for one in (*portraits(old), *portraits(new))}
    windows = _Windows(old, new)
    for row in sorted(new["measures"], key=lambda row: row["ordinal"]):
        known = before.pop(row["measure_key"], None)
        if known is None:
            yield _whole("measure_added", row)
            continue
        score = likeness(seen[known["measure_id"]], seen[row["measure_id"]])
        subject = Subject(row["measure_key"], row["name"] or row["measure_id"], score)
        yield from _own_changes(known, row, subject)
        yield from _part_changes(_Pair(old, known, new, row), windows, subject)
    for row in sorted(before.values(), key=lambda row: row["ordinal"]):
        yield _whole("measure_dropped", row)


def _whole(kind: Any, row: Row) -> Change:
    subject = Subject(row["measure_key"], row["name"] or row["measure_id"])
    name = {"new" if kind == "measure_added" else "old": row["name"]}
    return Change(kind=kind, table_name="measures", column_name="name", subject=subject, **name)


def _own_changes(old: Row, new: Row, subject: Subject) -> Iterator[Change]:
    if wording_key(old["name"]) != wording_key(new["name"]):
        yield Change(
            kind="measure_renamed", table_name="measures", column_name="name",
            old=old["name"], new=new["name"], subject=subject,
        )  # fmt: skip
    yield from column_changes("measures", old, new, texts=_TEXTS, subject=subject)


class _Pair:
    """A measure in both editions: its rows of a table in each."""

    def __init__(self, old: Tables, old_row: Row, new: Tables, new_row: Row) -> None:
        self._sides = ((old, old_row["measure_id"]), (new, new_row["measure_id"]))

    def rows(self, table_name: str) -> tuple[Rows, Rows]:
        """The measure's rows of a table in the earlier and in the later edition."""
        old, new = (
            [row for row in tables[table_name] if row["measure_id"] == measure_id]
            for tables, measure_id in self._sides
        )
        return old, new


class _Windows:
    """What both editions print at all: a year or source that only one of them prints is no change."""

    def __init__(self, old: Tables, new: Tables) -> None:
        self.years = {
            name: {row["fiscal_year"] for row in old[name]} & {row["fiscal_year"] for row in new[name]}
            for name in ("budgets", "schedules")
        }
        self.funding = {row["funding"] for row in old["budgets"]} & {row["funding"] for row in new["budgets"]}


def _part_changes(pair: _Pair, windows: _Windows, subject: Subject) -> Iterator[Change]:
    yield from kpi_changes(*pair.rows("kpis"), subject)
    yield from _budget_changes(*pair.rows("budgets"), windows, subject)
    yield from _schedule_changes(*pair.rows("schedules"), windows, subject)
    yield from _project_changes(*pair.rows("projects"), subject)
    for table_name, name, text in _LISTS:
        yield from _listed_changes((table_name, name, text), *pair.rows(table_name), subject)


def _listed_changes(
    columns: tuple[str, str, str], old: Rows, new: Rows, subject: Subject
) -> Iterator[Change]:
    """Texts under a name (a municipality, a label); a name that only one side has is added or gone."""
    table_name, name, text = columns
    before, after = ({wording_key(row[name]): row for row in rows} for rows in (old, new))
    for key in dict.fromkeys((*before, *after)):
        one, other = (side[key][text] if key in side else None for side in (before, after))
        if wording_key(one) != wording_key(other):
            row_key = (after.get(key) or before[key])[name]
            yield text_change(table_name, text, one, other, row_key=row_key, subject=subject)


def _budget_changes(old: Rows, new: Rows, windows: _Windows, subject: Subject) -> Iterator[Change]:
    years = windows.years["budgets"]
    before, after = (
        {
            (row["fiscal_year"], row["funding"]): row
            for row in rows
            if row["fiscal_year"] in years and row["funding"] in windows.funding
        }
        for rows in (old, new)
    )
    for key in sorted({*before, *after}):
        year, funding = key
        row_key = str(year) if funding == "total" else f"{year}/{funding}"
        one, other = before.get(key, _NO_AMOUNT), after.get(key, _NO_AMOUNT)
        missing = [side["amount_yen"] is None for side in (one, other)]
        if not any(missing) and is_same_amount(one, other):
            continue
        column = "missing_reason" if all(missing) else "amount_yen"
        yield from column_changes("budgets", one, other, values=(column,), row_key=row_key, subject=subject)


def _schedule_changes(old: Rows, new: Rows, windows: _Windows, subject: Subject) -> Iterator[Change]:
    years = windows.years["schedules"]
    before, after = (_activities(rows) for rows in (old, new))
    for one, other in _paired(list(before), list(after)):
        name = other or one
        if one is None or other is None:
            yield text_change("schedules", "activity", one, other, row_key=name, subject=subject)
            continue
        if wording_key(one) != wording_key(other):
            yield text_change("schedules", "activity", one, other, row_key=name, subject=subject)
        for year in sorted(years & before[one].keys() & after[other].keys()):
            was, is_now = before[one][year], after[other][year]
            if was != is_now:
                row_key = f"{name}/{year}"
                yield value_change("schedules", "is_active", was, is_now, row_key=row_key, subject=subject)


def _activities(rows: Rows) -> dict[str, dict[int, bool]]:
    found: dict[str, dict[int, bool]] = {}
    for row in rows:
        found.setdefault(row["activity"], {})[row["fiscal_year"]] = row["is_active"]
    return found


def _paired(old: list[str], new: list[str]) -> Iterator[tuple[str | None, str | None]]:
    """Names of both sides in pairs, those of one side with None; single ones are a pair whatever they say."""
    pairs = {(0, 0)} if len(old) == len(new) == 1 else {
        (i, j) for i, j, _ in pair_titles([*map(wording_key, old)], [*map(wording_key, new)])
    }  # fmt: skip
    for i, j in sorted(pairs, key=lambda pair: pair[1]):
        yield old[i], new[j]
    yield from ((one, None) for i, one in enumerate(old) if i not in {pair[0] for pair in pairs})
    yield from ((None, one) for j, one in enumerate(new) if j not in {pair[1] for pair in pairs})


def _project_changes(old: Rows, new: Rows, subject: Subject) -> Iterator[Change]:
    """Equal names of one owner first, then equal names, then reworded ones; the order is no change."""
    old, new = _without_common(old, new)
    pairs = pair_titles([wording_key(row["name"]) for row in old], [wording_key(row["name"]) for row in new])
    for i, j, _ in sorted(pairs, key=lambda pair: pair[1]):
        yield from column_changes(
            "projects",
            old[i],
            new[j],
            texts=("name", "municipality"),
            row_key=new[j]["name"],
            subject=subject,
        )
    gone = [row for i, row in enumerate(old) if i not in {pair[0] for pair in pairs}]
    come = [row for j, row in enumerate(new) if j not in {pair[1] for pair in pairs}]
    for row in gone:
        yield text_change("projects", "name", row["name"], None, row_key=row["name"], subject=subject)
    for row in come:
        yield text_change("projects", "name", None, row["name"], row_key=row["name"], subject=subject)


def _without_common(old: Rows, new: Rows) -> tuple[list[Row], list[Row]]:
    rest, only_old = list(new), []
    for row in old:
        same = next((other for other in rest if _project_key(other) == _project_key(row)), None)
        if same is None:
            only_old.append(row)
        else:
            rest.remove(same)
    return only_old, rest


def _project_key(row: Row) -> tuple[str, str]:
    return wording_key(row["municipality"]), wording_key(row["name"])
