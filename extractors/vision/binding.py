"""Pages bound at alternate sides (見開きページの余白), laid over each other for reading.

Left and right pages, and the two columns of one, print the same table some points further left or right. What
continues over the page is known by where it stands, so pages are moved until their tables stand alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median

from extractors.reading import DocumentReading, PageReading
from extractors.vision.drafts import EDGE_SLACK_PT
from extractors.vision.imposed import Imposition, part_at

# Tables of one width, to the width of a rule, are set to the same measure.
SAME_WIDTH_PT = 1.5
# Programs round the places of one table by less.
LEAST_SHIFT_PT = 1.0
# Beyond this no page is moved: twice what a binding margin adds.
MOST_SHIFT_PT = 90.0


def laid_over(
    reading: DocumentReading, imposition: Imposition | None
) -> tuple[DocumentReading, Imposition | None]:
    """The reading with its pages moved, and where they stand; both unchanged where all pages stand alike."""
    shifts = _shifts(reading.pages)
    if not any(shifts.values()):
        return reading, imposition
    at = imposition.parts if imposition else {page.number: (page.number, 0.0) for page in reading.pages}
    parts = {n: (sheet, left_pt + shifts[n]) for n, (sheet, left_pt) in at.items()}
    pages = tuple(part_at(page, page.number, shifts[page.number]) for page in reading.pages)
    return replace(reading, pages=pages), Imposition(parts, imposition.sheets if imposition else ())


def _shifts(pages: Sequence[PageReading]) -> Mapping[int, float]:
    """How far right of its usual place the print of each page stands, in points."""
    lefts = _lefts(pages)
    if not lefts:
        return {}
    usual = Counter(map(round, lefts.values())).most_common(1)[0][0]
    place = median(x for x in lefts.values() if abs(x - usual) <= 1.0)
    shifts = {n: _told(x - place) for n, x in lefts.items()}
    width = Counter(p.width_pt for p in pages if p.number in lefts).most_common(1)[0][0]
    for page in pages:
        if page.number not in shifts:
            shifts[page.number] = _of_side(shifts, page.number) if page.width_pt == width else 0.0
    return shifts


def _told(shift_pt: float) -> float:
    return shift_pt if LEAST_SHIFT_PT <= abs(shift_pt) <= MOST_SHIFT_PT else 0.0


def _lefts(pages: Sequence[PageReading]) -> dict[int, float]:
    """Where the tables of the document's usual width begin, by page; pages where they differ are left out."""
    boxes = [(page.number, t.box) for page in pages for t in page.tables if t.parent is None]
    counts = Counter(round(box.width_pt) for _, box in boxes)
    if not counts:
        return {}
    usual = max(counts, key=lambda w: (counts[w - 1] + counts[w] + counts[w + 1], w))
    found: dict[int, list[float]] = {}
    for number, box in boxes:
        if abs(box.width_pt - usual) <= SAME_WIDTH_PT:
            found.setdefault(number, []).append(box.x0)
    return {n: median(xs) for n, xs in found.items() if max(xs) - min(xs) < EDGE_SLACK_PT}


def _of_side(shifts: Mapping[int, float], number: int) -> float:
    """The shift that all left (or right) pages share, for one without a table of the usual width."""
    alike = [shift for n, shift in shifts.items() if n % 2 == number % 2]
    return median(alike) if len(alike) > 1 and max(alike) - min(alike) <= 1.0 else 0.0
