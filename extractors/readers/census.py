"""What kind of text a page holds, counted: enough to tell a scan or a broken character map."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from extractors.readers.errors import BrokenGlyphs, NoTextLayer, NotJapaneseText, ReadingError
from extractors.readers.languages import are_japanese, sound_letters

_KANA = re.compile(r"[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9d]+")
_KANJI = re.compile(r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")
_LETTER = re.compile(r"[^\W\d_]+")
# A damaged character map gives kana as Latin-1 letters and signs; print holds those of JIS X 0208,
# currencies, m² and the middle dots of which leaders are made.
_LATIN_1 = re.compile(r"[\xa1-\xff]")
_PRINTED_LATIN_1 = "§¨°±´¶×÷²³©®·¬¢£¥µ"
_BROKEN = re.compile(r"\(cid:\d+\)|[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")

MIN_JAPANESE_SHARE = 0.2  # of letters; tables full of Latin abbreviations stay above it
MIN_KANA_SHARE = 0.01  # of kana and kanji; running Japanese has 40 % and more, random kanji none
MIN_KANJI_FOR_KANA = 300  # fewer kanji, or those of Japanese, may well be labels and names alone
MIN_LETTERS = 40  # fewer letters than this say nothing about the language
MAX_BROKEN_SHARE = 0.05
MIN_SOUND_SHARE = 0.6  # of a foreign text's letters; figures' labels and formulas stay without a language
# A manual full of program text is Japanese where kana run as in prose and all the rest makes words.
MIN_PROSE_KANA = 100
MIN_PROSE_KANA_SHARE = 0.25
MIN_KNOWN_SHARE = 0.8
PAGE_SAMPLE_CHARS = 400
SAMPLE_CHARS = 20_000  # enough to tell a language, however many pages there are


@dataclass(frozen=True, slots=True)
class TextCensus:
    """Counts of visible characters by kind.

    `broken` have no usable Unicode value; `latin_1` are letters and signs that Japanese print does not hold.
    `sample` are the first characters of pages, from which another language is told; `kanji_kinds` the
    different kanji.
    """

    visible: int = 0
    letters: int = 0
    kana: int = 0
    kanji: int = 0
    broken: int = 0
    latin_1: int = 0
    sample: str = ""
    kanji_kinds: frozenset[str] = frozenset()

    @property
    def japanese(self) -> int:
        """Letters that are kana or kanji."""
        return self.kana + self.kanji

    def __add__(self, other: TextCensus) -> TextCensus:
        return TextCensus(
            self.visible + other.visible,
            self.letters + other.letters,
            self.kana + other.kana,
            self.kanji + other.kanji,
            self.broken + other.broken,
            self.latin_1 + other.latin_1,
            (self.sample + other.sample)[:SAMPLE_CHARS],
            self.kanji_kinds | other.kanji_kinds,
        )


def take_census(chars: Iterable[dict[str, Any]]) -> TextCensus:
    """Count the visible characters (pdfplumber dicts) of a page."""
    seen = [char["text"] for char in chars if not char.get("hidden")]
    text = "".join("".join(seen).split())
    kanji = "".join(_KANJI.findall(text))
    return TextCensus(
        visible=len(text),
        letters=sum(map(len, _LETTER.findall(text))),
        kana=sum(map(len, _KANA.findall(text))),
        kanji=len(kanji),
        broken=len(_BROKEN.findall(text)),
        latin_1=sum(char not in _PRINTED_LATIN_1 for char in _LATIN_1.findall(text)),
        sample=text[:PAGE_SAMPLE_CHARS],
        kanji_kinds=frozenset(kanji),
    )


def unreadable_reason(census: TextCensus, document: str, *, require_japanese: bool) -> ReadingError | None:
    """Why a whole document's text layer cannot be used, or None when it can."""
    if census.visible == 0:
        return NoTextLayer(document=document)
    has_kanji = 0 < census.kanji >= MIN_JAPANESE_SHARE * census.letters
    n_broken = census.broken + (census.latin_1 if has_kanji else 0)
    if n_broken > MAX_BROKEN_SHARE * census.visible:
        return BrokenGlyphs(
            document=document, count=n_broken, total=census.visible, is_foreign=_is_foreign(census)
        )
    if require_japanese and not _is_japanese(census):
        share = census.japanese / max(1, census.letters)
        return NotJapaneseText(
            document=document,
            share_percent=round(100 * share),
            letters=census.letters,
            is_foreign=_is_foreign(census),
        )
    return None


def _is_foreign(census: TextCensus) -> bool:
    return _sound_share(census.sample) >= MIN_SOUND_SHARE


def _is_japanese(census: TextCensus) -> bool:
    if census.letters < MIN_LETTERS:
        return True
    japanese = census.japanese
    is_sound = (
        census.kanji < MIN_KANJI_FOR_KANA
        or census.kana >= MIN_KANA_SHARE * japanese
        or are_japanese(census.kanji_kinds)
    )
    is_mostly = japanese >= MIN_JAPANESE_SHARE * census.letters and is_sound
    return is_mostly or _is_japanese_beside_others(census)


def _is_japanese_beside_others(census: TextCensus) -> bool:
    """Whether Japanese prose stands beside more text of another language, or of programs."""
    is_prose = census.kana >= max(MIN_PROSE_KANA, MIN_PROSE_KANA_SHARE * census.japanese)
    return is_prose and _sound_share(census.sample, and_japanese=True) >= MIN_KNOWN_SHARE


def _sound_share(sample: str, *, and_japanese: bool = False) -> float:
    """Share of a text's letters that make sense in another language, or in that and Japanese."""
    han, letters = "".join(_KANJI.findall(sample)), sum(map(len, _LETTER.findall(sample)))
    known = sound_letters(sample, han)
    if and_japanese:
        known += len(han) + sum(map(len, _KANA.findall(sample)))
    return known / max(1, letters)
