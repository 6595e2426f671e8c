"""Which characters a person cannot see though they are in the text: white on white, or painted over."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any

from extractors.readers.frame import Rect

ObjectDict = dict[str, Any]

_CELL_PT = 24.0
_MAX_CHAR_PT = 400.0  # larger ones are ornaments, and would fill the index
_WHITE = 0.97  # every channel above: not told from paper
MIN_COVER_SIDE_PT = 3.0  # thinner fills are rules, they cross a character but do not cover it


def is_white(color: tuple[float, ...] | None) -> bool:
    """Whether a colour (RGB 0–1) is not told from white paper; None is not."""
    return color is not None and min(color) >= _WHITE


def hide_white_on_white(
    chars: list[ObjectDict], fills: list[ObjectDict], images: list[ObjectDict], repeats: Sequence[Rect]
) -> int:
    """Flag white characters with nothing coloured painted before them; returns how many are lost by that.

    Outlined letters (袋文字) are painted twice, in white and as a stroke, and seen in their stroke; `repeats`
    are boxes of text that was painted once more to be seen.
    """
    white = [c for c in chars if not c["hidden"] and is_white(c["non_stroking_color"])]
    if not white:
        return 0
    grounds = [f for f in fills if f["fill"] and not is_white(f["non_stroking_color"])] + images
    hidden = [char for char in white if not any(_under(ground, char) for ground in grounds)]
    hidden = [char for char in hidden if not any(_holds(box, char) for box in repeats)]
    for char in hidden:
        char["hidden"] = True
    seen = {_print(c) for c in chars if not c["hidden"]} if hidden else set()
    return sum(not char["text"].isspace() and _print(char) not in seen for char in hidden)


def _holds(box: Rect, char: ObjectDict) -> bool:
    """Whether the middle of a character lies in a box."""
    return box[0] <= (char["x0"] + char["x1"]) / 2 <= box[2] and box[1] <= _middle_y(char) <= box[3]


def _print(char: ObjectDict) -> tuple[str, int, int]:
    """A character and its place in whole points."""
    return char["text"], round(char["x0"]), round(char["top"])


def hide_covered(chars: list[ObjectDict], fills: Iterable[ObjectDict]) -> list[ObjectDict]:
    """Flag characters whose middle lies under an opaque rectangle painted after them; returns them."""
    seen = [c for c in chars if not c["hidden"] and c["run"] >= 0]
    if not seen:
        return []
    first_order = min(c["run"] for c in seen)
    covers = [f for f in fills if f["order"] > first_order and _can_cover(f)]
    if not covers:
        return []
    by_height = sorted(seen, key=_middle_y)
    middles = [_middle_y(c) for c in by_height]
    for cover in covers:
        band = by_height[bisect_left(middles, cover["top"]) : bisect_left(middles, cover["bottom"])]
        for char in band:
            if cover["order"] > char["run"] and _spans(cover, char):
                char["hidden"] = True
    return [c for c in seen if c["hidden"]]


def hide_alike(others: list[ObjectDict], chars: list[ObjectDict]) -> None:
    """Flag the second reader's characters that lie where only hidden ones of the first lie.

    The second reader knows no fills, clips or layers; without this it would seem to see more.
    """
    places: dict[tuple[int, int], list[ObjectDict]] = {}
    for hidden in (c for c in chars if c["hidden"]):
        for cell in _cells(hidden):
            places.setdefault(cell, []).append(hidden)
    if not places:
        return
    seen: dict[tuple[int, int], list[ObjectDict]] = {}
    for char in (c for c in chars if not c["hidden"]):
        for cell in _cells(char):
            seen.setdefault(cell, []).append(char)
    for other in others:
        cell = _cell((other["x0"] + other["x1"]) / 2, _middle_y(other))
        if _any_around(places.get(cell, ()), other) and not _any_around(seen.get(cell, ()), other):
            other["hidden"] = True


def _cell(x: float, y: float) -> tuple[int, int]:
    return int(x // _CELL_PT), int(y // _CELL_PT)


def _cells(char: ObjectDict) -> set[tuple[int, int]]:
    if max(char["width"], char["height"]) > _MAX_CHAR_PT:
        return set()
    first_x, first_y = _cell(char["x0"], char["top"])
    last_x, last_y = _cell(char["x1"], char["bottom"])
    return {(x, y) for x in range(first_x, last_x + 1) for y in range(first_y, last_y + 1)}


def _any_around(chars: Iterable[ObjectDict], other: ObjectDict) -> bool:
    y = _middle_y(other)
    return any(c["top"] <= y <= c["bottom"] and _spans(c, other) for c in chars)


def _can_cover(fill: ObjectDict) -> bool:
    is_wide = min(fill["width"], fill["height"]) >= MIN_COVER_SIDE_PT
    return bool(fill["is_opaque"] and is_wide)


def _middle_y(thing: ObjectDict) -> float:
    return float(thing["top"] + thing["bottom"]) / 2


def _spans(thing: ObjectDict, char: ObjectDict) -> bool:
    return bool(thing["x0"] <= (char["x0"] + char["x1"]) / 2 <= thing["x1"])


def _under(ground: ObjectDict, char: ObjectDict) -> bool:
    painted_before = char["run"] < 0 or ground["order"] < char["run"]
    inside = ground["top"] <= _middle_y(char) <= ground["bottom"]
    return painted_before and inside and _spans(ground, char)
