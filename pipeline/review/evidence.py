"""What the checks know beyond a finding's row: which values a slip touches, and how sure a proposal is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from expectations.contract import EDITION_TABLES
from expectations.failures import Failure, Place
from pipeline.decisions import Prints, shown
from pipeline.review.labels import RowLabels

Row = Mapping[str, Any]
Numbers = Mapping[tuple[str, str, str], int]


class Evidence:
    """The failures of an edition's checks, told for its findings; values by the numbers of the page."""

    def __init__(
        self, failures: Iterable[Failure], prints: Prints, labels: RowLabels, numbers: Numbers
    ) -> None:
        self._of = {(f.check_id, f.table_name, f.row_id, f.column_name): f for f in failures}
        self._prints, self._labels, self._numbers = prints, labels, numbers
        self._first: dict[tuple[str, str], int] = {}
        for (table, row, _), number in sorted(numbers.items(), key=lambda entry: entry[1]):
            self._first.setdefault((table, row), number)

    def told(self, finding: Row) -> dict[str, Any]:
        """`confidence`, `touches` and `consequences` of a finding; none for one that no check explains."""
        place = (finding["check_id"], finding["table_name"], finding["row_id"], finding["column_name"])
        failure = self._of.get(place)
        if failure is None:
            return {"confidence": None, "touches": [], "consequences": []}
        return {
            "confidence": failure.confidence,
            "touches": self._values(failure.touches),
            "consequences": [
                {
                    "check": one.check_id,
                    "ja": one.statement_ja,
                    "en": one.statement_en,
                    "values": self._values(place for place in one.places if place != place_of(failure)),
                }
                for one in failure.consequences
            ],
        }

    def _values(self, places: Iterable[Place]) -> list[dict[str, Any]]:
        return [found for place in places if (found := self._value(place))]

    def _value(self, place: Place) -> dict[str, Any] | None:
        """A value's name and what it is; None where the row is gone, or is no row of the page."""
        row = self._prints.row(place.table_name, place.row_id)
        if row is None:
            return None
        column = place.column_name
        number = self._numbers.get((place.table_name, place.row_id, column or ""))
        return {
            "label": self._labels.of(place.table_name, row),
            "table": place.table_name,
            "column": column,
            "value": shown(row[column]) if column in EDITION_TABLES[place.table_name].by_name else None,
            "valueNumber": self._first.get((place.table_name, place.row_id)) if number is None else number,
        }


def place_of(failure: Failure) -> Place:
    """Where a failure is told."""
    return Place(failure.table_name or "", failure.row_id or "", failure.column_name)
