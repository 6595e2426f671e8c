"""The character account of a page: what is painted is read, no more and no less."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.reading import Line, Table
from extractors.tables.errors import CharactersLost
from extractors.tables.glyphs import Glyph, visible_length


def account(
    glyphs: Iterable[Glyph],
    tables: Sequence[Table],
    lines: Sequence[Line],
    unclaimed: Sequence[Line],
    page: int,
) -> int:
    """The number of visible characters of a page (overprinted repeats count once).

    Raises CharactersLost when the lines of cells, `lines` and `unclaimed` do not hold exactly these.
    """
    expected = visible_length("".join([g.text for g in glyphs]))
    in_cells = [line.text for t in tables for cell in t.cells for line in cell.lines]
    found = visible_length("".join([*in_cells, *(line.text for line in (*lines, *unclaimed))]))
    if found != expected:
        raise CharactersLost(page=page, expected=expected, found=found)
    return expected
