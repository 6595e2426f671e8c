"""KPIs: units, years and bounds by the kind of indicator, and figures that contradict each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from expectations.claims import Claim, Place
from expectations.edition import Edition, Row, at, plain, squeezed
from expectations.slips import slip_between

_PERCENT = frozenset({"%", "％", "パーセント"})
# A rate whose parts may exceed the whole it is set against: rides per inhabitant, growth, achievement.
_MAY_EXCEED_100 = re.compile(
    r"延べ|に対する.*割合|達成率|伸び率|増加率|増減率|対前年|前年比|年比|倍率|当たり|あたり|指数"
)
_AVERAGE = re.compile(r"平均|当たり|あたり|割合|率|指数|比")
_COUNTED = re.compile(r"人|件|社|回|台|資産|事業|地域|組|戸|世帯|校|店|棟|名|団体|施設|箇所|か所|カ所|ヶ所")
# Beyond this a figure that is no running total has not grown, a digit is missing somewhere.
_TENFOLD_LOW, _TENFOLD_HIGH, _TENFOLD_FROM = Decimal(7), Decimal(14), Decimal(20)
# Small figures do grow tenfold: 3 cases to 30, 2 % to 20 %.
_SMALL, _SMALL_PERCENT = Decimal(20), Decimal(5)
_FAR_APART, _FAR_APART_FROM = Decimal(100), Decimal(10)
_LARGE = Decimal(1000)  # what is counted in thousands does not multiply within a plan
_STALE_YEARS = 5
# Fewer KPIs have no habit, and a year that fewer share is none.
_ENOUGH_KPIS, _SHARED_BY = 10, 3


def claims(edition: Edition) -> Iterator[Claim]:
    """All claims about KPIs."""
    usual_target = _usual_target_year(edition)
    for row in edition.rows("kpis"):
        yield from _unit_claims(edition, row)
        yield from _year_claims(edition, row, usual_target)
        for side in ("baseline", "target"):
            if row[f"{side}_value"] is not None:
                yield from _bound_claims(edition, row, side)
        yield from _magnitude_claims(edition, row)
    yield from _lone_baseline_claims(edition)
    yield from _conflicts(edition)


def _claim(
    edition: Edition,
    check_id: str,
    row: Row,
    column: str,
    holds: bool,
    *,
    expected: str | None = None,
    observed: str | None = None,
    beside: str | None = None,
    **params: str,
) -> Claim:
    """A claim about a KPI's column; `beside` is the column it is compared with."""
    subject = f"{edition.name_of(row['measure_id'])}「{row['indicator'] or ''}」"
    shown = str(row[column]) if observed is None else observed
    return Claim(
        check_id=check_id,
        place=at("kpis", row, column),
        holds=holds,
        observed=shown,
        expected=expected,
        params={"subject": subject, **params},
        touches=() if beside is None else (at("kpis", row, beside),),
    )


def _unit_claims(edition: Edition, row: Row) -> Iterator[Claim]:
    baseline, target = row["baseline_unit"], row["target_unit"]
    if row["baseline_value"] is None or row["target_value"] is None:
        return
    holds = _same_unit(baseline) == _same_unit(target) or row["target_comparator"] == "change"
    yield _claim(
        edition,
        "kpi.unit_differs",
        row,
        "target_unit",
        holds,
        observed=row["target_raw"],
        expected=baseline or "",
        beside="baseline_value",
        baseline=row["baseline_raw"],
    )


def _same_unit(unit: str | None) -> str:
    return "%" if unit in _PERCENT else (unit or "")


def _usual_target_year(edition: Edition) -> int | None:
    """The target year that nearly all KPIs share, None where they do not."""
    years = Counter(row["target_year"] for row in edition.rows("kpis") if row["target_year"])
    if sum(years.values()) < _ENOUGH_KPIS:
        return None
    year, n = years.most_common(1)[0]
    return int(year) if n >= 0.9 * sum(years.values()) else None


def _lone_baseline_claims(edition: Edition) -> Iterator[Claim]:
    """No single KPI has a baseline a year off those that all the others share.

    A year later than all of them is that of a KPI which a revision added.
    """
    dated = [row for row in edition.rows("kpis") if row["baseline_year"]]
    years = Counter(row["baseline_year"] for row in dated)
    shared = sorted(year for year, n in years.items() if n >= _SHARED_BY)
    if len(dated) < _ENOUGH_KPIS or not shared or len(years) - len(shared) > 1:
        return
    for row in dated:
        year = row["baseline_year"]
        is_lone = years[year] == 1 and year < shared[-1] and bool({year - 1, year + 1} & set(shared))
        others = "、".join(map(str, shared))
        yield _claim(edition, "kpi.baseline_year_odd", row, "baseline_year", not is_lone, expected=others)


def _year_claims(edition: Edition, row: Row, usual_target: int | None) -> Iterator[Claim]:
    baseline, target, plan = row["baseline_year"], row["target_year"], edition.plan_years
    if baseline and target:
        holds = baseline < target
        yield _claim(
            edition,
            "kpi.years_reversed",
            row,
            "baseline_year",
            holds,
            expected=f"< {target}",
            beside="target_year",
        )
        alike = row["baseline_period_kind"] == row["target_period_kind"]
        yield _claim(
            edition,
            "kpi.period_kind_differs",
            row,
            "target_period_kind",
            alike,
            expected=row["baseline_period_kind"],
        )
    if target and plan:
        # A calendar or fiscal year that ends with the plan may be named by the year after it.
        is_inside = plan[0] <= target <= plan[-1] + 1
        yield _claim(
            edition,
            "kpi.target_outside_plan",
            row,
            "target_year",
            is_inside,
            expected=f"{plan[0]}–{plan[-1]}",
        )
    if target and usual_target:
        holds = target == usual_target
        yield _claim(edition, "kpi.target_year_odd", row, "target_year", holds, expected=str(usual_target))
    if baseline and plan:
        yield from _baseline_age(edition, row, baseline, plan)


def _baseline_age(edition: Edition, row: Row, baseline: int, plan: range) -> Iterator[Claim]:
    newest = _newest_baseline(row, str(edition.facts.get("published") or plan[-1]))
    oldest = plan[0] - _STALE_YEARS
    for check_id, holds, expected in (
        ("kpi.baseline_after_publication", baseline <= newest, f"≤ {newest}"),
        ("kpi.baseline_stale", baseline >= oldest, f"≥ {oldest}"),
    ):
        yield _claim(edition, check_id, row, "baseline_year", holds, expected=expected)


def _newest_baseline(row: Row, published: str) -> int:
    """The last year that had begun when the edition appeared (`2019-03`); a fiscal year begins in April."""
    year, _, month = published.partition("-")
    is_before_april = row["baseline_period_kind"] == "fiscal_year" and month[:2] in ("01", "02", "03")
    return int(year) - is_before_april


def _bound_claims(edition: Edition, row: Row, side: str) -> Iterator[Claim]:
    value, unit, indicator = row[f"{side}_value"], row[f"{side}_unit"] or "", row["indicator"] or ""
    column, raw = f"{side}_value", row[f"{side}_raw"]
    is_change = side == "target" and row["target_comparator"] == "change"
    if unit in _PERCENT and not is_change and not _MAY_EXCEED_100.search(indicator):
        yield _claim(
            edition, "kpi.share_above_100", row, column, value <= 100, observed=raw, expected="≤ 100%"
        )
    if not is_change:
        yield _claim(edition, "kpi.negative", row, column, value >= 0, observed=raw, expected="≥ 0")
    if _COUNTED.fullmatch(unit) and not _AVERAGE.search(indicator):
        whole = value == value.to_integral_value()
        proposal = None if whole else plain(value * 1000)
        yield _claim(edition, "kpi.fractional_count", row, column, whole, observed=raw, expected=proposal)


def _magnitude_claims(edition: Edition, row: Row) -> Iterator[Claim]:
    """Baseline and target of a figure that is no running total are of one order of magnitude."""
    baseline, target = row["baseline_value"], row["target_value"]
    if not baseline or not target or row["is_cumulative"]:
        return
    if row["target_comparator"] not in ("=", ">=", "<="):
        return
    low, high = sorted((abs(Decimal(baseline)), abs(Decimal(target))))
    ratio = high / low
    is_far = (ratio >= _FAR_APART and low >= _FAR_APART_FROM) or (ratio >= _TENFOLD_LOW and low >= _LARGE)
    is_suspect = is_far or (_TENFOLD_LOW <= ratio <= _TENFOLD_HIGH and high >= _TENFOLD_FROM)
    is_small = not is_far and low < (_SMALL_PERCENT if row["target_unit"] in _PERCENT else _SMALL)
    yield _claim(
        edition,
        "kpi.growth" if is_small else "kpi.magnitude",
        row,
        "target_value",
        not is_suspect,
        observed=row["target_raw"],
        beside="baseline_value",
        baseline=row["baseline_raw"],
        ratio=plain(round(ratio, 1)),
    )


def _conflicts(edition: Edition) -> Iterator[Claim]:
    """One indicator printed under two measures has one baseline for one year.

    The same name may count each measure's own participants (利用者数 under many is a name, not a figure);
    under two measures, figures that are one slip apart are one figure.
    """
    seen: dict[tuple[str, int], Row] = {}
    names = Counter(squeezed(row["indicator"] or "") for row in edition.rows("kpis"))
    for row in edition.rows("kpis"):
        if row["baseline_value"] is None or not row["baseline_year"] or not row["indicator"]:
            continue
        if names[squeezed(row["indicator"])] > 2:
            continue
        first = seen.setdefault((squeezed(row["indicator"]), row["baseline_year"]), row)
        if first is not row:
            holds = slip_between(row["baseline_value"], first["baseline_value"]) is None
            yield _claim(
                edition,
                "kpi.conflicting_figures",
                row,
                "baseline_value",
                holds,
                observed=row["baseline_raw"],
                expected=first["baseline_raw"],
                other=edition.name_of(first["measure_id"]),
            )


def missing_kpis(edition: Edition) -> Iterator[Claim]:
    """Every measure prints at least one KPI, and every KPI its indicator."""
    for measure_id in edition.measures:
        rows = edition.of_measure("kpis", measure_id)
        place = Place("measures", measure_id)
        params = {"subject": edition.name_of(measure_id)}
        yield Claim(check_id="measure.no_kpi", place=place, holds=bool(rows), params=params)
    for row in edition.rows("kpis"):
        yield _claim(edition, "kpi.no_indicator", row, "indicator", bool(row["indicator"]), observed="")
