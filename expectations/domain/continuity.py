"""An edition against the one before: what moved by a factor of ten, vanished, or changed though it was past.

Plans change from year to year; a change is no error. What is reported is the kind of change that reading or
typing goes wrong by.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from expectations.claims import Claim, Place
from expectations.contract import TABLES
from expectations.domain.budget_totals import TOTALS_TABLE
from expectations.edition import Edition, Row, at, plain, squeezed
from expectations.steps import is_same_amount

_TENFOLD_LOW, _TENFOLD_HIGH = Decimal(9), Decimal(11)
_THOUSAND = Decimal(1000)
# Fewer values say nothing of the edition as a whole.
_ENOUGH = 5
_SHRUNK = Decimal("0.75")
_TOGETHER = Decimal("0.3")
_FIELDS = (
    *(("measures", c) for c in ("policy_area", "field", "content", "effect", "role_sharing", "note")),
    *(("kpis", c) for c in ("indicator", "baseline_value", "target_value")),
    ("budgets", "amount_yen"),
    ("projects", "name"),
    ("schedules", "fiscal_year"),
    ("agreements", "content"),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """The same value in this edition and in the one before, with what to call it."""

    now: Row
    before: Row
    subject: str


def claims(edition: Edition, previous: Edition) -> Iterator[Claim]:
    """All claims about the edition that the previous one is evidence for."""
    known = _Known(edition, previous)
    yield from _budget_claims(known)
    yield from _kpi_claims(known)
    yield from _statistic_claims(known)
    yield from _gone(known)
    yield from _shrunk(known)


class _Known:
    """Both editions, with measures matched by `measure_key` or, where lineage is not at hand, by name."""

    def __init__(self, edition: Edition, previous: Edition) -> None:
        self.edition, self.previous = edition, previous
        self.label = str(previous.facts.get("edition_id") or "")
        keys = {row["measure_key"]: i for i, row in previous.measures.items()}
        names = {squeezed(row["name"]): i for i, row in previous.measures.items() if row["name"]}
        self.matches = {
            measure_id: keys.get(row["measure_key"]) or names.get(squeezed(row["name"]))
            for measure_id, row in edition.measures.items()
        }

    def budgets(self) -> list[Pair]:
        """Amounts of the same measure, year and source."""
        before = {(r["measure_id"], r["fiscal_year"], r["funding"]): r for r in self.previous.rows("budgets")}
        pairs = []
        for now in self.edition.rows("budgets"):
            old = before.get((self.matches.get(now["measure_id"]), now["fiscal_year"], now["funding"]))
            if old:
                subject = f"{self.edition.name_of(now['measure_id'])} {now['fiscal_year']}"
                pairs.append(Pair(now, old, subject))
        return pairs

    def kpis(self) -> list[Pair]:
        """The same indicator of the same measure."""
        before = {(r["measure_id"], squeezed(r["indicator"])): r for r in self.previous.rows("kpis")}
        pairs = []
        for now in self.edition.rows("kpis"):
            old = before.get((self.matches.get(now["measure_id"]), squeezed(now["indicator"])))
            if old:
                subject = f"{self.edition.name_of(now['measure_id'])}「{now['indicator'] or ''}」"
                pairs.append(Pair(now, old, subject))
        return pairs

    def claim(self, check_id: str, place: Place, holds: bool, observed: str, was: str, **more: str) -> Claim:
        """A claim that shows both editions' evidence."""
        params = {"edition": self.label, "previous": was, **more}
        return Claim(
            check_id=check_id, place=place, holds=holds, observed=observed, expected=was, params=params
        )


def _ratio(now: Decimal | int | None, before: Decimal | int | None) -> Decimal | None:
    """The greater by the smaller, None where one is missing or zero or the signs differ."""
    if not now or not before or (now < 0) != (before < 0):
        return None
    one, other = abs(Decimal(now)), abs(Decimal(before))
    return max(one, other) / min(one, other)


def _is_tenfold(ratio: Decimal | None) -> bool:
    return ratio is not None and _TENFOLD_LOW <= ratio <= _TENFOLD_HIGH


def _budget_claims(known: _Known) -> Iterator[Claim]:
    pairs = known.budgets()
    ratios = [r for p in pairs if (r := _ratio(p.now["amount_yen"], p.before["amount_yen"]))]
    together = len(ratios) >= _ENOUGH and sum(r == _THOUSAND for r in ratios) > len(ratios) / 2
    yield known.claim(
        "continuity.unit_slip", known.edition.place, not together, "1,000 (1/1,000)" if together else "", ""
    )
    if together:
        return
    for pair in pairs:
        ratio = _ratio(pair.now["amount_yen"], pair.before["amount_yen"])
        shown = [f"{r['amount_raw']}{r['unit_raw'] or ''}" for r in (pair.now, pair.before)]
        place = at("budgets", pair.now, "amount_yen")
        for check_id, holds in (
            ("continuity.tenfold", not _is_tenfold(ratio)),
            ("continuity.thousandfold", ratio != _THOUSAND),
        ):
            yield known.claim(check_id, place, holds, shown[0], shown[1], subject=pair.subject)
    yield from _past_years(known, [p for p in pairs if _is_over(known.edition, p.now["fiscal_year"])])


def _is_over(edition: Edition, fiscal_year: int) -> bool:
    """Whether the fiscal year, which ends in March, was over (or ending) when the edition appeared."""
    published = edition.facts.get("published")
    return bool(published) and f"{fiscal_year + 1}-03" <= str(published)


def _past_years(known: _Known, pairs: list[Pair]) -> Iterator[Claim]:
    changed = [p for p in pairs if not _is_same(p.now, p.before)]
    together = len(changed) >= _ENOUGH and len(changed) > _TOGETHER * len(pairs)
    if together:
        count = f"{len(changed)}/{len(pairs)}"
        yield known.claim("continuity.past_years_revised", known.edition.place, False, count, "")
        return
    for pair in pairs:
        was = pair.before["amount_raw"] or "―"
        yield known.claim(
            "continuity.past_year_changed",
            at("budgets", pair.now, "amount_yen"),
            pair not in changed,
            pair.now["amount_raw"] or "―",
            was,
            subject=pair.subject,
        )


def _is_same(now: Row, before: Row) -> bool:
    if now["amount_yen"] is None or before["amount_yen"] is None:
        return now["amount_yen"] is before["amount_yen"]
    return is_same_amount(now, before)


def _kpi_claims(known: _Known) -> Iterator[Claim]:
    for pair in known.kpis():
        for side in ("baseline", "target"):
            yield from _kpi_side(known, pair, side)
        same_year = all(
            pair.now[c] == pair.before[c] and pair.now[c] for c in ("baseline_year", "baseline_period_kind")
        )
        if same_year and pair.now["baseline_value"] is not None:
            yield known.claim(
                "continuity.baseline_changed",
                at("kpis", pair.now, "baseline_value"),
                pair.now["baseline_value"] == pair.before["baseline_value"],
                pair.now["baseline_raw"],
                pair.before["baseline_raw"],
                subject=pair.subject,
            )


def _kpi_side(known: _Known, pair: Pair, side: str) -> Iterator[Claim]:
    now, before = pair.now[f"{side}_value"], pair.before[f"{side}_value"]
    if now is None or before is None:
        return
    shown = (pair.now[f"{side}_raw"], pair.before[f"{side}_raw"])
    units = (pair.now[f"{side}_unit"] or "", pair.before[f"{side}_unit"] or "")
    yield known.claim(
        "continuity.tenfold",
        at("kpis", pair.now, f"{side}_value"),
        not _is_tenfold(_ratio(now, before)),
        *shown,
        subject=pair.subject,
    )
    yield known.claim(
        "continuity.kpi_unit_changed",
        at("kpis", pair.now, f"{side}_unit"),
        units[0] == units[1],
        *units,
        subject=pair.subject,
    )


def _statistic_claims(known: _Known) -> Iterator[Claim]:
    def key(row: Row) -> tuple[str, str, str]:
        """What stays the same of a figure from one edition to the next: table and labels."""
        return row["table_id"], squeezed(row["row_label"]), squeezed(row["column_label"])

    before = {key(row): row for row in known.previous.rows("statistics")}
    for row in known.edition.rows("statistics"):
        old = before.get(key(row))
        if not old or row["table_id"] == TOTALS_TABLE or not row["year"] or row["is_projection"]:
            continue
        if row["value"] is not None and old["value"] is not None:
            yield known.claim(
                "continuity.statistic_changed",
                at("statistics", row, "value"),
                row["value"] == old["value"],
                row["raw"],
                old["raw"],
                subject=f"{row['row_label']} {row['column_label']}",
            )


def _gone(known: _Known) -> Iterator[Claim]:
    """A column that the previous edition filled is not empty throughout this one."""
    for table, column in _FIELDS:
        n_now = sum(row[column] is not None for row in known.edition.rows(table))
        n_before = sum(row[column] is not None for row in known.previous.rows(table))
        if n_before >= _ENOUGH:
            yield known.claim(
                "continuity.field_gone",
                known.edition.place,
                n_now > 0,
                str(n_now),
                str(n_before),
                field=f"{table}.{column}",
                field_ja=_title_ja(table, column),
            )


def _title_ja(table: str, column: str) -> str:
    """A column as a person calls it: the table's and the column's titles, once where they are one."""
    titles = (TABLES[table].title_ja, TABLES[table].by_name[column].title_ja)
    return "の".join(dict.fromkeys(titles))


def _shrunk(known: _Known) -> Iterator[Claim]:
    for check_id, table, column in (
        ("continuity.measures_shrunk", "measures", None),
        ("continuity.coverage_shrunk", "coverage", "chars_in_tables"),
    ):
        now, before = (
            sum(row[column] if column else 1 for row in e.rows(table))
            for e in (known.edition, known.previous)
        )
        if before:
            holds = now >= _SHRUNK * before
            yield known.claim(check_id, known.edition.place, holds, plain(now), plain(before))
