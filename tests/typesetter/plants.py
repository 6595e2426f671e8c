"""The kinds of transcription error. Importing this module fills `planting.PLANTERS`, from all three files."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from tests.typesetter import misplaced, slips
from tests.typesetter.model import Agreement, Amount, Kpi, Measure, Paragraph, StatCell, StatTable, Vision
from tests.typesetter.planting import (
    OUTSIDE_MUNICIPALITY,
    PLANTERS,
    CannotPlant,
    Planted,
    budget_row,
    is_constant,
    is_filled,
    pick_measure,
    pick_table,
    plant,
    planter,
    thousands,
    with_amount,
    with_cell,
    with_section,
)

__all__ = ["PLANTERS", "CannotPlant", "Planted", "misplaced", "plant", "slips"]

Result = tuple[Vision, Planted]
_FULLWIDTH = str.maketrans("0123456789,", "０１２３４５６７８９，")


def _changed_digit(digits: str, rng: random.Random) -> str:
    place = rng.randrange(len(digits))
    other = rng.choice([d for d in "123456789" if d != digits[place]])
    return digits[:place] + other + digits[place + 1 :]


def _swapped_digits(digits: str, rng: random.Random) -> str:
    places = [i for i in range(len(digits) - 1) if digits[i] != digits[i + 1] and (i or digits[1] != "0")]
    if not places:
        raise CannotPlant
    i = rng.choice(places)
    return digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]


def _dropped_digit(digits: str, rng: random.Random) -> str:
    return digits[:-1] if digits[1] == "0" else digits[0] + digits[2:]


def _doubled_digit(digits: str, rng: random.Random) -> str:
    place = rng.randrange(len(digits))
    return digits[: place + 1] + digits[place:]


def _budget_slip(kind: str, slip: Callable[[str, random.Random], str]) -> None:
    """Register a slip in one amount of a constant series."""

    @planter(kind)
    def _(vision: Vision, rng: random.Random) -> Result:
        ordinal, measure = pick_measure(vision, rng, is_constant)
        index = rng.randrange(len(vision.years))
        amount = measure.budgets[index]
        number = slip(str((amount.amount_yen or 0) // 1000), rng)
        wrong = Amount(int(number) * 1000)
        if wrong == amount:
            raise CannotPlant
        place = budget_row(vision, ordinal, index)
        planted = Planted(kind, "budgets", place, "amount_yen", thousands(wrong), thousands(amount))
        return with_amount(vision, ordinal, index, wrong), planted


_budget_slip("digit_changed", _changed_digit)
_budget_slip("digits_swapped", _swapped_digits)
_budget_slip("digit_dropped", _dropped_digit)
_budget_slip("digit_doubled", _doubled_digit)
_budget_slip("unit_slip", lambda digits, _: digits + "000")
_budget_slip("outlier", lambda digits, _: digits + "0")


def _misprint(kind: str, spoil: Callable[[str, random.Random], str]) -> None:
    """Register a misprint of one amount: the figure is right, its print is no number or an odd one."""

    @planter(kind)
    def _(vision: Vision, rng: random.Random) -> Result:
        ordinal, measure = pick_measure(vision, rng, is_filled)
        index = rng.randrange(len(vision.years))
        true = thousands(measure.budgets[index])
        printed = spoil(true, rng)
        wrong = replace(measure.budgets[index], printed_as=printed)
        place = budget_row(vision, ordinal, index)
        planted = Planted(kind, "budgets", place, "amount_yen", printed, true)
        return with_amount(vision, ordinal, index, wrong), planted


def _letter_for_digit(text: str, rng: random.Random) -> str:
    pairs = [(i, {"0": "O", "1": "l"}[char]) for i, char in enumerate(text) if char in "01"]
    if not pairs:
        raise CannotPlant
    i, letter = rng.choice(pairs)
    return text[:i] + letter + text[i + 1 :]


def _moved_comma(text: str, rng: random.Random) -> str:
    digits = text.replace(",", "")
    place = rng.choice([i for i in (1, 2, 4) if i < len(digits) and (len(digits) - i) % 3])
    return digits[:place] + "," + digits[place:]


_misprint("letter_for_digit", _letter_for_digit)
_misprint("comma_misplaced", _moved_comma)
_misprint("space_in_number", lambda text, rng: text[:-1] + " " + text[-1])
_misprint("mixed_width", lambda text, rng: text.translate(_FULLWIDTH))


@planter("measure_duplicated")
def _(vision: Vision, rng: random.Random) -> Result:
    ordinal, measure = pick_measure(vision, rng, lambda m: True)
    planted = Planted("measure_duplicated", "measures", f"m{ordinal + 2:02d}", "name", measure.name, "")
    return vision.with_measures({ordinal: (measure, measure)}), planted


@planter("row_missing")
def _(vision: Vision, rng: random.Random) -> Result:
    ordinal, measure = pick_measure(vision, rng, lambda m: True)
    row = rng.choice([r for r in measure.row_order if r in ("effect", "roles")])
    column, true = {"effect": ("effect", measure.effect), "roles": ("role_sharing", measure.role_sharing)}[
        row
    ]
    rest = tuple(r for r in measure.row_order if r != row)
    planted = Planted("row_missing", "measures", f"m{ordinal + 1:02d}", column, "", true)
    return vision.with_measure(ordinal, replace(measure, row_order=rest)), planted


@planter("agreement_role_missing")
def _(vision: Vision, rng: random.Random) -> Result:
    places = [i for i, s in enumerate(vision.sections) if any(isinstance(b, Agreement) for b in s.body)]
    if len(places) < 2:
        raise CannotPlant
    chosen = rng.randrange(len(places))
    section = vision.sections[places[chosen]]
    agreement = next(b for b in section.body if isinstance(b, Agreement))
    name, text = rng.choice(agreement.roles)
    short = replace(agreement, roles=tuple(role for role in agreement.roles if role[0] != name))
    body = tuple(short if b is agreement else b for b in section.body)
    row_id = f"a{chosen + 1:02d}"
    planted = Planted("agreement_role_missing", "agreement_roles", f"{row_id}/{name}", "role_text", "", text)
    return with_section(vision, places[chosen], replace(section, body=body)), planted


def _with_years(kind: str, misprint: Callable[[tuple[int, ...], int], tuple[int, ...]]) -> None:
    @planter(kind)
    def _(vision: Vision, rng: random.Random) -> Result:
        ordinal, measure = pick_measure(vision, rng, lambda m: m.printed_years is None)
        index = rng.randrange(1, len(vision.years) - 1)
        years = misprint(vision.years, index)
        wrong = years[next(i for i, year in enumerate(years) if year != vision.years[i])]
        planted = Planted(
            kind, "budgets", f"m{ordinal + 1:02d}", "fiscal_year", str(wrong), str(vision.years[index])
        )
        return vision.with_measure(ordinal, replace(measure, printed_years=years)), planted


_with_years("year_doubled", lambda years, i: (*years[:i], years[i - 1], *years[i + 1 :]))
_with_years("year_skipped", lambda years, i: (*years[:i], *(year + 1 for year in years[i:])))


@planter("municipality_outside_zone")
def _(vision: Vision, rng: random.Random) -> Result:
    ordinal, measure = pick_measure(vision, rng, lambda m: len(m.municipalities) > 1)
    names = (*measure.municipalities[:-1], OUTSIDE_MUNICIPALITY)
    planted = Planted(
        kind="municipality_outside_zone",
        table="measure_municipalities",
        row_id=f"m{ordinal + 1:02d}/{OUTSIDE_MUNICIPALITY}",
        column="municipality",
        printed=OUTSIDE_MUNICIPALITY,
        true=measure.municipalities[-1],
    )
    return vision.with_measure(ordinal, replace(measure, municipalities=names)), planted


def _with_kpi(vision: Vision, ordinal: int, measure: Measure, index: int, kpi: Kpi) -> Vision:
    kpis = (*measure.kpis[:index], kpi, *measure.kpis[index + 1 :])
    return vision.with_measure(ordinal, replace(measure, kpis=kpis))


def _pick_kpi(
    vision: Vision, rng: random.Random, suits: Callable[[Kpi], bool]
) -> tuple[int, Measure, int, Kpi]:
    ordinal, measure = pick_measure(vision, rng, lambda m: any(suits(k) for k in m.kpis))
    index, kpi = rng.choice([(i, k) for i, k in enumerate(measure.kpis) if suits(k)])
    return ordinal, measure, index, kpi


def _is_plain(kpi: Kpi) -> bool:
    return kpi.baseline.raw.endswith(kpi.baseline.unit or "-") and kpi.target.raw.endswith(
        kpi.target.unit or "-"
    )


@planter("kpi_units_differ")
def _(vision: Vision, rng: random.Random) -> Result:
    ordinal, measure, index, kpi = _pick_kpi(vision, rng, _is_plain)
    unit = rng.choice([u for u in ("人", "件", "回") if u != kpi.target.unit])
    raw = kpi.target.raw.removesuffix(kpi.target.unit or "") + unit
    changed = replace(kpi, target=replace(kpi.target, raw=raw, unit=unit))
    row_id = f"m{ordinal + 1:02d}:k{index + 1}"
    planted = Planted("kpi_units_differ", "kpis", row_id, "target_unit", raw, kpi.target.raw)
    return _with_kpi(vision, ordinal, measure, index, changed), planted


@planter("share_above_100")
def _(vision: Vision, rng: random.Random) -> Result:
    def is_share(kpi: Kpi) -> bool:
        value = kpi.target.value
        named = any(word in kpi.indicator for word in ("改良率", "満足", "充足率", "進捗率"))
        return named and value is not None and 15 < value <= 100 and kpi.target.unit == "%" and _is_plain(kpi)

    ordinal, measure, index, kpi = _pick_kpi(vision, rng, is_share)
    assert kpi.target.value is not None
    value = (kpi.target.value * 10).normalize()
    raw = f"{value:f}%"
    changed = replace(kpi, target=replace(kpi.target, raw=raw, value=value))
    row_id = f"m{ordinal + 1:02d}:k{index + 1}"
    planted = Planted("share_above_100", "kpis", row_id, "target_value", raw, kpi.target.raw)
    return _with_kpi(vision, ordinal, measure, index, changed), planted


@planter("arrow_against_budget")
def _(vision: Vision, rng: random.Random) -> Result:
    ordinal, measure = pick_measure(vision, rng, lambda m: all(m.schedule) and is_filled(m))
    keep = rng.randrange(1, len(vision.years) - 1)
    schedule = tuple(i < keep for i in range(len(vision.years)))
    row_id = f"m{ordinal + 1:02d}/{measure.activity}/{vision.years[keep]}"
    planted = Planted("arrow_against_budget", "schedules", row_id, "is_active", "false", "true")
    return vision.with_measure(ordinal, replace(measure, schedule=schedule)), planted


def _stat_row(table: StatTable, row: int, column: int) -> str:
    """The local row id; a label that is broken over lines is read as one."""
    return f"{table.rows[row]}/{table.columns[column]}".replace("\n", "")


def _slipped_cell(cell: StatCell, rng: random.Random) -> StatCell:
    digits = [i for i, char in enumerate(cell.raw) if char.isdigit()]
    i = rng.choice(digits)
    other = rng.choice([d for d in "123456789" if d != cell.raw[i]])
    raw = cell.raw[:i] + other + cell.raw[i + 1 :]
    return replace(cell, raw=raw, value=Decimal(raw.replace(",", "")))


def _stat_slip(kind: str, pick_row: Callable[[StatTable, random.Random], int]) -> None:
    @planter(kind)
    def _(vision: Vision, rng: random.Random) -> Result:
        place = pick_table(vision, rng, lambda t: t.caption_unit == "人")
        table = place[2]
        row = pick_row(table, rng)
        column = rng.choice([j for j, year in enumerate(table.years) if year])
        true = table.cells[row][column]
        wrong = _slipped_cell(true, rng)
        planted = Planted(kind, "statistics", _stat_row(table, row, column), "value", wrong.raw, true.raw)
        return with_cell(vision, place, row, column, wrong), planted


_stat_slip("printed_total_off", lambda table, rng: len(table.rows) - 1)
_stat_slip("member_figure_off", lambda table, rng: rng.randrange(len(table.rows) - 1))


@planter("toc_page_wrong")
def _(vision: Vision, rng: random.Random) -> Result:
    sections = vision.sections
    listed = [i for i, s in enumerate(sections) if s.in_toc and s.level == 3]
    if not listed:
        raise CannotPlant
    index, offset = rng.choice(listed), rng.choice((-1, 1, 10))
    planted = Planted(
        "toc_page_wrong", "outline", f"s{index + 1:03d}", "toc_printed_page", f"{offset:+d}", "0"
    )
    return replace(vision, toc_page_offsets=((index, offset),)), planted


@planter("prose_figure_off")
def _(vision: Vision, rng: random.Random) -> Result:
    pattern = re.compile(r"本圏域の人口は([\d,]+)人となって")
    for index, section in enumerate(vision.sections):
        for k, item in enumerate(section.body):
            found = pattern.search(item.text) if isinstance(item, Paragraph) else None
            if found and isinstance(item, Paragraph):
                true = found[1]
                wrong = _slipped_cell(StatCell(true, None), rng).raw
                changed = replace(item, text=item.text.replace(true, wrong, 1))
                body = (*section.body[:k], changed, *section.body[k + 1 :])
                planted = Planted("prose_figure_off", "outline", f"s{index + 1:03d}", "text", wrong, true)
                return with_section(vision, index, replace(section, body=body)), planted
    raise CannotPlant
