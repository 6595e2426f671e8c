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
    "べ": "ベ",
    "ぺ": "ペ",
}
_TO_KATAKANA = _PAIRS
_FROM_KATAKANA = {kana: other for other, kana in _PAIRS.items()}
_KATAKANA = regex.compile(r"[\u30a1-\u30fa\u30fc-\u30fe]")
_BEFORE_MOUTH = frozenset("人窓入出")  # 人口ビジョン: the word ends before the katakana
_STROKES = frozenset("一ー―—–‐-－−ｰ")
DASH = "―"


_BETWEEN_DIGITS = regex.compile(r"(?<=[0-9])[、，．。](?=[0-9])")
_MARKS = str.maketrans("、，．。", ",,..")
_FOLIO = regex.compile(r"[一ー―—–-]+\s*[0-9]{1,3}\s*[一ー―—–-]+")  # the page's number at its foot
_COLON = regex.compile(r"(?<=[\p{Han}\p{Hiragana}\p{Katakana}）)]):")
_SQUARE = regex.compile(r"(?<=km|㎞)[*“”’'\"?]|(?<=[(（]km)[A-Z](?=[)）])")  # (kmT) and (kmY) of ㎡


# 圏 is read as 園, and a wave between two years as a stroke.
_ZONE = regex.compile(r"(?<=都市|自立|首都|経済|医療|通勤|通学)園(?!芸)|園(?=域)")
_BETWEEN_YEARS = regex.compile(
    r"(?<=(?:年度?|年度末|月末?|[0-9])[)）]|年度?|年度末|月末?)[一ー](?=令和|平成|昭和|[RHS0-9])"
    r"|(?<=(?<![A-Za-z0-9])[RH][0-9]{1,2})[一ーて](?=[RH][0-9]|$)"
)
# Of ページ both first characters are look-alikes, neither beside a katakana that is none.
_DRAWN_OUT = regex.compile(r"([へべぺ])[一ー](?=\p{Katakana})")
# An era's letter before its year: S for 5 and the like; and a katakana or a figure among Latin capitals.
_ERA_YEAR = regex.compile(r"(?<![A-Za-z0-9])[RH][0-9SOIlBZGb/]{1,2}(?=年|$|[～~)）])")
_AS_DIGITS = str.maketrans("SOIlBZGb/", "501182667")
# A round letter or sign after a figure, before the figure's word: 201@年; that of H2O is none.
_ZERO = regex.compile(r"(?<=(?<![A-Za-z])[0-9])[@OoQ＠ＯＱ](?=[0-9,.]*(?:[\p{Han}%％)）]|$))")
# A footnote's mark after a value, no parenthesis opened before: (*) is read as a figure in a ring.
_STARRED = regex.compile(r"(?<=[0-9](?:\p{Han}{0,4}|[%％]))[①-⑳]{1,2}\)$")
_LATIN_I_FIRST = regex.compile(r"(?<![0-9A-Za-z])1(?=CT|oT)")
_CARBON = regex.compile(r"(?<=(?<![A-Za-z])C)0(?=2(?![0-9]))")  # CO2
# A heading's number in brackets of which one was lost to the other: (④教育 for (4)教育.
_HALF_RINGED = regex.compile(r"(?<=^\()([①-⑳])(?=[\p{Han}\p{Hiragana}\p{Katakana}])")
_KPI = regex.compile(r"(?<=KP)[1l|]")
_LATIN_I = regex.compile(r"(?<=[A-Z][A-Z])[エ工](?![\p{Han}\p{Katakana}\p{Hiragana}])")


def settled(text: str) -> str:
    """A line as Tesseract gives it with what its neighbours decide put right.

    A mark between digits is a comma or a point, a colon after Japanese has full width, what stands raised
    after km is a square.
    """
    if _FOLIO.fullmatch(text):
        return "".join("-" if char in _STROKES else char for char in text)
    marked = _BETWEEN_DIGITS.sub(lambda found: found[0].translate(_MARKS), text)
    drawn_out = _DRAWN_OUT.sub(lambda found: _PAIRS[found[1]] + "ー", marked)
    told = told_apart(_SQUARE.sub("²", _COLON.sub("：", _ZONE.sub("圏", drawn_out))))
    told = _BETWEEN_YEARS.sub("～", told)
    era = _ERA_YEAR.sub(lambda found: found[0][0] + found[0][1:].translate(_AS_DIGITS), told)
    for letter in (_LATIN_I, _LATIN_I_FIRST, _KPI):
        era = letter.sub("I", era)
    era = _HALF_RINGED.sub(lambda found: f"{ord(found[1]) - ord('①') + 1})", _CARBON.sub("O", era))
    zeroed = str(_ZERO.sub("0", era))
    return zeroed if "(" in zeroed else str(_STARRED.sub("(*)", zeroed))


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
    if char in "口ロ" and before in _BEFORE_MOUTH:
        return "口"
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
    """Whether a whole cell holds one horizontal stroke, a dash there; a long one is read as several."""
    return bool(text) and set(text) <= _STROKES
