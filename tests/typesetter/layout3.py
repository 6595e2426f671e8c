"""A third layout: all measures as rows of one wide list, their amounts in an annex table (別冊 事業費一覧表).

A3 landscape. A measure with two KPIs takes two rows of the list; the policy area spans its measures' rows.

    python -m tests.typesetter.layout3     writes tests/data/layout3/vision.pdf and truth.json
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

from tests.typesetter import words
from tests.typesetter.blocks import Block, Contents, Cover, Grid, GridCell, Heading, PageBreak, Prose, TocLine
from tests.typesetter.draw import Truth, typeset
from tests.typesetter.expected import expected_facts
from tests.typesetter.made import random_measure
from tests.typesetter.model import Amount, Measure, Paragraph, Section, Vision
from tests.typesetter.style import Style

FOLDER = Path(__file__).parents[1] / "data/layout3"
MEMBERS = ("湊市", "浜辺町", "山里村")
YEARS = (2021, 2022, 2023, 2024, 2025)
AREAS = (("医療・福祉", 8), ("産業振興", 9), ("交通・交流", 7))
SEED = 3
STYLE = Style(
    page_width_pt=1190.6,
    page_height_pt=841.9,
    margin_pt=45,
    cell_size_pt=9,
    repeat_header=True,
    border="line",
    label_shade=0.88,
    rotation=90,
)
HEADS = (
    "No.",
    "政策分野",
    "取組名",
    "取組概要",
    "関係市町村",
    "成果指標",
    "現状値\n(R1)",
    "目標値\n(R7)",
    "担当課",
)
_WIDTHS = (3, 9, 16, 34, 10, 20, 9, 9, 10)
_OFFICES = ("健康推進課", "商工観光課", "企画政策課", "建設課")


def vision_3() -> Vision:
    """The vision; the same at every call."""
    rng = random.Random(SEED)
    measures = tuple(_measure(rng) for _ in range(sum(count for _, count in AREAS)))
    period = "令和3年度から令和7年度までの5年間とする。"
    sections = (
        Section(1, "1", "圏域の名称", "湊・浜辺定住自立圏", in_toc=True),
        Section(1, "2", "圏域を形成する市町村の名称", words.joined_names(MEMBERS), in_toc=True),
        Section(1, "3", "計画の期間", body=(Paragraph(period),), in_toc=True),
        Section(1, "4", "取組一覧", body=measures, in_toc=True),
        Section(1, "5", "別冊 事業費一覧表", in_toc=True),
    )
    return Vision(
        zone_name="湊・浜辺定住自立圏",
        title="湊・浜辺定住自立圏共生ビジョン",
        publisher="湊市",
        published=(2021, 3),
        years=YEARS,
        members=MEMBERS,
        sections=sections,
    )


def _measure(rng: random.Random) -> Measure:
    made = random_measure(rng, MEMBERS, YEARS)
    kpis = tuple(
        replace(
            kpi, baseline_year=2019, baseline_kind="fiscal_year", target_year=2025, target_kind="fiscal_year"
        )
        for kpi in made.kpis[:2]
    )
    office = rng.choice(_OFFICES)
    return replace(made, kpis=kpis, notes=(), projects=(), fields=(("担当課", office),))


def compose(vision: Vision, style: Style) -> list[Block]:
    """All blocks of the document in the third layout."""
    lines = tuple(TocLine(s.level, s.label, s.title, i) for i, s in enumerate(vision.sections))
    blocks: list[Block] = [
        Cover(vision.title, "令和3年3月", vision.publisher),
        PageBreak(),
        Contents("目次", lines),
        PageBreak(),
    ]
    for index, section in enumerate(vision.sections):
        if section.title.startswith("別冊"):
            blocks.append(PageBreak())
        blocks.append(Heading(index, section.level, section.label, section.title, section.inline_text))
        blocks += [Prose("　" + item.text) for item in section.body if isinstance(item, Paragraph)]
        if any(isinstance(item, Measure) for item in section.body):
            blocks.append(_list(vision))
        if section.title.startswith("別冊"):
            blocks += [Prose("（単位：千円）", "caption_right"), _annex(vision)]
    return blocks


def policy_areas() -> list[str]:
    """The policy area of each measure, in printed order."""
    return [area for area, count in AREAS for _ in range(count)]


def _list(vision: Vision) -> Grid:
    cells = [GridCell(0, j, text, align="center", is_label=True) for j, text in enumerate(HEADS)]
    row = 1
    starts: dict[str, list[int]] = {}
    for number, (area, measure) in enumerate(zip(policy_areas(), vision.measures(), strict=True), start=1):
        starts.setdefault(area, []).append(row)
        cells += _list_row(number, measure, row)
        row += len(measure.kpis)
    ends = [*(rows[0] for rows in list(starts.values())[1:]), row]
    for (area, rows), end in zip(starts.items(), ends, strict=True):
        cells.append(GridCell(rows[0], 1, area, row_span=end - rows[0]))
    whole = sum(_WIDTHS)
    edges = tuple(width / whole for width in accumulate(_WIDTHS))[:-1]
    return Grid(edges, row, tuple(cells), "measure", 1)


def _list_row(number: int, measure: Measure, row: int) -> Iterator[GridCell]:
    span = len(measure.kpis)
    texts = {
        0: str(number),
        2: measure.name,
        3: measure.content,
        4: "、".join(measure.municipalities),
        8: measure.fields[0][1],
    }
    yield from (GridCell(row, column, text, row_span=span) for column, text in texts.items())
    for i, kpi in enumerate(measure.kpis):
        yield GridCell(row + i, 5, kpi.indicator)
        yield GridCell(row + i, 6, kpi.baseline.raw, align="right")
        yield GridCell(row + i, 7, kpi.target.raw, align="right")


def _thousands(amount: Amount) -> str:
    return amount.missing_print if amount.amount_yen is None else f"{amount.amount_yen // 1000:,}"


def _annex(vision: Vision) -> Grid:
    heads = ("No.", "取組名", *(f"R{year - 2018}" for year in YEARS), "合計")
    cells = [GridCell(0, j, text, align="center", is_label=True) for j, text in enumerate(heads)]
    for i, measure in enumerate(vision.measures(), start=1):
        cells += [GridCell(i, 0, str(i)), GridCell(i, 1, measure.name)]
        printed = [_thousands(a) for a in (*measure.budgets, total(measure.budgets))]
        cells += [GridCell(i, j, text, align="right") for j, text in enumerate(printed, start=2)]
    last = len(vision.measures()) + 1
    cells.append(GridCell(last, 0, "合計", column_span=2, align="center", is_label=True))
    printed = [_thousands(a) for a in column_totals(vision)]
    cells += [GridCell(last, j, text, align="right") for j, text in enumerate(printed, start=2)]
    edges = (0.05, 0.4, *(0.4 + 0.1 * k for k in range(1, 6)))
    return Grid(edges, last + 1, tuple(cells), "statistics", 1)


def total(amounts: tuple[Amount, ...]) -> Amount:
    """The sum of the amounts that are printed."""
    return Amount(sum(a.amount_yen or 0 for a in amounts))


def column_totals(vision: Vision) -> list[Amount]:
    """The last row of the annex: each year's total and their sum."""
    years = [total(column) for column in zip(*(m.budgets for m in vision.measures()), strict=True)]
    return [*years, total(tuple(years))]


def write(folder: Path) -> Truth:
    """Write vision.pdf and truth.json into a folder."""
    vision = vision_3()
    folder.mkdir(parents=True, exist_ok=True)
    truth = typeset(vision, STYLE, folder / "vision.pdf", compose)
    for row, area in zip(truth.tables["measures"], policy_areas(), strict=True):
        row |= {"policy_area": area, "effect": None, "role_sharing": None}
    truth.tables["schedules"].clear()
    content = {"facts": expected_facts(vision), "tables": truth.tables}
    text = json.dumps(content, ensure_ascii=False, indent=1, default=str)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8")
    return truth


if __name__ == "__main__":
    print(f"{write(FOLDER).page_count} pages in {FOLDER}")
