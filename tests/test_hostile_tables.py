"""Tables of strange print: labels with signs that mean something in a file format, rules without print."""

from __future__ import annotations

from pathlib import Path

from extractors.layouts.draft import draft_profile
from extractors.layouts.profile import parse_profile
from extractors.reading import DocumentReading
from tests.lattice_kit import Sheet

STRANGE = ('担当"課"', "区\\分", '"""', "経費\x01\x7f")


def test_a_draft_may_hold_any_print(tmp_path: Path) -> None:
    """The draft is TOML; a quotation mark in a label ended the reading of the whole document."""
    sheet = Sheet(tmp_path / "a.pdf")
    for top in (60.0, 300.0):
        sheet.grid([60, 200, 400], [top + 30 * k for k in range(7)])
        for k, label in enumerate(("施策名", "取組内容", *STRANGE)):
            sheet.text(66, top + 8 + 30 * k, label)
            sheet.text(206, top + 8 + 30 * k, "医療体制の確保")
    reading = DocumentReading("a.pdf", "0", 1, "pdfium", "text_layer", (sheet.read("pdfium"),))
    draft = draft_profile(reading, 'a"b\\c')
    assert parse_profile(draft.text, "draft").name == 'a"b\\c'
    assert {'担当"課"', "区\\分"} <= {label for label, _ in draft.unknown}


def test_rules_with_nothing_between_them_are_no_rest_of_a_table(tmp_path: Path) -> None:
    """Underlines of text that is not there, and specks of print below them: the page could not be read."""
    sheet = Sheet(tmp_path / "a.pdf")
    for y, right in ((261.84, 506.4), (275.52, 506.4), (289.2, 380.64), (357.48, 506.4), (371.16, 506.4)):
        sheet.line(108, y, right, y, 0.96)
    for x in (120, 400):
        sheet.text(x, 323.8, "iii", 3.0)
    reading = sheet.read("pdfium")
    assert reading.chars_total == 6


def test_a_blank_row_has_no_print_to_measure(tmp_path: Path) -> None:
    """Two cells, the second blank, ended the reading of the page."""
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid([60, 200], [60, 90, 120])
    sheet.text(66, 68, "事業費")
    assert [cell.raw for cell in sheet.read("pdfium").tables[0].cells] == ["事業費", ""]
