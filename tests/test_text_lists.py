"""Project lists with owners."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text.folding import fold
from extractors.text.projects import split_projects

MEMBERS = ["一関市", "平泉町"]


def listed(text: str) -> list[tuple[str | None, str]]:
    return [(item.municipality, item.name) for item in split_projects(text, MEMBERS)]


def test_shared_items_come_before_the_first_owner() -> None:
    text = (
        "延長保育事業、一時預かり事業\n一関市：幼稚園一時預かり事業、地域子育て支援拠点事業\n"
        "平泉町：子育て支援センター事業、(仮称)新子育て支援センター施設整備事業"
    )
    assert listed(text) == [
        (None, "延長保育事業"),
        (None, "一時預かり事業"),
        ("一関市", "幼稚園一時預かり事業"),
        ("一関市", "地域子育て支援拠点事業"),
        ("平泉町", "子育て支援センター事業"),
        ("平泉町", "(仮称)新子育て支援センター施設整備事業"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一関市：甲（乙、丙（丁、戊））、己", [("一関市", "甲（乙、丙（丁、戊））"), ("一関市", "己")]),
        ("「甲、乙」事業、丙", [(None, "「甲、乙」事業"), (None, "丙")]),
        ("一関市・平泉町：甲", [("一関市", "甲"), ("平泉町", "甲")]),
        ("一関市:甲　平泉町：乙", [("一関市", "甲"), ("平泉町", "乙")]),
        ("一関市：甲\n乙\n平泉町：丙", [("一関市", "甲"), ("一関市", "乙"), ("平泉町", "丙")]),
        ("一関市：甲\n両市町：乙", [("一関市", "甲"), (None, "乙")]),
        ("【平泉町】：甲", [("平泉町", "甲")]),
        ("・甲\n・乙", [(None, "甲"), (None, "乙")]),
        ("甲、\n乙。", [(None, "甲"), (None, "乙")]),
        ("一関市：\n甲", [("一関市", "甲")]),
        ("一関市バス運行事業", [(None, "一関市バス運行事業")]),
        ("DMO(*)による観光地域づくり事業", [(None, "DMO(*)による観光地域づくり事業")]),
        ("", []),
        ("両市町・一関市：甲", [(None, "甲")]),
        ("甲（乙（丙）、丁）、己", [(None, "甲（乙（丙）、丁）"), (None, "己")]),
    ],
)
def test_splits(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert listed(text) == expected


def test_an_owner_outside_the_zone_is_kept_and_flagged() -> None:
    items = split_projects("奥州市：甲、乙\n平泉町：丙", MEMBERS)
    assert [(i.municipality, i.flags) for i in items] == [
        ("奥州市", ("unknown_owner",)),
        ("奥州市", ("unknown_owner",)),
        ("平泉町", ()),
    ]


def test_a_name_that_owns_nothing_is_kept() -> None:
    items = split_projects("甲\n夜間町：", MEMBERS)
    assert [(i.municipality, i.name, i.flags) for i in items] == [
        (None, "甲", ()),
        (None, "夜間町", ("unknown_owner",)),
    ]


def test_a_name_that_owns_nothing_is_kept_before_the_next_owner() -> None:
    items = split_projects("夜間町：\n平泉町：丙", MEMBERS)
    assert [(i.municipality, i.name) for i in items] == [(None, "夜間町"), ("平泉町", "丙")]


def test_a_colon_without_a_name_owns_nothing() -> None:
    assert [(i.municipality, i.name) for i in split_projects("甲\n：乙", [])] == [
        (None, "甲"),
        (None, "：乙"),
    ]


def test_a_bracket_left_open_is_flagged() -> None:
    assert [i.flags for i in split_projects("甲（乙、丙\n丁", MEMBERS)] == [("unbalanced_bracket",), ()]


NAME = st.text(st.sampled_from("観光地域づくり（）「」推進事業A2・"), min_size=1, max_size=12).filter(
    lambda t: (
        t[0] not in "・（」）" and t.count("（") == t.count("）") == 0 and t.count("「") == t.count("」") == 0
    )
)


@given(
    st.lists(st.tuples(st.sampled_from([*MEMBERS]), st.lists(NAME, min_size=1, max_size=4)), max_size=3),
    st.lists(NAME),
)
def test_any_list_reads_back(owned: list[tuple[str, list[str]]], shared: list[str]) -> None:
    paragraphs = ["、".join(shared)] + [f"{owner}：{'、'.join(names)}" for owner, names in owned]
    expected = [(None, n) for n in shared] + [(owner, n) for owner, names in owned for n in names]
    assert listed("\n".join(paragraphs)) == expected


@given(st.text() | st.text(st.sampled_from("一関市平泉町奥州：:、\n（）「」　・事業")))
def test_no_visible_character_is_lost(text: str) -> None:
    found = "".join(item.name + (item.municipality or "") for item in split_projects(text, MEMBERS))
    names = set("一関市平泉町奥州両各全構成関係連携村区圏域体共通同及びと：:、。・○●◎◯□■◇◆•【】〔〕[]()（）")
    assert {c for c in fold(text) if not c.isspace()} - set(found) <= names
