"""Faint and dotted runs of ink that are rules because others hold them: they cross them or end them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extractors.ocr.segments import Segment, crossings_px, ends_level, meets_across, shared_px

# Beyond what strokes of print at one height make, or those of one letter.
_MIN_LENGTH_PT, _MIN_HEIGHT_PT = 30.0, 15.0
_MIN_APART_PT = 10.0  # between the rules that a run meets, else they are one
_SPREAD_PX = 16  # evening out adds to the ends of a dark rule, up to a rule nearby
_ACROSS_PX = 4


@dataclass(frozen=True, slots=True)
class Run:
    """What may be a rule, and how far from its end another rule may lie that ends it."""

    segment: Segment
    reach_px: int


def held_rules(runs: Iterable[Run], solid: list[Segment], scale: float) -> list[Segment]:
    """The runs that are rules: two rules, `solid` or held themselves, cross or end a long one, or both ends
    lie on some (or one does, where a page's end cuts a row open). The leaders of a contents page meet none.
    """
    new = [run for run in runs if not _is_known(run.segment, solid)]
    long = [run for run in new if _is_long(run.segment, scale)]
    held = _hanging_together(long, solid, round(_MIN_APART_PT * scale))
    rules = [*solid, *held]
    rest = [run for run in new if run.segment not in held]
    return held + [run.segment for run in rest if _is_held(run, rules)]


def _is_held(run: Run, rules: list[Segment]) -> bool:
    return meets_across(run.segment, rules, run.reach_px) or ends_level(run.segment, rules, run.reach_px)


def _is_long(segment: Segment, scale: float) -> bool:
    least_pt = _MIN_LENGTH_PT if segment.is_horizontal else _MIN_HEIGHT_PT
    return segment.length_px >= least_pt * scale


def _is_known(segment: Segment, rules: list[Segment]) -> bool:
    least_px = segment.length_px - _SPREAD_PX
    return any(shared_px(segment, other, _ACROSS_PX) >= least_px for other in rules)


def _hanging_together(runs: list[Run], solid: list[Segment], apart_px: int) -> list[Segment]:
    """The runs that meet others, the loose ones taken off first."""
    while True:
        rules = [*solid, *(run.segment for run in runs)]
        held = [run for run in runs if crossings_px(run.segment, rules, run.reach_px) > apart_px]
        if len(held) == len(runs):
            return [run.segment for run in held]
        runs = held
