"""Changes of the figures in tables that are no measures: area, population, printed totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import regex

from pipeline.changes.change import Change, value_change
from pipeline.changes.figures import figure_changes
from pipeline.conform import Tables
from pipeline.wording import wording_key

Row = Mapping[str, Any]
_Key = tuple[str, str, str]

# 【表1】 numbers tables as they come; a table put before it does not change it.
_TABLE_NUMBER: Final = regex.compile(r"^[【\[(（]?(?:表|図表)\d+[】\])）]?")
# Printed totals of a measure stand under its name, those of a funding source under `name／source`.
_TOTALS_TABLE: Final = "budget-totals"
_FUNDING: Final = "／"
_NUMBERED_TABLE: Final = regex.compile(r"t\d+")


def statistic_changes(old: Tables, new: Tables) -> Iterator[Change]:
    """Figures by table, row and year (or column); a year that only one edition prints is no change.

    Printed totals of a measure follow the measure, also under a new name; those of a measure that came or
    went say nothing beyond that.
    """
    known = [_measure_keys(side) for side in (old, new)]
    before, after = (_figures(side["statistics"], keys) for side, keys in zip((old, new), known, strict=True))
    single = set(known[0].values()) ^ set(known[1].values())
    for key in dict.fromkeys((*before, *after)):
        if key[1].partition(_FUNDING)[0] in single:
            continue
        one, other = before.get(key), after.get(key)
        if one and other:
            yield from figure_changes("statistics", "", one, other, row_key=_row_key(other))
        elif (row := one or other) and _is_in_both(row["year"], before, after, key[0]):
            values = (one["value"] if one else None, other["value"] if other else None)
            yield value_change("statistics", "value", *values, row_key=_row_key(row))


def _row_key(row: Row) -> str:
    return f"{row['table_title'] or row['table_id']}/{row['row_label']}/{row['column_label']}"


def _is_in_both(year: int | None, before: Mapping[_Key, Row], after: Mapping[_Key, Row], table: str) -> bool:
    """Whether both editions print the year in the table; no year, and a table of one edition, count."""
    old, new = ({row["year"] for key, row in side.items() if key[0] == table} for side in (before, after))
    return year is None or not old or not new or year in old & new


def _measure_keys(tables: Tables) -> dict[str, str]:
    return {wording_key(row["name"]): row["measure_key"] for row in tables["measures"]}


def _row_name(row: Row, measures: Mapping[str, str]) -> str:
    """The row's label; where it is a measure's name (with a funding source), its key instead."""
    name, mark, funding = row["row_label"].partition(_FUNDING)
    measure = measures.get(wording_key(name)) if row["table_id"] == _TOTALS_TABLE else None
    return f"{measure}{mark}{wording_key(funding)}" if measure else wording_key(row["row_label"])


def _figures(rows: Sequence[Row], measures: Mapping[str, str]) -> dict[_Key, Row]:
    """Rows by table, row label and year; by the column's label where two columns are of one year."""

    def key(row: Row) -> _Key:
        """Table, row and year (or column label) of a figure, in folded words."""
        column = str(row["year"]) if row["year"] else wording_key(row["column_label"])
        return _table_name(row), _row_name(row, measures), column

    count = Counter(map(key, rows))
    return {
        key(row) if count[key(row)] == 1 else (*key(row)[:2], wording_key(row["column_label"])): row
        for row in rows
    }


def _table_name(row: Row) -> str:
    """The table's own id where its caption gave it one, else its caption without a number."""
    if row["table_title"] and _NUMBERED_TABLE.fullmatch(row["table_id"]):
        return wording_key(_TABLE_NUMBER.sub("", row["table_title"]))
    return str(row["table_id"])
