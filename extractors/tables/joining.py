"""Make whole rules of pieces: collinear parts, rules drawn twice, the two lines of a double rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from extractors.tables.strokes import Colour, Rule

# Pieces of one rule touch; a pixel of a 96 dpi print is 0.75 pt.
TOUCH_PT = 1.0
# Strokes of one rule lie on one coordinate, up to the rounding of the program that printed them.
SAME_AXIS_PT = 0.3
SAME_WIDTH_PT = 0.3
# The lines of a double border are at most its width apart (Word and LibreOffice: 3 pt; rows are taller).
DOUBLE_PT = 3.0
DOUBLE_SPREAD_PT = 4.5
DOUBLE_OVERLAP = 0.5


def groups_within(items: Iterable[Rule], slack_pt: float) -> Iterator[list[Rule]]:
    """Rules of one direction in runs whose first and last `at_pt` differ by at most `slack_pt`."""
    run: list[Rule] = []
    for rule in sorted(items, key=_by_axis):
        if run and rule.at_pt - run[0].at_pt > slack_pt:
            yield run
            run = []
        run.append(rule)
    if run:
        yield run


def join_pieces(rules: Iterable[Rule]) -> list[Rule]:
    """Join touching and overlapping pieces of the same direction, width and colour; exact repeats vanish."""
    by_style: dict[tuple[bool, int, Colour], list[Rule]] = {}
    for rule in rules:
        key = (rule.is_horizontal, round(rule.width_pt / SAME_WIDTH_PT), rule.colour)
        by_style.setdefault(key, []).append(rule)
    return [
        rule
        for style in by_style.values()
        for run in groups_within(style, SAME_AXIS_PT)
        for rule in _chain(run)
    ]


def _chain(run: Iterable[Rule]) -> list[Rule]:
    chained: list[Rule] = []
    for rule in sorted(run, key=lambda r: r.start_pt):
        last = chained[-1] if chained else None
        if last is not None and rule.start_pt - last.end_pt <= TOUCH_PT:
            chained[-1] = _merged(last, rule)
        else:
            chained.append(rule)
    return chained


def _merged(first: Rule, second: Rule) -> Rule:
    """One rule over both; it lies where the longer one does."""
    longer = first if first.length_pt >= second.length_pt else second
    return replace(
        longer,
        start_pt=min(first.start_pt, second.start_pt),
        end_pt=max(first.end_pt, second.end_pt),
        width_pt=max(first.width_pt, second.width_pt),
    )


def collapse_doubles(rules: Iterable[Rule]) -> list[Rule]:
    """Lay the two lines of a double rule on one axis, then join what touches there whatever its style."""
    joined: list[Rule] = []
    ordered = sorted(rules, key=_by_axis)
    for direction in (True, False):
        moved = _collapsed([rule for rule in ordered if rule.is_horizontal is direction])
        for run in groups_within(moved, SAME_AXIS_PT):
            joined.extend(_chain(run))
    return joined


def _by_axis(rule: Rule) -> tuple[float, float]:
    return rule.at_pt, rule.start_pt


def _collapsed(rules: list[Rule]) -> list[Rule]:
    """Move each rule that runs beside an earlier one within `DOUBLE_PT` onto a shared axis."""
    leader = list(range(len(rules)))
    for i, rule in enumerate(rules):
        for j in range(i - 1, -1, -1):
            other = rules[j]
            if rule.at_pt - other.at_pt > DOUBLE_PT:
                break
            if _run_together(rule, other) and rule.at_pt - rules[leader[j]].at_pt <= DOUBLE_SPREAD_PT:
                leader[i] = leader[j]
                break
    return _on_shared_axes(rules, leader)


def _run_together(a: Rule, b: Rule) -> bool:
    overlap = min(a.end_pt, b.end_pt) - max(a.start_pt, b.start_pt)
    return overlap > DOUBLE_PT and overlap >= DOUBLE_OVERLAP * min(a.length_pt, b.length_pt)


def _on_shared_axes(rules: list[Rule], leader: list[int]) -> list[Rule]:
    members: dict[int, list[Rule]] = {}
    for rule, lead in zip(rules, leader, strict=True):
        members.setdefault(lead, []).append(rule)
    moved: list[Rule] = []
    for group in members.values():
        middle = (group[0].at_pt + group[-1].at_pt) / 2
        if len(group) == 1:
            moved += group
            continue
        # Together the lines are as wide as what they span: the rules that meet them stop at the outer one.
        width = max(r.at_pt + r.width_pt / 2 for r in group) - min(r.at_pt - r.width_pt / 2 for r in group)
        moved.extend(replace(rule, at_pt=middle, width_pt=width) for rule in group)
    return moved
