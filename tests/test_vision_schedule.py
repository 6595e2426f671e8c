"""Arrows printed as a character: what their place in a merged cell says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drawn_measures import LEFT, RIGHT, YEARS, Document


def measure(document: Document, glyph_at: float, right: float = RIGHT) -> None:
    document.down_to_the_kpi(f"事業{glyph_at:.0f}")
    document.schedule_head()
    edges = [160.0, 235.0, right] if right == RIGHT else [160.0, 235.0, right, RIGHT]
    document.page.row(edges, ["事業の実施", "", ""])
    document.page.text(glyph_at, document.page.y - 15, "→")
    document.budget()
    document.roles()
    document.page.y += 20


def test_a_glyph_in_the_middle_is_told_where_others_stand_at_their_end(tmp_path: Path) -> None:
    document = Document(tmp_path)
    measure(document, 522)
    measure(document, 380)
    read = document.read()
    assert read.checks["schedule.ambiguous_extent"] == 1
    assert [on for _, on in read.active()][:5] == [True] * 5


def test_a_cell_merged_over_some_years_says_them_wherever_its_glyph_stands(tmp_path: Path) -> None:
    document = Document(tmp_path)
    measure(document, 522)
    measure(document, (235 + YEARS[4]) / 2 - 5, right=YEARS[4])
    read = document.read()
    assert "schedule.ambiguous_extent" not in read.checks
    assert [on for _, on in read.active()][5:] == [True] * 3 + [False] * 2


def test_glyphs_all_set_in_the_middle_mean_all_years(tmp_path: Path) -> None:
    document = Document(tmp_path)
    measure(document, 380)
    document.turn()
    measure(document, 380.1)
    read = document.read()
    assert "schedule.ambiguous_extent" not in read.checks
    assert all(on for _, on in read.active())


@pytest.mark.parametrize(
    ("indent_years", "n_told"), [(0.75, 2), (1.0, 0)], ids=["within years", "whole years"]
)
def test_a_drawn_arrow_in_the_middle_of_all_years_is_told_where_it_ends_within_years(
    tmp_path: Path, indent_years: float, n_told: int
) -> None:
    """A scan draws a typed arrow, set in the middle of a merged cell, whose years it does not say."""
    document = Document(tmp_path)
    document.down_to_the_kpi()
    document.schedule_head()
    document.page.row([160.0, 235.0, RIGHT], ["事業の実施", ""])
    indent = indent_years * (RIGHT - 235) / 5
    document.page.arrow(235 + indent, RIGHT - indent, document.page.y - 9)
    document.budget()
    document.roles()
    read = document.read()
    assert read.checks["schedule.ambiguous_extent"] == n_told
    assert [on for _, on in read.active()] == [False, True, True, True, False]


def test_a_lone_arrow_where_no_rule_parts_the_years_is_told(tmp_path: Path) -> None:
    document = Document(tmp_path)
    page = document.page
    rows = [
        ("施策名", {160: "図書館相互利用事業", 470: "関係市町"}),
        ("取組内容", {160: "図書館を相互に利用する。", 470: "平泉町"}),
        ("実施スケジュール", {160: "年", 245: "2019", 305: "2020", 365: "2021", 425: "2022", 485: "2023"}),
        ("", {160: "運営", 485: "→"}),
    ]
    for label, cells in rows:
        start = 150 if not label else LEFT
        page.canvas.line(start, 842 - page.y, RIGHT, 842 - page.y)
        for x, text in {LEFT + 5: label, **cells}.items():
            page.text(x, page.y + 4, text)
        page.y += 18
    page.canvas.line(LEFT, 842 - page.y, RIGHT, 842 - page.y)
    read = document.read()
    assert [on for _, on in read.active()] == [False] * 4 + [True]
    assert read.checks["schedule.ambiguous_extent"] == 1


def test_words_of_which_one_says_no_doing_are_told(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.down_to_the_kpi()
    document.schedule_head()
    document.page.row(YEARS, ["工事", "調査・設計", "調査、対象外", "設計（", "", ""])
    document.budget()
    document.roles()
    read = document.read()
    assert [on for _, on in read.active()] == [True, True, True, False, False]
    assert read.checks["value.unknown_mark"] == 1


def test_a_name_that_shares_its_cell_with_blank_years_is_the_activitys(tmp_path: Path) -> None:
    """Its words (…実施) were read as a mark in these years, under the name of the block."""
    document = Document(tmp_path)
    document.down_to_the_kpi()
    document.schedule_head()
    document.page.row([160.0, YEARS[3], YEARS[4], YEARS[5], RIGHT], ["事業の実施", "○", "○", ""])
    document.budget()
    document.roles()
    read = document.read()
    assert [on for _, on in read.active()] == [False, False, True, True, False]
    assert {row.activity for row in read.rows["schedules"]} == {"事業の実施"}
    assert not read.checks["layout.unlabelled_cell"]


def test_years_are_those_of_the_head_that_an_activity_stands_under(tmp_path: Path) -> None:
    """On the next page the names of activities are longer, and the years' columns narrower."""
    document = Document(tmp_path)
    document.down_to_the_kpi()
    document.schedule_head()
    document.page.row(YEARS, ["準備", "○", "○", "", "", ""])
    page, edges = document.turn(), [160.0, 360.0, 395.0, 430.0, 465.0, 500.0, 535.0]
    page.cell(LEFT, 160, 36, "実施\nスケジュール")
    page.row(edges, ["年", "2019", "2020", "2021", "2022", "2023"])
    page.row(edges, ["医療機器の整備と運営の委託", "", "", "○", "○", "○"])
    read = document.read()
    assert [on for _, on in read.active()] == [True] * 2 + [False] * 5 + [True] * 3
    assert "value.unknown_mark" not in read.checks
