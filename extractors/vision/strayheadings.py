"""Headings that the profile's levels leave out: numbered in another style, set apart, and read as prose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from extractors.layouts.profile import HeadingStyle
from extractors.reading import Line
from extractors.vision.context import Context
from extractors.vision.headings import is_distinct
from extractors.vision.numbering import Numbered, read_number
from extractors.vision.outline import Body

LEAST = 2
LONGEST = 60
_STYLES = [style for style in get_args(HeadingStyle) if style not in ("letter", "square", "kanji")]


def report_stray_headings(context: Context, body: Body) -> None:
    """Tell a numbering style that headings have and the profile does not name, once, with its first line.

    It is one of headings where its lines begin at one, come again, and all are set apart from the prose.
    """
    lines = [line for section in body.sections for line in section.prose]
    lines += [line for placed in body.tables for line in placed.captions]
    lines.sort(key=lambda line: (line.box.page, line.box.top))
    levels: list[str] = list(context.profile.file.headings.levels)
    numbers = [(found, line) for line in lines if (found := _number(line, levels)) is not None]
    usual = _usual(lines, {id(line) for _, line in numbers})
    by_style: dict[str, list[tuple[Numbered, Line]]] = {}
    for number, line in numbers:
        by_style.setdefault(number.style, []).append((number, line))
    for style, numbered in by_style.items():
        if style in levels:
            continue
        is_series = len(numbered) >= LEAST and numbered[0][0].ordinal == 1
        if is_series and all(is_distinct(line, usual) and _is_title(line) for _, line in numbered):
            first = numbered[0][1]
            context.report(
                "layout.unknown_heading",
                ("outline", None, "label"),
                observed=first.text.strip(),
                box=first.box,
                style=style,
                count=str(len(numbered)),
            )


def _number(line: Line, levels: list[str]) -> Numbered | None:
    """The line's numbering, by the profile's levels first: 第1編 is a chapter where they name no parts."""
    found = read_number(line.text, [*levels, *_STYLES]) if len(line.text) < LONGEST else None
    return found if found is not None and found.has_gap else None


def _usual(lines: Sequence[Line], numbered: set[int]) -> tuple[str, float]:
    """Face and size of the running text; `numbered` are the `id` of lines that may be headings."""
    counts: Counter[tuple[str, float]] = Counter()
    for line in (n for n in lines if id(n) not in numbered):
        counts[(line.font, round(line.size_pt, 1))] += len(line.text)
    return counts.most_common(1)[0][0] if counts else ("", 0.0)


def _is_title(line: Line) -> bool:
    return not line.text.rstrip().endswith(("。", "、", "，"))
