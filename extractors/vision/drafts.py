"""A draft: the blocks of one measure or agreement, collected over pages."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.geometry import Box
from extractors.reading import Table
from extractors.vision.blocks import Block
from extractors.vision.outline import PlacedTable, SectionDraft

# A continued table keeps its outer edges; typesetters move them by less than this.
EDGE_SLACK_PT = 6.0


def same_edges(a: Table, b: Table) -> bool:
    """Whether two tables stand in the same columns of the page, as parts of one table do."""
    return same_column(a.box, b.box)


def same_column(a: Box, b: Box) -> bool:
    """Whether two boxes have the same left and right edges."""
    return abs(a.x0 - b.x0) < EDGE_SLACK_PT and abs(a.x1 - b.x1) < EDGE_SLACK_PT


@dataclass(slots=True)
class Draft:
    """A measure's or an agreement's blocks, stitched over pages, in printed order."""

    kind: str  # "measure" | "agreement"
    section: SectionDraft | None
    blocks: list[Block] = field(default_factory=list)
    placed: list[PlacedTable] = field(default_factory=list)
    pending_side: Block | None = None  # a label at the right end whose cell comes on the next page

    def of(self, name: str) -> list[Block]:
        """Blocks of one field; more than one where it runs over a page."""
        return [b for b in self.blocks if b.field == name]

    @property
    def pages(self) -> tuple[int, int]:
        """First and last physical page."""
        numbers = [b.table.page for b in self.blocks if not (b.is_annex or b.is_band)]
        return min(numbers), max(numbers)
