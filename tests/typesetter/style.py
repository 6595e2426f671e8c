"""How a vision is printed: everything that may vary from one office's document to the next."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

BorderKind = Literal[
    "line",
    "hairline",
    "thick",
    "dashed",
    "dots",
    "double",
    "filled_rects",
    "cell_rects",
    "twice",
    "white_extra",
]
BreakPolicy = Literal["whole", "rows", "inside"]
YearStyle = Literal["bare", "nendo", "wareki_heisei", "wareki_reiwa", "abbreviated"]
Rotation = Literal[0, 90, 180, 270]
UnitPlace = Literal["label", "caption", "cell"]
ArrowKind = Literal[
    "line_triangle", "line_strokes", "block", "rect_triangle", "glyph_right", "glyph_triangle", "marks"
]
# Which rules of a table are drawn: all; horizontals only; these in a frame; the frame; above, below and under
# the head; the verticals with those.
Ruling = Literal["all", "rows", "framed_rows", "frame", "booktabs", "columns"]
ContentsKind = Literal["leaders", "ruled", "dotted", "plain"]
GLYPHS: dict[ArrowKind, str] = {"glyph_right": "→", "glyph_triangle": "▶"}
YEN_OF_UNIT = {"円": 1, "千円": 1000, "百万円": 1_000_000}


@dataclass(frozen=True, slots=True)
class Fonts:
    """Registered font names: body text, headings and labels."""

    body: str = "HeiseiMin-W3"
    heading: str = "HeiseiKakuGo-W5"


@dataclass(frozen=True, slots=True)
class Columns:
    """Column edges of the measure table as shares of its width, the outer ones left out.

    `label` ends the label column, `year` ends the 年 / 事業の実施 column, `baseline` and `target` begin the
    KPI columns, `partners` begins the 関係市町 column.
    """

    label: float = 0.15
    year: float = 0.33
    baseline: float = 0.46
    target: float = 0.60
    partners: float = 0.86


@dataclass(frozen=True, slots=True)
class Style:
    """A complete choice of print. Lengths in points."""

    page_width_pt: float = 595.3
    page_height_pt: float = 841.9
    margin_pt: float = 56.0
    fonts: Fonts = field(default_factory=Fonts)
    body_size_pt: float = 10.5
    cell_size_pt: float = 10.0
    leading: float = 1.25
    padding_pt: float = 3.0
    columns: Columns = field(default_factory=Columns)
    border: BorderKind = "line"
    label_shade: float | None = 0.85
    outer_verticals: bool = True
    rule_at_break: bool = True
    breaks: BreakPolicy = "rows"
    repeat_header: bool = False
    new_page_per_item: bool = False
    padded_labels: bool = False
    broken_labels: bool = True
    fullwidth_digits: bool = False
    year_style: YearStyle = "bare"
    unit: str = "千円"
    unit_place: UnitPlace = "label"
    negative_mark: str = "▲"
    arrow: ArrowKind = "line_triangle"
    merged_schedule: bool = True
    content_indent: bool = True
    project_separator: str = "\n"
    running_header: bool = False
    page_number: Literal["dashes", "plain", "none"] = "dashes"
    shuffle_seed: int | None = None
    rotation: Rotation = 0
    overprint_bold: bool = False
    ruling: Ruling = "all"
    figures_ruling: Ruling = "all"
    contents: ContentsKind = "leaders"
    continued_mark: str = ""

    @property
    def content_width_pt(self) -> float:
        """Width between the margins."""
        return self.page_width_pt - 2 * self.margin_pt


STYLE_2019 = Style()


def random_style(rng: random.Random, *, units: tuple[str, ...] = ("千円",)) -> Style:
    """A random but legible style. `units` are those in which the vision's amounts are whole numbers."""
    landscape = rng.random() < 0.25
    width, height = (841.9, 595.3) if landscape else (595.3, 841.9)
    label = rng.uniform(0.12, 0.2)
    year = label + rng.uniform(0.12, 0.18)
    baseline = rng.uniform(label + 0.18, 0.5)
    columns = Columns(label, year, baseline, baseline + rng.uniform(0.16, 0.24), rng.uniform(0.78, 0.88))
    style = Style(
        page_width_pt=width,
        page_height_pt=height,
        margin_pt=rng.uniform(40, 70),
        body_size_pt=rng.choice((9.5, 10.5, 11.0)),
        cell_size_pt=rng.choice((8.0, 9.0, 10.0)),
        leading=rng.uniform(1.15, 1.5),
        padding_pt=rng.uniform(2.0, 5.0),
        columns=columns,
        fonts=rng.choice((Fonts(), Fonts("HeiseiKakuGo-W5", "HeiseiKakuGo-W5"))),
    )
    return _with_random_labels(_with_random_rules(style, rng), rng, units)


def wide_style(rng: random.Random, *, units: tuple[str, ...] = ("千円",)) -> Style:
    """A random style that may also leave out rules, rule the contents page and mark repeated names."""
    style = random_style(rng, units=units)
    ruling: Ruling = rng.choice(("all", "rows", "rows", "framed_rows"))
    return replace(
        style,
        ruling=ruling,
        figures_ruling=rng.choice(get_args(Ruling)),
        contents=rng.choice(get_args(ContentsKind)),
        continued_mark=rng.choice(("", "（続き）", "(続)")),
        rule_at_break=style.rule_at_break or ruling != "all",
        border="line" if style.border == "cell_rects" else style.border,
    )


def _with_random_rules(style: Style, rng: random.Random) -> Style:
    return replace(
        style,
        border=rng.choice(get_args(BorderKind)),
        label_shade=rng.choice((None, 0.75, 0.9)),
        outer_verticals=rng.random() > 0.15,
        rule_at_break=rng.random() > 0.25,
        breaks=rng.choice(get_args(BreakPolicy)),
        repeat_header=rng.random() < 0.3,
        new_page_per_item=rng.random() < 0.2,
        arrow=rng.choice(get_args(ArrowKind)),
        merged_schedule=rng.random() < 0.6,
        running_header=rng.random() < 0.3,
        page_number=rng.choice(("dashes", "plain", "none")),
        shuffle_seed=rng.randrange(10**6) if rng.random() < 0.3 else None,
        rotation=rng.choice((0, 0, 0, 0, 90, 180, 270)),
        overprint_bold=rng.random() < 0.2,
    )


def _with_random_labels(style: Style, rng: random.Random, units: tuple[str, ...]) -> Style:
    return replace(
        style,
        padded_labels=rng.random() < 0.3,
        broken_labels=rng.random() < 0.5,
        fullwidth_digits=rng.random() < 0.2,
        year_style=rng.choice(get_args(YearStyle)),
        unit=rng.choice(units),
        unit_place=rng.choice(get_args(UnitPlace)),
        negative_mark=rng.choice(("▲", "△", "-", "−")),
        content_indent=rng.random() < 0.7,
        project_separator=rng.choice(("\n", "　")),
    )
