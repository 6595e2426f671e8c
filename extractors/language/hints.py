"""Likely slips of the copyist: doubled particles, words a letter away from a real one, known confusions.

A hint must rarely be wrong, so each kind needs more than a pattern: a morphological analyser (Sudachi) says
whether two equal kana are two particles, and whether a word is in its dictionary.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import regex

from extractors.geometry import Box
from extractors.records import Finding, Piece, Record

_COLUMNS = (
    "name",
    "content",
    "effect",
    "role_sharing",
    "role_text",
    "note",
    "indicator",
    "text",
    "title",
)
_DOUBLED = regex.compile(r"([をがにはへとので])\1")
_KATAKANA = regex.compile(r"[ァ-ヺー]{6,}")
# Letters a copyist leaves out, doubles or takes for each other within a loan word.
_SLIPPED = "ーンッイュョィァ"
_CONTEXT_CHARS = 8


@dataclass(frozen=True, slots=True)
class Confusion:
    """A wrong spelling, the right one, why it happens, and neighbours that make it sound after all."""

    wrong: str
    right: str
    reason: str
    unless_before: tuple[str, ...] = ()
    unless_after: tuple[str, ...] = ()

    def places(self, text: str) -> Iterator[int]:
        """Where the wrong spelling stands in a text."""
        if self.wrong not in text:  # asked for every spelling of every text; nearly always so
            return
        for found in regex.finditer(regex.escape(self.wrong), text):
            before, after = text[: found.start()], text[found.end() :]
            if not before.endswith(self.unless_before) and not after.startswith(self.unless_after):
                yield found.start()


@dataclass(frozen=True, slots=True)
class _Hint:
    check_id: str
    start: int
    printed: str
    expected: str
    reason: str = ""


def language_hints(records: Sequence[Record]) -> tuple[Finding, ...]:
    """A finding for each likely slip in the records' texts, at the print it stands in."""
    return tuple(finding for record in records for finding in _record_hints(record))


def _record_hints(record: Record) -> Iterator[Finding]:
    for column in _COLUMNS:
        text: str = getattr(record, column, None) or ""
        for hint in _hints(text):
            end = hint.start + len(hint.printed)
            yield Finding(
                check_id=hint.check_id,
                table_name=record.TABLE,
                row_id=record.local_id,
                column_name=column,
                observed=hint.printed,
                expected=hint.expected,
                box=_box(record.sources.get(column, ()), text, hint),
                params={
                    "context": text[max(0, hint.start - _CONTEXT_CHARS) : end + _CONTEXT_CHARS],
                    "reason": hint.reason,
                },
            )


def _hints(text: str) -> Iterator[_Hint]:
    confused = list(_confused(text))
    yield from confused
    taken = {hint.start for hint in confused}
    yield from _doubled_particles(text)
    yield from (hint for hint in _near_words(text) if hint.start not in taken)


def _confused(text: str) -> Iterator[_Hint]:
    for confusion in confusions():
        for start in confusion.places(text):
            yield _Hint("language.confusion", start, confusion.wrong, confusion.right, confusion.reason)


def _doubled_particles(text: str) -> Iterator[_Hint]:
    for found in _DOUBLED.finditer(text):
        sentence_start = text.rfind("。", 0, found.start()) + 1
        sentence_end = text.find("。", found.end())
        sentence = text[sentence_start : sentence_end if sentence_end >= 0 else len(text)]
        if _is_particle_twice(sentence, found.start() - sentence_start):
            yield _Hint("language.doubled_particle", found.start(), found[0], found[1])


def _is_particle_twice(sentence: str, index: int) -> bool:
    kinds = {word.begin(): word.part_of_speech()[0] for word in _analyser().tokenize(sentence)}
    return kinds.get(index) == kinds.get(index + 1) == "助詞"


def _near_words(text: str) -> Iterator[_Hint]:
    for found in _KATAKANA.finditer(text):
        word = _near_word(found[0])
        if word is not None:
            yield _Hint("language.unknown_word", found.start(), found[0], word)


@cache
def _near_word(printed: str) -> str | None:
    """The dictionary's word that a letter left out or put in makes of a word it does not hold as one."""
    if _is_word(printed):
        return None
    wider = (printed[:i] + letter + printed[i:] for i in range(1, len(printed) + 1) for letter in _SLIPPED)
    narrower = (printed[:i] + printed[i + 1 :] for i in range(1, len(printed)) if printed[i] in _SLIPPED)
    return next((word for word in (*wider, *narrower) if _is_word(word)), None)


def _is_word(text: str) -> bool:
    found = list(_analyser().tokenize(text))
    return len(found) == 1 and not found[0].is_oov()


def _box(pieces: Sequence[Piece], text: str, hint: _Hint) -> Box | None:
    """The piece of print that holds the slip; the first one where it is broken over two."""
    wanted = text[max(0, hint.start - 2) : hint.start + len(hint.printed)]
    for piece in pieces:
        if _solid(wanted) in _solid(piece.raw_text):
            return piece.box
    return pieces[0].box if pieces else None


def _solid(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@cache
def confusions() -> tuple[Confusion, ...]:
    """The reviewed list, `confusions.toml` beside this file."""
    path = Path(__file__).with_name("confusions.toml")
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["confusion"]
    return tuple(
        Confusion(
            entry["wrong"],
            entry["right"],
            entry["reason"],
            tuple(entry.get("unless_before", ())),
            tuple(entry.get("unless_after", ())),
        )
        for entry in entries
    )


@cache
def _analyser() -> Any:
    from sudachipy import Dictionary, SplitMode

    return Dictionary(dict="small").tokenizer(mode=SplitMode.C)
