"""What a reader saw on a page: text lines, table cells, drawings. No meaning yet, nothing thrown away."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from extractors.geometry import Box

ReaderAgreement = Literal["agree", "differ", "single"]
DrawingKind = Literal["arrow", "line", "shape"]


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of text in reading order.

    `text` is the unfolded print including painted spaces (a leading U+3000 is kept); `box` encloses the
    visible characters only; `size_pt` is the usual font size of the line. For 縦書き a line is a column.
    `confidence` is 0–1 for OCR, None for a text layer. A line outside every table carries the second
    reader's text of the same place in `other_text` when two readers ran.
    """

    text: str
    box: Box
    size_pt: float
    font: str
    is_vertical: bool = False
    confidence: float | None = None
    other_text: str | None = None
    agreement: ReaderAgreement = "single"


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: position and spans in its table's grid (from 0), box, and the lines printed in it.

    `other_text` is the second reader's text of the same box ("\\n" between lines), None when one reader ran.
    `agreement` compares both after folding. `is_shaded` tells a painted background that is not white.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    lines: tuple[Line, ...]
    is_shaded: bool = False
    other_text: str | None = None
    agreement: ReaderAgreement = "single"
    text_left_pt: float | None = None  # where text set to the left starts, by the table's padding
    text_right_pt: float | None = None  # where a full line ends, in a column that no rule ends

    @property
    def raw(self) -> str:
        """The unfolded print, one "\\n" between printed lines."""
        return "\n".join([line.text for line in self.lines])


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table on one page. Every grid position is covered by exactly one cell.

    `row_edges`/`column_edges` are n+1 coordinates in points. `open_edges` names outer sides ("top", "bottom",
    "left", "right") whose rule is not printed and was inferred, and "columns" where that holds for the rules
    between columns. `parent` is the index of the page's table in a cell of which this one stands, else None.
    """

    page: int
    index: int
    box: Box
    row_edges: tuple[float, ...]
    column_edges: tuple[float, ...]
    cells: tuple[Cell, ...]
    open_edges: frozenset[str] = frozenset()
    parent: int | None = None

    @property
    def n_rows(self) -> int:
        """Number of grid rows."""
        return len(self.row_edges) - 1

    @property
    def n_columns(self) -> int:
        """Number of grid columns."""
        return len(self.column_edges) - 1


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn object that is no rule of a table: an arrow with its shaft and head, a stray line, a shape.

    `points_to` is the side the head is on for an arrow ("right", "left", "both" or "none").
    """

    kind: DrawingKind
    box: Box
    points_to: Literal["right", "left", "both", "none"] = "none"


@dataclass(frozen=True, slots=True)
class PageReading:
    """One page: tables with their cells, lines outside tables, drawings, and the character account.

    `chars_total` counts visible characters (not white space, not hidden). Every one of them is in a cell's
    line, in `lines`, or in `unclaimed` (inside a table's outline but in no single cell).
    `problems` are facts worth a finding, as (check_id, detail, box). A picture scanned on its side was turned
    clockwise by `turned_degrees` to be read; all boxes and the page's sides are those of the turned page. One
    that is stored larger or smaller than the paper was is read in points of true size, of which each is
    `display_scale` points of the page as displayed.
    """

    number: int
    width_pt: float
    height_pt: float
    rotation: int
    tables: tuple[Table, ...]
    lines: tuple[Line, ...]
    drawings: tuple[Drawing, ...]
    unclaimed: tuple[Line, ...]
    chars_total: int
    chars_hidden: int = 0
    n_images: int = 0
    problems: tuple[tuple[str, str, Box | None], ...] = ()
    image_share: float = 0.0
    turned_degrees: int = 0
    display_scale: float = 1.0


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """All pages of a document as read, in order."""

    path: str
    sha256: str
    page_count: int
    reader: str
    text_source: Literal["text_layer", "ocr", "transcript"]
    pages: tuple[PageReading, ...] = field(default_factory=tuple)
