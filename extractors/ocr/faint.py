"""Rules that a scan shows grey: hairlines, and dots that run into each other.

Evened out along its way, such a rule is darker than the paper on both its sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.segments import Segment

Pixels = NDArray[np.uint8]
Kind = Literal["grey", "hair"]

# Pixels along a rule over which its grey is evened out, and by how much of 255 it must be darker than its
# sides. What shines through from the back of a sheet is weaker than grey rules, not than the faintest.
_ALONG_PX: dict[Kind, int] = {"grey": 11, "hair": 31}
_CONTRAST: dict[Kind, int] = {"grey": 40, "hair": 14}
# A hairline is grey all along, where print leaves gaps and is dark.
_HAIR_PIECE_PX = 5
_HAIR_PIECE = (6, 110)
_SIDES_PX = (3, 8)  # where its sides are looked for
_INKED = 200  # of 255, evened grey: darker is ink of a grey rule
# A short run is ink all along, or dots: one stroke with the gaps to the rules above and below it is neither.
_WHOLE_SHARE, _MIN_GAPS = 0.92, 3
_PRINT_PX, _PRINT_INK = (3, 16), 0.4  # the strokes beside one of a character, or those of the next
_AT_RULE_PX, _BARE = (1, 7), 215  # how near a rule the paper is looked for that a true one does not leave
_FLAG_SHARE = 0.78  # of the paper's grey
_ATTACHED_PX, _ATTACHED_ROWS = 3, 2  # of the flag of a 1, and how many rows it is high
_SIDE_INK = 0.12  # of a side's length, at most; print near a rule leaves some


def faint_runs(even: Pixels, kind: Kind, *, is_horizontal: bool) -> Pixels:
    """Pixels (255) of a page's evened picture on grey lines that run one way."""
    is_faint = _contrast(even, _ALONG_PX[kind], is_horizontal) > _CONTRAST[kind]
    if kind == "hair":
        piece = _contrast(even, _HAIR_PIECE_PX, is_horizontal)
        is_faint &= (piece > _HAIR_PIECE[0]) & (piece < _HAIR_PIECE[1])
    return np.asarray(np.where(is_faint, 255, 0), dtype=np.uint8)


def _contrast(even: Pixels, along_px: int, is_horizontal: bool) -> Pixels:
    """By how much each pixel is darker than the lighter parts of both its sides."""
    smooth = cv2.blur(even, (along_px, 1) if is_horizontal else (1, along_px))
    near, far = _SIDES_PX
    before = np.zeros((2 * far + 1, 1), np.uint8)
    before[: far - near + 1] = 1
    sides = [side if is_horizontal else side.T for side in (before, before[::-1])]
    lighter = np.minimum(*(cv2.dilate(smooth, np.ascontiguousarray(side)) for side in sides))
    return np.asarray(cv2.subtract(lighter, smooth), dtype=np.uint8)


def has_bare_sides(ink: Pixels, run: Segment, most_ink: float = _SIDE_INK) -> bool:
    """Whether the strips on both sides of a run hold little ink (`most_ink`: of its length); its ends may lie
    on other rules.
    """
    return max(_side_inks(ink, run)) <= most_ink


def has_a_bare_side(ink: Pixels, run: Segment) -> bool:
    """Whether the strip on one side of a run holds little ink."""
    return min(_side_inks(ink, run)) <= _SIDE_INK


def stands_in_print(ink: Pixels, run: Segment) -> bool:
    """Whether a run has ink near it on both sides, as a stroke in a line of print; beside a rule of a low row
    one side at least is bare.
    """
    return min(_side_inks(ink, run, _PRINT_PX)) > _PRINT_INK


def stops_at_rules(even: Pixels, run: Segment, level: Sequence[Segment]) -> bool:
    """Whether bare paper parts an upright run from every level rule it crosses, above and below: strokes of
    figures in low rows, one under the other (81, 71, 201), which the search for broken rules joins.
    """
    near, far = _AT_RULE_PX
    crossed = [rule for rule in level if rule.x0 - far <= run.x0 and run.x1 <= rule.x1 + far]
    sides = [(r.top - far, r.top - near) for r in crossed] + [
        (r.bottom + near, r.bottom + far) for r in crossed
    ]
    within = [even[a:b, run.x0 : run.x1] for a, b in sides if run.top <= a - far and b + far <= run.bottom]
    return len(within) > 1 and all(int(part.min(axis=1).max()) > _BARE for part in within)


def has_stroke_attached(even: Pixels, run: Segment) -> bool:
    """Whether another stroke goes off an upright run between its ends, as the flag of a 1 does: the run is
    print. `even`: the page's evened picture without level rules.
    """
    spare = _SIDES_PX[1]
    rows = even[run.top + spare : run.bottom - spare]
    left = rows[:, max(0, run.x0 - spare) : run.x0][:, ::-1]
    return any(_has_flag(side) for side in (left, rows[:, run.x1 : run.x1 + spare]))


def _has_flag(side: Pixels) -> bool:
    """Whether rows of a strip that begins at a run are inked from there on; a tint is no ink."""
    if not side.size:
        return False
    inked = side[:, :_ATTACHED_PX] < _FLAG_SHARE * np.median(side[:, -1])
    return int(inked.all(axis=1).sum()) >= _ATTACHED_ROWS


def _side_inks(ink: Pixels, run: Segment, reach_px: tuple[int, int] = _SIDES_PX) -> tuple[float, float]:
    """The share of a run's length that has ink above and below it, or left and right of it."""
    near, far = reach_px
    spare = _SIDES_PX[1]
    if run.is_horizontal:
        part = ink[:, run.x0 + spare : run.x1 - spare]
        first, end = run.top, run.bottom
    else:
        part = ink[run.top + spare : run.bottom - spare].T
        first, end = run.x0, run.x1
    before, after = part[max(0, first - far) : max(0, first - near)], part[end + near : end + far]
    return _inked_share(before), _inked_share(after)


def _inked_share(strip: Pixels) -> float:
    return float(strip.any(axis=0).mean()) if strip.size else 0.0


def is_unbroken(even: Pixels, run: Segment) -> bool:
    """Whether a run is ink all along, or evenly broken into dots."""
    part = even[run.top : run.bottom, run.x0 : run.x1]
    inked = (part < _INKED).any(axis=0 if run.is_horizontal else 1)
    gaps = int((np.diff(inked.astype(np.int8)) < 0).sum())
    return bool(inked.mean() >= _WHOLE_SHARE) or gaps >= _MIN_GAPS
