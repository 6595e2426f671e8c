"""A vision as a flow of blocks: headings, prose, grids of cells. No positions yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow over a cell, from one share of its width to another."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid: place, spans, print."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    align: Align = "left"
    is_label: bool = False
    arrow: Arrow | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: inner column edges as shares of the width, cells that tile it.

    `header_rows` may be repeated after a page break; `measure` is the measure's ordinal from 1.
    """

    edges: tuple[float, ...]
    n_rows: int
    cells: tuple[GridCell, ...]
    kind: Literal["measure", "agreement", "statistics", "system"]
    header_rows: int = 0
    measure: int | None = None
    width_share: float = 1.0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the outline; `section` is its index in the vision."""

    section: int
    level: int
    label: str
    title: str
    inline_text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph, or a note or caption, with its indent in characters."""

    text: str
    kind: Literal["prose", "note", "caption", "caption_center", "caption_right"] = "prose"


@dataclass(frozen=True, slots=True)
class Frame:
    """A paragraph in a drawn frame."""

    text: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover page."""

    title: str
    date: str
    publisher: str


@dataclass(frozen=True, slots=True)
class TocLine:
    """A line of the contents page; `section` is None where no page is printed."""

    level: int
    label: str
    title: str
    section: int | None


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents page."""

    title: str
    lines: tuple[TocLine, ...]


Block = Grid | Heading | Prose | Frame | PageBreak | Cover | Contents
