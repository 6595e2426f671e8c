"""～ told from the strokes 一, ー and - by its ink: Tesseract's Japanese model knows no wave."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.connected import connected
from extractors.ocr.image import Pixels
from extractors.ocr.places import Place
from extractors.ocr.reading import Reading, retold
from extractors.ocr.typeset import INK_HEIGHT, inked_columns

_DARK = 140
_BETWEEN_FIGURES = re.compile(r"(?<=[0-9])[^0-9](?=[0-9])")
_BESIDE_FIGURE = re.compile(r"[0-9](?=[0-9])")
_OF_NUMBER = frozenset(",.:/")
# Shares of the em: a wave is as wide as a character and low; it is several times as high as its stroke is
# thick, a dash is not.
_WIDE, _HIGH, _LOW = 0.5, 0.55, 0.12
_THICKNESSES = 2.0


def with_waves(reading: Reading, text: Pixels) -> Reading:
    """A reading with ～ for what stands between two of its figures and is a wave; `text` is the page's grey
    picture. How sure it was of the sign goes for the wave; one where no sign was read is told.
    """
    line, r = reading.line, reading.line.region
    found = [f.start() for f in _BETWEEN_FIGURES.finditer(line.text) if f[0] not in _OF_NUMBER]
    beside = [f.end() for f in _BESIDE_FIGURE.finditer(line.text)]
    if not found and not beside:
        return reading
    dark = np.asarray(text[r.top : r.bottom, r.x0 : r.x1] < _DARK)
    em = r.height / INK_HEIGHT
    waves = _waves(dark, em)
    if not waves:
        return reading
    places = inked_columns(line, dark)
    chars = list(line.text)
    for at in found:
        if _is_one_of(waves, places[at], dark, r.x0):
            chars[at] = "～"
    told = "".join(chars)
    if told.count("～") >= len(waves):
        return replace(reading, line=replace(line, text=told))
    return _with_lost_wave(reading, told, beside, waves, dark)


def _with_lost_wave(
    reading: Reading, told: str, beside: Sequence[int], waves: Sequence[Place], dark: NDArray[np.bool_]
) -> Reading:
    """The text with the wave that nothing was read for: between those two figures where its ink stands."""
    line = reading.line
    for at in beside:
        whole = retold(line, f"{told[:at]}～{told[at:]}")
        if _is_one_of(waves, inked_columns(whole, dark)[at], dark, line.region.x0):
            return replace(reading, line=whole, other_text=reading.other_text or told)
    return replace(reading, line=replace(line, text=told))


def _is_one_of(
    waves: Sequence[Place], columns: tuple[float, float], dark: NDArray[np.bool_], x0: int
) -> bool:
    """Whether the ink of a character's columns is one piece, and a wave; the line begins at `x0`."""
    first, end = (round(column) - x0 for column in columns)
    _, stats = connected(dark)
    inside = [
        (x, x + width)
        for x, _, width, _, _ in stats[1:].tolist()
        if min(x + width, end) - max(x, first) > width / 2
    ]
    return len(inside) == 1 and inside[0] in waves


def _waves(dark: NDArray[np.bool_], em_px: float) -> list[Place]:
    """The pieces of ink that are wide and low and run up and down: first and end column."""
    labels, stats = connected(dark)
    waves = []
    for k, (x, y, width, height, _) in enumerate(stats.tolist()):
        if k == 0 or width < _WIDE * em_px or not _LOW * em_px <= height <= _HIGH * em_px:
            continue
        thickness = float(np.median((labels[y : y + height, x : x + width] == k).sum(axis=0)))
        if height >= _THICKNESSES * thickness:
            waves.append((x, x + width))
    return waves
