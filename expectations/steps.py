"""How finely a figure is printed, and what a unit of money is worth."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

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


def is_same_amount(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two rows of `budgets` with amounts print one amount, the coarser print rounded.

    5,543千円 and 6百万円 are one amount: the second says no more than within half of its last digit.
    """
    apart = abs(one["amount_yen"] - other["amount_yen"])
    steps = sorted((_amount_step_yen(one), _amount_step_yen(other)))
    return apart == 0 or (steps[0] < steps[1] and 2 * apart <= steps[1])


def _amount_step_yen(row: Mapping[str, Any]) -> Decimal:
    """Yen in one unit of the last printed digit: 1,000 for `5,543` 千円, 100,000 for `5.5` 百万円."""
    unit = yen_per_unit(row["unit_raw"]) or 1
    return unit * printed_step(row["amount_raw"], Decimal(row["amount_yen"]) / unit)
