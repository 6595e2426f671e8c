"""Units as plans print them: in a label (千円), a caption （単位：人、％）, a cell 13,827千円, a column."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Final, Literal

import regex

from extractors.text.folding import fold, label_key
from extractors.text.numbers import KANJI_DIGITS, MINUS_SIGNS

UnitKind = Literal["money", "count", "ratio", "measure", "unknown"]
_LISTED_KINDS: Final[tuple[UnitKind, ...]] = ("money", "count", "ratio", "measure")

_CAPTION: Final = regex.compile(r"単位(?:\s*[:：＝=]|\s)\s*(?P<units>[^()（）\[\]［］【】]+)")
_BRACKETED: Final = regex.compile(r"[(（\[［]\s*(?P<inside>[^()（）\[\]［］]+?)\s*[)）\]］]")
_DIGITS: Final = regex.compile(rf"[+{MINUS_SIGNS}]?\s*[0-9](?:[0-9,.\s]*[0-9])?")
_KANJI_NUMERAL: Final = regex.compile(
    rf"[+{MINUS_SIGNS}]?\s*(?=[0-9{KANJI_DIGITS}十百千])[0-9{KANJI_DIGITS}十百千万億兆](?:[0-9{KANJI_DIGITS}十百千万億兆,.\s]*"
    rf"[0-9{KANJI_DIGITS}十百千万億兆])?"
)
_BLANKS: Final = regex.compile(r"\s+")
_SEPARATOR: Final = regex.compile(r"[、,，・;；]|\s{1,}")


@dataclass(frozen=True, slots=True)
class Unit:
    """A printed unit. `symbol` is the folded print (千人 stays); `meaning` is English, "" when unknown."""

    symbol: str
    kind: UnitKind
    meaning: str = ""
    is_word: bool = False  # a unit behind a number alone (3病院), elsewhere a word like others

    @property
    def is_known(self) -> bool:
        """Whether the registry lists it."""
        return self.kind != "unknown"

    @property
    def stands_alone(self) -> bool:
        """Whether its print is a unit wherever it stands, also without a number."""
        return self.is_known and not self.is_word


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """A unit of money and how many yen one of it is."""

    symbol: str
    yen: int


@cache
def known_units() -> dict[str, Unit]:
    """The registry `units.toml`, by `label_key` of the symbol."""
    text = resources.files("extractors.text").joinpath("units.toml").read_text(encoding="utf-8")
    found: dict[str, Unit] = {}
    entries = tomllib.loads(text)
    for kind in _LISTED_KINDS:
        for symbol, meaning in entries[kind].items():
            found[label_key(symbol)] = Unit(symbol, kind, f"{meaning} yen" if kind == "money" else meaning)
    for symbol, meaning in entries["word"].items():
        found[label_key(symbol)] = Unit(symbol, "count", meaning, is_word=True)
    return found


@cache
def _yen() -> dict[str, int]:
    text = resources.files("extractors.text").joinpath("units.toml").read_text(encoding="utf-8")
    return {label_key(symbol): yen for symbol, yen in tomllib.loads(text)["money"].items()}


def unit_of(symbol: str) -> Unit:
    """The unit with this print; one the registry does not list comes back as printed, `is_known` False.

    >>> unit_of("％").kind, unit_of("すくい").is_known
    ('ratio', False)
    """
    printed = _BLANKS.sub("", fold(symbol))
    known = known_units().get(label_key(printed))
    return replace(known, symbol=printed) if known else Unit(printed, "unknown")


def _listed(text: str) -> tuple[Unit, ...]:
    """The units of a list 人、％; a letter-spaced 千 円 is one."""
    whole = unit_of(text)
    parts = [part for part in _SEPARATOR.split(text) if part.strip()]
    return (whole,) if whole.stands_alone else tuple(unit_of(part) for part in parts)


def find_units(text: str) -> tuple[Unit, ...]:
    """The units a label, caption, unit column or number cell prints, in order; () when it prints none.

    A caption (単位：…) states its units, so unknown ones come back too; brackets without 単位 count only when
    all they hold is known units, since most hold something else (累計, KPI, 2018年度).

    >>> [u.symbol for u in find_units("（単位:人、％）")], [u.symbol for u in find_units("事業費見込(千円)")]
    (['人', '%'], ['千円'])
    >>> find_units("参加者数(累計)")
    ()
    """
    folded = fold(text)
    caption = _CAPTION.search(folded)
    if caption:
        return _listed(caption["units"])
    for bracket in reversed(list(_BRACKETED.finditer(folded))):
        units = _listed(bracket["inside"])
        if units and all(unit.stands_alone for unit in units):
            return units
    whole = unit_of(folded)
    return (whole,) if whole.stands_alone else _unit_after_number(folded)


def _unit_after_number(folded: str) -> tuple[Unit, ...]:
    number, unit = split_unit(folded)
    return (unit,) if number and unit is not None and unit.is_known else ()


def money_unit(text: str) -> MoneyUnit | None:
    """The unit of money a label, caption or cell prints; None when there is none, or two that differ.

    >>> money_unit("事業費見込(千円)"), money_unit("（単位：人）")
    (MoneyUnit(symbol='千円', yen=1000), None)
    """
    found = {unit.symbol for unit in find_units(text) if unit.kind == "money"}
    return as_money(unit_of(found.pop())) if len(found) == 1 else None


def as_money(unit: Unit) -> MoneyUnit | None:
    """The scale of a unit of money, None for any other unit."""
    yen = _yen().get(label_key(unit.symbol))
    return MoneyUnit(unit.symbol, yen) if yen is not None else None


def split_unit(text: str) -> tuple[str, Unit | None]:
    """Split "13,827千円" into ("13,827", 千円): the leading numeral ("" for none) and the rest as its unit.

    千 and 百万 belong to the unit after plain digits (5千人: the unit is 千人) and to the number where it has
    kanji scales itself (9万1千人: 91000 人). The unit is None when nothing follows.

    >>> split_unit("9万1千人")[0], split_unit("5千人")[0]
    ('9万1千', '5')
    """
    folded = fold(text).strip()
    for numeral in (_DIGITS, _KANJI_NUMERAL):
        match = numeral.match(folded)
        unit = unit_of(folded[match.end() :]) if match else None
        if match and unit and (unit.is_known or not unit.symbol):
            return match[0].strip(), unit if unit.symbol else None
    longest = _KANJI_NUMERAL.match(folded)
    return (longest[0].strip(), unit_of(folded[longest.end() :])) if longest else ("", None)
