"""Whose population a sentence speaks of, and which figures of the prose are held against the table."""

from __future__ import annotations

import pytest

from tests.checks_edition import edition_2019, failures


def found(text: str) -> list[tuple[str | None, str | None]]:
    """What is said of the figures of a section with this text: as printed, and as proposed."""
    tables = edition_2019()
    tables["outline"][10]["text"] = text
    return [(one.observed, one.proposal) for one in failures(tables) if one.check_id == "prose.figure"]


@pytest.mark.parametrize(
    "text",
    [
        "2015年の一関市の人口は121,583人です。",
        "2015年の人口は一関市が121,583人、平泉町が7,868人です。",
        "一関市の人口は2015年に121,583人で、2010年より6,059人減少した。",
        "2015年の圏域の人口は、一関市と平泉町を合わせて129,451人です。",
        "一関市及び平泉町の人口は、2015年に129,451人です。",
        "2015年の両市町の人口は129,451人です。",
        "2020年の岩手県の人口は1,210,534人、全国の人口は126,146,099人です。",
        "北上市の人口は2015年に93,511人です。",
        "2015年の人口を年齢別に見ると、15歳未満が14,321人です。",
        "2015年の人口のうち外国人は321人です。",
        "2015年の宿泊者は4,321人です。",
        "圏域の人口は4,321人です。",
        "2016年の圏域の人口は4,321人です。",
        "2015年の圏域の人口は2005年より4,321人減少した。",
        "2015年の圏域の人口は約129,500人です。",
        "観光客は12,764人で、人口を大きく下回る。",  # a digit less than one city's population
        "施設の利用者は年間8,354人です。",
        "林野の広さは1,256.24平方キロメートルです。",
    ],
)
def test_a_sound_sentence_says_nothing(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "printed", "right"),
    [
        ("2015年の人口は129,415人です。", "129,415", "129,451"),
        ("岩手県南の圏域の人口は、2015年に129,415人です。", "129,415", "129,451"),
        ("2015年の両市町の人口は129,415人です。", "129,415", "129,451"),
        ("2015年の一関市の人口は121,853人です。", "121,853", "121,583"),
        ("2015年の人口は一関市が121,583人、平泉町が7,686人です。", "7,686", "7,868"),
        ("一関市の人口は2015年に121,583人で、2010年より6,095人減少した。", "6,095", "6,059"),
        ("2015年の圏域の人口は2010年より4.18%減少した。", "4.18", "4.81"),
        ("人口が昔129,541人であった。", "129,541", "129,451"),  # no year: one slip from a figure of the table
        ("圏域の面積は1,319.18平方キロメートルです。", "1,319.18", "1,319.81"),
    ],
)
def test_a_slip_is_found_with_the_figure_of_the_place_it_is_of(text: str, printed: str, right: str) -> None:
    assert found(text) == [(printed, right)]


@pytest.mark.parametrize(
    ("text", "is_sound"),
    [
        ("2019年度から2023年度までの5年間とする。", True),
        ("平成31年度から令和5年度までとする。", True),
        ("2019年度から2024年度までの6年間とする。", False),
        ("2018年度から2023年度までとする。", False),
        ("2019年度から2023年度までの4年間とする。", False),
    ],
)
def test_the_period_of_the_plan_is_the_one_its_years_show(text: str, is_sound: bool) -> None:
    tables = edition_2019()
    section = next(row for row in tables["outline"] if "期間" in (row["title"] or ""))
    section["text"] = text
    told = [one.check_id for one in failures(tables) if one.check_id == "prose.period"]
    assert told == ([] if is_sound else ["prose.period"])


def test_a_period_of_something_else_is_no_plan_period() -> None:
    tables = edition_2019()
    section = next(row for row in tables["outline"] if "期間" not in (row["title"] or ""))
    section["text"] = "前の計画は2014年度から2018年度までの5年間であった。"
    assert "prose.period" not in {one.check_id for one in failures(tables)}
