"""Characters of one shape told apart by their neighbours: 一 and ー, 口 and ロ, 力 and カ."""

from __future__ import annotations

import regex

# kanji (or hiragana) : katakana of the same shape
_PAIRS = {
    "一": "ー",
    "口": "ロ",
    "力": "カ",
    "二": "ニ",
    "八": "ハ",
    "工": "エ",
    "夕": "タ",
    "卜": "ト",
    "へ": "ヘ",
}
_TO_KATAKANA = _PAIRS
_FROM_KATAKANA = {kana: other for other, kana in _PAIRS.items()}
_KATAKANA = regex.compile(r"[\u30a1-\u30fa\u30fc-\u30fe]")
_STROKES = frozenset("一ー―—–‐-－−ｰ")
DASH = "―"


def told_apart(text: str) -> str:
    """The text with each look-alike as its neighbours want it; its length does not change.

    Beside katakana it is katakana, elsewhere the kanji. ー needs katakana before it. What stands alone stays.
    """
    chars = list(text)
    for i, char in enumerate(chars):
        before = chars[i - 1] if i else ""
        after = text[i + 1] if i + 1 < len(text) else ""
        chars[i] = _told(char, before, after)
    return "".join(chars)


def _told(char: str, before: str, after: str) -> str:
    if char in _TO_KATAKANA or char in _FROM_KATAKANA:
        is_katakana = _is_katakana(before) or (_is_katakana(after) and char not in "一ー")
        has_neighbour = bool((before + after).strip())
        if is_katakana:
            return _TO_KATAKANA.get(char, char)
        if has_neighbour and not _is_loose_katakana(char, before, after):
            return _FROM_KATAKANA.get(char, char)
    return char


def _is_loose_katakana(char: str, before: str, after: str) -> bool:
    """Whether a katakana may stand by itself: a list's mark, as in エ) or (ア)."""
    return char not in "ー" and not any(_is_kanji_or_kana(c) for c in (before, after))


def _is_katakana(char: str) -> bool:
    return bool(char) and bool(_KATAKANA.fullmatch(char))


def _is_kanji_or_kana(char: str) -> bool:
    return bool(char) and ("\u3041" <= char <= "\u3096" or "\u3400" <= char <= "\u9fff")


def is_lone_stroke(text: str) -> bool:
    """Whether a whole cell holds one horizontal stroke, which is a dash there."""
    return text in _STROKES and text != ""
