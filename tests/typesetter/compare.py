"""Read tables against the truth, cell by cell."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from typing import Any

from tests.typesetter.expected import KEYS, Row, Tables

# Where the reader leaves a mark of a note in a text is its own choice.
_NOTE_MARK = re.compile(r"[(（][*＊※]\d*[)）]")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－ｰ", "-"))


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that is not as set. `column` is "" for a row that is missing or too many."""

    table: str
    key: tuple[Any, ...]
    column: str
    expected: Any
    found: Any


def compare(tables: Mapping[str, Iterable[Any]], truth: Tables) -> list[Difference]:
    """All differences. `tables` maps names to rows (dicts or records, ids local or prefixed)."""
    differences: list[Difference] = []
    for name, wanted in truth.items():
        expected, found = wanted, [_as_row(row) for row in tables.get(name, ())]
        if name == "outline":
            found = [{**row, "ordinal": i} for i, row in enumerate(found, start=1)]
        if name == "footnotes":
            expected, found = _numbered(expected), _numbered(found)
        if name == "statistics":
            found = [row for row in found if row.get("table_id") != "budget-totals"]
        differences += _compare_table(name, expected, found)
    return differences


def _numbered(rows: list[Row]) -> list[Row]:
    """Notes with the number of their occurrence: the same note stands under many tables, in no set order."""
    seen: Counter[tuple[str, str]] = Counter()
    out = []
    for row in rows:
        print_ = (str(row["marker"]), _text(str(row["text"]), is_raw=False))
        seen[print_] += 1
        out.append({**row, "ordinal": seen[print_]})
    return out


def _as_row(row: Any) -> Row:
    plain = {f.name: getattr(row, f.name) for f in fields(row)} if is_dataclass(row) else dict(row)
    return {name: _local(value) if name.endswith("_id") else value for name, value in plain.items()}


def _local(value: Any) -> Any:
    """An id without the zone and edition in front of it."""
    return re.sub(r"^[a-z0-9-]+:\d{4}-\d\d(-\d+)?:", "", value) if isinstance(value, str) else value


def _compare_table(name: str, expected: list[Row], found: list[Row]) -> Iterable[Difference]:
    by_key = {_key(name, row): row for row in found}
    wanted = {_key(name, row): row for row in expected}
    if len(by_key) != len(found):
        yield Difference(name, (), "", f"{len(by_key)} distinct keys", f"{len(found)} rows")
    for key in by_key.keys() - wanted.keys():
        yield Difference(name, key, "", None, by_key[key])
    for key, row in wanted.items():
        if key not in by_key:
            yield Difference(name, key, "", row, None)
            continue
        for column, value in row.items():
            other = by_key[key].get(column)
            if _canonical(value, column) != _canonical(other, column):
                yield Difference(name, key, column, value, other)


def _key(name: str, row: Row) -> tuple[Any, ...]:
    return tuple(_canonical(row.get(column), column) for column in KEYS[name])


def _canonical(value: Any, column: str) -> Any:
    if isinstance(value, str):
        return _text(value, is_raw=column == "raw" or column.endswith(("_raw", "_label", "indicator")))
    if isinstance(value, float):
        return Decimal(str(value)) if value == value else None
    return value


def _text(value: str, is_raw: bool) -> str:
    """Text without what the contract leaves to the reader: white space in lines, widths, marks of notes.

    With `is_raw` also without line breaks: prints and labels are one line, however they were broken.
    """
    folded = unicodedata.normalize("NFKC", value)
    if is_raw:
        return re.sub(r"\s", "", folded).translate(_DASHES)
    lines = [re.sub(r"[^\S\n]", "", line) for line in _NOTE_MARK.sub("", folded).split("\n")]
    return "\n".join(line for line in lines if line)


def only_paragraphs(difference: Difference) -> bool:
    """Whether the two texts differ in paragraph breaks alone."""
    pair = (difference.expected, difference.found)
    if not all(isinstance(text, str) for text in pair):
        return False
    first, second = (re.sub(r"\s", "", _text(text, is_raw=False)) for text in pair)
    return first == second
