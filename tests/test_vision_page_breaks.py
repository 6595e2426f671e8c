"""What other programs do to a table where a page ends, and close to its edges: each with its document."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drawn_measures import LEFT, RIGHT, YEARS, Document

ALL_YEARS = [(year, True) for year in range(2019, 2024)]
AMOUNTS = [1000, 2000, 3000, 4000, 5000]


def test_a_measure_on_one_page_reads_whole_and_without_a_finding(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.measure()
    read = document.read()
    assert not read.checks
    assert read.active() == ALL_YEARS and read.amounts() == AMOUNTS


def test_an_empty_rest_of_a_row_under_a_repeated_head_hides_nothing(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.head("救急医療体制確保事業")
    page = document.turn()
    document.head("救急医療体制確保事業")
    page.row([LEFT, 160, 475, RIGHT], ["", "", ""])
    document.content()
    document.kpi()
    document.rest()
    read = document.read()
    assert not read.checks
    assert [m.municipality for m in read.rows["measure_municipalities"]] == ["一関市", "平泉町"]
    assert [m.content for m in read.rows["measures"]] == ["圏域の医療を守る。"]


def test_amounts_whose_row_a_break_cuts_are_read_once_and_joined(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.down_to_the_schedule()
    edges = [LEFT, *YEARS[1:]]
    document.page.row(edges, ["事業費見込(千円)", "", "2,0", "3,000", "", ""])
    document.turn().row(edges, ["", "1,000", "00", "", "4,000", "5,000"])
    document.roles()
    read = document.read()
    assert read.amounts() == AMOUNTS
    assert not [check for check in read.checks if check.startswith("budget")]


def test_a_kpi_head_whose_year_comes_on_the_next_page(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.head("救急医療体制確保事業")
    document.content()
    edges = [160.0, 295.0, 415.0, RIGHT]
    document.page.cell(LEFT, 160, 18, "重要業績")
    document.page.row(edges, ["指標", "現状値", "目標値(2023年度)"])
    page = document.turn()
    page.cell(LEFT, 160, 36, "評価指標(KPI)")
    page.row(edges, ["", "(2018年度)", ""])
    page.row(edges, ["参加者数", "10人", "20人"])
    document.rest()
    read = document.read()
    (kpi,) = read.rows["kpis"]
    assert (kpi.indicator, kpi.baseline_raw, kpi.baseline_year, kpi.target_year) == (
        "参加者数",
        "10人",
        2018,
        2023,
    )
    assert not read.checks


def test_a_schedule_label_cut_in_two_keeps_the_activity_above_the_break(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.down_to_the_kpi()
    page = document.page
    page.cell(LEFT, 160, 36, "実施スケ", 0.8)
    page.row(YEARS, ["年", "2019", "2020", "2021", "2022", "2023"], tints=(0.8,) * 6)
    page.row([160, 235, RIGHT], ["事業の実施", ""])
    page.arrow(238, 530, page.y - 9)
    page = document.turn()
    page.cell(LEFT, 160, 14, "ジュール", 0.8)
    page.row([160, 235, RIGHT], ["", ""], 14)
    document.budget()
    document.roles()
    read = document.read()
    assert {s.activity for s in read.rows["schedules"]} == {"事業の実施"}
    assert read.active() == ALL_YEARS


def test_a_heading_close_under_a_table_is_no_line_of_it(tmp_path: Path) -> None:
    document = Document(tmp_path)
    page = document.page
    page.row([LEFT, 300, RIGHT], ["区分", "面積"])
    page.row([LEFT, 300, RIGHT], ["圏域", "10"])
    page.y += 0.5
    page.line("1　医療")
    page.line("医療の取組を次のとおり進める。")
    document.turn().row([LEFT, 300, RIGHT], ["区分", "人口"])
    document.page.y += 20
    document.measure()
    titles = [s.title for s in document.read().rows["outline"]]
    assert "医療" in titles


def test_a_unit_close_above_the_next_pages_table_is_its_caption(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.measure("第一の事業")
    page = document.turn()
    page.text(475, page.y - 10.5, "(単位：千円)")
    document.measure("第二の事業")
    read = document.read()
    assert [m.municipality for m in read.rows["measure_municipalities"]] == ["一関市", "平泉町"] * 2
    assert not read.checks


def test_a_shaft_from_the_border_is_an_arrow_and_parts_no_cell(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.down_to_the_kpi()
    document.schedule_head()
    page = document.page
    page.canvas.setLineWidth(2)
    page.row([160, 235, RIGHT], ["事業の実施", ""])
    page.row([LEFT, *YEARS[1:]], ["事業費見込(千円)", "1,000", "2,000", "", "", ""])
    page.canvas.setLineWidth(1)
    up = 842.0 - (page.y - 27)
    page.canvas.line(237, up, 353, up)
    document.roles()
    read = document.read()
    assert [on for _, on in read.active()] == [True, True, False, False, False]


def test_years_shown_by_tinted_cells(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.down_to_the_kpi()
    document.schedule_head()
    document.page.row(YEARS, ["事業の実施", *[""] * 5], tints=(None, 0.5, 0.5, None, None, None))
    document.budget()
    read = document.read()
    assert [on for _, on in read.active()] == [True, True, False, False, False]


def test_a_comma_that_hangs_over_the_rule_stays_in_its_line(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.head("救急医療体制確保事業")
    text = "休日及び夜間の救急医療を守るため圏域の医師会と市町、\n力を合わせる。"
    document.page.row([LEFT, 160, 414, RIGHT], ["取組内容", text, "一関市\n平泉町"], 32)
    document.kpi()
    document.rest()
    (measure,) = document.read().rows["measures"]
    assert measure.content == text.replace("\n", "")


def test_notes_in_rows_of_the_table_are_notes_also_over_a_break(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.measure()
    document.page.row([LEFT, RIGHT], ["※金額は見込みである。"])
    document.turn().row([LEFT, RIGHT], ["※毎年度見直す。"])
    document.page.y += 20
    document.page.line("3　その他")
    read = document.read()
    assert [(n.marker, n.text) for n in read.rows["footnotes"]] == [
        ("※", "金額は見込みである。"),
        ("※", "毎年度見直す。"),
    ]
    assert not read.checks
    assert read.rows["measures"][0].role_sharing == "両市町が費用を負担する。"


def test_a_figure_wider_than_its_cell_moves_no_paragraph(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.down_to_the_kpi()
    page = document.page
    text = "第3子以降の保育料の軽減事業、乳幼児から高校生までの医療\n費の給付"
    page.cell(LEFT, 160, 32, "事業")
    page.cell(160, RIGHT, 32)
    page.text(172, page.y + 3, text, 12.6)
    page.y += 32
    document.rest()
    page.text(295.5, page.y - 33, "2,771,685,000", 9)
    projects = [p.name for p in document.read().rows["projects"]][:2]
    assert projects == ["第3子以降の保育料の軽減事業", "乳幼児から高校生までの医療費の給付"]


def test_a_unit_and_a_note_at_one_height_of_many_pages_are_no_running_heads(tmp_path: Path) -> None:
    document = Document(tmp_path)
    for number in range(1, 5):
        page = document.turn()
        page.text(475, page.y - 13, "(単位：千円)")
        document.down_to_the_kpi(f"第{number}の事業")
        document.rest(budget_label="事業費見込")
        page.text(LEFT, page.y + 4, "※金額は現時点の見込みを記載しており、", 8)
        page.text(LEFT, page.y + 20, "毎年度の予算で額を定める。", 8)
    read = document.read()
    assert read.amounts() == AMOUNTS * 4
    note = "金額は現時点の見込みを記載しており、毎年度の予算で額を定める。"
    assert [n.text for n in read.rows["footnotes"]] == [note] * 4
    assert not read.checks


def test_a_figure_that_its_cell_wraps_is_one_figure_two_figures_are_told(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.down_to_the_kpi()
    document.schedule_head()
    document.page.row([160, 235, RIGHT], ["事業の実施", ""])
    edges = [LEFT, *YEARS[1:]]
    cells = ["事業費見込(千円)", "241,50\n7", "2,771,\n685", "100\n200", "4,000", "5,000"]
    document.page.row(edges, cells, 32)
    read = document.read()
    assert read.amounts()[:2] == [241_507, 2_771_685]
    assert any(check.startswith("value.") for check in read.checks)


def test_titles_of_an_agreement_that_breaks_cut(tmp_path: Path) -> None:
    document = Document(tmp_path)
    edges = [LEFT, 160, RIGHT]
    document.page.row(edges, ["取組の内", "医療を守り、"])
    page = document.turn()
    page.row(edges, ["容", "支える。"])
    page.row(edges, ["一関市の役割", "運営する。"])
    page.row(edges, ["平泉町の", "協力し、"])
    document.turn().row(edges, ["役割", "周知する。"])
    document.page.y += 20
    document.measure()
    read = document.read()
    assert [a.content for a in read.rows["agreements"]] == ["医療を守り、\n支える。"]
    assert [(r.municipality, r.role_text) for r in read.rows["agreement_roles"]] == [
        ("一関市", "運営する。"),
        ("平泉町", "協力し、\n周知する。"),
    ]
    assert not read.checks


def test_two_measures_of_one_name_on_two_pages_are_two(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.measure("道路整備事業")
    document.turn()
    document.measure("道路整備事業")
    read = document.read()
    assert [m.name for m in read.rows["measures"]] == ["道路整備事業"] * 2
    assert read.amounts() == AMOUNTS * 2
    assert not read.checks


def test_the_name_row_alone_at_a_pages_end_begins_a_measure_of_the_same_name(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.measure("道路整備事業")
    document.turn().y = 760
    document.head("道路整備事業")
    document.turn()
    document.content()
    document.kpi()
    document.rest()
    assert document.read().amounts() == AMOUNTS * 2


@pytest.mark.parametrize("printed", ["救急医療体制確保事業（続き）", "(続)救急医療体制確保事業"])
def test_a_name_printed_again_with_a_mark_goes_on_with_its_measure(tmp_path: Path, printed: str) -> None:
    document = Document(tmp_path)
    document.head("救急医療体制確保事業")
    document.content()
    document.turn()
    document.head(printed)
    document.kpi()
    document.rest()
    read = document.read()
    assert [m.name for m in read.rows["measures"]] == ["救急医療体制確保事業"]
    assert read.amounts() == AMOUNTS
    assert not read.checks


def test_a_budget_label_cut_below_its_amounts(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.down_to_the_schedule()
    edges = [LEFT, *YEARS[1:]]
    document.page.row(edges, ["事業費", "1,000", "2,000", "3,000", "4,000", "5,000"])
    document.turn().row(edges, ["見込(千円)", "", "", "", "", ""])
    document.roles()
    read = document.read()
    assert read.amounts() == AMOUNTS
    assert set(read.checks) == {"layout.missing_row"}


def test_a_year_head_printed_again_says_nothing_new(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.down_to_the_kpi()
    document.page.cell(LEFT, 160, 18, "実施スケジュール")
    document.page.row(YEARS, ["年", "2019", "2020", "2021", "2022", "2023"])
    document.turn()
    document.schedule_head()
    document.activity()
    document.budget()
    document.roles()
    read = document.read()
    assert read.active() == ALL_YEARS
    assert set(read.checks) == {"layout.missing_row"}


def test_an_empty_strip_where_the_kpi_block_did_not_fit(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.head("救急医療体制確保事業")
    document.content()
    document.page.row([LEFT, RIGHT], [""], 12)
    document.turn()
    document.kpi()
    document.rest()
    read = document.read()
    assert [k.indicator for k in read.rows["kpis"]] == ["参加者数"]
    assert not read.checks


def test_a_label_cut_beside_its_years_is_whole_with_its_rest(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.down_to_the_kpi()
    document.page.cell(LEFT, 160, 18, "実施スケジュ")
    document.page.row(YEARS, ["年", "2019", "2020", "2021", "2022", "2023"])
    document.turn()
    document.page.cell(LEFT, 160, 18, "ール")
    document.activity()
    document.budget()
    document.roles()
    read = document.read()
    assert {row.activity for row in read.rows["schedules"]} == {"事業の実施"}
    assert [on for _, on in read.active()] == [True] * 5
    assert not read.rows["measure_fields"]
