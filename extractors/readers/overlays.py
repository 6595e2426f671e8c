"""Print laid over the text: watermarks (「案」 across the page, slanted notices) and stamps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import floor
from statistics import median
from typing import Any

CharDict = dict[str, Any]
Rect = tuple[float, float, float, float]
Problem = tuple[str, str, Rect | None]

# The largest headings of a plan stand at twice the size of its text; a watermark is larger and lies over it.
_WATERMARK_RATIO = 2.5
_WATERMARK_COVERS = 3
# So large is nothing that belongs to a page of text, over it or beside it, but a figure in a title (第4章):
# print of its colour, not much smaller, stands close beside it.
_HUGE_RATIO = 6.0
_TITLE_RATIO = 4.0
_TITLE_GAP = 0.2
# A base line that leaves both axes by more than this share of the advance is slanted.
_SLANT = 0.1
# Signs that are drawn around a character or through it.
_FRAMES = frozenset("○◯〇□◎●■／/＼\\―ー－-＿_￣＝=×✕×")
_SHARED = 0.25  # of the smaller box, each way: what is set close to a character does not reach so far into it
_CELL_PT = 12.0
# Full-width punctuation fills one half of its square; set tight, the next character reaches into the other.
_FILLS_LEFT = frozenset("）］｝〉》」』】〕、。，．")
_FILLS_RIGHT = frozenset("（［｛〈《「『【〔")


def may_hold_watermarks(styles: Iterable[tuple[float, tuple[float, ...]]]) -> bool:
    """Whether a page's text is set in such sizes and directions (`size` and `matrix` of characters)."""
    found = list(styles)
    sizes = [abs(size) for size, _ in found]
    return any(_is_slanted(matrix) for _, matrix in found) or (
        bool(sizes) and max(sizes) >= _WATERMARK_RATIO * min(sizes)
    )


def set_aside_watermarks(chars: list[CharDict]) -> list[Problem]:
    """Flag watermarks as hidden: slanted print, and print of far more than the text's size that lies over it.

    Returns a problem for each, with its words and place.
    """
    seen = [c for c in chars if not c["hidden"] and not c["text"].isspace()]
    if not seen:
        return []
    usual = median(c["size"] for c in seen)
    problems: list[Problem] = []
    for size, matrix in sorted({(c["size"], c["matrix"]) for c in seen}):
        group = [c for c in seen if c["size"] == size and c["matrix"] == matrix]
        if _is_slanted(matrix) or _is_across(group, seen, size / usual if usual else 0.0):
            for char in group:
                char["hidden"] = True
            problems.append(("reader.watermark", "".join(c["text"] for c in group), _around(group)))
    return problems


def stamped_over(chars: list[CharDict]) -> list[Problem]:
    """Print in another colour than most of the page's that lies over other characters: stamps, corrections.

    One problem, with the words that lie over others; none where nothing does.
    """
    seen = [c for c in chars if not c["hidden"] and not c["text"].isspace() and c["text"] not in _FRAMES]
    colours = Counter([c["non_stroking_color"] for c in seen])
    if len(colours) < 2:
        return []
    usual = colours.most_common(1)[0][0]
    places: dict[tuple[int, int], list[CharDict]] = {}
    for char in seen:
        if char["non_stroking_color"] == usual:
            places.setdefault(_place(char), []).append(char)
    over = [c for c in seen if c["non_stroking_color"] != usual and _lies_over(c, places)]
    return [("reader.text_over_text", "".join(c["text"] for c in over), _around(over))] if over else []


def _is_slanted(matrix: tuple[float, ...]) -> bool:
    a, b = abs(matrix[0]), abs(matrix[1])
    return min(a, b) > _SLANT * max(a, b)


def _is_across(group: list[CharDict], seen: list[CharDict], ratio: float) -> bool:
    if ratio < _WATERMARK_RATIO:
        return False
    if ratio >= _HUGE_RATIO and not _is_in_title(group, seen):
        return True
    x0, top, x1, bottom = _around(group)
    size = group[0]["size"]
    near = [c for c in seen if c["size"] < size and x0 < c["x0"] < x1 and top < c["top"] < bottom]
    return sum(any(_middle_in(c, big) for big in group) for c in near) >= _WATERMARK_COVERS


def _is_in_title(group: list[CharDict], seen: list[CharDict]) -> bool:
    x0, top, x1, bottom = _around(group)
    size, colour = group[0]["size"], group[0]["non_stroking_color"]
    gap = _TITLE_GAP * size
    return any(
        size / _TITLE_RATIO <= c["size"] < size
        and c["non_stroking_color"] == colour
        and top < (c["top"] + c["bottom"]) / 2 < bottom
        and (0 <= x0 - c["x1"] < gap or 0 <= c["x0"] - x1 < gap)
        for c in seen
    )


def _around(chars: list[CharDict]) -> Rect:
    return (
        min(c["x0"] for c in chars),
        min(c["top"] for c in chars),
        max(c["x1"] for c in chars),
        max(c["bottom"] for c in chars),
    )


def _middle_in(char: CharDict, other: CharDict) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(other["x0"] < x < other["x1"] and other["top"] < y < other["bottom"])


def _place(char: CharDict) -> tuple[int, int]:
    return floor((char["x0"] + char["x1"]) / 2 / _CELL_PT), floor(
        (char["top"] + char["bottom"]) / 2 / _CELL_PT
    )


def _lies_over(char: CharDict, places: dict[tuple[int, int], list[CharDict]]) -> bool:
    """Whether the character shares a part of its box with one of those in the index, another one's print."""
    column, row = _place(char)
    return any(
        _overlap(_inked(char), _inked(other))
        and _overlap((char["top"], char["bottom"]), (other["top"], other["bottom"]))
        and char["text"] != other["text"]
        for near_column in (column - 1, column, column + 1)
        for near_row in (row - 1, row, row + 1)
        for other in places.get((near_column, near_row), ())
    )


def _inked(char: CharDict) -> tuple[float, float]:
    """The part of a character's width that holds its ink: half of it for brackets, commas and full stops."""
    x0, x1 = char["x0"], char["x1"]
    if char["text"] in _FILLS_LEFT:
        return x0, (x0 + x1) / 2
    return ((x0 + x1) / 2 if char["text"] in _FILLS_RIGHT else x0), x1


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return bool(shared > _SHARED * min(one[1] - one[0], other[1] - other[0]))
