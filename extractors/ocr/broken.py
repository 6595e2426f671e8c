"""Rules of which a light black-and-white scan left pieces: grains and dashes on one line, bare paper beside.

What the pieces lie on is a rule only where other rules hold it (see `held`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.connected import connected
from extractors.ocr.faint import has_a_bare_side, has_bare_sides, stands_in_print
from extractors.ocr.image import Pixels
from extractors.ocr.segments import (
    Segment,
    crossing_place,
    crossings_px,
    is_in_line,
    meets_across,
    painted_over,
)

_ALONG_PT = 14.0  # pieces no further apart run into each other
_LEAST_SHARE = 0.22  # of that length, inked
_MIN_LENGTH_PT = 24.0
_MAX_WIDTH_PT = 1.2  # thicker rules are not broken by a scan
_PIECE_PT = 1.0  # pieces shorter than this are grain …
_PIECES_SHARE = 0.3  # … and so much of a rule is in longer ones
_TOUCH_PT = 1.6
_MIN_PART_PT = 6.0
_SURE_HEIGHT_PT = 48.0  # lower ones lie in the line of a rule found already
_OFF_PX = 3
# Near the rules at its ends a gap is no longer than this, or, in a low row, than the last.
_END_PT, _END_GAP_PT, _SHORT_END_GAP_PT = 2.0, 4.0, 1.0


def has_free_ends(rules: list[Segment], touch_px: int) -> bool:
    """Whether some rule ends where no other crosses its way, as the pieces of a broken one do."""
    return not all(meets_across(rule, rules, touch_px) for rule in rules)


def reaching(rule: Segment, rules: list[Segment], scale: float) -> Segment:
    """A rule that others cross, drawn out to those of its ends that a light scan took the last bit before."""
    touch, gap = round(_TOUCH_PT * scale), round(_END_GAP_PT * scale)
    if crossings_px(rule, rules, touch) == 0:
        return rule
    far = {place for other in rules for place in crossing_place(rule, other, gap)}
    if rule.is_horizontal:
        return replace(rule, x0=min(rule.x0, *far), x1=max(rule.x1, *far))
    return replace(rule, top=min(rule.top, *far), bottom=max(rule.bottom, *far))


def broken_runs(ink: Pixels, rules: list[Segment], scale: float) -> list[Segment]:
    """What lies in pieces between rules that run across its way, from one of them to another.

    `rules`: those found already.
    """
    found = [run for level in (True, False) for run in _lines(ink, scale, is_horizontal=level)]
    crossing = [*rules, *found]
    bare = painted_over(ink, rules, 0)
    near = [
        part
        for run in found
        for part in _parts(run, crossing, scale)
        if has_a_bare_side(bare, part) and _is_of_pieces(ink, part, scale)
    ]
    bare = painted_over(bare, near, 0)  # one of double rules lies beside the other
    return [
        part
        for part in near
        if has_bare_sides(bare, part)
        and not stands_in_print(bare, part)
        and (_is_sure(part, scale) or any(is_in_line(part, rule, _OFF_PX) for rule in rules))
    ]


def _is_sure(part: Segment, scale: float) -> bool:
    """Whether a part is no strokes of print, one below the other, in a row of two lines."""
    return part.is_horizontal or part.length_px >= _SURE_HEIGHT_PT * scale


def _parts(run: Segment, crossing: list[Segment], scale: float) -> Iterator[Segment]:
    """A run between each two neighbours of the rules that cross its way."""
    touch = round(_TOUCH_PT * scale)
    places = sorted({place for other in crossing for place in crossing_place(run, other, touch)})
    for start, end in pairwise(places):
        if end - start >= _MIN_PART_PT * scale:
            yield (
                replace(run, x0=start, x1=end) if run.is_horizontal else replace(run, top=start, bottom=end)
            )


def _lines(ink: Pixels, scale: float, *, is_horizontal: bool) -> list[Segment]:
    part = ink if is_horizontal else np.ascontiguousarray(ink.T)
    thick = cv2.dilate(part, np.ones((3, 1), np.uint8))  # a rule steps by a pixel
    share = cv2.blur(thick, (round(_ALONG_PT * scale), 1))
    full = (share > 255 * _LEAST_SHARE).astype(np.uint8)
    length = round(_MIN_LENGTH_PT * scale)
    lasting = cv2.morphologyEx(full, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    _, stats = connected(lasting)
    widest = _MAX_WIDTH_PT * scale + 2
    found = []
    for x, y, width, height, area in stats[1:].tolist():
        line = _trimmed(part, Segment(True, x, y, x + width, y + height)) if area <= widest * width else None
        if line is not None and line.length_px >= length:
            found.append(line if is_horizontal else _upright(line))
    return found


def _upright(line: Segment) -> Segment:
    return Segment(False, line.top, line.x0, line.bottom, line.x1)


def _trimmed(part: Pixels, line: Segment) -> Segment | None:
    """A line from its first ink to its last; None where there is none."""
    inked = part[line.top : line.bottom, line.x0 : line.x1] > 0
    columns, rows = np.flatnonzero(inked.any(axis=0)), np.flatnonzero(inked.any(axis=1))
    if len(columns) == 0:
        return None
    x0, x1 = line.x0 + int(columns[0]), line.x0 + int(columns[-1]) + 1
    return replace(line, x0=x0, x1=x1, top=line.top + int(rows[0]), bottom=line.top + int(rows[-1]) + 1)


def _is_of_pieces(ink: Pixels, line: Segment, scale: float) -> bool:
    """Whether enough of a line is in pieces longer than grain, up to the rules at its ends: strokes of print
    in a row do not reach them.
    """
    part = ink[line.top : line.bottom, line.x0 : line.x1]
    inked = np.asarray(part.any(axis=0 if line.is_horizontal else 1), dtype=np.uint8)
    pieces = cv2.morphologyEx(
        inked[None, :], cv2.MORPH_OPEN, np.ones((1, round(_PIECE_PT * scale)), np.uint8)
    )
    is_short = line.length_px < _MIN_LENGTH_PT * scale
    most = (_SHORT_END_GAP_PT if is_short else _END_GAP_PT) * scale
    return float(pieces.mean()) >= _PIECES_SHARE and _end_gap_px(inked, round(_END_PT * scale)) <= most


def _end_gap_px(inked: NDArray[np.uint8], end_px: int) -> int:
    """The longest gap that begins or ends within `end_px` of the ends."""
    edges = np.flatnonzero(np.diff(np.concatenate(([1], inked, [1])).astype(np.int8)))
    return max(
        (
            end - start
            for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
            if start <= end_px or end >= len(inked) - end_px
        ),
        default=0,
    )
