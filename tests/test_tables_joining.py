"""Rules made whole: pieces that touch, strokes drawn twice, the two lines of a double border."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.tables.joining import collapse_doubles, groups_within, join_pieces
from extractors.tables.strokes import Rule

RED = (1.0, 0.0, 0.0)


def across(y: float, x0: float, x1: float, width: float = 0.5) -> Rule:
    return Rule(is_horizontal=True, at_pt=y, start_pt=x0, end_pt=x1, width_pt=width)


def extents(rules: list[Rule]) -> list[tuple[float, float, float]]:
    return sorted((rule.at_pt, rule.start_pt, rule.end_pt) for rule in rules)


@pytest.mark.parametrize(
    ("gap", "is_one"), [(-20.0, True), (0.0, True), (1.0, True), (1.5, False), (30.0, False)]
)
def test_pieces_that_touch_or_overlap_are_one_rule(gap: float, is_one: bool) -> None:
    joined = join_pieces([across(100, 50, 150), across(100, 150 + gap, 250)])
    assert (len(joined) == 1) is is_one
    assert (joined[0].start_pt, joined[-1].end_pt) == (50, 250)


def test_a_piece_inside_another_does_not_shorten_it() -> None:
    assert extents(join_pieces([across(100, 50, 250), across(100, 100, 120)])) == [(100, 50, 250)]


def test_a_joined_rule_lies_where_its_longer_piece_does() -> None:
    pieces = [across(100.2, 50, 100), across(100.0, 100, 300)]
    assert extents(join_pieces(pieces)) == [(100.0, 50, 300)]


@pytest.mark.parametrize("other", [
    across(100.4, 150, 250),
    across(100, 150, 250, width=1.5),
    replace(across(100, 150, 250), colour=RED),
    Rule(is_horizontal=False, at_pt=100, start_pt=150, end_pt=250),
])  # fmt: skip
def test_pieces_of_another_axis_width_colour_or_direction_stay_apart(other: Rule) -> None:
    assert len(join_pieces([across(100, 50, 150), other])) == 2


def test_a_run_is_measured_from_its_first_rule() -> None:
    """Else rules a little apart each would be one, however many."""
    runs = list(groups_within([across(y, 0, 9) for y in (1.0, 1.2, 1.4, 1.6)], 0.3))
    assert [[rule.at_pt for rule in run] for run in runs] == [[1.0, 1.2], [1.4, 1.6]]


def test_the_lines_of_a_double_border_are_one_rule_as_wide_as_both() -> None:
    (whole,) = collapse_doubles([across(100, 50, 250), across(102, 50, 250)])
    assert (whole.at_pt, whole.start_pt, whole.end_pt, whole.width_pt) == (101, 50, 250, 2.5)


def test_three_lines_are_one_rule_and_a_fourth_further_on_is_none_of_it() -> None:
    """Each is near the one before; together they may not spread over a row."""
    found = collapse_doubles([across(y, 50, 250) for y in (100, 102, 104, 106)])
    assert [rule.at_pt for rule in found] == [102, 106]


@pytest.mark.parametrize(
    ("second", "n_rules"),
    [
        (across(103, 50, 250), 1),
        (across(103.5, 50, 250), 2),  # as far apart as two rows may be
        (across(102, 200, 400), 2),  # a quarter of it beside the first
        (across(102, 140, 340), 1),  # more than half
        (across(102, 249, 252), 2),  # it only touches the corner
    ],
)
def test_lines_are_double_where_they_run_near_and_beside_each_other(second: Rule, n_rules: int) -> None:
    assert len({rule.at_pt for rule in collapse_doubles([across(100, 50, 250), second])}) == n_rules


def test_doubles_of_both_directions_keep_to_themselves() -> None:
    double = [across(100, 50, 250), across(102, 50, 250)]
    turned = [replace(rule, is_horizontal=False) for rule in double]
    found = collapse_doubles([*double, *turned])
    assert [rule.is_horizontal for rule in found] == [True, False]
    assert {rule.at_pt for rule in found} == {101}
