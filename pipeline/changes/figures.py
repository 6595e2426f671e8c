"""Figures of two editions compared by what they say: 1,000千円 and 1,000,000円 are one amount."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from extractors.text.units import as_money, unit_of
from extractors.text.values import parse_kpi_value
from pipeline.changes.change import Change, text_change, value_change
from pipeline.wording import wording_key

Row = Mapping[str, Any]

# What a count unit's first character multiplies: 千人, 万人.
_SCALES: Final = {"十万": 100_000, "百万": 1_000_000, "千": 1000, "万": 10_000}


def same_unit(old: str | None, new: str | None) -> bool:
    """Whether two printed units are one."""
    return wording_key(old) == wording_key(new)


def is_same_amount(old: Decimal, old_unit: str | None, new: Decimal, new_unit: str | None) -> bool:
    """Whether two figures are one, perhaps in units of another size."""
    if same_unit(old_unit, new_unit):
        return old == new
    (factor, base), (new_factor, new_base) = _scaled(old_unit), _scaled(new_unit)
    return base == new_base and old * factor == new * new_factor


def _scaled(unit: str | None) -> tuple[int, str]:
    """How many of the plain unit one of it is, and the plain unit."""
    if not unit:
        return 1, ""
    if money := as_money(unit_of(unit)):
        return money.yen, "円"
    for scale, factor in _SCALES.items():
        rest = unit.removeprefix(scale)
        if rest and rest != unit and unit_of(rest).is_known:
            return factor, wording_key(rest)
    return 1, wording_key(unit)


def figure_changes(
    table_name: str, prefix: str, old: Row, new: Row, *, max_column: str | None = None, **place: Any
) -> Iterator[Change]:
    """Changes of one printed figure: the columns `value`, `unit`, `missing_reason`, `raw` behind `prefix`."""
    value, unit, raw = (f"{prefix}{part}" for part in ("value", "unit", "raw"))
    if old[value] is None and new[value] is None:
        yield from _state_changes(table_name, f"{prefix}missing_reason", raw, old, new, place)
        return
    if old[value] is None or new[value] is None:
        yield value_change(table_name, value, old[value], new[value], **place)
        return
    columns = [value, *([max_column] if max_column else [])]
    moved = [c for c in columns if not _is_same(old[c], old[unit], new[c], new[unit])]
    comparable = same_unit(old[unit], new[unit])
    for column in moved:
        delta = _difference(old[column], new[column]) if comparable else None
        yield value_change(table_name, column, old[column], new[column], delta=delta, **place)
    if not comparable and (moved or _scaled(old[unit])[1] != _scaled(new[unit])[1]):
        yield text_change(table_name, unit, old[unit], new[unit], **place)
    if wording_key(_remark(old[raw])) != wording_key(_remark(new[raw])):
        yield text_change(table_name, raw, old[raw], new[raw], **place)


def _is_same(old: Decimal | None, old_unit: str | None, new: Decimal | None, new_unit: str | None) -> bool:
    if old is None or new is None:
        return old is new
    return is_same_amount(old, old_unit, new, new_unit)


def _difference(old: Decimal | None, new: Decimal | None) -> Decimal | None:
    return None if old is None or new is None else new - old


def _remark(raw: str | None) -> str | None:
    """The words beside a figure (2021年3月供用開始); running totals are said by another column."""
    return parse_kpi_value(raw or "").note


def _state_changes(
    table_name: str, reason: str, raw: str, old: Row, new: Row, place: Mapping[str, Any]
) -> Iterator[Change]:
    """What stands where no figure is: another reason, or other words (検討中 → 調整中)."""
    if old[reason] != new[reason]:
        yield value_change(table_name, reason, old[reason], new[reason], **place)
    elif old[reason] in ("text", "undecided") and wording_key(old[raw]) != wording_key(new[raw]):
        yield text_change(table_name, raw, old[raw], new[raw], **place)


def column_changes(
    table_name: str,
    old: Row,
    new: Row,
    *,
    values: tuple[str, ...] = (),
    texts: tuple[str, ...] = (),
    **place: Any,
) -> Iterator[Change]:
    """Changes of plain columns: `values` by equality (whole numbers with their delta), `texts` by wording."""
    for column in values:
        if old[column] != new[column]:
            yield value_change(
                table_name,
                column,
                old[column],
                new[column],
                delta=_whole_delta(old[column], new[column]),
                **place,
            )
    for column in texts:
        if wording_key(old[column]) != wording_key(new[column]):
            yield text_change(table_name, column, old[column], new[column], **place)


def _whole_delta(old: Any, new: Any) -> Decimal | None:
    are_numbers = all(isinstance(one, int) and not isinstance(one, bool) for one in (old, new))
    return Decimal(new - old) if are_numbers else None
