"""Differences within a sentence, and the page's parts that need no document."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.changes import compare_editions
from pipeline.changes.change import text_change, value_change
from pipeline.diffpage import Comparison, page_html, words
from pipeline.diffpage.chart import panels
from pipeline.diffpage.comparison import AreaTotals
from pipeline.diffpage.marks import marked
from pipeline.lineage import match_measures, with_lineage
from tests.revised_edition import NEW, OLD, published_tables, vision_2020
from tests.typesetter.vision2019 import vision_2019


def shown(old: str, new: str) -> tuple[str, str]:
    both = marked(old, new)
    old_text, new_text = ("".join(f"[{s.text}]" if s.is_changed else s.text for s in side) for side in both)
    return old_text, new_text


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("経費に補助を行う。", "経費に支援を行う。", ("経費に[補助]を行う。", "経費に[支援]を行う。")),
        ("事業費は1,234千円", "事業費は1,235千円", ("事業費は[1,234]千円", "事業費は[1,235]千円")),
        ("コミュニティバス", "コミュニティセンター", ("[コミュニティバス]", "[コミュニティセンター]")),
        ("行う。", "行う。また、続ける。", ("行う。", "行う。[また、続ける。]")),
        ("市の道路", "町の水路", ("[市の道]路", "[町の水]路")),
        ("同じ", "同じ", ("同じ", "同じ")),
    ],
)
def test_what_differs_is_marked_as_a_reader_would(old: str, new: str, expected: tuple[str, str]) -> None:
    assert shown(old, new) == expected


@given(
    st.text(alphabet="市町の12,バスA。\n", max_size=40), st.text(alphabet="市町の12,バスA。\n", max_size=40)
)
def test_no_character_is_lost_and_equal_runs_are_equal(old: str, new: str) -> None:
    both = marked(old, new)
    assert ("".join(s.text for s in both.old), "".join(s.text for s in both.new)) == (old, new)
    kept = ["".join(s.text for s in side if not s.is_changed) for side in both]
    assert kept[0] == kept[1]


def comparison() -> Comparison:
    old, new = published_tables(vision_2019(), OLD), published_tables(vision_2020(), NEW)
    new = with_lineage(new, match_measures(old, new))
    return Comparison(old, new, compare_editions(old, new))


def test_totals_compare_the_years_both_editions_print() -> None:
    compared = comparison()
    assert compared.common_years == (2020, 2021, 2022, 2023)
    assert compared.years == (2019, 2020, 2021, 2022, 2023, 2024)
    by_hand = [
        sum(row["amount_yen"] or 0 for row in side["budgets"] if row["fiscal_year"] in compared.common_years)
        for side in (compared.old, compared.new)
    ]
    sums = [one.sums(compared.common_years) for one in compared.totals]
    assert [sum(side) for side in zip(*sums, strict=True)] == by_hand
    assert len(compared.totals) == 3


def test_the_biggest_moves_come_first_and_one_to_blank_counts_whole() -> None:
    moves = [(change.row_key, change.old, change.new) for change in comparison().moves]
    assert moves[0] == ("2021", "192161000", "90000000")
    assert moves.index(("2021", "60181000", None)) < moves.index(("2020", "53761000", "41000000"))


def test_what_many_measures_have_alike_is_told_once() -> None:
    compared = comparison()
    (group,) = compared.shared
    assert (group[0].column_name, group[0].old, group[0].new, len(group)) == (
        "target_year",
        "2023",
        "2024",
        29,
    )
    assert len(compared.single) == len(compared.changes) - 29


def test_the_page_works_without_documents_and_escapes_what_it_shows() -> None:
    compared = comparison()
    compared.new["measures"][0]["name"] = "<script>alert(1)</script>"
    hostile = Comparison(compared.old, compared.new, compare_editions(compared.old, compared.new))
    html = page_html(hostile, None, None)
    assert "<script>alert" not in html and "&lt;script&gt;" in html
    assert "data:image" not in html


@pytest.mark.parametrize(
    ("highest_yen", "expected"),
    [
        (11_000_000, ["0.0", "5.5", "11.0"]),
        (3_989_000_000, ["0", "1,994", "3,989"]),
        (900_000, ["0.000", "0.450", "0.900"]),
    ],
)
def test_the_scale_of_a_chart_says_what_its_lines_are(highest_yen: int, expected: list[str]) -> None:
    (panel,) = panels([AreaTotals("教育", {2019: 1_000}, {2019: highest_yen})], [2019], (OLD, NEW))
    assert re.findall(r'class="tick"[^>]*>([^<]+)<', panel.svg) == expected


def test_two_equal_editions_say_so() -> None:
    old = published_tables(vision_2019(), OLD)
    html = page_html(Comparison(old, old, []), None, None)
    assert "二つの版に違いはありません" in html


def test_figures_read_as_people_write_them() -> None:
    money = value_change("budgets", "amount_yen", 1_000_000, 500, row_key="2020")
    assert (words.shown(money, money.old), words.shown(money, money.new)) == ("1,000千円", "500円")
    gone = text_change("projects", "name", "ある事業", None, row_key="ある事業")
    assert words.shown(gone, gone.new) == "―"
    assert words.share(200, 150) == "-25.0%" and words.share(0, 5) == ""
