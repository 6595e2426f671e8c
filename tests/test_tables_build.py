"""Tables from grids: whose cell a character, a tint and another table belong to."""

from __future__ import annotations

from itertools import product

import pytest

from extractors.tables.agreement import Opinion
from extractors.tables.build import Locator, build_tables, place
from extractors.tables.glyphs import Glyph, glyphs_of
from extractors.tables.lattice import Grid
from extractors.tables.regions import Span
from extractors.tables.strokes import Fill

GREY = (0.8,)


def grid(xs: tuple[float, ...], ys: tuple[float, ...], *spans: Span) -> Grid:
    """A closed grid; without `spans` every position is a cell."""
    places = product(range(len(ys) - 1), range(len(xs) - 1))
    return Grid(ys, xs, spans or tuple(Span(r, c, r, c) for r, c in places), frozenset(), 0)


def built(*grids: Grid, fills: tuple[Fill, ...] = ()):
    opinions = {(i, n): Opinion(()) for i, one in enumerate(grids) for n in range(len(one.spans))}
    return build_tables(grids, opinions, fills, 1)


TWO_BY_TWO = grid((0, 100, 200), (0, 50, 100))


def shaded(*fills: Fill, of: Grid = TWO_BY_TWO) -> list[tuple[int, int]]:
    (table,) = built(of, fills=fills)
    return [(cell.row, cell.column) for cell in table.cells if cell.is_shaded]


@pytest.mark.parametrize(("width", "is_shaded"), [(100, True), (51, True), (49, False)])
def test_a_cell_is_shaded_where_most_of_it_is(width: float, is_shaded: bool) -> None:
    assert (shaded(Fill(0, 0, width, 50, GREY)) == [(0, 0)]) is is_shaded


def test_a_tint_over_several_cells_shades_each() -> None:
    assert shaded(Fill(-5, 0, 205, 50, GREY)) == [(0, 0), (0, 1)]
    assert shaded(Fill(100, 50, 200, 100, GREY)) == [(1, 1)]


def test_a_tint_beyond_a_cell_shades_it_by_what_lies_in_it() -> None:
    assert shaded(Fill(0, -40, 100, 20, GREY)) == []
    assert shaded(Fill(190, 90, 200, 100, GREY)) == []  # far from the first cell both ways


def test_parts_of_a_tint_add_up_but_one_painted_twice_does_not() -> None:
    assert shaded(Fill(0, 0, 30, 50, GREY), Fill(30, 0, 60, 50, GREY)) == [(0, 0)]
    assert shaded(Fill(0, 0, 30, 50, GREY), Fill(0, 0, 30, 50, GREY)) == []


def test_a_merged_cell_is_measured_whole() -> None:
    merged = grid((0, 100, 200), (0, 50, 100), Span(0, 0, 1, 0), Span(0, 1, 0, 1), Span(1, 1, 1, 1))
    assert shaded(Fill(0, 0, 100, 40, GREY), of=merged) == []
    assert shaded(Fill(0, 0, 100, 60, GREY), of=merged) == [(0, 0)]
    (table,) = built(merged)
    assert [(c.row_span, c.column_span, c.box.height_pt) for c in table.cells] == [
        (2, 1, 100), (1, 1, 50), (1, 1, 50),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("xs", "ys", "parent"),
    [
        ((10, 50, 90), (10, 40), 0),
        ((-1, 50, 101), (-1, 51), 0),  # its frame lies on the cell's edge
        ((10, 50, 110), (10, 40), None),  # over two cells
        ((10, 50, 90), (40, 60), None),
        ((210, 250), (10, 40), None),
    ],
)
def test_a_table_within_one_cell_is_nested(
    xs: tuple[float, ...], ys: tuple[float, ...], parent: int | None
) -> None:
    assert [table.parent for table in built(TWO_BY_TWO, grid(xs, ys))] == [None, parent]


def test_a_table_in_a_table_in_a_table_belongs_to_the_nearest() -> None:
    outer, middle, inner = grid((0, 300), (0, 300)), grid((10, 200), (10, 200)), grid((20, 90), (20, 90))
    assert [table.parent for table in built(outer, middle, inner)] == [None, 0, 1]


def _glyphs(*placed: tuple[str, float, float]) -> list[Glyph]:
    chars = [
        {"text": text, "x0": x0, "x1": x0 + 10, "top": top, "bottom": top + 10, "size": 10.0}
        | {"fontname": "F", "upright": True, "matrix": (1, 0, 0, 1, 0, 0)}
        for text, x0, top in placed
    ]
    return glyphs_of(chars)[0]


def test_a_character_stands_in_the_innermost_cell_that_holds_its_middle() -> None:
    nested = grid((10, 90), (10, 40))
    placed = place(
        _glyphs(("内", 20, 20), ("外", 95, 5), ("欄", 120, 20), ("紙", 300, 20)),
        Locator([TWO_BY_TWO, nested]),
    )
    assert {where: [g.text for g in glyphs] for where, glyphs in placed.by_cell.items()} == {
        (1, 0): ["内"], (0, 1): ["外", "欄"],
    }  # fmt: skip
    assert [glyph.text for glyph in placed.outside] == ["紙"]


@pytest.mark.parametrize(
    ("mark", "x0", "cell"), [("、", 97, (0, 0)), ("市", 97, (0, 1)), ("、", 110, (0, 1))]
)
def test_a_comma_that_hangs_over_the_rule_is_of_the_cell_before(
    mark: str, x0: float, cell: tuple[int, int]
) -> None:
    placed = place(_glyphs(("町", 87, 20), (mark, x0, 20)), Locator([TWO_BY_TWO]))
    assert mark in [glyph.text for glyph in placed.by_cell[cell]]
