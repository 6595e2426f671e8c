"""A person's decision on one printed value or one finding, as `decisions.toml` keeps it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, Self

from pydantic import Field as Key
from pydantic import model_validator

from expectations.contract import EDITION_TABLES, Field, Table
from pipeline.decisions.errors import DecisionsInvalidError
from pipeline.decisions.rows import as_text, stated_row
from pipeline.decisions.values import typed_value
from pipeline.registry.errors import RegistryInvalidError, RegistryMissingError
from pipeline.registry.toml_file import ProblemError, Strict, read_toml

DECISIONS_FILE: Final = "decisions.toml"
# What the program says of itself: nothing a person could correct.
_NOT_PRINTED: Final = ("provenance", "coverage", "findings")
# Filled by the pipeline, not read from the page.
_DERIVED: Final = ("zone_id", "edition_id", "jis_code", "measure_key", "source_sha256", "source_uri")

Action = Literal["correct", "accept", "report", "add"]
# As many digits of a document's sha256 as tell documents apart and a person can compare.
DOCUMENT_DIGITS: Final = 16
_OF_ROWS: Final = ("box", "document", "values")
Place = tuple[str | None, str | None, str | None, str | None, int | None, str | None]


class Decision(Strict):
    """One decision. It speaks of a value (`table`, `row`, `column`), without a column of a finding or a row.

    `row` is the full row id of the tables as they are before any correction. `printed` is what must still be
    printed there (for a finding without a column: what it observed). `value` is the corrected value in the
    column's own unit, empty for "nothing is there"; only `correct` has one.

    `add` states a row the reading missed: its id, `values` by column, the text `printed` there, `page` and
    `box` (points, origin top left), and the `document` it was seen in (first digits of its sha256).
    """

    table: str | None = None
    row: str | None = None
    column: str | None = None
    check: str | None = None
    page: int | None = None
    printed: str
    action: Action
    value: str | bool | int | float | None = None
    box: tuple[float, float, float, float] | None = None
    document: str | None = Key(default=None, pattern=rf"^[0-9a-f]{{{DOCUMENT_DIGITS}}}$")
    reason: str
    who: str
    when: date
    values: dict[str, str | bool | int | float] | None = None

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        for name in ("reason", "who"):
            if not getattr(self, name).strip():
                raise ProblemError(f"{name} が空です", f"{name} is empty")
        if self.table is not None and self.table not in EDITION_TABLES:
            raise ProblemError(f"表「{self.table}」はありません", f"there is no table {self.table}")
        if self.action == "add":
            self._check_row()
            return self
        if odd := [name for name in _OF_ROWS if getattr(self, name) is not None]:
            raise ProblemError(f"{odd[0]} は add のときだけ書きます", f"{odd[0]} belongs to add only")
        if self.column is None:
            self._check_finding()
        else:
            self._check_value()
        return self

    def _check_row(self) -> None:
        missing = [n for n in ("table", "row", "page", "box", "document") if getattr(self, n) is None]
        if missing or not self.printed.strip():
            names = ", ".join(missing or ["printed"])
            raise ProblemError(f"行の追加には {names} が必要です", f"an added row needs {names}")
        if odd := [name for name in ("column", "check", "value") if getattr(self, name) is not None]:
            raise ProblemError(f"行の追加に {odd[0]} は書けません", f"an added row has no {odd[0]}")
        x0, top, x1, bottom = self.box or (0.0, 0.0, 0.0, 0.0)
        if not (x0 < x1 and top < bottom):
            raise ProblemError("box は x0, top, x1, bottom の順です", "a box is x0, top, x1, bottom")
        self.added_row()

    def _check_finding(self) -> None:
        if self.check is None:
            raise ProblemError("column か check が必要です", "needs a column or a check")
        if self.action == "correct" or self.value is not None:
            raise ProblemError("訂正には row と column が必要です", "a correction needs row and column")

    def _check_value(self) -> None:
        if self.table is None or self.row is None:
            raise ProblemError("column には table と row が必要です", "a column needs table and row")
        if self.check is not None:
            raise ProblemError("column と check は両方書けません", "either column or check, not both")
        if self.column not in EDITION_TABLES[self.table].by_name:
            raise ProblemError(
                f"表 {self.table} に列「{self.column}」はありません",
                f"table {self.table} has no column {self.column}",
            )
        if (self.action == "correct") != (self.value is not None):
            raise ProblemError(
                "value は correct のときだけ、必ず書きます", "value belongs to correct, and to it only"
            )
        if self.action == "correct":
            self.corrected_value()

    @property
    def place(self) -> Place:
        """What tells decisions apart: at most one on a value, or on a finding that says one thing."""
        if self.action == "add":
            return (self.table, self.row, None, None, None, None)
        said = None if self.column else self.printed
        return (self.table, self.row, self.column, self.check, self.page, said)

    @property
    def field(self) -> Field:
        """The contract's field that a decision on a value speaks of."""
        assert self.table is not None and self.column is not None
        return EDITION_TABLES[self.table].by_name[self.column]

    def corrected_value(self) -> Any:
        """The corrected value in the field's type, None for an empty one. Raises `ProblemError`."""
        assert self.table is not None
        if not is_correctable(EDITION_TABLES[self.table], self.field):
            raise ProblemError(
                f"列「{self.column}」は印刷された値ではないので訂正できません",
                f"column {self.column} is not a printed value and cannot be corrected",
            )
        return typed_value(self.field, "" if self.value is None else as_text(self.value))

    def added_row(self) -> dict[str, Any]:
        """The row that an `add` states (see `stated_row`). Raises `ProblemError`."""
        assert self.table and self.row and self.page is not None
        return stated_row(self.table, self.row, self.values or {}, self.page, self.printed)


class DecisionFile(Strict):
    """What `decisions.toml` holds: one `[[decision]]` block each."""

    decision: tuple[Decision, ...] = ()

    @model_validator(mode="after")
    def _one_a_place(self) -> Self:
        places = [one.place for one in self.decision]
        if twice := next((place for place in places if places.count(place) > 1), None):
            words = " ".join(str(part) for part in twice if part is not None)
            raise ProblemError(f"同じ箇所の決定が二つあります: {words}", f"two decisions on {words}")
        return self


def is_correctable(table: Table, field: Field) -> bool:
    """Whether a person may correct a column: read from the page, and not the print itself or an id."""
    is_print = field.name == "raw" or field.name.endswith("_raw")
    is_id = field.edition_scoped or field.name.endswith("_id")
    is_program = table.name in _NOT_PRINTED or field.name in _DERIVED or field.type == "coordinate"
    return not (is_print or is_id or is_program)


def load_decisions(path: Path) -> tuple[Decision, ...]:
    """The decisions of a `decisions.toml`, in the file's order; none where there is no file.

    Raises `DecisionsInvalidError` naming the block (counted from 0), the key and what is wrong.
    """
    try:
        return read_toml(path, DecisionFile).decision
    except RegistryMissingError:
        return ()
    except RegistryInvalidError as error:
        raise DecisionsInvalidError(**error.details) from error
