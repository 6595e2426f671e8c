"""Print that hangs over the edge of its cell: read with its own cell, and not with the one it hangs into.

A piece of ink that an edge cuts belongs to the cell with most of it, where little of it lies beyond; the
other cell loses it. A cell that gets print back, or whose print comes near its edges, is laid out anew below
the page: a line is read with a margin, in which nothing of the next row may stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.connected import connected
from extractors.ocr.image import Pixels
from extractors.ocr.ink import Region
from extractors.ocr.reading import Reading

_OUTSIDE = -1  # of all cells
_DEEPEST = 0.45  # of the usual height of print: what reaches further into a cell is its own
_NEAR = 0.6  # of that height: loose strokes of the same line
_HALO_PX = 2  # grey around ink
_COMMA = 0.45  # its height, at most
_APART_PX = 8  # between cells laid out anew
_EDGE_PX = 6  # print nearer to the edge of its cell may stand in the margin of a line beyond

Labels = NDArray[Any]  # of whole numbers, as OpenCV numbers pieces of ink


@dataclass(frozen=True, slots=True)
class Laid:
    """A page to read: `text` (grey) and `ink` with some cells laid out anew below it; for each cell where it
    is read and by how many pixels that is below its place. `loose` is ink within cells that belongs to print
    outside of them.
    """

    text: Pixels
    ink: Pixels
    cells: tuple[tuple[Region, int], ...]
    loose: Pixels


@dataclass(frozen=True, slots=True)
class _Page:
    """A page's picture, its pieces of ink (with boxes as OpenCV gives them), and the cell of each pixel."""

    text: Pixels
    ink: Pixels
    labels: Labels
    stats: Labels
    places: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class _Hanging:
    """A part of a piece of ink, or a loose one: which, where, in which cell it lies and whose it is."""

    label: int
    region: Region
    lies_in: int
    owner: int


def laid_out(text: Pixels, ink: Pixels, cells: Sequence[Region], usual_px: float) -> Laid:
    """The page with each cell's print in one place; `cells` reach to the middle of their rules, those of
    nested tables first.
    """
    labels, stats = connected(ink)
    page = _Page(text, ink, labels, stats, _places(ink.shape, cells))
    parts = list(_hanging(page, cells, usual_px))
    parts += _beside(page, parts, usual_px)
    rest = _Page(text.copy(), ink.copy(), labels, stats, page.places)
    loose = np.zeros_like(ink)
    for part in parts:
        _take_out(rest, loose, part)
    owners = {part.owner for part in parts if part.owner != _OUTSIDE}
    near = {number for number, cell in enumerate(cells) if _comes_near_edge(rest, number, cell)}
    return _anew(page, rest, loose, cells, {n: [p for p in parts if p.owner == n] for n in owners | near})


def moved_up(reading: Reading, by_px: int) -> Reading:
    """A reading of a cell laid out anew, at its place on the page."""
    r = reading.line.region
    region = replace(r, top=r.top - by_px, bottom=r.bottom - by_px)
    return replace(reading, line=replace(reading.line, region=region))


def _places(shape: tuple[int, ...], cells: Sequence[Region]) -> NDArray[np.int16]:
    """For each pixel the cell it lies in."""
    places = np.full(shape, _OUTSIDE, dtype=np.int16)
    for number in reversed(range(len(cells))):
        places[_slices(cells[number])] = number
    return places


def _slices(region: Region) -> tuple[slice, slice]:
    return slice(region.top, region.bottom), slice(region.x0, region.x1)


def _hanging(page: _Page, cells: Sequence[Region], usual_px: float) -> Iterator[_Hanging]:
    """The parts of pieces of ink that lie in another cell than most of the piece does, and not deep in it."""
    for label in sorted(_on_edges(page.labels, cells)):
        piece = _box_of(page.stats, label)
        is_piece = page.labels[_slices(piece)] == label
        places = page.places[_slices(piece)]
        lies_in, counts = np.unique(places[is_piece], return_counts=True)
        owner = int(lies_in[counts.argmax()])
        parts = [
            _Hanging(label, _inked(is_piece & (places == place), piece), place, owner)
            for place in lies_in.tolist()
            if place != owner
        ]
        if all(min(p.region.width, p.region.height) <= _DEEPEST * usual_px for p in parts):
            yield from (p for p in parts if not _is_comma(page, p, usual_px))


def _is_comma(page: _Page, part: _Hanging, usual_px: float) -> bool:
    """Whether a part is a comma of the cell that it lies in, and only touches the print below its cell.

    It is small and high, nothing stands above it, and it begins above the foot of the print on its left.
    """
    r, reach = part.region, round(_NEAR * usual_px)
    above, before = slice(max(0, r.top - reach), r.top), slice(max(0, r.x0 - reach), r.x0)
    if not r.width < r.height <= _COMMA * usual_px or page.ink[above, r.x0 : r.x1].any():
        return False
    is_own = page.places[r.top, before] == part.lies_in
    return part.lies_in != _OUTSIDE and bool((page.ink[r.top, before][is_own] > 0).any())


def _box_of(stats: Labels, label: int) -> Region:
    x, y, width, height = stats[label, :4].tolist()
    return Region(x, y, x + width, y + height)


def _inked(flags: NDArray[np.bool_], within: Region) -> Region:
    """The box of the true values of a part of the page."""
    rows, columns = np.flatnonzero(flags.any(axis=1)), np.flatnonzero(flags.any(axis=0))
    return Region(
        within.x0 + int(columns[0]),
        within.top + int(rows[0]),
        within.x0 + int(columns[-1]) + 1,
        within.top + int(rows[-1]) + 1,
    )


def _comes_near_edge(page: _Page, number: int, cell: Region) -> bool:
    """Whether a cell has ink along its upper or lower edge."""
    is_own = (page.ink[_slices(cell)] > 0) & (page.places[_slices(cell)] == number)
    return bool(is_own[:_EDGE_PX].any() or is_own[-_EDGE_PX:].any())


def _on_edges(labels: Labels, cells: Sequence[Region]) -> set[int]:
    """The pieces of ink that lie on an edge of a cell."""
    found: set[int] = set()
    height, width = labels.shape
    for cell in cells:
        rows, columns = _slices(cell)
        for row in (cell.top, cell.bottom):
            if 0 < row < height:
                both = (labels[row - 1, columns] > 0) & (labels[row, columns] > 0)
                found.update(labels[row, columns][both].tolist())
        for column in (cell.x0, cell.x1):
            if 0 < column < width:
                both = (labels[rows, column - 1] > 0) & (labels[rows, column] > 0)
                found.update(labels[rows, column][both].tolist())
    return found


def _beside(page: _Page, parts: Sequence[_Hanging], usual_px: float) -> Iterator[_Hanging]:
    """Loose strokes beside what hangs over, no deeper in the same cell: the dots of a 準, whole."""
    seen = {part.label for part in parts}
    reach = round(_NEAR * usual_px)
    for part in parts:
        r = part.region
        around = Region(r.x0 - reach, r.top - _HALO_PX, r.x1 + reach, r.bottom + _HALO_PX)
        window = _slices(_clipped(around, page.ink.shape))
        for label in np.unique(page.labels[window]).tolist():
            piece = _box_of(page.stats, label)
            if label in seen or not label or not _is_within(piece, around):
                continue
            if bool((page.places[_slices(piece)] == part.lies_in).all()):
                seen.add(label)
                yield replace(part, label=label, region=piece)


def _is_within(inner: Region, outer: Region) -> bool:
    return (
        outer.x0 <= inner.x0
        and inner.x1 <= outer.x1
        and outer.top <= inner.top
        and inner.bottom <= outer.bottom
    )


def _clipped(region: Region, shape: tuple[int, ...]) -> Region:
    height, width = shape
    return Region(max(0, region.x0), max(0, region.top), min(width, region.x1), min(height, region.bottom))


def _grown(region: Region, shape: tuple[int, ...]) -> Region:
    grown = Region(
        region.x0 - _HALO_PX, region.top - _HALO_PX, region.x1 + _HALO_PX, region.bottom + _HALO_PX
    )
    return _clipped(grown, shape)


def _thick(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    side = 2 * _HALO_PX + 1
    return cv2.dilate(flags.astype(np.uint8), np.ones((side, side), np.uint8)) > 0


def _is_part(page: _Page, part: _Hanging, within: Region) -> NDArray[np.bool_]:
    rows, columns = _slices(within)
    flags: NDArray[np.bool_] = (page.labels[rows, columns] == part.label) & (
        page.places[rows, columns] == part.lies_in
    )
    return flags


def _take_out(rest: _Page, loose: Pixels, part: _Hanging) -> None:
    """Take print out of the cell that it hangs into; what belongs outside all cells is kept in `loose`."""
    window = _grown(part.region, rest.ink.shape)
    is_part = _is_part(rest, part, window)
    rest.ink[_slices(window)][is_part] = 0
    if part.owner == _OUTSIDE:
        loose[_slices(window)][is_part] = 255
        return
    labels = rest.labels[_slices(window)]
    is_other = (labels > 0) & (labels != part.label)
    halo = _thick(is_part) & ~is_other & (rest.places[_slices(window)] == part.lies_in)
    rest.text[_slices(window)][halo] = 255


def _anew(
    page: _Page, rest: _Page, loose: Pixels, cells: Sequence[Region], owners: Mapping[int, Sequence[_Hanging]]
) -> Laid:
    """The page with the cells of `owners` below it, with the parts that come back to each."""
    height, width = page.ink.shape
    sheets, placed = [], [(cell, 0) for cell in cells]
    for owner, parts in sorted(owners.items()):
        around = _around([cells[owner], *(_grown(part.region, page.ink.shape) for part in parts)])
        placed[owner] = (replace(around, top=height, bottom=height + around.height), height - around.top)
        sheets.append(_sheet(page, rest, around, owner, parts))
        height += around.height + _APART_PX
    for owner in owners:
        is_own = page.places[_slices(cells[owner])] == owner
        rest.text[_slices(cells[owner])][is_own] = 255
        rest.ink[_slices(cells[owner])][is_own] = 0
    below = np.zeros((height - len(loose), width), np.uint8)
    return Laid(
        np.vstack([rest.text, *(text for text, _ in sheets)]),
        np.vstack([rest.ink, *(ink for _, ink in sheets)]),
        tuple(placed),
        np.vstack([loose, below]),
    )


def _sheet(
    page: _Page, rest: _Page, around: Region, owner: int, parts: Sequence[_Hanging]
) -> tuple[Pixels, Pixels]:
    """A cell alone, grey and ink, as wide as the page, white below it."""
    is_own = page.places[_slices(around)] == owner
    is_back = np.zeros_like(is_own)
    for part in parts:
        is_back |= _is_part(page, part, around)
    size = (around.height + _APART_PX, page.ink.shape[1])
    text, ink = np.full(size, 255, np.uint8), np.zeros(size, np.uint8)
    inner = slice(0, around.height), slice(around.x0, around.x1)
    kept = np.where(is_own, rest.text[_slices(around)], 255)
    text[inner] = np.where(_thick(is_back) & ~is_own, page.text[_slices(around)], kept)
    ink[inner] = np.where(is_back, 255, np.where(is_own, rest.ink[_slices(around)], 0))
    return text, ink


def _around(regions: Sequence[Region]) -> Region:
    return Region(
        min(r.x0 for r in regions),
        min(r.top for r in regions),
        max(r.x1 for r in regions),
        max(r.bottom for r in regions),
    )
