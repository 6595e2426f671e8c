"""One page: painted objects to tables, lines, drawings and the character account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from extractors.geometry import Box
from extractors.reading import Line, PageReading
from extractors.tables.addaligned import with_aligned
from extractors.tables.agreement import Opinion, cell_opinion, line_opinions
from extractors.tables.build import Locator, Place, Placed, build_tables, place
from extractors.tables.celltext import lines_of
from extractors.tables.crossing import crossed_lines, crossing_words, struck_words
from extractors.tables.glyphs import Glyph, glyphs_of, visible_length, without_hidden, without_overprints
from extractors.tables.lattice import Grid
from extractors.tables.ledger import account
from extractors.tables.overhang import follow_text
from extractors.tables.ruling import Ruling, read_ruling

Problem = tuple[str, str, Box | None]
# Two pages on one sheet leave more than this free in the middle, of the sheet's width on either side.
GUTTER_SHARE = 0.007
_SHARE_POINTS = 100  # each way


def read_page(page: Any, other_chars: Iterable[Mapping[str, Any]] | None, *, reader: str) -> PageReading:
    """Read one pdfplumber page filled by `reader` into tables, lines and drawings.

    `page.objects` holds pdfplumber's dicts (points, origin top left of the displayed page); a char may carry
    `hidden`. `other_chars` are the second reader's chars of the same page, None when one reader runs.
    Raises TooManyRules for a page of nothing but strokes, CharactersLost should the account not add up.
    """
    number, objects = page.page_number, page.objects
    painted, hidden = glyphs_of(objects.get("char", ()))
    glyphs = without_overprints(painted)
    ruling = read_ruling(objects, number, float(page.width), float(page.height))
    grids, mine = _settled(ruling.grids, glyphs, number, float(page.height))
    found = with_aligned(grids, mine, ruling, number, float(page.height))
    if found.n_found:
        grids, mine = found.grids, place(glyphs, Locator(found.grids))
    other = None
    if other_chars is not None:
        other = place(without_hidden(glyphs_of(other_chars)[0], hidden, glyphs), Locator(grids))
    tables = build_tables(grids, _opinions(grids, mine, other, number), ruling.fills, number)
    lines, problems = _outside_lines(mine, other, number, float(page.width), float(page.height))
    crossing = [("table.text_crosses_rule", *word) for word in crossing_words(mine, number)]
    crossing += [("table.text_crosses_rule", *line) for line in crossed_lines(tables)]
    crossing += [("table.struck_text", *word) for word in struck_words(mine, found.drawings, number)]
    images = objects.get("image", ())
    return PageReading(
        number,
        float(page.width),
        float(page.height),
        int(page.rotation or 0),
        tables,
        tuple(lines),
        found.drawings,
        (),
        account(glyphs, tables, lines, (), number),
        sum(visible_length(g.text) for g in hidden),
        len(images),
        (*_grid_problems(ruling, number), *found.problems, *problems, *crossing),
        _image_share(images, float(page.width), float(page.height)),
    )


def _settled(
    grids: Sequence[Grid], glyphs: Sequence[Glyph], page: int, height_pt: float
) -> tuple[Sequence[Grid], Placed]:
    """Grids that reach as far as their text does, and the glyphs in their cells."""
    placed = place(glyphs, Locator(grids))
    followed = follow_text(grids, placed, page, height_pt)
    if followed == list(grids):
        return grids, placed
    return followed, place(glyphs, Locator(followed))


def _opinions(grids: Sequence[Grid], mine: Placed, other: Placed | None, page: int) -> dict[Place, Opinion]:
    places = [(i, k) for i, grid in enumerate(grids) for k in range(len(grid.spans))]
    return {
        where: cell_opinion(
            mine.by_cell.get(where, ()), None if other is None else other.by_cell.get(where, ()), page
        )
        for where in places
    }


def _outside_lines(
    mine: Placed, other: Placed | None, page: int, width_pt: float, height_pt: float
) -> tuple[list[Line], list[Problem]]:
    halves = _halves(mine.outside, width_pt, height_pt)
    lines = [line for half in halves for line in lines_of(half, page, split_columns=True)]
    if len(halves) > 1:
        lines.sort(key=lambda line: (line.box.top, line.box.x0))
    if other is None:
        return lines, []
    judged, extra = line_opinions(lines, other.outside, page)
    return judged, [("reader.disagree", line.text, line.box) for line in extra]


def _halves(glyphs: list[Glyph], width_pt: float, height_pt: float) -> list[list[Glyph]]:
    """The glyphs of a wide sheet's halves where none stands in the middle: their lines are set apart."""
    middle, free_pt = width_pt / 2, GUTTER_SHARE * width_pt
    if width_pt <= height_pt or any(g.x0 < middle + free_pt and g.x1 > middle - free_pt for g in glyphs):
        return [glyphs]
    return [[g for g in glyphs if g.x1 < middle], [g for g in glyphs if g.x0 > middle]]


def _grid_problems(ruling: Ruling, page: int) -> list[Problem]:
    if ruling.n_refused:
        return [("table.too_many_rules", str(ruling.n_refused), None)]
    return [
        ("table.irregular", f"{grid.n_split_regions}", Box(page, grid.x0, grid.top, grid.x1, grid.bottom))
        for grid in ruling.grids
        if grid.n_split_regions
    ]


def _image_share(images: Iterable[Mapping[str, Any]], width: float, height: float) -> float:
    """The share of the page that its images cover together, 0–1: scans are stored in strips and layers too.

    Counted on points spread evenly over the page.
    """
    if width <= 0 or height <= 0:
        return 0.0
    across, down = _SHARE_POINTS / width, _SHARE_POINTS / height
    rows = [0] * _SHARE_POINTS
    for image in images:
        first, end = _spread_points(image["x0"] * across, image["x1"] * across)
        covered = (1 << end) - (1 << first)
        for row in range(*_spread_points(image["top"] * down, image["bottom"] * down)):
            rows[row] |= covered
    return sum(row.bit_count() for row in rows) / _SHARE_POINTS**2


def _spread_points(start: float, end: float) -> tuple[int, int]:
    """The first of the points (at 0.5, 1.5 …) from `start` on, and that before which `end` lies."""
    first, last = (min(_SHARE_POINTS, max(0, round(edge))) for edge in (start, end))
    return first, max(first, last)
