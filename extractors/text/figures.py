"""Figures in prose (129,451人, 4.81%減少, 8.6パーセント), for checks of sentences against tables."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

import regex

from extractors.text.flags import Flag
from extractors.text.folding import fold
from extractors.text.numbers import MINUS_SIGNS, Number, parse_number
from extractors.text.units import known_units, split_unit
from extractors.text.years import year_spans

Direction = Literal["rise", "fall"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with a known unit. `start`, `end` index the folded text; `direction`: 増加 or 減少 behind."""

    raw: str
    start: int
    end: int
    value: Decimal
    unit: str
    direction: Direction | None = None
    is_approximate: bool = False
    flags: tuple[Flag, ...] = ()


@cache
def _pattern() -> regex.Pattern[str]:
    symbols = sorted((fold(unit.symbol) for unit in known_units().values()), key=len, reverse=True)
    units = "|".join(regex.escape(symbol) for symbol in symbols)
    return regex.compile(
        r"(?P<about>約|およそ|おおむね|概ね)?(?<![第0-9A-Za-z.,])"
        rf"(?P<figure>[{MINUS_SIGNS}]?[0-9][0-9,]*(?:\.[0-9]+)?(?:[十百千万億兆][0-9,]*)*\s?(?:{units}))"
        r"(?<![A-Za-z](?=[A-Za-z]))"
        r"(?:(?P<fall>減少|の減|減|低下|削減)|(?P<rise>増加|の増|増|上昇))?(?P<about>程度|前後|余り?|弱|強)?"
    )


def _direction(match: regex.Match[str]) -> Direction | None:
    if match["fall"]:
        return "fall"
    return "rise" if match["rise"] else None


def find_figures(text: str) -> list[Figure]:
    """Every number with a known unit in a text, in order; years, dates and ordinals (第4次) are none.

    >>> [(f.value, f.unit, f.direction) for f in find_figures("2015年の人口は129,451人で4.81%減少")]
    [(Decimal('129451'), '人', None), (Decimal('4.81'), '%', 'fall')]
    """
    folded = fold(text)
    years, found = year_spans(folded), list[Figure]()
    for match in _pattern().finditer(folded):
        start, end = match.span("figure")
        numeral, unit = split_unit(match["figure"])
        number = parse_number(numeral)
        if unit is None or not isinstance(number, Number) or any(a < end and start < b for a, b in years):
            continue
        about, direction = bool(match.captures("about")), _direction(match)
        figure = Figure(match[0], start, end, number.value, unit.symbol, direction, about, number.flags)
        found.append(figure)
    return found
