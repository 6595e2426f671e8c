"""The guide "a new zone in an afternoon" (docs/new-zone.md), followed on its own documents."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.layouts import load_profile
from extractors.layouts.draft import draft_profile
from extractors.layouts.errors import NoFittingProfile
from extractors.layouts.profile import parse_profile
from extractors.layouts.select import choose_profile
from extractors.readers import read_document
from extractors.reading import DocumentReading
from extractors.records import (
    Budget,
    Extraction,
    Kpi,
    Measure,
    MeasureField,
    MeasureMunicipality,
    MeasureRole,
    Schedule,
    Statistic,
)
from extractors.vision import interpret
from pipeline.changes.statistics import statistic_changes
from pipeline.profile_check import check_profile
from pipeline.pull.identify import identify
from pipeline.registry import load_registry
from tests.kyosei_command import REPOSITORY
from tests.midorino import EDITION_2024, EDITION_2025, MEMBERS, MILLION_YEN, YEARS, Sheet

EXAMPLE = REPOSITORY / "docs" / "example"
PROFILE = EXAMPLE / "midorino.toml"
GUIDES = ("new-zone.md", "new-zone.ja.md")


@pytest.fixture(scope="module")
def reading() -> DocumentReading:
    return read_document(EXAMPLE / "midorino-2024.pdf")


@pytest.fixture(scope="module", params=["2024", "2025"])
def edition(request: pytest.FixtureRequest) -> tuple[Extraction, tuple[Sheet, ...]]:
    path = EXAMPLE / f"midorino-{request.param}.pdf"
    sheets = {"2024": EDITION_2024, "2025": EDITION_2025}[request.param]
    return interpret(read_document(path), load_profile(PROFILE)), sheets


def test_the_document_is_of_no_known_layout(reading: DocumentReading) -> None:
    with pytest.raises(NoFittingProfile) as told:
        choose_profile(reading)
    assert "docs/new-zone.md" in told.value.hint_en


def test_the_draft_names_what_is_to_be_settled(reading: DocumentReading) -> None:
    draft = draft_profile(reading, "midorino")
    assert [label for label, _ in draft.unknown] == ["活用する補助制度"]
    assert {label: field for label, field, _, reason in draft.proposals if "要確認" in reason} == {
        "取組名称": "name",
        "連携する市町村": "municipalities",
    }
    assert 'levels = ["chapter", "arabic", "paren", "kana"]' in draft.text


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guide_shows_what_the_draft_asks(guide: str, reading: DocumentReading) -> None:
    text = (REPOSITORY / "docs" / guide).read_text("utf-8")
    draft = draft_profile(reading, "midorino")
    for label, _ in draft.unknown:
        assert label in text
    proposed = [
        line for line in draft.text.splitlines() if "要確認" in line and line.startswith(("name", "muni"))
    ]
    assert len(proposed) == 2 and all(line in text for line in proposed)


@pytest.mark.parametrize("guide", GUIDES)
def test_the_edits_of_the_guide_are_in_the_finished_profile(guide: str) -> None:
    text = (REPOSITORY / "docs" / guide).read_text("utf-8")
    finished = PROFILE.read_text("utf-8")
    edits = re.search(r"^```toml\n# midorino\.toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert edits
    lines = [line for line in edits[1].splitlines() if line]
    assert len(lines) >= 3 and set(lines) <= set(finished.splitlines())
    assert len(finished.splitlines()) <= 60


def test_the_finished_profile_is_clean() -> None:
    report = check_profile(EXAMPLE / "midorino-2024.pdf", str(PROFILE))
    assert report.is_clean and not report.findings
    assert report.n_cells_mapped == report.n_cells
    assert report.totals == (len(EDITION_2024), len(EDITION_2024))


def test_every_value_is_read_as_printed(edition: tuple[Extraction, tuple[Sheet, ...]]) -> None:
    extraction, sheets = edition
    records = extraction.records
    assert not extraction.findings
    measures = [r for r in records if isinstance(r, Measure)]
    assert [(m.policy_area, m.item, m.name) for m in measures] == [(s.area, s.item, s.name) for s in sheets]
    for measure, sheet in zip(measures, sheets, strict=True):
        key = measure.measure_id
        kpis = [r for r in records if isinstance(r, Kpi) and r.measure_id == key]
        assert tuple((k.indicator, k.baseline_raw, k.target_raw) for k in kpis) == sheet.kpis
        assert {(k.baseline_year, k.target_year) for k in kpis} == {(2022, 2028)}
        assert _amounts(records, key) == _printed_amounts(sheet)
        active = [
            r.fiscal_year for r in records if isinstance(r, Schedule) and r.measure_id == key and r.is_active
        ]
        assert active == list(range(sheet.period[0], sheet.period[1] + 1))
        roles = {
            r.municipality: r.role_text for r in records if isinstance(r, MeasureRole) and r.measure_id == key
        }
        assert roles == dict(zip(MEMBERS, sheet.roles, strict=False))
        where = [
            r.municipality for r in records if isinstance(r, MeasureMunicipality) and r.measure_id == key
        ]
        assert where == list(MEMBERS[: len(sheet.roles)])
        assert [r.text or "" for r in records if isinstance(r, MeasureField) and r.measure_id == key] == [
            sheet.scheme
        ]


def _amounts(records: tuple[object, ...], measure_id: str) -> dict[tuple[int, str], int | None]:
    rows = [r for r in records if isinstance(r, Budget) and r.measure_id == measure_id]
    return {(r.fiscal_year, r.funding): r.amount_yen for r in rows}


def _printed_amounts(sheet: Sheet) -> dict[tuple[int, str], int | None]:
    rows = {"total": sheet.total, "国県支出金": sheet.subsidy, "一般財源": sheet.own}
    return {
        (year, funding): None if amount is None else amount * MILLION_YEN
        for funding, amounts in rows.items()
        for year, amount in zip(YEARS, amounts, strict=True)
    }


def test_printed_totals_are_kept_also_behind_a_page_break(
    edition: tuple[Extraction, tuple[Sheet, ...]],
) -> None:
    extraction, sheets = edition
    rows = [r for r in extraction.records if isinstance(r, Statistic) and r.table_id == "budget-totals"]
    printed = {r.row_label: r.value for r in rows if r.column_label == "合計"}
    for sheet in sheets:
        for mark, amounts in (("", sheet.total), ("／国県支出金", sheet.subsidy), ("／一般財源", sheet.own)):
            assert printed[sheet.name + mark] == Decimal(sum(a or 0 for a in amounts))
    yearly = {r.year: r.value for r in rows if r.row_label == "合計" and r.year}
    assert yearly == {y: sum(s.total[i] or 0 for s in sheets) for i, y in enumerate(YEARS)}


def test_zone_members_and_date_are_read_without_a_profile() -> None:
    found = identify(EXAMPLE / "midorino-2025.pdf")
    assert (found.facts.zone_name, found.facts.published) == ("みどり野定住自立圏", "2025-03")
    assert found.members == MEMBERS


def test_the_example_registers_the_zone(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_bytes((EXAMPLE / "sources.toml").read_bytes())
    zone = load_registry(tmp_path).zone("midorino")
    assert tuple(member.name for member in zone.members) == MEMBERS


def test_totals_follow_a_renamed_measure_and_leave_with_a_dropped_one() -> None:
    def tables(*names: tuple[str, str, int]) -> dict[str, list[dict[str, object]]]:
        figures = [
            {"table_id": "budget-totals", "table_title": None, "row_label": f"{name}／一般財源",
             "column_label": "合計", "year": None, "value": Decimal(value), "unit": "百万円",
             "missing_reason": None, "raw": str(value), "is_projection": True}
            for _, name, value in names
        ]  # fmt: skip
        return {
            "measures": [{"name": name, "measure_key": key} for key, name, _ in names],
            "statistics": figures,
        }

    old = tables(("z:1:m1", "病児保育事業", 94), ("z:1:m2", "相談会事業", 16), ("z:1:m3", "研修事業", 5))
    new = tables(("z:1:m1", "病児・病後児保育事業", 94), ("z:1:m3", "研修事業", 8))
    changes = list(statistic_changes(old, new))
    assert [(c.row_key, c.old, c.new) for c in changes] == [
        ("budget-totals/研修事業／一般財源/合計", "5", "8")
    ]


def test_the_profile_may_state_the_unit_of_a_table_that_prints_none(reading: DocumentReading) -> None:
    stated = '[[statistics]]\ntable_id = "people"\ncaption = ["人口の推移"]\nunit = "人"\n'
    profile = parse_profile(PROFILE.read_text("utf-8") + stated, "midorino.toml")
    bare = replace(
        reading,
        pages=tuple(
            replace(
                page,
                lines=tuple(
                    replace(n, text=n.text.replace("(単位：人)", "")) if "人口の推移" in n.text else n
                    for n in page.lines
                ),
            )
            for page in reading.pages
        ),
    )
    rows = [
        r for r in interpret(bare, profile).records if isinstance(r, Statistic) and r.table_id == "people"
    ]
    assert len(rows) == 12 and {r.unit for r in rows} == {"人"}
