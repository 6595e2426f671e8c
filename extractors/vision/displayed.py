"""Boxes of pages that were turned, or read in another size, put back onto the page as a viewer shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from extractors.geometry import Box
from extractors.reading import DocumentReading, PageReading
from extractors.records import Extraction, Piece, Sources


def as_displayed(extraction: Extraction, reading: DocumentReading) -> Extraction:
    """The extraction with the boxes of all records and findings as displayed."""
    turned = {p.number: p for p in reading.pages if p.turned_degrees or p.display_scale != 1.0}
    if not turned:
        return extraction
    return replace(
        extraction,
        facts_sources=_sources(extraction.facts_sources, turned),
        records=tuple(replace(r, sources=_sources(r.sources, turned)) for r in extraction.records),
        findings=tuple(replace(f, box=f.box and _box(f.box, turned)) for f in extraction.findings),
    )


def box_as_displayed(box: Box, page: PageReading) -> Box:
    """A box of a page as read on the page as displayed (points, origin top left)."""
    return _scaled(_turned_back(box, page), page.display_scale)


def _scaled(box: Box, scale: float) -> Box:
    if scale == 1.0:
        return box
    return Box(box.page, *(side * scale for side in (box.x0, box.top, box.x1, box.bottom)))


def _turned_back(box: Box, page: PageReading) -> Box:
    match page.turned_degrees:
        case 90:
            return Box(box.page, box.top, page.width_pt - box.x1, box.bottom, page.width_pt - box.x0)
        case 180:
            x0, x1 = page.width_pt - box.x1, page.width_pt - box.x0
            return Box(box.page, x0, page.height_pt - box.bottom, x1, page.height_pt - box.top)
        case 270:
            return Box(box.page, page.height_pt - box.bottom, box.x0, page.height_pt - box.top, box.x1)
    return box


def _box(box: Box, turned: Mapping[int, PageReading]) -> Box:
    return box_as_displayed(box, turned[box.page]) if box.page in turned else box


def _sources(sources: Sources, turned: Mapping[int, PageReading]) -> dict[str, tuple[Piece, ...]]:
    return {
        column: tuple(replace(piece, box=_box(piece.box, turned)) for piece in pieces)
        for column, pieces in sources.items()
    }
