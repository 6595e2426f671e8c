"""Arrows printed as a character: what their place in a merged cell says."""

from __future__ import annotations

from pathlib import Path

from tests.drawn_measures import LEFT, RIGHT, YEARS, Document


def measure(document: Document, glyph_at: float, right: float = RIGHT) -> None:
    document.head(f"事業{glyph_at:.0f}")
    document.content()
    document.kpi()
    document.schedule_head()
    edges = [160.0, 235.0, right] if right == RIGHT else [160.0, 235.0, right, RIGHT]
    document.page.row(edges, ["事業の実施", "", ""])
    document.page.text(glyph_at, document.page.y - 15, "→")
    document.budget()
    document.page.row([LEFT, 160, RIGHT], ["役割分担", "両市町が費用を負担する。"])
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
