"""Pages that lie on their side: wide tables bound into an upright document without /Rotate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

# So much of a page's text reads one way where the page is set that way; a page number may stand otherwise.
_MIN_SHARE = 2 / 3
# A turned label or a title down the spine is no page of text.
_MIN_CHARS = 12
_ALMOST_LEVEL = 0.1  # of the advance; slanted text (a stamp) is no line of a page


def turned_problem(degrees: int) -> tuple[str, str, None]:
    """What a reading notes about a page that it turned."""
    return ("reader.turned_page", str(degrees), None)


def turn_to_upright(chars: Iterable[dict[str, Any]]) -> int:
    """Degrees (clockwise: 0, 90, 180, 270) by which most of a page's visible text must be turned to be read.

    `chars` are pdfplumber dicts; their `matrix` is that of the displayed page, y upwards.
    """
    matrices = Counter([char["matrix"] for char in chars if not char["hidden"]])
    turns: Counter[int] = Counter()
    for matrix, count in matrices.items():
        turn = _turn(matrix[0], matrix[1])
        if turn is not None:
            turns[turn] += count
    if not turns:
        return 0
    turn, count = turns.most_common(1)[0]
    return turn if count >= max(_MIN_CHARS, _MIN_SHARE * matrices.total()) else 0


def _turn(a: float, b: float) -> int | None:
    """By the direction of the base line (a, b); None for a slanted one."""
    if abs(b) < _ALMOST_LEVEL * abs(a):
        return 0 if a > 0 else 180
    if abs(a) < _ALMOST_LEVEL * abs(b):
        return 90 if b > 0 else 270
    return None
