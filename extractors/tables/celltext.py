"""Printed lines from the characters of a cell or of a page's open space, painted in any order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import attrgetter

from extractors.geometry import Box
from extractors.reading import Line
from extractors.tables.glyphs import Glyph
from extractors.tables.vertical import columns_of

# Characters share a line when they overlap in height by half of the smaller one: a superscript does, the next
# line (set at 1 em or more) does not.
LINE_OVERLAP = 0.5
# Where one line would lay characters over each other, rows closer than this (in em) are still one row.
STRICT_LINE_EM = 0.35
# A Latin word space is 0.25 em; a font's own side bearings are less.
WORD_GAP_EM = 0.25
TIGHT_GAP_EM = 0.15
# Two items on one line of a cell are further apart than letter-spacing reaches (1 em a character).
ITEM_GAP_EM = 1.5
# A half-width space is half an em; the quarter em that programs put between Japanese and Latin is none.
HALF_GAP_EM = 0.4
# PDFium swallows an ideographic space at the end of a text object (LibreOffice): the gap it leaves is one em.
IDEOGRAPHIC_GAP_EM = 0.85
# Text outside tables is split into lines of its own beyond this gap (columns of a page; leaders fill theirs).
COLUMN_GAP_EM = 3.0

_BY_HEIGHT = attrgetter("center_y")
_BY_EDGE = attrgetter("x0", "order")


def lines_of(glyphs: Iterable[Glyph], page: int, *, split_columns: bool = False) -> list[Line]:
    """Lines in reading order. `split_columns` cuts a line at wide gaps, as outside tables.

    Turned text is read in its own direction, 縦書き by columns from the right; lines that begin higher come
    first. Painted spaces are kept, save trailing ones.
    """
    by_direction: dict[str, list[Glyph]] = {}
    for glyph in glyphs:
        by_direction.setdefault(glyph.direction, []).append(glyph)
    lines: list[Line] = []
    for direction, group in by_direction.items():
        if direction == "right":
            lines.extend(_upright_lines(group, page, split_columns))
        else:
            lines.extend(_turned_lines(group, page, split_columns))
    if len(by_direction) > 1:
        lines.sort(key=lambda line: (line.box.top, line.box.x0))
    return lines


def _upright_lines(glyphs: list[Glyph], page: int, split_columns: bool) -> list[Line]:
    rows = rows_of(glyphs)
    columns = None if split_columns else columns_of(rows)
    if columns is not None:
        return [_line(column, page, "".join(g.text for g in column), True) for column in columns]
    return [_line(part, page, _text(part), False) for part in _inked_parts(rows, split_columns)]


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Rows from the top, each sorted from the left."""
    rows: list[list[Glyph]] = []
    core: Glyph | None = None
    for glyph in sorted(glyphs, key=_BY_HEIGHT):
        if core is not None and core.top == glyph.top <= glyph.bottom == core.bottom:
            rows[-1].append(glyph)  # as nearly all do; others are looked at
        elif core is not None and _shares_line(glyph, core):
            rows[-1].append(glyph)
            if glyph.bottom - glyph.top > core.bottom - core.top:
                core = glyph
        else:
            rows.append([glyph])
            core = glyph
    ordered: list[list[Glyph]] = []
    for row in rows:
        ordered.extend(_untangled(row))
    return ordered


def _shares_line(glyph: Glyph, core: Glyph) -> bool:
    overlap = min(glyph.bottom, core.bottom) - max(glyph.top, core.top)
    return overlap >= LINE_OVERLAP * min(glyph.bottom - glyph.top, core.bottom - core.top)


def _untangled(row: list[Glyph]) -> list[list[Glyph]]:
    """One row, given by height, sorted from the left; two where small print stands beside tall."""
    once = sorted(row, key=_BY_EDGE)
    if row[-1].center_y - row[0].center_y <= STRICT_LINE_EM * min([g.size_pt for g in row]):
        return [once]  # none stands above another
    if not any(_collide(a, b) for a, b in pairwise(once)):
        return [once]
    rows: list[list[Glyph]] = []
    for glyph in sorted(once, key=_BY_HEIGHT):
        last = rows[-1][0] if rows else None
        if last and glyph.center_y - last.center_y <= STRICT_LINE_EM * min(glyph.size_pt, last.size_pt):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [sorted(r, key=_BY_EDGE) for r in rows]


def _collide(a: Glyph, b: Glyph) -> bool:
    """Whether two neighbours of a row stand one above the other."""
    if a.is_space or b.is_space:
        return False
    overlap = min(a.x1, b.x1) - max(a.x0, b.x0)
    is_stacked = abs(a.center_y - b.center_y) > STRICT_LINE_EM * max(a.size_pt, b.size_pt)
    return is_stacked and overlap > 0.5 * min(a.x1 - a.x0, b.x1 - b.x0)


def _inked_parts(rows: Iterable[list[Glyph]], split_columns: bool) -> list[list[Glyph]]:
    """Rows, cut at wide gaps where asked for, without those that hold white space alone."""
    parts = [part for row in rows for part in (_parts(row) if split_columns else [row])]
    return [part for part in parts if not all([g.is_space for g in part])]


def _parts(row: list[Glyph]) -> list[list[Glyph]]:
    """Cut a row at gaps that no leader or space fills."""
    parts: list[list[Glyph]] = []
    last: Glyph | None = None
    for glyph in row:
        if last is None or (not glyph.is_space and glyph.x0 - last.x1 > COLUMN_GAP_EM * glyph.size_pt):
            parts.append([])
        parts[-1].append(glyph)
        if not glyph.is_space or last is None:
            last = glyph
    return parts


def _text(row: Sequence[Glyph]) -> str:
    """The print of a row: painted spaces kept, one space put where a gap stands for one."""
    gaps = [(b.x0 - a.x1, a.size_pt, b.size_pt) for a, b in pairwise(row)]
    if not any([gap > WORD_GAP_EM * before and gap > WORD_GAP_EM * after for gap, before, after in gaps]):
        return _trimmed("".join([g.text for g in row]))
    out = [row[0].text]
    is_tight, is_close = _has_tight_latin(row), _is_closely_set(row)
    for before, glyph in pairwise(row):
        if not (before.is_space or glyph.is_space):
            out.append(_space_between(before, glyph, is_tight, is_close))
        out.append(glyph.text)
    return _trimmed("".join(out))


def _space_between(before: Glyph, glyph: Glyph, is_tight: bool, is_close: bool) -> str:
    gap, em = glyph.x0 - before.x1, max(before.size_pt, glyph.size_pt)
    if is_close and IDEOGRAPHIC_GAP_EM * em < gap <= ITEM_GAP_EM * em:
        return "\u3000"
    if gap > ITEM_GAP_EM * em:
        return " "
    is_word_gap = is_tight and gap > WORD_GAP_EM * em and _is_latin(before.text) and _is_latin(glyph.text)
    is_half_gap = is_close and gap > HALF_GAP_EM * em and (before.text.isascii() or glyph.text.isascii())
    return " " if is_word_gap or is_half_gap else ""


def _is_closely_set(row: Sequence[Glyph]) -> bool:
    """Whether most characters stand side by side; in a spread row (均等割付) a gap is no space.

    Of three characters (1　医療) two that touch are enough: spread ones keep their distance throughout.
    """
    gaps = sorted(
        (b.x0 - a.x1) / max(a.size_pt, 0.1) for a, b in pairwise(row) if not (a.is_space or b.is_space)
    )
    middle = len(gaps) // 2 if len(gaps) >= 3 else 0
    return len(gaps) >= 2 and gaps[middle] <= TIGHT_GAP_EM


def _is_latin(text: str) -> bool:
    return text.isascii() and text.isalpha()


def _has_tight_latin(row: Sequence[Glyph]) -> bool:
    """Whether Latin letters of the row mostly stand close, so that a gap between two is a word space."""
    gaps = [
        (b.x0 - a.x1) / max(a.size_pt, 0.1)
        for a, b in pairwise(row)
        if _is_latin(a.text) and _is_latin(b.text)
    ]
    return bool(gaps) and sorted(gaps)[len(gaps) // 2] <= TIGHT_GAP_EM


def _trimmed(text: str) -> str:
    """Without trailing white space (but the space after a Latin word that wraps) and leading ASCII spaces."""
    bare = text.rstrip()
    keeps_space = (
        len(text) > len(bare) and text[len(bare)] == " " and bare[-1:].isascii() and bare[-1:].isalpha()
    )
    return bare.lstrip(" \t\r\n\xa0") + (" " if keeps_space else "")


def _line(glyphs: Sequence[Glyph], page: int, text: str, is_vertical: bool) -> Line:
    """A line over its visible glyphs (there is at least one)."""
    seen = [g for g in glyphs if not g.is_space]
    box = Box(
        page,
        min([g.x0 for g in seen]),
        min([g.top for g in seen]),
        max([g.x1 for g in seen]),
        max([g.bottom for g in seen]),
    )
    if len({(g.size_pt, g.font) for g in seen}) == 1:
        size, font = seen[0].size_pt, seen[0].font
    else:
        size = Counter(round(g.size_pt, 1) for g in seen).most_common(1)[0][0]
        font = Counter(g.font for g in seen).most_common(1)[0][0]
    sure = [g.confidence for g in seen if g.confidence is not None]
    return Line(text, box, round(size, 2), font, is_vertical, min(sure) if sure else None)


def _turned_lines(glyphs: list[Glyph], page: int, split_columns: bool) -> list[Line]:
    """Lines of turned text: its glyphs are turned upright, read, and the boxes turned back."""
    direction = glyphs[0].direction
    turned = {id(g): _turned(g, direction) for g in glyphs}
    back = {id(turned[id(g)]): g for g in glyphs}
    parts = _inked_parts(rows_of(list(turned.values())), split_columns)
    return [_line([back[id(t)] for t in part], page, _text(part), direction != "left") for part in parts]


def _turned(glyph: Glyph, direction: str) -> Glyph:
    """The glyph as it would lie if its line read to the right (only the order of coordinates matters)."""
    x0, x1, top, bottom = {
        "up": (-glyph.bottom, -glyph.top, glyph.x0, glyph.x1),
        "down": (glyph.top, glyph.bottom, -glyph.x1, -glyph.x0),
        "left": (-glyph.x1, -glyph.x0, -glyph.bottom, -glyph.top),
    }[direction]
    return Glyph(
        glyph.text,
        x0,
        x1,
        top,
        bottom,
        glyph.size_pt,
        glyph.font,
        glyph.order,
        glyph.direction,
        (x0 + x1) / 2,
        (top + bottom) / 2,
        glyph.is_space,
    )
