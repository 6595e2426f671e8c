"""Which tables of a document hold measures, which are lists of them, which are agreements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractors.layouts.bands import looks_like
from extractors.layouts.evidence import is_value
from extractors.layouts.labels import without_share
from extractors.layouts.profile import Profile
from extractors.reading import Table
from extractors.text.folding import label_key

if TYPE_CHECKING:
    from extractors.vision.lists import ListHead

# Words that have their place in the vocabulary outside the measure's own labels.
_PLACES = (
    ("budget", "total"),
    ("budget", "funding"),
    ("budget", "total_funding"),
    ("schedule", "header"),
    ("list", "number"),
    ("agreement", "content"),
    ("agreement", "role_first"),
    ("agreement", "role_second"),
    ("agreement", "role_joint"),
    ("agreement", "role_central"),
    ("municipalities", "everyone"),
    ("tables", "system"),
    ("totals", "row"),
)
# So many rows two tables of figures hardly share; a part of a measure on the next page does.
_LEAST_SHARED = 3
# A table of figures may head its rows with these and is no measure for that.
_OF_MEASURES = {"kpi", "schedule", "budget"}
_ELSEWHERE = ("years", "policy_area", "field", "item", "note")


def is_settled(text: str, profile: Profile) -> bool:
    """Whether a text that is no label of a measure is known otherwise: a head, a source of funds, a value."""
    words = frozenset[str]().union(*(profile.words(part, kind) for part, kind in _PLACES))
    is_role = text.endswith("の役割")
    is_known = label_key(text) in words or label_key(without_share(text)) in words
    return is_known or is_role or is_value(text) or profile.match_kpi(text) is not None


def fields_in(table: Table, profile: Profile) -> set[str]:
    """The measure's fields whose labels a table prints."""
    return {m.field for c in table.cells if (m := profile.match(c.raw)) is not None}


def _is_of_measures(table: Table, profile: Profile) -> bool:
    """Whether a table prints any row of a measure that no table of figures has, or targets of a KPI."""
    has_targets = any("kpi" in looks_like(table, c, profile) for c in table.cells if c.column == 0)
    return bool(fields_in(table, profile) - set(_ELSEWHERE)) or has_targets


def names_measure(table: Table, profile: Profile) -> bool:
    """Whether a table prints the label of a measure's name, or heads what only a measure's own table has."""
    return "name" in fields_in(table, profile) or len(fields_in(table, profile)) >= 4


def sorted_tables(tables: Sequence[Table], profile: Profile) -> tuple[list[Table], list[Table], list[Table]]:
    """Agreements, lists of measures and the measures' own tables; annexes of amounts and others left out."""
    from extractors.vision.lists import read_columns

    agreements: list[Table] = []
    lists: list[Table] = []
    sheets: list[Table] = []
    for table in tables:
        head = read_columns(table, profile)
        is_list = head is not None and (_heads_measures(head) or bool(lists))  # else columns of one beside it
        if _is_agreement(table, profile):
            agreements.append(table)
        elif is_list and head is not None and not head.is_annex:
            lists.append(table)
        elif not is_list and _is_of_measures(table, profile):
            sheets.append(table)
    if not lists and not any(names_measure(t, profile) for t in sheets):
        alike = _alike([t for t in tables if t not in agreements])
        sheets = [t for t in tables if t in sheets or t in alike]
    return agreements, lists, sheets


def _heads_measures(head: ListHead) -> bool:
    """Whether columns are those of measures: their names, or what they hold beside a word not known yet."""
    kinds = {c.kind for c in head.columns}
    is_open = "" in kinds and bool(kinds & {"content", "municipalities", "member", "effect"})
    of_figures = kinds & {"indicator", "target", "year", "plan"}
    is_wide = "" in kinds and {"target", "year"} <= kinds  # no other table has both
    return "name" in kinds or (is_open and bool(of_figures)) or is_wide


def _alike(tables: Sequence[Table]) -> list[Table]:
    """Tables that share their first column's words: the measures' own, where no word of theirs is known."""
    printed = [
        {label_key(c.raw) for c in t.cells if c.column == 0 and c.raw.strip() and not is_value(c.raw)}
        for t in tables
    ]
    counts = Counter(word for words in printed for word in words)
    shared = [sum(counts[word] > 1 for word in words) for words in printed]
    return [table for table, n in zip(tables, shared, strict=True) if n >= _LEAST_SHARED]


def _is_agreement(table: Table, profile: Profile) -> bool:
    """Whether a table states an agreement: roles by party, and nothing that only a measure has.

    That is a KPI, schedule or budget, known or alike, or an effect beside its name.
    """
    parties = profile.words("agreement", "role_first") | profile.words("agreement", "role_second")
    labels = ["".join(c.raw.split()) for c in table.cells if c.column == 0]
    has_roles = any(text.endswith("役割") or label_key(text) in parties for text in labels)
    fields = fields_in(table, profile)
    if not has_roles or fields & _OF_MEASURES or {"name", "effect"} <= fields:
        return False
    return not any(looks_like(table, c, profile) & _OF_MEASURES for c in table.cells if c.column == 0)
