"""What every reader of a vision's parts shares, and the two ways from cells to values: print and text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import regex

from extractors.geometry import Box
from extractors.layouts.profile import Profile
from extractors.reading import Cell, Drawing, Line
from extractors.records import Finding, Piece, Record
from extractors.text.folding import label_key
from extractors.text.wrapping import reading_text


@dataclass(slots=True)
class Context:
    """The document-wide knowledge parts are read with, and where they leave records and findings."""

    profile: Profile
    reader: str
    members: tuple[str, ...]
    central: str | None
    plan_years: tuple[int, ...]
    drawings: Mapping[int, Sequence[Drawing]]
    arrows_end_right: bool = False  # lone arrows stand at the end of the years they mean
    records: list[Record] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    claimed: set[Box] = field(default_factory=set)
    labelled: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def claim(self, cells: Iterable[Cell]) -> None:
        """Account for cells that are labels or heads: known, but no value of their own."""
        self.claimed.update(c.box for c in cells)

    def column_label(self, table_id: str, row: str, column: str) -> str:
        """The column label of one more value of a statistics table: from its second printing on numbered.

        Table, row and column label are the value's key; a total by measure may stand in the measure's own
        table and in one of all totals, and a table may head two columns alike.
        """
        self.labelled[table_id, row, column] += 1
        times = self.labelled[table_id, row, column]
        return column if times == 1 else f"{column}#{times}"

    def report(
        self,
        check_id: str,
        where: tuple[str, str | None, str] | None = None,
        *,
        observed: str | None = None,
        expected: str | None = None,
        box: Box | None = None,
        **params: str,
    ) -> None:
        """Leave a finding; `where` is (table, local row id, column), the id None for the edition itself."""
        table, row, column = where or (None, None, None)
        self.findings.append(
            Finding(
                check_id=check_id,
                table_name=table,
                row_id=row,
                column_name=column,
                observed=observed,
                expected=expected,
                box=box,
                params=params,
            )
        )

    def pieces(self, cells: Sequence[Cell]) -> tuple[Piece, ...]:
        """The print behind a value: one piece a cell, in order. The cells count as accounted for."""
        self.claim(cells)
        return tuple(Piece(c.box, c.raw, self._reader_of(c.lines), c.agreement, c.other_text) for c in cells)

    def line_pieces(self, lines: Sequence[Line]) -> tuple[Piece, ...]:
        """The print behind a value read from lines outside tables."""
        return tuple(Piece(n.box, n.text, self._reader_of([n]), n.agreement, n.other_text) for n in lines)

    def _reader_of(self, lines: Sequence[Line]) -> str:
        """Who read lines: on a page that is a picture it was OCR, which alone gives confidences."""
        return OCR_READER if any(line.confidence is not None for line in lines) else self.reader

    def member_of(self, printed: str) -> str | None:
        """The zone's municipality a printed name stands for, None when it is none of them."""
        wanted = label_key(printed)
        return next((m for m in self.members if label_key(m) == wanted), None)


OCR_READER = "tesseract"
# One figure that a narrow cell wraps: its first line cannot end there (241,50⏎7), so it is not two figures.
_CUT_FIGURE = regex.compile(r"[▲△−-]?[0-9]{1,3}(?:,[0-9]{3})*(?:,[0-9]{0,2}|\.)\n[0-9][0-9,.]*\D{0,4}")
# Text sits at least this far inside its cell's rule on the right, whatever the typesetter.
_MIN_PADDING_PT = 1.0


def cell_text(cell: Cell) -> str:
    """The reading text of one cell."""
    return text_of([cell])


def text_of(cells: Sequence[Cell], owners: Sequence[str] = ()) -> str:
    """The reading text of cells that continue each other (a row cut by a page break)."""
    lines = [line for cell in cells for line in cell.lines]
    if not lines:
        return ""
    if len(lines) == 1:
        return reading_text(lines)
    left_pt, right_pt = text_limits(cells)
    text = reading_text(lines, left_limit_pt=left_pt, right_limit_pt=right_pt, owners=owners)
    return "".join(text.split("\n")) if _CUT_FIGURE.fullmatch(text) else text


def text_limits(cells: Sequence[Cell]) -> tuple[float, float]:
    """Between which x (points) the text of cells that hold some may run: the first cell less its padding."""
    first = cells[0].box
    padding = max(_MIN_PADDING_PT, min(n.box.x0 - c.box.x0 for c in cells for n in c.lines))
    left = cells[0].text_left_pt
    inset = min(left - first.x0 if left is not None else padding, first.width_pt / 8)
    right = cells[0].text_right_pt
    return first.x0 + inset, right if right is not None else first.x1 - inset


def squeezed(text: str) -> str:
    """A short printed text (label, unit, number) without any white space or line break."""
    return "".join(text.split())
