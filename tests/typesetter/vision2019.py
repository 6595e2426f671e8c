"""The 2019 vision of 一関・平泉 as a model, built from the transcript beside the original in `raw/`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

from tests.typesetter.model import (
    DEFAULT_ROW_ORDER,
    Agreement,
    Amount,
    Body,
    Kpi,
    Measure,
    MeasureRow,
    Note,
    Paragraph,
    PeriodKind,
    Project,
    Quantity,
    Section,
    StatCell,
    StatTable,
    SystemTable,
    Vision,
)

TRANSCRIPT = Path(__file__).parents[2] / "raw/ichinoseki-hiraizumi/2019-03/transcript.txt"
YEARS = (2019, 2020, 2021, 2022, 2023)
# The transcript prints arrows as characters only; which years they span is known from the page itself.
SHORT_SCHEDULES = {"主要幹線道路等整備促進事業": 2}
_HEADING = re.compile(r"(?:- )?(I{1,3}V?|IV|[1-9]|\([1-9]\)|[①-⑨])\s+(\S.*)$")
_INLINE_TITLES = ("定住自立圏の名称", "圏域を形成する市町の名称")
_ROW_OF_LABEL: dict[str, MeasureRow] = {
    "取組内容": "content",
    "重要業績評価指標(KPI)": "kpi",
    "事業": "projects",
    "効果": "effect",
    "実施スケジュール": "schedule",
    "事業費見込(千円)": "budget",
    "役割分担": "roles",
}
Row = list[str]


@cache
def vision_2019() -> Vision:
    """The model of the 2019 vision (31 measures, 17 agreements, the area and the population table)."""
    lines = _unwrapped(TRANSCRIPT.read_text(encoding="utf-8").splitlines())
    start = next(i for i, line in enumerate(lines) if line == "I 定住自立圏の名称")
    toc = _toc_titles(lines[:start])
    sections = tuple(_sections(lines[start:], toc))
    return Vision(
        zone_name="一関・平泉定住自立圏",
        title="第2次一関・平泉定住自立圏共生ビジョン",
        publisher="一関市",
        published=(2019, 3),
        years=YEARS,
        members=("一関市", "平泉町"),
        sections=_with_system_table(sections),
        toc_title="一関・平泉定住自立圏共生ビジョン 目次",
    )


def _unwrapped(lines: list[str]) -> list[str]:
    """Lines without HTML paragraphs: a paragraph that continues a cell goes back into the cell's line."""
    out: list[str] = []
    for line in lines:
        plain = re.sub(r"</?p>", "", line).strip()
        if line.startswith("<p>") and out:
            out[-1] += " " + plain
        elif plain:
            out.append(plain if "\t" not in line else re.sub(r"</?p>", "", line))
    return out


def _toc_titles(lines: list[str]) -> list[tuple[str, str, bool]]:
    """(label, title, has a page number) of each line of the contents page."""
    rows = [line.split("\t") for line in lines if line.count("\t") >= 1]
    return [(row[0].strip(), row[1].strip(), bool(row[2].strip())) for row in rows]


def level_of(label: str) -> int:
    """Outline level of a heading's label: I → 1, 1 → 2, (1) → 3, ① → 4."""
    if label[0] in "IⅠⅡⅢⅣV":
        return 1
    return 3 if label[0] == "(" else 4 if label[0] in "①②③④⑤⑥⑦⑧⑨" else 2


def _sections(lines: list[str], toc: list[tuple[str, str, bool]]) -> Iterator[Section]:
    chunks: list[tuple[str, str, list[str]]] = []
    for line in lines:
        heading = None if "\t" in line else _HEADING.match(line)
        if heading:
            chunks.append((heading[1], heading[2], []))
        else:
            chunks[-1][2].append(line)
    pending = list(toc)
    for label, printed, body in chunks:
        title, inline = _split_inline(printed, label)
        listed = pending.pop(0) if pending and pending[0][0] == label else None
        yield Section(
            level_of(label),
            label,
            title,
            inline,
            tuple(_body(body)),
            in_toc=listed is not None,
            toc_title=listed[1] if listed and listed[1] != title else None,
        )


def _split_inline(printed: str, label: str) -> tuple[str, str]:
    title, _, rest = printed.partition(" ")
    return (title, rest) if label in "12" and title in _INLINE_TITLES else (printed, "")


def _body(lines: list[str]) -> Iterator[Body]:
    rest = list(lines)
    while rest:
        if "\t" not in rest[0]:
            yield from _prose(rest)
            continue
        rows = _take_table(rest)
        first = rows[0][0]
        if first == "取組の内容":
            yield _agreement(rows)
        elif first == "施策名":
            yield _measure(rows, _take_notes(rest))
        elif first == "区分":
            yield _area(rows)
        else:
            yield _population(rows, _take_notes(rest))


def _prose(rest: list[str]) -> Iterator[Paragraph]:
    line = rest.pop(0)
    is_caption = line.startswith(("【", "面積 (", "（単位", "IV"))
    if not is_caption:
        yield Paragraph(
            line, is_boxed=line.startswith(("若い世代が", "世界文化遺産「平泉」やもち", "圏域の魅力や"))
        )


def _take_table(rest: list[str]) -> list[Row]:
    rows: list[Row] = []
    while rest and "\t" in rest[0]:
        cells = [cell.strip() for cell in rest[0].split("\t")]
        if rows and cells[0] == "施策名":
            break
        rows.append(cells)
        rest.pop(0)
    return rows


def _take_notes(rest: list[str]) -> tuple[Note, ...]:
    notes = []
    while rest and rest[0][0] in "※*":
        line = rest.pop(0)
        text = line[1:].strip()
        row = "budget" if text.startswith("事業費見込") else "table" if line[0] == "※" else "marked"
        notes.append(Note(line[0], text, row))
    return tuple(notes)


def _paragraphs(text: str) -> str:
    """Reading text: the transcript writes a paragraph break inside a cell as a space after 。"""
    return re.sub(r"。 +", "。\n", text)


def _agreement(rows: list[Row]) -> Agreement:
    roles = tuple((row[0].removesuffix("の役割"), _paragraphs(row[1])) for row in rows[1:])
    return Agreement(_paragraphs(rows[0][1]), roles)


def _measure(rows: list[Row], notes: tuple[Note, ...]) -> Measure:
    by_row: dict[MeasureRow, tuple[Row, Row]] = {}
    for i, row in enumerate(rows):
        kind = _ROW_OF_LABEL.get(row[0].replace(" ", ""))
        if kind:
            by_row[kind] = (row, rows[i + 1] if i + 1 < len(rows) else [])
    order = tuple(by_row)
    assert sorted(order) == sorted(DEFAULT_ROW_ORDER), rows
    header, values = by_row["kpi"]
    name = rows[0][1]
    active = SHORT_SCHEDULES.get(name, len(YEARS))
    return Measure(
        name=name,
        municipalities=tuple([c for c in by_row["content"][0] if c][-1].split()),
        content=_paragraphs(by_row["content"][0][1]),
        kpis=(_kpi(header, [c for c in values if c]),),
        projects=tuple(_projects(by_row["projects"][0][1])),
        effect=_paragraphs(by_row["effect"][0][1]),
        schedule=tuple(i < active for i in range(len(YEARS))),
        budgets=tuple(_amount(cell) for cell in by_row["budget"][0][-len(YEARS) :]),
        role_sharing=_paragraphs(by_row["roles"][0][1]),
        notes=tuple(_placed(note, values) for note in notes),
        row_order=order,
    )


def _placed(note: Note, kpi_cells: Row) -> Note:
    if note.row != "marked":
        return note
    return Note(note.marker, note.text, "kpi" if any("(*)" in cell for cell in kpi_cells) else "project")


def _kpi(header: Row, values: Row) -> Kpi:
    (base_year, base_kind), (target_year, target_kind) = (
        _year(cell) for cell in header if "値" in cell and "指標" not in cell
    )
    indicator = re.sub(r" +\(", "(", values[0])
    return Kpi(
        indicator=re.sub(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])", "", indicator),
        baseline=quantity(values[1]),
        baseline_year=base_year,
        baseline_kind=base_kind,
        target=quantity(values[2]),
        target_year=target_year,
        target_kind=target_kind,
        is_cumulative="累計" in values[0],
    )


def _year(cell: str) -> tuple[int, PeriodKind]:
    found = re.search(r"\((\d{4})(年度?)\)", cell)
    assert found, cell
    return int(found[1]), "fiscal_year" if found[2] == "年度" else "calendar_year"


def quantity(raw: str) -> Quantity:
    """A plain KPI value: number, unit, perhaps a remark or a mark in brackets."""
    found = re.match(r"([\d,.]+)([^\s(]*)", raw)
    assert found, raw
    return Quantity(raw, Decimal(found[1].replace(",", "")), None, found[2])


def _projects(text: str) -> Iterator[Project]:
    for group in re.split(r" +(?=\S+?[市町村]：)", text):
        owner, colon, names = group.partition("：")
        if not colon:
            owner, names = "", group
        for name in re.split(
            r"、(?![^（(]*[）)])", re.sub(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])", "", names)
        ):
            yield Project(owner or None, name)


def _amount(cell: str) -> Amount:
    return Amount(int(cell.replace(",", "")) * 1000) if cell else Amount(None, "blank")


def stat_cell(raw: str, unit: str | None) -> StatCell:
    """A printed figure of a statistics table; ▲ is negative, a printed % wins over the caption's unit."""
    sign = -1 if raw.startswith("▲") else 1
    value = Decimal(raw.lstrip("▲").rstrip("%").replace(",", ""))
    return StatCell(raw, sign * value, "%" if raw.endswith("%") else unit)


def _area(rows: list[Row]) -> StatTable:
    columns = tuple(rows[0][1:])
    return StatTable(
        title="面積",
        caption_unit="km²",
        corner=rows[0][0],
        columns=columns,
        rows=tuple(row[0] for row in rows[1:]),
        cells=tuple(tuple(stat_cell(c, "km²") for c in row[1:]) for row in rows[1:]),
        years=(None,) * len(columns),
        projections=(False,) * len(columns),
    )


def _population(rows: list[Row], notes: tuple[Note, ...]) -> StatTable:
    columns = tuple(label.replace(" ", "\n") for label in rows[0][1:])
    years = tuple(int(label[:4]) if label[:2] == "20" else None for label in columns)
    return StatTable(
        title="【表1】圏域における人口の推移と将来推計",
        caption_unit="人",
        corner=rows[0][0].replace(" ", "\n"),
        columns=columns,
        rows=tuple(row[0] for row in rows[1:]),
        cells=tuple(
            tuple(stat_cell(c, "人" if y else None) for c, y in zip(row[1:], years, strict=True))
            for row in rows[1:]
        ),
        years=years,
        projections=tuple(bool(year and year >= 2020) for year in years),
        notes=notes,
    )


def _with_system_table(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    out, area, group = list(sections), "", ""
    rows: list[tuple[str, str, str]] = []
    start = next(i for i, s in enumerate(out) if s.label == "IV")
    for section in out[start + 1 :]:
        if section.level == 2:
            area = section.title.removesuffix("に係る政策分野の取組")
        elif section.level == 3:
            group = f"{section.label} {section.title}"
        else:
            rows.append((area, group, f"{section.label} {section.title}"))
    head = out[start]
    out[start] = Section(
        head.level, head.label, head.title, body=(SystemTable(tuple(rows)),), in_toc=head.in_toc
    )
    return tuple(out)
