"""Which ink of a line each of its characters is: shapes of ink are shared out to the characters in order.

A character's place reckoned from the usual widths of those before it drifts where figures are set wide or
narrow; shapes that stand apart do not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

# Usual width of the ink in em, by kind of character.
_KANJI_EM, _KANA_EM, _SMALL_KANA_EM, _FIGURE_EM, _MARK_EM, _BRACKET_EM = 0.88, 0.75, 0.5, 0.45, 0.16, 0.27
_WIDTHS_EM = {
    **dict.fromkeys("1|Iil!", 0.22),
    **dict.fromkeys(",.:;'・：", _MARK_EM),
    **dict.fromkeys("、。", 0.25),
    **dict.fromkeys("()（）「」『』[]〔〕【】", _BRACKET_EM),
    **dict.fromkeys("ぁぃぅぇぉっゃゅょァィゥェォッャュョ", _SMALL_KANA_EM),
    **dict.fromkeys("-‐", 0.35),
    "%": 0.75,
    "％": 0.8,
    "人": 0.9,
}
_MOST_SHAPES = 4  # of one character: 川 and 州 have as many and more
_MOST_TOUCHING = 3  # characters that run into each other
_TOUCHING_COST_EM = 0.2
_SKIPPED_SHAPE_EM = 0.35  # a speck, and what it measures
_SKIPPED_CHARACTER_EM = 0.9  # a character read where there is none
_SURE_EM = 0.2  # misfit for a character, and once for a speck, beyond which nothing is told

Place = tuple[int, int]


def character_places(text: str, dark: NDArray[np.bool_], em_px: float) -> list[Place] | None:
    """First and end column of each character's ink in `dark`, the ink of a line without spaces in `text`.

    `em_px` is the print's size. None where the shapes do not fit the text.
    """
    shapes = shapes_of(dark)
    if not shapes or not text:
        return None
    steps = _best_steps([width_of_ink_em(c) for c in text], [(a / em_px, b / em_px) for a, b in shapes])
    if steps is None:
        return None
    places: list[Place] = []
    for n_chars, first, n_shapes in steps:
        end = places[-1][1] if places else 0
        places += _shared(shapes[first : first + n_shapes] or [(end, end)], n_chars)
    return places


def shapes_of(dark: NDArray[np.bool_]) -> list[Place]:
    """Runs of columns with ink as (first, end)."""
    inked = np.concatenate(([False], dark.any(axis=0), [False]))
    edges = np.flatnonzero(inked[1:] != inked[:-1])
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def width_of_ink_em(char: str) -> float:
    """The usual width of a character's ink in em."""
    if char in _WIDTHS_EM:
        return _WIDTHS_EM[char]
    if unicodedata.east_asian_width(char) not in "WF":
        return _FIGURE_EM
    return _KANJI_EM if "\u3400" <= char <= "\u9fff" else _KANA_EM


def _shared(shapes: Sequence[Place], n_chars: int) -> Iterator[Place]:
    """The columns of shapes cut into as many equal places as there are characters."""
    first, end = shapes[0][0], shapes[-1][1]
    return pairwise(first + round(k * (end - first) / max(1, n_chars)) for k in range(n_chars + 1))


_Step = tuple[int, int, int]  # characters, first shape, shapes


def _best_steps(chars_em: Sequence[float], shapes_em: Sequence[tuple[float, float]]) -> list[_Step] | None:
    """How characters and shapes go together with the least misfit; None where that is large."""
    n, m = len(chars_em), len(shapes_em)
    costs = {(0, 0): 0.0}
    came: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(n + 1):
        for j in range(m + 1):
            at = costs.get((i, j))
            if at is None:
                continue
            for di, dj in _moves(n - i, m - j):
                cost = at + _cost(chars_em[i : i + di], shapes_em[j : j + dj])
                if cost < costs.get((i + di, j + dj), float("inf")):
                    costs[i + di, j + dj] = cost
                    came[i + di, j + dj] = (i, j)
    if costs.get((n, m), float("inf")) > _SURE_EM * (n + 1):
        return None
    return list(_walked(came, (n, m)))


def _walked(came: dict[tuple[int, int], tuple[int, int]], end: tuple[int, int]) -> Iterator[_Step]:
    path = [end]
    while path[-1] != (0, 0):
        path.append(came[path[-1]])
    path.reverse()
    for (i, j), (next_i, next_j) in pairwise(path):
        yield next_i - i, j, next_j - j


def _moves(n_left: int, m_left: int) -> Iterator[tuple[int, int]]:
    if n_left:
        yield 1, 0
        for dj in range(1, min(_MOST_SHAPES, m_left) + 1):
            yield 1, dj
    if m_left:
        yield 0, 1
        for di in range(2, min(_MOST_TOUCHING, n_left) + 1):
            yield di, 1


def _cost(chars_em: Sequence[float], shapes_em: Sequence[tuple[float, float]]) -> float:
    if not shapes_em:
        return _SKIPPED_CHARACTER_EM
    width = shapes_em[-1][1] - shapes_em[0][0]
    if not chars_em:
        return _SKIPPED_SHAPE_EM + width
    return abs(width - sum(chars_em)) + _TOUCHING_COST_EM * (len(chars_em) - 1)
