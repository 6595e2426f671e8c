"""Tables without verticals: rows at the ends of pages, lines beside each other, labels over two columns."""

from __future__ import annotations

from pathlib import Path

from extractors.reading import PageReading
from extractors.tables.export import grid_rows
from tests.lattice_kit import Sheet

LEFT, RIGHT = 60.0, 530.0


def ruled(path: Path, *ys: float) -> Sheet:
    sheet = Sheet(path / "open.pdf")
    for y in ys:
        sheet.line(LEFT, y, RIGHT, y)
    return sheet


def rows(page: PageReading) -> list[list[str]]:
    (table,) = page.tables
    return [list(row) for row in grid_rows(table)]


def figures(sheet: Sheet, top: float, *texts: str) -> None:
    for x, text in zip((LEFT + 8, 200, 300, 400), texts, strict=False):
        sheet.text(x, top, text)


def test_a_wrapped_head_beside_one_in_the_middle_of_its_cell(tmp_path: Path) -> None:
    sheet = ruled(tmp_path, 100, 130, 150)
    for x, top, text in (
        (70, 110, "指標"),
        (200, 104, "現状値(2017年"),
        (200, 116, "度)"),
        (272, 110, "目標値"),
    ):
        sheet.text(x, top, text)
    for x, text in ((70, "参加者数"), (210, "60人"), (282, "61人")):
        sheet.text(x, 135, text)
    found = rows(sheet.read())
    assert found == [["指標", "現状値(2017年\n度)", "目標値"], ["参加者数", "60人", "61人"]]


def test_figures_that_wrap_beside_others_are_one_row(tmp_path: Path) -> None:
    sheet = ruled(tmp_path, 100, 120, 150)
    figures(sheet, 105, "区分", "2010年", "2015年", "2020年")
    figures(sheet, 124, "", "112,80", "107,16", "")
    figures(sheet, 136, "", "2", "2", "")
    figures(sheet, 130, "圏域合計", "", "", "95,882")
    assert rows(sheet.read())[1] == ["圏域合計", "112,80\n2", "107,16\n2", "95,882"]


def test_the_head_of_a_table_alone_where_a_page_ends_early(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "head.pdf")
    sheet.text(LEFT, 60, "【具体的な取組】")
    sheet.rect(LEFT, 100, RIGHT, 120)
    for x, text in ((70, "施策名"), (146, "救急医療体制確保事業"), (460, "関係市町")):
        sheet.text(x, 105, text)
    assert rows(sheet.read()) == [["施策名", "救急医療体制確保事業", "関係市町"]]


def test_a_title_in_a_frame_is_no_table_without_columns(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "title.pdf")
    sheet.rect(LEFT, 300, RIGHT, 340)
    sheet.text(120, 315, "一関・平泉定住自立圏共生ビジョン")
    (table,) = sheet.read().tables
    assert len(table.cells) == 1


def test_the_rest_of_a_row_alone_on_top_of_a_page(tmp_path: Path) -> None:
    sheet = ruled(tmp_path, 60, 90)
    sheet.text(150, 64, "その成果を圏域全体に広げるため、情報の共有に取り")
    sheet.text(150, 76, "組む。")
    sheet.text(LEFT, 96, "※事業費見込は、現時点での見込額である。")
    assert rows(sheet.read()) == [["", "その成果を圏域全体に広げるため、情報の共有に取り\n組む。"]]


def test_the_activity_and_its_arrow_alone_on_top_of_a_page(tmp_path: Path) -> None:
    sheet = ruled(tmp_path, 60, 80)
    sheet.text(150, 65, "事業の実施")
    sheet.line(260, 70, 500, 70)
    for y in (66, 74):
        sheet.line(495, y, 500, 70)
    assert rows(sheet.read()) == [["", "事業の実施", ""]]


def test_rows_at_a_break_without_rule(tmp_path: Path) -> None:
    sheet = ruled(tmp_path, 700, 720, 740)
    figures(sheet, 705, "区分", "2010年", "2015年", "2020年")
    figures(sheet, 725, "一関市", "1,100", "1,000", "900")
    figures(sheet, 745, "平泉町", "110", "100", "90")
    sheet.text(290, 810, "- 3 -")
    page = sheet.read()
    assert rows(page)[2] == ["平泉町", "110", "100", "90"]
    assert [line.text for line in page.lines] == ["- 3 -"]


def test_a_caption_and_a_note_beside_a_table_are_no_rows(tmp_path: Path) -> None:
    sheet = ruled(tmp_path, 80, 100, 120)
    sheet.text(LEFT + 8, 66, "表1")
    sheet.text(400, 66, "(単位：人)")
    figures(sheet, 85, "区分", "2010年", "2015年", "2020年")
    figures(sheet, 105, "一関市", "1,100", "1,000", "900")
    sheet.text(LEFT + 8, 125, "※")
    sheet.text(200, 125, "国勢調査")
    assert len(rows(sheet.read())) == 2


def test_a_label_over_two_columns_hides_no_edge_that_a_rule_shows(tmp_path: Path) -> None:
    sheet = ruled(tmp_path, 100, 120, 160, 180)
    sheet.line(130, 140, RIGHT, 140)
    heads, amounts = ("2021年度", "2022年度", "2023年度"), ("5,016", "2,132", "1,808")
    for x, head, amount in zip((250, 340, 430), heads, amounts, strict=True):
        sheet.text(x, 125, head)
        sheet.text(x + 12, 165, amount)
    for x, y, text in (
        (70, 105, "効果"),
        (136, 105, "安心が確保され、圏域の医療が守られ、住民の暮らしが支えられる。"),
        (70, 135, "実施時期"),
        (160, 125, "年"),
        (146, 145, "事業の実施"),
        (118, 165, "事業費見込"),
    ):
        sheet.text(x, y, text)
    sheet.text(250, 145, "○")
    found = rows(sheet.read())
    assert [row[:1] for row in found[1:3]] == [["実施時期"], ["実施時期"]]
    assert "年" in found[1] and "事業の実施" in found[2]


def test_a_last_row_without_verticals(tmp_path: Path) -> None:
    sheet = ruled(tmp_path, 100, 120, 140, 160)
    for x in (LEFT, 190, 290, 390, RIGHT):
        sheet.line(x, 100, x, 140)
    figures(sheet, 105, "区分", "2010年", "2015年", "2020年")
    figures(sheet, 125, "一関市", "1,100", "1,000", "900")
    figures(sheet, 145, "平泉町", "110", "", "90")
    page = sheet.read()
    assert rows(page)[2] == ["平泉町", "110", "", "90"]
    assert not page.lines and not page.drawings


def test_a_note_between_a_table_and_a_rule_is_no_row(tmp_path: Path) -> None:
    sheet = ruled(tmp_path, 100, 120, 140, 160)
    for x in (LEFT, 190, RIGHT):
        sheet.line(x, 100, x, 140)
    figures(sheet, 105, "区分", "2010年")
    figures(sheet, 125, "一関市", "1,100")
    sheet.text(LEFT, 145, "国勢調査の数値をもとに一関市が作成した。")
    assert len(rows(sheet.read())) == 2


def test_a_row_without_label_under_a_head_printed_again(tmp_path: Path) -> None:
    sheet = ruled(tmp_path, 60, 80, 110, 130)
    for x, y, text in (
        (70, 65, "施策名"),
        (150, 65, "救急医療体制確保事業（続き）"),
        (460, 65, "関係市町"),
        (158, 84, "・情報の共有を行い、圏域全体に広げる。"),
        (158, 97, "・関係機関と連携する。"),
        (465, 90, "平泉町"),
        (70, 115, "効果"),
        (150, 115, "安心が確保される。"),
    ):
        sheet.text(x, y, text)
    found = rows(sheet.read())
    assert found[1] == ["", "・情報の共有を行い、圏域全体に広げる。\n・関係機関と連携する。", "平泉町"]


def test_a_spread_label_beside_a_single_character_of_its_content(tmp_path: Path) -> None:
    sheet = ruled(tmp_path, 100, 120, 160)
    sheet.text(76, 105, "効　果")
    sheet.text(132, 105, "安心が確保され、圏域の医療が守られる。")
    sheet.text(132, 124, "救急医療支援事業、道路新設改良対策事")
    sheet.text(76, 136, "事　業")
    sheet.text(132, 136, "業")
    sheet.text(132, 148, "道路新設改良推進事業費補助金")
    assert rows(sheet.read())[1][1].split("\n")[1] == "業"


def test_a_head_without_lower_rule_where_a_page_ends_early(tmp_path: Path) -> None:
    sheet = ruled(tmp_path, 260)
    for x in (140, 450):
        sheet.line(x, 260, x, 280)
    for x, text in ((70, "施策名"), (146, "救急医療体制確保事業"), (460, "関係市町")):
        sheet.text(x, 265, text)
    assert rows(sheet.read()) == [["施策名", "救急医療体制確保事業", "関係市町"]]
