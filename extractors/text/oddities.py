"""What is odd about a parsed figure, in the words of a finding."""

from __future__ import annotations

from collections.abc import Collection

from extractors.text.amounts import Amount
from extractors.text.flags import Flag
from extractors.text.values import KpiValue

Figure = Amount | KpiValue


def check_ids(figure: Figure, ignored: Collection[Flag] = ()) -> list[str]:
    """The checks a figure fails by its print: one a flag, and `value.unreadable` where no flag says why."""
    if figure.missing_reason == "unreadable" and not figure.flags:
        return ["value.unreadable"]
    return [f"value.{flag}" for flag in figure.flags if flag not in ignored]


def proposed_print(figure: Figure) -> str | None:
    """What the cell of an unreadable figure was probably meant to print; None where nothing suggests itself.

    >>> from extractors.text.values import parse_kpi_value
    >>> proposed_print(parse_kpi_value("13,8O7人"))
    '13,807'
    """
    return None if figure.proposal is None else f"{figure.proposal:,f}"
