"""Bounds of reading: what a page may hold, and what a reading process may use."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import Literal

from extractors.readers.errors import PageSizeAbsurd, PatienceNotUnderstood

MEBIBYTE = 1024 * 1024
MIN_SIDE_PT = 3.0
PATIENCE_VARIABLE = "KYOSEI_PATIENCE"
MAX_PATIENCE = 1000.0

ReaderName = Literal["both", "pdfium", "pdfminer"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading.

    `memory_bytes` is the address space of each child (RLIMIT_AS), `page_seconds` the wall clock of one page
    (opening the document counts as a page), up to three times as much where the machine is busy. All pages
    together may take `document_seconds` of the children's processors and `page_due_seconds` more for each
    page done: several times what honest pages need, however many they are, while one that is slow on every
    page is given up after a minute.

    `max_rules` counts what can be a table's rule (axis-parallel lines and edges, rectangles), `max_objects`
    everything drawn; of shapes that can be no rule (a map's outlines) `max_shapes` are kept.
    `max_stream_bytes` bounds what one page's content unpacks to.
    """

    memory_bytes: int = 640 * MEBIBYTE
    page_seconds: float = 30.0
    document_seconds: float = 60.0
    page_due_seconds: float = 0.25
    max_file_bytes: int = 300 * MEBIBYTE
    max_pages: int = 10_000
    max_chars: int = 60_000
    max_rules: int = 50_000
    max_objects: int = 500_000
    max_shapes: int = 20_000
    max_stream_bytes: int = 96 * MEBIBYTE
    max_side_pt: float = 60_000.0

    def with_patience(self) -> Limits:
        """These limits with all times multiplied by the environment's KYOSEI_PATIENCE, 1 where it is not set.

        Raises PatienceNotUnderstood.
        """
        said = os.environ.get(PATIENCE_VARIABLE, "1")
        try:
            factor = float(said)
        except ValueError:
            factor = 0.0
        if not 1.0 <= factor <= MAX_PATIENCE:
            raise PatienceNotUnderstood(value=said)
        return replace(
            self,
            page_seconds=factor * self.page_seconds,
            document_seconds=factor * self.document_seconds,
            page_due_seconds=factor * self.page_due_seconds,
        )

    def check_page_size(self, width_pt: float, height_pt: float, document: str, page: int) -> None:
        """Raise PageSizeAbsurd for a page that nobody could have printed."""
        if not all(MIN_SIDE_PT <= side <= self.max_side_pt for side in (width_pt, height_pt)):
            raise PageSizeAbsurd(
                document=document, page=page, width_pt=round(width_pt), height_pt=round(height_pt)
            )
