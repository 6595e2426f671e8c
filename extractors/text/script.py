"""The scripts that Japanese is written in."""

from __future__ import annotations

import unicodedata

_NAMES = ("CJK", "HIRAGANA", "KATAKANA")  # how Unicode's names of them begin


def is_kana_or_kanji(char: str) -> bool:
    """Whether one character is kana or kanji, with their marks (ー, 々, ・)."""
    return unicodedata.name(char, "").startswith(_NAMES)
