"""Character maps that give drawn glyphs away as blanks, controls or halves of characters; 外字."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from extractors.readers.limits import Limits
from extractors.readers.session import DocumentSession
from extractors.reading import PageReading
from tests.lattice_kit import HEIGHT_PT, Sheet

UNKNOWN = "reader.unknown_glyphs"
ROWS = ("2142", "3 204")


def mapped(path: Path, to: str, *, of: str = "1") -> PageReading:
    """A table of two figures, read after its font's character map made `to` (hexadecimal) of each `of`."""
    sheet = Sheet(path)
    sheet.grid([60, 200], [60, 90, 120])
    sheet.canvas.setFont("Helvetica", 10)
    for k, row in enumerate(ROWS):
        sheet.canvas.drawString(66, HEIGHT_PT - 80 - 30 * k, row)
    sheet.canvas.save()
    codes = "\n".join(
        f"<{code:02X}> <{to if chr(code) == of else f'{code:04X}'}>" for code in range(0x20, 0x40)
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
        f"32 beginbfchar {codes} endbfchar endcmap end"
    )
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            font.ToUnicode = pdf.make_stream(cmap.encode())
        pdf.save(path)
    session = DocumentSession(path, "pdfium", Limits())
    reading = session.read(1).reading
    session.close()
    return reading


def cells(reading: PageReading) -> list[str]:
    return [cell.raw for cell in reading.tables[0].cells]


def told(reading: PageReading) -> list[str]:
    return [detail for check_id, detail, _ in reading.problems if check_id == UNKNOWN]


def test_a_true_map_and_true_spaces_are_not_told(tmp_path: Path) -> None:
    reading = mapped(tmp_path / "a.pdf", "0031")
    assert cells(reading) == list(ROWS)
    assert told(reading) == []


@pytest.mark.parametrize("to", ["0020", "000A", "001B", "200B", "202E", "FFFE", "D83D"])
def test_a_drawn_figure_named_a_blank_is_an_unknown_glyph(to: str, tmp_path: Path) -> None:
    """It was a blank cell, or a shorter number, without a word."""
    reading = mapped(tmp_path / "a.pdf", to)
    assert cells(reading) == [row.replace("1", "\ufffd") for row in ROWS]
    assert told(reading) == ["1"]


def test_a_pair_of_surrogates_is_one_character(tmp_path: Path) -> None:
    reading = mapped(tmp_path / "a.pdf", "D842DFB7")
    assert cells(reading)[0] == "2𠮷42"
    assert told(reading) == []


@pytest.mark.parametrize(("to", "details"), [("E000", ["1"]), ("F0B7", [])])
def test_characters_of_private_use_are_told_but_bullets_of_symbol_fonts(
    to: str, details: list[str], tmp_path: Path
) -> None:
    reading = mapped(tmp_path / "a.pdf", to)
    assert cells(reading)[0] == ROWS[0].replace("1", chr(int(to, 16)))
    assert told(reading) == details


def test_a_control_that_draws_nothing_is_a_blank(tmp_path: Path) -> None:
    """It would act on the terminal that shows the cell."""
    reading = mapped(tmp_path / "a.pdf", "001B", of=" ")
    assert cells(reading) == list(ROWS)
    assert told(reading) == []
