"""The ways in which print is shown to Tesseract: how high, smoothed or not, to which model."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.ocr.engine import Script


@dataclass(frozen=True, slots=True)
class Look:
    """One way to show print: the height in pixels that a line is scaled to, and whether it is smoothed.

    `is_whole` leaves no search for the line within the picture to Tesseract.
    """

    script: Script
    height_px: int
    is_smooth: bool
    is_whole: bool = False


# Measured on noisy 200 dpi scans of a vision: Japanese is read best at 40 pixels a line, digits at 32.
FIRST = Look("jpn", 40, False)
SECOND = Look("jpn", 36, True)
THIRD = Look("jpn", 48, True)
LAST = Look("jpn", 30, True)
# Tesseract's search for lines passes over some: 重要業績評価 in a gothic of 11 pt is nothing to it.
# Of two to four kanji nothing is read at most sizes: 目標値 at 24 and 32 pixels alone.
WHOLE = tuple(
    Look("jpn", height_px, is_smooth, is_whole=True)
    for height_px, is_smooth in ((40, False), (36, True), (32, False), (24, False), (24, True))
)
DIGITS = Look("digits", 32, False)
DIGITS_AGAIN = Look("digits", 38, True)
DIGITS_WHOLE = Look("digits", 32, False, is_whole=True)
DIGITS_MORE = (DIGITS_AGAIN, DIGITS_WHOLE)
# A number within text: its place, reckoned from the widths of the characters before it, may be off by a part
# of a figure's width; one figure alone is at times nothing to the search for lines.
CUTS = (
    (DIGITS, 0.0),
    (DIGITS, -0.4),
    (DIGITS, 0.4),
    (DIGITS_WHOLE, 0.0),
    (Look("digits", 38, True, is_whole=True), -0.4),
)
