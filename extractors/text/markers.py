"""Footnote marks behind a value: 186人(*), 186人*1, 186人※1, 186人（注1）."""

from __future__ import annotations

from typing import Final

import regex

from extractors.text.folding import fold

_MARK: Final = r"(?:[*＊※†‡][0-9]{0,2}|[*＊]{2,3}|注[0-9]{0,2}|[¹²³⁴⁵⁶⁷⁸⁹])"
# A bare superscript is a mark only outside a unit of measure: ² in m² is none.
_TRAILING: Final = regex.compile(
    rf"\s*(?:[(（]\s*(?P<mark>{_MARK})\s*[)）]|(?<![mM])(?P<mark>{_MARK})[)）]?)$"
)
# In front of a number the mark's own digits need a bracket or a space behind them: ※186人 is marked ※. Of ※1
# alone nothing is taken: it points to a note, and its digit is no value.
_LEADING: Final = regex.compile(
    rf"^(?:[(（]\s*(?P<mark>{_MARK})\s*[)）]|(?P<mark>(?:[*＊※†‡]|注)[0-9]{{1,2}})(?:[)）]|(?=\s))"
    r"|(?P<mark>[*＊※†‡])(?![0-9]{1,2}$))\s*(?=\S)"
)


def split_markers(text: str) -> tuple[str, tuple[str, ...]]:
    """Take the footnote marks off the ends of a cell: (text without them, marks in printed order).

    >>> split_markers("186人(*)"), split_markers("186人※1"), split_markers("12m²")
    (('186人', ('*',)), ('186人', ('※1',)), ('12m²', ()))
    """
    rest, marks = fold(text).strip(), list[str]()
    while (match := _TRAILING.search(rest)) and match.start() > 0:
        marks.insert(0, _plain(match["mark"]))
        rest = rest[: match.start()].rstrip()
    leading = _LEADING.match(rest)
    if leading:
        marks.insert(0, _plain(leading["mark"]))
        rest = rest[leading.end() :].strip()
    return rest, tuple(marks)


def _plain(mark: str) -> str:
    return mark.replace("＊", "*")
