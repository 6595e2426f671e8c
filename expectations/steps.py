"""How finely a figure is printed, and what a unit of money is worth."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

YEN_PER_UNIT = {
    "円": 1,
    "千円": 1_000,
    "万円": 10_000,
    "十万円": 100_000,
    "百万円": 1_000_000,
    "千万円": 10_000_000,
    "億円": 100_000_000,
}


def printed_step(raw: str | None, value: Decimal) -> Decimal:
    """The value of one unit of the last printed digit: 0.01 for `63.39`, 1 for `1,256`.

    The print decides; where it shows no number (`raw` empty) the value's own places do.
    """
    found = re.search(r"[0-9][0-9, ]*(?:\.([0-9]+))?", unicodedata.normalize("NFKC", raw or ""))
    if found:
        return Decimal(1).scaleb(-len(found[1] or ""))
    exponent = int(value.normalize().as_tuple().exponent)
    return Decimal(1).scaleb(min(exponent, 0))


def yen_per_unit(unit: str | None) -> int | None:
    """Yen in one printed unit (1000 for 千円), None for a unit that is no money."""
    return YEN_PER_UNIT.get(unicodedata.normalize("NFKC", unit or "").strip("()（） "))
