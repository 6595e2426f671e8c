"""What differs between two texts, marked within the sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

import regex

# A number, a Latin or katakana word is one thing; kanji and kana are compared character by character.
_TOKEN: Final = regex.compile(r"[0-9][0-9,.]*|[A-Za-z]+|[\p{Katakana}ー]+|.", regex.DOTALL)
# An equal run as short as this between two changes (の, を) makes a sentence harder to read, not easier.
_TINY: Final = 1


class Span(NamedTuple):
    """A run of text; `is_changed` where the other text does not have it."""

    text: str
    is_changed: bool


class Marked(NamedTuple):
    """Both texts in runs; joined, each is the whole text."""

    old: tuple[Span, ...]
    new: tuple[Span, ...]


def marked(old: str, new: str) -> Marked:
    """The differences of two texts.

    >>> [span.text for span in marked("費用に補助を行う", "費用に支援を行う").new]
    ['費用に', '支援', 'を行う']
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    edits = list(_edits(before, after))
    return Marked(
        tuple(_joined((Span("".join(before[i:j]), changed) for changed, i, j, _, _ in edits))),
        tuple(_joined((Span("".join(after[k:m]), changed) for changed, _, _, k, m in edits))),
    )


def _edits(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """(is changed, slice of before, slice of after), tiny equal runs between changes counted as changed."""
    found = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for n, (tag, i, j, k, m) in enumerate(found):
        is_inside = 0 < n < len(found) - 1
        yield tag != "equal" or (is_inside and j - i <= _TINY), i, j, k, m


def _joined(spans: Iterator[Span]) -> Iterator[Span]:
    """Neighbouring runs of one kind as one; empty ones left out."""
    held: Span | None = None
    for span in spans:
        if not span.text:
            continue
        if held and held.is_changed == span.is_changed:
            held = Span(held.text + span.text, span.is_changed)
            continue
        if held:
            yield held
        held = span
    if held:
        yield held
