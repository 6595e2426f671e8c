"""The zone's name wherever the document prints it: one letter off is a slip."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from expectations.claims import Claim
from expectations.edition import Edition, at

_TEXTS = (
    ("outline", ("title", "text")),
    ("agreements", ("content",)),
    ("agreement_roles", ("role_text",)),
    ("measures", ("content", "effect", "role_sharing")),
    ("footnotes", ("text",)),
)
# A shorter name is a letter away from ordinary words.
_SHORTEST = 6


def claims(edition: Edition) -> Iterator[Claim]:
    """Every print of the zone's name is the name. Names differ in several letters, a slip in one."""
    name = _plain(edition.facts.get("zone_name"))
    if len(name) < _SHORTEST:
        return
    for table, columns in _TEXTS:
        for row in edition.rows(table):
            for column in columns:
                text = _plain(row[column])
                for observed in dict.fromkeys(_windows(text, name)):
                    yield Claim(
                        check_id="edition.zone_name_spelling",
                        place=at(table, row, column),
                        holds=observed == name,
                        observed=observed,
                        expected=name,
                    )


def _plain(text: object) -> str:
    return "".join(unicodedata.normalize("NFKC", str(text or "")).split())


def _windows(text: str, name: str) -> Iterator[str]:
    """The places of a text that are as long as the name and differ from it in at most one letter."""
    half = len(name) // 2
    head, tail = name[:half], name[half:]
    # One letter off leaves the first or the second half whole.
    starts = {*_found(text, head), *(index - half for index in _found(text, tail))}
    for start in sorted(start for start in starts if start >= 0):
        window = text[start : start + len(name)]
        if len(window) == len(name) and sum(a != b for a, b in zip(window, name, strict=True)) <= 1:
            yield window


def _found(text: str, part: str) -> Iterator[int]:
    index = text.find(part)
    while index >= 0:
        yield index
        index = text.find(part, index + 1)
