"""Rules that belong together, and strokes that only look as if they did."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from extractors.tables.strokes import Rule

# A rule meets another when its end lies on it or misses it by a corner's rounding (0.75 pt a pixel at 96 dpi,
# half the width of a double border); half the widths of both strokes come on top.
MEET_PT = 2.0
# Edges of one row or column, drawn cell by cell or by hand, differ by less than the smallest print is high.
SNAP_PT = 3.0
# A full-width rule beside a table without outer verticals belongs to it when a few lines of text lie between.
LONE_RULE_GAP_PT = 60.0


def groups_of(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that meet, directly or through others, in groups; lone full-width rules with the table beside."""
    return _with_lone_rules(_components(rules))


def without_strays(group: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Take out strokes that dangle inside the group: an underline, a shaft without a head."""
    strays: list[Rule] = []
    horizontals = [rule for rule in group if rule.is_horizontal]
    verticals = sorted((rule for rule in group if not rule.is_horizontal), key=_at)
    horizontals.sort(key=_at)
    while horizontals and verticals:
        dangling = [*_dangling(horizontals, verticals), *_dangling(verticals, horizontals)]
        if not dangling:
            break
        strays.extend(dangling)
        gone = {id(rule) for rule in dangling}
        horizontals = [rule for rule in horizontals if id(rule) not in gone]
        verticals = [rule for rule in verticals if id(rule) not in gone]
    return [*horizontals, *verticals], strays


def _at(rule: Rule) -> float:
    return rule.at_pt


def _reach(a: Rule, b: Rule) -> float:
    return MEET_PT + (a.width_pt + b.width_pt) / 2


def _crosses(one: Rule, other: Rule) -> bool:
    slack = _reach(one, other)
    return (
        one.start_pt - slack <= other.at_pt <= one.end_pt + slack
        and other.start_pt - slack <= one.at_pt <= other.end_pt + slack
    )


def _components(rules: Sequence[Rule]) -> list[list[Rule]]:
    horizontals = [rule for rule in rules if rule.is_horizontal]
    verticals = sorted((rule for rule in rules if not rule.is_horizontal), key=_at)
    at = [rule.at_pt for rule in verticals]
    slack = MEET_PT + max((rule.width_pt for rule in rules), default=0.0)
    root = list(range(len(horizontals) + len(verticals)))
    for i, rule in enumerate(horizontals):
        for j in range(bisect_left(at, rule.start_pt - slack), bisect_right(at, rule.end_pt + slack)):
            if _crosses(rule, verticals[j]):
                _unite(root, i, len(horizontals) + j)
    groups: dict[int, list[Rule]] = {}
    for index, rule in enumerate([*horizontals, *verticals]):
        groups.setdefault(_find(root, index), []).append(rule)
    return list(groups.values())


def _find(root: list[int], i: int) -> int:
    while root[i] != i:
        root[i] = root[root[i]]
        i = root[i]
    return i


def _unite(root: list[int], i: int, j: int) -> None:
    a, b = _find(root, i), _find(root, j)
    root[max(a, b)] = min(a, b)


def _with_lone_rules(groups: list[list[Rule]]) -> list[list[Rule]]:
    """Give single horizontal rules to a table of the same width without outer verticals beside it."""
    lone = [group[0] for group in groups if len(group) == 1 and group[0].is_horizontal]
    rest = [group for group in groups if not (len(group) == 1 and group[0].is_horizontal)]
    for group in rest if lone else []:
        if not _is_open_sideways(group):
            continue
        grew = True
        while grew:
            joined = [rule for rule in lone if _continues(rule, group)]
            grew = bool(joined)
            group.extend(joined)
            lone = [rule for rule in lone if rule not in joined]
    return rest + [[rule] for rule in lone]


def _is_open_sideways(group: list[Rule]) -> bool:
    horizontals = [rule for rule in group if rule.is_horizontal]
    verticals = [rule for rule in group if not rule.is_horizontal]
    if len(horizontals) < 2 or not verticals:
        return False
    left = min(rule.start_pt for rule in horizontals)
    right = max(rule.end_pt for rule in horizontals)
    return all(left + SNAP_PT < rule.at_pt < right - SNAP_PT for rule in verticals)


def _continues(rule: Rule, group: list[Rule]) -> bool:
    horizontals = [other for other in group if other.is_horizontal]
    left = min(other.start_pt for other in horizontals)
    right = max(other.end_pt for other in horizontals)
    distance = min(abs(rule.at_pt - other.at_pt) for other in horizontals)
    return (
        abs(rule.start_pt - left) <= SNAP_PT
        and abs(rule.end_pt - right) <= SNAP_PT
        and distance <= LONE_RULE_GAP_PT
    )


def _dangling(rules: list[Rule], across: list[Rule]) -> list[Rule]:
    """Rules that end inside the group where no crossing rule stands, or that meet none at either end."""
    stands = [rule.at_pt for rule in across]
    low = min(stands[0], *(rule.start_pt for rule in rules)) + SNAP_PT
    high = max(stands[-1], *(rule.end_pt for rule in rules)) - SNAP_PT
    slack = MEET_PT + max(rule.width_pt for rule in across)

    def judge(rule: Rule, end: float) -> tuple[bool, bool]:
        """Whether the end lies on no crossing rule's coordinate, and whether it meets no crossing rule."""
        if not low < end < high:
            return False, False
        near = across[bisect_left(stands, end - slack) : bisect_right(stands, end + slack)]
        near = [other for other in near if abs(other.at_pt - end) <= _reach(rule, other)]
        return not near, not any(_crosses(rule, other) for other in near)

    found = []
    for rule in rules:
        (start_free, start_loose), (end_free, end_loose) = (
            judge(rule, rule.start_pt),
            judge(rule, rule.end_pt),
        )
        if start_free or end_free or (start_loose and end_loose):
            found.append(rule)
    return found
