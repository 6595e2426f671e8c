"""Cells that hold no number: blank, a dash, a word for undecided, or a state in words."""

from __future__ import annotations

from typing import Final

import regex

from extractors.records import MissingReason
from extractors.text.folding import fold

# The seven look-alikes － ― - ‐ – — ー, and what converters make of them (minus, box-drawing line, ｰ).
_DASH: Final = regex.compile(r"[－―‐‑‒–—ーｰ−─━﹣-]+")
# Words seen in plans for "not settled yet"; 調査後設定 and 委員会協議 are placeholders of a published draft.
_UNDECIDED: Final = regex.compile(
    r"(?:現在|今後|別途|後日|事業実施後|調査後)?に?"
    r"(?:未定|未設定|未決定|未確定|未集計|検討中|検討予定|検討|調整中|協議中|策定中|精査中|集計中|算定中|調査中"
    r"|設定|設定予定|設定中|委員会協議|協議|公表待ち|確認中)(?:です|とする|する|予定)?。?"
)
_BLANKS: Final = regex.compile(r"\s+")
_DIGIT: Final = regex.compile("[0-9]")
_BARE_VERB: Final = regex.compile(r"検討|協議|設定")
# 〃 and what is typed for it, and the words that send the reader to a neighbouring cell.
_DITTO: Final = regex.compile(
    r"[〃々仝″′”“\"'’]{1,2}|,,|同|同じ|同(?:上|左|右|前|下|額|様|値)|(?:上|左|右|前|前年度?|上記|左記|上欄|左欄)[にと]同(?:じ|様|額)"
)
_WRAPPER: Final = regex.compile(r"^[【\[（(〔「](?P<inside>.*)[】\])）〕」]$")


def is_ditto(raw: str) -> bool:
    """Whether a cell only says that it repeats another one, as 〃 and 同左 do.

    >>> is_ditto("〃"), is_ditto("(同　左)"), is_ditto("同日")
    (True, True, False)
    """
    text = _BLANKS.sub("", fold(raw))
    wrapped = _WRAPPER.match(text)
    return _DITTO.fullmatch(wrapped["inside"] if wrapped else text) is not None


def missing_reason(raw: str) -> MissingReason | None:
    """Why a cell without a number has none: `blank`, `dash`, `undecided`, `text`; None when it holds a digit.

    >>> missing_reason("　"), missing_reason("―"), missing_reason("【調査後設定】"), missing_reason("策定")
    ('blank', 'dash', 'undecided', 'text')
    """
    text = _BLANKS.sub("", fold(raw))
    if not text:
        return "blank"
    if _DASH.fullmatch(text):
        return "dash"
    wrapped = _WRAPPER.match(text)
    inside = wrapped["inside"] if wrapped else text
    if _UNDECIDED.fullmatch(inside) and not _BARE_VERB.fullmatch(inside):
        return "undecided"
    return None if _DIGIT.search(text) else "text"
