"""Budgets and schedules: years as the plan says, amounts in line with each other and with the drawn arrow."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from expectations.claims import Claim, Place
from expectations.domain.budget_totals import TOTAL
from expectations.domain.series import find_outlier
from expectations.edition import Edition, Row, at, grouped, plain
from expectations.steps import yen_per_unit

_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")
# Digits that a series of one amount, or of two, needs to be nobody else's; 10,000千円 is many measures'.
_TELLING_DIGITS = {1: 4, 2: 3}
_CHECK_OF = {
    "outlier": "budget.outlier",
    "one_digit": "budget.one_digit",
    "step": "budget.step",
    "magnitude": "budget.magnitude",
    "jump": "budget.jump",
}


def claims(edition: Edition, vouched: frozenset[Place]) -> Iterator[Claim]:
    """All claims about budgets and schedules. Amounts in `vouched` are confirmed by a printed total."""
    usual = _usual_years(edition)
    yield from _plan_claims(edition, usual)
    for measure_id in edition.measures:
        yield from _year_claims(edition, measure_id, usual)
        yield from _schedule_claims(edition, measure_id)
        for rows in grouped(edition.of_measure("budgets", measure_id), "funding").values():
            series = sorted(rows, key=lambda row: row["fiscal_year"])
            yield from _series_claims(edition, series, vouched)
            yield from _print_claims(edition, series)
    yield from _copied_series(edition)


def _usual_years(edition: Edition) -> tuple[int, ...]:
    """The years that most measures' budgets print; the plan's years where no budgets are printed."""
    printed = Counter(_years(edition.of_measure("budgets", measure_id)) for measure_id in edition.measures)
    printed.pop((), None)
    return printed.most_common(1)[0][0] if printed else tuple(edition.plan_years)


def _years(rows: Sequence[Row]) -> tuple[int, ...]:
    return tuple(sorted({row["fiscal_year"] for row in rows}))


def _plan_claims(edition: Edition, usual: tuple[int, ...]) -> Iterator[Claim]:
    """The budget tables' years are the plan period."""
    plan = tuple(edition.plan_years)
    if plan and edition.rows("budgets"):
        yield Claim(
            check_id="budget.outside_plan",
            place=edition.place._replace(column_name="plan_start_fiscal_year"),
            holds=set(usual) <= set(plan),
            observed=_span(usual),
            expected=_span(plan),
        )


def _span(years: Sequence[int]) -> str:
    return "・".join(map(str, years))


def _year_claims(edition: Edition, measure_id: str, usual: tuple[int, ...]) -> Iterator[Claim]:
    """Each measure prints one amount for each year that the others print."""
    place = Place("measures", measure_id)
    params = {"subject": edition.name_of(measure_id)}
    rows = edition.of_measure("budgets", measure_id)
    yield Claim(check_id="budget.no_rows", place=place, holds=bool(rows) or not usual, params=params)
    # A measure that runs for some of the years may print amounts of these alone (5,000千円/年).
    active = _years([r for r in edition.of_measure("schedules", measure_id) if r["is_active"]])
    for table in ("budgets", "schedules"):
        years = _years(edition.of_measure(table, measure_id))
        if years:
            yield Claim(
                check_id="budget.years_differ" if table == "budgets" else "schedule.years_differ",
                place=place,
                holds=years == usual or (table == "budgets" and years == active),
                observed=_span(years),
                expected=_span(usual),
                params=params,
            )


def _schedule_claims(edition: Edition, measure_id: str) -> Iterator[Claim]:
    """Years with an amount are years of activity; an active year between amounts is not blank."""
    schedules = edition.of_measure("schedules", measure_id)
    totals = [r for r in edition.of_measure("budgets", measure_id) if r["funding"] == TOTAL]
    if not schedules or all(row["amount_yen"] is None for row in totals):
        return
    active = {row["fiscal_year"] for row in schedules if row["is_active"]}
    drawn = {row["fiscal_year"]: row for row in reversed(schedules)}
    compared = [row for row in totals if row["fiscal_year"] in drawn]
    blank = [r for r in compared if r["missing_reason"] == "blank" and r["fiscal_year"] in active]
    for row in compared:
        is_costed, is_active = bool(row["amount_yen"]), row["fiscal_year"] in active
        # A printed zero or dash beside an arrow says that the year costs nothing; a blank says nothing.
        holds = is_active if is_costed else row not in blank
        # One blank is an amount left out; amounts outside the arrow, or many blanks, are an arrow too short
        # or too long.
        is_amount_missing = row in blank and len(blank) == 1
        place = at("budgets", row, "amount_yen")
        if not holds and not is_amount_missing:
            place = at("schedules", drawn[row["fiscal_year"]], "is_active")
        yield Claim(
            check_id="schedule.budget_mismatch",
            place=place,
            holds=holds,
            observed=row["amount_raw"] or "",
            params=_mismatch_params(edition.name_of(measure_id), row, is_costed, is_active),
        )


def _mismatch_params(subject: str, row: Row, is_costed: bool, is_active: bool) -> dict[str, str]:
    return {
        "subject": subject,
        "year": str(row["fiscal_year"]),
        "drawn_ja": "矢印の期間内" if is_active else "矢印の期間外",
        "drawn_en": "inside the arrow" if is_active else "outside the arrow",
        "costed_ja": "金額があります" if is_costed else "空欄です",
        "costed_en": "has an amount" if is_costed else "is blank",
    }


def _series_claims(edition: Edition, series: Sequence[Row], vouched: frozenset[Place]) -> Iterator[Claim]:
    found = find_outlier([None if (a := r["amount_yen"]) is None else Decimal(a) for r in series])
    for index, row in enumerate(series):
        if row["amount_yen"] is None:
            continue
        place = at("budgets", row, "amount_yen")
        is_suspect = found is not None and found.index == index and place not in vouched
        check_id = _CHECK_OF[found.suspicion] if found and is_suspect else "budget.outlier"
        proposal = _as_printed(found.proposal, row) if found and is_suspect else None
        yield Claim(
            check_id=check_id,
            place=place,
            holds=not is_suspect,
            observed=f"{row['amount_raw']}{row['unit_raw'] or ''}",
            expected=proposal,
            params=_series_params(edition, series, row),
            proposal=proposal,
            confidence=found.confidence if found and is_suspect else None,
            touches=_other_years(series, row) if is_suspect else (),
        )


def _other_years(series: Sequence[Row], row: Row) -> tuple[Place, ...]:
    return tuple(at("budgets", other, "amount_yen") for other in series if other is not row)


def _series_params(edition: Edition, series: Sequence[Row], row: Row) -> dict[str, str]:
    return {
        "subject": edition.name_of(row["measure_id"]),
        "year": str(row["fiscal_year"]),
        "series": "、".join(r["amount_raw"] or "―" for r in series),
    }


def _as_printed(amount: Decimal | None, row: Row) -> str | None:
    if amount is None:
        return None
    scale = yen_per_unit(row["unit_raw"]) or 1
    return plain(amount / scale) + (row["unit_raw"] or "円")


def _print_claims(edition: Edition, series: Sequence[Row]) -> Iterator[Claim]:
    """Amounts of one series are printed alike: with commas, in whole units, not negative."""
    printed = [row for row in series if at("budgets", row, "amount_yen") not in edition.corrected]
    is_grouped_here = any(_is_grouped(row) for row in printed)
    for row in series:
        if row["amount_yen"] is None:
            continue
        raw, params = row["amount_raw"] or "", _series_params(edition, series, row)
        tests = {
            "budget.mixed_grouping": not is_grouped_here or _is_grouped(row) or not _needs_comma(raw),
            "budget.fraction": "." not in raw or (row["unit_raw"] or "") in ("百万円", "億円", "万円"),
            "budget.negative": row["amount_yen"] >= 0,
        }
        for check_id, holds in tests.items():
            place = at("budgets", row, "amount_yen")
            yield Claim(check_id=check_id, place=place, holds=holds, observed=raw, params=params)


def _is_grouped(row: Row) -> bool:
    return _GROUPED.search(unicodedata.normalize("NFKC", row["amount_raw"] or "")) is not None


def _needs_comma(raw: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{4,}", unicodedata.normalize("NFKC", raw).strip()))


def _copied_series(edition: Edition) -> Iterator[Claim]:
    """Two measures do not share a whole series of telling amounts: one would be pasted over the other."""
    seen: dict[tuple[int, ...], str] = {}
    for measure_id in edition.measures:
        rows = [r for r in edition.of_measure("budgets", measure_id) if r["funding"] == TOTAL]
        amounts = tuple(r["amount_yen"] for r in sorted(rows, key=lambda r: r["fiscal_year"]))
        if None in amounts or not _is_telling(amounts):
            continue
        twin = seen.setdefault(amounts, measure_id)
        yield Claim(
            check_id="budget.copied_series",
            place=Place("measures", measure_id),
            holds=twin == measure_id,
            params={"subject": edition.name_of(measure_id), "other": edition.name_of(twin)},
        )


def _is_telling(amounts: Sequence[int]) -> bool:
    """Whether a series is not shared by chance: its amounts change, or have many digits."""
    digits = max((len(str(amount).strip("0-")) for amount in amounts), default=0)
    return len(amounts) > 1 and digits >= _TELLING_DIGITS.get(len(set(amounts)), 0)
