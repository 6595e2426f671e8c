"""Figures set far apart (２０２１, 9 , 2 3 8) moved together, as Tesseract knows them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from extractors.ocr.image import Pixels

_DARK = 140
_LEAST_SHAPES = 3
_NARROW = 0.85  # of the print's height: figures and marks, not kanji
_NARROW_SHARE = 0.6
_WIDE_GAP = 0.3  # of the print's height: the usual gap between two figures is a third of it
_WIDE_PITCH = (
    0.85  # of the print's height, from middle to middle; (1) has wide gaps for its thin shapes alone
)
_KEPT_GAP = 0.2


def moved_together(line: Pixels) -> Pixels:
    """A line's grey picture with narrow gaps between its shapes, where most are figures set far apart."""
    dark = np.asarray(line < _DARK)
    columns, rows = np.flatnonzero(dark.any(axis=0)), np.flatnonzero(dark.any(axis=1))
    if not len(columns):
        return line
    height = int(rows[-1] - rows[0]) + 1
    shapes = np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1)
    gaps = [int(after[0] - before[-1]) - 1 for before, after in pairwise(shapes)]
    n_narrow = sum(int(shape[-1] - shape[0]) < _NARROW * height for shape in shapes)
    if len(shapes) < _LEAST_SHAPES or n_narrow < _NARROW_SHARE * len(shapes):
        return line
    middles = [int(shape[0] + shape[-1]) / 2 for shape in shapes]
    if (
        float(np.median(gaps)) <= _WIDE_GAP * height
        or float(np.median(np.diff(middles))) <= _WIDE_PITCH * height
    ):
        return line
    kept = np.ones(line.shape[1], dtype=bool)
    for shape, gap in zip(shapes, gaps, strict=False):
        surplus = gap - round(_KEPT_GAP * height)
        if surplus > 0:
            first = int(shape[-1]) + 1 + (gap - surplus) // 2
            kept[first : first + surplus] = False
    return np.asarray(line[:, kept], dtype=np.uint8)
