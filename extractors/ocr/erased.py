"""A page's picture without its rules and with all of its print: strokes that touch or cross them stay whole.

Where the paper beside a rule is bare, the picture shows how dark the rule alone is, row by row. Elsewhere
what is darker than that is print; where the rule itself is black, print is carried on from both its sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.connected import connected
from extractors.ocr.segments import Pixels, Segment, painted_over

_EDGE_PX = 4  # grey beside the ink of a rule
_SIDE_PX = 3  # beyond it, where bare paper is looked for
_END_PX = 2
_STEP_PX, _WINDOW_PX = 16, 60  # where a rule is looked at, and how far on both sides of there
_LEAST_BARE = 12  # columns in that window
_RULE_PERCENTILE = (
    30  # of the bare columns: print hangs into fewer; a rule of black and white steps by a pixel
)
_BLACK = 120  # of 255: a rule as dark shows no print that lies on it
_REACH_PX = 4  # how far a stroke that ends on a rule runs into it, at most
_INK, _WHITE = 170, 200  # of 255
_RULED = 235  # of 255: the rule and its grey edges


def without_rules(even: Pixels, rules: Sequence[Segment]) -> Pixels:
    """A page's picture (evened grey) without `rules`; print that touches or crosses them is kept."""
    level = [rule for rule in rules if rule.is_horizontal]
    upright = [_turned(rule) for rule in rules if not rule.is_horizontal]
    rest, edges = _without_level(even, level)
    turned, upright_edges = _without_level(np.ascontiguousarray(rest.T), upright)
    rest = _without_crossings(np.ascontiguousarray(turned.T), rules)
    # The end of a rule is held by the rule it meets until that is gone too.
    rest[_loose(rest, edges | upright_edges.T)] = 255
    return rest


def _turned(rule: Segment) -> Segment:
    """A rule of the picture whose rows are columns."""
    return Segment(not rule.is_horizontal, rule.top, rule.x0, rule.bottom, rule.x1)


def _without_level(even: Pixels, rules: Sequence[Segment]) -> tuple[Pixels, NDArray[np.bool_]]:
    """The picture without level rules, and where those and their edges were."""
    alone = np.full_like(even, 255)
    beside = painted_over(even, rules, 255)
    bands = [_band(rule, even.shape) for rule in rules]
    for rule, band in zip(rules, bands, strict=True):
        rows, columns = _slices(band)
        shown = _rule_alone(even, beside, rule, band)
        np.minimum(alone[rows, columns], shown, out=alone[rows, columns])
    rest, edges = even.copy(), np.zeros(even.shape, dtype=bool)
    for band in bands:
        _restore(rest, even, alone, band)
        edges[_slices(band)] |= _edges(alone[_slices(band)])
    return rest, edges


def _band(rule: Segment, shape: tuple[int, ...]) -> Segment:
    """A level rule with its grey edges, within the picture."""
    height, width = shape
    return replace(
        rule,
        x0=max(0, rule.x0 - _END_PX),
        x1=min(width, rule.x1 + _END_PX),
        top=max(0, rule.top - _EDGE_PX),
        bottom=min(height, rule.bottom + _EDGE_PX),
    )


def _slices(band: Segment) -> tuple[slice, slice]:
    return slice(band.top, band.bottom), slice(band.x0, band.x1)


def _rule_alone(even: Pixels, beside: Pixels, rule: Segment, band: Segment) -> Pixels:
    """The band of a rule as it would be without any print: at each column as at the bare ones near it."""
    _, columns = _slices(band)
    sides = np.vstack(
        [
            beside[max(0, band.top - _SIDE_PX) : band.top, columns],
            beside[band.bottom : band.bottom + _SIDE_PX, columns],
        ]
    )
    is_bare: NDArray[np.bool_] = np.asarray((sides >= _WHITE).all(axis=0))
    part = even[_slices(band)]
    width = band.x1 - band.x0
    places, looks = [], []
    for place in range(0, width, _STEP_PX):
        window = slice(max(0, place - _WINDOW_PX), place + _WINDOW_PX)
        bare = part[:, window][:, is_bare[window]]
        if bare.shape[1] >= _LEAST_BARE:
            places.append(place)
            looks.append(np.percentile(bare, _RULE_PERCENTILE, axis=1))
    if not places:  # print stands along all of it
        looks, places = [_box_alone(rule, band)], [0]
    across = np.arange(width)
    rows = [np.interp(across, places, values) for values in np.array(looks).T]
    return np.asarray(np.rint(rows), dtype=np.uint8)


def _box_alone(rule: Segment, band: Segment) -> NDArray[np.float64]:
    """A rule that is black in all of its box."""
    rows = np.arange(band.top, band.bottom)
    return np.where((rows >= rule.top) & (rows < rule.bottom), 0.0, 255.0)


def _restore(rest: Pixels, even: Pixels, alone: Pixels, band: Segment) -> None:
    """Set the band of one rule in `rest` to its print; `alone`: the page's rules without print."""
    reach = _EDGE_PX + _SIDE_PX
    around = replace(band, top=max(0, band.top - reach), bottom=min(len(even), band.bottom + reach))
    shown, rule = even[_slices(around)], alone[_slices(around)]
    is_black = rule < _BLACK
    print_ = np.where(is_black, 255, cv2.divide(shown, np.maximum(rule, 1), scale=255)).astype(np.uint8)
    print_[is_black] = _carried_on(print_, is_black)[is_black]
    print_[print_ > _WHITE] = 255
    inner = slice(band.top - around.top, band.bottom - around.top)
    print_[_loose(print_, _edges(rule))] = 255
    rest[_slices(band)] = print_[inner]


def _edges(alone: Pixels) -> NDArray[np.bool_]:
    """Where the rules of a picture without print are, with a pixel above and below."""
    wider = cv2.dilate((alone < _RULED).astype(np.uint8), np.ones((3, 1), np.uint8))
    return np.asarray(wider > 0)


def _carried_on(print_: Pixels, is_black: NDArray[np.bool_]) -> Pixels:
    """The print on a black rule: what runs on from one side for a little, and from one to the other."""
    above, far_above = _nearest(print_, is_black)
    below, far_below = _nearest(print_[::-1], is_black[::-1])
    through = np.maximum(above, below[::-1])
    ending = np.minimum(_faded(above, far_above), _faded(below, far_below)[::-1])
    return np.minimum(through, ending)


def _nearest(print_: Pixels, is_black: NDArray[np.bool_]) -> tuple[Pixels, NDArray[np.int64]]:
    """For each pixel the one above it (or itself) that lies on no black rule, and how far off it is."""
    rows = np.arange(len(print_))[:, None]
    last = np.maximum.accumulate(np.where(is_black, 0, rows), axis=0)
    return np.take_along_axis(print_, last, axis=0), rows - last


def _faded(print_: Pixels, far_px: NDArray[np.int64]) -> Pixels:
    share = np.minimum(far_px / _REACH_PX, 1.0)
    return np.asarray(print_ + (255 - print_) * share, dtype=np.uint8)


def _loose(print_: Pixels, is_edge: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """What is left of the rule itself: dark pixels at its edges that belong to no print beside them."""
    labels, _ = connected(print_ < _INK)
    held = np.unique(labels[~is_edge])
    is_held = np.zeros(int(labels.max()) + 1, dtype=bool)
    is_held[held] = True
    is_held[0] = False
    near = cv2.dilate(is_held[labels].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return is_edge & ~near


def _without_crossings(rest: Pixels, rules: Sequence[Segment]) -> Pixels:
    """The picture without what is left where a rule crosses or ends another."""
    level, upright = (
        painted_over(np.zeros_like(rest), [r for r in rules if r.is_horizontal is way], 255)
        for way in (True, False)
    )
    rest[(level > 0) & (upright > 0)] = 255
    return rest
