"""Folding: the reading form is ordinary, narrow and stable."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text import folding
from extractors.text.folding import fold, label_key
from extractors.text.radicals import RADICALS


@pytest.mark.parametrize(
    ("printed", "reading"),
    [
        ("２０１９年度", "2019年度"),
        ("ＫＰＩ", "KPI"),
        ("１，２３４．５％", "1,234.5%"),
        ("－３", "-3"),
        ("ｶﾞｲﾄﾞ･ﾊﾟｰｸ｡", "ガイド・パーク。"),
        ("か\u3099", "が"),
        ("か\u200b\u3099", "が"),
        ("⺠間⻑⻘⼾⿊⽶", "民間長青戸黒米"),
        ("︵累計︶", "（累計）"),
        ("〜", "～"),
        ("a\u00a0b\u00adc\x00d\ufeff", "a bcd"),
        ("ﬁ", "fi"),
        ("一\r\n二", "一\n二"),
    ],
)
def test_folds_to_ordinary_characters(printed: str, reading: str) -> None:
    assert fold(printed) == reading


@pytest.mark.parametrize(
    "text",
    [
        "①②",
        "㈱",
        "Ⅰ",
        "km²",
        "㎡",
        "\ufa11",
        "\ufa19",
        "（）「」：、。／",
        "(KPI)",
        "\u3000",
        "▲△",
        "ー—―－‐",
        "～",
        "~",
        "，．",
        "葛\U000e0100",
    ],
)
def test_keeps_what_has_its_own_meaning(text: str) -> None:
    assert fold(text) == text


def test_every_kangxi_and_supplement_radical_with_an_equivalent_folds_to_an_ideograph() -> None:
    kangxi = [chr(code) for code in range(0x2F00, 0x2FD6)]
    assert all(radical in RADICALS for radical in kangxi)
    assert len([r for r in RADICALS if 0x2E80 <= ord(r) <= 0x2EFF]) == 114
    assert all(unicodedata.name(target).startswith("CJK UNIFIED IDEOGRAPH") for target in RADICALS.values())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("重要業績\n評価指標\n(KPI)", "重要業績評価指標（ＫＰＩ）"),
        ("効　果", "効果"),
        ("実施スケジ ュール", "実施スケジュール"),
        ("事業費見込[千円]", "事業費見込［千円］"),
        ("年～年", "年〜年"),
        ("年·市町", "年・市町"),
        ("\ufa19戸市", "神戸市"),
        ("kpi", "KPI"),
    ],
)
def test_label_keys_of_one_label_are_equal(one: str, other: str) -> None:
    assert label_key(one) == label_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("現状値", "現在値"), ("スケジュール", "スケジュル"), ("①", "1"), ("目標値", "実績値")]
)
def test_label_keys_of_different_labels_differ(one: str, other: str) -> None:
    assert label_key(one) != label_key(other)


def test_every_full_width_character_has_the_key_of_its_narrow_twin() -> None:
    for code in range(0x21, 0x7F):
        assert label_key(chr(code + 0xFEE0)) == label_key(chr(code)), hex(code)


def test_what_is_passed_over_unseen_is_what_no_rule_touches() -> None:
    """Between digits, so that rules for separators in numbers are tried too."""
    rules = (folding._INVISIBLE, folding._LINE_END, folding._SPACE, folding._FOLDABLE)
    for code in range(0x10000):
        text = f"9{chr(code)}9"
        if code not in range(0xD800, 0xE000) and folding._TOUCHED.isdisjoint(text):
            assert not any(rule.search(text) for rule in rules), hex(code)


ODD = st.text(st.sampled_from("かｶ゛ﾞﾟ\u3099\u309a\u200b\u00ad０１，．－＋⺠〜～ 　\r\n") | st.characters())


@given(ODD)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ODD)
def test_label_key_is_stable_and_ignores_folding(text: str) -> None:
    assert label_key(fold(text)) == label_key(text)


@given(st.text(st.sampled_from("一関市平泉町のカガ、。「」（）2019ABC・：①▲")))
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert fold(text) == text
