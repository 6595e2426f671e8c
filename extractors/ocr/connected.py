"""The pieces of ink of a picture: what hangs together, also across corners."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

_N_STATISTICS = 5


def connected(ink: NDArray[Any]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """A number for each pixel, 0 where there is no ink, and a row of statistics for each number.

    The columns of a row are those of `cv2.CC_STAT_LEFT` and so on, in pixels. OpenCV 5 ends the process at
    a picture without pixels, as of a place reckoned beside the page.
    """
    if ink.size == 0:
        return np.zeros(ink.shape, np.int32), np.zeros((1, _N_STATISTICS), np.int32)
    flags = np.ascontiguousarray(ink, dtype=np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(flags, connectivity=8)
    return np.asarray(labels, dtype=np.int32), np.asarray(stats, dtype=np.int32)
