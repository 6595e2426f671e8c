"""What other zones print: years beside values, areas within the agreement, short numbered headings."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extractors.tables.celltext import lines_of
from extractors.tables.glyphs import glyphs_of
from extractors.text.years import find_years, split_year
from extractors.vision.numbering import read_number
from tests.drawn_measures import LEFT, RIGHT, YEARS, Document

PROFILE = """
[profile]
name = "other"
title_ja = "ほかの圏域"

[headings]
levels = ["roman", "arabic", "paren"]
policy_area = "arabic"
field = "paren"

[measure.labels]
item = ["取組項目"]
"""


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "other.toml"
    path.write_text(PROFILE, "utf-8")
    return path


@pytest.mark.parametrize(("text", "starts"), [("1医療", (0.0, 2.0, 3.0)), ("2福祉", (0.0, 1.5, 2.5))])
def test_a_number_set_apart_from_a_word_of_two_characters(text: str, starts: tuple[float, ...]) -> None:
    """A space that no character paints: two of the three touch, so the row is not spread."""
    assert _row(text, starts) in (f"{text[0]}\u3000{text[1:]}", f"{text[0]} {text[1:]}")


def test_a_spread_label_has_no_spaces() -> None:
    assert _row("成果品", (0.0, 2.0, 4.0)) == "成果品"


def _row(text: str, starts: tuple[float, ...], size: float = 10.0) -> str:
    chars = [
        {"text": c, "x0": x * size, "x1": x * size + size, "top": 0.0, "bottom": size, "size": size}
        | {"fontname": "F", "upright": True, "matrix": (1, 0, 0, 1, 0, 0)}
        for c, x in zip(text, starts, strict=True)
    ]
    return lines_of(glyphs_of(chars)[0], 1)[0].text


@pytest.mark.parametrize(
    ("printed", "value", "year"),
    [
        ("186人（H30）", "186人", 2018),
        ("【令和元年度】4,120人", "4,120人", 2019),
        ("H30：120人", "120人", 2018),
        ("120人 令和6年度", "120人", 2024),
        ("0台(2021年3月供用開始)", "0台(2021年3月供用開始)", None),
        ("12人(H30実績)", "12人(H30実績)", None),
        ("120 2019", "120 2019", None),
        ("2018年度", "2018年度", None),
    ],
)
def test_the_year_beside_a_value(printed: str, value: str, year: int | None) -> None:
    rest, found = split_year(printed)
    assert (rest, found.year if found else None) == (value, year)


def test_a_year_in_the_cell_is_the_value_s_year_and_no_remark(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    document.head("図書館事業")
    document.content()
    edges = [160.0, 295.0, 415.0, RIGHT]
    document.page.cell(LEFT, 160, 36, "成果指標")
    document.page.row(edges, ["指標", "現状値", "目標値"])
    document.page.row(edges, ["利用者数", "1,186人（H30）", "R5：1,200人"])
    document.rest()
    read = document.read(profile)
    (kpi,) = read.rows["kpis"]
    assert (kpi.baseline_value, kpi.baseline_unit, kpi.baseline_year) == (Decimal(1186), "人", 2018)
    assert (kpi.target_value, kpi.target_unit, kpi.target_year) == (Decimal(1200), "人", 2023)
    assert kpi.note is None
    assert not read.checks


def test_a_measure_takes_the_item_that_its_agreement_prints(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    document.page.line("1　生活機能の強化", 13)
    document.page.line("(1)　教育", 12)
    for label, text in (
        ("取組項目", "図書館の相互利用"),
        ("取組の内容", "相互に利用する。"),
        ("甲の役割", "運営する。"),
        ("乙の役割", "協力する。"),
    ):
        document.page.row([LEFT, 160, RIGHT], [label, text])
    document.page.y += 20
    document.measure("図書館事業")
    read = document.read(profile)
    (agreement,) = read.rows["agreements"]
    (measure,) = read.rows["measures"]
    for one in (agreement, measure):
        assert (one.policy_area, one.field, one.item) == ("生活機能の強化", "教育", "図書館の相互利用")
        assert one.sources["item"][0].raw_text == "図書館の相互利用"
    assert [(r.municipality, r.role_text) for r in read.rows["agreement_roles"]] == [
        ("一関市", "運営する。"),
        ("平泉町", "協力する。"),
    ]
    assert not read.checks


def test_a_kpi_table_without_targets_is_told(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    document.head("図書館事業")
    document.content()
    document.page.cell(LEFT, 160, 36, "成果指標")
    document.page.row([160.0, 295.0, RIGHT], ["指標", "現状値(2018年度)"])
    document.page.row([160.0, 295.0, RIGHT], ["利用者数", "100人"])
    document.rest()
    assert document.read(profile).checks == {"kpi.no_target_column": 1}


def test_a_captioned_table_below_a_measure_is_its_budget(tmp_path: Path, profile: Path) -> None:
    """Also over a page break, and when caption and unit stand at the two ends of a line."""
    document = Document(tmp_path)
    document.down_to_the_kpi("図書館事業")
    page = document.page
    page.y += 8
    page.text(LEFT, page.y + 0.3, "事業費見込額")
    page.text(460, page.y, "（単位：千円）")
    page.y += 13
    edges = [LEFT, *YEARS[1:]]
    page.row(edges, ["財源", "2019年度", "2020年度", "2021年度", "2022年度", "2023年度"])
    page.row(edges, ["地方債", "－", "10", "20", "30", "40"])
    page = document.turn()
    page.row(edges, ["合計", "1", "2", "3", "4", "5"])
    read = document.read(profile)
    rows = {(b.fiscal_year, b.funding): b.amount_yen for b in read.rows["budgets"]}
    assert [rows[year, "total"] for year in range(2019, 2024)] == [1000, 2000, 3000, 4000, 5000]
    assert [rows[year, "地方債"] for year in range(2020, 2024)] == [10_000, 20_000, 30_000, 40_000]
    assert not read.rows["statistics"]
    assert not read.checks


def test_labels_that_head_the_rows_below_them(tmp_path: Path, profile: Path) -> None:
    """事業費(千円) and 成果指標 as the first cell of a row of heads; the rows below name themselves."""
    document = Document(tmp_path)
    document.head("図書館事業")
    document.content()
    page, edges = document.page, [LEFT, *YEARS[1:]]
    page.row([LEFT, 295, 415, RIGHT], ["成果指標", "基準値(2018年度)", "目標値(2023年度)"])
    page.row([LEFT, 295, 415, RIGHT], ["利用者数", "100人", "150人"])
    page.row([LEFT, 295, 415, RIGHT], ["満足度", "50%", "60%"])
    page.row(edges, ["事業費(千円)", "2019", "2020", "2021", "2022", "2023"])
    page.row(edges, ["国県支出金", "1", "2", "3", "4", "5"])
    page.row(edges, ["その他", "0", "0", "0", "0", "1"])
    page.row(edges, ["合計", "1", "2", "3", "4", "6"])
    document.roles()
    read = document.read(profile)
    assert [(k.indicator, k.baseline_raw, k.target_raw) for k in read.rows["kpis"]] == [
        ("利用者数", "100人", "150人"),
        ("満足度", "50%", "60%"),
    ]
    amounts: dict[str, list[int]] = {}
    for row in read.rows["budgets"]:
        amounts.setdefault(row.funding, []).append(row.amount_yen // 1000)
    assert amounts == {"国県支出金": [1, 2, 3, 4, 5], "その他": [0, 0, 0, 0, 1], "total": [1, 2, 3, 4, 6]}
    assert read.rows["measures"][0].role_sharing == "両市町が費用を負担する。"
    assert not read.checks


def test_the_last_row_alone_on_the_next_page_is_the_measure_s(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    document.measure("図書館事業")
    document.turn().row([LEFT, 160, RIGHT], ["備　考", "特になし"])
    read = document.read(profile)
    assert read.rows["measures"][0].note == "特になし"
    assert not read.checks


def test_a_budget_with_a_row_for_each_year_over_a_page_break(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    document.down_to_the_kpi("図書館事業")
    edges = [160.0, 260.0, 350.0, 440.0, RIGHT]
    page = document.page
    page.cell(LEFT, 160, 18 * 5, "事業費(百万円)")
    page.row(edges, ["年度", "国県支出金", "一般財源", "計"])
    for year in range(2019, 2023):
        page.row(edges, [f"令和{year - 2018}年度({year})", "－", f"{year - 2018}", f"{year - 2018}"])
    page = document.turn()
    page.cell(LEFT, 160, 18 * 2, "")
    page.row(edges, ["令和5年度(2023)", "1,000", "5", "1,005"])
    page.row(edges, ["合計", "1,000", "15", "1,015"])
    read = document.read(profile)
    amounts = {(b.fiscal_year, b.funding): b.amount_yen for b in read.rows["budgets"]}
    assert [amounts[year, "total"] for year in range(2019, 2023)] == [n * 10**6 for n in range(1, 5)]
    assert (amounts[2019, "国県支出金"], amounts[2023, "国県支出金"]) == (None, 10**9)
    assert len(amounts) == 15
    assert {(s.row_label, s.value) for s in read.rows["statistics"]} == {
        ("図書館事業／国県支出金", Decimal(1000)),
        ("図書館事業／一般財源", Decimal(15)),
        ("図書館事業", Decimal(1015)),
    }
    assert not read.checks


def test_one_name_and_baseline_over_two_target_years(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    document.head("図書館事業")
    document.content()
    page, edges = document.page, [160.0, 295.0, 415.0, RIGHT]
    page.cell(LEFT, 160, 54, "成果指標")
    page.row(edges, ["指標", "現状値", "目標値"])
    page.cell(160, 295, 36, "利用者数")
    page.cell(295, 415, 36, "100人（H30）")
    page.row([415, RIGHT], ["120人（R3）"])
    page.row([415, RIGHT], ["150人（R5）"])
    document.rest()
    read = document.read(profile)
    assert [(k.indicator, k.baseline_value, k.target_value, k.target_year) for k in read.rows["kpis"]] == [
        ("利用者数", 100, 120, 2021),
        ("利用者数", 100, 150, 2023),
    ]
    assert not read.checks


def test_units_and_years_within_the_heads_of_a_table_of_figures(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    document.page.line("1　面積と人口", 13)
    edges = [LEFT, 160, 260, 400, RIGHT]
    document.page.row(edges, ["市町", "面積（km²）", "人口（人）2015年", "高齢化率（％）"])
    document.page.row(edges, ["一関市", "1,256.42", "121,583", "33.9"])
    document.page.y += 20
    document.measure("図書館事業")
    read = document.read(profile)
    assert [(s.value, s.unit, s.year) for s in read.rows["statistics"]] == [
        (Decimal("1256.42"), "km²", None),
        (Decimal(121583), "人", 2015),
        (Decimal("33.9"), "%", None),
    ]


def test_words_of_a_year_say_what_is_done_in_it(tmp_path: Path, profile: Path) -> None:
    """Words that end in a doing are activity; others are told."""
    document = Document(tmp_path)
    document.down_to_the_kpi("図書館事業")
    document.schedule_head()
    document.page.row(YEARS, ["工事", "調査・協議", "基本設計", "→", "", "対象外"])
    document.budget()
    read = document.read(profile)
    assert read.active() == [(2019, True), (2020, True), (2021, True), (2022, False), (2023, True)]
    assert read.checks == {"value.unknown_mark": 1}


def test_a_label_over_labels_is_the_title_of_a_group(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    page = document.page
    document.head("図書館事業")
    page.cell(LEFT, 90, 36, "概要")
    page.row([90, 160, RIGHT], ["内容", "相互に利用する。"], tints=(0.9,))
    page.row([90, 160, RIGHT], ["効果", "利用が増える。"], tints=(0.9,))
    document.kpi()
    document.schedule_head()
    page.row(YEARS, ["実施", "○", "○", "○", "○", "○"])
    document.budget()
    read = document.read(profile)
    (measure,) = read.rows["measures"]
    assert (measure.content, measure.effect) == ("相互に利用する。", "利用が増える。")
    assert not read.checks


@pytest.mark.parametrize(
    ("line", "style", "label", "ordinal", "title"),
    [
        ("1-(2)　医療体制の確保", "compound", "1-(2)", 2, "医療体制の確保"),
        ("２－３　移住の促進", "compound", "2-3", 3, "移住の促進"),
        ("1.2 観光", "compound", "1.2", 2, "観光"),
        ("2-1-3　観光の振興", "compound_inner", "2-1-3", 3, "観光の振興"),
        ("1-(2)-② 道路の整備", "compound_inner", "1-(2)-②", 2, "道路の整備"),
        ("(イ) 観光", "paren_kana", "(イ)", 2, "観光"),
        ("（三）観光", "paren_kanji", "(三)", 3, "観光"),
    ],
)
def test_headings_numbered_within_others(line: str, style: str, label: str, ordinal: int, title: str) -> None:
    found = read_number(line, ["arabic", style])
    assert found is not None
    assert (found.style, found.label, found.ordinal, found.title) == (style, label, ordinal, title)


def test_a_survey_s_year() -> None:
    assert [y.year for y in find_years("H27国勢調査　R2国調")] == [2015, 2020]


def test_a_typed_arrow_in_the_middle_of_a_merged_cell_stands_for_its_years(
    tmp_path: Path, profile: Path
) -> None:
    """It does not reach the ends of its cell, which is told; the number before a label is no part of it."""
    document = Document(tmp_path)
    document.down_to_the_kpi("図書館事業")
    page = document.page
    page.cell(LEFT, 160, 36, "⑥実施計画")
    page.row(YEARS, ["年度", "2019", "2020", "2021", "2022", "2023"])
    page.row([160, 235, RIGHT], ["", ""])
    page.text((235 + RIGHT) / 2 - 100, page.y - 15, "─" * 19 + "→")
    document.budget()
    read = document.read(profile)
    assert read.active() == [(year, True) for year in range(2019, 2024)]
    assert {s.activity for s in read.rows["schedules"]} == {"実施計画"}
    assert read.checks == {"schedule.ambiguous_extent": 1}


def test_a_heading_out_of_turn_is_a_heading_and_a_missing_one_is_told(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    for heading in ("1　生活機能の強化", "(1)　教育", "(3)　福祉", None):  # (2) is not printed
        if heading is not None:
            document.page.line(heading, 13)
            document.page.line("圏域の市町が役割を分担しながら、次の施策に取り組んでいくものとする。")
        if heading != "1　生活機能の強化":
            document.measure(f"{heading}の事業")
        if heading == "(3)　福祉":
            document.page.line("2　結びつきの強化", 13)
        document.turn()
    read = document.read(profile)
    assert [m.field for m in read.rows["measures"]] == ["教育", "福祉", None]
    assert read.checks == {"measure.no_area": 1}


def test_roles_and_amounts_in_the_columns_of_a_list(tmp_path: Path, profile: Path) -> None:
    """Each group of columns has the words of its own head: the unit of money, whose roles they are."""
    profile.write_text(
        PROFILE.replace("[measure.labels]", '[measure]\nshape = "list"\n[measure.labels]'), "utf-8"
    )
    document = Document(tmp_path)
    page, names = document.page, [60.0, 120.0, 200.0, 260.0]
    edges = [260.0, 300.0, 340.0, 380.0, 420.0, 470.0, RIGHT]
    top = page.y
    for x0, x1, label in zip(names, names[1:], ("事業名", "事業概要", "関係市町"), strict=False):
        page.cell(x0, x1, 36, label)
    page.row([260, 340, 420, RIGHT], ["成果指標", "事業費(千円)", "役割分担"])
    page.row(edges, ["現状値\n(H30)", "目標値\n(R5)", "2019", "2020", "一関市", "平泉町"], 18)
    assert page.y == top + 36
    page.row(
        [*names, *edges[1:]], ["図書館", "利用する", "一関市", "1人", "2人", "10", "20", "運営", "協力"], 18
    )
    read = document.read(profile)
    assert [b.amount_yen for b in read.rows["budgets"]] == [10_000, 20_000]
    assert [(r.municipality, r.role_text) for r in read.rows["measure_roles"]] == [
        ("一関市", "運営"),
        ("平泉町", "協力"),
    ]
