"""The real document, cell by cell: against the transcript and against what a person saw.

`expected_tables(vision_2019())` comes from the transcript by other code, not from this program's output; the
figures spelled out below were read off the pages.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from extractors.layouts import choose_profile
from extractors.readers import read_document
from extractors.records import (
    Budget,
    Extraction,
    Footnote,
    Kpi,
    Measure,
    PageCoverage,
    Project,
    Schedule,
    Section,
)
from extractors.vision import interpret
from tests.typesetter.compare import compare
from tests.typesetter.expected import expected_facts, expected_tables
from tests.typesetter.roundtrip import tables_of
from tests.typesetter.vision2019 import vision_2019

VISION = Path(__file__).parents[1] / "raw/ichinoseki-hiraizumi/2019-03/vision.pdf"


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    reading = read_document(VISION)
    return interpret(reading, choose_profile(reading))


def _of(extraction: Extraction, kind: type) -> list:
    return [r for r in extraction.records if isinstance(r, kind)]


def test_every_cell_equals_the_transcript(extraction: Extraction) -> None:
    assert compare(tables_of(extraction.records), expected_tables(vision_2019())) == []


def test_the_cover_and_the_period(extraction: Extraction) -> None:
    for name, value in expected_facts(vision_2019()).items():
        assert getattr(extraction.facts, name) == value
    assert extraction.facts.layout_profile == "teiju-measure-sheet"
    assert extraction.facts.page_count == 37


def test_the_counts_of_the_contract(extraction: Extraction) -> None:
    counts = Counter(r.TABLE for r in extraction.records)
    assert {t: counts[t] for t in ("measures", "kpis", "budgets", "agreements", "agreement_roles")} == {
        "measures": 31, "kpis": 31, "budgets": 155, "agreements": 17, "agreement_roles": 34,
    }  # fmt: skip


def test_blanks_are_no_zeros(extraction: Extraction) -> None:
    blanks = [b for b in _of(extraction, Budget) if b.amount_yen is None]
    assert [(b.measure_id, b.fiscal_year, b.missing_reason) for b in blanks] == [
        ("m26", 2021, "blank"), ("m26", 2022, "blank"), ("m26", 2023, "blank"),
    ]  # fmt: skip
    zero = next(k for k in _of(extraction, Kpi) if k.kpi_id == "m26:k1")
    assert zero.baseline_value == 0 and zero.note == "2021年3月供用開始"


def test_arrows_span_the_plan_but_one(extraction: Extraction) -> None:
    active = {(s.measure_id, s.fiscal_year) for s in _of(extraction, Schedule) if s.is_active}
    short = {m for m in {f"m{i:02d}" for i in range(1, 32)} if (m, 2023) not in active}
    assert short == {"m26"} and ("m26", 2020) in active and ("m26", 2021) not in active
    assert len(active) == 30 * 5 + 2


def test_figures_read_off_the_pages(extraction: Extraction) -> None:
    amounts = {(b.measure_id, b.fiscal_year): b.amount_yen for b in _of(extraction, Budget)}
    assert amounts["m01", 2019] == 49_680_000  # page 9
    assert amounts["m03", 2020] == 2_771_685_000  # page 11
    assert amounts["m06", 2023] == 38_948_000  # page 14
    assert amounts["m31", 2019] == 11_453_000  # page 37
    kpis = {k.kpi_id: k for k in _of(extraction, Kpi)}
    assert (kpis["m03:k1"].baseline_value, kpis["m03:k1"].target_value) == (186, 180)  # page 11, 186人(*)
    assert kpis["m07:k1"].baseline_period_kind == "calendar_year"  # page 15, 現状値(2018年)
    assert [k for k, v in kpis.items() if v.is_cumulative] == ["m13:k1", "m15:k1", "m17:k1", "m30:k1"]


def test_notes_reach_what_they_qualify(extraction: Extraction) -> None:
    starred = {f.row_id: f.text for f in _of(extraction, Footnote) if f.marker == "*"}
    assert starred["m03:k1"].startswith("本施策のKPIの現状値については")
    assert starred["m07/1"].startswith("DMO (Destination Management/Marketing Organization)")


def test_projects_by_owner(extraction: Extraction) -> None:
    owners = [(p.municipality, p.name) for p in _of(extraction, Project) if p.measure_id == "m06"]
    assert owners == [
        ("一関市", "医療介護従事者修学資金貸付金（介護福祉士分）"),
        ("一関市", "医療介護人材育成事業"),
        ("平泉町", "介護職員初任者研修支援事業"),
    ]


def test_the_contents_page_agrees(extraction: Extraction) -> None:
    checked = [s for s in _of(extraction, Section) if s.toc_printed_page is not None]
    assert len(checked) == 16 and all(s.toc_page_matches for s in checked)


def test_every_character_is_accounted_for(extraction: Extraction) -> None:
    pages = _of(extraction, PageCoverage)
    parts = ("chars_in_tables", "chars_headings", "chars_prose", "chars_furniture", "chars_unclaimed")
    assert sum(p.chars_total for p in pages) == 23_222
    assert all(p.chars_total == sum(getattr(p, name) for name in parts) for p in pages)
    assert sum(p.chars_unclaimed for p in pages) == 0


def test_values_stand_on_the_right_page(extraction: Extraction) -> None:
    for measure in _of(extraction, Measure):
        for pieces in (measure.sources["name"], measure.sources["role_sharing"]):
            assert all(measure.page_first <= p.box.page <= measure.page_last for p in pieces)
    printed = {m.measure_id: (m.page_first, m.page_last) for m in _of(extraction, Measure)}
    assert printed["m01"] == (9, 9) and printed["m04"] == (11, 12) and printed["m31"] == (37, 37)


def test_only_the_contents_page_is_odd(extraction: Extraction) -> None:
    assert [(f.check_id, f.expected) for f in extraction.findings] == [
        ("toc.title_differs", "生活機能強化に係る政策分野の取組")
    ]
