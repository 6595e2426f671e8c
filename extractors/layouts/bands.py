"""What the cells beside a label look like: amounts under years, marks, a span of years, targets, roles."""

from __future__ import annotations

import regex

from extractors.layouts.labels import split_label
from extractors.layouts.profile import Profile
from extractors.reading import Cell, Table
from extractors.text.folding import fold, label_key
from extractors.text.places import NAME_SEPARATORS, names_municipalities
from extractors.text.years import parse_year, parse_year_range

_AMOUNT = regex.compile(r"[▲△−-]?[0-9][0-9,.]*(?:\D{1,4})?")
LEAST_MARKED = 3
# Fields told by their rows, with the reason as a draft gives it.
BANDS = {
    "kpi": ("基準・目標の列を持つ", "its rows are headed by baseline and target"),
    "budget": ("年度の下に数字を持つ", "its rows hold figures under years"),
    "schedule": (
        "年度の下に印か空欄、または期間を持つ",
        "its rows hold marks under years, or a span of years",
    ),
    "role_sharing": ("市町村ごとの行か列を持つ", "it has a row or column for each municipality"),
}


def looks_like(table: Table, label: Cell, profile: Profile) -> frozenset[str]:
    """The fields that the cells right of a label, over its rows, look like."""
    from extractors.vision.columns import years_in_row

    rows = range(label.row, label.row + label.row_span)
    band = [c for c in table.cells if c.row in rows and c.column >= label.column + label.column_span]
    years = {c.box for row in rows for c, _ in years_in_row([c for c in band if c.row == row])}
    texts = [t for c in band if c.box not in years and (t := "".join(fold(c.raw).split()))]
    kinds = {m.field for t in texts if (m := profile.match_kpi(t)) is not None}
    marks = profile.words("marks", "active")
    is_marked = len(band) >= LEAST_MARKED and sum(label_key(t) in marks for t in texts) > len(texts) / 2
    found = set()
    if {"baseline", "target"} <= kinds or _heads_dated_values(band):
        found.add("kpi")
    elif len(years) >= 2:
        n_amounts = sum(_AMOUNT.fullmatch(t) is not None for t in texts)
        found.add("budget" if n_amounts > len(years) / 2 else "schedule")
    elif is_marked or (len(texts) == 1 and parse_year_range(texts[0]) is not None):
        found.add("schedule")
    if _has_roles(band):
        found.add("role_sharing")
    return frozenset(found)


def _heads_dated_values(band: list[Cell]) -> bool:
    """Whether a row heads two values with a year of each in brackets: いまの値(R4), めざす値(R10)."""
    for row in {c.row for c in band}:
        parts = [split_label(fold(c.raw)) for c in band if c.row == row]
        dated = [
            y.year for base, suffix in parts if suffix and (y := parse_year(suffix)) and not parse_year(base)
        ]
        if len(dated) == 2 and dated[0] < dated[1]:
            return True
    return False


def _has_roles(band: list[Cell]) -> bool:
    """Whether a row or a column of the band names two municipalities with room beside or below each."""
    named = [
        c for c in band if names_municipalities(c.raw) and len(NAME_SEPARATORS.split(c.raw.strip())) == 1
    ]
    is_column = len({c.row for c in named}) >= 2 and len({c.column for c in named}) == 1
    is_row = len({c.column for c in named}) >= 2 and len({c.row for c in band}) >= 2
    return is_column or is_row
