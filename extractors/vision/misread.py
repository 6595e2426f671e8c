"""Words that OCR read twice, differently: whether both may be one print."""

from __future__ import annotations

# Of a hundred: a name of seven characters with one misread has 86, a running head of 15 has 96.
_ALIKE = 85


def may_be_one(words: str, others: str) -> bool:
    """Whether two readings differ by no more than a misread or doubled character in seven."""
    from rapidfuzz import fuzz  # a text layer never needs it

    return fuzz.ratio(words, others) >= _ALIKE
