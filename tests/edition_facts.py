"""Facts of an edition of which a test uses only where its text comes from."""

from __future__ import annotations

from typing import Literal

from extractors.records import EditionFacts


def bare_facts(text_source: Literal["text_layer", "ocr"]) -> EditionFacts:
    """An edition of one page that states nothing."""
    return EditionFacts(
        zone_name=None,
        title=None,
        publisher=None,
        published=None,
        plan_start_fiscal_year=None,
        plan_end_fiscal_year=None,
        page_count=1,
        text_source=text_source,
        source_sha256="",
        layout_profile="",
    )
