"""The forms a copyist's slip takes in a number: what turns the right digits into the printed ones."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

Slip = Literal["tenfold", "digit_dropped", "digit_doubled", "transposed", "one_digit"]


def slip_between(printed: Decimal, right: Decimal) -> Slip | None:
    """The single slip that turns `right` into `printed`, None if none does. Signs and zero are no slips.

    tenfold: the same digits, the decimal point elsewhere (×10, ÷10, ×1000 …); digit_dropped / digit_doubled:
    one digit too few, or one too many; transposed: two neighbours exchanged; one_digit: one digit differs.
    """
    if printed == right or not printed or not right or (printed < 0) != (right < 0):
        return None
    seen, meant = _digits(printed), _digits(right)
    if seen.strip("0") == meant.strip("0"):
        return "tenfold"
    seen, meant = _aligned(printed, right)
    if _is_one_longer(meant, seen):
        return "digit_dropped"
    if _is_one_longer(seen, meant):
        return "digit_doubled"
    return _same_length_slip(seen, meant)


def _digits(value: Decimal) -> str:
    return "".join(map(str, value.as_tuple().digits)).lstrip("0")


def _aligned(one: Decimal, other: Decimal) -> tuple[str, str]:
    """Digits of both down to the same last place, trailing zeros that both share cut off."""
    exponent = min(int(v.normalize().as_tuple().exponent) for v in (one, other))
    return str(int(abs(one).scaleb(-exponent))), str(int(abs(other).scaleb(-exponent)))


def _is_one_longer(longer: str, shorter: str) -> bool:
    if len(longer) != len(shorter) + 1:
        return False
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def _same_length_slip(seen: str, meant: str) -> Slip | None:
    if len(seen) != len(meant):
        return None
    wrong = [i for i, (a, b) in enumerate(zip(seen, meant, strict=True)) if a != b]
    if len(wrong) == 1:
        return "one_digit"
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1 and seen[wrong[0]] == meant[wrong[1]]:
        return "transposed" if seen[wrong[1]] == meant[wrong[0]] else None
    return None
