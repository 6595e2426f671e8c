"""Characters printed twice in one place (bold by overprinting) are one character on paper."""

from __future__ import annotations

from math import floor
from typing import Any

CharDict = dict[str, Any]
_Key = tuple[str, bool, int, int]

_MAX_SHIFT_EM = 0.14  # the narrowest letters, two side by side, lie a fifth of an em apart
_CELL_PT = 2.0


def without_overprints(chars: list[CharDict]) -> list[CharDict]:
    """The characters, less those that repeat an earlier one (same text, both seen or both
    hidden) within a small shift."""
    kept: dict[_Key, list[CharDict]] = {}
    found = []
    for char in chars:
        if not _repeats(char, kept):
            kept.setdefault((char["text"], char["hidden"], *_cell(char["x0"], char["top"])), []).append(char)
            found.append(char)
    return found


def _cell(x: float, y: float) -> tuple[int, int]:
    return floor(x / _CELL_PT), floor(y / _CELL_PT)


def _repeats(char: CharDict, kept: dict[_Key, list[CharDict]]) -> bool:
    text, x0, top = char["text"], char["x0"], char["top"]
    shift = min(abs(char["size"]) * _MAX_SHIFT_EM, _CELL_PT / 2)
    first_x, first_y = _cell(x0 - shift, top - shift)
    last_x, last_y = _cell(x0 + shift, top + shift)
    return any(
        abs(other["x0"] - x0) <= shift and abs(other["top"] - top) <= shift
        for cell_x in range(first_x, last_x + 1)
        for cell_y in range(first_y, last_y + 1)
        for other in kept.get((text, char["hidden"], cell_x, cell_y), ())
    )
