"""Random but realistic visions in the shape of the 2019 one, from a seeded generator."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from tests.typesetter import words
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

BUDGET_NOTE = Note(
    "※",
    "事業費見込は、現時点での連携市町の合計見込額を記載しており、毎年度の予算で具体額を定めます。",
    "budget",
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨"


def random_vision(rng: random.Random) -> Vision:
    """A vision of 1–3 policy areas and about 3–9 measures. Equal generators give equal visions."""
    name, members = rng.choice(words.ZONES)
    start = rng.randint(2017, 2024)
    years = tuple(range(start, start + 5))
    maker = _Maker(rng, members, years)
    sections = tuple([*maker.opening(f"{name}定住自立圏"), *maker.plan()])
    return Vision(
        zone_name=f"{name}定住自立圏",
        title=f"第{rng.randint(1, 4)}次{name}定住自立圏共生ビジョン",
        publisher=members[0],
        published=(start, rng.choice((1, 2, 3, 4, 10, 12))),
        years=years,
        members=members,
        sections=sections,
        toc_title=f"{name}定住自立圏共生ビジョン 目次",
    )


def random_measure(rng: random.Random, members: tuple[str, ...], years: tuple[int, ...]) -> Measure:
    """A measure of some of the members with an amount for each year."""
    return _Maker(rng, members, years).measure()


class _Maker:
    def __init__(self, rng: random.Random, members: tuple[str, ...], years: tuple[int, ...]) -> None:
        self.rng, self.members, self.years = rng, members, years

    def opening(self, zone: str) -> Iterator[Section]:
        """Chapters I to III: names, purpose, period, the zone in figures."""
        rng, years = self.rng, self.years
        period = f"{years[0]}年度から{years[-1]}年度までの5年間とし、毎年度、所要の見直しを行うものとする。"
        yield Section(1, "I", "定住自立圏の名称", in_toc=True)
        yield Section(2, "1", "定住自立圏の名称", zone, in_toc=True)
        yield Section(2, "2", "圏域を形成する市町村の名称", words.joined_names(self.members), in_toc=True)
        yield Section(1, "II", "定住自立圏共生ビジョンの目的", in_toc=True)
        yield Section(2, "1", "定住自立圏共生ビジョンの目的", body=self._paragraphs(), in_toc=True)
        yield Section(2, "2", "定住自立圏共生ビジョンの期間", body=(Paragraph(period),), in_toc=True)
        yield Section(1, "III", "定住自立圏の将来像", in_toc=True)
        yield Section(2, "1", "圏域の現状", in_toc=True)
        area, population = self._area(), self._population()
        yield Section(3, "(1)", "位置と範囲", body=(*self._paragraphs(), _area_prose(area), area))
        yield Section(3, "(2)", "将来推計人口", body=(_population_prose(population), population))
        boxed = tuple(Paragraph(words.prose(rng), is_boxed=True) for _ in range(rng.randint(0, 2)))
        yield Section(2, "2", "圏域の将来像", body=(*self._paragraphs(), *boxed), in_toc=True)

    def plan(self) -> Iterator[Section]:
        """Chapter IV: policy areas, fields and items with their tables."""
        inner: list[Section] = []
        for i, area in enumerate(words.AREAS[: self.rng.randint(1, 3)], start=1):
            inner.append(Section(2, str(i), f"{area}に係る政策分野の取組", in_toc=True))
            fields = self.rng.sample(words.FIELDS, self.rng.randint(1, 2))
            for j, field in enumerate(fields, start=1):
                inner.append(Section(3, f"({j})", field, in_toc=True))
                items = self.rng.sample(words.ITEMS, self.rng.randint(1, 2))
                inner += [Section(4, _CIRCLED[k], item, body=self._item()) for k, item in enumerate(items)]
        system = SystemTable(tuple(_system_rows(inner)))
        yield Section(1, "IV", "定住自立圏形成協定に基づき推進する具体的な取組", body=(system,), in_toc=True)
        yield from inner

    def _paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(Paragraph(words.prose(self.rng)) for _ in range(self.rng.randint(1, 3)))

    def _item(self) -> tuple[Body, ...]:
        rng = self.rng
        roles = tuple((name, words.prose(rng, rng.randint(1, 2))) for name in self.members)
        agreement = Agreement(words.prose(rng, rng.randint(1, 2)), roles)
        return (agreement, *(self.measure() for _ in range(rng.randint(1, 2))))

    def measure(self) -> Measure:
        """One measure."""
        rng = self.rng
        count = rng.choice((1, len(self.members), len(self.members)))
        plain = Measure(
            name=words.measure_name(rng),
            municipalities=tuple(sorted(rng.sample(self.members, count), key=self.members.index)),
            content=self._content(),
            kpis=tuple(self._kpis()),
            projects=tuple(self._projects()),
            effect=words.prose(rng),
            schedule=self._schedule(),
            budgets=self._budgets(),
            role_sharing=words.prose(rng, rng.choice((1, 1, 2))),
            notes=(BUDGET_NOTE,) if rng.random() < 0.9 else (),
            row_order=self._row_order(),
        )
        return _marked(plain, rng) if rng.random() < 0.2 else plain

    def _content(self) -> str:
        dice = self.rng.random()
        if dice < 0.12:
            return words.listed(self.rng)
        return words.prose(self.rng, 8 if dice > 0.96 else self.rng.choice((1, 1, 2)))

    def _row_order(self) -> tuple[MeasureRow, ...]:
        if self.rng.random() < 0.7:
            return DEFAULT_ROW_ORDER
        rest = list(DEFAULT_ROW_ORDER[1:])
        self.rng.shuffle(rest)
        return ("content", *rest)

    def _kpis(self) -> Iterator[Kpi]:
        rng = self.rng
        kind: PeriodKind = rng.choice(("fiscal_year", "fiscal_year", "calendar_year"))
        baseline_year = self.years[0] - rng.randint(1, 2)
        for indicator, unit in rng.sample(words.INDICATORS, rng.choice((1, 1, 1, 2, 4))):
            value = (
                rng.randint(1, 10 ** rng.randint(1, 6)) if unit != "%" else Decimal(rng.randint(1, 1300)) / 10
            )
            yield Kpi(
                indicator=indicator,
                baseline=_baseline(Decimal(value), unit, rng),
                baseline_year=baseline_year,
                baseline_kind=kind,
                target=_target(Decimal(value), unit, rng),
                target_year=self.years[-1],
                target_kind=kind,
                is_cumulative="累計" in indicator,
            )

    def _projects(self) -> Iterator[Project]:
        rng = self.rng
        owners = [owner for owner in (None, *self.members) if rng.random() < 0.6] or [None]
        for owner in owners:
            names = {words.project_name(rng) for _ in range(rng.randint(1, 4))}
            yield from (Project(owner, name) for name in sorted(names))

    def _schedule(self) -> tuple[bool, ...]:
        first, last = 0, len(self.years)
        if self.rng.random() < 0.4:
            first, last = sorted(self.rng.sample(range(len(self.years) + 1), 2))
        return tuple(first <= i < last for i in range(len(self.years)))

    def _budgets(self) -> tuple[Amount, ...]:
        rng = self.rng
        scale = 10 ** rng.randint(2, 6)
        if rng.random() < 0.4:
            return (Amount(rng.randint(1, scale) * 1000),) * len(self.years)
        return tuple(_amount(rng, scale) for _ in self.years)

    def _area(self) -> StatTable:
        hundredths = [self.rng.randint(2_000, 90_000) for _ in self.members]
        values = [Decimal(n) / 100 for n in [*hundredths, sum(hundredths)]]
        shares = [Decimal(round(1000 * n / sum(hundredths))) / 10 for n in hundredths]
        rows = (
            tuple(StatCell(f"{v:,.2f}", v, "km²") for v in values),
            tuple(StatCell(f"{v:.1f}%", v, "%") for v in [*shares, Decimal("100.0")]),
        )
        columns = (*self.members, "圏域合計")
        none = (None,) * len(columns)
        return StatTable(
            "面積", "km²", "区分", columns, ("面積", "構成比"), rows, none, (False,) * len(columns)
        )

    def _population(self) -> StatTable:
        years = tuple(range(2010, 2010 + 5 * self.rng.randint(4, 7), 5))
        members = [[self.rng.randint(3_000, 99_000)] for _ in self.members]
        for series in members:
            series += [round(series[0] * (1 - 0.05 * k)) for k in range(1, len(years))]
        totals = [sum(column) for column in zip(*members, strict=True)]
        rows = tuple(
            tuple(StatCell(f"{n:,}", Decimal(n), "人") for n in series) for series in [*members, totals]
        )
        return StatTable(
            title="【表1】圏域における人口の推移と将来推計",
            caption_unit="人",
            corner="年\n市町村",
            columns=tuple(f"{year}年" for year in years),
            rows=(*self.members, "圏域合計"),
            cells=rows,
            years=years,
            projections=tuple(year >= 2020 for year in years),
            notes=(
                Note(
                    "※",
                    "2010・2015年数値=国勢調査数値、2020年以降は、国立社会保障・人口問題研究所の推計による。",
                ),
            ),
        )


def _area_prose(table: StatTable) -> Paragraph:
    total = table.cells[0][-1].raw
    return Paragraph(
        f"圏域は、{words.joined_names(table.columns[:-1])}で構成され、総面積は{total}平方キロメートルである。"
    )


def _population_prose(table: StatTable) -> Paragraph:
    (first, second), total = table.years[:2], table.cells[-1]
    assert total[0].value is not None and total[1].value is not None
    fall = total[0].value - total[1].value
    share = (100 * fall / total[0].value).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Paragraph(
        f"{second}年の国勢調査によると、本圏域の人口は{total[1].raw}人となっており、"
        f"{first}年より{fall:,}人、{share}%減少している。"
    )


def _system_rows(sections: list[Section]) -> Iterator[tuple[str, str, str]]:
    area = field = ""
    for section in sections:
        if section.level == 2:
            area = section.title.removesuffix("に係る政策分野の取組")
        elif section.level == 3:
            field = f"{section.label} {section.title}"
        else:
            yield area, field, f"{section.label} {section.title}"


def _amount(rng: random.Random, scale: int) -> Amount:
    dice = rng.random()
    if dice < 0.08:
        return Amount(None, "blank")
    if dice < 0.13:
        return Amount(None, "dash", rng.choice("―－-−"))
    if dice < 0.16:
        return Amount(None, "undecided", rng.choice(("未定", "調整中")))
    if dice < 0.2:
        return Amount(0)
    sign = -1 if dice > 0.98 else 1
    return Amount(sign * rng.randint(1, scale) * 1000)


def _number(value: Decimal) -> str:
    return f"{value:,.1f}" if value % 1 else f"{int(value):,}"


def _baseline(value: Decimal, unit: str, rng: random.Random) -> Quantity:
    dice = rng.random()
    if dice < 0.05:
        return Quantity("―", missing_reason="dash", comparator=None)
    if dice < 0.08:
        return Quantity("", missing_reason="blank", comparator=None)
    remark = "(2021年3月開始)" if dice > 0.95 else ""
    return Quantity(f"{_number(value)}{unit}{remark}", value, None, unit)


def _target(value: Decimal, unit: str, rng: random.Random) -> Quantity:
    goal = value + rng.choice((-1, 0, 1, 5, 100)) * (1 if unit != "%" else 0)
    goal = max(goal, Decimal(0))
    dice = rng.random()
    if dice < 0.06:
        return Quantity("未定", missing_reason="undecided", comparator=None)
    if dice < 0.14:
        return Quantity(f"{_number(goal)}{unit}以上", goal, None, unit, ">=")
    if dice < 0.2:
        return Quantity(f"{_number(goal)}{unit}以下", goal, None, unit, "<=")
    if dice < 0.22:
        return Quantity("0" + unit, Decimal(0), None, unit)
    if dice < 0.24:
        top = goal + 5
        return Quantity(f"{_number(goal)}～{_number(top)}{unit}", goal, top, unit, "range")
    return Quantity(f"{_number(goal)}{unit}", goal, None, unit)


def _marked(measure: Measure, rng: random.Random) -> Measure:
    """The measure with a marked baseline and the note that explains the mark."""
    first = measure.kpis[0]
    if first.baseline.value is None or "(" in first.baseline.raw:
        return measure
    kpi = replace(first, baseline=replace(first.baseline, raw=first.baseline.raw + "(*)"))
    note = Note("*", "本施策のKPIの現状値については、" + words.sentence(rng), "kpi")
    return replace(measure, kpis=(kpi, *measure.kpis[1:]), notes=(*measure.notes, note))
