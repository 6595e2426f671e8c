"""Sheets that hold two pages one above the other: read as they are, and told.

Tables go on from the upper page to the lower one, and its page number stands among the text.
"""

from __future__ import annotations

import regex

from extractors.reading import DocumentReading, PageReading
from extractors.text.folding import fold
from extractors.vision.context import Context

CHECK_ID = "reader.stacked_pages"
_NUMBER = regex.compile(r"[-–—－―ー・]?\s*(?P<n>\d{1,3})\s*[-–—－―ー・]?")
# The upper page's number stands above the middle of the sheet, by at most the margin of a page.
_MIDDLE = (0.42, 0.52)
_CENTRE_SHARE = 0.05
LEAST_SHEETS = 3


def report_stacked_pages(context: Context, reading: DocumentReading) -> None:
    """One finding where several sheets print in their middle a page number, two above the one before."""
    numbers = {page.number: n for page in reading.pages if (n := _middle_number(page)) is not None}
    sheets = [k for k, n in numbers.items() if 2 in (n - numbers.get(k - 1, n), numbers.get(k + 1, n) - n)]
    if len(sheets) >= LEAST_SHEETS:
        context.report(CHECK_ID, ("coverage", None, "page"), observed=f"{sheets[0]}–{sheets[-1]}")


def _middle_number(page: PageReading) -> int | None:
    """The number that stands alone in the middle of a sheet, outside its tables."""
    for line in page.lines:
        found = _NUMBER.fullmatch(fold(line.text).strip())
        is_level = _MIDDLE[0] <= line.box.center_y / page.height_pt <= _MIDDLE[1]
        is_centred = abs(line.box.center_x / page.width_pt - 0.5) <= _CENTRE_SHARE
        if found and is_level and is_centred:
            return int(found["n"])
    return None
