"""Which profile fits a document: by the share of its measure-table labels the profile knows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from extractors.layouts.errors import NoFittingProfile
from extractors.layouts.profile import Profile, load_profile, profile_names
from extractors.reading import DocumentReading, Table

# A profile fits when at least this share of its required rows is printed in the typical measure table.
GOOD_FIT = 0.75


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a profile fits: `score` 0–1, the labels it does not know with how often they are printed."""

    profile: Profile
    score: float
    unknown: tuple[tuple[str, int], ...]


def choose_profile(reading: DocumentReading) -> Profile:
    """The best-fitting profile of the package. Raises NoFittingProfile when none fits well."""
    fits = [score_profile(reading, load_profile(name)) for name in profile_names()]
    best = max(fits, key=lambda f: f.score)
    if best.score < GOOD_FIT:
        unknown = "、".join(label for label, _ in best.unknown[:12])
        raise NoFittingProfile(
            document=reading.path, best=best.profile.name, score=f"{best.score:.0%}", unknown=unknown or "—"
        )
    return best.profile


def score_profile(reading: DocumentReading, profile: Profile) -> Fit:
    """Compare a profile's required rows with the labels printed in the document's tables."""
    required = [f for f in profile.file.measure.required]
    printed: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    n_measures = 0
    for page in reading.pages:
        for table in page.tables:
            fields = _fields(table, profile, unknown)
            n_measures += fields["name"]
            printed.update(fields)
    if not n_measures:
        return Fit(profile, 0.0, tuple(unknown.most_common()))
    shares = [min(1.0, printed[f] / n_measures) for f in required]
    return Fit(profile, sum(shares) / len(shares), tuple(unknown.most_common()))


def _fields(table: Table, profile: Profile, unknown: Counter[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    strange: list[str] = []
    for cell in table.cells:
        text = "".join(cell.raw.split())
        match = profile.match(text) if text else None
        if match:
            found[match.field] += 1
        elif cell.column == 0 and 0 < len(text) <= 20:
            strange.append(text)
    if found:
        unknown.update(strange)
    return found
