"""Ruled lines in a page's picture: long thin runs of ink that meet, and the picture without them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np

from extractors.ocr.arrows import shafts_of_arrows
from extractors.ocr.broken import broken_runs, has_free_ends, reaching
from extractors.ocr.connected import connected
from extractors.ocr.dotted import dotted_runs
from extractors.ocr.erased import without_rules
from extractors.ocr.faint import (
    Kind,
    faint_runs,
    has_bare_sides,
    is_unbroken,
    stands_in_print,
    stops_at_rules,
)
from extractors.ocr.held import Run, held_rules
from extractors.ocr.image import INK, PageImage, Pixels
from extractors.ocr.lowrows import TALLEST_PT, low_rules, without_print
from extractors.ocr.segments import (
    Segment,
    crossing_place,
    ends_level,
    is_in_line,
    joined,
    meets_across,
    painted_over,
    shared_px,
    without_strays,
)

_MIN_RULE_PT = 11.0  # longer than any stroke of 10.5 pt print
_SURE_RULE_PT = 24.0  # a shorter run is a rule only where both its ends meet one this long
_SURE_HEIGHT_PT = 48.0  # the same of one that runs down: strokes of print in low rows run into each other
_MIN_GROUP_PT = 40.0  # rules that meet and reach no further are strokes of one large character
_MAX_WIDTH_PT = 3.0
_MAX_BUNDLE_PT = 6.0  # of double rules of two cells side by side
_TOUCH_PT = 1.6
_LONG_PT = 30.0  # longer than any stroke of print with the gaps to the rules beside it
_STRAY_PT = 10.0  # strokes of print that touch a rule, in a narrow row
_BESIDE_PT = 12.0  # from the ends of an arrow to the rules of its cell, both together
_SHORT_SIDE_INK = 0.3  # beside a short rule, of its length: print may stand near it
_STEPS_PX = 4  # by which a short rule is off its line; strokes of print that touch are more
_GAP_PX = 3  # noise breaks a thin rule; characters stand further apart
_BROKEN_PT = 2.0  # of a faint rule, what grain takes away


@dataclass(frozen=True, slots=True)
class RuledImage:
    """The rules of a page and its picture without them (`text` evened grey, `ink` binary)."""

    segments: tuple[Segment, ...]
    text: Pixels
    ink: Pixels


def find_rules(image: PageImage) -> RuledImage:
    """Rules of a page, drawn through, dotted or dashed; strokes of a large character are left alone."""
    kept = _meeting(_supported(_runs(image.ink, image.scale), image.ink, image.scale), image.scale)
    touch = round(_TOUCH_PT * image.scale)
    shafts = shafts_of_arrows(image.ink, kept, image.scale)
    broken = joined(_faint(image, "grey", shafts), round(_BROKEN_PT * image.scale), _GAP_PX)
    runs = [Run(segment, touch) for segment in broken]
    runs += [run for run in dotted_runs(image.even, image.scale) if has_bare_sides(image.ink, run.segment)]
    kept = _meeting(_without_strokes([*kept, *held_rules(runs, kept, image.scale)], image), image.scale)
    if all(s.is_horizontal for s in kept):  # no table yet
        hairlines = [Run(s, touch) for s in _faint(image, "hair", shafts)]
        kept = _meeting([*kept, *held_rules(hairlines, kept, image.scale)], image.scale)
    if has_free_ends(kept, touch):
        kept = _mended(kept, shafts, image)
    stray = round(_STRAY_PT * image.scale)
    # The shaft of an arrow crosses the rules of its row; they end below it. What looks like one and goes from
    # rule to rule is the last of a table, and print touches its end.
    borders = [s for s in kept if not _is_on(s, shafts, image.scale) or meets_across(s, kept, touch)]
    kept = [s if s.is_horizontal else without_strays(s, borders, stray, _GAP_PX) for s in kept]
    kept = without_print(kept, image)
    kept += low_rules(image, kept)
    text = without_rules(image.even, kept)
    is_erased = (text != image.even) & (text >= INK)
    return RuledImage(tuple(kept), text, np.where(is_erased, 0, image.ink).astype(np.uint8))


def _without_strokes(rules: list[Segment], image: PageImage) -> list[Segment]:
    level = [rule for rule in rules if rule.is_horizontal]
    return [rule for rule in rules if rule.is_horizontal or not stops_at_rules(image.even, rule, level)]


def _mended(kept: list[Segment], shafts: list[Segment], image: PageImage) -> list[Segment]:
    """Rules with those of which a light scan left pieces, and with the ends that it took."""
    touch = round(_TOUCH_PT * image.scale)
    pieces = broken_runs(painted_over(image.ink, shafts, 0), kept, image.scale)
    whole = [*kept, *held_rules([Run(s, touch) for s in pieces], kept, image.scale)]
    return _meeting(
        [s if _is_on(s, shafts, image.scale) else reaching(s, whole, image.scale) for s in whole], image.scale
    )


def _faint(image: PageImage, kind: Kind, shafts: list[Segment]) -> list[Segment]:
    """Grey runs beside which the paper is bare; strokes of print have others beside them."""
    found = []
    for is_horizontal in (True, False):
        grey = cv2.bitwise_or(image.ink, faint_runs(image.even, kind, is_horizontal=is_horizontal))
        found += _runs_one_way(grey, image.scale, is_horizontal)
    long_px = _LONG_PT * image.scale
    return [
        s
        for s in found
        if has_bare_sides(image.ink, s)
        and (s.length_px >= long_px or (is_unbroken(image.even, s) and not stands_in_print(image.ink, s)))
        and not _is_on(s, shafts, image.scale)
    ]


def _is_on(segment: Segment, shafts: list[Segment], scale: float) -> bool:
    """Whether a run is the shaft of an arrow, no longer than to the rules beside its ends."""
    return any(
        shared_px(segment, shaft, _GAP_PX) > shaft.length_px / 2
        and segment.length_px <= shaft.length_px + _BESIDE_PT * scale
        for shaft in shafts
    )


def _runs(ink: Pixels, scale: float) -> list[Segment]:
    return [segment for level in (True, False) for segment in _runs_one_way(ink, scale, level)]


def _runs_one_way(ink: Any, scale: float, is_horizontal: bool) -> list[Segment]:
    length = round(_MIN_RULE_PT * scale)
    along = (lambda n: (n, 1)) if is_horizontal else (lambda n: (1, n))
    across = (lambda n: (1, n)) if is_horizontal else (lambda n: (n, 1))
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(along(_GAP_PX)[::-1], np.uint8))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones(along(length)[::-1], np.uint8))
    near = cv2.dilate(opened, np.ones(across(3)[::-1], np.uint8))  # pieces of a rule that steps by a pixel
    labels, stats = connected(near)
    widest = _MAX_WIDTH_PT * scale
    segments = []
    for label, (x, y, width, height, area) in enumerate(stats[1:].tolist(), 1):
        length_px, across_px = (width, height) if is_horizontal else (height, width)
        is_straight = length_px >= _SURE_RULE_PT * scale or across_px <= area / length_px + _STEPS_PX
        if area / length_px <= widest + 2 and is_straight:
            inset = (0, 1) if is_horizontal else (1, 0)
            segments.append(
                Segment(
                    is_horizontal, x + inset[0], y + inset[1], x + width - inset[0], y + height - inset[1]
                )
            )
        elif area / length_px <= _MAX_BUNDLE_PT * scale:
            rows, columns = slice(y, y + height), slice(x, x + width)
            bundle = np.where(labels[rows, columns] == label, opened[rows, columns], 0)
            segments += _rules_of_bundle(bundle, (x, y), is_horizontal, widest)
    return segments


def _rules_of_bundle(
    bundle: Any, corner: tuple[int, int], is_horizontal: bool, widest_px: float
) -> list[Segment]:
    """The rules that lie side by side with a pixel or two between them, as double rules around every cell."""
    _, stats = connected(bundle)
    left, top = corner
    return [
        Segment(is_horizontal, left + x, top + y, left + x + width, top + y + height)
        for x, y, width, height, area in stats[1:].tolist()
        if area / (width if is_horizontal else height) <= widest_px
    ]


def _supported(segments: list[Segment], ink: Pixels, scale: float) -> list[Segment]:
    """Long rules, and short ones whose both ends meet a long one that crosses their way; on a page's first
    and last row, one end may stand free beside the free ends of long ones. A short one in whose line no other
    lies has bare paper beside it: strokes of print in a low row have other strokes there.
    """
    sure = [
        s for s in segments if s.length_px >= (_SURE_RULE_PT if s.is_horizontal else _SURE_HEIGHT_PT) * scale
    ]
    touch = round(_TOUCH_PT * scale)
    short = [s for s in segments if s not in sure]
    held = [
        s
        for s in short
        if s.length_px >= _SURE_RULE_PT * scale or meets_across(s, sure, touch) or ends_level(s, sure, touch)
    ]
    if not held:
        return sure
    bare = painted_over(ink, segments, 0)
    through = [s for s in held if _passes_tall_row(s, sure, scale)]
    sure += through
    sure += [
        s
        for s in held
        if s not in through and has_bare_sides(bare, s, _SHORT_SIDE_INK) and not stands_in_print(bare, s)
    ]
    return sure + [s for s in held if s not in sure and any(is_in_line(s, other, _GAP_PX) for other in sure)]


def _passes_tall_row(upright: Segment, rules: list[Segment], scale: float) -> bool:
    """Whether a run goes on through a row that no character fills; print may stand close beside it."""
    if upright.is_horizontal:
        return False
    touch = round(_TOUCH_PT * scale)
    places = sorted(place for rule in rules for place in crossing_place(upright, rule, touch))
    return any(after - before > TALLEST_PT * scale for before, after in pairwise(places))


def _meeting(segments: list[Segment], scale: float) -> list[Segment]:
    """Rules in groups that meet; groups no larger than a character are dropped."""
    touch = round(_TOUCH_PT * scale)
    parent = list(range(len(segments)))

    def root(i: int) -> int:
        """The first of the segments that `i` is joined to so far."""
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, one in enumerate(segments):
        for j in range(i):
            if _overlap(one, segments[j], touch):
                parent[root(i)] = root(j)
    groups: dict[int, list[Segment]] = {}
    for i, one in enumerate(segments):
        groups.setdefault(root(i), []).append(one)
    least = _MIN_GROUP_PT * scale
    return [
        s
        for group in groups.values()
        if max(
            max(g.x1 for g in group) - min(g.x0 for g in group),
            max(g.bottom for g in group) - min(g.top for g in group),
        )
        >= least
        for s in group
    ]


def _overlap(a: Segment, b: Segment, slack: int) -> bool:
    return (
        a.x0 - slack <= b.x1
        and b.x0 - slack <= a.x1
        and a.top - slack <= b.bottom
        and b.top - slack <= a.bottom
    )


def rule_objects(segments: tuple[Segment, ...], scale: float) -> list[dict[str, Any]]:
    """Rules as pdfplumber line dicts (points, origin top left)."""
    objects = []
    for s in segments:
        x0, x1, top, bottom = s.x0 / scale, s.x1 / scale, s.top / scale, s.bottom / scale
        if s.is_horizontal:
            middle, width = (top + bottom) / 2, bottom - top
            points = [(x0, middle), (x1, middle)]
        else:
            middle, width = (x0 + x1) / 2, x1 - x0
            points = [(middle, top), (middle, bottom)]
        objects.append(
            {
                "object_type": "line",
                "pts": points,
                "x0": points[0][0],
                "x1": points[1][0],
                "top": points[0][1],
                "bottom": points[1][1],
                "linewidth": min(width, 1.0),
                "stroke": True,
                "fill": False,
                "stroking_color": (0.0,),
                "non_stroking_color": None,
                "dash": None,
            }
        )
    return objects
