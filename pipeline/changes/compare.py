"""Two editions' tables to all changes between them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from expectations.contract import TABLES, sort_rows
from pipeline.changes.change import Change, Subject, numbered
from pipeline.changes.document import agreement_changes, fact_changes, outline_changes
from pipeline.changes.measures import measure_changes
from pipeline.changes.notes import note_changes
from pipeline.changes.statistics import statistic_changes
from pipeline.conform import Tables
from pipeline.lineage import likeness, portraits


def compare_editions(old: Tables, new: Tables) -> list[Change]:
    """All changes from `old` to `new` (measures joined by `measure_key`), in the new edition's order.

    A year or funding source that only one edition prints is no change; nor is a page, a label or an order.
    """
    return numbered(_changes(old, new))


def _changes(old: Tables, new: Tables) -> Iterator[Change]:
    yield from fact_changes(old, new)
    yield from outline_changes(old, new)
    yield from agreement_changes(old, new)
    yield from statistic_changes(old, new)
    yield from measure_changes(old, new)
    yield from note_changes(old, new, _common_measures(old, new))


def _common_measures(old: Tables, new: Tables) -> dict[str, Subject]:
    before = {one.key: one for one in portraits(old)}
    return {
        one.key: Subject(one.key, one.printed_name, likeness(before[one.key], one))
        for one in portraits(new)
        if one.key in before
    }


def change_rows(old: Tables, new: Tables) -> list[dict[str, Any]]:
    """The changes as rows of the contract's `changes` table, sorted by its key."""
    edition, later = old["editions"][0], new["editions"][0]
    ids = (edition["zone_id"], edition["edition_id"], later["edition_id"])
    return sort_rows(TABLES["changes"], (change.row(*ids) for change in compare_editions(old, new)))
