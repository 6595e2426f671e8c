"""Texts of two editions compared by what they say: folding, line breaks and year styles are form only."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import regex

from extractors.text.folding import fold, label_key
from extractors.text.years import Year, find_years, year_spans

# A mark of a footnote inside a text: which note it points to is the footnote's own row.
_NOTE_MARK: Final = regex.compile(r"[(（]\s*[*＊※]\d{0,2}\s*[)）]")
_GROUPING: Final = regex.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DAY: Final = regex.compile(r"年(?P<day>\d{1,2}月(?:\d{1,2}日)?)")
_MARKS: Final = {"fiscal_year": "年度", "calendar_year": "年", "unmarked": ""}


@lru_cache(maxsize=20_000)
def wording_key(text: str | None) -> str:
    """What a text says, whatever its form; equal keys are no change. Not for publishing.

    Widths, look-alikes, white space and paragraph breaks, grouped thousands, footnote marks and the notation
    of years (平成31年度, H31年度, 2019年度) do not count.

    >>> wording_key("平成３１年度から\\n1,000人(*)") == wording_key("2019年度から1000人")
    True
    """
    tight = "".join(fold(_NOTE_MARK.sub("", text or "")).split())
    return label_key(_GROUPING.sub("", _with_western_years(tight)))


def _with_western_years(tight: str) -> str:
    parts, end = [], 0
    for year, (start, stop) in zip(find_years(tight), year_spans(tight), strict=True):
        parts += [tight[end:start], _western(year, tight[start:stop])]
        end = stop
    return "".join([*parts, tight[end:]])


def _western(year: Year, printed: str) -> str:
    if year.era is None:
        return printed
    day = _DAY.search(printed)
    return f"{year.year}年{day['day']}" if day else f"{year.year}{_MARKS[year.kind]}"
