"""Dotted and dashed rules that are painted mark by mark."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.tables.joining import SAME_AXIS_PT, TOUCH_PT, groups_within, join_pieces
from extractors.tables.strokes import Dot, Rule

# Five marks in a row are a rule of their own. Two to four are one only between rules that they join: else
# they are bullets, leaders, ticks, neighbouring dots of a double rule.
MIN_MARKS = 5
MIN_BRIDGING_MARKS = 2
MIN_HANGING = 3
# The gap of dots is about their size, of dashes at most their length.
MARK_GAP_PT = 3.0
DASH_PT = 8.0
# A run of marks ends within a gap of the rule it meets.
BRIDGE_PT = 4.0


def whole_rules(pieces: Iterable[Rule], dots: Sequence[Dot]) -> list[Rule]:
    """Rules from a page's strokes: touching pieces joined, runs of marks as dashed rules, others as they are.

    `dots` that are part of no run are dropped.
    """
    joined = join_pieces(pieces)
    met = _met_dashes(joined)
    sure = [rule for rule in joined if rule.length_pt > DASH_PT and rule not in met]
    short = [rule for rule in joined if rule.length_pt <= DASH_PT or rule in met]
    loose: list[list[Rule]] = []
    for is_stroke, marks in ((True, short), (False, [*_as_rules(dots, True), *_as_rules(dots, False)])):
        for run in _runs(marks):
            if len(run) >= MIN_MARKS:
                sure.append(_dashed(run))
            elif is_stroke or len(run) >= MIN_BRIDGING_MARKS:
                loose.append(run)
    strokes = {id(rule) for rule in short}
    lanes = [_Lane([rule for rule in sure if rule.is_horizontal is direction]) for direction in (True, False)]
    settled = list(sure)
    hanging = _hanging([_dashed(run) for run in loose], lanes)
    for run in loose:
        rule = _dashed(run)
        if rule.length_pt > DASH_PT and (lanes[rule.is_horizontal].bridged_by(rule) or rule in hanging):
            settled.append(rule)
        else:
            settled.extend(mark for mark in run if id(mark) in strokes)
    return settled


def _met_dashes(rules: Sequence[Rule]) -> set[Rule]:
    """Two dashes as one piece, beside a dash half as long: where a cell's border ends and the next begins."""
    is_candidate = [rule for rule in rules if rule.length_pt <= 2 * DASH_PT]
    met: set[Rule] = set()
    for direction in (True, False):
        for line in groups_within([r for r in is_candidate if r.is_horizontal is direction], SAME_AXIS_PT):
            for before, after in pairwise(sorted(line, key=lambda r: r.start_pt)):
                short, long = sorted((before, after), key=lambda r: r.length_pt)
                is_double = abs(long.length_pt - 2 * short.length_pt) <= TOUCH_PT
                if is_double and after.start_pt - before.end_pt <= max(MARK_GAP_PT, short.length_pt):
                    met.add(long)
    return met


def _hanging(runs: Sequence[Rule], lanes: Sequence[_Lane]) -> set[Rule]:
    """Runs that end at a rule on one side only, where at least three of equal extent do so side by side.

    The verticals of a low row that a page break cut off from its other rule look like that.
    """
    by_extent: dict[tuple[bool, int, int], list[Rule]] = {}
    for rule in runs:
        if rule.length_pt > DASH_PT and lanes[rule.is_horizontal].touched_by(rule):
            key = (rule.is_horizontal, round(rule.start_pt), round(rule.end_pt))
            by_extent.setdefault(key, []).append(rule)
    return {rule for group in by_extent.values() if _n_apart(group) >= MIN_HANGING for rule in group}


def _n_apart(rules: Sequence[Rule]) -> int:
    """How many rules of one direction stand apart from each other by more than the lines of a double rule."""
    count, last = 0, float("-inf")
    for rule in sorted(rules, key=lambda r: r.at_pt):
        if rule.at_pt - last > DASH_PT:
            count, last = count + 1, rule.at_pt
    return count


def _as_rules(dots: Iterable[Dot], is_horizontal: bool) -> list[Rule]:
    """Dots as pieces of horizontal or vertical rules."""
    if is_horizontal:
        return [Rule(True, (d.top + d.bottom) / 2, d.x0, d.x1, 1.0, d.colour) for d in dots]
    return [Rule(False, (d.x0 + d.x1) / 2, d.top, d.bottom, 1.0, d.colour) for d in dots]


def _runs(marks: Iterable[Rule]) -> Iterator[list[Rule]]:
    """Marks of one direction and axis with short gaps between."""
    by_direction: dict[bool, list[Rule]] = {True: [], False: []}
    for mark in marks:
        by_direction[mark.is_horizontal].append(mark)
    for group in by_direction.values():
        for line in groups_within(group, SAME_AXIS_PT):
            yield from _split_at_gaps(sorted(line, key=lambda r: r.start_pt))


def _split_at_gaps(line: list[Rule]) -> Iterator[list[Rule]]:
    run = line[:1]
    for mark in line[1:]:
        if mark.start_pt - run[-1].end_pt > max(MARK_GAP_PT, min(run[-1].length_pt, DASH_PT)):
            yield run
            run = []
        run.append(mark)
    yield run


def _dashed(run: list[Rule]) -> Rule:
    return replace(run[0], end_pt=max(mark.end_pt for mark in run), is_dashed=True)


class _Lane:
    """Rules of one direction by their axis."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = sorted(rules, key=lambda r: r.at_pt)
        self._at = [rule.at_pt for rule in self._rules]

    def bridged_by(self, rule: Rule) -> bool:
        """Whether a crossing run of marks begins at one of these rules and ends at another."""
        return self._meets(rule, rule.start_pt) and self._meets(rule, rule.end_pt)

    def touched_by(self, rule: Rule) -> bool:
        """Whether a crossing run of marks begins or ends at one of these rules."""
        return self._meets(rule, rule.start_pt) or self._meets(rule, rule.end_pt)

    def _meets(self, rule: Rule, end: float) -> bool:
        near = range(bisect_left(self._at, end - BRIDGE_PT), bisect_right(self._at, end + BRIDGE_PT))
        return any(
            self._rules[i].start_pt - BRIDGE_PT <= rule.at_pt <= self._rules[i].end_pt + BRIDGE_PT
            for i in near
        )
