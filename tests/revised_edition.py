"""An imagined revision of the 2019 vision, and every true change between the two, told from the models.

The revision moves the plan window by a year, renames, adds, drops and splits measures, adds and replaces KPI
rows, and changes amounts, texts, schedules, projects, members and figures.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from expectations.contract import EDITION_TABLES
from pipeline.conform import Tables
from tests.typesetter.expected import expected_facts, expected_tables
from tests.typesetter.model import (
    Agreement,
    Amount,
    Kpi,
    Measure,
    Paragraph,
    Project,
    Quantity,
    Section,
    StatCell,
    StatTable,
    Vision,
)
from tests.typesetter.vision2019 import vision_2019

ZONE = "ichinoseki-hiraizumi"
OLD, NEW = "2019-03", "2020-03"
YEARS = (2020, 2021, 2022, 2023, 2024)

# A new measure's name → the old one it continues under another name.
RENAMED = {"地域公共交通維持確保事業": "生活バス路線対策事業", "もちの食文化発信事業": "もち食文化発信事業"}
# Reworded projects and indicators: new → old, by measure.
REWORDED_PROJECTS = {"いちのせき起業・創業応援事業": "いちのせき起業応援事業"}
REWORDED_KPIS = {"消防防災セミナーへの参加人数": "消防防災セミナー参加人数"}


def quantity(raw: str, value: int | str, unit: str) -> Quantity:
    return Quantity(raw, Decimal(value), None, unit)


def _yen(*thousands: int | None) -> tuple[Amount, ...]:
    return tuple(Amount(None, "blank") if n is None else Amount(n * 1000) for n in thousands)


def shifted(measure: Measure) -> Measure:
    """A measure carried into the next window: its first year gone, its last year's figures once more."""
    return replace(
        measure,
        budgets=(*measure.budgets[1:], measure.budgets[-1]),
        schedule=(*measure.schedule[1:], measure.schedule[-1]),
        kpis=tuple(replace(kpi, target_year=2024) for kpi in measure.kpis),
    )


@cache
def vision_2020() -> Vision:
    """The revised vision."""
    old = vision_2019()
    measures = [shifted(measure) for measure in old.measures()]
    revised = {index: edit for index, edit in _edits({m.name: m for m in measures}, measures)}
    kept = {index: (measure,) for index, measure in enumerate(measures)}
    vision = old.with_measures({**kept, **revised})
    sections = tuple(_section(section) for section in vision.sections)
    return replace(vision, sections=sections, years=YEARS, published=(2020, 3))


def _edits(
    by_name: Mapping[str, Measure], measures: list[Measure]
) -> Iterator[tuple[int, tuple[Measure, ...]]]:
    for name, edited in _edited(by_name):
        yield [m.name for m in measures].index(name), edited


def _edited(m: Mapping[str, Measure]) -> Iterator[tuple[str, tuple[Measure, ...]]]:
    bus = m["生活バス路線対策事業"]
    renamed = replace(
        bus, name="地域公共交通維持確保事業", budgets=_yen(236655, 250000, 236655, 236655, 236655)
    )
    yield bus.name, (replace(renamed, content=bus.content.replace("対して補助", "対して支援")),)
    yield "もち食文化発信事業", (replace(m["もち食文化発信事業"], name="もちの食文化発信事業"),)
    yield "結婚活動支援事業", ()
    yield from _split(m["子育て環境整備事業"])
    yield from _figures(m)
    yield from _texts(m)
    yield "農村地域づくり支援事業", (m["農村地域づくり支援事業"], _added(m["農村地域づくり支援事業"]))


def _split(whole: Measure) -> Iterator[tuple[str, tuple[Measure, ...]]]:
    """The name stays with the first part; the second takes projects and half of the content along."""
    first = replace(
        whole,
        content="働きながら安心して子育てができるような環境整備を進める。",
        projects=whole.projects[:4],
        budgets=_yen(60000, 90000, 60000, 60000, 60000),
    )
    second = replace(
        whole,
        name="親子交流の場づくり事業",
        content="子育て中の親同士が子どもと一緒に交流できる場を提供する取組などを行い、子どもを産み育てやすい環境づくりを進める。",
        projects=whole.projects[4:],
        kpis=(replace(whole.kpis[0], indicator="交流の場の開催回数", baseline=quantity("4回", 4, "回")),),
        budgets=_yen(60880, 102161, 54761, 54761, 54761),
    )
    yield whole.name, (first, second)


def _figures(m: Mapping[str, Measure]) -> Iterator[tuple[str, tuple[Measure, ...]]]:
    clinic = m["休日・夜間診療体制確保事業"]
    nights = Kpi(
        "休日当番医の実施日数", quantity("71日", 71, "日"), 2018, "fiscal_year",
        quantity("72日", 72, "日"), 2024, "fiscal_year",
    )  # fmt: skip
    yield clinic.name, (replace(clinic, kpis=(*clinic.kpis, nights)),)
    doctors = m["地域医療確保対策事業"]
    yield doctors.name, (replace(doctors, budgets=_yen(41000, None, 0, -1500, 39000)),)
    inbound = m["インバウンド推進事業"]
    kpi = replace(inbound.kpis[0], baseline=quantity("1,234人", 1234, "人"), baseline_year=2019)
    yield inbound.name, (replace(inbound, kpis=(kpi,)),)
    learning = m["学術・スポーツ振興事業"]
    other = Kpi(
        "スポーツ合宿の宿泊者数", quantity("310人", 310, "人"), 2018, "fiscal_year",
        quantity("500人", 500, "人"), 2024, "fiscal_year",
    )  # fmt: skip
    yield learning.name, (replace(learning, kpis=(other,)),)
    fire = m["広域消防事業"]
    reworded = replace(fire.kpis[0], indicator="消防防災セミナーへの参加人数")
    yield fire.name, (replace(fire, kpis=(reworded,)),)
    roads = m["主要幹線道路等整備促進事業"]
    yield roads.name, (replace(roads, schedule=(True, True, True, False, False)),)


def _texts(m: Mapping[str, Measure]) -> Iterator[tuple[str, tuple[Measure, ...]]]:
    lunch = m["学校給食運営事業"]
    yield lunch.name, (replace(lunch, effect=lunch.effect.replace("。", "、食育が進む。", 1)),)
    start = m["起業・創業応援事業"]
    projects = (
        Project("一関市", "いちのせき起業・創業応援事業"),
        *start.projects[2:],
        Project("一関市", "空き店舗改修費補助金"),
    )
    yield start.name, (replace(start, projects=projects),)
    study = m["地元学事業"]
    yield study.name, (replace(study, municipalities=("一関市",), role_sharing="一関市が実施する。"),)


def _added(like: Measure) -> Measure:
    return replace(
        like,
        name="広域職員研修共同実施事業",
        municipalities=("一関市", "平泉町"),
        content="圏域の市町の職員を対象に、行政課題に対応する研修を共同で企画し、実施する。",
        projects=(Project(None, "合同職員研修"),),
        kpis=(
            Kpi(
                "合同研修の受講者数", quantity("0人", 0, "人"), 2019, "fiscal_year",
                quantity("120人", 120, "人"), 2024, "fiscal_year",
            ),
        ),
        effect="職員の能力の向上が図られる。",
        budgets=_yen(500, 500, 500, 500, 500),
        role_sharing="一関市が企画し、平泉町は費用の一部を負担する。",
    )  # fmt: skip


def _section(section: Section) -> Section:
    if section.title == "外部人材の確保":
        return section
    body = tuple(_body(item, section.title) for item in section.body)
    return replace(section, body=body)


def _body(item: Any, title: str) -> Any:
    if isinstance(item, Paragraph) and "2019年度から2023年度" in item.text:
        return replace(item, text=item.text.replace("2019年度から2023年度", "2020年度から2024年度"))
    if isinstance(item, Agreement) and title == "移住定住の促進":
        roles = tuple((name, text + "\nまた、移住者の相談に応じる。") for name, text in item.roles[:1])
        return replace(item, roles=(*roles, *item.roles[1:]))
    if isinstance(item, StatTable) and item.title == "面積":
        first = (StatCell("1,256.43", Decimal("1256.43"), "km²"), *item.cells[0][1:])
        return replace(item, cells=(first, *item.cells[1:]))
    return item


# --- the contract's tables of a model, and the truth -------------------------------------------------------


def published_tables(vision: Vision, edition_id: str) -> Tables:
    """The contract's tables as reading the vision must give them; columns the model does not say are null."""
    truth = expected_tables(vision)
    facts = {**expected_facts(vision), "zone_id": ZONE, "edition_id": edition_id}
    tables: Tables = {name: [] for name in EDITION_TABLES}
    tables["editions"] = [_row("editions", facts, edition_id)]
    for name, rows in truth.items():
        tables[name] = [_row(name, row, edition_id) for row in rows]
    for row in tables["measures"]:
        row["measure_key"] = row["measure_id"]
    _link_outline(tables["outline"], edition_id)
    for row in tables["statistics"]:
        row["table_id"] = row["table_title"] = "面積" if row["year"] is None and row["unit"] else "人口"
    return tables


def _row(name: str, row: Mapping[str, Any], edition_id: str) -> dict[str, Any]:
    known = {**row, "zone_id": ZONE, "edition_id": edition_id}
    prefix = f"{ZONE}:{edition_id}:"
    return {
        field.name: prefix + known[field.name]
        if field.edition_scoped and isinstance(known.get(field.name), str)
        else known.get(field.name)
        for field in EDITION_TABLES[name].fields
    }


def _link_outline(rows: list[dict[str, Any]], edition_id: str) -> None:
    above: dict[int, str] = {}
    for row in rows:
        row["section_id"] = f"{ZONE}:{edition_id}:s{row['ordinal']:03}"
        row["parent_section_id"] = above.get(row["level"] - 1)
        row["text"] = row["text"] or None
        above[row["level"]] = row["section_id"]


Told = tuple[str, str | None, str, str | None, str, str | None, str | None]
"""kind, name of the measure, table, row key, column, old, new."""


def told(row: Mapping[str, Any]) -> Told:
    """A published change in the form of the truth."""
    old, new = _plain(row["old"]), _plain(row["new"])
    key = plain(row["row_key"]) if row["row_key"] else None
    return (row["kind"], row["measure_name"], row["table_name"], key, row["column_name"], old, new)


def plain(value: Any) -> str:
    """A value as text, without what printing may add: white space, widths, trailing zeros."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return "".join(unicodedata.normalize("NFKC", text).split())


def _plain(value: Any) -> str | None:
    return None if value is None else plain(value)


def true_changes() -> set[Told]:
    """All changes between the two models, by plain equality of what they say."""
    before, after = published_tables(vision_2019(), OLD), published_tables(vision_2020(), NEW)
    return {*_measure_truth(before, after), *_document_truth(before, after)}


def _measure_truth(before: Tables, after: Tables) -> Iterator[Told]:
    old = {row["name"]: row for row in before["measures"]}
    for row in after["measures"]:
        was = old.pop(RENAMED.get(row["name"], row["name"]), None)
        if was is None:
            yield ("measure_added", row["name"], "measures", None, "name", None, plain(row["name"]))
            continue
        if was["name"] != row["name"]:
            names = (plain(was["name"]), plain(row["name"]))
            yield ("measure_renamed", row["name"], "measures", None, "name", *names)
        for column in ("policy_area", "field", "item", "content", "effect", "role_sharing"):
            if was[column] != row[column]:
                yield _text(row["name"], "measures", None, column, was[column], row[column])
        ids = (was["measure_id"], row["measure_id"])
        yield from _kpi_truth(row["name"], *_sides("kpis", before, after, ids))
        yield from _budget_truth(row["name"], *_sides("budgets", before, after, ids))
        yield from _schedule_truth(row["name"], *_sides("schedules", before, after, ids))
        yield from _project_truth(row["name"], *_sides("projects", before, after, ids))
        yield from _member_truth(row["name"], *_sides("measure_municipalities", before, after, ids))
    for name in old:
        yield ("measure_dropped", name, "measures", None, "name", plain(name), None)


def _sides(table: str, before: Tables, after: Tables, ids: tuple[str, str]) -> Iterator[list[dict[str, Any]]]:
    for tables, measure_id in zip((before, after), ids, strict=True):
        yield [row for row in tables[table] if row["measure_id"] == measure_id]


def _text(name: str | None, table: str, key: str | None, column: str, old: Any, new: Any) -> Told:
    return ("text_changed", name, table, key and plain(key), column, _plain(old), _plain(new))


def _value(name: str | None, table: str, key: str | None, column: str, old: Any, new: Any) -> Told:
    return ("value_changed", *_text(name, table, key, column, old, new)[1:])


def _kpi_truth(name: str, old: list[Any], new: list[Any]) -> Iterator[Told]:
    before = {row["indicator"]: row for row in old}
    for row in new:
        was = before.pop(REWORDED_KPIS.get(row["indicator"], row["indicator"]), None)
        key = plain(row["indicator"])
        if was is None:
            yield ("kpi_added", name, "kpis", key, "indicator", None, key)
            continue
        if was["indicator"] != row["indicator"]:
            yield _text(name, "kpis", key, "indicator", was["indicator"], row["indicator"])
        for column in ("baseline_value", "baseline_year", "target_value", "target_year"):
            if was[column] != row[column]:
                yield _value(name, "kpis", key, column, was[column], row[column])
    for indicator in before:
        yield ("kpi_dropped", name, "kpis", plain(indicator), "indicator", plain(indicator), None)


def _budget_truth(name: str, old: list[Any], new: list[Any]) -> Iterator[Told]:
    before = {row["fiscal_year"]: row["amount_yen"] for row in old}
    for row in new:
        year, amount = row["fiscal_year"], row["amount_yen"]
        if year in before and before[year] != amount:
            yield _value(name, "budgets", str(year), "amount_yen", before[year], amount)


def _schedule_truth(name: str, old: list[Any], new: list[Any]) -> Iterator[Told]:
    before = {row["fiscal_year"]: row["is_active"] for row in old}
    for row in new:
        year, is_on = row["fiscal_year"], row["is_active"]
        if before.get(year, is_on) != is_on:
            yield _value(name, "schedules", f"事業の実施/{year}", "is_active", before[year], is_on)


def _project_truth(name: str, old: list[Any], new: list[Any]) -> Iterator[Told]:
    before = {row["name"]: row for row in old}
    for row in new:
        was = before.pop(REWORDED_PROJECTS.get(row["name"], row["name"]), None)
        if was is None or was["name"] != row["name"]:
            yield _text(name, "projects", row["name"], "name", was and was["name"], row["name"])
    for gone in before:
        yield _text(name, "projects", gone, "name", gone, None)


def _member_truth(name: str, old: list[Any], new: list[Any]) -> Iterator[Told]:
    before, after = ({row["municipality"] for row in rows} for rows in (old, new))
    for gone in before - after:
        yield _text(name, "measure_municipalities", gone, "municipality", gone, None)
    for come in after - before:
        yield _text(name, "measure_municipalities", come, "municipality", None, come)


def _document_truth(before: Tables, after: Tables) -> Iterator[Told]:
    """What the revision changes outside measures: no heading, agreement or table comes or goes."""
    old, new = before["editions"][0], after["editions"][0]
    for column in ("plan_start_fiscal_year", "plan_end_fiscal_year"):
        yield _value(None, "editions", None, column, old[column], new[column])
    for was, row in zip(before["outline"], after["outline"], strict=True):
        if was["text"] != row["text"]:
            yield _text(None, "outline", f"{row['label']} {row['title']}", "text", was["text"], row["text"])
    for was, row in zip(before["agreement_roles"], after["agreement_roles"], strict=True):
        if was["role_text"] != row["role_text"]:
            key = f"移住定住の促進/{row['municipality']}"
            yield _text(None, "agreement_roles", key, "role_text", was["role_text"], row["role_text"])
    for was, row in zip(before["statistics"], after["statistics"], strict=True):
        if was["value"] != row["value"]:
            key = f"面積/{row['row_label']}/{row['column_label']}"
            yield _value(None, "statistics", key, "value", was["value"], row["value"])
