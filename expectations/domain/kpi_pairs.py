"""KPIs beside each other: a unit unlike the indicator, figures copied, doubled, left out or turned round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import combinations

from expectations.claims import Claim
from expectations.edition import Edition, Row, at, squeezed

# What an indicator's last word counts → units that it is certainly not counted in. A word may have many
# units (利用者数 in 人, 名, 千人), so only those of another kind of figure count against it.
_NOT_UNITS_OF: Mapping[str, frozenset[str]] = {
    r"割合|(?<!倍)(?<!回転)率|満足度|達成度|認知度": frozenset(
        {"人", "件", "社", "台", "世帯", "組", "団体"}
    ),
    r"者数|人数|員数|人口": frozenset({"%", "社", "台", "回", "ha", "km"}),
    r"件数": frozenset({"%", "人", "台"}),
    r"回数": frozenset({"%", "人", "社", "台"}),
    r"台数": frozenset({"%", "人", "件", "社", "回"}),
    r"世帯数|戸数": frozenset({"%", "社", "台", "回"}),
    r"企業数|社数|事業所数|団体数|組数|施設数|箇所数|品目数|校数": frozenset({"%", "台", "回"}),
    r"事業数|地域数|資産数": frozenset({"%", "人", "台", "回"}),
    r"数": frozenset({"%"}),
    r"面積": frozenset({"%", "人", "件", "社", "台", "回"}),
}
_ENDINGS = [(re.compile(rf"(?:{word})$"), units) for word, units in _NOT_UNITS_OF.items()]
# Two nouns in one indicator have two units: 参加者数及び開催回数.
_SEVERAL = re.compile("(?:[数率額量度]|割合)(?:及び|および|並びに|又は|または|[・、／/])")
_REMARK = re.compile(r"[（(][^（）()]*[）)]$")
_SAME_UNIT = {"％": "%", "パーセント": "%"}
# So many digits are not the same by chance; both figures of a KPI need fewer, and fewer yet in the next row.
_TELLING_DIGITS, _TELLING_DIGITS_OF_A_PAIR, _TELLING_DIGITS_NEXT_TO = 4, 3, 2
# Where more KPIs than this share lack a target, the plan sets none yet.
_FEW = 0.2


def claims(edition: Edition) -> Iterator[Claim]:
    """All claims about KPIs beside each other."""
    rows = list(edition.rows("kpis"))
    for row in rows:
        yield from _unit_of_indicator(edition, row)
        yield from _directions(edition, row)
    yield from _left_out(edition, rows)
    yield from _twice(edition, rows)
    yield from _copied(edition, rows)


def _subject(edition: Edition, row: Row) -> dict[str, str]:
    return {"subject": f"{edition.name_of(row['measure_id'])}「{row['indicator'] or ''}」"}


def _unit_of_indicator(edition: Edition, row: Row) -> Iterator[Claim]:
    """The last word of an indicator says what it counts: 率 is no number of 人, 人数 no %."""
    words = squeezed(row["indicator"])
    while (bare := _REMARK.sub("", words)) != words:
        words = bare
    excluded = next((units for ending, units in _ENDINGS if ending.search(words)), None)
    if excluded is None or _SEVERAL.search(words):
        return
    # A change is printed in another unit than what changes: 10%増.
    unit = row["baseline_unit"] if row["target_comparator"] == "change" else row["target_unit"]
    side = "baseline" if row["target_comparator"] == "change" else "target"
    unit = _SAME_UNIT.get(unit or "", unit) or row["baseline_unit"]
    yield Claim(
        check_id="kpi.unit_unlike_indicator",
        place=at("kpis", row, f"{side}_unit"),
        holds=unit not in excluded,
        observed=row[f"{side}_raw"],
        params={**_subject(edition, row), "unit": unit or ""},
        touches=(at("kpis", row, "indicator"),),
    )


def _directions(edition: Edition, row: Row) -> Iterator[Claim]:
    """A running total does not fall, and what is maintained stays what it is."""
    baseline, target = row["baseline_value"], row["target_value"]
    if baseline is None or target is None or row["baseline_unit"] != row["target_unit"]:
        return
    tests = {
        # A target of 0 is none that a person would set; a new count may start with the plan.
        "kpi.cumulative_falls": not row["is_cumulative"] or target >= baseline or target == 0,
        "kpi.maintained_differs": row["target_comparator"] != "maintain" or target == baseline,
    }
    for check_id, holds in tests.items():
        yield Claim(
            check_id=check_id,
            place=at("kpis", row, "target_value"),
            holds=holds,
            observed=row["target_raw"],
            params={**_subject(edition, row), "baseline": row["baseline_raw"] or ""},
            touches=(at("kpis", row, "baseline_value"),),
        )


def _left_out(edition: Edition, rows: list[Row]) -> Iterator[Claim]:
    """A plan that sets targets sets one for each indicator; undecided ones say so."""
    blank = [row for row in rows if row["target_missing_reason"] == "blank"]
    if len(blank) > _FEW * len(rows):
        return
    for row in rows:
        yield Claim(
            check_id="kpi.target_left_out",
            place=at("kpis", row, "target_value"),
            holds=row not in blank,
            params=_subject(edition, row),
        )


def _twice(edition: Edition, rows: list[Row]) -> Iterator[Claim]:
    """A measure prints an indicator once for each target year, and for each baseline year."""
    seen: dict[tuple[str, str, int | None, int | None], Row] = {}
    for row in rows:
        words = squeezed(row["indicator"])
        if not words:
            continue
        key = (row["measure_id"], words, row["baseline_year"], row["target_year"])
        first = seen.setdefault(key, row)
        yield Claim(
            check_id="kpi.duplicate_row",
            place=at("kpis", row, "indicator"),
            holds=first is row,
            observed=row["indicator"],
            params=_subject(edition, row),
            touches=() if first is row else (at("kpis", first, "indicator"),),
        )


def _copied(edition: Edition, rows: list[Row]) -> Iterator[Claim]:
    """Two indicators do not have the same figures: one was taken from the row beside."""
    order = {row["kpi_id"]: index for index, row in enumerate(sorted(rows, key=lambda row: row["kpi_id"]))}
    for one, other in combinations(rows, 2):
        is_next = abs(order[one["kpi_id"]] - order[other["kpi_id"]]) == 1
        if squeezed(one["indicator"]) == squeezed(other["indicator"]):
            continue
        if not _are_copies(one, other, is_next):
            continue
        yield Claim(
            check_id="kpi.copied_figures",
            place=at("kpis", other, "baseline_value"),
            holds=False,
            observed=f"{other['baseline_raw']} → {other['target_raw']}",
            params={
                **_subject(edition, other),
                "other": f"{edition.name_of(one['measure_id'])}「{one['indicator'] or ''}」",
            },
            touches=(at("kpis", one, "baseline_value"), at("kpis", one, "target_value")),
        )


def _are_copies(one: Row, other: Row, is_next: bool) -> bool:
    same = [side for side in ("baseline", "target") if _is_same(one, other, side)]
    digits = [_digits(one[f"{side}_value"]) for side in same]
    if len(same) == 2 and one["baseline_value"] != one["target_value"]:
        if is_next and min(digits) >= _TELLING_DIGITS_NEXT_TO:
            return True
        return max(digits) >= _TELLING_DIGITS_OF_A_PAIR
    return same == ["baseline"] and digits[0] >= _TELLING_DIGITS


def _is_same(one: Row, other: Row, side: str) -> bool:
    value, unit = f"{side}_value", f"{side}_unit"
    return one[value] is not None and (one[value], one[unit]) == (other[value], other[unit])


def _digits(value: Decimal) -> int:
    """Digits that say something: 27,932 has five, 50,000 has one."""
    return len("".join(map(str, value.as_tuple().digits)).strip("0"))
