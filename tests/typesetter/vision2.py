"""The vision that is set in the second layout: an invented zone of three municipalities, five measures."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal

from tests.typesetter import words
from tests.typesetter.model import (
    Agreement,
    Amount,
    Kpi,
    Measure,
    Note,
    Paragraph,
    Quantity,
    Section,
    StatCell,
    StatTable,
    TotalsTable,
    Vision,
)

Series = tuple[Amount, ...]
MEMBERS = ("青葉市", "緑川町", "白鳥村")
YEARS = (2020, 2021, 2022, 2023, 2024)
SEED = 20
_FUNDING = ("国県支出金", "地方債", "一般財源")
_NAMES = (
    "救急医療体制強化事業",
    "子育て支援拠点事業",
    "広域観光推進事業",
    "公共交通網形成事業",
    "圏域職員研修事業",
)
_SUBSIDIES = (
    "地域医療介護総合確保基金事業",
    "",
    "地方創生推進交付金",
    "地域公共交通確保維持改善事業費補助金",
    "",
)


def vision_2() -> Vision:
    """The vision; the same at every call."""
    rng = random.Random(SEED)
    return Vision(
        zone_name="青葉川流域連携中枢都市圏",
        title="第2期青葉川流域連携中枢都市圏ビジョン",
        publisher="青葉市",
        published=(2020, 3),
        years=YEARS,
        members=MEMBERS,
        sections=tuple(_sections(rng)),
    )


def _sections(rng: random.Random) -> Iterator[Section]:
    members, measures = words.joined_names(MEMBERS), [_measure(rng, i) for i in range(len(_NAMES))]
    period = "令和2年度から令和6年度までの5年間とする。"
    yield Section(1, "第1章", "連携中枢都市圏の名称等")
    yield Section(2, "第1節", "連携中枢都市圏の名称", "青葉川流域連携中枢都市圏", in_toc=True)
    yield Section(2, "第2節", "連携中枢都市圏を形成する市町村の名称", members, in_toc=True)
    yield Section(2, "第3節", "ビジョンの期間", body=(Paragraph(period),), in_toc=True)
    yield Section(1, "第2章", "圏域の現状と将来像")
    prose = (Paragraph(words.prose(rng)), Paragraph(words.prose(rng)))
    yield Section(2, "第1節", "人口", body=(*prose, _population()), in_toc=True)
    yield Section(1, "第3章", "具体的取組")
    yield Section(2, "第1節", "圏域全体の経済成長のけん引", in_toc=True)
    yield Section(3, "(1)", "観光の振興")
    yield Section(4, "ア", "広域観光の推進", body=(_agreement(rng), measures[2]))
    yield Section(2, "第2節", "圏域全体の生活関連機能サービスの向上", in_toc=True)
    yield Section(3, "(1)", "医療・福祉")
    yield Section(4, "ア", "救急医療体制の強化", body=(_agreement(rng), measures[0]))
    yield Section(4, "イ", "子育て支援の充実", body=(_agreement(rng), measures[1]))
    yield Section(3, "(2)", "地域公共交通・人材育成")
    yield Section(4, "ア", "公共交通網の形成", body=(_agreement(rng), measures[3], measures[4]))
    yield Section(1, "第4章", "事業費の見込")
    yield Section(2, "第1節", "年度別事業費", body=(TotalsTable("年度別事業費見込額"),), in_toc=True)


def _agreement(rng: random.Random) -> Agreement:
    central, *partners = MEMBERS
    roles = ((central, words.prose(rng)), ("・".join(partners), words.prose(rng)))
    return Agreement(words.prose(rng), roles)


def _measure(rng: random.Random, index: int) -> Measure:
    subsidy = _SUBSIDIES[index]
    budgets, funding = _money(rng, index)
    return Measure(
        name=_NAMES[index],
        municipalities=MEMBERS if index != 1 else MEMBERS[:2],
        content=words.prose(rng),
        kpis=tuple(_kpis(rng, 3 if index == 2 else 2)),
        projects=(),
        effect=words.sentence(rng),
        schedule=(True,) * len(YEARS),
        budgets=budgets,
        funding=funding,
        role_sharing="",
        activity="事業期間",
        roles=tuple(_roles(rng, index)),
        fields=(("国県補助事業等の名称", subsidy),),
        note=("令和4年度に見直しを行う。" if index == 3 else None),
        notes=(Note("※", "事業費は、連携市町村の合計額である。", "budget"),) if index == 0 else (),
    )


def _roles(rng: random.Random, index: int) -> Iterator[tuple[str, str]]:
    if index == 4:
        yield MEMBERS[0], words.sentence(rng)
        yield "・".join(MEMBERS[1:]), words.sentence(rng)
        return
    yield from ((name, words.sentence(rng)) for name in MEMBERS)


def _kpis(rng: random.Random, count: int) -> Iterator[Kpi]:
    for indicator, unit in rng.sample(words.INDICATORS, count):
        baseline = Decimal(rng.randint(3, 4_000)) if unit != "%" else Decimal(rng.randint(100, 800)) / 10
        target = baseline + (Decimal(rng.randint(1, 90)) if unit != "%" else Decimal("4.5"))
        yield Kpi(
            indicator=indicator,
            baseline=_value(baseline, unit),
            baseline_year=2019,
            baseline_kind="fiscal_year",
            target=_value(target, unit),
            target_year=2024,
            target_kind="fiscal_year",
            is_cumulative="累計" in indicator,
        )


def _value(value: Decimal, unit: str) -> Quantity:
    """A value whose unit stands in its own column."""
    raw = f"{value:,.1f}" if unit == "%" else f"{int(value):,}"
    return Quantity(raw, value, None, unit)


def _money(rng: random.Random, index: int) -> tuple[Series, tuple[tuple[str, Series], ...]]:
    """The total and its funding sources; the last measure has no grants and an undecided year."""
    series = []
    for k in range(len(_FUNDING)):
        tenths = [0 if index == 4 and k == 0 else rng.randint(0, 900) for _ in YEARS]
        series.append([tenth * 100_000 for tenth in tenths])
    total = tuple(Amount(sum(column)) for column in zip(*series, strict=True))
    funding = tuple(
        (name, tuple(Amount(value) for value in values))
        for name, values in zip(_FUNDING, series, strict=True)
    )
    if index != 4:
        return total, funding
    undecided = Amount(None, "undecided", "未定")
    return (*total[:-1], undecided), tuple((name, (*amounts[:-1], undecided)) for name, amounts in funding)


def _population() -> StatTable:
    figures = {
        "平成22年": (81_204, 14_310, 3_906),
        "平成27年": (78_655, 13_287, 3_512),
        "令和2年": (75_930, 12_201, 3_105),
        "令和7年(推計)": (72_846, 11_168, 2_742),
    }
    rows = tuple((*values, sum(values)) for values in figures.values())
    return StatTable(
        title="表1　圏域の人口",
        caption_unit="人",
        corner="区分",
        columns=(*MEMBERS, "圏域計"),
        rows=tuple(figures),
        cells=tuple(tuple(StatCell(f"{n:,}", Decimal(n), "人") for n in row) for row in rows),
        years=(2010, 2015, 2020, 2025),
        projections=(False, False, False, True),
        is_by_row=True,
    )
