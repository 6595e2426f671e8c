"""Columns that no rule parts: white rivers that run down between words standing under each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import regex

from extractors.tables.celltext import rows_of
from extractors.tables.glyphs import Glyph

# Japanese is set solid; before Latin some programs leave a quarter em. The paddings of two cells are more.
RIVER_EM = 0.4
# A river seen on one line only may be a gap between two words of one cell.
LONE_RIVER_EM = 1.5
DOUBTFUL_RIVER_EM = 0.9
# Letters of a label spread over its cell (効　　果) stand closer than the marks of neighbouring columns.
SPREAD_EM = 3.0
EVEN_EM = 0.2  # letters of one word are spread evenly
FLUSH_PT = 1.5
# Lines that are rows of their own print several columns, all but the wrapped ones.
ROWS_SHARE = 0.6
# The boxes of characters in two lines set solid touch, and overlap by the rounding of fonts.
BESIDE_EM = 0.25
_LETTER = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]")

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one line without a gap."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float


@dataclass(slots=True)
class Band:
    """What stands between two horizontal rules: its lines from the top, each as runs from the left.

    `told` are places where a rule or a tint of its own shows a column's edge.
    """

    top: float
    bottom: float
    lines: list[list[Run]] = field(default_factory=list)
    told: Sequence[float] = ()

    @property
    def runs(self) -> list[Run]:
        """All runs of the band."""
        return [run for line in self.lines for run in line]


@dataclass(frozen=True, slots=True)
class River:
    """A gap between two columns, and whether it is wide or long enough to be sure of."""

    x0: float
    x1: float
    is_sure: bool

    @property
    def middle(self) -> float:
        """Halfway between the columns."""
        return (self.x0 + self.x1) / 2


def lines_as_runs(glyphs: Iterable[Glyph]) -> list[list[Run]]:
    """Lines from the top, cut into runs at every gap that no painted space fills."""
    rows = rows_of(g for g in glyphs if g.direction == "right")
    return [runs for row in rows if (runs := _joined_letters(_runs(row), _size(row)))]


def _size(row: Sequence[Glyph]) -> float:
    return max(g.size_pt for g in row)


def _runs(row: Sequence[Glyph]) -> list[Run]:
    runs: list[list[Glyph]] = []
    end = float("-inf")
    for glyph in row:
        if glyph.x0 - end > RIVER_EM * glyph.size_pt:
            runs.append([])
        runs[-1].append(glyph)
        end = max(end, glyph.x1)
    inked = [[g for g in run if not g.is_space] for run in runs]
    return [_run(run) for run in inked if run]


def _run(glyphs: Sequence[Glyph]) -> Run:
    return Run(
        "".join(g.text for g in glyphs),
        glyphs[0].x0,
        max(g.x1 for g in glyphs),
        min(g.top for g in glyphs),
        max(g.bottom for g in glyphs),
    )


def _joined_letters(runs: list[Run], size_pt: float) -> list[Run]:
    """The runs, with the letters of a spread word put together."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        is_letter = len(run.text) == 1 and _LETTER.match(run.text)
        if last and is_letter and _LETTER.match(last.text[-1]) and _is_spread(last, run, size_pt):
            text = last.text + run.text
            joined[-1] = Run(text, last.x0, run.x1, min(last.top, run.top), max(last.bottom, run.bottom))
        else:
            joined.append(run)
    return joined


def _is_spread(last: Run, run: Run, size_pt: float) -> bool:
    """Whether `last` is a letter, or letters set apart, and this one follows as far from them."""
    gap, n = run.x0 - last.x1, len(last.text)
    if n == 1:
        return gap <= SPREAD_EM * size_pt
    apart = (last.x1 - last.x0 - n * size_pt) / (n - 1)
    return apart > 0.2 * size_pt and abs(gap - apart) <= EVEN_EM * size_pt


def inked(lines: Sequence[Sequence[Run]]) -> list[Interval]:
    """What the runs cover from left to right."""
    covered: list[Interval] = []
    for x0, x1 in sorted((run.x0, run.x1) for line in lines for run in line):
        if covered and x0 <= covered[-1][1]:
            covered[-1] = (covered[-1][0], max(x1, covered[-1][1]))
        else:
            covered.append((x0, x1))
    return covered


@dataclass(frozen=True, slots=True)
class Columns:
    """The gaps between columns, from the left, and how far their words reach."""

    gaps: tuple[Interval, ...]
    left: float
    right: float

    @property
    def free(self) -> list[Interval]:
        """Where no word stands: the gaps, and either side."""
        return [(float("-inf"), self.left), *self.gaps, (self.right, float("inf"))]


def columns_of(lines: Sequence[Sequence[Run]], em_pt: float) -> Columns | None:
    """The columns of the lines between two rules, None where nothing is printed.

    Where most lines print several columns, they may be rows with a head in the middle and figures at the
    right of one column: line after line is laid on the others by its gaps. Lines that share their height are
    those of cells in one row, each set in the middle of its cell.
    """
    each = [_free_of([line], em_pt) for line in stacked(lines, em_pt)]
    if not each:
        return None
    columns: Columns | None = each[0]
    if sum(bool(own.gaps) for own in each) >= ROWS_SHARE * len(each):
        for own in each[1:]:
            columns = _laid(columns, own, em_pt) if columns is not None else None
        if columns is not None:
            return columns
    return _free_of(lines, em_pt)


def stacked(lines: Sequence[Sequence[Run]], em_pt: float) -> list[list[Run]]:
    """The lines between two rules, those as one that stand beside each other in cells of one row."""
    found: list[list[Run]] = []
    for line in lines:
        if found and is_beside(found[-1], line, em_pt):
            found[-1] = [*found[-1], *line]
        else:
            found.append(list(line))
    return found


def is_beside(above: Sequence[Run], below: Sequence[Run], em_pt: float) -> bool:
    """Whether two lines overlap in height, as no two rows do."""
    return max(run.bottom for run in above) - min(run.top for run in below) > BESIDE_EM * em_pt


def _free_of(lines: Sequence[Sequence[Run]], em_pt: float) -> Columns:
    covered = inked(lines)
    gaps = ((a[1], b[0]) for a, b in pairwise(covered) if b[0] - a[1] >= RIVER_EM * em_pt)
    return Columns(tuple(gaps), covered[0][0], covered[-1][1])


def merged(one: Columns, other: Columns, em_pt: float) -> Columns | None:
    """The columns that two rows share, None where they do not; one of them may leave some blank."""
    both = _laid(one, other, em_pt)
    return both if both is not None and len(both.gaps) == max(len(one.gaps), len(other.gaps)) else None


def _laid(one: Columns, other: Columns, em_pt: float) -> Columns | None:
    """What two sets of words laid over each other leave free, None where a gap of either is lost."""
    need = RIVER_EM * em_pt
    left, right = min(one.left, other.left), max(one.right, other.right)
    paired = _paired(one, other, need) if len(one.gaps) >= len(other.gaps) else _paired(other, one, need)
    if paired is not None:
        return Columns(paired, left, right)
    crossed = (_common(a, b) for a in one.free for b in other.free)
    gaps = tuple(sorted(g for g in crossed if _width(g) >= need and left < g[0] and g[1] < right))
    is_kept = all(any(_width(_common(g, kept)) >= need for kept in gaps) for g in (*one.gaps, *other.gaps))
    return Columns(gaps, left, right) if is_kept else None


def _paired(many: Columns, few: Columns, need_pt: float) -> tuple[Interval, ...] | None:
    """The gaps of both one by one from the right; what the first lacks at its left it leaves blank there.

    A head in the middle of its column and figures at the right of it are one column though neither lies over
    the other. None where the gaps do not belong together.
    """
    if not few.gaps:
        return None
    n_blank = len(many.gaps) - len(few.gaps)
    before, beside = many.gaps[:n_blank], many.gaps[n_blank:]
    paired = tuple(_common(a, b) for a, b in zip(beside, few.gaps, strict=True))
    fits = [*paired, *((x0, min(x1, few.left)) for x0, x1 in before)]
    return (*before, *paired) if all(_width(gap) >= need_pt for gap in fits) else None


def narrowed(gaps: Sequence[Interval], other: Columns, em_pt: float) -> tuple[Interval, ...] | None:
    """The parts of gaps that a row leaves free, None where its words cross one of them."""
    parts = [max((_common(gap, free) for free in other.free), key=_width) for gap in gaps]
    return tuple(parts) if all(_width(part) >= RIVER_EM * em_pt for part in parts) else None


def _common(a: Interval, b: Interval) -> Interval:
    return max(a[0], b[0]), min(a[1], b[1])


def _width(interval: Interval) -> float:
    return interval[1] - interval[0]


@dataclass(slots=True)
class Block:
    """Consecutive bands that share their columns."""

    bands: list[Band]
    columns: Columns | None

    @property
    def told(self) -> list[float]:
        """Where rules and tints show an edge in one of the bands."""
        return [x for band in self.bands for x in band.told]


def blocks_of(bands: Sequence[Band], em_pt: float) -> list[Block]:
    """Bands in blocks, from the top."""
    blocks: list[Block] = []
    for band in bands:
        own = columns_of(band.lines, em_pt)
        last = blocks[-1].columns if blocks else None
        both = merged(last, own, em_pt) if last is not None and own is not None else None
        if both is not None and last is not None and own is not None:
            kept = ((blocks[-1].told, last), (band.told, own))
            both = both if all(_keeps(both, columns, told) for told, columns in kept) else None
        if both is not None:
            blocks[-1].bands.append(band)
            blocks[-1].columns = both
        else:
            blocks.append(Block([band], own))
    return blocks


def _keeps(both: Columns, own: Columns, told: Sequence[float]) -> bool:
    """Whether the edges that rules and tints show in a row's gaps lie in the common gaps, too."""
    shown = [x for x in told if any(x0 <= x <= x1 for x0, x1 in own.gaps)]
    return all(any(x0 - FLUSH_PT <= x <= x1 + FLUSH_PT for x0, x1 in both.gaps) for x in shown)


def rivers_of(block: Block, em_pt: float) -> list[River]:
    """The rivers of a block, from the left."""
    gaps = block.columns.gaps if block.columns is not None else ()
    return [River(x0, x1, _is_sure(x0, x1, block.bands, em_pt)) for x0, x1 in gaps]


def _is_sure(x0: float, x1: float, bands: Sequence[Band], em_pt: float) -> bool:
    """Whether several rows or lines have words on both sides, or several start at its bank, or it is wide."""
    lines = [line for band in bands for line in band.lines]
    rows = [band.runs for band in bands]
    both = max(sum(_parts(x0, x1, runs) for runs in group) for group in (lines, rows))
    flush = sum(any(abs(r.x0 - x1) <= FLUSH_PT for r in line) for line in lines)
    return both >= 2 or flush >= 3 or x1 - x0 >= LONE_RIVER_EM * em_pt


def _parts(x0: float, x1: float, runs: Sequence[Run]) -> bool:
    return any(r.x1 <= x0 for r in runs) and any(r.x0 >= x1 for r in runs)
