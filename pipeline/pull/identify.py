"""Which edition of which zone a PDF is, by what is printed in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.records import EditionFacts

if TYPE_CHECKING:
    from extractors.layouts import Profile
    from extractors.reading import DocumentReading


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document says of itself; `members` in printed order, empty where they are not printed."""

    facts: EditionFacts
    members: tuple[str, ...]


def identify(path: Path) -> Identity:
    """Read the cover and the sections that name zone, members and period.

    A document without a readable text layer says nothing, which is no error here: the person who takes it in
    can say it. Raises the reading errors for what is no sound PDF.
    """
    from extractors.readers import read_document
    from extractors.readers.errors import BrokenGlyphs, NoTextLayer, NotJapaneseText
    from extractors.vision.facts import read_facts
    from extractors.vision.flow import build_flow
    from extractors.vision.outline import build_body

    try:
        reading = read_document(path, reader="pdfium")
    except (BrokenGlyphs, NotJapaneseText, NoTextLayer):
        return Identity(_silent_facts(path), ())
    profile = _profile(reading)
    found = read_facts(build_body(build_flow(reading), profile), profile)
    facts = EditionFacts(
        zone_name=found.zone_name,
        title=found.title,
        publisher=found.publisher,
        published=found.published,
        plan_start_fiscal_year=found.plan_start,
        plan_end_fiscal_year=found.plan_end,
        page_count=reading.page_count,
        text_source=reading.text_source,
        source_sha256=reading.sha256,
        layout_profile=profile.name,
    )
    return Identity(facts, found.members)


def _profile(reading: DocumentReading) -> Profile:
    """The layout that fits, else a draft of the document's own: its cover and headings read already."""
    from extractors.layouts import choose_profile
    from extractors.layouts.draft import draft_profile
    from extractors.layouts.errors import NoFittingProfile
    from extractors.layouts.profile import parse_profile

    try:
        return choose_profile(reading)
    except NoFittingProfile:
        return parse_profile(draft_profile(reading, "draft").text, "draft")


def _silent_facts(path: Path) -> EditionFacts:
    from extractors.readers.render import Renderer
    from pipeline.pull.store import file_sha256

    with Renderer(path) as renderer:
        n_pages = renderer.page_count
    return EditionFacts(
        zone_name=None,
        title=None,
        publisher=None,
        published=None,
        plan_start_fiscal_year=None,
        plan_end_fiscal_year=None,
        page_count=n_pages,
        text_source="text_layer",
        source_sha256=file_sha256(path),
        layout_profile="",
    )
