"""The characters of a page as the table step needs them: where, how large, which way they read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from operator import attrgetter
from typing import Any, Literal

Direction = Literal["right", "up", "down", "left"]

# Bold by double printing and shadows shift a character by less; two narrow figures side by side lie a quarter
# of an em apart.
OVERPRINT_EM = 0.14
# In the order of their left edges a repeat lies next to its original, but for characters in the same column.
OVERPRINT_REACH = 64

_BY_PLACE = attrgetter("x0", "top")


@dataclass(slots=True, eq=False)
class Glyph:
    """One painted character (a ligature has two in `text`); points, origin top left; `order` of painting."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size_pt: float
    font: str
    order: int
    direction: Direction
    center_x: float
    center_y: float
    is_space: bool
    confidence: float | None = None


def glyphs_of(chars: Iterable[Mapping[str, Any]]) -> tuple[list[Glyph], list[Glyph]]:
    """Glyphs of pdfplumber char dicts: those painted to be seen, and those `hidden` or at no place."""
    glyphs: list[Glyph] = []
    hidden: list[Glyph] = []
    for order, char in enumerate(chars):
        text = char["text"]
        if text:
            glyph = _glyph(text, char, order)
            # A broken matrix puts a character nowhere.
            is_seen = not char.get("hidden") and isfinite(glyph.center_x + glyph.center_y)
            (glyphs if is_seen else hidden).append(glyph)
    return glyphs, hidden


def _glyph(text: str, char: Mapping[str, Any], order: int) -> Glyph:
    x0, x1, top, bottom = char["x0"], char["x1"], char["top"], char["bottom"]
    get = char.get
    matrix = get("matrix")
    is_upright = get("upright", True) and (matrix is None or matrix[0] >= 0)
    return Glyph(
        text,
        x0,
        x1,
        top,
        bottom,
        get("fontsize") or get("size") or bottom - top,
        get("fontname") or "",
        order,
        "right" if is_upright else _direction(matrix),
        (x0 + x1) / 2,
        (top + bottom) / 2,
        text.isspace(),
        get("confidence"),
    )


def _direction(matrix: Any) -> Direction:
    """Which way a turned character reads, from its text matrix (a, b, c, d, e, f; y grows upwards)."""
    if matrix is None:
        return "up"
    a, b = matrix[0], matrix[1]
    if abs(b) >= abs(a):
        return "up" if b > 0 else "down"
    return "right" if a > 0 else "left"


def visible_length(text: str) -> int:
    """How many characters of the text leave ink: all but white space."""
    return len("".join(text.split()))


def without_overprints(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs less those printed a second time over the same character (they are one to the eye)."""
    by_text: dict[str, list[Glyph]] = {}
    for glyph in glyphs:
        by_text.setdefault(glyph.text, []).append(glyph)
    repeats: set[int] = set()
    for alike in by_text.values():
        if len(alike) > 1:
            ordered = sorted(alike, key=_BY_PLACE)
            repeats.update(
                id(glyph)
                for i, (before, glyph) in enumerate(pairwise(ordered), 1)
                if glyph.x0 - before.x0 <= OVERPRINT_EM * glyph.size_pt and _repeats_earlier(ordered, i)
            )
    return [glyph for glyph in glyphs if id(glyph) not in repeats] if repeats else list(glyphs)


def _repeats_earlier(ordered: Sequence[Glyph], i: int) -> bool:
    """Whether a glyph lies over one before it; all have one text and are ordered from the left."""
    glyph = ordered[i]
    shift_pt = OVERPRINT_EM * glyph.size_pt
    for j in range(i - 1, max(-1, i - 1 - OVERPRINT_REACH), -1):
        other = ordered[j]
        if glyph.x0 - other.x0 > shift_pt:
            return False
        if abs(other.top - glyph.top) <= shift_pt:
            return True
    return False


def without_hidden(glyphs: Sequence[Glyph], hidden: Sequence[Glyph], seen: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs of a reader that cannot tell what is hidden, less those the other reader found only hidden.

    `seen` are that reader's visible glyphs: a page painted in bands shows a character once and clips it away
    in every other band.
    """
    if not hidden:
        return list(glyphs)
    placed = [g for g in hidden if isfinite(g.center_x + g.center_y)]
    places = {(g.text, round(g.center_x), round(g.center_y)) for g in placed}
    places -= {(g.text, round(g.center_x), round(g.center_y)) for g in seen}
    return [
        g
        for g in glyphs
        if not any(
            (g.text, round(g.center_x) + dx, round(g.center_y) + dy) in places
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
        )
    ]
