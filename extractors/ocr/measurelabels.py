"""Whether tables are those of a vision's measures, by their labels: asked before minutes go into pictures."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from extractors.layouts.profile import Profile, load_profile, profile_names
from extractors.layouts.shapes import fields_in
from extractors.reading import PageReading

# What a measure's table says in any layout; a budget or a form shares one or two of these with it.
_FIELDS: Final = frozenset(
    {"name", "municipalities", "content", "kpi", "effect", "schedule", "budget", "role_sharing"}
)
_MIN_FIELDS: Final = 3


def have_measures(pages: Iterable[PageReading]) -> bool:
    """Whether these pages print labels of three fields of a measure, by one of the package's profiles."""
    tables = [table for page in pages for table in page.tables]
    return any(
        _n_fields([fields_in(table, profile) for table in tables]) >= _MIN_FIELDS for profile in _profiles()
    )


def _n_fields(found: Iterable[set[str]]) -> int:
    return len(_FIELDS.intersection(set().union(*found)))


@cache
def _profiles() -> list[Profile]:
    return [load_profile(name) for name in profile_names()]
