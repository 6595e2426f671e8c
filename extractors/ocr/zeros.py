"""Zeros with a stroke or a dot inside shown to Tesseract as plain ones, which it reads: 0 of the IPA gothics
became 6, 8 and 9, at every size alike.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.connected import connected
from extractors.ocr.image import Pixels

Flags = NDArray[np.bool_]

_DARK = 140
_LEAST_PX = 16  # high: in smaller print no inner stroke stands apart
_TALLEST_PX = 120
_SLIM, _BROAD = 0.42, 0.8  # width against height
_ROUND = 0.9  # of the hull of its outline that the outline fills: an 8 has a waist, 6 and 9 are open
_ROUNDER = 0.955  # an 8 in small print has up to 0.945
_MIRRORED = 0.75  # of the outline that its mirror images share
_CORNER, _FULL = 0.12, 0.5  # of width and height, of that area: a corner of 日 and 目
_SIDE = 0.15  # of the width, the ring's own
_MIDDLE = (0.42, 0.58)  # rows at half height, where the bar of an 8 leaves no free column
_CONTRAST = 60  # of 255, of such a row: what stands apart in small print is grey
_FREE_SHARE = 0.5  # of those rows in which paper stands on both sides of the inner stroke


def with_plain_zeros(text: Pixels) -> Pixels:
    """A page's grey picture with the inner strokes of its zeros painted white; itself where none has one."""
    dark = np.asarray(text < _DARK, dtype=np.uint8)
    labels, stats = connected(dark)
    plain = text
    for number in np.flatnonzero(_is_upright(np.asarray(stats))):
        x, y, width, height, _ = stats[number].tolist()
        outline = _outline(labels[y : y + height, x : x + width] == number)
        place = np.s_[y : y + height, x : x + width]
        if not _is_struck_through(outline, text[place]):
            continue
        if plain is text:
            plain = text.copy()
        plain[place][_inner(outline, text[place])] = 255
    return plain


def _is_upright(stats: NDArray[np.signedinteger]) -> Flags:
    """Which pieces of ink are as high and as slim as figures."""
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    is_high = (height >= _LEAST_PX) & (height <= _TALLEST_PX)
    is_slim = (width >= _SLIM * height) & (width <= _BROAD * height)
    found: Flags = is_high & is_slim
    found[0] = False
    return found


def _outline(ink: Flags) -> Flags:
    """A piece of ink with all that it encloses."""
    edges, _ = cv2.findContours(ink.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    full = np.zeros(ink.shape, np.uint8)
    cv2.drawContours(full, edges, -1, 1, cv2.FILLED)
    return np.asarray(full > 0)


def _is_oval(outline: Flags, least_hull: float) -> bool:
    height, width = outline.shape
    y, x = max(1, round(_CORNER * height)), max(1, round(_CORNER * width))
    corners = (outline[:y, :x], outline[:y, -x:], outline[-y:, :x], outline[-y:, -x:])
    if any(corner.mean() > _FULL for corner in corners):
        return False
    edges, _ = cv2.findContours(outline.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = np.zeros(outline.shape, np.uint8)
    cv2.fillConvexPoly(hull, cv2.convexHull(edges[0]), 1)
    mirrors = (outline[:, ::-1], outline[::-1])
    is_even = all((outline & other).sum() >= _MIRRORED * (outline | other).sum() for other in mirrors)
    return is_even and bool(outline.sum() >= least_hull * hull.sum())


def _is_struck_through(outline: Flags, grey: Pixels) -> bool:
    """Whether an oval is a zero with an inner stroke: most rows at half height run ink, paper, ink, paper,
    ink; or, where small print runs together, its outline is as even as none but that of a zero is, and its
    middle is neither paper nor full of ink.
    """
    rows = _middle_rows(grey)
    dark, contrast = _ink_of(rows)
    is_clear = contrast >= _CONTRAST
    n_runs = (np.diff(dark.astype(np.int8), axis=1, prepend=0) > 0).sum(axis=1)
    if (is_clear & (n_runs == 3)).mean() >= _FREE_SHARE:
        return _is_oval(outline, _ROUND)
    third = rows.shape[1] // 3
    is_inked = rows[:, third : rows.shape[1] - third].mean(axis=1) < _DARK
    return bool((is_clear & is_inked).mean() >= _FREE_SHARE) and _is_oval(outline, _ROUNDER)


def _ink_of(rows: Pixels) -> tuple[Flags, NDArray[np.int16]]:
    """Which of each row's pixels are in the darker half of its greys, and how far apart those are."""
    side = max(1, round(_SIDE * rows.shape[1]))
    darkest = rows.min(axis=1).astype(np.int16)
    lightest = rows[:, side:-side].max(axis=1).astype(np.int16)
    return 2 * rows.astype(np.int16) < (darkest + lightest)[:, None], lightest - darkest


def _inner(outline: Flags, grey: Pixels) -> Flags:
    """What a zero encloses, the grey inner edge of its ring left out."""
    dark, _ = _ink_of(_middle_rows(grey))
    edges = [_first_run(row) for half in (dark, dark[:, ::-1]) for row in half]
    thickness = round(float(np.median(edges)))
    padded = np.pad(outline.astype(np.uint8), 1)
    side = 2 * thickness + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.asarray(cv2.erode(padded, kernel)[1:-1, 1:-1] > 0)


def _middle_rows(grey: Pixels) -> Pixels:
    height = grey.shape[0]
    return grey[round(_MIDDLE[0] * height) : round(_MIDDLE[1] * height) + 1]


def _first_run(row: Flags) -> int:
    """How many pixels of ink a row begins with."""
    inked = row[int(np.argmax(row)) :]
    return len(inked) if inked.all() else int(np.argmin(inked))
