"""What stands at the head of a line outside tables: Ⅰ to Ⅸ told by their shape, the space behind a number.

Tesseract's Japanese model knows no Roman numerals: it reads Ⅱ as 中, Ⅲ as 川 or 四. It gives no spaces,
and headings are numbered with half of one as often as with a whole.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.image import Pixels
from extractors.ocr.places import Place, shapes_of
from extractors.ocr.reading import Reading
from extractors.ocr.typeset import INK_HEIGHT, ReadLine, char_columns
from extractors.text.script import is_kana_or_kanji

_DARK = 140
# Shares of the em. Kanji leave up to a quarter free beside a figure; the least space, with what both leave,
# more. Kana leave more.
_SPACE, _SPACE_AFTER_KANA = 0.3, 0.45
_WIDEST_HEAD = 2.0
_WIDEST_NUMERAL, _LOWEST_NUMERAL = 1.5, 0.55
_OTHER_GAPS = 1.4  # in print set apart throughout the first gap is as wide as the others
_LABEL = re.compile(
    r"[0-9]{1,2}|[IVX]{1,4}|[Ⅰ-Ⅻ]|[ア-ト]|[A-Za-z]|[一二三四五六七八九十]{1,3}|第[0-9一二三四五六七八九十]{1,3}"
)
_KANA = frozenset(map(chr, range(ord("ア"), ord("ト") + 1)))
_NUMERALS = {
    ("", 1, ""): "Ⅰ",
    ("", 2, ""): "Ⅱ",
    ("", 3, ""): "Ⅲ",
    ("", 1, "V"): "Ⅳ",
    ("V", 1, ""): "Ⅵ",
    ("V", 2, ""): "Ⅶ",
    ("V", 3, ""): "Ⅷ",
    ("", 1, "X"): "Ⅸ",
}
_ALIKE = frozenset("エTJ口日")  # shapes that Tesseract does know
_PIECES_OF_NUMERAL = frozenset("IVXWMKLilvx|![]")  # what is read for a numeral's strokes
# Shares of a numeral's height. Serifs stand above and below its stems.
_STEM_ROWS, _STEM_INK = (0.04, 0.96), 0.92  # the arms of a bold V cover three quarters
_INNER_ROWS = (0.2, 0.8)
_EDGE_PX = 2  # grey beside a stem
_STEM_ENDS = 0.06  # stems are equally long; those of 川 and リ are not
_SERIF_ROWS = 0.25
_ODD_SERIF, _ODD_INK = 0.4, 0.01
_SERIF, _STEM_GAP = 0.24, 0.5  # the longest serif (those of エ and T are longer), the widest gap (口)
_STRAY_INK = 0.05  # of the rows between the serifs, beside stems
_UPPER, _MIDDLE, _LOWER = (0.2, 0.3), (0.42, 0.58), (0.76, 0.86)

Flags = NDArray[np.bool_]


def with_head(reading: Reading, text: Pixels) -> Reading:
    """A line outside tables with its Roman numeral, and with a space where half of one parts its number from
    its words; `text` is the page's grey picture.
    """
    line, r = reading.line, reading.line.region
    em = r.height / INK_HEIGHT
    dark: Flags = np.asarray(text[r.top : r.bottom, r.x0 : r.x1] < _DARK)
    head = _head(shapes_of(dark), em)
    if head is None or not line.text:
        return reading
    first, end, next_ = head
    numeral = _numeral(dark[:, first:end], em)
    n_read = _n_in_head(line, (end + next_) / 2, is_numeral=numeral is not None)
    if _is_known(line.text[:n_read]):
        numeral = None
    label, rest = numeral or line.text[:n_read], line.text[n_read:]
    is_label = numeral is not None or _LABEL.fullmatch(label) is not None
    is_part_of_word = label in _KANA and next_ - end < _SPACE_AFTER_KANA * em
    if not is_label or is_part_of_word or not rest or not is_kana_or_kanji(rest[0]):
        return reading
    trust = (1.0,) * len(label) if numeral else line.confidences[:n_read]
    is_parted = any(r.x0 + end <= run_end <= r.x0 + next_ for _, run_end in line.runs[:-1])
    if not is_parted:  # print in runs of its own is set apart by them
        label, trust = label + " ", (*trust, trust[-1])
    return replace(
        reading,
        line=replace(line, text=label + rest, confidences=(*trust, *line.confidences[n_read:])),
    )


def _is_known(head: str) -> bool:
    """Whether what was read is as good as a numeral of the same shape: 11 and 12, エ."""
    return head in _ALIKE or (len(head) > 1 and head.isdigit())


def _head(shapes: list[Place], em: float) -> tuple[int, int, int] | None:
    """First and end column of what a wide gap parts from the rest of a line, and where the rest begins; None
    where no such gap is near the line's head, or most gaps are as wide.
    """
    gaps = [after[0] - before[1] for before, after in pairwise(shapes)]
    for k, gap in enumerate(gaps):
        if shapes[k][1] - shapes[0][0] > _WIDEST_HEAD * em:
            return None
        if gap >= _SPACE * em:
            others = gaps[k + 1 :] or [0]
            is_apart = gap >= _OTHER_GAPS * float(np.percentile(others, 80))
            return (shapes[0][0], shapes[k][1], shapes[k + 1][0]) if is_apart else None
    return None


def _n_in_head(line: ReadLine, end_px: float, *, is_numeral: bool) -> int:
    """How many characters were read for what ends left of `end_px`, all pieces of a numeral among them."""
    middles = [(x0 + x1) / 2 - line.region.x0 for x0, x1 in char_columns(line)]
    n_read = max(1, sum(middle < end_px for middle in middles))
    while is_numeral and line.text[n_read : n_read + 1] in _PIECES_OF_NUMERAL:
        n_read += 1
    return n_read


def _numeral(dark: Flags, em: float) -> str | None:
    """The Roman numeral that a shape is, told by its stems and by what stands beside them; V and X alone are
    read as letters.
    """
    rows = np.flatnonzero(dark.any(axis=1))
    shape = dark[rows[0] : rows[-1] + 1]
    if len(shape) < _LOWEST_NUMERAL * em or shape.shape[1] > _WIDEST_NUMERAL * em:
        return None
    stems = _stems(shape)
    if not stems:
        return None
    between = [shape[:, a[1] + _EDGE_PX : b[0] - _EDGE_PX] for a, b in pairwise(stems)]
    if any(not _is_bare(gap) or gap.shape[1] > _STEM_GAP * len(shape) for gap in between):
        return None
    left, right = max(0, stems[0][0] - _EDGE_PX), stems[-1][1] + _EDGE_PX
    before, after = (_arm(part) for part in (shape[:, :left], shape[:, right:]))
    if before is None or after is None or (not before + after and not _is_even(shape, stems)):
        return None
    return _NUMERALS.get((before, len(stems), after))


def _is_even(shape: Flags, stems: list[Place]) -> bool:
    """Whether the serifs of stems alone are as long on both sides: 1 and 11 have theirs at the left."""
    top = shape[: round(_SERIF_ROWS * len(shape))]
    left, right = int(top[:, : stems[0][0]].sum()), int(top[:, stems[-1][1] :].sum())
    return abs(left - right) <= _ODD_SERIF * max(left, right) + _ODD_INK * top.size


def _stems(shape: Flags) -> list[Place]:
    """Columns of strokes that run upright through the whole height, none where they end at other heights."""
    stems = shapes_of(np.atleast_2d(_rows(shape, _STEM_ROWS).mean(axis=0) >= _STEM_INK))
    ends = [np.flatnonzero(shape[:, a:b].any(axis=1))[[0, -1]] for a, b in stems]
    spread = max((int(np.ptp([end[k] for end in ends])) for k in (0, 1)), default=0) if ends else 0
    return stems if spread <= max(2.0, _STEM_ENDS * len(shape)) else []


def _is_bare(part: Flags) -> bool:
    """Whether the rows of a part between its serifs hold hardly any ink."""
    return part.size == 0 or bool(_rows(part, _INNER_ROWS).mean() <= _STRAY_INK)


def _rows(shape: Flags, share: tuple[float, float]) -> Flags:
    return shape[round(share[0] * len(shape)) : round(share[1] * len(shape))]


def _arm(part: Flags) -> str | None:
    """V, X or nothing, as what stands beside the stems of a numeral; None for anything else."""
    if _is_bare(part):
        return "" if part.shape[1] <= _SERIF * len(part) else None
    upper, middle, lower = (_arms(_rows(part, share)) for share in (_UPPER, _MIDDLE, _LOWER))
    if upper is None or middle is None or lower is None or upper[2] != 2:
        return None
    is_narrowing = upper[0] < middle[0] and middle[1] < upper[1]
    if is_narrowing and middle[0] < lower[0] and lower[1] < middle[1]:
        return "V"
    is_crossed = middle[2] == 1 and lower[2] == 2 and lower[0] < middle[0] and middle[1] < lower[1]
    return "X" if is_narrowing and is_crossed else None


def _arms(rows: Flags) -> tuple[float, float, int] | None:
    """The mean first and last column of the ink of some rows, and how many strokes most of them cross."""
    crossed = [shapes_of(np.atleast_2d(row)) for row in rows if row.any()]
    if not crossed:
        return None
    first, last = (float(np.mean([strokes[k][k] for strokes in crossed])) for k in (0, -1))
    return first, last, round(float(np.median([len(strokes) for strokes in crossed])))
