"""KPI cells, read whole or not at all."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text.values import KpiValue, is_cumulative, parse_kpi_value


def said(printed: str, **kwargs: Any) -> dict[str, Any]:
    """What the reading says, without its empty fields."""
    found = parse_kpi_value(printed, **kwargs)
    fields = {name: getattr(found, name) for name in KpiValue.__slots__ if name != "raw"}
    shown = {name: float(v) if isinstance(v, Decimal) else v for name, v in fields.items()}
    return {name: value for name, value in shown.items() if value not in (None, ())}


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [
        ("180人", 180, "人"),
        ("358,232人", 358232, "人"),
        ("130%", 130, "%"),
        ("１００％", 100, "%"),
        ("56.7 %", 56.7, "%"),
        ("0.11倍", 0.11, "倍"),
        ("15 社", 15, "社"),
        ("0資産", 0, "資産"),
        ("384事業", 384, "事業"),
        ("33地域", 33, "地域"),
        ("19組", 19, "組"),
        ("5千人", 5, "千人"),
        ("9万1千人", 91000, "人"),
        ("2億3千430万円", 234300000, "円"),
        ("1,300台/日", 1300, "台/日"),
        ("十二回", 12, "回"),
        ("▲5%", -5, "%"),
    ],
)
def test_a_value_with_its_unit(printed: str, value: float, unit: str) -> None:
    assert said(printed) == {"value": value, "unit": unit, "comparator": "="}


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("186人(*)", {"footnote_markers": ("*",)}),
        ("186人*1", {"footnote_markers": ("*1",)}),
        ("186人※1", {"footnote_markers": ("※1",)}),
        ("※186人", {"footnote_markers": ("※",)}),
        ("186人（注2）", {"footnote_markers": ("注2",)}),
        ("186人(累計)(*)", {"footnote_markers": ("*",), "note": "累計"}),
        ("186人(*)(累計)", {"footnote_markers": ("*",), "note": "累計"}),
        ("186人 (2021年3月供用開始)", {"note": "2021年3月供用開始"}),
        ("累計186人", {"note": "累計"}),
        ("5年間累計186人", {"note": "5年間累計"}),
        ("年間186人", {"note": "年間"}),
        ("1日当たり186人", {"note": "1日当たり"}),
        ("約186人", {"note": "約", "flags": ("approximate",)}),
        ("186人程度", {"note": "程度", "flags": ("approximate",)}),
        ("186人以上", {"comparator": ">="}),
        ("186人以下", {"comparator": "<="}),
        ("186人以内", {"comparator": "<="}),
        ("186人未満", {"comparator": "<=", "note": "未満", "flags": ("exclusive_bound",)}),
        ("186人超", {"comparator": ">=", "note": "超", "flags": ("exclusive_bound",)}),
        ("186人を維持", {"comparator": "maintain"}),
        ("186人の維持", {"comparator": "maintain"}),
        ("+186人", {"comparator": "change"}),
        ("186人増", {"comparator": "change"}),
        ("前年度比186人増加", {"comparator": "change", "note": "前年度比"}),
        ("186人減", {"comparator": "change", "value": -186}),
        ("186人改善", {"comparator": "change", "note": "改善", "flags": ("direction_unclear",)}),
        ("150～186人", {"comparator": "range", "value": 150, "value_max": 186}),
        ("150人〜186人", {"comparator": "range", "value": 150, "value_max": 186}),
        ("186～150人", {"comparator": "range", "value": 186, "value_max": 150, "flags": ("reversed_range",)}),
        ("186人～", {"comparator": ">="}),
        ("～186人", {"comparator": "<="}),
        ("186人。", {}),
        ("月186人", {"note": "月"}),
        ("令和元年度比186人増", {"comparator": "change", "note": "令和元年度比"}),
        ("186人以上開催", {"comparator": ">=", "note": "開催"}),
        ("186すくい", {"unit": "すくい", "flags": ("unknown_unit",)}),
        ("1 8 6人", {"flags": ("spaced",)}),
    ],
)
def test_what_stands_around_186(printed: str, expected: dict[str, Any]) -> None:
    assert said(printed) == {"value": 186, "unit": "人", "comparator": "="} | expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("", {"missing_reason": "blank"}),
        ("　\n", {"missing_reason": "blank"}),
        *[(dash, {"missing_reason": "dash"}) for dash in "－―-‐–—ー"],
        ("未定", {"missing_reason": "undecided"}),
        ("検討中", {"missing_reason": "undecided"}),
        ("【調査後設定】", {"missing_reason": "undecided"}),
        ("策定", {"missing_reason": "text", "comparator": "text"}),
        ("〃", {"missing_reason": "unreadable", "flags": ("ditto",)}),
        ("同上", {"missing_reason": "unreadable", "flags": ("ditto",)}),
        ("一", {"missing_reason": "unreadable", "flags": ("lookalike",)}),
        ("実施", {"missing_reason": "text", "comparator": "text"}),
        ("一部", {"missing_reason": "text", "comparator": "text"}),
        ("倍増", {"missing_reason": "text", "comparator": "text"}),
        ("第4次計画", {"missing_reason": "text", "comparator": "text"}),
        ("2021年3月供用開始", {"missing_reason": "text", "comparator": "text"}),
        ("2023年度", {"missing_reason": "text", "comparator": "text", "flags": ("looks_like_year",)}),
        ("現状維持", {"missing_reason": "text", "comparator": "maintain"}),
        ("現状維持以上", {"missing_reason": "text", "comparator": "maintain", "note": "以上"}),
        ("現状値を維持", {"missing_reason": "text", "comparator": "maintain"}),
    ],
)
def test_a_cell_without_a_value_says_why(printed: str, expected: dict[str, Any]) -> None:
    assert said(printed) == expected


@pytest.mark.parametrize(
    ("printed", "flag"),
    [
        ("12人、3回", "two_values"),
        ("10人/3回", "two_values"),
        ("5回\n10回", "two_values"),
        ("10人～20回", "two_values"),
        ("50人以上100人未満", "two_values"),
        ("利用者100人", "leftover"),
        ("10人増/年", "leftover"),
        ("50%から60%", "two_values"),
        ("50%→60%", "two_values"),
        ("▲5%減", "double_negative"),
        ("1O0人", "lookalike"),
        ("1,OOO人", "lookalike"),
        ("1.234.567人", "separator"),
        ("12 345人", "spaced"),
    ],
)
def test_a_cell_that_is_not_one_value_is_unreadable(printed: str, flag: str) -> None:
    found = parse_kpi_value(printed)
    assert (found.value, found.missing_reason) == (None, "unreadable")
    assert flag in found.flags


def test_a_lookalike_is_proposed() -> None:
    assert parse_kpi_value("1,O00人").proposal == 1000


def test_the_units_of_cell_and_indicator() -> None:
    assert said("120", fallback_unit="人") == {"value": 120, "unit": "人", "comparator": "="}
    assert said("120件", fallback_unit="人")["flags"] == ("unit_conflict",)
    assert "flags" not in said("１２０％", fallback_unit="％")
    assert said("", fallback_unit="人") == {"missing_reason": "blank"}
    assert said("2019", fallback_unit="人") == {"value": 2019, "unit": "人", "comparator": "="}
    assert "flags" not in said("3か所", fallback_unit="箇所")
    assert said("2019")["flags"] == ("looks_like_year",)
    assert said("2,019") == {"value": 2019, "comparator": "="}


def test_only_running_totals_are_cumulative() -> None:
    assert is_cumulative("企業数(累計)") and is_cumulative("組数", "累　計85社")
    assert not is_cumulative("コミュニティバス等の乗車人数(延べ)割合", "130%")


@given(
    st.decimals(0, 10**9, allow_nan=False, places=1),
    st.sampled_from(["人", "社", "%", "倍", "km²", "千円", "事業", "か所"]),
    st.sampled_from(["", ","]),
    st.sampled_from(["", " ", "\n"]),
    st.sampled_from([("", "="), ("以上", ">="), ("以下", "<="), ("を維持", "maintain"), ("増", "change")]),
    st.sampled_from(["", "(*)", "※2", "（速報）"]),
)
def test_any_style_reads_back(
    number: Decimal, unit: str, comma: str, gap: str, tail: tuple[str, str], mark: str
) -> None:
    number = number.normalize() + 0
    found = parse_kpi_value(f"{number:{comma}f}{gap}{unit}{tail[0]}{mark}")
    assert (found.value, found.unit, found.comparator) == (number, unit, tail[1])
    assert found.note == ("速報" if mark == "（速報）" else None)


ODD = st.text() | st.text(
    st.sampled_from("0123456789,.～▲人%回以上減増維持年度平成()（）*※ 　\n約累計OlA、千万")
)


@given(ODD)
def test_never_raises_and_a_null_always_says_why(text: str) -> None:
    found = parse_kpi_value(text)
    assert (found.value is None) == (found.missing_reason is not None)
    assert found.value is None or found.comparator is not None


@given(st.integers(1, 999), st.integers(1, 999))
def test_two_values_are_never_half_read(one: int, other: int) -> None:
    assert parse_kpi_value(f"{one}人、{other}回").value is None
    assert parse_kpi_value(f"{one}人 {other}回").value is None


@pytest.mark.parametrize(
    ("unit", "is_told"),
    [("96", True), ("'=:", True), ("%", False), ("‰", False), ("地区", False), ("―", False)],
)
def test_a_unit_of_a_column_without_letter_or_known_sign_is_told(unit: str, is_told: bool) -> None:
    """The % of a scan was read as 96, and 96 was published as the unit without a word."""
    assert ("unknown_unit" in parse_kpi_value("72.5", unit).flags) is is_told
