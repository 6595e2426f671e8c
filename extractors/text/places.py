"""Names of municipalities in lists, told by their last sign alone (no list of names is kept)."""

from __future__ import annotations

import regex

from extractors.text.folding import fold

NAME_SEPARATORS = regex.compile(r"[、，,・\s　]+|及び|並びに")
_MUNICIPALITY = regex.compile(
    r"^(?!(?:.*(?:関係|連携|構成|各|近隣|周辺|隣接|参加|参画|協力|実施|共同|対象|圏域|全|\p{Hiragana}))?(?:市町村|市町|町村)$)[\p{Han}\p{Hiragana}\p{Katakana}ヶー]{1,7}[市町村]$"
)


def names_municipalities(text: str) -> bool:
    """Whether a text is a list of municipalities and nothing else (連携する市町村, 取り組む市町 are none)."""
    parts = [p for p in NAME_SEPARATORS.split(fold(text)) if p]
    return bool(parts) and all(_MUNICIPALITY.match(p) for p in parts)


def names_municipality(text: str) -> bool:
    """Whether a text is the name of one municipality, also a letter-spaced one (平 泉 町)."""
    name = "".join(fold(text).split())
    return len(name) > 1 and _MUNICIPALITY.match(name) is not None
