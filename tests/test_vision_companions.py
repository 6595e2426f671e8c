"""Tables below a measure's own that no caption names: indicators, projects, ○ by municipality."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extractors.vision.budgettotals import PROJECTS_TABLE, TOTALS_TABLE
from tests.drawn_measures import LEFT, MEASURE, RIGHT, Document, Read

PROFILE = """
[profile]
name = "apart"
title_ja = "表が分かれた様式"

[headings]
levels = ["roman", "arabic"]
"""
WIDE = [LEFT, 160.0, RIGHT]
PROJECTS = [LEFT, 170.0, 250.0, 320.0, 390.0, RIGHT]
MEASURES = (MEASURE, "図書館連携事業")


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "apart.toml"
    path.write_text(PROFILE, "utf-8")
    return path


def _own_table(document: Document, name: str, *rows: tuple[str, str]) -> None:
    for label, text in (("事業名", name), ("事業概要", "圏域の暮らしを守る。"), *rows):
        document.page.row(WIDE, [label, text])
    document.page.y += 8


def _indicators(document: Document) -> None:
    edges = [LEFT, 250.0, 300.0, 380.0, 460.0, RIGHT]
    document.page.row(edges, ["成果指標", "単位", "基準値(R1)", "実績値(R2)", "目標値(R6)"])
    document.page.row(edges, ["受診者数", "人", "10", "12", "20"])
    document.page.y += 8


def _projects(document: Document, *rows: tuple[str, ...]) -> None:
    document.page.row(PROJECTS, ["事業名", "担当課", "R4", "R5", "R6"])
    _rows(document, *rows)


def _rows(document: Document, *rows: tuple[str, ...]) -> None:
    for row in rows:
        document.page.row(PROJECTS, list(row))


def _total(document: Document, *amounts: str) -> None:
    document.page.row([LEFT, *PROJECTS[2:]], ["計", *amounts])
    document.page.y += 8


def _annex(document: Document) -> None:
    edges = [LEFT, 90.0, *PROJECTS[2:]]
    document.page.row(edges, ["No.", "事業名", "R4(千円)", "R5(千円)", "R6(千円)"])
    for i, name in enumerate(MEASURES, start=1):
        document.page.row(edges, [str(i), name, *[f"{i}"] * 3])


def _text(read: Read, label: str) -> list[str]:
    return [f.text for f in read.rows["measure_fields"] if f.label.startswith(label)]


def test_a_table_headed_by_indicators_and_targets_is_the_measures(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    for name in MEASURES:
        _own_table(document, name, ("関係市町", "一関市、平泉町"))
        _indicators(document)
    read = document.read(profile)
    kpis = read.rows["kpis"]
    assert [(k.measure_id, k.indicator, k.baseline_value, k.target_value, k.target_unit) for k in kpis] == [
        (f"m0{i}", "受診者数", Decimal(10), Decimal(20), "人") for i in (1, 2)
    ]
    assert _text(read, "実績値") == ["12", "12"]
    assert not read.rows["statistics"]


@pytest.mark.parametrize("label", ["", "関係市町"])
def test_names_over_marks_are_the_measures_municipalities(tmp_path: Path, profile: Path, label: str) -> None:
    document = Document(tmp_path)
    for name, marks in zip(MEASURES, (["○", "○"], ["○", "―"]), strict=True):
        _own_table(document, name)
        edges = [*([LEFT] if label else []), 200.0, 360.0, RIGHT]
        document.page.row(edges, [*([label] if label else []), "一関市", "平泉町"])
        document.page.row(edges, [*([""] if label else []), *marks])
        document.page.y += 8
        _indicators(document)
    read = document.read(profile)
    assert [(m.measure_id, m.municipality) for m in read.rows["measure_municipalities"]] == [
        ("m01", "一関市"),
        ("m01", "平泉町"),
        ("m02", "一関市"),
    ]
    assert "layout.unknown_table" not in read.checks


def _with_projects(document: Document, profile: Path, *, cut: bool) -> Read:
    for name in MEASURES:
        _own_table(document, name, ("関係市町", "一関市、平泉町"))
        document.page.row([LEFT, PROJECTS[2], RIGHT], ["", "事業費（千円）"])
        _projects(document, ("運営", "健康課", "10", "―", "未定"))
        if cut and name == MEASURES[-1]:
            document.turn()
        _rows(document, ("広報", "総務課", "1", "", "0"))
        if cut and name == MEASURES[0]:
            document.turn()
        _total(document, "11", "0", "0")
    return document.read(profile)


@pytest.mark.parametrize("cut", [False, True])
def test_projects_with_amounts_below_a_measure_are_its_own(tmp_path: Path, profile: Path, cut: bool) -> None:
    read = _with_projects(Document(tmp_path), profile, cut=cut)
    assert read.amounts() == [11, 0, 0] * 2
    assert [(p.measure_id, p.name) for p in read.rows["projects"]] == [
        (f"m0{i}", name) for i in (1, 2) for name in ("運営", "広報")
    ]
    assert _text(read, "担当課") == ["健康課\n総務課"] * 2
    own = [s for s in read.rows["statistics"] if s.table_id == PROJECTS_TABLE]
    assert [(s.value, s.missing_reason) for s in own if s.row_label.startswith(MEASURE)] == [
        (Decimal(10), None),
        (None, "dash"),
        (None, "undecided"),
        (Decimal(1), None),
        (None, "blank"),
        (Decimal(0), None),
    ]
    assert not {"annex.unmatched", "layout.unknown_label", "layout.unlabelled_cell"} & set(read.checks)


def test_an_annex_behind_the_last_measure_names_the_others_too(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    for name in MEASURES:
        _own_table(document, name, ("関係市町", "一関市、平泉町"))
    _annex(document)
    assert document.read(profile).amounts() == [1] * 3 + [2] * 3


def test_one_amount_over_all_years_leaves_the_yearly_ones_to_the_annex(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    for i, name in enumerate(MEASURES, start=1):
        rows = (("関係市町", "一関市、平泉町"), ("総事業費(3年間)", f"{3 * i}千円"))
        _own_table(document, f"{i}　{name}", *rows)
    document.turn()
    _annex(document)
    read = document.read(profile)
    assert read.amounts() == [1] * 3 + [2] * 3
    totals = [s for s in read.rows["statistics"] if s.table_id == TOTALS_TABLE]
    assert [(s.column_label, s.value, s.unit) for s in totals] == [
        ("総事業費(3年間)", Decimal(3), "千円"),
        ("総事業費(3年間)", Decimal(6), "千円"),
    ]


@pytest.mark.parametrize("states", [True, False])
def test_an_amount_without_a_year_is_what_the_profile_says_it_is(
    tmp_path: Path, profile: Path, states: bool
) -> None:
    if states:
        profile.write_text(f'{PROFILE}\n[budget]\nundated = "total"\n', "utf-8")
    document = Document(tmp_path)
    for name in MEASURES:
        _own_table(document, name, ("関係市町", "一関市、平泉町"), ("事業費", "1,200千円"))
    read = document.read(profile)
    assert [s.value for s in read.rows["statistics"]] == [Decimal(1200)] * (2 if states else 0)
    assert read.checks["budget.no_yearly_amounts"] == (2 if states else 0)
    assert read.checks["budget.no_year_columns"] == (0 if states else 2)


def test_rows_that_an_agreement_could_have_are_the_rest_of_a_measure(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    _own_table(document, MEASURES[0], ("関係市町", "一関市、平泉町"))
    document.page.y -= 8
    document.turn()
    for label in ("一関市の役割", "平泉町の役割"):
        document.page.row(WIDE, [label, f"{label}を担う。"])
    read = document.read(profile)
    assert [(r.municipality, r.role_text) for r in read.rows["measure_roles"]] == [
        (name, f"{name}の役割を担う。") for name in ("一関市", "平泉町")
    ]
    assert not read.rows["agreements"]


def test_a_year_before_the_words_of_a_column_is_its_year(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    for name in MEASURES:
        _own_table(document, name, ("関係市町", "一関市、平泉町"))
        edges = [LEFT, 220.0, 300.0, 380.0, 460.0, RIGHT]
        document.page.row(edges, ["指標名", "R3実績", "令和4年度現状値", "R8中間目標", "目標値R10"])
        document.page.row(edges, ["受診者数", "9人", "10人", "15人", "20人"])
        document.page.y += 8
    read = document.read(profile)
    kpis = [(k.baseline_value, k.baseline_year, k.target_value, k.target_year) for k in read.rows["kpis"]]
    assert kpis == [(Decimal(10), 2022, Decimal(n), year) for n, year in ((15, 2026), (20, 2028))] * 2
    assert _text(read, "R3実績") == ["9人", "9人"]
