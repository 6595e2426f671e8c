"""Screened pictures made even: the dots by which a black-and-white scan shows grey become grey again."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.connected import connected

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

_INK = 0.62  # of the paper's grey; a dot that is drawn between two pixels is half as dark
_PAPER_PERCENTILE = 90
_WHITE, _WHITE_SHARE = 0.985, 0.4  # between dots paper is as white as can be
_DOT_PT = 0.72  # side of the square that is as large as a dot; a decimal point of 8 pt print is larger
# A light tint has dots all over: most of the small squares of a large one hold some. Those of a dotted rule
# stand in one row of squares, what a light scan leaves of print in two.
_SQUARE_PT, _SQUARES = 3.0, 4
_DOTTED_SHARE = 0.6
_LEAST_SHARE = 0.01  # of a page; on less, dots are dust
# The dots of a darker tint run together. They have more edges a pixel than the densest print.
_EDGES_PT, _EDGES = 7.5, 0.48
_SOFT_PT = 0.45  # as far as dots 1/100 inch apart run into each other when blurred
_TONE_PT = 6.0
_DARK_TONE = 28  # of 255: from a tint so dark on, some dots run together


def descreened(grey: Pixels, scale: float) -> Pixels:
    """A page's picture with screened tints as even grey (`scale`: pixels a point); others as they are.

    Single dots are taken out and their grey is spread evenly; where dots are near each other or run together
    the picture is blurred. Print outside tints stays sharp.
    """
    sample = grey[::5, ::5]
    paper = round(float(np.percentile(sample, _PAPER_PERCENTILE)))
    if (sample >= _WHITE * paper).mean() < _WHITE_SHARE:  # grain of a grey scan
        return grey
    ink = np.asarray(np.where(grey < _INK * paper, 255, 0), dtype=np.uint8)
    dots = _dots(ink, scale)
    is_dense = _dense(ink & ~dots, scale)
    if not (dots > 0).any() and is_dense.mean() < _LEAST_SHARE:
        return grey
    clean = _without_dots(grey, ink, dots, paper)
    tone = cv2.blur(cv2.subtract(clean, grey), _sides(_TONE_PT * scale))
    even = cv2.subtract(clean, tone)
    soft = cv2.GaussianBlur(even, (0, 0), _SOFT_PT * scale)
    return np.asarray(np.where(is_dense | (tone > _DARK_TONE), soft, even), dtype=np.uint8)


def _sides(side_px: float) -> tuple[int, int]:
    side = 2 * round(side_px / 2) + 1
    return side, side


def _dots(ink: Pixels, scale: float) -> Pixels:
    """The small pieces of ink that cover a part of the page; none where they cover next to nothing of it."""
    labels, stats = connected(ink)
    is_small = stats[:, cv2.CC_STAT_AREA] <= (_DOT_PT * scale) ** 2
    is_small[0] = False
    dots = np.asarray(np.where(is_small[labels], 255, 0), dtype=np.uint8)
    covered = _dotted(dots, scale)
    dots[~covered] = 0
    return dots if covered.mean() >= _LEAST_SHARE else np.zeros_like(dots)


def _dotted(dots: Pixels, scale: float) -> Mask:
    """Where a picture is covered with dots."""
    side = round(_SQUARE_PT * scale)
    height, width = (-(-length // side) for length in dots.shape)
    padded = np.zeros((height * side, width * side), np.uint8)
    padded[: dots.shape[0], : dots.shape[1]] = dots
    held = np.asarray(padded.reshape(height, side, width, side).any(axis=(1, 3)), dtype=np.float32)
    share = cv2.blur(held, (_SQUARES, _SQUARES), borderType=cv2.BORDER_REPLICATE)
    full = cv2.dilate((share >= _DOTTED_SHARE).astype(np.uint8), np.ones((_SQUARES, _SQUARES), np.uint8))
    return np.asarray(full.repeat(side, 0).repeat(side, 1)[: dots.shape[0], : dots.shape[1]] > 0)


def _without_dots(grey: Pixels, ink: Pixels, dots: Pixels, paper: int) -> Pixels:
    """The picture with dots and their grey edges made paper, but not the edges of other ink."""
    other = cv2.dilate(cv2.subtract(ink, dots), np.ones((3, 3), np.uint8))
    near = cv2.dilate(dots, np.ones((5, 5), np.uint8))
    return np.asarray(np.where((near > 0) & (other == 0), np.maximum(grey, paper), grey), dtype=np.uint8)


def _dense(ink: Pixels, scale: float) -> Mask:
    """Where ink and paper change as often as between dots that run together."""
    edges = np.zeros(ink.shape, np.float32)
    edges[:, 1:] += ink[:, 1:] != ink[:, :-1]
    edges[1:] += ink[1:] != ink[:-1]
    sides = _sides(_EDGES_PT * scale)
    is_dense = cv2.blur(edges, sides) > _EDGES
    return np.asarray(cv2.dilate(is_dense.astype(np.uint8), np.ones(sides, np.uint8)) > 0)
