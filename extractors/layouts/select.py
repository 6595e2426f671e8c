"""Which profile fits a document: by the labels of its tables, the shape of its measures, its headings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from extractors.layouts.draft import draft_profile
from extractors.layouts.errors import NoFittingProfile
from extractors.layouts.levels import heading_levels, printed_styles
from extractors.layouts.profile import Profile, load_profile, profile_names
from extractors.reading import DocumentReading, Table
from extractors.text.folding import label_key

# The vocabulary alone makes most labels known, so a profile's own words count as much as its required rows:
# a document that shares none of them fits at 0.67 at most, and a revision that renames one label still fits.
GOOD_FIT = 0.75
OWN_WORDS_SHARE = 1 / 3
# With fewer of its own words it is the shared vocabulary that fits.
LEAST_OWN_WORDS = 0.5


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a profile fits: `score` 0–1 of both shares, and the labels it does not know, counted.

    `headings_fit` is False where the document numbers its headings in another way than the profile says.
    """

    profile: Profile
    score: float
    required_share: float
    own_share: float
    n_measures: int
    unknown: tuple[tuple[str, int], ...]
    headings_fit: bool = True

    @property
    def is_good(self) -> bool:
        """Whether the document may be read with the profile without a person's choice."""
        return self.score >= GOOD_FIT and self.own_share >= LEAST_OWN_WORDS and self.headings_fit

    @property
    def why_not(self) -> tuple[str, str]:
        """What beside the score speaks against it, Japanese and English; empty where nothing does."""
        if not self.headings_fit:
            return "、ただし見出しの番号の付け方が違う", ", but its headings are numbered in another way"
        if self.own_share < LEAST_OWN_WORDS:
            return "、ただしその様式だけの語が少ない", ", but few of its own words are printed"
        return "", ""


def choose_profile(reading: DocumentReading) -> Profile:
    """The best-fitting profile of the package. Raises NoFittingProfile when none fits well."""
    fits = [score_profile(reading, load_profile(name)) for name in profile_names()]
    best = max(fits, key=lambda f: (f.is_good, f.score))
    if not best.is_good:
        unknown = "、".join(label for label, _ in best.unknown[:12])
        raise NoFittingProfile(
            document=reading.path,
            best=best.profile.name,
            score_ja=f"{best.score:.0%}{best.why_not[0]}",
            score_en=f"{best.score:.0%}{best.why_not[1]}",
            unknown=unknown or "—",
            draft=draft_profile(reading, "draft").text,
        )
    return best.profile


def score_profile(reading: DocumentReading, profile: Profile) -> Fit:
    """Compare a profile with the labels printed in the document's tables."""
    printed: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    words: set[str] = set()
    n_sheets = n_lists = 0
    for table in (t for page in reading.pages for t in page.tables):
        fields = _fields(table, profile, unknown, words)
        kind = _kind(table, profile) if fields["name"] else "none"
        if kind == "annex":  # its rows are measures of other tables
            continue
        printed.update(fields)
        n_lists += kind == "list"
        n_sheets += kind == "sheet"
    n_measures = printed["name"]
    required = (
        [min(1.0, printed[f] / n_measures) for f in profile.file.measure.required] if n_measures else [0.0]
    )
    own = [label_key(w) in words for ws in profile.file.measure.labels.values() for w in ws]
    shape_fits = (n_lists > n_sheets) == (profile.file.measure.shape == "list")
    required_share = sum(required) / len(required) if shape_fits else 0.0
    own_share = sum(own) / len(own) if own else 0.0
    score = required_share * (1 - OWN_WORDS_SHARE) + own_share * OWN_WORDS_SHARE
    fits = _headings_fit(reading, profile)
    return Fit(profile, score, required_share, own_share, n_measures, tuple(unknown.most_common()), fits)


def _kind(table: Table, profile: Profile) -> str:
    from extractors.vision.lists import read_head

    head = read_head(table, profile)
    if head is None:
        return "sheet"
    return "annex" if head.is_annex else "list"


def _headings_fit(reading: DocumentReading, profile: Profile) -> bool:
    """Whether the document's headings may be the profile's: none lacks where others stand in its place.

    OCR reads Ⅳ and ① as other signs, so a scan's headings say nothing.
    """
    printed = printed_styles(reading)
    levels = set(profile.file.headings.levels)
    others = set(heading_levels(reading)) - levels
    return reading.text_source == "ocr" or levels <= printed or not others


def _fields(table: Table, profile: Profile, unknown: Counter[str], words: set[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    strange: list[str] = []
    for cell in table.cells:
        text = "".join(cell.raw.split())
        match = profile.match(text) if text else None
        if match:
            found[match.field] += 1
            words.add(label_key(text))
            words.add(label_key(match.printed.split("(")[0].split("（")[0]))
        elif cell.column == 0 and 0 < len(text) <= 20:
            strange.append(text)
    if found:
        unknown.update(strange)
    return found
