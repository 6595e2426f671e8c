"""Numbering styles of a document's headings, and which of them name policy area, field and item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from extractors.layouts.profile import HeadingStyle, Profile
from extractors.text.folding import fold, label_key

if TYPE_CHECKING:
    from extractors.reading import DocumentReading, Line
    from extractors.vision.drafts import Draft as MeasureDraft
    from extractors.vision.numbering import Numbered
    from extractors.vision.outline import SectionDraft

LONGEST_HEADING = 60
_ROLES = ("policy_area", "field", "item")


def printed_styles(reading: DocumentReading) -> set[str]:
    """The numbering styles that any line of a document begins with, as a heading does."""
    return {found.style for found in _numbers(reading)}


def heading_levels(reading: DocumentReading) -> list[str]:
    """The styles of lines numbered like headings, outermost first: those that begin at one and come again.

    A document opens its outer headings before its inner ones, so the order of first appearance is theirs.
    """
    ordinals: dict[str, list[int]] = {}
    for found in _numbers(reading):
        ordinals.setdefault(found.style, []).append(found.ordinal)
    return [style for style, n in ordinals.items() if len(n) > 1 and n[0] == 1] or ["arabic", "paren"]


def _numbers(reading: DocumentReading) -> list[Numbered]:
    from extractors.vision.flow import build_flow, lines_of

    numbers = [_number(line) for line in lines_of(build_flow(reading).items)]
    found = [one for one in numbers if one is not None]
    # Without chapters below them parts (第1編) are the chapters: most profiles name no others.
    has_chapters = any(one.style == "chapter" for one in found)
    return found if has_chapters else [_as_chapter(one) for one in found]


def _as_chapter(numbered: Numbered) -> Numbered:
    return replace(numbered, style="chapter") if numbered.style == "part" else numbered


def _number(line: Line) -> Numbered | None:
    from extractors.vision.numbering import read_number

    text = fold(line.text).rstrip()
    if len(text) >= LONGEST_HEADING or text.endswith(("。", "、")):
        return None
    styles = [s for s in get_args(HeadingStyle) if s not in ("letter", "square")]
    found = read_number(text, styles)
    return found if found is not None and found.has_gap else None


def heading_roles(
    measures: Sequence[MeasureDraft], printed: set[str], levels: Sequence[str]
) -> Mapping[str, str]:
    """Role → style for the headings above the measures; `printed` are the roles that their tables print.

    A heading that all measures share says nothing of one; one that repeats a measure's name is no area, one
    that repeats an area which the tables print says nothing new.
    """
    sections = [d.section for d in measures]
    names = ["".join(c.raw for b in d.of("name") for c in b.cells) for d in measures]
    areas = {label_key(c.raw) for d in measures for role in _ROLES for b in d.of(role) for c in b.cells}
    styles = [style for style in levels if _tells_apart(style, sections, names, areas)]
    roles = [role for role in _ROLES if role not in printed]
    return dict(zip(roles, styles, strict=False))


def _tells_apart(
    style: str, sections: Sequence[SectionDraft | None], names: Sequence[str], areas: set[str]
) -> bool:
    above = [s.ancestor(style) if s is not None else None for s in sections]
    titles = [label_key(s.title) for s in above if s is not None]
    own_names = {label_key(name) for name in names if name} | areas
    are_names = sum(title in own_names for title in titles) > 0.5 * len(titles)
    return (len(set(titles)) > 1 or len(sections) == 1) and bool(titles) and not are_names


def measures_of(reading: DocumentReading, profile: Profile) -> list[MeasureDraft]:
    """A document's measures as a profile puts their tables together."""
    from extractors.vision.flow import build_flow
    from extractors.vision.outline import build_body
    from extractors.vision.stitch import stitch

    stitched = stitch(build_body(build_flow(reading), profile).tables, profile, lambda label: "役割" in label)
    return [d for d in stitched.drafts if d.kind == "measure"]
