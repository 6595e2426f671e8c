"""Places on a page. Points, origin at the top left of the page as a person sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A rectangle on a physical page (`page` counts from 1; edges in points, origin top left)."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width_pt(self) -> float:
        """Width in points."""
        return self.x1 - self.x0

    @property
    def height_pt(self) -> float:
        """Height in points."""
        return self.bottom - self.top

    @property
    def center_x(self) -> float:
        """Middle of the horizontal extent, in points."""
        return (self.x0 + self.x1) / 2

    @property
    def center_y(self) -> float:
        """Middle of the vertical extent, in points."""
        return (self.top + self.bottom) / 2

    def contains_point(self, x: float, y: float, slack_pt: float = 0.0) -> bool:
        """Whether the point lies inside, with `slack_pt` of tolerance on every side."""
        return (
            self.x0 - slack_pt <= x <= self.x1 + slack_pt
            and self.top - slack_pt <= y <= self.bottom + slack_pt
        )

    def overlap_x(self, other: Box) -> float:
        """Shared horizontal extent in points, 0 when disjoint."""
        return max(0.0, min(self.x1, other.x1) - max(self.x0, other.x0))


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around boxes of one page. Raises ValueError for none."""
    found = list(boxes)
    if not found:
        raise ValueError("union of no boxes")
    return Box(
        found[0].page,
        min(b.x0 for b in found),
        min(b.top for b in found),
        max(b.x1 for b in found),
        max(b.bottom for b in found),
    )
