"""Two editions of a zone and all that changed between them, with the totals a reader asks for first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from expectations.steps import is_same_amount
from extractors.errors import KyoseiError
from pipeline.changes import Change, compare_editions
from pipeline.changes.zone import published_editions
from pipeline.conform import Tables
from pipeline.project import Project
from pipeline.wording import wording_key

# From this many measures on, one change (目標値の年 2023 → 2024) is told once.
_SHARED_BY: Final = 5


class EditionNotPublishedError(KyoseiError):
    """An edition to be compared is not published: `zone`, `edition`, `published`."""

    code = "EDITION_NOT_PUBLISHED"
    title_ja = "圏域 {zone} の版 {edition} は公開されていません(公開済み: {published})"
    title_en = "Edition {edition} of zone {zone} is not published (published: {published})"
    next_step_ja = "kyosei run で公開するか、圏域と版の綴りを確かめてください"
    next_step_en = "Publish it with kyosei run, or check the spelling of zone and edition"


@dataclass(frozen=True, slots=True)
class AreaTotals:
    """A policy area's budgets in whole yen by fiscal year, in each edition; a year without one is absent."""

    area: str
    old: Mapping[int, int]
    new: Mapping[int, int]

    def sums(self, years: Sequence[int]) -> tuple[int, int]:
        """The totals of some years in yen: (old, new)."""
        return sum(self.old.get(year, 0) for year in years), sum(self.new.get(year, 0) for year in years)


@dataclass(frozen=True, slots=True)
class Rounded:
    """How many amounts are the same but for rounding, and the units most of them are printed in."""

    n_amounts: int
    old_unit: str | None
    new_unit: str | None


@dataclass(frozen=True)
class Comparison:
    """All tables of both editions, and the changes from `old` to `new` in the new edition's order."""

    old: Tables
    new: Tables
    changes: Sequence[Change]

    @property
    def zone_id(self) -> str:
        """The zone both editions belong to."""
        return str(self.new["editions"][0]["zone_id"])

    @property
    def edition_ids(self) -> tuple[str, str]:
        """The two editions: (old, new)."""
        return self.old["editions"][0]["edition_id"], self.new["editions"][0]["edition_id"]

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Fiscal years for which either edition prints budgets."""
        return tuple(sorted(_years(self.old) | _years(self.new)))

    @cached_property
    def common_years(self) -> tuple[int, ...]:
        """Fiscal years for which both editions print budgets: the ones to compare."""
        return tuple(sorted(_years(self.old) & _years(self.new)))

    @cached_property
    def totals(self) -> list[AreaTotals]:
        """Budgets by policy area, in the new edition's order; areas of the old edition alone last."""
        old, new = _by_area(self.old), _by_area(self.new)
        names = {key: name for side in (old, new) for key, (name, _) in side.items()}
        order = dict.fromkeys((*new, *old))
        nothing: tuple[str, dict[int, int]] = ("", {})
        return [AreaTotals(names[key], old.get(key, nothing)[1], new.get(key, nothing)[1]) for key in order]

    @cached_property
    def counts(self) -> Counter[str]:
        """Changes a kind."""
        return Counter(change.kind for change in self.changes)

    @cached_property
    def rounded(self) -> Rounded | None:
        """The amounts that are no change because one edition prints them more coarsely; None for none."""
        before, after = _amounts(self.old), _amounts(self.new)
        pairs = [(before[key], after[key]) for key in before if key in after]
        found = [
            (one["unit_raw"], other["unit_raw"])
            for one, other in pairs
            if one["amount_yen"] != other["amount_yen"] and is_same_amount(one, other)
        ]
        return Rounded(len(found), *Counter(found).most_common(1)[0][0]) if found else None

    def of_kind(self, *kinds: str) -> list[Change]:
        """The changes of some kinds."""
        return [change for change in self.changes if change.kind in kinds]

    @cached_property
    def moves(self) -> list[Change]:
        """Changed budgets, the biggest first; one that came or went counts with its whole amount."""
        budgets = [c for c in self.changes if c.table_name == "budgets" and c.column_name == "amount_yen"]
        return sorted(budgets, key=_weight, reverse=True)

    @cached_property
    def shared(self) -> list[list[Change]]:
        """Changes that many measures have alike, each group told once."""
        groups: dict[tuple[Any, ...], list[Change]] = {}
        for change in self.changes:
            if change.kind == "value_changed" and change.subject and change.table_name != "budgets":
                key = (change.table_name, change.column_name, change.old, change.new)
                groups.setdefault(key, []).append(change)
        return [group for group in groups.values() if len(group) >= _SHARED_BY]

    @cached_property
    def single(self) -> list[Change]:
        """The changes that are not `shared`."""
        shared = {id(change) for group in self.shared for change in group}
        return [change for change in self.changes if id(change) not in shared]


def compare_published(project: Project, zone_id: str, old_id: str, new_id: str) -> Comparison:
    """Compare two published editions of a zone, as published. Raises `EditionNotPublishedError`."""
    from pipeline.publish import read_tables

    folders = {folder.name: folder for folder in published_editions(project, zone_id)}
    for edition_id in (old_id, new_id):
        if edition_id not in folders:
            known = ", ".join(folders) or "-"
            raise EditionNotPublishedError(zone=zone_id, edition=edition_id, published=known)
    old, new = (read_tables(folders[edition_id]) for edition_id in (old_id, new_id))
    return Comparison(old, new, compare_editions(old, new))


def _years(tables: Tables) -> set[int]:
    return {row["fiscal_year"] for row in tables["budgets"]}


def _amounts(tables: Tables) -> dict[tuple[str, int, str], Mapping[str, Any]]:
    """The rows of budgets with an amount, by measure key, year and funding."""
    keys = {row["measure_id"]: row["measure_key"] for row in tables["measures"]}
    return {
        (keys[row["measure_id"]], row["fiscal_year"], row["funding"]): row
        for row in tables["budgets"]
        if row["amount_yen"] is not None
    }


def _by_area(tables: Tables) -> dict[str, tuple[str, dict[int, int]]]:
    """Area key → printed name and yen a year, areas in printed order."""
    areas = {row["measure_id"]: row["policy_area"] or "―" for row in tables["measures"]}
    found: dict[str, tuple[str, dict[int, int]]] = {}
    for row in sorted(tables["budgets"], key=lambda row: row["measure_id"]):
        if row["funding"] == "total" and row["amount_yen"] is not None:
            area = areas[row["measure_id"]]
            _, years = found.setdefault(wording_key(area), (area, {}))
            years[row["fiscal_year"]] = years.get(row["fiscal_year"], 0) + row["amount_yen"]
    return found


def _weight(change: Change) -> Decimal:
    if change.delta is not None:
        return abs(change.delta)
    return abs(Decimal(change.old or change.new or 0))
