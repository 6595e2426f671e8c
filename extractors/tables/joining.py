"""Make whole rules of pieces: dots and dashes, collinear parts, rules drawn twice, double rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from extractors.tables.strokes import Colour, Dot, Rule

# Pieces of one rule touch; a pixel of a 96 dpi print is 0.75 pt.
TOUCH_PT = 1.0
# Strokes of one rule lie on one coordinate, up to the rounding of the program that printed them.
SAME_AXIS_PT = 0.3
SAME_WIDTH_PT = 0.3
# A dotted or dashed border has at least five marks; the gap of dots is about their size, of dashes about
# their length. Fewer marks are bullets, leaders or the corner pixels of borders.
MIN_MARKS = 5
MARK_GAP_PT = 3.0
DASH_PT = 8.0
# The lines of a double border are at most its width apart (Word and LibreOffice: 3 pt; rows are taller).
DOUBLE_PT = 3.0
DOUBLE_SPREAD_PT = 4.5
DOUBLE_OVERLAP = 0.5


def groups_within(items: Iterable[Rule], slack_pt: float) -> Iterator[list[Rule]]:
    """Rules of one direction in runs whose first and last `at_pt` differ by at most `slack_pt`."""
    run: list[Rule] = []
    for rule in sorted(items, key=lambda r: (r.at_pt, r.start_pt)):
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
    joined: list[Rule] = []
    for style in by_style.values():
        for run in groups_within(style, SAME_AXIS_PT):
            joined.extend(_dashes(_chain(run, TOUCH_PT)))
    return joined


def join_axis(rules: Iterable[Rule]) -> list[Rule]:
    """Join touching pieces on one axis whatever their style (after double rules were laid on one axis)."""
    joined: list[Rule] = []
    for direction in (True, False):
        for run in groups_within((r for r in rules if r.is_horizontal is direction), SAME_AXIS_PT):
            joined.extend(_chain(run, TOUCH_PT))
    return joined


def _chain(run: Iterable[Rule], gap_pt: float) -> list[Rule]:
    chained: list[Rule] = []
    for rule in sorted(run, key=lambda r: r.start_pt):
        last = chained[-1] if chained else None
        if last is not None and rule.start_pt - last.end_pt <= gap_pt:
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


def _dashes(pieces: list[Rule]) -> list[Rule]:
    """Join runs of short pieces with short gaps into dashed rules; longer pieces stay."""
    out: list[Rule] = []
    run: list[Rule] = []
    for piece in [*pieces, None]:
        gap_ok = (
            piece is not None
            and piece.length_pt <= DASH_PT
            and (not run or piece.start_pt - run[-1].end_pt <= max(MARK_GAP_PT, run[-1].length_pt))
        )
        if not gap_ok:
            out.extend(_dashed(run))
            run = []
        if piece is not None:
            if piece.length_pt <= DASH_PT:
                run.append(piece)
            else:
                out.append(piece)
    return out


def _dashed(run: list[Rule]) -> list[Rule]:
    if len(run) < MIN_MARKS:
        return run
    return [replace(run[0], end_pt=run[-1].end_pt, is_dashed=True)]


def rules_of_dots(dots: Iterable[Dot]) -> list[Rule]:
    """Rows and columns of at least `MIN_MARKS` dots as dashed rules."""
    marks = list(dots)
    return [
        *_dot_runs(marks, True, lambda d: (d.top + d.bottom) / 2, lambda d: (d.x0, d.x1)),
        *_dot_runs(marks, False, lambda d: (d.x0 + d.x1) / 2, lambda d: (d.top, d.bottom)),
    ]


def _dot_runs(
    dots: list[Dot],
    is_horizontal: bool,
    across: Callable[[Dot], float],
    along: Callable[[Dot], tuple[float, float]],
) -> list[Rule]:
    thin = [Rule(is_horizontal, across(dot), *along(dot), 1.0, dot.colour) for dot in dots]
    found: list[Rule] = []
    for line in groups_within(thin, SAME_AXIS_PT):
        run: list[Rule] = []
        for mark in sorted(line, key=lambda r: r.start_pt):
            if run and mark.start_pt - run[-1].end_pt > max(MARK_GAP_PT, 2 * mark.length_pt):
                found.extend(_run_rule(run))
                run = []
            run.append(mark)
        found.extend(_run_rule(run))
    return found


def _run_rule(run: list[Rule]) -> list[Rule]:
    if len(run) < MIN_MARKS:
        return []
    end = max(mark.end_pt for mark in run)
    return [replace(run[0], end_pt=end, is_dashed=True)]


def collapse_doubles(rules: Iterable[Rule]) -> list[Rule]:
    """Lay the two lines of a double rule on one axis, then join what touches."""
    moved: list[Rule] = []
    for direction in (True, False):
        moved.extend(_collapsed(sorted((r for r in rules if r.is_horizontal is direction), key=_by_axis)))
    return join_axis(moved)


def _by_axis(rule: Rule) -> tuple[float, float]:
    return rule.at_pt, rule.start_pt


def _collapsed(rules: list[Rule]) -> list[Rule]:
    """Move each rule that runs beside an earlier one within `DOUBLE_PT` onto a shared axis."""
    leader = list(range(len(rules)))
    first_at = [rule.at_pt for rule in rules]
    for i, rule in enumerate(rules):
        for j in range(i - 1, -1, -1):
            other = rules[j]
            if rule.at_pt - other.at_pt > DOUBLE_PT:
                break
            if _run_together(rule, other) and rule.at_pt - first_at[leader[j]] <= DOUBLE_SPREAD_PT:
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
        moved.extend(replace(rule, at_pt=middle) for rule in group)
    return moved
