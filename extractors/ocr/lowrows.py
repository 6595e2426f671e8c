"""Upright rules of one low row: shorter than strokes of print, they run from a level rule to the next.

What is ink all the way between two rules, with bare paper on both sides and no stroke going off it, is a
rule; strokes of print in such a row end before the rules, or have others beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from extractors.ocr.faint import has_bare_sides, has_stroke_attached, stands_in_print
from extractors.ocr.image import INK, PageImage, Pixels
from extractors.ocr.segments import Segment, crossing_place, is_in_line, painted_over, shared_px

_LEAST_PT, _MOST_PT = 5.0, 12.0  # of a low row between its rules; print is no smaller
TALLEST_PT, _HIGHEST_ROW_PT = 14.0, 48.0  # no stroke of print is as long; longer rules need no rows
_MAX_WIDTH_PT = 1.6
_ACROSS_PX = 4
_END_PX = 8  # from a rule, where a stroke that is taken for one ends
_GAP = 190  # of 255: lighter than a hairline
_AT_RULE_PX = 6  # from a level rule, where print leaves a gap
_WHOLE = 0.7  # of a stroke's way from rule to rule, inked


def low_rules(image: PageImage, rules: Sequence[Segment]) -> list[Segment]:
    """The upright rules of single rows between level `rules`, without those that are known.

    One in a row taller than any character may have print at its sides, and so may its next part.
    """
    level = [rule for rule in rules if rule.is_horizontal]
    upright = [rule for rule in rules if not rule.is_horizontal]
    found = [
        run
        for above, below in _rows(level, image.scale)
        for run in _runs_between(image, above, below)
        if not any(shared_px(run, known, _ACROSS_PX) for known in upright)
    ]
    if not found:
        return []
    even = painted_over(image.even, level, 255)
    ink = painted_over(image.ink, level, 0)
    tall = [run for run in found if run.length_px > TALLEST_PT * image.scale]
    return tall + [
        run
        for run in found
        if run not in tall
        and (
            any(_runs_on(run, other) for other in (*tall, *upright))
            or (
                has_bare_sides(ink, run)
                and not stands_in_print(ink, run)
                and not has_stroke_attached(even, run)
            )
        )
    ]


def _runs_on(run: Segment, other: Segment) -> bool:
    """Whether one upright run goes on from the end of another."""
    apart = max(run.top, other.top) - min(run.bottom, other.bottom)
    return is_in_line(run, other, _ACROSS_PX) and abs(apart) <= _END_PX


def without_print(rules: Sequence[Segment], image: PageImage) -> list[Segment]:
    """The rules without what is print in a low row: a 1 that touches the rules above and below it, the sides
    of a 図 in line with a rule of the row above.
    """
    level = [rule for rule in rules if rule.is_horizontal]
    upright = [rule for rule in rules if not rule.is_horizontal]
    even = painted_over(image.even, level, 255)
    least = round(_LEAST_PT * image.scale)
    kept, rest = [], upright
    while rest:  # what is left of a run may stand in one row alone
        parts = [(part, rule) for rule in rest for part in _ruled_parts(rule, level, image, even, least)]
        kept += [part for part, rule in parts if part == rule]
        rest = [part for part, rule in parts if part != rule and _is_like_a_rule(part, least, image.scale)]
    return [*level, *kept]


def _is_like_a_rule(part: Segment, least: int, scale: float) -> bool:
    """Whether what is left of a run is as high as a row and, in a low one, no broader than a thin rule."""
    is_thin = part.x1 - part.x0 <= _MAX_WIDTH_PT * scale
    return part.length_px >= least and (is_thin or part.length_px > _MOST_PT * scale)


def _ruled_parts(
    rule: Segment, level: Sequence[Segment], image: PageImage, even: Pixels, least: int
) -> Iterator[Segment]:
    """What of an upright rule is one, cut at the level rules of low rows in which it is print."""
    crossed = sorted((r for r in level if crossing_place(rule, r, _END_PX)), key=lambda r: r.top + r.bottom)
    start = rule.top
    for above, below in pairwise(crossed):
        part = replace(rule, top=above.bottom, bottom=below.top)
        is_low = least <= part.length_px <= _MOST_PT * image.scale
        if is_low and _is_print(part, image, even, len(crossed) == 2):
            yield replace(rule, top=start, bottom=above.bottom)
            start = below.top
    yield replace(rule, top=start)


def _is_print(part: Segment, image: PageImage, even: Pixels, is_alone: bool) -> bool:
    """Whether a run between two level rules is a stroke: black, but parted from both rules, or from one where
    other strokes go off it; one in no other row needs no gap.
    """
    darkest = image.even[part.top : part.bottom, max(0, part.x0 - 1) : part.x1 + 1].min(axis=1)
    if float((darkest < INK).mean()) < _WHOLE:
        return False
    gaps = sum(int(end.max()) > _GAP for end in (darkest[:_AT_RULE_PX], darkest[-_AT_RULE_PX:]))
    return gaps == 2 or ((gaps > 0 or is_alone) and has_stroke_attached(even, part))


def _rows(level: Sequence[Segment], scale: float) -> Iterator[tuple[Segment, Segment]]:
    """Level rules with the next one below that is as near as a low row is high."""
    for above in level:
        below = [
            rule
            for rule in level
            if _LEAST_PT * scale <= rule.top - above.bottom <= _HIGHEST_ROW_PT * scale
            and min(above.x1, rule.x1) > max(above.x0, rule.x0)
        ]
        if below:
            nearest = min(rule.top for rule in below)
            yield from ((above, rule) for rule in below if rule.top <= nearest + _ACROSS_PX)


def _runs_between(image: PageImage, above: Segment, below: Segment) -> Iterator[Segment]:
    """Narrow columns of ink from one level rule to the other, up to the middle of both."""
    x0, x1 = max(above.x0, below.x0), min(above.x1, below.x1)
    full = (image.ink[above.bottom : below.top, x0:x1] > 0).all(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], full.astype(np.int8), [0]))))
    top, bottom = (above.top + above.bottom) // 2, (below.top + below.bottom) // 2
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if end - start <= _MAX_WIDTH_PT * image.scale:
            yield Segment(False, x0 + start, top, x0 + end, bottom)
