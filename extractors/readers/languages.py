"""Which letters of a text make sense in another language: a damaged character map gives letters at random."""

from __future__ import annotations

import re
from typing import Final

_LATIN: Final = re.compile(r"[A-Za-z]+")
_KANA: Final = re.compile(r"[\u3041-\u30ff\uff66-\uff9d]")
_HANGUL: Final = re.compile(r"[\uac00-\ud7a3]")
# Scripts whose code points a font's glyph numbers, taken for code points, do not fill on their own; Greek is
# left out, because those of kana do (Adobe-Japan1: あ is 843 = U+034B and on).
_ONE_SCRIPT: Final = tuple(
    re.compile(span)
    for span in (
        r"[\u0400-\u04ff]",
        r"[\u0590-\u05ff]",
        r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]",
        r"[\u0900-\u097f]",
        r"[\u0e00-\u0e7f]",
    )
)

# Sequences of three letters that are common in English, German, French, Spanish or program text. Of all
# that follow each other in running text of those, of Latin and of Italian they make 0.044 and more, in 250
# documents; of the same texts with their letters exchanged 0.002, at most 0.023 in 99 of 100.
_COMMON_TRIGRAMS: Final = """
    the and ing ion ent ter for ati ere ate her tha con res com pro sta ver all ess ont def str int
    out ext set par box end beg egi gin ile mat sec lin ine ist tio der die sch ich ein ung gen che
    nde les que des est los del ado per are ect tab tex doc not use val nam ame ype num tit pag age
"""
_TRIGRAMS: Final = frozenset(_COMMON_TRIGRAMS.split())
# The commonest syllables of Korean: 0.30 to 0.56 of running text, 0.003 of syllables at random.
_SYLLABLES: Final = frozenset("이다는의에을가고하지를은로한기사자도인어시리대서있수나라것들")

# Han characters in common use by standard: encoding and the first bytes of its first level. Of Chinese text
# 0.96 and more are in its own, of Japanese 0.99 in that of JIS; of Unicode's at random a quarter at most.
_GB2312: Final = ("gb2312", 0xB0, 0xD7)
_BIG5: Final = ("big5", 0xA4, 0xC6)
_JIS: Final = ("cp932", 0x88, 0x98)

MIN_LATIN_LETTERS: Final = 100  # fewer say nothing about their language
_MIN_TRIGRAM_SHARE: Final = 0.04
_MIN_HANGUL: Final = 20
_MIN_SYLLABLE_SHARE: Final = 0.2
_MIN_HAN: Final = 100
_MIN_COMMON_HAN_SHARE: Final = 0.9
_MIN_ONE_SCRIPT_SHARE: Final = 0.9


def sound_letters(text: str, han: str) -> int:
    """How many letters of `text` (no white space) make sense in a language other than Japanese.

    `han` are its Han characters; they count where they are those of Chinese and not those of Japanese.
    """
    n_other = sum(map(str.isalpha, text)) - len(han) - len(_KANA.findall(text))
    latin = "".join(_LATIN.findall(text)).lower()
    hangul = _HANGUL.findall(text)
    one_script = max(len(script.findall(text)) for script in _ONE_SCRIPT)
    rest = n_other - len(latin) - len(hangul)
    sound = [
        len(latin) if _is_running_latin(latin) else 0,
        len(hangul) if _is_korean(hangul) else 0,
        len(han) if _is_chinese(han) else 0,
        one_script if one_script >= _MIN_ONE_SCRIPT_SHARE * rest else 0,
    ]
    return sum(sound)


def _is_running_latin(letters: str) -> bool:
    if len(letters) < MIN_LATIN_LETTERS:
        return False
    found = sum(letters[at : at + 3] in _TRIGRAMS for at in range(len(letters)))
    return found >= _MIN_TRIGRAM_SHARE * len(letters)


def _is_korean(syllables: list[str]) -> bool:
    n_common = sum(syllable in _SYLLABLES for syllable in syllables)
    return len(syllables) >= _MIN_HANGUL and n_common >= _MIN_SYLLABLE_SHARE * len(syllables)


def _is_chinese(han: str) -> bool:
    if len(han) < _MIN_HAN:
        return False
    chinese = max(_share_of(han, _GB2312), _share_of(han, _BIG5))
    return chinese >= _MIN_COMMON_HAN_SHARE > _share_of(han, _JIS)


def _share_of(han: str, standard: tuple[str, int, int]) -> float:
    encoding, first, last = standard
    packed = (char.encode(encoding, "ignore") for char in han)
    return sum(bool(code) and first <= code[0] <= last for code in packed) / len(han)
