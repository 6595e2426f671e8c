"""Whether tables are those of a vision's measures, by their labels: asked before minutes go into pictures."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final, Literal, get_args

from extractors.layouts.labels import split_label
from extractors.layouts.profile import load_profile, profile_names, vocabulary
from extractors.reading import PageReading
from extractors.text.folding import label_key

# What a measure's table says in any layout; a budget or a form shares one or two of these with it.
_Field = Literal["name", "municipalities", "content", "kpi", "effect", "schedule", "budget", "role_sharing"]
_FIELDS: Final[tuple[_Field, ...]] = get_args(_Field)
_MIN_FIELDS: Final = 3


def have_measures(pages: Iterable[PageReading]) -> bool:
    """Whether the cells of these pages hold labels of three fields of a measure."""
    known = _field_by_label()
    found: set[str] = set()
    for cell in (cell for page in pages for table in page.tables for cell in table.cells):
        base, _ = split_label(cell.raw)
        found |= {known[key] for key in (label_key(cell.raw), label_key(base)) if key in known}
    return len(found) >= _MIN_FIELDS


@cache
def _field_by_label() -> dict[str, str]:
    """The field of each folded label of the vocabulary and of the package's profiles."""
    profiles = [load_profile(name).file.measure.labels for name in profile_names()]
    shared = [(field, words) for field, words in vocabulary()["measure"].items() if field in _FIELDS]
    own = [(field, labels.get(field, [])) for labels in profiles for field in _FIELDS]
    return {label_key(word): field for field, words in [*shared, *own] for word in words}
