"""Reading form of printed text: the same words in ordinary characters. The print itself is kept elsewhere.

Unicode's NFKC is not enough (it leaves 113 of 115 supplement radicals) and too much (① → 1, ㈱ → (株),
m² → m2, name kanji such as 神 change), so this is a narrow map. What folds, and why:

- full-width digits and Latin letters → ordinary; ％ → % (it belongs to the number before it); ＋ － before a
  digit and ， ． between digits → ordinary, since they are part of a number there;
- half-width kana and their punctuation → full-width, with the voicing mark composed (ｶﾞ → ガ);
- Kangxi radicals and radicals supplement → the ideographs they stand for (see `radicals`);
- vertical presentation forms → the upright character (︵ → （); Latin ligatures → letters (ﬁ → fi);
- 〜 U+301C → ～ U+FF5E: both are "the" wave dash, depending on who converted the file from Shift_JIS.
  U+FF5E is what Windows and its PDF printers write, so it is what people will type to search. ASCII ~ stays
  (web addresses);
- NBSP and typographic spaces → a space; NUL, soft hyphen, zero-width and direction marks, BOM → nothing.

What stays as printed: full-width punctuation and brackets 、。（）「」：／＊ and their half-width twins,
U+3000, ①, ㈱, Ⅰ, ㎡, km², compatibility ideographs and variation selectors in names, ▲ △, every dash.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

import regex

from extractors.text.radicals import RADICALS

_UPRIGHT: Final = dict(
    zip(
        "︐︑︒︓︔︕︖︗︘︙︰︱︲︳︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈",
        "，、。：；！？〖〗…‥—–＿（）｛｝〔〕【】《》〈〉「」『』［］",
        strict=True,
    )
)
_LIGATURES: Final = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_FULLWIDTH: Final = {
    chr(code): chr(code - 0xFEE0)
    for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
    for code in range(ord(first), ord(last) + 1)
}
_SINGLE: Final = {**RADICALS, **_UPRIGHT, **_LIGATURES, **_FULLWIDTH, "％": "%", "〜": "～"}
_IN_NUMBERS: Final = {"＋": "+", "－": "-", "，": ",", "．": "."}

# Dropped in a pass of its own: what they separate (か + zero width + voicing mark) must fold as one.
_INVISIBLE: Final = regex.compile(
    r"[\x00-\x08\x0e-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_SPACE: Final = regex.compile(r"[\xa0\u2000-\u200a\u202f\u205f]")
_LINE_END: Final = regex.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_FOLDABLE: Final = regex.compile(
    r"(?P<kana>[\u3041-\u3096\u309d\u30a1-\u30fa\u30fc\u30fd]?[\uff61-\uff9f\u3099\u309a]+)"
    r"|(?P<number>[＋－](?=[0-9０-９])|(?<=[0-9０-９])[，．](?=[0-9０-９]))"
    rf"|(?P<single>[{regex.escape(''.join(_SINGLE))}])"
)
# What any of the patterns above can match begins with, or is, one of these; most text has none. A set finds
# that out in a tenth of the time that a pattern of so many characters takes.
_TOUCHED: Final = (
    frozenset(_SINGLE)
    | frozenset(_IN_NUMBERS)
    | frozenset(
        chr(code)
        for first, last in (
            *((0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x7F), (0x85, 0x85), (0xA0, 0xA0), (0xAD, 0xAD)),
            *((0x2000, 0x200F), (0x2028, 0x202F), (0x205F, 0x2069)),
            *((0x3099, 0x309A), (0xFEFF, 0xFEFF), (0xFF61, 0xFF9F)),
        )
        for code in range(first, last + 1)
    )
)
_MARKS_ALONE: Final = str.maketrans({"\u3099": "\u309b", "\u309a": "\u309c"})

_KEY_TWINS: Final = str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5E)},
        **dict.fromkeys("～〜∼˜", "~"),
        **dict.fromkeys("·•‧∙⋅", "・"),
        **dict.fromkeys("−‐‑‒–—―─━", "-"),
        **dict.fromkeys("〔［", "["),
        **dict.fromkeys("〕］", "]"),
    }
)
_KEY_DROPPED: Final = regex.compile(r"[\s\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
# Labels, units and figures come again and again; sentences rarely do.
_MEMORY: Final = 8_192
_LONGEST_KEPT: Final = 80

_NAME_IDEOGRAPH: Final = regex.compile(r"[\uf900-\ufaff\U0002f800-\U0002fa1f]")


def _folded(match: regex.Match[str]) -> str:
    printed: str = match[0]
    if match["kana"] is not None:
        return unicodedata.normalize("NFKC", printed).translate(_MARKS_ALONE)
    return _IN_NUMBERS[printed] if match["number"] is not None else _SINGLE[printed]


def _passes(text: str) -> str:
    if _TOUCHED.isdisjoint(text):
        return text
    text = _INVISIBLE.sub("", text)
    text = _LINE_END.sub("\n", text)
    text = _SPACE.sub(" ", text)
    return str(_FOLDABLE.sub(_folded, text))


def fold(text: str) -> str:
    """The reading form of printed text; folding twice changes nothing more.

    >>> fold("２０１９年度　ｶﾞｲﾄﾞ ⺠間 ①㈱㎡")
    '2019年度　ガイド 民間 ①㈱㎡'
    """
    if text.isascii() and text.isprintable():
        return text
    return _fold_again(text) if len(text) <= _LONGEST_KEPT else _passes(text)


@lru_cache(_MEMORY)
def _fold_again(text: str) -> str:
    return _passes(text)


def label_key(text: str) -> str:
    """The form in which printed labels are compared: folded, no white space, one shape for each look-alike.

    Brackets （）［］〔〕, colons, wave dashes, middle dots and dashes take one form, Latin is casefolded, and
    compatibility ideographs and variants of name kanji become the ordinary ones. Not for publishing.

    >>> label_key("重要業績\\n評価指標（ＫＰＩ）") == label_key("重要業績評価指標(KPI)")
    True
    >>> label_key("効　果")
    '効果'
    """
    return _key_again(text) if len(text) <= _LONGEST_KEPT else _key(text)


def _key(text: str) -> str:
    plain = _NAME_IDEOGRAPH.sub(lambda m: unicodedata.normalize("NFC", m[0]), fold(text))
    key: str = _KEY_DROPPED.sub("", plain.translate(_KEY_TWINS))
    return key.casefold()


_key_again: Final = lru_cache(_MEMORY)(_key)
