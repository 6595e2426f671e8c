"""Lines of a picture to text: each is looked at twice, its figures once more by the digits' model."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.agreement import Difference, agreed, other_view
from extractors.ocr.cuts import cut_out
from extractors.ocr.engine import Engine, Symbol
from extractors.ocr.image import Pixels
from extractors.ocr.ink import Region
from extractors.ocr.lookalikes import settled
from extractors.ocr.looks import (
    CUTS,
    DIGITS,
    DIGITS_AGAIN,
    DIGITS_MORE,
    FIRST,
    LAST,
    SECOND,
    THIRD,
    WHOLE,
    Look,
)
from extractors.ocr.separators import with_separators
from extractors.ocr.signs import lost_figures, share_sign_at, sign_before
from extractors.ocr.spaced import moved_together
from extractors.ocr.squares import with_square
from extractors.ocr.typeset import ReadLine, inked_columns, is_plausible

_MARGIN_PX = 3
_MAX_FACTOR = 2.5
_NUMBER = re.compile(r"[0-9](?:[0-9,.]*[0-9])?")
_GROUP = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})*\.[0-9]{3}")
_WELL_FORMED = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_SHARE = re.compile(r"[0-9][0-9,.]*[0-9][%％]")
_UNSIGNED = re.compile(r"[ -$&-~]{1,14}")  # a number, its % read as figures or letters
_TWO_MARKS = re.compile(r"[,.]{2,}")
_REPEATED = re.compile(r"([0-9])\1+")
# All that a number is taken for when it stands alone.
_MAYBE_NUMBER = re.compile(r"[0-9,.。、OoQDlI|iJSBZszgqさ]{1,14}")
_UPRIGHT_STROKES = frozenset("1Il|![]iｌⅠ")
_ROMAN = frozenset("IVX1lⅠ")
_SURE_DIGITS = 2
_SAME_SHARE = 0.92  # of the ink of an upright stroke with or without serifs, and its mirror image
_DARK = 140
_FOLIO = re.compile(r"[一ー―—–-]\S{1,4}[一ー―—–-]")  # a page's number: - 11 -


@dataclass(frozen=True, slots=True)
class Piece:
    """Print to read in one go: its ink, and the columns of ink between gaps as wide as a space."""

    region: Region
    runs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A piece of a line: what was read, another view of its figures where there is one; `is_unread` tells
    that nothing was read that fills the print's place."""

    line: ReadLine
    other_text: str | None = None
    is_unread: bool = False


class LineReader:
    """Reads pieces of lines from a page's picture without its rules (evened grey)."""

    def __init__(self, engine: Engine, text: Pixels) -> None:
        self._engine, self._text = engine, text

    def read(self, piece: Piece, line_height: int) -> Reading:
        """The text of one piece; `line_height` is its line's (a dash alone is shown as small as it is).

        Figures set far apart are moved together first, and their ink is where it was.
        """
        r = piece.region
        strip = self._text[r.top : r.bottom, r.x0 : r.x1]
        together = moved_together(strip)
        if together is strip:
            return self._read(piece, line_height)
        read = self.read_line(together, line_height)
        return replace(read, line=replace(read.line, region=r, runs=piece.runs))

    def read_line(self, strip: Pixels, line_height: int | None = None) -> Reading:
        """The text of one line's picture (grey, dark on white), whose height is the line's unless given."""
        height, width = strip.shape
        whole = Region(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX + width, _MARGIN_PX + height)
        reader = LineReader(self._engine, np.pad(strip, _MARGIN_PX, constant_values=255))
        return reader._read(Piece(whole, ((whole.x0, whole.x1),)), line_height or height)

    def _read(self, piece: Piece, line_height: int) -> Reading:
        looks = [self._look(piece, look, line_height) for look in (FIRST, SECOND)]
        if not _agree(looks):
            looks += [self._look(piece, more, line_height) for more in (THIRD, LAST)]
        if not any(map(is_plausible, looks)):
            looks = [*(self._look(piece, whole, line_height) for whole in WHOLE), *looks]
        dark = self._dark(piece.region)
        looks = [with_square(look, dark) for look in looks]
        chosen, differences = agreed(_chosen(looks), [look for look in looks if is_plausible(look)])
        chosen = self._with_first_mark(chosen)
        if _FOLIO.fullmatch(chosen.text):
            return self._folio(chosen, line_height)
        if _SHARE.fullmatch(chosen.text) and (share := self._share(piece, line_height, chosen)):
            return share
        if _UNSIGNED.fullmatch(chosen.text) and (share := self._drawn_share(piece, line_height, chosen)):
            return share
        if _MAYBE_NUMBER.fullmatch(chosen.text):
            return self._with_sign(self._plain_number(piece, line_height, looks, chosen))
        return self._with_numbers(line_height, looks, chosen, differences)

    def digits(self, region: Region) -> str:
        """The digits in a small region, as within a circle; none where two looks differ."""
        first, second = (
            "".join(s.text for s in self._symbols(region, look, max(1, region.height), 0)).strip(",.")
            for look in (DIGITS, DIGITS_AGAIN)
        )
        return first if first == second else ""

    def _dark(self, region: Region) -> NDArray[np.bool_]:
        # The place of a number at the picture's edge is reckoned, and may begin before it.
        columns = slice(max(0, region.x0), max(0, region.x1))
        dark: NDArray[np.bool_] = self._text[region.top : region.bottom, columns] < _DARK
        return dark

    def _look(self, piece: Piece, look: Look, line_height: int) -> ReadLine:
        symbols = self._symbols(piece.region, look, line_height, _MARGIN_PX)
        return _line(piece, symbols)

    def _symbols(self, region: Region, look: Look, line_height: int, margin_x: int) -> list[Symbol]:
        rows = slice(max(0, region.top - _MARGIN_PX), region.bottom + _MARGIN_PX)
        crop = self._text[rows, max(0, region.x0 - margin_x) : region.x1 + margin_x]
        return self._shown(crop, look, line_height)

    def _shown(self, crop: Pixels, look: Look, line_height: int) -> list[Symbol]:
        if crop.size == 0:
            return []
        if look.is_smooth:
            crop = np.asarray(cv2.GaussianBlur(crop, (3, 3), 0), dtype=np.uint8)
        factor = min(_MAX_FACTOR, look.height_px / line_height)
        return self._engine.read(crop, look.script, factor, word=look.is_whole)

    def _plain_number(
        self, piece: Piece, height: int, looks: Sequence[ReadLine], chosen: ReadLine
    ) -> Reading:
        """A number alone: the digits' model decides, the Japanese one must say the same."""
        digits = self._figures(piece, DIGITS, height)
        chosen = self._separated(chosen)
        if digits.text == chosen.text:
            return Reading(chosen, _as_group(chosen.text))
        again, whole = (self._figures(piece, look, height) for look in DIGITS_MORE)
        votes = Counter(line.text for line in (digits, again, whole, *map(self._separated, looks)))
        best = max((digits, again, chosen), key=lambda line: votes[line.text])
        if not best.text:
            return Reading(chosen, is_unread=not is_plausible(chosen))
        other = next(line.text for line in (chosen, digits, again) if line.text != best.text)
        return Reading(best, other)

    def _with_sign(self, read: Reading) -> Reading:
        """A number is doubtful whose sign, or one of whose figures, no model reads."""
        text, dark = read.line.text, self._dark(read.line.region)
        sign, lost = sign_before(text, dark), lost_figures(text, dark)
        if sign:
            return replace(read, other_text=sign + text)
        return replace(read, other_text=lost) if lost and read.other_text is None else read

    def _figures(self, piece: Piece, look: Look, height: int) -> ReadLine:
        return self._separated(self._look(piece, look, height))

    def _separated(self, line: ReadLine) -> ReadLine:
        """A number alone with its commas and points as their shapes tell them."""
        if not _NUMBER.search(line.text):
            return line
        return retold(line, with_separators(line.text, self._dark(line.region)))

    def _with_numbers(
        self, height: int, looks: Sequence[ReadLine], chosen: ReadLine, differences: Sequence[Difference]
    ) -> Reading:
        """Numbers within text, each cut out and read by the digits' model."""
        columns = inked_columns(chosen, self._dark(chosen.region)) if _NUMBER.search(chosen.text) else []
        text = chosen.text
        others: list[str] = []
        confirmed: list[tuple[int, int]] = []
        for found in reversed(list(_NUMBER.finditer(chosen.text)) if columns else []):
            place = columns[found.start() : found.end()]
            kept, other = self._voted(found[0], chosen, place, height, looks)
            text = text[: found.start()] + kept + text[found.end() :]
            others[:0] = [other] if other else []
            confirmed += [] if other else [_with_sign_of_share(found)]
        others += [other for number in figures(text) if (other := _as_group(number))]
        other_text = " ".join(others) or other_view(text, differences, confirmed)
        line = retold(chosen, text)
        return Reading(line, other_text, is_unread=not is_plausible(chosen))

    def _share(self, piece: Piece, height: int, chosen: ReadLine) -> Reading | None:
        """A number and its % as the digits' model sees it, to which the sign is nothing or one figure more:
        its first ring. None where two looks see neither.
        """
        number, sign = chosen.text[:-1], chosen.text[-1]
        seen = {self._figures(piece, look, height).text for look in (DIGITS, DIGITS_AGAIN)}
        if seen == {number}:
            return Reading(chosen)
        if seen == {number[:-1]}:
            return Reading(retold(chosen, number[:-1] + sign), chosen.text)
        return None

    def _drawn_share(self, piece: Piece, height: int, chosen: ReadLine) -> Reading | None:
        """A % that no look reads but the ink shows, alone or behind a number that two looks read alike."""
        r = piece.region
        at = share_sign_at(self._dark(r))
        if at is None:
            return None
        inked = np.flatnonzero(self._dark(r)[:, :at].any(axis=0))
        if not inked.size:
            return Reading(retold(chosen, "%"))
        before = Region(r.x0, r.top, r.x0 + int(inked[-1]) + 1, r.bottom)
        cut = Piece(before, ((before.x0, before.x1),))
        number, again = (self._figures(cut, look, height).text for look in (DIGITS, DIGITS_AGAIN))
        if not _WELL_FORMED.fullmatch(number):
            return None
        is_sure = number == again and chosen.text.startswith(number)
        return Reading(retold(chosen, number + "%"), None if is_sure else chosen.text)

    def _folio(self, line: ReadLine, height: int) -> Reading:
        """The page's number between two dashes: the digits' model reads what stands between them."""
        r = line.region
        inked = np.flatnonzero(self._dark(r).any(axis=0))
        runs = np.split(inked, np.flatnonzero(np.diff(inked) > 1) + 1)
        if len(runs) < 3:
            return Reading(line)
        inner = Region(r.x0 + int(runs[1][0]), r.top, r.x0 + int(runs[-2][-1]) + 1, r.bottom)
        symbols = self._symbols(inner, DIGITS, height, _MARGIN_PX)
        digits = "".join(s.text for s in symbols)
        if not digits.isdigit():
            return Reading(line)
        trust = tuple(s.confidence for s in symbols)
        return Reading(replace(line, text=f"-{digits}-", confidences=(trust[0], *trust, trust[-1])))

    def _with_first_mark(self, line: ReadLine) -> ReadLine:
        """A heading's I told from its 1: the first stands in a run of its own and mirrors itself."""
        if len(line.runs) < 2 or line.text[:1] not in _UPRIGHT_STROKES or line.text[1:2] in _ROMAN:
            return line
        x0, x1 = line.runs[0]
        if x1 - x0 > line.region.height:
            return line
        stroke = self._dark(Region(x0, line.region.top, x1, line.region.bottom))
        return replace(line, text=("I" if _mirrors_itself(stroke) else "1") + line.text[1:])

    def _voted(
        self,
        printed: str,
        line: ReadLine,
        columns: Sequence[tuple[float, float]],
        height: int,
        looks: Sequence[ReadLine],
    ) -> tuple[str, str | None]:
        """The number to keep, and the other view of it: the digits' model must see what the line's looks
        read, or the number is doubtful. One figure alone is read better in its line than cut out of it.
        """
        printed = self._marked(printed, line, columns)
        seen = self._seen_at(line, columns, height, printed)
        if seen == printed:
            return printed, None
        if seen == _single_marks(printed):
            return seen, printed
        if not _WELL_FORMED.fullmatch(printed):
            views = (seen, *(self._number_at(line, columns, height, look) for look in DIGITS_MORE))
            whole = [v for v in views if _WELL_FORMED.fullmatch(v) and len(_bare(v)) >= len(_bare(printed))]
            return (max(whole, key=len), printed) if whole else (printed, seen or "□" * len(printed))
        if len(seen) != len(printed) or not _WELL_FORMED.fullmatch(seen):
            return printed, seen or "□" * len(printed)
        is_seen_twice = any(seen in figures(look.text) for look in looks) or (
            len(seen) >= _SURE_DIGITS and self._is_sure(seen, printed, line, columns, height)
        )
        return (seen, printed) if is_seen_twice else (printed, seen)

    def _is_sure(
        self, seen: str, printed: str, line: ReadLine, columns: Sequence[tuple[float, float]], height: int
    ) -> bool:
        """Whether more looks of the digits' model see the same, and none what the line's looks read."""
        again = [self._number_at(line, columns, height, look) for look in DIGITS_MORE]
        return seen in again and printed not in again

    def _marked(self, printed: str, line: ReadLine, columns: Sequence[tuple[float, float]]) -> str:
        """A number within text with the commas and points that its ink shows, where those are as many."""
        if printed.isdigit():
            return printed
        place = Region(round(columns[0][0]), line.region.top, round(columns[-1][1]), line.region.bottom)
        retold = with_separators(printed, self._dark(place))
        return retold if len(retold) == len(printed) else printed

    def _seen_at(
        self, line: ReadLine, columns: Sequence[tuple[float, float]], height: int, printed: str
    ) -> str:
        """What the digits' model sees in a number's place: the first as long as what is `printed`, where the
        place may be off by less than a figure, else the longest.
        """
        lengths = (len(printed), len(_single_marks(printed)))
        figure_px = (columns[-1][1] - columns[0][0]) / len(columns)
        seen = []
        for look, shift in CUTS:
            moved = [(x0 + shift * figure_px, x1 + shift * figure_px) for x0, x1 in columns]
            seen.append(self._number_at(line, moved, height, look))
            if len(seen[-1]) in lengths:
                return seen[-1]
        return max(seen, key=len)

    def _number_at(
        self, line: ReadLine, columns: Sequence[tuple[float, float]], height: int, look: Look
    ) -> str:
        r = line.region
        left = max(0, r.x0 - _MARGIN_PX)
        rows = slice(max(0, r.top - _MARGIN_PX), r.bottom + _MARGIN_PX)
        strip = self._text[rows, left : r.x1 + _MARGIN_PX]
        crop = cut_out(strip, columns[0][0] - left, columns[-1][1] - left, _MARGIN_PX)
        return "".join(s.text for s in self._shown(crop, look, height)).strip(",.")


def retold(line: ReadLine, text: str) -> ReadLine:
    """A line with another text for its ink, as sure as before."""
    if len(text) == len(line.text):
        return replace(line, text=text)
    return replace(line, text=text, confidences=(min(line.confidences),) * len(text))


def _as_group(number: str) -> str | None:
    """The other view of a number with two marks side by side or three figures after a point: one comma."""
    if _TWO_MARKS.search(number):
        return _single_marks(number)
    return number.replace(".", ",") if _GROUP.fullmatch(number) else None


def _with_sign_of_share(number: re.Match[str]) -> tuple[int, int]:
    """The place of a number, and of the % after it: its rings are at times read as figures."""
    end = number.end()
    return number.start(), end + (number.string[end : end + 1] in ("%", "％"))


def _bare(number: str) -> str:
    return number.replace(",", "").replace(".", "")


def _single_marks(number: str) -> str:
    return _TWO_MARKS.sub(",", number)


def _mirrors_itself(shape: NDArray[np.bool_]) -> bool:
    either = shape | shape[:, ::-1]
    return bool((shape & shape[:, ::-1]).sum() >= _SAME_SHARE * max(1, either.sum()))


def _agree(looks: Sequence[ReadLine]) -> bool:
    """Whether two looks say the same, and something that fills the place."""
    counted = Counter(line.text for line in looks if is_plausible(line))
    return bool(counted) and counted.most_common(1)[0][1] > 1


def _chosen(looks: Sequence[ReadLine]) -> ReadLine:
    """What most looks say, of plausible ones, else the most trusted; equal figures are lost, not added."""
    votes = Counter(line.text for line in looks)
    best = max(looks, key=lambda x: (is_plausible(x), "km²" in x.text, votes[x.text], _mean(x.confidences)))
    alike = [x for x in looks if is_plausible(x) and _once(x.text) == _once(best.text)]
    return max(alike, key=lambda x: len(x.text), default=best)


def _once(text: str) -> str:
    """A text with each run of one figure as a single one."""
    return _REPEATED.sub(r"\1", text)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def figures(text: str) -> list[str]:
    """The numbers in a text: digits with the commas and points between them."""
    return _NUMBER.findall(text)


def _line(piece: Piece, symbols: Sequence[Symbol]) -> ReadLine:
    read = "".join(symbol.text for symbol in symbols)
    trust = tuple(symbol.confidence for symbol in symbols for _ in symbol.text)
    line = ReadLine(piece.region, read, trust, piece.runs)
    return retold(line, settled(read)) if read else line
