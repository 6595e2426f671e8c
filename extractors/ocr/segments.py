"""A ruled line of a page's picture."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A ruled line in pixels: its box, and which way it runs."""

    is_horizontal: bool
    x0: int
    top: int
    x1: int
    bottom: int

    @property
    def length_px(self) -> int:
        """Length along the rule."""
        return self.x1 - self.x0 if self.is_horizontal else self.bottom - self.top

    def ends(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """The middles of both ends, as (x, y)."""
        if self.is_horizontal:
            middle = (self.top + self.bottom) // 2
            return (self.x0, middle), (self.x1, middle)
        middle = (self.x0 + self.x1) // 2
        return (middle, self.top), (middle, self.bottom)

    def covers(self, point: tuple[int, int], slack_px: int) -> bool:
        """Whether a point lies on the rule, or no further from it than `slack_px`."""
        x, y = point
        return (
            self.x0 - slack_px <= x <= self.x1 + slack_px
            and self.top - slack_px <= y <= self.bottom + slack_px
        )


def meets_across(segment: Segment, others: list[Segment], slack_px: int) -> bool:
    """Whether both ends of a rule lie on rules that run the other way."""
    crossing = [other for other in others if other.is_horizontal is not segment.is_horizontal]
    return all(any(other.covers(end, slack_px) for other in crossing) for end in segment.ends())
