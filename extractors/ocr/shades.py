"""Tinted cells of a page's picture, as fills."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from extractors.ocr.image import PageImage
from extractors.ocr.ink import Region
from extractors.ocr.painted import painted_rect

_SHADED = 0.94  # of the paper's brightness; a scanner's own shadows are weaker across a table
_PAPER_PERCENTILE = 90
_CELL_PERCENTILE = 70  # print covers less than a third of a cell


def shade_objects(image: PageImage, cells: Sequence[Region]) -> list[dict[str, Any]]:
    """pdfplumber rect dicts (points) of the cells whose ground is darker than the page's paper."""
    paper = float(np.percentile(image.grey[::5, ::5], _PAPER_PERCENTILE))
    return [
        painted_rect((cell.x0, cell.top, cell.x1, cell.bottom), image.scale, ground / 255)
        for cell in cells
        if (ground := _ground(image, cell)) < _SHADED * paper
    ]


def _ground(image: PageImage, cell: Region) -> float:
    part = image.grey[cell.top : cell.bottom : 2, cell.x0 : cell.x1 : 2]
    return float(np.percentile(part, _CELL_PERCENTILE)) if part.size else 255.0
