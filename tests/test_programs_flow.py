"""What stands around the tables, as spreadsheets and report writers set it: contents pages, frames."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.readers import read_document
from extractors.vision.flow import build_flow
from tests.drawn_measures import LEFT, MEASURE, YEARS, Document

FRONT = [("第2次一関・平泉定住自立圏共生ビジョン", 18.0), ("一関市", 14.0), ("2019年3月 策定", 12.0)]
TITLES = ("定住自立圏の名称", "圏域を形成する市町の名称", "圏域の将来像", "具体的な取組")


def _measure(document: Document) -> None:
    document.head("救急医療事業")
    document.content()
    document.kpi()
    document.rest()


def test_numbers_high_up_in_a_contents_page_are_not_its_own(tmp_path: Path) -> None:
    """Leaders and page numbers stand in cells of their own, the first entries in the page's upper margin."""
    document = Document(tmp_path, FRONT)
    document.page.text(280, 40, "目次", 12)
    for k, title in enumerate(TITLES):
        document.page.text(60, 56 + 14 * k, f"{k + 1}　{title} ・・・・・・・・・・・・・・")
        document.page.text(520, 56 + 14 * k, f"({k + 3})")
    for number, title in enumerate(TITLES, start=3):
        document.page.text(285, 805, f"- {number - 1} -")
        document.turn().line(f"{number - 2}　{title}", 13)
        document.page.line("一関市及び平泉町の圏域は次のとおりとする。")
    _measure(document)
    document.page.text(285, 805, f"- {number} -")
    read = document.read()
    assert [(s.title, s.toc_printed_page, s.toc_page_matches) for s in read.rows["outline"]] == [
        (title, k + 3, True) for k, title in enumerate(TITLES)
    ]
    flow = build_flow(read_document(document.path, reader="pdfium", workers=0))
    assert flow.printed_pages == {2: 2, 3: 3, 4: 4, 5: 5, 6: 6}


def test_frames_one_below_the_other_are_prose(tmp_path: Path) -> None:
    """A spreadsheet draws frames in adjacent rows, which share their rules like a table's."""
    frames = ["若い世代が希望を持って働ける圏域を目指す。", "地域資源を磨き上げる。", "次の世代につなぐ。"]
    document = Document(tmp_path)
    document.page.line("圏域の将来像は次のとおりとする。")
    for text in frames:
        document.page.row([80, 500], [text], 30)
    document.turn()
    _measure(document)
    read = document.read()
    assert read.rows["outline"][-1].text.split("\n")[-3:] == frames
    assert not {"layout.unknown_table", "layout.unlabelled_cell"} & set(read.checks)


def test_a_head_that_a_page_break_cuts_inside_its_cells_is_one_head(tmp_path: Path) -> None:
    """Word and Writer break a row inside its cells; the rest of the head stands over the values overleaf."""
    edges = [80.0, 180.0, 280.0, 380.0]
    document = Document(tmp_path)
    document.page.y = 760
    document.page.line("圏域における人口の推移　(単位：人)")
    document.page.row(edges, ["年", "2010年", "2020年"])
    page = document.turn()
    for texts in (["市町", "(平成22年)", ""], ["一関市", "127,642", "114,777"], ["平泉町", "8,345", "7,303"]):
        page.row(edges, texts)
    page.y += 30
    _measure(document)
    read = document.read()
    assert [(s.row_label, s.column_label, s.year, s.value) for s in read.rows["statistics"]] == [
        ("一関市", "2010年(平成22年)", 2010, 127642),
        ("一関市", "2020年", 2020, 114777),
        ("平泉町", "2010年(平成22年)", 2010, 8345),
        ("平泉町", "2020年", 2020, 7303),
    ]


@pytest.mark.parametrize(
    ("rows", "labels", "n_told"),
    [
        ([["面積", "1,319.81km²"], ["人口", "129,451人"]], [("面積", "#1"), ("人口", "#1")], 0),
        ([["区分", ""], ["一関市", "127,642"]], [("一関市", "#1")], 1),
        ([["", "2010年"], ["", "127,642"], ["平泉町", "8,345"]], [("#1", "2010年"), ("平泉町", "2010年")], 1),
    ],
)
def test_values_without_a_label_are_labelled_by_their_place(
    rows: list[list[str]], labels: list[tuple[str, str]], n_told: int, tmp_path: Path
) -> None:
    """A contract row needs both labels; where a table prints some and not this one, a person is told."""
    document = Document(tmp_path)
    document.page.line("圏域の概要")
    for texts in rows:
        document.page.row([80.0, 180.0, 280.0], texts)
    document.page.y += 30
    _measure(document)
    read = document.read()
    assert [(s.row_label, s.column_label) for s in read.rows["statistics"]] == labels
    assert read.checks["statistics.unlabelled"] == n_told


def test_a_measure_whose_name_is_blank_is_told(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.head("")
    document.content()
    document.kpi()
    document.rest()
    assert document.read().checks["measure.no_name"] == 1


def test_a_note_that_begins_with_foreign_words_is_carried_on_in_another_font(tmp_path: Path) -> None:
    """TeX sets Japanese smaller than the Latin beside it, and from another font."""
    document = Document(tmp_path)
    _measure(document)
    document.page.canvas.setFont("Times-Roman", 8)
    document.page.canvas.drawString(
        60, 842 - document.page.y - 10, "* DMO (Destination Management/Marketing Organization)"
    )
    document.page.text(
        60, document.page.y + 14, "観光地経営の視点に立った観光地域づくりの舵取り役とする。", 7.4
    )
    (note,) = document.read().rows["footnotes"]
    assert note.text.endswith("Organization) 観光地経営の視点に立った観光地域づくりの舵取り役とする。")


def test_a_blank_year_under_a_repeated_head_is_of_its_row(tmp_path: Path) -> None:
    """Prawn repeats the row of the name, and below 関係市町 the budget's last year is blank."""
    document = Document(tmp_path)
    document.down_to_the_schedule()
    page = document.turn()
    page.row([60.0, 160.0, 475.0, 535.0], ["施策名", MEASURE, "関係市町"])
    page.row(
        [60.0, 235.0, 295.0, 355.0, 415.0, 475.0, 535.0], ["事業費見込(千円)", "1,000", "2,000", "", "", ""]
    )
    document.roles()
    read = document.read()
    assert [(b.fiscal_year, b.missing_reason) for b in read.rows["budgets"]][2:] == [
        (2021, "blank"),
        (2022, "blank"),
        (2023, "blank"),
    ]
    assert read.checks["budget.no_cell"] == 0


@pytest.mark.parametrize("is_drawn_in", [False, True])
def test_the_blank_rest_of_a_head_on_the_next_page_is_no_activity(is_drawn_in: bool, tmp_path: Path) -> None:
    """WebKit breaks a table inside a row: the years stand on one page, the rest of their row on the next."""
    document = Document(tmp_path)
    document.down_to_the_kpi()
    document.page.cell(60, 160, 18)
    document.page.row(YEARS, ["年", "2019", "2020", "2021", "2022", "2023"])
    page = document.turn()
    page.cell(60, 160, 30, "実施\nスケジュール")
    page.row(YEARS, [""] * 6, 12)
    if is_drawn_in:
        page.arrow(238, 350, page.y - 6)
    page.row(YEARS, ["事業の実施", *"○○○○○"])
    document.budget()
    document.roles()
    read = document.read()
    assert len(read.rows["schedules"]) == (10 if is_drawn_in else 5)
    assert read.checks["schedule.empty"] == 0


def test_ruby_is_no_part_of_names_and_headings(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.page.text(82, document.page.y + 2, "ちいき", 6.5)
    document.page.y += 6
    document.page.line("1　地域医療の充実", 13)
    document.page.row([60, 160, 475, 535], ["施策名", "", "関係市町"], 26)
    document.page.text(163, document.page.y - 23, "きゅうきゅう", 5)
    document.page.text(163, document.page.y - 16, MEASURE)
    document.content()
    document.kpi()
    document.rest()
    read = document.read()
    assert [measure.name for measure in read.rows["measures"]] == [MEASURE]
    assert read.rows["outline"][-1].title == "地域医療の充実"
    assert not any("ちいき" in section.text for section in read.rows["outline"])
    assert [f.observed for f in read.findings if f.check_id == "reader.ruby"] == ["きゅうきゅう", "ちいき"]
    assert all(page.chars_unclaimed == 0 for page in read.rows["coverage"])


@pytest.mark.parametrize("shift_pt", [-4.0, -25.0])
def test_pages_bound_at_alternate_sides_go_on_with_their_tables(shift_pt: float, tmp_path: Path) -> None:
    """Mirrored margins move the right pages' tables; what a page break cuts is known by its columns."""
    document = Document(tmp_path)
    document.measure("地域公共交通事業")
    document.turn()
    document.down_to_the_schedule()
    edges = [LEFT, *YEARS[1:]]
    document.page.row(edges, ["事業費見込(千円)", "", "", "", "", ""])
    document.turn().canvas.translate(shift_pt, 0)
    document.page.row(edges, ["", "1,000", "2,000", "3,000", "4,000", "5,000"])
    document.roles()
    document.page.y += 20
    document.measure("観光振興事業")
    read = document.read()
    assert read.amounts() == [1000, 2000, 3000, 4000, 5000] * 3
    assert [m.name for m in read.rows["measures"]] == ["地域公共交通事業", MEASURE, "観光振興事業"]
    first, last = (read.rows["budgets"][i].sources["amount_yen"][0].box for i in (0, -5))
    assert (first.page, last.page) == (2, 4)
    assert last.x0 - first.x0 == pytest.approx(shift_pt, abs=0.1)


def test_words_in_a_box_within_a_cell_are_the_cells_own(tmp_path: Path) -> None:
    """A box around a paragraph, and one around a name: neither is a table, and no word of them is lost."""
    document = Document(tmp_path)
    document.head(MEASURE)
    document.page.row([60, 160, 475, 535], ["取組内容", "", "一関市\n平泉町"], 40)
    top = document.page.y - 40
    document.page.text(163, top + 2, "次のとおりとする。")
    document.page.canvas.rect(165, 842 - top - 34, 250, 16)
    document.page.text(170, top + 20, "圏域の救急医療体制を確保する。")
    document.kpi()
    document.page.row([60, 160, 535], ["事業", ""], 24)
    document.page.canvas.rect(165, 842 - document.page.y + 4, 34, 15)
    document.page.text(167, document.page.y - 18, "一関市")
    document.page.text(203, document.page.y - 18, "：救急医療事業")
    document.schedule_head()
    document.activity()
    document.budget()
    document.roles()
    read = document.read()
    assert read.rows["measures"][0].content == "次のとおりとする。\n圏域の救急医療体制を確保する。"
    assert [(p.municipality, p.name) for p in read.rows["projects"]] == [("一関市", "救急医療事業")]
    assert not {"layout.unlabelled_cell", "ledger.unclaimed"} & set(read.checks)
