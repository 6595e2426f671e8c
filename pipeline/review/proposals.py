"""A finding's expected print → the value that a correction would put into its column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from expectations.contract import EDITION_TABLES, Field
from pipeline.decisions import is_correctable, shown
from pipeline.decisions.values import typed_value
from pipeline.registry.toml_file import ProblemError

# These checks compare values as the tables hold them; what the others expect is a print.
_COMPARES_VALUES: Final = "transcript."
# What an old decision expected to be printed is nothing to go back to.
_NOT_PROPOSING: Final = "decision."


def proposed_value(finding: Mapping[str, Any], row: Mapping[str, Any] | None) -> str | None:
    """The proposal as a decision would write it; None where the finding's expectation is no value."""
    table, column, expected = finding["table_name"], finding["column_name"], finding["expected"]
    if row is None or not expected or column not in row or finding["check_id"].startswith(_NOT_PROPOSING):
        return None
    field = EDITION_TABLES[table].by_name[column]
    # What a check expects of a key is a list to choose from (the zone's municipalities).
    if column in EDITION_TABLES[table].row_key or not is_correctable(EDITION_TABLES[table], field):
        return None
    if field.type == "string" and field.enum is None:
        proposal = _text(row[column], finding["observed"], expected)
    elif finding["check_id"].startswith(_COMPARES_VALUES):
        proposal = _typed(field, expected)
    else:
        proposal = _printed(field, row, expected)
    return proposal if proposal != shown(row[column]) else None


def _text(value: str | None, observed: str | None, expected: str) -> str | None:
    """The whole text with the slip mended; None where the slip's place in it is not certain."""
    if not value or not observed:
        return None
    if value != observed and value in observed:  # the value is part of the print: 人 of 54人
        return expected
    return value.replace(observed, expected) if value.count(observed) == 1 else None


def _typed(field: Field, expected: str) -> str | None:
    try:
        return shown(typed_value(field, expected))
    except ProblemError:
        return None


def _printed(field: Field, row: Mapping[str, Any], expected: str) -> str | None:
    if field.type == "money":
        return _amount(row.get("unit_raw"), expected)
    return _typed(field, expected) or _number(field, expected)


def _amount(unit_raw: str | None, expected: str) -> str | None:
    from extractors.text.amounts import parse_amount
    from extractors.text.units import money_unit

    amount = parse_amount(expected, money_unit(unit_raw) if unit_raw else None).amount_yen
    return None if amount is None else str(amount)


def _number(field: Field, expected: str) -> str | None:
    """The number of a print with its unit (`95.3%`)."""
    from extractors.text.values import parse_kpi_value

    found = parse_kpi_value(expected)
    if field.type != "decimal" or found.value is None or found.comparator not in (None, "="):
        return None
    return shown(found.value)
