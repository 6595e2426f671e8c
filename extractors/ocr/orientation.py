"""Pages scanned on their side or upside down: which way the print runs, and which way up it can be read."""

from __future__ import annotations

from collections import Counter

import cv2
import numpy as np

from extractors.ocr.connected import connected
from extractors.ocr.engine import Engine, Symbol
from extractors.ocr.image import PageImage, Pixels, quarter_turned
from extractors.ocr.ink import Region

_GAP_PT = 5.0  # between the characters of a line; lines stand further apart
_LINE_PT = (5.5, 20.0)  # height of a printed line
_LEAST_PT = 36.0  # shorter ones tell little
_SAMPLES = 4
_LEAST_SYMBOLS = 6
_HEIGHT_PX = 40
_SURE = 0.91  # mean confidence of print the right way up: 0.95 and more, other ways up to 0.88
_CLEARLY = 0.06  # by so much another way must be surer before a page is turned
_SAME_SHARE = 0.5  # of a line's characters
_MARGIN_PX = 3


def turn_to_upright(image: PageImage, engine: Engine) -> int:
    """Degrees (clockwise: 0, 90, 180, 270) by which a page must be turned so that its print can be read."""
    level = _trust(image.even, _lines(image.ink, image.scale), engine)
    if level >= _SURE:
        return 0
    trusts = {0: level}
    for turn in (90, 180, 270):
        even, ink = quarter_turned(image.even, turn), quarter_turned(image.ink, turn)
        trusts[turn] = _trust(even, _lines(ink, image.scale), engine)
    best = max(trusts, key=lambda turn: trusts[turn])
    return best if trusts[best] >= max(_SURE, level + _CLEARLY) else 0


def _lines(ink: Pixels, scale: float) -> list[Region]:
    """The longest printed lines of a page, each taken for level."""
    gap = round(_GAP_PT * scale)
    smeared = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    _, stats = connected(smeared)
    low, high = (limit * scale for limit in _LINE_PT)
    found = [
        Region(x, y, x + w, y + h)
        for x, y, w, h, _ in stats[1:].tolist()
        if low <= h <= high and w >= _LEAST_PT * scale
    ]
    return sorted(found, key=lambda r: -r.width)[:_SAMPLES]


def _trust(even: Pixels, lines: list[Region], engine: Engine) -> float:
    """Mean confidence of the characters read; 0 where there are too few, as of a page of leaders."""
    read = [_read(even, line, engine) for line in lines]
    symbols = [symbol for line in read if not _repeats_itself(line) for symbol in line]
    is_enough = len(symbols) >= _LEAST_SYMBOLS
    return sum(symbol.confidence for symbol in symbols) / len(symbols) if is_enough else 0.0


def _repeats_itself(line: list[Symbol]) -> bool:
    """Whether a line is one sign over and over: dashes of a rule, which can be read any way up."""
    most = Counter(symbol.text for symbol in line).most_common(1)
    return bool(most) and most[0][1] > _SAME_SHARE * len(line) and len(line) >= _LEAST_SYMBOLS


def _read(even: Pixels, line: Region, engine: Engine) -> list[Symbol]:
    rows = slice(max(0, line.top - _MARGIN_PX), line.bottom + _MARGIN_PX)
    crop = even[rows, max(0, line.x0 - _MARGIN_PX) : line.x1 + _MARGIN_PX]
    return engine.read(crop, "jpn", _HEIGHT_PX / line.height)
