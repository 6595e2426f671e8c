"""Years in eras and Western years, alone, in labels and as spans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text.years import (
    ERAS,
    find_year_ranges,
    find_years,
    parse_year,
    parse_year_range,
    unknown_era,
    year_spans,
)


@pytest.mark.parametrize(
    ("printed", "year", "kind"),
    [
        ("平成31年度", 2019, "fiscal_year"),
        ("H31", 2019, "unmarked"),
        ("Ｈ３１", 2019, "unmarked"),
        ("令和元年度", 2019, "fiscal_year"),
        ("R1", 2019, "unmarked"),
        ("令元", 2019, "unmarked"),
        ("元年", None, None),
        ("2019年度", 2019, "fiscal_year"),
        ("2019", 2019, "unmarked"),
        ("２０１９年", 2019, "calendar_year"),
        ("2010年\n(平成22年)", 2010, "calendar_year"),
        ("平成30(2018)年度", 2018, "fiscal_year"),
        ("令和元（2019）年度", 2019, "fiscal_year"),
        ("H31/R元", 2019, "unmarked"),
        ("㍻30年", 2018, "calendar_year"),
        ("㋿2年度", 2020, "fiscal_year"),
        ("昭和三十五年", 1960, "calendar_year"),
        ("S60", 1985, "unmarked"),
        ("明治45年", 1912, "calendar_year"),
        ("T15", 1926, "unmarked"),
        ("(2018年度)", 2018, "fiscal_year"),
        ("2019人", None, None),
        ("2,019", None, None),
        ("最大5年", None, None),
        ("5年間", None, None),
        ("2年目", None, None),
        ("R2.3", None, None),
        ("2018/2019", None, None),
        ("平成0年", None, None),
        ("第2次", None, None),
        ("", None, None),
    ],
)
def test_one_year(printed: str, year: int | None, kind: str | None) -> None:
    found = parse_year(printed)
    assert (found and found.year, found and found.kind) == (year, kind)


def test_a_month_places_a_date_in_its_fiscal_year() -> None:
    march, april = parse_year("平成５年３月末"), parse_year("平成5年4月")
    assert march and april
    assert (march.year, march.month, march.phase, march.fiscal_year) == (1993, 3, "末", 1992)
    assert april.fiscal_year == 1993


@pytest.mark.parametrize(
    ("printed", "phase"),
    [
        ("R5中間", "中間"),
        ("R7最終目標", "最終目標"),
        ("H24決算", "決算"),
        ("H26見込み", "見込み"),
        ("平成29年度(2年目)", "(2年目)"),
        ("2018年度末", "末"),
    ],
)
def test_the_phase_of_a_header_is_kept(printed: str, phase: str) -> None:
    found = parse_year(printed)
    assert found and found.phase == phase


@pytest.mark.parametrize(
    ("printed", "flags"),
    [
        ("2015年(平成27年)", ()),
        ("2015年(平成26年)", ("disagree",)),
        ("平成32年", ("era_overrun",)),
        ("R40", ()),
    ],
)
def test_flags(printed: str, flags: tuple[str, ...]) -> None:
    found = parse_year(printed)
    assert found and found.flags == flags


def test_an_unknown_era_is_named_and_not_guessed() -> None:
    assert parse_year("令利元年度") is None and unknown_era("令利元年度") == "令利"
    assert parse_year("X5年") is None and unknown_era("X5年") == "X"
    assert unknown_era("令和5年度") is None and unknown_era("事業費") is None
    assert unknown_era("今後5年間の計画") is None


@pytest.mark.parametrize(
    ("label", "years"),
    [
        ("現状値(2018年度)", [2018]),
        ("目標値（令和５年度）", [2023]),
        ("基準値 H27", [2015]),
        ("減少率\nH27比", [2015]),
        ("2015年（平成27年）は129,451人、2010年（平成22年）より6,536人", [2015, 2010]),
        ("2010・2015年数値", [2010, 2015]),
        ("事業費見込(千円)", []),
        ("国道284号、人口2,019人", []),
        ("2018/2019", [2018, 2019]),
    ],
)
def test_years_of_a_label(label: str, years: list[int]) -> None:
    assert [found.year for found in find_years(label)] == years


def test_spans_cover_the_printed_years() -> None:
    text = "2015年（平成27年）の国勢調査と2030年"
    assert [text[a:b] for a, b in year_spans(text)] == ["2015年（平成27年）", "2030年"]


@pytest.mark.parametrize(
    ("printed", "start", "end", "kind"),
    [
        ("平成31年度～令和5年度", 2019, 2023, "fiscal_year"),
        ("平成31年度〜令和5年度", 2019, 2023, "fiscal_year"),
        ("令和2～6年度", 2020, 2024, "fiscal_year"),
        ("令和2年度～6年度", 2020, 2024, "fiscal_year"),
        ("平成30～令和4年度", 2018, 2022, "fiscal_year"),
        ("2019年度から2023年度まで", 2019, 2023, "fiscal_year"),
        ("2019年度から2023年度までの5年間", 2019, 2023, "fiscal_year"),
        ("2019～23年度", 2019, 2023, "fiscal_year"),
        ("1999～03年", 1999, 2003, "calendar_year"),
        ("2019-2023", 2019, 2023, "unmarked"),
        ("H30～R4", 2018, 2022, "unmarked"),
        ("平成31年度(2019年度)～令和5年度(2023年度)", 2019, 2023, "fiscal_year"),
    ],
)
def test_ranges(printed: str, start: int, end: int, kind: str) -> None:
    found = parse_year_range(printed)
    assert found and (found.start.year, found.end.year, found.start.kind, found.end.kind) == (
        start,
        end,
        kind,
        kind,
    )


def test_a_range_of_months_gives_its_fiscal_years() -> None:
    found = parse_year_range("平成31年4月～令和6年3月")
    assert found and list(found.fiscal_years) == [2019, 2020, 2021, 2022, 2023]


@pytest.mark.parametrize(
    ("printed", "flag"),
    [("2023年度～2019年度", "reversed"), ("2019年度から2023年度までの6年間", "length_disagrees")],
)
def test_odd_ranges_are_flagged(printed: str, flag: str) -> None:
    found = parse_year_range(printed)
    assert found and found.flags == (flag,)


def test_the_period_is_found_in_a_sentence() -> None:
    found = find_year_ranges("2019年度から2023年度までの5年間とし、毎年度、所要の見直しを行う。")
    assert [(r.raw, r.start.year, r.end.year) for r in found] == [
        ("2019年度から2023年度までの5年間", 2019, 2023)
    ]
    assert find_year_ranges("2010年と2015年") == []


FORMS = {
    "平成": ("平成", "H", "平", "㍻"),
    "令和": ("令和", "R", "令", "㋿"),
    "昭和": ("昭和", "S", "昭", "㍼"),
}


@given(
    st.sampled_from(sorted(FORMS)),
    st.integers(1, 31),
    st.integers(0, 3),
    st.sampled_from(["年度", "年", ""]),
    st.booleans(),
)
def test_any_era_form_reads_back(era: str, count: int, form: int, mark: str, is_wide: bool) -> None:
    number = "元" if count == 1 else str(count)
    printed = FORMS[era][form] + number + mark
    if is_wide:
        printed = printed.translate(str.maketrans("0123456789HRS", "０１２３４５６７８９ＨＲＳ"))
    found = parse_year(printed)
    assert found and (found.year, found.era) == (ERAS[era][0] + count, era)


@given(st.integers(1900, 2100), st.integers(0, 40), st.sampled_from(["～", "〜", "~", "-", "から"]))
def test_any_western_range_reads_back(start: int, length: int, between: str) -> None:
    found = parse_year_range(f"{start}年度{between}{start + length}年度")
    assert found and found.fiscal_years == range(start, start + length + 1) and found.flags == ()


ODD = st.text() | st.text(st.sampled_from("平成令和元HRS年度月末～0123456789()（）/ ・大最一十"))


@given(ODD)
def test_any_text_is_read_or_has_no_year(text: str) -> None:
    assert (parse_year(text) is None) or find_years(text)
    assert (parse_year_range(text) is None) or find_year_ranges(text)
    assert (unknown_era(text) is None) or not find_years(text)
