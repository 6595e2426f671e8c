"""Hypothesis strategies for rows of the contract's tables, made from the declaration itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from expectations.contract import EDITION_TABLES, Field, Table
from pipeline.tabulate import clean_text

EDITION = {"zone_id": "kita-minami", "edition_id": "2019-03"}

_nasty = st.sampled_from(
    ["=1+1", "+5", "-3", "@x", "\t=1", '"', 'a"b', "a,b", "a\nb", "'=", "　", "NA", "null", "0012", " x "]
)
_text = (_nasty | st.text(max_size=8)).map(clean_text).filter(bool)
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "string": _text,
    "integer": st.integers(-(2**31) + 1, 2**31 - 1),
    "money": st.integers(-(2**63) + 1, 2**63 - 1),
    "decimal": st.decimals(-(10**12), 10**12, places=3, allow_nan=False).map(Decimal.normalize),
    "coordinate": st.integers(0, 200_000).map(lambda hundredths: hundredths / 100),
    "boolean": st.booleans(),
}  # fmt: skip


def values(field: Field) -> st.SearchStrategy[Any]:
    """Any value the field may hold."""
    if field.name in EDITION:
        return st.just(EDITION[field.name])
    some = st.sampled_from(field.enum) if field.enum else _VALUES[field.type]
    return some if field.required else st.none() | some


def rows(table: Table, max_size: int = 4) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Rows with distinct primary keys; exactly one for `editions`."""
    row = st.fixed_dictionaries({field.name: values(field) for field in table.fields})
    size = {"min_size": 1, "max_size": 1} if table.name == "editions" else {"max_size": max_size}
    return st.lists(row, unique_by=lambda one: tuple(one[name] for name in table.primary_key), **size)


def tables() -> st.SearchStrategy[dict[str, list[dict[str, Any]]]]:
    """All tables of one edition."""
    return st.fixed_dictionaries({name: rows(table, 2) for name, table in EDITION_TABLES.items()})
