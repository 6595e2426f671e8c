"""The vocabulary of what a page paints: rules, fills, shapes, dots. Points, origin top left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from extractors.geometry import Box

Point = tuple[float, float]
Colour = tuple[float, ...]

BLACK: Colour = (0.0,)
WHITE: Colour = (1.0,)


@dataclass(frozen=True, slots=True)
class Rule:
    """An axis-aligned stroke: `at_pt` across its direction, `start_pt`–`end_pt` along it."""

    is_horizontal: bool
    at_pt: float
    start_pt: float
    end_pt: float
    width_pt: float = 0.5
    colour: Colour = BLACK
    is_dashed: bool = False

    @property
    def length_pt(self) -> float:
        """Length in points."""
        return self.end_pt - self.start_pt

    def box(self, page: int) -> Box:
        """The painted rectangle, with the stroke's width."""
        half = self.width_pt / 2
        if self.is_horizontal:
            return Box(page, self.start_pt, self.at_pt - half, self.end_pt, self.at_pt + half)
        return Box(page, self.at_pt - half, self.start_pt, self.at_pt + half, self.end_pt)


@dataclass(frozen=True, slots=True)
class Fill:
    """A painted rectangle too thick to be a rule: a background, a bar."""

    x0: float
    top: float
    x1: float
    bottom: float
    colour: Colour

    @property
    def width_pt(self) -> float:
        """Width in points."""
        return self.x1 - self.x0

    @property
    def height_pt(self) -> float:
        """Height in points."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Shape:
    """A figure that is no rule: a triangle, a block arrow, a diagonal (two points), a curved outline."""

    points: tuple[Point, ...]
    is_closed: bool
    is_curved: bool

    @property
    def x0(self) -> float:
        """Left edge."""
        return min(x for x, _ in self.points)

    @property
    def x1(self) -> float:
        """Right edge."""
        return max(x for x, _ in self.points)

    @property
    def top(self) -> float:
        """Upper edge."""
        return min(y for _, y in self.points)

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return max(y for _, y in self.points)


@dataclass(frozen=True, slots=True)
class Dot:
    """A tiny painted mark, perhaps a piece of a dotted border."""

    x0: float
    top: float
    x1: float
    bottom: float
    colour: Colour


@dataclass(slots=True)
class Strokes:
    """Everything painted on a page that is seen, and white areas (`blanks`) and rules (`whites`)."""

    rules: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    blanks: list[Fill] = field(default_factory=list)
    whites: list[Rule] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)


def colour_of(value: Any) -> Colour:
    """A pdfplumber colour (number, sequence, None, pattern name) as a tuple; without numbers it is black."""
    if isinstance(value, int | float):
        return (float(value),)
    parts = list(value) if isinstance(value, Sequence) and not isinstance(value, str) else []
    if parts and all(isinstance(part, int | float) for part in parts):
        return tuple(float(part) for part in parts)
    return BLACK


def is_white(colour: Colour) -> bool:
    """Whether ink of this colour cannot be seen on paper (gray, RGB or CMYK by the number of components)."""
    if len(colour) == 4:
        return sum(colour) <= 0.02
    return min(colour) >= 0.99


def is_dark(colour: Colour) -> bool:
    """Whether the colour is nearer to black than to white, as a rule's ink is and a cell's tint is not."""
    if len(colour) == 4:
        return max(colour[3], sum(colour[:3]) / 3) > 0.5
    return sum(colour) / len(colour) < 0.5
