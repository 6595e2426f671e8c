"""Money in whole yen, units, footnote marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text.amounts import parse_amount
from extractors.text.markers import split_markers
from extractors.text.states import missing_reason
from extractors.text.units import MoneyUnit, find_units, known_units, money_unit, split_unit

THOUSAND = MoneyUnit("千円", 1000)


@pytest.mark.parametrize(
    ("printed", "yen", "unit", "flags"),
    [
        ("13,827", 13_827_000, "千円", ()),
        ("１３，８２７", 13_827_000, "千円", ()),
        ("0", 0, "千円", ()),
        ("▲1,234", -1_234_000, "千円", ()),
        ("△ 5", -5_000, "千円", ()),
        ("12.5", 12_500, "千円", ()),
        ("13,827千円", 13_827_000, "千円", ()),
        ("1.5百万円", 1_500_000, "百万円", ("unit_conflict",)),
        ("2億3千万円", 230_000_000, "円", ("unit_conflict",)),
        ("¥1,000", 1_000, "円", ("unit_conflict",)),
        ("約1,000", 1_000_000, "千円", ("approximate",)),
        ("1 3, 8 2 7", 13_827_000, "千円", ("spaced",)),
        ("13,82", 1_382_000, "千円", ("grouping",)),
    ],
)
def test_reads_amounts_under_a_label_in_thousands(
    printed: str, yen: int, unit: str, flags: tuple[str, ...]
) -> None:
    found = parse_amount(printed, THOUSAND)
    assert (found.amount_yen, found.missing_reason, found.unit_raw, found.flags) == (yen, None, unit, flags)
    assert found.amount_raw == printed


@pytest.mark.parametrize(
    ("printed", "reason", "flags"),
    [
        ("", "blank", ()),
        (" 　", "blank", ()),
        ("―", "dash", ()),
        ("未定", "undecided", ()),
        ("皆減", "text", ("words",)),
        ("予算の範囲内", "text", ("words",)),
        ("※", "text", ("words",)),
        ("〃", "unreadable", ("ditto",)),
        ("同　左", "unreadable", ("ditto",)),
        ("(前年度に同じ)", "unreadable", ("ditto",)),
        ("一", "unreadable", ("lookalike",)),
        ("10万", "unreadable", ("unit_conflict",)),
        ("1,2345,678", "unreadable", ("two_values",)),
        ("1O0", "unreadable", ("lookalike",)),
        ("13,8O7千円", "unreadable", ("lookalike",)),
        ("12 345", "unreadable", ("spaced",)),
        ("100人", "unreadable", ("not_money",)),
        ("1,000（うち国費500）", "unreadable", ("two_values",)),
        ("12.34567", "unreadable", ("fraction_of_yen",)),
    ],
)
def test_a_missing_amount_says_why(printed: str, reason: str, flags: tuple[str, ...]) -> None:
    found = parse_amount(printed, THOUSAND)
    assert (found.amount_yen, found.missing_reason, found.flags) == (None, reason, flags)


def test_without_a_unit_nothing_is_scaled() -> None:
    found = parse_amount("13,827", None)
    assert (found.amount_yen, found.missing_reason, found.flags) == (None, "unreadable", ("no_unit",))
    assert parse_amount("13,827千円", None).amount_yen == 13_827_000


def test_a_footnote_mark_is_no_part_of_the_amount() -> None:
    assert parse_amount("1,000※1", THOUSAND).amount_yen == 1_000_000


def test_an_unreadable_amount_with_one_oddity_proposes_its_number() -> None:
    assert parse_amount("13,8O7", THOUSAND).proposal == 13_807


@given(
    st.integers(-(10**10), 10**10),
    st.sampled_from([("円", 1), ("千円", 1000), ("百万円", 10**6)]),
    st.booleans(),
    st.sampled_from("▲△-－"),
)
def test_any_amount_reads_back(number: int, unit: tuple[str, int], is_in_cell: bool, minus: str) -> None:
    printed = (minus if number < 0 else "") + f"{abs(number):,}" + (unit[0] if is_in_cell else "")
    found = parse_amount(printed, None if is_in_cell else MoneyUnit(*unit))
    assert (found.amount_yen, found.unit_raw, found.flags) == (number * unit[1], unit[0], ())


ODD = st.text() | st.text(st.sampled_from("0123456789,.▲千百万億円人 　()*※約-―未定"))


@given(ODD, st.sampled_from([THOUSAND, None]))
def test_never_raises_and_a_null_always_says_why(text: str, unit: MoneyUnit | None) -> None:
    found = parse_amount(text, unit)
    assert (found.amount_yen is None) == (found.missing_reason is not None)


@pytest.mark.parametrize(
    ("label", "units"),
    [
        ("事業費見込(千円)", ["千円"]),
        ("事業費見込（千　円）", ["千円"]),
        ("（単位：千円）", ["千円"]),
        ("(単位:人、%)", ["人", "%"]),
        ("（単位：人・％）", ["人", "%"]),
        ("面積 (単位：km²)", ["km²"]),
        ("単位 百万円", ["百万円"]),
        ("利用者数（人）", ["人"]),
        ("参加者数(累計)(人)", ["人"]),
        ("13,827千円", ["千円"]),
        ("千円", ["千円"]),
        ("(単位：すくい)", ["すくい"]),
        ("参加者数(累計)", []),
        ("現状値(2018年度)", []),
        ("重要業績評価指標(KPI)", []),
        ("単位事業名", []),
        ("一関市", []),
        ("", []),
    ],
)
def test_units_of_a_label(label: str, units: list[str]) -> None:
    assert [unit.symbol for unit in find_units(label)] == units


def test_an_unknown_unit_is_said_to_be_unknown() -> None:
    (unknown,) = find_units("(単位：すくい)")
    assert not unknown.is_known


def test_money_units_scale_to_yen() -> None:
    assert money_unit("（単位：百万円、％）") == MoneyUnit("百万円", 10**6)
    assert money_unit("（単位：千円、百万円）") is None
    assert money_unit("（単位：人）") is None
    money = {unit.symbol for unit in known_units().values() if unit.kind == "money"}
    assert {"円", "千円", "百万円", "億円"} <= money


@pytest.mark.parametrize(
    ("printed", "numeral", "unit"),
    [
        ("9万1千人", "9万1千", "人"),
        ("5千人", "5", "千人"),
        ("5千万円", "5", "千万円"),
        ("2億3千万円", "2億3千万", "円"),
        ("三千人", "三千", "人"),
        ("12 個", "12", "個"),
        ("129,451", "129,451", None),
        ("事業費", "", None),
    ],
)
def test_scales_go_to_the_number_or_the_unit(printed: str, numeral: str, unit: str | None) -> None:
    found, printed_unit = split_unit(printed)
    assert (found, printed_unit and printed_unit.symbol) == (numeral, unit)


@pytest.mark.parametrize(
    ("printed", "rest", "marks"),
    [
        ("186人(*)", "186人", ("*",)),
        ("186人＊1", "186人", ("*1",)),
        ("186人※1※2", "186人", ("※1", "※2")),
        ("※1 186人", "186人", ("※1",)),
        ("※186人", "186人", ("※",)),
        ("186人（注1）", "186人", ("注1",)),
        ("5人¹", "5人", ("¹",)),
        ("12m²", "12m²", ()),
        ("*", "*", ()),
        ("DMO(*)による事業", "DMO(*)による事業", ()),
    ],
)
def test_marks_are_taken_off_the_ends(printed: str, rest: str, marks: tuple[str, ...]) -> None:
    assert split_markers(printed) == (rest, marks)


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        *[(dash, "dash") for dash in "－―-‐–—ー−ｰ"],
        ("――", "dash"),
        ("調整中", "undecided"),
        ("現在検討中。", "undecided"),
        ("【委員会協議】", "undecided"),
        ("検討", "text"),
        ("検討中の事業を実施", "text"),
        ("…", "text"),
        ("0", None),
        ("０", None),
    ],
)
def test_states(printed: str, reason: str | None) -> None:
    assert missing_reason(printed) == reason


@pytest.mark.parametrize("symbol", ["食", "業務", "橋", "隻", "病院", "自治体"])
def test_counters_of_plans_are_known_behind_a_number(symbol: str) -> None:
    numeral, unit = split_unit(f"1,200{symbol}")
    assert (numeral, unit.kind if unit else None) == ("1,200", "count")


def test_a_word_that_counts_behind_a_number_is_no_unit_in_brackets_or_alone() -> None:
    assert [find_units(text) for text in ("患者数(病院)", "病院", "(市、町)")] == [(), (), ()]
    assert [unit.symbol for unit in find_units("利用者数(食)")] == ["食"]
