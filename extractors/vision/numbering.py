"""Numbering styles of Japanese plans: Ⅰ, 第1章, 1, (1), ①, ア … and their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.text.folding import fold

_ROMAN = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
}
_ROMAN_SIGNS = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪ"
_KANJI = "一二三四五六七八九十"
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノ"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

_COMPOUND = ("compound", "compound_inner")  # their outer numbers repeat those of the headings above
_SIGNS = {"circled": _CIRCLED, "kana": _KANA, "paren_kana": _KANA}

_STYLES = {
    "roman": r"(?P<n>[IVX]{1,4}|[Ⅰ-Ⅻ])(?P<gap>[\s.．、]+|(?=\p{Han}))(?=\S)",
    "part": r"第\s*(?P<n>[0-9]+|[一二三四五六七八九十]+)\s*[編部]\s*(?=\S)",  # above chapters
    "chapter": r"第\s*(?P<n>[0-9]+|[一二三四五六七八九十]+)\s*[章編部]\s*(?=\S)",
    "section": r"第\s*(?P<n>[0-9]+|[一二三四五六七八九十]+)\s*節\s*(?=\S)",
    "ordinal": r"第\s*(?P<n>[0-9]+|[一二三四五六七八九十]+)(?P<gap>\s+)(?=\S)",
    "kanji": r"(?P<n>[一二三四五六七八九十]{1,3})(?P<gap>[\s.．、]+)(?=\S)",
    "arabic": r"(?P<n>[0-9]{1,2})(?P<gap>[\s.．、]+|(?=[\p{Han}\p{Hiragana}\p{Katakana}]))(?=[^\d\s.,%])",
    "compound": r"(?P<outer>[0-9]{1,2}\s*[-‐–－.．]\s*)(?P<n>[0-9]{1,2}|[(（]\s*[0-9]{1,2}\s*[)）])"
    r"(?P<gap>[\s.．、]+|(?=\p{Han}))(?=[^\d\s.,%])",
    "compound_inner": r"(?P<outer>[0-9]{1,2}\s*[-‐–－.．]\s*(?:[0-9]{1,2}|[(（]\s*[0-9]{1,2}\s*[)）])"
    rf"\s*[-‐–－.．]\s*)(?P<n>[0-9]{{1,2}}|[(（]\s*[0-9]{{1,2}}\s*[)）]|[{_CIRCLED}])"
    r"(?P<gap>[\s.．、]+|(?=\p{Han}))(?=[^\d\s.,%])",
    "paren_kana": rf"[(（]\s*(?P<n>[{_KANA}])\s*[)）]\s*(?=\S)",
    "paren_kanji": r"[(（]\s*(?P<n>[一二三四五六七八九十]{1,3})\s*[)）]\s*(?=\S)",
    "paren": r"[(（]\s*(?P<n>[0-9]{1,2})\s*[)）]\s*(?=\S)",
    "circled": r"(?P<n>[①-⑳])\s*(?=\S)",
    "kana": rf"(?P<n>[{_KANA}])(?:[\s.．、]+)(?=\S)",
    "letter": r"(?P<n>[a-zA-Z])(?:[\s.．、)）]+)(?=\S)",
    "square": r"(?P<n>[■□◆◇●○])\s*(?=\S)",
}
_COMPILED = {style: regex.compile(r"^\s*" + pattern) for style, pattern in _STYLES.items()}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line that starts like a heading: its style, ordinal, label as published and the words after it."""

    style: str
    ordinal: int
    label: str
    title: str
    has_gap: bool = True  # False where nothing sets the number apart (「1医療」): weak evidence of a heading


def read_number(text: str, styles: list[str]) -> Numbered | None:
    """The numbering at the start of a line, among the given styles."""
    folded = fold(text)
    for style in styles:
        found = _COMPILED[style].match(folded)
        if found:
            ordinal = _ordinal(style, found["n"])
            if ordinal is not None:
                gap = found.groupdict().get("gap")
                title = folded[found.end() :].strip()
                return Numbered(style, ordinal, _label(style, found), title, gap is None or bool(gap))
    return None


def number_in_front(text: str, styles: Sequence[str]) -> Numbered | None:
    """The number or mark set apart before a heading's words, of any style (`styles` are tried first)."""
    found = read_number(text, list(dict.fromkeys([*styles, *_STYLES])))
    return found if found is not None and found.has_gap else None


def _label(style: str, found: regex.Match[str]) -> str:
    sign: str = found["n"]
    if style == "roman" and sign in _ROMAN_SIGNS:
        return list(_ROMAN)[_ROMAN_SIGNS.index(sign)]
    if style in ("paren", "paren_kana", "paren_kanji"):
        return f"({sign})"
    if style in _COMPOUND:
        return "".join((found["outer"] + sign).split())
    return (
        sign
        if style in ("roman", "kanji", "arabic", "circled", "kana", "letter", "square")
        else str(found[0]).strip()
    )


def _ordinal(style: str, sign: str) -> int | None:
    if style == "roman":
        return _ROMAN.get(sign) or (_ROMAN_SIGNS.index(sign) + 1 if sign in _ROMAN_SIGNS else None)
    if style in _SIGNS:
        return _SIGNS[style].index(sign) + 1
    if style in _COMPOUND:
        return _CIRCLED.index(sign) + 1 if sign in _CIRCLED else int(sign.strip("()（） "))
    if style == "letter":
        return ord(sign.lower()) - ord("a") + 1
    if style == "square":
        return 1
    return int(sign) if sign.isdigit() else _kanji(sign)


def _kanji(sign: str) -> int | None:
    """一 to 九十九; None for what is no number (一一, as OCR reads a broken rule)."""
    if len(sign) == 1:
        return _KANJI.index(sign) + 1
    found = regex.fullmatch("([二三四五六七八九]?)十([一二三四五六七八九]?)", sign)
    if found is None:
        return None
    tens, units = found.groups()
    return (_KANJI.index(tens) + 1 if tens else 1) * 10 + (_KANJI.index(units) + 1 if units else 0)
