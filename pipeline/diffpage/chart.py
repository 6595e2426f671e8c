"""Budgets by policy area and year, both editions beside each other, as inline SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor, log10
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from pipeline.diffpage.comparison import AreaTotals

_WIDTH: Final = 300
_HEIGHT: Final = 190
_LEFT, _TOP, _BOTTOM = 46, 14, 24
_MILLION: Final = 1_000_000


class Panel(NamedTuple):
    """One policy area's chart: its name, and the drawing."""

    area: str
    svg: Markup


def panels(totals: Sequence[AreaTotals], years: Sequence[int], names: tuple[str, str]) -> list[Panel]:
    """One chart a policy area, each with a scale of its own; `names` are the editions' (old, new).

    A year that an edition does not print has no bar.
    """
    return [Panel(one.area, _svg(one, years, names)) for one in totals]


def _svg(one: AreaTotals, years: Sequence[int], names: tuple[str, str]) -> Markup:
    top = max([*one.old.values(), *one.new.values(), 1])
    parts = [*_scale(top), *_bars(one, years, names, top)]
    label = escape(f"{one.area}: {names[0]} / {names[1]}")
    head = f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{label}">'
    return Markup(head + "".join(parts) + "</svg>")  # numbers and escaped text only


def _y(value: float, top: float) -> float:
    room = _HEIGHT - _TOP - _BOTTOM
    return _TOP + room - room * max(0.0, value) / top


def _scale(top: float) -> Iterator[str]:
    # Three digits of the highest value, down to thousands of yen: half of 11 million is not 6.
    places = min(3, max(0, 2 - floor(log10(top / _MILLION))))
    for share in (0, 0.5, 1):
        value, y = top * share, _y(top * share, top)
        yield f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="tick" x="{_LEFT - 4}" y="{y + 3:.1f}">{value / _MILLION:,.{places}f}</text>'


def _bars(one: AreaTotals, years: Sequence[int], names: tuple[str, str], top: float) -> Iterator[str]:
    step = (_WIDTH - _LEFT) / max(1, len(years))
    width = step * 0.36
    for n, year in enumerate(years):
        left = _LEFT + n * step + step * 0.12
        middle = _LEFT + (n + 0.5) * step
        yield f'<text class="year" x="{middle:.1f}" y="{_HEIGHT - 8}">{year}</text>'
        for side, (kind, name, values) in enumerate((("old", names[0], one.old), ("new", names[1], one.new))):
            if year in values:
                y = _y(values[year], top)
                title = escape(f"{name} {year}年度 {values[year]:,}円")
                yield (
                    f'<rect class="{kind}" x="{left + side * width:.1f}" y="{y:.1f}" width="{width:.1f}" '
                    f'height="{max(0.5, _HEIGHT - _BOTTOM - y):.1f}"><title>{title}</title></rect>'
                )
