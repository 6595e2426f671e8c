"""Pieces of ink: by corners too, and none in a picture without pixels."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.ocr.connected import connected


def test_ink_that_meets_at_a_corner_is_one_piece() -> None:
    ink = np.array([[255, 0, 0, 0], [0, 255, 0, 255]], np.uint8)
    labels, stats = connected(ink)
    assert labels.tolist() == [[1, 0, 0, 0], [0, 1, 0, 2]]
    assert stats[1:].tolist() == [[0, 0, 2, 2, 2], [3, 1, 1, 1, 1]]


@pytest.mark.parametrize("shape", [(0, 7), (7, 0)])
def test_a_picture_without_pixels_has_no_piece(shape: tuple[int, int]) -> None:
    """OpenCV 5 ends the process there."""
    labels, stats = connected(np.zeros(shape, np.bool_))
    assert (labels.shape, len(stats)) == (shape, 1)
