"""Printed lines → reading text: wrapped lines are joined, paragraphs kept apart.

A printed line break means one of two things, and geometry tells which: the line was full (the next
unbreakable piece would not have fitted, so the typesetter wrapped), or a paragraph ended there. An indent, a
list mark and an owner prefix (一関市：) start a paragraph in their own right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

import regex

from extractors.reading import Line
from extractors.text.folding import fold

Alignment = Literal["left", "center", "right"]

_INDENT_EM: Final = 0.8
_MAX_INDENT_EM: Final = 2.2
_SAME_EDGE_EM: Final = 0.3
# How much more room than the next piece needs must be left before an early end is believed. After the end of
# a sentence little is asked; within one, more, since the right edge is only estimated from the padding.
_SPARE_AFTER_STOP_EM: Final = 0.05
_SPARE_EM: Final = 0.4
# Some typesetters justify the last line of a paragraph too: its wide pitch then betrays the room it had.
_SPARE_STRETCHED_EM: Final = 1.5
_PITCH_CHARACTERS: Final = 6

_STOP: Final = regex.compile(r"[。．？！]['」』）)]?$|[」』）)]。?$")
_STRONG_MARK: Final = regex.compile(r"[※○◎●◯□■◇◆▽▼☆★•＊*]")
_WEAK_MARK: Final = regex.compile(
    r"[・①-⑳㉑-㊿❶-❿⓵-⓾]|[(（][0-9０-９一二三四五六七八九十]{1,2}[)）]|[ア-ン][ 　]"
)
_UNNAMED_OWNER: Final = r"[\p{Han}々ヶケノが]{1,8}[都道府県市町村区]"
# JIS X 4051: what may not start a line sticks to the character before it, what may not end one to the next.
_NOT_FIRST: Final = (
    r"[、。，．・：；？！!?,.)）」』】〉》〕］}｝ー々ゝゞヽヾ…‥%％℃"
    r"ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ]"
)
_HANGING: Final = ("、", "。", "，", "．")
_NOT_LAST: Final = r"[(（「『【〈《〔［{｛]"
_WORD: Final = r"[\p{Latin}0-9][\p{Latin}0-9.,'/%+&@:_~?=#-]*"
_CHUNK: Final = regex.compile(rf"{_NOT_LAST}*(?:{_WORD}|.){_NOT_FIRST}*")
_HALF_WIDTH: Final = regex.compile(r"[\x20-\x7e\uff61-\uff9f]")
# No digits: a letter-spaced number is for the number grammar to read and to flag.
_SPREAD: Final = regex.compile(r"(?:[^\s\p{Latin}\p{N}][ \u3000]+){2,}[^\s\p{Latin}\p{N}]")
_WORD_END: Final = regex.compile(r"(?P<word>[\p{Latin}0-9:/.@_-]*\p{Latin})(?P<space> *)$")
_LATIN: Final = regex.compile(r"\p{Latin}")
_ADDRESS: Final = regex.compile(r"://|www\.|@")


@dataclass(frozen=True, slots=True)
class _Span:
    """A line along its own writing direction; lengths in em of the line's font size."""

    line: Line
    start: float
    end: float
    em: float

    @property
    def center(self) -> float:
        """The middle of the line, in em."""
        return (self.start + self.end) / 2

    @property
    def name(self) -> str:
        """The line's text, folded."""
        return fold(self.line.text).strip()

    @property
    def pitch_em(self) -> float | None:
        """Advance of one character in em; None for a short line or one with Latin, whose widths vary."""
        text = self.line.text.strip()
        is_even = len(text) >= _PITCH_CHARACTERS and not _HALF_WIDTH.search(text)
        return (self.end - self.start) / len(text) / self.em if is_even else None


@dataclass(frozen=True, slots=True)
class _Block:
    """What holds for all lines together."""

    alignment: Alignment
    owner_prefix: regex.Pattern[str]
    names: frozenset[str]
    pitch_em: float | None
    first_line_start: float | None = None  # where first lines stand in, when the first paragraph's does

    def stretch_pt(self, span: _Span) -> float:
        """How much wider justification made a line than its neighbours' pitch would."""
        pitch = span.pitch_em
        if pitch is None or self.pitch_em is None:
            return 0.0
        return (pitch - self.pitch_em) * len(span.line.text.strip()) * span.em


def _span(line: Line) -> _Span:
    box, em = line.box, max(line.size_pt, 1.0)
    return _Span(line, box.top, box.bottom, em) if line.is_vertical else _Span(line, box.x0, box.x1, em)


def _spread(values: Sequence[float]) -> float:
    return max(values) - min(values)


def _block(
    spans: Sequence[_Span], left_pt: float | None, right_pt: float | None, owners: Sequence[str]
) -> _Block:
    pitches = [pitch for span in spans if (pitch := span.pitch_em) is not None]
    names = frozenset(fold(owner).strip() for owner in owners)
    alignment = _alignment(spans, left_pt, right_pt)
    first_line = _first_line_start(spans, left_pt) if alignment == "left" else None
    return _Block(alignment, _owner_prefix(tuple(owners)), names, min(pitches, default=None), first_line)


def _first_line_start(spans: Sequence[_Span], left_pt: float | None) -> float | None:
    """Where the first line stands in from where lines may start: how this text marks paragraphs."""
    left = min([s.start for s in spans] + ([left_pt] if left_pt is not None else []))
    inset_em = (spans[0].start - left) / spans[0].em
    return spans[0].start if _INDENT_EM <= inset_em <= _MAX_INDENT_EM else None


def _has_first_line_indent(spans: Sequence[_Span]) -> bool:
    """Whether only the first line stands in, by one or two characters, as a Japanese paragraph's does."""
    rest = [s.start for s in spans[1:]]
    if not rest or _spread(rest) > _SAME_EDGE_EM * spans[0].em:
        return False
    return _INDENT_EM <= (spans[0].start - min(rest)) / spans[0].em <= _MAX_INDENT_EM


def _alignment(spans: Sequence[_Span], left_pt: float | None, right_pt: float | None) -> Alignment:
    """How the lines are set; left when nothing speaks against it."""
    slack = _SAME_EDGE_EM * spans[0].em
    is_flush_left = _spread([s.start for s in spans]) <= slack
    is_flush_right = _spread([s.end for s in spans]) <= slack
    if is_flush_left and is_flush_right and left_pt is not None and right_pt is not None:
        gaps = (spans[0].start - left_pt, right_pt - spans[0].end)
        return "center" if _spread(gaps) <= slack < min(gaps) else "left"
    if is_flush_left or _has_first_line_indent(spans):
        return "left"
    if _spread([s.center for s in spans]) <= slack:
        return "center"
    return "right" if is_flush_right else "left"


def _full_end(span: _Span) -> float:
    """Where a line's text may end: a comma or stop may hang outside (ぶら下げ組み) and says nothing."""
    return span.end - span.em if span.line.text.rstrip().endswith(_HANGING) else span.end


def _rooms_pt(
    spans: Sequence[_Span], alignment: Alignment, left_pt: float | None, right_pt: float | None
) -> list[float]:
    """Width left over beside each line, in points, wherever the alignment puts it."""
    right = max([_full_end(s) for s in spans] + ([right_pt] if right_pt is not None else []))
    left = min([s.start for s in spans] + ([left_pt] if left_pt is not None else []))
    match alignment:
        case "center":
            return [2 * min(right - s.end, s.start - left) for s in spans]
        case "right":
            return [(right - left) - (s.end - s.start) for s in spans]
        case _:
            return [right - s.end for s in spans]


def _chunk_em(text: str) -> float:
    """Width in em of the first piece of a line that no typesetter would break (禁則)."""
    chunk = _CHUNK.match(text.lstrip())
    piece = chunk[0] if chunk else ""
    halves = len(_HALF_WIDTH.findall(piece))
    return len(piece) - halves / 2


@lru_cache(64)
def _owner_prefix(owners: tuple[str, ...]) -> regex.Pattern[str]:
    names = "|".join([*(regex.escape(fold(o)) for o in owners), _UNNAMED_OWNER])
    return regex.compile(rf"(?:{names})(?:[・、及びと]+(?:{names}))*[ 　]*[：:]")


def _starts_item(text: str, before: str, was_full: bool, block: _Block, item: str) -> bool:
    """Whether a line's own start makes it an item; a mark that also occurs within sentences needs more.

    `item` is the start of the paragraph so far: a second ・ below a first one is a list.
    """
    if _STRONG_MARK.match(text) or block.owner_prefix.match(fold(text)):
        return True
    if text.startswith("・") and item.startswith("・"):
        return True
    return bool(_WEAK_MARK.match(text)) and (not was_full or bool(_STOP.search(before)))


def _is_same_row(a: _Span, b: _Span) -> bool:
    if a.line.is_vertical or a.line.box.page != b.line.box.page:
        return False
    shared = min(a.line.box.bottom, b.line.box.bottom) - max(a.line.box.top, b.line.box.top)
    return shared > 0.5 * min(a.line.box.height_pt, b.line.box.height_pt)


def _is_item(paragraph: Sequence[_Span], block: _Block) -> bool:
    return _starts_item(paragraph[0].line.text.strip(), "", False, block, "")


def _is_indented(span: _Span, paragraph: Sequence[_Span], block: _Block) -> bool:
    """Whether the line starts further in than the one before, other than by an item's hanging indent."""
    if span.start - paragraph[-1].start < _INDENT_EM * span.em:
        return False
    return not (len(paragraph) == 1 and _is_item(paragraph, block))


def _is_dedented(span: _Span, paragraph: Sequence[_Span]) -> bool:
    """Whether the line falls back out of a hanging indent, which ends the item."""
    return len(paragraph) > 1 and paragraph[-1].start - span.start >= _INDENT_EM * span.em


def _was_full(span: _Span, last: _Span, room_pt: float, block: _Block) -> bool:
    """Whether the line before (`last`) had no room for the first piece of this one."""
    need_em, is_stop = _chunk_em(span.line.text), _STOP.search(last.line.text.rstrip()) is not None
    if is_stop and room_pt + block.stretch_pt(last) >= (need_em + _SPARE_STRETCHED_EM) * span.em:
        return False
    spare = _SPARE_AFTER_STOP_EM if is_stop or block.alignment == "center" else _SPARE_EM
    return room_pt < (need_em + spare) * span.em


def _cuts_owner(before: str, text: str, block: _Block) -> bool:
    """Whether the break falls inside an owner's name (金ケ｜崎町：)."""
    head, tail = fold(before).rstrip(), fold(text).lstrip()
    return any(
        head.endswith(name[:k]) and tail.startswith(name[k:])
        for name in block.names
        for k in range(1, len(name))
        if tail[len(name) - k : len(name) - k + 1] in ("：", ":", "・", "、")
    )


def _begins(span: _Span, paragraph: Sequence[_Span], room_pt: float, block: _Block) -> bool:
    """Whether a line begins a paragraph below the paragraph so far."""
    last, text = paragraph[-1], span.line.text
    if _cuts_owner(last.line.text, text, block):
        return False
    if text.startswith("\u3000") or last.name in block.names or span.name in block.names:
        return True
    if (
        block.first_line_start is not None
        and abs(span.start - block.first_line_start) <= _SAME_EDGE_EM * span.em
    ):
        return True
    if block.alignment == "left" and (_is_indented(span, paragraph, block) or _is_dedented(span, paragraph)):
        return True
    was_full = _was_full(span, last, room_pt, block)
    item = paragraph[0].line.text.strip()
    return not was_full or _starts_item(text.strip(), last.line.text.rstrip(), was_full, block, item)


def paragraphs(
    lines: Sequence[Line],
    *,
    left_limit_pt: float | None = None,
    right_limit_pt: float | None = None,
    owners: Sequence[str] = (),
) -> list[list[Line]]:
    """Group the lines of one cell (or one block of prose) into paragraphs, in order.

    `left_limit_pt` and `right_limit_pt` bound the area text may use, in page points (a cell's edges less its
    padding); without them the longest line is taken as full, and two short lines of equal length then read as
    one wrapped paragraph. `owners` are names that start a paragraph when a colon follows. 縦書き ignores
    the limits.
    """
    spans = [_span(line) for line in lines if line.text.strip()]
    groups, _ = _grouped(spans, left_limit_pt, right_limit_pt, owners)
    return [[span.line for span in group] for group in groups]


def unclear_breaks(
    lines: Sequence[Line], *, left_limit_pt: float, right_limit_pt: float, owners: Sequence[str] = ()
) -> int:
    """How many lines of a cell end a sentence just where they are full, in paragraphs that no indent marks.

    They are read as one paragraph with the next line; a break there would look the same. Text of a single
    paragraph, text with indents and lists raise no doubt.
    """
    spans = [_span(line) for line in lines if line.text.strip()]
    groups, block = _grouped(spans, left_limit_pt, right_limit_pt, owners)
    if block is None or block.first_line_start is not None or block.alignment != "left":
        return 0
    if len(groups) < 2 or any(_is_item(group, block) or _is_set_in(group) for group in groups):
        return 0
    return sum(_STOP.search(span.line.text.rstrip()) is not None for group in groups for span in group[:-1])


def _is_set_in(group: Sequence[_Span]) -> bool:
    return (
        group[0].line.text.startswith("\u3000")
        or abs(group[0].start - group[-1].start) > _SAME_EDGE_EM * group[0].em
    )


def _grouped(
    spans: Sequence[_Span], left_limit_pt: float | None, right_limit_pt: float | None, owners: Sequence[str]
) -> tuple[list[list[_Span]], _Block | None]:
    """Lines by paragraph, and what holds for them together (None for a single line)."""
    if len(spans) <= 1:
        return [[span] for span in spans], None
    if spans[0].line.is_vertical:
        left_limit_pt = right_limit_pt = None
    block = _block(spans, left_limit_pt, right_limit_pt, owners)
    rooms = _rooms_pt(spans, block.alignment, left_limit_pt, right_limit_pt)
    groups = [[spans[0]]]
    for before, span, room_pt in zip(spans, spans[1:], rooms, strict=False):
        if not _is_same_row(before, span) and _begins(span, groups[-1], room_pt, block):
            groups.append([span])
        else:
            groups[-1].append(span)
    return groups, block


def _joint(before: Line, after: Line, text: str) -> str:
    """What stands between two lines of one paragraph: nothing, or the space the break swallowed."""
    if _is_same_row(_span(before), _span(after)):
        return "\u3000" if after.box.x0 - before.box.x1 > max(before.size_pt, 1.0) else ""
    word = _WORD_END.search(text)
    if word and _LATIN.match(after.text.lstrip()) and not _ADDRESS.search(word["word"]):
        return " "
    return ""


def _unspread(text: str) -> str:
    """The words of a line whose every character stands alone (均等割付, justified to the full width)."""
    return "".join(text.split()) if _SPREAD.fullmatch(text) else text


def _joined(lines: Sequence[Line]) -> str:
    text = _unspread(lines[0].text.strip())
    for before, after in pairwise(lines):
        # A painted U+3000 at a line's end is a space of the sentence; an ASCII one is the break's.
        kept = "\u3000" if before.text.endswith("\u3000") and not text.endswith("\u3000") else ""
        text = text + (kept or _joint(before, after, text)) + _unspread(after.text.strip())
    return fold(text)


def reading_text(
    lines: Sequence[Line],
    *,
    left_limit_pt: float | None = None,
    right_limit_pt: float | None = None,
    owners: Sequence[str] = (),
) -> str:
    """The reading text of lines: folded, wrapped ones joined, one "\\n" between paragraphs, indents stripped.

    Arguments as for `paragraphs`. 「…医療費助成や第3子」「以降の保育料…」 in a full cell give one sentence;
    「一関市」「平泉町」 centred in a wide cell give "一関市\\n平泉町".
    """
    if len(lines) == 1:
        return _joined(lines)
    found = paragraphs(lines, left_limit_pt=left_limit_pt, right_limit_pt=right_limit_pt, owners=owners)
    return "\n".join(_joined(group) for group in found)
