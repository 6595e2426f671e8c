"""The print sizes of a page: lines of kana and kanji tell them, other lines take the nearest."""

from __future__ import annotations

from collections.abc import Sequence

_SAME_SIZE = 0.03  # between lines of one size
_NEAR_SIZE = 0.09  # a line with Latin or digits, whose widths are guesses, may be off by so much
STEP_PT = 0.5  # Japanese print is set in half points


def settled(sizes_pt: Sequence[float], weights: Sequence[int]) -> list[float]:
    """Each size (points) as the page's sizes have it, those of lines with a weight; else in half points."""
    known = _clusters(sorted((s, w) for s, w in zip(sizes_pt, weights, strict=True) if w > 0))
    return [_nearest(size, known) for size in sizes_pt]


def _clusters(sized: list[tuple[float, int]]) -> list[float]:
    groups: list[list[tuple[float, int]]] = []
    for size, weight in sized:
        if groups and size <= groups[-1][-1][0] * (1 + _SAME_SIZE):
            groups[-1].append((size, weight))
        else:
            groups.append([(size, weight)])
    return [_in_steps(sum(s * w for s, w in g) / sum(w for _, w in g)) for g in groups]


def _nearest(size: float, known: list[float]) -> float:
    near = min(known, key=lambda k: abs(k - size), default=None)
    return near if near is not None and abs(near - size) <= _NEAR_SIZE * size else _in_steps(size)


def _in_steps(size: float) -> float:
    return round(size / STEP_PT) * STEP_PT or STEP_PT
