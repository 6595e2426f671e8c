"""Printed numbers → `Decimal`, or a stated reason why not. Nothing doubtful is fixed silently."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import regex

from extractors.text.flags import Flag
from extractors.text.folding import fold

MINUS_SIGNS: Final = "▲△−－‐‑‒–—―﹣-"  # the hyphen last: these also build character classes
_MAX_DIGITS: Final = 15  # keeps every product within Decimal's 28 exact digits; no printed figure comes near
KANJI_DIGITS: Final = "〇一二三四五六七八九"
LONE_ONE: Final = "一"  # by itself it is rather a dash that was typed, or read, as a character
_SMALL: Final = {"十": Decimal(10), "百": Decimal(100), "千": Decimal(1000)}
_LARGE: Final = {"万": Decimal(10**4), "億": Decimal(10**8), "兆": Decimal(10**12)}
_LOOKALIKES: Final = str.maketrans(
    {**dict.fromkeys("OoQ○◯〇。", "0"), **dict.fromkeys("lI|｜i!", "1")}
    | {**dict.fromkeys("Ss", "5"), "B": "8", "Z": "2"}
)

_SIGN: Final = rf"(?P<sign>[+＋{MINUS_SIGNS}])?"
_PLAIN: Final = regex.compile(rf"{_SIGN}(?P<integer>[0-9][0-9,]*)(?:\.(?P<fraction>[0-9]+))?(?P<percent>%)?")
_BLANKS: Final = regex.compile(r"\s+")
_SIGN_SPACE: Final = regex.compile(rf"(?<=^[+{MINUS_SIGNS}])\s+|\s+(?=%$)")
# A long dash with a space after it is the dash of a blank (― 2,550 are two years' cells run together).
_DASH_APART: Final = regex.compile(r"[‒–—―]\s+(?=[0-9])")
_DIGIT: Final = regex.compile("[0-9]")
_WIDE_DIGIT: Final = regex.compile("[０-９]")
_BY_LARGE_SCALE: Final = regex.compile(r"([^万億兆]*)([万億兆]?)")
_BY_SMALL_SCALE: Final = regex.compile(r"([^十百千]*)([十百千]?)")
_GROUPED: Final = regex.compile(r"[0-9]{1,3}(?:,[0-9]{3})*|[0-9]+")
_LIKE_THOUSANDS: Final = regex.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_SCALED: Final = regex.compile(
    rf"{_SIGN}(?P<part>(?:[0-9][0-9,]*(?:\.[0-9]+)?|[{KANJI_DIGITS}])|[十百千万億兆])+(?P<percent>%)?"
)
_POSITIONAL: Final = regex.compile(rf"{_SIGN}(?P<digits>[{KANJI_DIGITS}]{{2,12}})(?P<percent>%)?")
_LETTER_SPACED: Final = regex.compile(rf"[+{MINUS_SIGNS}]?\s*[0-9](?:\s+[0-9]|\s*[,.]\s*[0-9])*\s*%?")
# Two amounts without a space between them (1,2345,678): a slip of the comma leaves no groups of three.
_RUN_TOGETHER: Final = regex.compile(r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+){2,}")
_GROUPED_THOUSANDS: Final = regex.compile(
    rf"[+{MINUS_SIGNS}]?[1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?%?"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number that was read. `is_percent` tells a printed %; `value` is what stands before it."""

    raw: str
    value: Decimal
    flags: tuple[Flag, ...] = ()
    is_percent: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A print that is no number. `proposal`, for a person to judge, is the value with its oddity mended."""

    raw: str
    flags: tuple[Flag, ...]
    proposal: Decimal | None = None


def kanji_value(text: str) -> Decimal | None:
    """The value of a number with kanji scales or kanji digits, None when its parts are out of order.

    >>> kanji_value("2億3千430万"), kanji_value("十二"), kanji_value("千億千")
    (Decimal('234300000'), Decimal('12'), Decimal('100000001000'))
    """
    total, limit = Decimal(0), None
    for part in _BY_LARGE_SCALE.findall(text):
        if not any(part):
            continue
        section = _section_value(part[0]) if part[0] else None
        scale = _LARGE.get(part[1], Decimal(1))
        if section is None or (limit is not None and section * scale >= limit):
            return None
        total, limit = total + section * scale, scale
    return total


def _section_value(text: str) -> Decimal | None:
    """The value below 万: 3千430, 百二十, 九. None when a part is not smaller than the scale before it."""
    total, limit = Decimal(0), None
    for digits, scale_mark in _BY_SMALL_SCALE.findall(text):
        if not digits and not scale_mark:
            continue
        number = _digits_value(digits) if digits else Decimal(1)
        scale = _SMALL.get(scale_mark, Decimal(1))
        if number is None or (limit is not None and number * scale >= limit):
            return None
        total, limit = total + number * scale, scale
    return total


def _digits_value(text: str) -> Decimal | None:
    if len(text) == 1 and text in KANJI_DIGITS:
        return Decimal(KANJI_DIGITS.index(text))
    plain = _PLAIN.fullmatch(text)
    is_bare = plain is not None and not plain["sign"] and not plain["percent"] and len(text) <= _MAX_DIGITS
    if plain is None or not is_bare or not _GROUPED.fullmatch(plain["integer"]):
        return None
    return Decimal(text.replace(",", ""))


def _signed(sign: str | None, value: Decimal) -> Decimal:
    return value.copy_negate() if sign and sign in MINUS_SIGNS else value


def _plain_flags(match: regex.Match[str]) -> tuple[Flag, ...]:
    integer, flags = match["integer"], list[Flag]()
    if not _GROUPED.fullmatch(integer):
        flags.append("grouping")
    if len(integer) > 1 and integer.startswith("0"):
        flags.append("leading_zero")
    if match["fraction"] and _LIKE_THOUSANDS.fullmatch(f"{integer}.{match['fraction']}"):
        flags.append("ambiguous_separator")
    return tuple(flags)


def _plain(raw: str, text: str) -> Number | None:
    match = _PLAIN.fullmatch(text)
    if match is None or match["integer"].endswith(",") or ",," in match["integer"]:
        return None
    if not _GROUPED.fullmatch(match["integer"]) and _RUN_TOGETHER.fullmatch(match["integer"]):
        return None
    digits = match["integer"].replace(",", "") + (f".{match['fraction']}" if match["fraction"] else "")
    if len(digits) > _MAX_DIGITS:
        return None
    value = _signed(match["sign"], Decimal(digits))
    return Number(raw, value, _plain_flags(match), match["percent"] is not None)


def _scaled(raw: str, text: str) -> Number | None:
    positional = _POSITIONAL.fullmatch(text)
    if positional:
        digits = Decimal("".join(str(KANJI_DIGITS.index(d)) for d in positional["digits"]))
        return Number(raw, _signed(positional["sign"], digits), (), positional["percent"] is not None)
    match = _SCALED.fullmatch(text) if text != "〇" else None  # alone it is a mark, not a zero
    value = kanji_value("".join(match.captures("part"))) if match else None
    if match is None or value is None:
        return None
    whole = value.to_integral_value() if value == value.to_integral_value() else value
    return Number(raw, _signed(match["sign"], whole), (), match["percent"] is not None)


def _unspaced(raw: str, text: str, tight: str) -> Number | Unreadable:
    """A print with white space inside: one letter-spaced number, or two that only stand side by side."""
    found = _plain(raw, tight)
    if found is None:
        return Unreadable(raw, ("spaced", *_why_not(raw, tight).flags), _why_not(raw, tight).proposal)
    is_one = _LETTER_SPACED.fullmatch(text) or _GROUPED_THOUSANDS.fullmatch(tight)
    if not is_one:
        # Side by side on one line they may be one number with a gap; on two lines they are two.
        return Unreadable(raw, ("spaced", *found.flags), None if "\n" in text else found.value)
    return Number(raw, found.value, ("spaced", *found.flags), found.is_percent)


def _why_not(raw: str, text: str) -> Unreadable:
    if _RUN_TOGETHER.fullmatch(text):
        return Unreadable(raw, ("two_values",))
    mended = text.translate(_LOOKALIKES)
    guess = _plain(raw, mended) if mended != text and regex.search(r"[0-9]", text) else None
    if guess is not None:
        return Unreadable(raw, ("lookalike",), guess.value)
    if regex.fullmatch(rf"[+ー{MINUS_SIGNS}]?[0-9][0-9.,、'’]*", text):
        guess = _plain(raw, regex.sub(r"[.,、'’]", "", text).replace("ー", "-"))
        flag: Flag = "lookalike" if text.startswith("ー") else "separator"
        return Unreadable(raw, (flag,), guess.value if guess else None)
    return Unreadable(raw, ("not_a_number",))


def has_large_scale(text: str) -> bool:
    """Whether a printed number is scaled by 万, 億 or 兆."""
    return any(scale in text for scale in _LARGE)


def _is_mixed_width(raw: str) -> bool:
    return bool(_DIGIT.search(raw) and _WIDE_DIGIT.search(raw))


def parse_number(text: str) -> Number | Unreadable:
    """Read a print that is one number and nothing else (a trailing % is allowed). Never raises.

    Reads commas, full-width digits, kanji scales and digits (2億3千430万, 十二), and ▲ △ − － - as minus.
    Flags say what is odd. A letter in a digit's place, two numbers, or separators that fit no number are not
    read.

    >>> parse_number("▲１，２３４．５").value
    Decimal('-1234.5')
    >>> parse_number("9 0, 0 0 0")
    Number(raw='9 0, 0 0 0', value=Decimal('90000'), flags=('spaced',), is_percent=False)
    >>> parse_number("1O0")
    Unreadable(raw='1O0', flags=('lookalike',), proposal=Decimal('100'))
    """
    folded = fold(text).strip().replace("，", ",").replace("．", ".")
    if _DASH_APART.match(folded):
        return Unreadable(text, ("two_values",))
    spaced = _SIGN_SPACE.sub("", folded)
    tight = _BLANKS.sub("", spaced)
    if not tight.isprintable() or not tight:
        return Unreadable(text, ("not_a_number",))
    if tight != spaced:
        found = _unspaced(text, spaced, tight)
    else:
        found = _plain(text, tight) or _scaled(text, tight) or _why_not(text, tight)
    if _is_mixed_width(text):
        return _with_flag(found, "mixed_width")
    return found


def _with_flag(found: Number | Unreadable, flag: Flag) -> Number | Unreadable:
    if isinstance(found, Number):
        return Number(found.raw, found.value, (*found.flags, flag), found.is_percent)
    return Unreadable(found.raw, (*found.flags, flag), found.proposal)
