"""Digits of one document compared by shape: what looks alike must be stored alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.visual.ink import DrawnRun
from extractors.visual.runs import digits_of

# Mean difference of ink (0–1) up to which two glyphs count as one shape. Measured on visions set by three
# programs: the same glyph painted elsewhere on the pixel grid differs by less, two digits of a face by 0.07.
_SAME_SHAPE = 0.05
NO_SHAPE = -1

Shapes = tuple[int, ...]
Leaders = NDArray[np.float32]


def shapes_of(runs: Sequence[DrawnRun]) -> list[Shapes]:
    """For each run the shape number of each of its digits, NO_SHAPE where no ink is."""
    leaders: Leaders = np.empty((0, 0), dtype=np.float32)
    known: dict[bytes, int] = {b"": NO_SHAPE}
    found = []
    for run in runs:
        for glyph in run.shapes:
            if glyph not in known:
                known[glyph], leaders = _assigned(glyph, leaders)
        found.append(tuple(known[glyph] for glyph in run.shapes))
    return found


def _assigned(glyph: bytes, leaders: Leaders) -> tuple[int, Leaders]:
    """The number of the nearest leader's shape; a glyph near none leads a new one."""
    ink = np.frombuffer(glyph, np.uint8).astype(np.float32) / np.float32(255)
    if leaders.size:
        distances = np.abs(leaders - ink).mean(axis=1)
        nearest = int(distances.argmin())
        if distances[nearest] < _SAME_SHAPE:
            return nearest, leaders
        return len(leaders), np.vstack([leaders, ink])
    return 0, ink[None]


def usual_digits(runs: Sequence[DrawnRun], shapes: Sequence[Shapes]) -> dict[int, str]:
    """The digit most prints of a shape are stored as; shapes whose prints are evenly divided are left out."""
    counts: dict[int, Counter[str]] = {}
    for run, numbers in zip(runs, shapes, strict=True):
        for digit, number in zip(digits_of(run.text), numbers, strict=True):
            counts.setdefault(number, Counter())[digit] += 1
    counts.pop(NO_SHAPE, None)
    winners = {number: _clear_winner(count) for number, count in counts.items()}
    return {number: digit for number, digit in winners.items() if digit is not None}


def _clear_winner(count: Counter[str]) -> str | None:
    (first, n_first), *rest = count.most_common(2)
    return first if not rest or n_first > rest[0][1] else None
