"""The raised 2 of km² and m², which Tesseract drops: small ink at the top, right of the unit's letters."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.connected import connected
from extractors.ocr.typeset import ReadLine, char_columns

_UNIT = re.compile(r"(?:km|㎞|m)(?=[)）]|$)")
_OF_ONE_SIGN = re.compile(r"(?<=[(（]k)[A-Za-z]?(?=[)）])")  # ㎢: (kW), (k)
# Shares of the line's height: the raised figure's height and width, where it ends, its way from the letters.
_MIN_HEIGHT, _MAX_HEIGHT = 0.25, 0.62
_MIN_WIDTH = 0.12
_LOWEST = 0.68
_REACH = 0.9
_SURE = 0.8


def with_square(line: ReadLine, dark: NDArray[np.bool_]) -> ReadLine:
    """The line with ² after its unit where `dark` (the ink of the line's region) shows one."""
    found = _UNIT.search(line.text)
    if found is None and (found := _OF_ONE_SIGN.search(line.text)) is None:
        return line
    if not _is_raised_after(found.end(), line, dark):
        return line
    start, end = found.span()
    is_as_read = _UNIT.fullmatch(found[0]) is not None
    unit, trusts = (found[0], line.confidences[start:end]) if is_as_read else ("m", (_SURE,))
    return replace(
        line,
        text=f"{line.text[:start]}{unit}²{line.text[end:]}",
        confidences=(*line.confidences[:start], *trusts, _SURE, *line.confidences[end:]),
    )


def _is_raised_after(at: int, line: ReadLine, dark: NDArray[np.bool_]) -> bool:
    height = line.region.height
    near = char_columns(line)[at - 1][0] - line.region.x0
    _, stats = connected(dark)
    return any(
        near <= x <= near + _REACH * height
        and _MIN_HEIGHT * height <= h <= _MAX_HEIGHT * height
        and w >= _MIN_WIDTH * height
        and y + h <= _LOWEST * height
        for x, y, w, h, _ in stats[1:].tolist()
    )
