"""The transcript of the 2019 vision in the same records as the PDF; and what a transcript may do wrong."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest

from extractors.records import (
    Budget,
    Extraction,
    Footnote,
    Kpi,
    Measure,
    MeasureMunicipality,
    PageCoverage,
    Project,
    Record,
    Section,
    Statistic,
)
from extractors.transcript import read_transcript
from extractors.transcript.blocks import Cell, TranscriptUnreadableError

SOURCE = Path(__file__).parents[1] / "raw/ichinoseki-hiraizumi/2019-03/transcript.txt"
R = TypeVar("R", bound=Record)


@pytest.fixture(scope="module")
def vision() -> Extraction:
    return read_transcript(SOURCE)


def of(kind: type[R], extraction: Extraction) -> list[R]:
    return [record for record in extraction.records if isinstance(record, kind)]


def changed(tmp_path: Path, *pairs: tuple[str, str]) -> Extraction:
    text = SOURCE.read_text(encoding="utf-8")
    for old, new in pairs:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    path = tmp_path / "transcript.txt"
    path.write_text(text, encoding="utf-8")
    return read_transcript(path)


def test_everything_the_transcript_holds_is_counted(vision: Extraction) -> None:
    assert Counter(record.TABLE for record in vision.records) == {
        "municipalities": 2,
        "outline": 47,
        "agreements": 17,
        "agreement_roles": 34,
        "measures": 31,
        "measure_municipalities": 59,
        "kpis": 31,
        "budgets": 155,
        "projects": 85,
        "statistics": 30,
        "footnotes": 32,
        "coverage": 1,
    }
    assert [finding.check_id for finding in vision.findings] == ["transcript.no_schedule"]


def test_facts(vision: Extraction) -> None:
    facts = vision.facts
    assert (facts.zone_name, facts.publisher, facts.published) == (
        "一関・平泉定住自立圏",
        "一関市",
        "2019-03",
    )
    assert facts.title == "第2次一関・平泉定住自立圏共生ビジョン"
    assert (facts.plan_start_fiscal_year, facts.plan_end_fiscal_year) == (2019, 2023)
    assert facts.text_source == "transcript"


def test_blank_amounts_are_not_zero(vision: Extraction) -> None:
    (road,) = [m for m in of(Measure, vision) if m.name == "主要幹線道路等整備促進事業"]
    amounts = [b for b in of(Budget, vision) if b.measure_id == road.measure_id]
    assert [(b.fiscal_year, b.amount_yen, b.missing_reason) for b in amounts] == [
        (2019, 326_000_000, None),
        (2020, 241_047_000, None),
        (2021, None, "blank"),
        (2022, None, "blank"),
        (2023, None, "blank"),
    ]
    assert sum(b.missing_reason == "blank" for b in of(Budget, vision)) == 3


def test_kpis_with_markers_remarks_and_calendar_years(vision: Extraction) -> None:
    kpis = {kpi.indicator: kpi for kpi in of(Kpi, vision)}
    third = kpis["一関市及び平泉町の事業により保育料が無料となる第3子以降の数"]
    assert (third.baseline_value, third.baseline_unit, third.baseline_raw) == (Decimal(186), "人", "186人(*)")
    road = kpis["平泉スマートインターチェンジの1日当たりの利用台数"]
    assert (road.baseline_value, road.note) == (Decimal(0), "2021年3月供用開始")
    stays = kpis["圏域内の宿泊者数"]
    assert (stays.baseline_year, stays.baseline_period_kind) == (2018, "calendar_year")
    assert kpis["起業支援セミナーの参加者数 (累計)"].is_cumulative


def test_projects_by_owner_out_of_one_line(vision: Extraction) -> None:
    (care,) = [m for m in of(Measure, vision) if m.name == "子育て環境整備事業"]
    projects = [(p.municipality, p.name) for p in of(Project, vision) if p.measure_id == care.measure_id]
    assert projects == [
        (None, "ファミリー・サポート・センター運営事業"),
        (None, "延長保育事業"),
        (None, "一時預かり事業"),
        ("一関市", "幼稚園一時預かり事業"),
        ("一関市", "地域子育て支援拠点事業"),
        ("平泉町", "子育て支援センター事業"),
        ("平泉町", "(仮称)新子育て支援センター施設整備事業"),
    ]


def test_members_of_a_measure(vision: Extraction) -> None:
    alone = Counter(m.measure_id for m in of(MeasureMunicipality, vision))
    assert sorted(alone.values()).count(1) == 3


def test_outline_prose_and_contents_page(vision: Extraction) -> None:
    sections = {(s.label, s.title): s for s in of(Section, vision)}
    assert sections["2", "圏域を形成する市町の名称"].text == "一関市及び平泉町"
    assert sections["(3)", "産業振興"].toc_printed_page == 13
    history = sections["(3)", "歴史"]
    assert history.text.count("\n") == 1 and history.level == 3
    area = sections["1", "生活機能の強化に係る政策分野の取組"]
    assert {s.parent_section_id for s in of(Section, vision) if s.title in ("医療", "福祉")} == {
        area.section_id
    }
    (health,) = [m for m in of(Measure, vision) if m.name == "休日・夜間診療体制確保事業"]
    assert (health.policy_area, health.field, health.item) == (
        "生活機能の強化に係る政策分野の取組",
        "医療",
        "地域保健医療体制の充実",
    )


def test_statistics_with_units_years_and_projections(vision: Extraction) -> None:
    cells = {(s.row_label, s.column_label): s for s in of(Statistic, vision)}
    first = cells["一関市", "2010年(平成22年)"]
    assert (first.value, first.unit, first.year, first.is_projection) == (Decimal(127642), "人", 2010, False)
    assert cells["一関市", "2020年"].is_projection
    rate = cells["圏域合計", "減少率H27比"]
    assert (rate.value, rate.unit, rate.year) == (Decimal("-29.87"), None, None)
    assert cells["面積", "圏域合計"].unit == "km²" and cells["構成比", "一関市"].unit == "%"


def test_notes_are_tied_to_what_they_qualify(vision: Extraction) -> None:
    starred = [(n.table_name, n.row_id) for n in of(Footnote, vision) if n.marker == "*"]
    assert starred == [("kpis", "m03:k1"), ("projects", "m07/1")]
    assert of(Footnote, vision)[0].text.startswith("2010・2015年数値")


def test_every_value_names_its_line(vision: Extraction) -> None:
    lines = SOURCE.read_text(encoding="utf-8").split("\n")
    for budget in of(Budget, vision):
        (piece,) = budget.sources["amount_yen"]
        cells = lines[int(piece.box.top) - 1].split("\t")
        assert (cells[int(piece.box.x0)] if int(piece.box.x0) < len(cells) else "").strip() == piece.raw_text


def test_characters_add_up(vision: Extraction) -> None:
    (page,) = of(PageCoverage, vision)
    parts = page.chars_in_tables + page.chars_headings + page.chars_prose + page.chars_furniture
    assert parts + page.chars_unclaimed == page.chars_total
    assert min(page.chars_in_tables, page.chars_headings, page.chars_prose, page.chars_furniture) > 0


def test_an_unknown_label_is_told_and_its_cells_are_not_lost(tmp_path: Path) -> None:
    told = [f for f in changed(tmp_path, ("\n効果\t", "\n成果\t")).findings if f.row_id == "m01"]
    assert (told[0].check_id, told[0].observed) == ("layout.unknown_label", "成果")
    assert any(f.check_id == "layout.unlabelled_cell" for f in told)


def test_a_row_printed_twice_is_told(tmp_path: Path) -> None:
    told = changed(tmp_path, ("\n役割分担\t", "\n効果\t重複\n役割分担\t")).findings
    assert "layout.duplicate_row" in {finding.check_id for finding in told}


def test_an_unreadable_amount_is_told(tmp_path: Path) -> None:
    result = changed(tmp_path, ("\t49,680\t49,680", "\t49,6B0\t49,680"))
    budget = of(Budget, result)[0]
    assert (budget.amount_yen, budget.missing_reason) == (None, "unreadable")
    assert any(f.row_id == "m01/2019/total" for f in result.findings)


def test_a_kpi_table_without_its_columns_is_told(tmp_path: Path) -> None:
    result = changed(tmp_path, ("\t目標値(2023年度)\t", "\t目途\t"))
    told = [(f.check_id, f.expected) for f in result.findings if f.row_id == "m01"]
    assert ("layout.missing_row", "target") in told
    assert len(of(Kpi, result)) == 30


def test_a_stray_cell_is_told(tmp_path: Path) -> None:
    told = changed(tmp_path, ("\n効果\t", "\n効果\t余分\t")).findings
    assert [f.check_id for f in told if f.table_name == "measures"] == ["layout.unlabelled_cell"]


def test_paragraphs_by_tag_or_by_blank() -> None:
    assert Cell("<p>一文。</p> <p>二文。</p>", 1).reading == "一文。\n二文。"
    assert Cell("一文。 また、二文。", 1).reading == "一文。\nまた、二文。"
    assert Cell("拡張登録 資産数", 1).reading == "拡張登録資産数"
    assert Cell("中学生 I L C 特別授業", 1).reading == "中学生 I L C 特別授業"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", "表のない文章。\n".encode()])
def test_what_is_no_transcript_is_a_named_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "t.txt"
    path.write_bytes(content)
    with pytest.raises(TranscriptUnreadableError):
        read_transcript(path)
