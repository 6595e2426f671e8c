"""What is printed where a decision points."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from expectations.contract import EDITION_TABLES, row_id
from pipeline.conform import Tables

# The reader of what a person saw: a value that lies in no box, a row that was not read.
READER: Final = "person"
_SPACE: Final = re.compile(r"\s+")


class Prints:
    """Rows by table and id, and the print behind each value of an edition."""

    def __init__(self, tables: Tables) -> None:
        self._rows = {
            (name, row_id(table, row)): row
            for name, table in EDITION_TABLES.items()
            for row in tables.get(name, ())
        }
        self._pieces: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
        for piece in tables["provenance"]:
            value = (piece["table_name"], piece["row_id"], piece["column_name"])
            self._pieces.setdefault(value, []).append(piece)

    def row(self, table: str, row: str) -> dict[str, Any] | None:
        """The row with the id, None where there is none."""
        return self._rows.get((table, row))

    def pieces(self, table: str, row: str, column: str) -> list[dict[str, Any]]:
        """The value's rows of `provenance`, in the order of their parts."""
        return self._pieces.get((table, row, column), [])

    def place_on_record(self, table: str, row: str, column: str) -> dict[str, Any] | None:
        """A row of `provenance` for a value that lies in no box: where its row begins, by no reader.

        None where no value of the row has a box.
        """
        own_pieces = [pieces[0] for key, pieces in self._pieces.items() if key[:2] == (table, row)]
        if not own_pieces:
            return None
        first = min(own_pieces, key=lambda piece: (piece["page"], piece["top"]))
        printed = self.printed(table, row, column) or None
        own = {"column_name": column, "part": 1, "raw_text": printed, "reader": READER}
        piece = {**first, **own, "agreement": "single", "corrected": True}
        self._pieces[table, row, column] = [piece]
        return piece

    def printed(self, table: str, row: str, column: str) -> str | None:
        """The value's print, its parts joined by line feeds; None where no row has the id.

        A value that lies in no box of its own stands for its own print.
        """
        found = self.row(table, row)
        if found is None:
            return None
        if pieces := self.pieces(table, row, column):
            return "\n".join(piece["raw_text"] or "" for piece in pieces)
        return shown(found[column])


def shown(value: Any) -> str:
    """A value as text: empty for a null one, `true`/`false`, no exponent."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else f"{value:f}" if not isinstance(value, int) else str(value)


def is_same_print(one: str, other: str) -> bool:
    """Whether two prints are the same but for spaces and line breaks, which another typesetting moves."""
    return _SPACE.sub("", one) == _SPACE.sub("", other)


def places_of(finding: Mapping[str, Any]) -> tuple[str | None, str | None, str | None]:
    """Table, row and column that a row of `findings` speaks of."""
    return (finding["table_name"], finding["row_id"], finding["column_name"])
