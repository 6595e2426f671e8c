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
FLUSH_PT = 1.5
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
    """What stands between two horizontal rules: its lines from the top, each as runs from the left."""

    top: float
    bottom: float
    lines: list[list[Run]] = field(default_factory=list)

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
    """Whether `last` is a letter, or letters set as far apart as this one follows."""
    gap = run.x0 - last.x1
    pitch = (last.x1 - last.x0) / len(last.text)
    return gap <= SPREAD_EM * size_pt and (len(last.text) == 1 or pitch > 1.2 * size_pt)


def inked(lines: Sequence[Sequence[Run]]) -> list[Interval]:
    """What the runs cover from left to right."""
    covered: list[Interval] = []
    for x0, x1 in sorted((run.x0, run.x1) for line in lines for run in line):
        if covered and x0 <= covered[-1][1]:
            covered[-1] = (covered[-1][0], max(x1, covered[-1][1]))
        else:
            covered.append((x0, x1))
    return covered


def gaps_of(lines: Sequence[Sequence[Run]], em_pt: float) -> list[Interval]:
    """The free intervals between columns of lines, each at least a river wide."""
    return [(a[1], b[0]) for a, b in pairwise(inked(lines)) if b[0] - a[1] >= RIVER_EM * em_pt]


def blocks_of(bands: Sequence[Band], em_pt: float) -> list[list[Band]]:
    """Consecutive bands that share their columns: laid over each other none of the columns is lost or cut."""
    blocks: list[list[Band]] = []
    lines: list[list[Run]] = []
    for band in bands:
        if blocks and _share_columns(lines, band.lines, em_pt):
            blocks[-1].append(band)
            lines += band.lines
        else:
            blocks.append([band])
            lines = list(band.lines)
    return blocks


def _share_columns(one: list[list[Run]], other: list[list[Run]], em_pt: float) -> bool:
    """Whether rows have the same columns, of which either may leave some blank at its ends."""
    if not one or not other:
        return False
    gaps, own = gaps_of(one, em_pt), gaps_of(other, em_pt)
    both = gaps_of([*one, *other], em_pt)
    is_kept = all(any(_overlap(gap, left) >= RIVER_EM * em_pt for left in both) for gap in (*gaps, *own))
    return is_kept and len(both) == max(len(gaps), len(own))


def _overlap(a: Interval, b: Interval) -> float:
    return min(a[1], b[1]) - max(a[0], b[0])


def rivers_of(block: Sequence[Band], em_pt: float) -> list[River]:
    """The rivers of a block, from the left."""
    lines = [line for band in block for line in band.lines]
    return [River(x0, x1, _is_sure(x0, x1, block, em_pt)) for x0, x1 in gaps_of(lines, em_pt)]


def _is_sure(x0: float, x1: float, block: Sequence[Band], em_pt: float) -> bool:
    """Whether several rows or lines have words on both sides, or several start at its bank, or it is wide."""
    lines = [line for band in block for line in band.lines]
    rows = [band.runs for band in block]
    both = max(sum(_parts(x0, x1, runs) for runs in group) for group in (lines, rows))
    flush = sum(any(abs(r.x0 - x1) <= FLUSH_PT for r in line) for line in lines)
    return both >= 2 or flush >= 3 or x1 - x0 >= LONE_RIVER_EM * em_pt


def _parts(x0: float, x1: float, runs: Sequence[Run]) -> bool:
    return any(r.x1 <= x0 for r in runs) and any(r.x0 >= x1 for r in runs)
