"""Which value a number on a page belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.geometry import Box
from extractors.records import Record
from extractors.visual.runs import Rect

# Columns that are figures come before those that only share their cell, and figures before their years.
_RANKS = (
    ("amount_yen", "baseline_value", "target_value", "value"),
    ("fiscal_year", "baseline_year", "target_year", "toc_printed_page"),
    ("name", "content", "effect", "role_sharing", "role_text", "indicator", "text", "title"),
)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A value's cell, found by rank: the lower, the more its digits are what the column holds."""

    rank: int
    table: str
    row_id: str
    column: str


class Places:
    """The values of a document by where they are printed."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._by_page: dict[int, list[tuple[Box, Place]]] = defaultdict(list)
        for record in records:
            for column, pieces in record.sources.items():
                place = Place(_rank(column), record.TABLE, record.local_id, column)
                for piece in pieces:
                    self._by_page[piece.box.page].append((piece.box, place))

    def of(self, page: int, box: Rect) -> Place | None:
        """The value printed around the middle of a box, None where the document has none there."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return min((place for cell, place in self._by_page[page] if cell.contains_point(x, y)), default=None)


def _rank(column: str) -> int:
    return next((rank for rank, names in enumerate(_RANKS) if column in names), len(_RANKS))
