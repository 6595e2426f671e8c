"""A ruled line of a page's picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

_ALIKE_ENDS = 2
_EDGE_PX = 2  # grey beside the ink of a rule


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


def ends_level(upright: Segment, others: list[Segment], slack_px: int) -> bool:
    """Whether one end of a rule that runs down lies on a level rule, and the other is as high as those of two
    more that run down: a table's row that a page's end cut open.
    """
    if upright.is_horizontal:
        return False
    level = [other for other in others if other.is_horizontal]
    beside = [other for other in others if not other.is_horizontal]
    for free, held in ((0, 1), (1, 0)):
        height = upright.ends()[free][1]
        alike = sum(abs(other.ends()[free][1] - height) <= slack_px for other in beside)
        if alike >= _ALIKE_ENDS and any(rule.covers(upright.ends()[held], slack_px) for rule in level):
            return True
    return False


def crossings_px(segment: Segment, others: list[Segment], slack_px: int) -> int:
    """How far apart the outermost rules are that cross or end a rule; 0 where fewer than two do."""
    places = [place for other in others for place in crossing_place(segment, other, slack_px)]
    return max(places) - min(places) if places else 0


def crossing_place(segment: Segment, other: Segment, slack_px: int) -> tuple[int] | tuple[()]:
    """Where along a rule one that runs the other way crosses or ends it, if it does."""
    if other.is_horizontal is segment.is_horizontal:
        return ()
    place = _crossing(segment, other)
    if not (segment.covers(place, slack_px) and other.covers(place, slack_px)):
        return ()
    return (place[0] if segment.is_horizontal else place[1],)


def _crossing(one: Segment, other: Segment) -> tuple[int, int]:
    """Where two rules that run across each other meet, or would if they were longer, as (x, y)."""
    level, upright = (one, other) if one.is_horizontal else (other, one)
    return (upright.x0 + upright.x1) // 2, (level.top + level.bottom) // 2


def is_in_line(one: Segment, other: Segment, off_px: int) -> bool:
    """Whether two rules run the same way, their lines no more than `off_px` apart."""
    if one.is_horizontal is not other.is_horizontal:
        return False
    if one.is_horizontal:
        return abs(one.top + one.bottom - other.top - other.bottom) <= 2 * off_px
    return abs(one.x0 + one.x1 - other.x0 - other.x1) <= 2 * off_px


def shared_px(one: Segment, other: Segment, across_px: int) -> int:
    """The length that two rules have in common which run the same way, no more than `across_px` apart."""
    if one.is_horizontal is not other.is_horizontal:
        return 0
    if one.is_horizontal:
        along = min(one.x1, other.x1) - max(one.x0, other.x0)
        apart = max(one.top, other.top) - min(one.bottom, other.bottom)
    else:
        along = min(one.bottom, other.bottom) - max(one.top, other.top)
        apart = max(one.x0, other.x0) - min(one.x1, other.x1)
    return max(0, along) if apart <= across_px else 0


def without_strays(upright: Segment, others: list[Segment], stray_px: int, touch_px: int) -> Segment:
    """A rule that runs down, cut at the last rule it crosses where no more than `stray_px` stand out beyond
    and reach no other rule: there a stroke of print touches it.
    """
    crossed = [
        (other.top, other.bottom)
        for other in others
        if other.is_horizontal and crossing_place(upright, other, touch_px)
    ]
    first = min((top for top, _ in crossed), default=upright.top)
    last = max((end for _, end in crossed), default=upright.bottom)
    is_stray_above = upright.top + touch_px < first <= upright.top + stray_px
    is_stray_below = upright.bottom - stray_px <= last < upright.bottom - touch_px
    return replace(
        upright,
        top=first if is_stray_above else upright.top,
        bottom=last if is_stray_below else upright.bottom,
    )


def joined(segments: list[Segment], gap_px: int, across_px: int) -> list[Segment]:
    """Rules with those joined that run on in one line after no more than `gap_px`, which a scan breaks."""
    done: list[Segment] = []
    for one in sorted(segments, key=lambda s: s.ends()[0][0 if s.is_horizontal else 1]):
        before = next((k for k, other in enumerate(done) if _runs_on(other, one, gap_px, across_px)), None)
        if before is None:
            done.append(one)
        else:
            done[before] = _around(done[before], one)
    return done


def _runs_on(before: Segment, after: Segment, gap_px: int, across_px: int) -> bool:
    """Whether a rule is the next piece of another, its line no more than `across_px` off."""
    if before.is_horizontal is not after.is_horizontal:
        return False
    if before.is_horizontal:
        gap, off = after.x0 - before.x1, abs(after.top + after.bottom - before.top - before.bottom) / 2
    else:
        gap, off = after.top - before.bottom, abs(after.x0 + after.x1 - before.x0 - before.x1) / 2
    return gap <= gap_px and off <= across_px


def _around(a: Segment, b: Segment) -> Segment:
    return Segment(
        a.is_horizontal, min(a.x0, b.x0), min(a.top, b.top), max(a.x1, b.x1), max(a.bottom, b.bottom)
    )


def painted_over(pixels: Pixels, segments: Iterable[Segment], blank: int) -> Pixels:
    """A picture without some rules and their grey edges."""
    rest = pixels.copy()
    for s in segments:
        rows = slice(max(0, s.top - _EDGE_PX), s.bottom + _EDGE_PX)
        rest[rows, max(0, s.x0 - _EDGE_PX) : s.x1 + _EDGE_PX] = blank
    return rest
