"""What kind of text a page holds, counted: enough to tell a scan or a broken character map."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from extractors.readers.errors import BrokenGlyphs, NoTextLayer, NotJapaneseText, ReadingError

_KANA = re.compile(r"[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9d]+")
_KANJI = re.compile(r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")
_LETTER = re.compile(r"[^\W\d_]+")
# A damaged character map gives kana as Latin-1 letters and signs; print holds those of JIS X 0208,
# currencies, m² and the middle dots of which leaders are made.
_LATIN_1 = re.compile(r"[\xa1-\xff]")
_PRINTED_LATIN_1 = "§¨°±´¶×÷²³©®·¬¢£¥µ"
_BROKEN = re.compile(r"\(cid:\d+\)|[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")

# The commonest sequences of three letters in running English; other languages in Latin letters share many.
_LATIN = re.compile(r"[A-Za-z]+")
_TRIGRAM = re.compile(r"the|and|ing|ion|ent|ter|for|ati|ere|ate|her|tha|con|res|com|pro|sta|ver|all|ess")

MIN_LATIN_LETTERS = 300  # fewer say nothing about their language
MIN_TRIGRAM_SHARE = 0.08  # of Latin letters; running English has 12 % and more, letters at random 0.4 %
MIN_JAPANESE_SHARE = 0.2  # of letters; tables full of Latin abbreviations stay above it
MIN_KANA_SHARE = 0.01  # of kana and kanji; running Japanese has 40 % and more, random kanji none
MIN_KANJI_FOR_KANA = 300  # fewer kanji may well be labels and names alone
MIN_LETTERS = 40  # fewer letters than this say nothing about the language
MAX_BROKEN_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class TextCensus:
    """Counts of visible characters by kind.

    `broken` have no usable Unicode value; `latin_1` are letters and signs that Japanese print does not hold.
    `latin` are letters from A to Z, `in_trigrams` those of them in sequences that are common in English.
    """

    visible: int = 0
    letters: int = 0
    kana: int = 0
    kanji: int = 0
    broken: int = 0
    latin_1: int = 0
    latin: int = 0
    in_trigrams: int = 0

    def __add__(self, other: TextCensus) -> TextCensus:
        return TextCensus(
            self.visible + other.visible,
            self.letters + other.letters,
            self.kana + other.kana,
            self.kanji + other.kanji,
            self.broken + other.broken,
            self.latin_1 + other.latin_1,
            self.latin + other.latin,
            self.in_trigrams + other.in_trigrams,
        )


def take_census(chars: Iterable[dict[str, Any]]) -> TextCensus:
    """Count the visible characters (pdfplumber dicts) of a page."""
    seen = [char["text"] for char in chars if not char.get("hidden")]
    text = "".join("".join(seen).split())
    latin = "".join(_LATIN.findall(text))
    return TextCensus(
        visible=len(text),
        letters=sum(map(len, _LETTER.findall(text))),
        kana=sum(map(len, _KANA.findall(text))),
        kanji=sum(map(len, _KANJI.findall(text))),
        broken=len(_BROKEN.findall(text)),
        latin_1=sum(char not in _PRINTED_LATIN_1 for char in _LATIN_1.findall(text)),
        latin=len(latin),
        in_trigrams=3 * len(_TRIGRAM.findall(latin)),
    )


def unreadable_reason(census: TextCensus, document: str, *, require_japanese: bool) -> ReadingError | None:
    """Why a whole document's text layer cannot be used, or None when it can."""
    if census.visible == 0:
        return NoTextLayer(document=document)
    has_kanji = 0 < census.kanji >= MIN_JAPANESE_SHARE * census.letters
    n_broken = census.broken + (census.latin_1 if has_kanji else 0)
    if n_broken > MAX_BROKEN_SHARE * census.visible:
        return BrokenGlyphs(document=document, count=n_broken, total=census.visible)
    if require_japanese and not _is_japanese(census):
        share = (census.kana + census.kanji) / max(1, census.letters)
        return NotJapaneseText(
            document=document, share_percent=round(100 * share), is_foreign=_is_running_latin(census)
        )
    return None


def _is_running_latin(census: TextCensus) -> bool:
    """Whether the Latin letters make words: a damaged character map's do not."""
    is_enough = census.latin >= MIN_LATIN_LETTERS
    return is_enough and census.in_trigrams >= MIN_TRIGRAM_SHARE * census.latin


def _is_japanese(census: TextCensus) -> bool:
    if census.letters < MIN_LETTERS:
        return True
    japanese = census.kana + census.kanji
    has_kana = census.kanji < MIN_KANJI_FOR_KANA or census.kana >= MIN_KANA_SHARE * japanese
    return japanese >= MIN_JAPANESE_SHARE * census.letters and has_kana
