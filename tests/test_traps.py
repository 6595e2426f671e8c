"""The traps of real PDFs, one small document each; the index says where the others are tested."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from extractors.layouts import load_profile
from extractors.readers import iter_pages, read_document
from extractors.reading import Table
from extractors.text.amounts import parse_amount
from extractors.text.folding import fold
from extractors.text.units import find_units, money_unit
from extractors.vision.columns import columns_under, year_columns
from tests.lattice_kit import HEIGHT_PT, Sheet, spans, texts
from tests.readers_pdfs import add_page, shown, write

HERE = Path(__file__).parent
MADE = HERE / "data" / "traps"

# trap → where it is tested: file::test
INDEX = {
    "missing rule at a page break": "test_lattice_outlines.py::test_box_broken_over_the_page_end",
    "a missing side of a table": "test_lattice_outlines.py::test_side_without_rule_keeps_its_cells",
    "no outer vertical rules": (
        "test_lattice_outlines.py::test_full_width_rows_of_a_table_without_outer_verticals"
    ),
    "white or invisible rules": "test_lattice_rules.py::test_white_rules_and_empty_strokes_are_no_rules",
    "white rules on a tint": "test_lattice_rules.py::test_white_rules_on_a_tint_are_rules",
    "rules drawn twice": "test_lattice_rules.py::test_grid_is_the_same_whatever_draws_the_rules",
    "dotted separators": "test_lattice_rules.py::test_grid_is_the_same_whatever_draws_the_rules",
    "rotated pages": "test_lattice_rules.py::test_rotated_pages_are_read_as_displayed",
    "landscape pages": "test_traps.py::test_pages_of_any_size",
    "縦書き labels": "test_tables_text.py::test_columns_of_a_vertical_label",
    "letter-spaced digits": "test_traps.py::test_letter_spaced_digits",
    "均等割付 labels": "test_traps.py::test_labels_spread_over_their_cell",
    "header over two values": "test_traps.py::test_one_head_over_two_values",
    "two units in one caption": "test_traps.py::test_two_units_in_one_caption",
    "merged year columns": "test_traps.py::test_amount_merged_over_two_years",
    "nested tables": "test_lattice_outlines.py::test_nested_table_belongs_to_its_cell",
    "tables side by side": "test_lattice_outlines.py::test_tables_side_by_side_and_above_each_other",
    "page sizes from A3 to drawing sheets": "test_traps.py::test_pages_of_any_size",
    "90ms-RKSJ and other predefined CMaps": (
        "test_readers_pdfium.py::test_predefined_character_maps_in_both_readers"
    ),
    "Kangxi and supplement radicals": "test_traps.py::test_radicals_are_kept_as_printed_and_folded",
    "text under shapes": "test_readers_pdfium.py::test_text_nobody_sees_is_hidden_not_dropped",
    "hidden text": "test_tables_text.py::test_hidden_characters_are_counted_not_read",
    "annotations and form fields": "test_readers_pdfium.py::test_annotations_and_fields_print_into_the_page",
    "books of 612 pages": "test_traps_memory.py::test_a_book_of_612_pages_needs_no_more_than_one_of_60",
    "borders in many short segments, text cell by cell (Excel)": (
        "test_traps.py::test_borders_of_short_segments_and_text_cell_by_cell"
    ),
    "borders as filled rectangles with corners (Word)": (
        "test_traps.py::test_borders_of_filled_rectangles_with_corner_squares"
    ),
    "every character placed by itself (一太郎)": "test_traps.py::test_every_character_placed_by_itself",
    "a printer driver's bands and clips (DocuWorks)": "test_traps.py::test_page_painted_in_bands_under_clips",
    "LibreOffice and Chromium": "test_traps.py::test_documents_of_real_programs",
}


@pytest.mark.parametrize("trap", INDEX)
def test_every_trap_has_its_test(trap: str) -> None:
    file, _, name = INDEX[trap].partition("::")
    assert re.search(rf"^def {name}\(", (HERE / file).read_text(encoding="utf-8"), re.MULTILINE)


def tables_of(path: Path) -> list[Table]:
    """The tables of a document by both readers, which must agree in every cell."""
    reading = read_document(path, require_japanese=False)
    tables = [table for page in reading.pages for table in page.tables]
    assert {cell.agreement for table in tables for cell in table.cells} == {"agree"}
    return tables


def saved(sheet: Sheet, path: Path) -> Path:
    sheet.canvas.save()
    return path


@pytest.mark.parametrize(
    "printed",
    ["9 0, 0 0 0", "９ ０，０ ０ ０", "９０，０００", "9 0 , 0 0 0"],
    ids=["ascii", "wide", "set", "comma"],
)
def test_letter_spaced_digits(tmp_path: Path, printed: str) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid([50, 150, 300], [50, 80])
    sheet.text(55, 58, "事業費（千円）")
    sheet.text(160, 58, printed, spacing=2.0 if printed == "９０，０００" else 0.0)
    (table,) = tables_of(saved(sheet, tmp_path / "t.pdf"))
    amount = parse_amount(table.cells[1].raw, money_unit(table.cells[0].raw))
    assert amount.amount_yen == 90_000_000


@pytest.mark.parametrize("gap", ["painted", "placed"])
@pytest.mark.parametrize("label", ["施策名", "取組内容", "効果", "役割分担"])
def test_labels_spread_over_their_cell(tmp_path: Path, gap: str, label: str) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid([50, 200, 400], [50, 80])
    if gap == "painted":
        sheet.text(60, 58, "\u3000".join(label))
    else:
        for k, character in enumerate(label):
            sheet.text(60 + 120 / (len(label) - 1) * k, 58, character)
    sheet.text(210, 58, "地域医療")
    (table,) = tables_of(saved(sheet, tmp_path / "t.pdf"))
    profile = load_profile("teiju-measure-sheet")
    found, plain = profile.match(table.cells[0].raw), profile.match(label)
    assert found is not None and plain is not None
    assert found.field == plain.field


def test_one_head_over_two_values(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid([50, 150, 250, 350], [50, 80, 110, 140], merges=[(0, 1, 0, 2), (0, 0, 1, 0)])
    for x, y, text in (
        *((55, 65, "指標"), (200, 58, "目標値"), (155, 88, "2021年度"), (255, 88, "2023年度")),
        *((55, 118, "利用者数"), (155, 118, "120人"), (255, 118, "150人")),
    ):
        sheet.text(x, y, text)
    (table,) = tables_of(saved(sheet, tmp_path / "t.pdf"))
    assert spans(table)[:2] == [(0, 0, 2, 1), (0, 1, 1, 2)]
    head = next(cell for cell in table.cells if cell.raw == "目標値")
    under = [
        c.raw for c in table.cells if c.row > 0 and head.column <= c.column < head.column + head.column_span
    ]
    assert under == ["2021年度", "2023年度", "120人", "150人"]


def test_two_units_in_one_caption(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.text(50, 30, "圏域の人口（単位：人、％）")
    sheet.grid([50, 150, 250], [50, 80])
    sheet.text(55, 58, "12,345")
    sheet.text(155, 58, "△8.1")
    path = saved(sheet, tmp_path / "t.pdf")
    (line,) = read_document(path).pages[0].lines
    assert [unit.symbol for unit in find_units(line.text)] == ["人", "%"]


def test_amount_merged_over_two_years(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "t.pdf")
    sheet.grid([50, 150, 220, 290, 360], [50, 80, 110], merges=[(1, 2, 1, 3)])
    for x, y, text in (
        *((55, 58, "年度"), (155, 58, "2019年度"), (225, 58, "2020年度"), (295, 58, "2021年度")),
        *((55, 88, "事業費"), (155, 88, "1,000"), (280, 88, "2,000")),
    ):
        sheet.text(x, y, text)
    (table,) = tables_of(saved(sheet, tmp_path / "t.pdf"))
    years = year_columns(table.cells)
    merged = next(cell for cell in table.cells if cell.raw == "2,000")
    assert [column.year for column in columns_under(merged, years)] == [2020, 2021]


def test_radicals_are_kept_as_printed_and_folded(tmp_path: Path) -> None:
    printed = "⽤⺠⾃⾏⻑⺟"
    box = "50 690 200 30 re S 250 690 100 30 re S\n"
    path = write(tmp_path / "t.pdf", box + shown(printed, 60, 700))
    (table,) = [table for page in read_document(path, reader="pdfium").pages for table in page.tables]
    assert fold(table.cells[0].raw) == "用民自行長母"


SIZES_PT = {
    "A4 landscape": (842, 595),
    "A3": (842, 1191),
    "A3 landscape": (1191, 842),
    "A1": (1684, 2384),
    "drawing sheet": (8419, 5953),
}


@pytest.mark.parametrize("size", SIZES_PT)
@pytest.mark.parametrize("rotation", [0, 90])
def test_pages_of_any_size(tmp_path: Path, size: str, rotation: int) -> None:
    width, height = SIZES_PT[size]
    cells = ((10, "左上"), (width - 210, "右上"))
    rules = "".join(f"{x} {y} 200 40 re S\n" for x, _ in cells for y in (height - 60, 20))
    words = "".join(shown(text, x + 20, height - 45) for x, text in cells)
    low = "".join(shown("左右"[k] + "下", x + 20, 35) for k, (x, _) in enumerate(cells))
    path = write(tmp_path / "t.pdf", rules + words + low, box=(0, 0, width, height), Rotate=rotation)
    assert sorted(text for table in tables_of(path) for text in texts(table)) == [
        "右上",
        "右下",
        "左上",
        "左下",
    ]


XS, YS = (60.0, 160.0, 260.0, 360.0), (100.0, 120.0, 140.0, 160.0)
CELLS = ["区分", "2019年度", "2020年度", "一関市", "1,234", "▲56", "平泉町", "78", "－"]


def test_borders_of_short_segments_and_text_cell_by_cell(tmp_path: Path) -> None:
    """Each cell draws its own four borders, each in pieces, over a fill; text is clipped cell by cell."""
    sheet = Sheet(tmp_path / "t.pdf")

    def pieces(x0: float, y0: float, x1: float, y1: float) -> None:
        for k in range(8):
            a, b = k / 8, (k + 1) / 8
            ends = (x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b)
            sheet.line(*ends, width=0.48)

    for number, text in enumerate(CELLS):
        row, column = divmod(number, 3)
        x0, x1, y0, y1 = XS[column], XS[column + 1], YS[row], YS[row + 1]
        sheet.rect(x0, y0, x1, y1, fill=(0.95, 0.95, 1.0), width=None)
        for side in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            pieces(*side)
        sheet.canvas.saveState()
        clip = sheet.canvas.beginPath()
        clip.rect(x0, HEIGHT_PT - y1, x1 - x0, y1 - y0)
        sheet.canvas.clipPath(clip, stroke=0, fill=0)
        sheet.text(x0 + 3, y0 + 4, text)
        sheet.canvas.restoreState()
    (table,) = tables_of(saved(sheet, tmp_path / "t.pdf"))
    assert texts(table) == CELLS
    assert table.column_edges == pytest.approx(XS, abs=0.5)


def test_borders_of_filled_rectangles_with_corner_squares(tmp_path: Path) -> None:
    """Each border of a cell is a filled rectangle between small squares at the crossings."""
    sheet = Sheet(tmp_path / "t.pdf")
    half = 0.24

    def bar(x0: float, y0: float, x1: float, y1: float) -> None:
        sheet.rect(x0, y0, x1, y1, fill=(0, 0, 0), width=None)

    for y in YS:
        for x in XS:
            bar(x - half, y - half, x + half, y + half)
        for x0, x1 in pairwise(XS):
            bar(x0 + half, y - half, x1 - half, y + half)
    for x in XS:
        for y0, y1 in pairwise(YS):
            bar(x - half, y0 + half, x + half, y1 - half)
    for number, text in enumerate(CELLS):
        sheet.text(XS[number % 3] + 5, YS[number // 3] + 4, text)
    (table,) = tables_of(saved(sheet, tmp_path / "t.pdf"))
    assert texts(table) == CELLS


def test_every_character_placed_by_itself(tmp_path: Path) -> None:
    """Characters are text objects of their own, painted column by column; rules are drawn after them."""
    sheet = Sheet(tmp_path / "t.pdf")
    for column in range(3):
        for row in range(3):
            x = XS[column] + 5
            for character in CELLS[3 * row + column]:
                sheet.text(x, YS[row] + 4, character)
                x += 5.0 if character.isascii() else 10.0
    sheet.grid(XS, YS)
    (table,) = tables_of(saved(sheet, tmp_path / "t.pdf"))
    assert texts(table) == CELLS


def test_page_painted_in_bands_under_clips(tmp_path: Path) -> None:
    """The whole page is painted again for each band and cut to it, as a printer driver does."""
    content = "".join(
        [f"0.5 w {x} {842 - YS[-1]} m {x} {842 - YS[0]} l S\n" for x in XS]
        + [f"0.5 w {XS[0]} {842 - y} m {XS[-1]} {842 - y} l S\n" for y in YS]
        + [shown(text, XS[n % 3] + 5, 842 - YS[n // 3] - 14, 9) for n, text in enumerate(CELLS)]
    )
    bands = "".join(f"q 0 {y} 595 20 re W n {content} Q\n" for y in range(662, 762, 20))
    (table,) = tables_of(write(tmp_path / "t.pdf", bands))
    assert texts(table) == CELLS


@pytest.mark.parametrize("path", sorted(MADE.glob("*.pdf")), ids=lambda path: path.stem)
def test_documents_of_real_programs(path: Path) -> None:
    """See data/traps/make.py: a sheet with a merged head, a long cell and figures, set by other programs."""
    (table,) = tables_of(path)
    assert [fold(text).replace("\n", "").replace("\u3000", "") for text in texts(table)] == [
        *("施策名", "目標値（人、%）", "2019年度", "2023年度"),
        *("休日・夜間診療体制確保事業のうち平泉町が負担する部分", "1,234", "▲5.6"),
        *("移住定住環境整備事業", "90,000", "―"),
    ]


def test_made_documents_are_there() -> None:
    assert len(list(MADE.glob("*.pdf"))) >= 4


def test_pages_asked_for_alone_are_read(tmp_path: Path) -> None:
    with pikepdf.Pdf.new() as pdf:
        for number in range(1, 31):
            add_page(pdf, f"50 690 100 30 re S\n{shown(f'{number}頁', 60, 700)}")
        pdf.save(tmp_path / "t.pdf")
    pages = list(iter_pages(tmp_path / "t.pdf", pages=[30, 7]))
    assert [(page.number, texts(page.tables[0])) for page in pages] == [(7, ["7頁"]), (30, ["30頁"])]
