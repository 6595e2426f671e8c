"""A corrected value as a person writes it → the contract's type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from expectations.contract import Field
from extractors.text.amounts import parse_amount
from extractors.text.folding import fold
from pipeline.conform import fits
from pipeline.registry.toml_file import ProblemError

_DIGIT: Final = re.compile(r"[0-9]")
_NUMBER: Final = re.compile(
    r"(?P<sign>[-−▲△]?)\s*(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?P<rest>\.[0-9]+)?"
)


def typed_value(field: Field, text: str) -> Any:
    """`text` in the field's type; None for an empty text. Thousands commas and full-width digits are read.

    Raises `ProblemError` for what the column cannot hold.
    """
    if text == "":
        if field.required:
            raise ProblemError(f"列「{field.name}」は空にできません", f"{field.name} must not be empty")
        return None
    value = _PARSERS[field.type](text)
    if value is None or not fits(field, value) or not _is_allowed(field, value):
        allowed = f" ({', '.join(field.enum)})" if field.enum else ""
        raise ProblemError(
            f"「{text}」は列「{field.name}」の値になりません{allowed}",
            f"'{text}' is no value of {field.name} ({field.type}){allowed}",
        )
    return value


def _is_allowed(field: Field, value: Any) -> bool:
    if field.enum is not None and value not in field.enum:
        return False
    if field.pattern is not None and re.fullmatch(field.pattern, value) is None:
        return False
    return field.minimum is None or bool(value >= field.minimum)


def _number(text: str) -> Decimal | None:
    match = _NUMBER.fullmatch(fold(text).strip())
    if match is None:
        return None
    value = Decimal(match["digits"].replace(",", "") + (match["rest"] or ""))
    return -value if match["sign"] else value


def _whole(text: str) -> int | None:
    value = _number(text)
    return int(value) if value is not None and value == value.to_integral_value() else None


def _yen(text: str) -> int | None:
    """Whole yen; an amount in another unit names it (4,400千円)."""
    if _DIGIT.search(fold(text)) is None:  # a unit alone is no amount, though 千円 can be read as one
        return None
    amount = parse_amount(text, None)
    return _whole(text) if amount.amount_yen is None or amount.flags else amount.amount_yen


def _decimal(text: str) -> Decimal | None:
    value = _number(text)
    if value is None:
        return None
    # As the tables keep decimals: without the zeros of the print.
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def _truth(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text.strip().lower())


_PARSERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "string": lambda text: text.replace("\r\n", "\n").strip(),
    "integer": _whole,
    "money": _yen,
    "decimal": _decimal,
    "boolean": _truth,
}
