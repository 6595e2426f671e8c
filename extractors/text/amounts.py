"""Printed amounts of money → whole yen, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import regex

from extractors.records import MissingReason
from extractors.text.flags import Flag
from extractors.text.folding import fold
from extractors.text.markers import split_markers
from extractors.text.numbers import LONE_ONE, Number, Unreadable, has_large_scale, parse_number
from extractors.text.states import is_ditto, missing_reason
from extractors.text.units import MoneyUnit, Unit, as_money, split_unit, unit_of

_ABOUT: Final = regex.compile(r"^(?:約|概ね|おおむね|およそ)\s*|\s*(?:程度|前後)$")
_MONEY_BEHIND: Final = regex.compile(r"(?<=[0-9OolI])\s*[十百千万億兆]*円$")
_YEN_SIGN: Final = regex.compile(r"^[¥￥]\s*")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in whole yen beside its print. `amount_yen` is None exactly where `missing_reason` is set.

    `unit_raw` is the unit in the cell, else the one of the label or caption; `proposal` is the number that an
    unreadable print would be with its one oddity mended, in the printed unit.
    """

    amount_raw: str
    amount_yen: int | None
    missing_reason: MissingReason | None
    unit_raw: str | None
    flags: tuple[Flag, ...] = ()
    proposal: Decimal | None = None


def parse_amount(raw: str, unit: MoneyUnit | None) -> Amount:
    """Read a cell of money. `unit` is the label's or caption's; one in the cell wins, a conflict is flagged.

    Without any unit a number is `unreadable` with flag `no_unit`: scaling it would be a guess.

    >>> parse_amount("13,827", MoneyUnit("千円", 1000)).amount_yen
    13827000
    >>> parse_amount("―", None).missing_reason, parse_amount("13,827", None).flags
    ('dash', ('no_unit',))
    """
    unit_raw = unit.symbol if unit else None
    reason = missing_reason(raw)
    if reason in ("blank", "dash", "undecided"):
        return Amount(raw, None, reason, unit_raw)
    text, _ = split_markers(fold(raw).strip())
    if is_ditto(text):
        return Amount(raw, None, "unreadable", unit_raw, ("ditto",))
    if text == LONE_ONE:
        return Amount(raw, None, "unreadable", unit_raw, ("lookalike",))
    reason = missing_reason(text)
    if reason is not None and not _has_numeral(text):
        return Amount(raw, None, "text" if reason == "blank" else reason, unit_raw, ("words",))
    return _numeric(raw, text, unit)


def _has_numeral(text: str) -> bool:
    return isinstance(parse_number(split_unit(text)[0]), Number)


def _numeric(raw: str, text: str, unit: MoneyUnit | None) -> Amount:
    plain = _YEN_SIGN.sub("", _ABOUT.sub("", text))
    flags: tuple[Flag, ...] = ("approximate",) if _ABOUT.search(text) else ()
    numeral, printed = _split_money(plain)
    if _YEN_SIGN.search(_ABOUT.sub("", text)) and printed is None:
        printed = Unit("円", "money")
    in_cell = as_money(printed) if printed else None
    if printed is not None and in_cell is None:
        number = parse_number(plain)
        why: Flag = "two_values" if regex.search(r"[0-9]", printed.symbol) else "not_money"
        return _unreadable(raw, unit, number, () if "lookalike" in number.flags else (why,))
    number = parse_number(numeral)
    applied = in_cell or unit
    if in_cell and unit and in_cell.yen != unit.yen:
        flags = (*flags, "unit_conflict")
    if in_cell is None and unit is not None and unit.yen > 1 and has_large_scale(numeral):
        # 10万 under (千円) is 100 000 yen to most writers and 100 000 thousand by the label.
        return _unreadable(raw, unit, number, (*flags, "unit_conflict"))
    if isinstance(number, Unreadable) or applied is None:
        return _unreadable(raw, applied, number, (*flags, *(("no_unit",) if applied is None else ())))
    return _scaled(raw, number, applied, flags)


def _split_money(text: str) -> tuple[str, Unit | None]:
    """As `split_unit`, and the unit is also found behind a number that cannot be read (13,8O7千円)."""
    numeral, printed = split_unit(text)
    if printed is None or printed.is_known:
        return numeral, printed
    behind = _MONEY_BEHIND.search(text)
    return (text[: behind.start()].strip(), unit_of(behind[0])) if behind else (numeral, printed)


def _scaled(raw: str, number: Number, unit: MoneyUnit, flags: tuple[Flag, ...]) -> Amount:
    yen = number.value * unit.yen
    if yen != yen.to_integral_value():
        return Amount(raw, None, "unreadable", unit.symbol, (*number.flags, *flags, "fraction_of_yen"))
    return Amount(raw, int(yen), None, unit.symbol, (*number.flags, *flags))


def _unreadable(
    raw: str, unit: MoneyUnit | None, number: Number | Unreadable, flags: tuple[Flag, ...]
) -> Amount:
    proposal = number.proposal if isinstance(number, Unreadable) else None
    symbol = unit.symbol if unit else None
    odd = tuple(flag for flag in number.flags if flag != "not_a_number" or not flags)
    return Amount(raw, None, "unreadable", symbol, (*odd, *flags), proposal)
