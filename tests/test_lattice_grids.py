"""Grids of rules alone, without a document: what belongs together, what parts cells, what is no rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.tables.errors import TooManyRules
from extractors.tables.lattice import Lattices, find_grids
from extractors.tables.strokes import Rule


def across(y: float, x0: float, x1: float) -> Rule:
    return Rule(is_horizontal=True, at_pt=y, start_pt=x0, end_pt=x1)


def down(x: float, y0: float, y1: float) -> Rule:
    return Rule(is_horizontal=False, at_pt=x, start_pt=y0, end_pt=y1)


def frame(x0: float, y0: float, x1: float, y1: float) -> list[Rule]:
    return [across(y0, x0, x1), across(y1, x0, x1), down(x0, y0, y1), down(x1, y0, y1)]


def turned(rules: list[Rule]) -> list[Rule]:
    """The same rules with x and y exchanged."""
    return [Rule(not r.is_horizontal, r.at_pt, r.start_pt, r.end_pt) for r in rules]


def sizes(found: Lattices) -> list[tuple[int, int, int]]:
    """Rows, columns and cells of each grid."""
    return [(len(g.row_edges) - 1, len(g.column_edges) - 1, len(g.spans)) for g in found.grids]


BOTH_WAYS = pytest.mark.parametrize("way", [list, turned], ids=["upright", "turned"])


@BOTH_WAYS
def test_a_rule_within_one_cell_parts_nothing(way) -> None:
    """The shaft of an arrow that starts at a border, beside a row that is parted."""
    shaft = across(130, 100, 240)
    parted = [across(160, 100, 300), down(200, 160, 200)]
    found = find_grids(way([*frame(100, 100, 300, 200), *parted, shaft]), 1)
    assert [len(grid.spans) for grid in found.grids] == [3]
    assert list(found.strays) == way([shaft])


@BOTH_WAYS
def test_a_rule_between_two_cells_stays_also_where_it_ends_early(way) -> None:
    rules = [*frame(100, 100, 300, 200), across(150, 100, 300), down(200, 100, 150)]
    found = find_grids(way(rules), 1)
    assert [len(grid.spans) for grid in found.grids] == [3]
    assert not found.strays


@BOTH_WAYS
def test_two_tables_that_nearly_touch_are_two(way) -> None:
    """Thick borders reach over the gap between them."""
    first = [*frame(100, 100, 300, 150), down(200, 100, 150)]
    second = [*frame(100, 153.5, 300, 200), down(160, 153.5, 200), down(240, 153.5, 200)]
    thick = [replace(rule, width_pt=2.0) for rule in way([*first, *second])]
    assert sorted(len(grid.spans) for grid in find_grids(thick, 1).grids) == [2, 3]


@BOTH_WAYS
def test_a_narrow_row_that_a_rule_crosses_is_a_row(way) -> None:
    rules = [*frame(100, 100, 300, 200), across(150, 100, 300), across(154, 100, 300), down(200, 100, 200)]
    assert [len(grid.spans) for grid in find_grids(way(rules), 1).grids] == [6]


@pytest.mark.parametrize(
    ("x", "top", "is_table"),
    [(200, 180, True), (110, 180, False), (290, 180, False), (200, 192, False)],
)
def test_one_rule_on_another_is_a_cut_row_where_it_has_room_for_text(
    x: float, top: float, is_table: bool
) -> None:
    found = find_grids([across(200, 100, 300), down(x, top, 200)], 1)
    assert sizes(found) == ([(1, 2, 2)] if is_table else [])
    assert len(found.strays) == (0 if is_table else 2)
    if is_table:
        assert found.grids[0].open_edges == {"left", "right", "top"}
        assert found.grids[0].ruled_below == (True, True)


@pytest.mark.parametrize(("height", "xs", "n_cells"), [(30, (100, 200, 300), 2), (20, (100, 200, 300), 0),
                                                       (30, (100, 300), 0)])  # fmt: skip
def test_verticals_alone_are_a_row_where_there_are_three_of_a_lines_height(
    height: float, xs: tuple[float, ...], n_cells: int
) -> None:
    found = find_grids([down(x, 100, 100 + height) for x in xs], 1)
    assert sum(len(grid.spans) for grid in found.grids) == n_cells
    assert all(grid.open_edges == {"top", "bottom"} for grid in found.grids)


def test_a_box_too_small_for_print_is_no_table() -> None:
    assert not find_grids(frame(100, 100, 104, 140), 1).grids
    assert sizes(find_grids(frame(100, 100, 106, 140), 1)) == [(1, 1, 1)]


@BOTH_WAYS
def test_a_side_is_open_when_less_than_half_of_it_is_ruled(way) -> None:
    name = {list: "bottom", turned: "right"}[way]
    rules = [across(100, 100, 300), *(down(x, 100, 200) for x in (100, 180, 300)), across(150, 100, 300)]
    for ruled_to, is_open in ((180, True), (300, False)):
        (grid,) = find_grids(way([*rules, across(200, 100, ruled_to)]), 1).grids
        assert (name in grid.open_edges) is is_open


def test_a_rule_that_ends_in_the_open_is_no_border() -> None:
    stub = down(200, 130, 300)
    found = find_grids([*frame(100, 100, 300, 300), across(200, 100, 300), stub], 1)
    assert [len(grid.spans) for grid in found.grids] == [2]
    assert list(found.strays) == [stub]


def test_a_grid_of_more_positions_than_any_table_has_is_refused() -> None:
    lines = [across(4.0 * k, 0, 1000) for k in range(250)] + [down(4.0 * k, 0, 1000) for k in range(250)]
    with pytest.raises(TooManyRules):
        find_grids(lines, 1)
