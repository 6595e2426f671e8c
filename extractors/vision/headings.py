"""How a heading is set: apart from the running text, in its own face, or short of the line's end."""

from __future__ import annotations

from collections.abc import Iterable

from extractors.reading import Line
from extractors.text.folding import fold

# So much larger than the running text is another size; below it, another face of the same.
_LARGER = 1.04
_SAME_SIZE_PT = 0.3


def is_distinct(line: Line, usual: tuple[str, float]) -> bool:
    """Whether a line's face or size is not that of the running text (`usual`: font, size in points)."""
    font, size = usual
    return line.font != font or line.size_pt > size * _LARGER


def looks_like_heading(line: Line, usual: tuple[str, float], right_pt: float) -> bool:
    """Whether a line is no sentence, and set apart or ended before the text's right edge (`right_pt`)."""
    text = fold(line.text).rstrip()
    if text.endswith(("。", "、", "，")):
        return False
    return is_distinct(line, usual) or line.box.x1 < right_pt - 2 * line.size_pt


def is_set_like(line: Line, others: Iterable[Line], usual: tuple[str, float]) -> bool:
    """Whether a line is set like one of other headings, and these not like the running text.

    So a heading out of turn is known (a misprinted number, one left out before it), a numbered list is not.
    """
    return is_distinct(line, usual) and any(
        one.font == line.font and abs(one.size_pt - line.size_pt) < _SAME_SIZE_PT for one in others
    )
