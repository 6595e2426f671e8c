"""What other programs write into a PDF that holds the same print: fonts in parts, tight clips, wrong maps."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Name, Pdf

from extractors.readers import read_document
from extractors.readers.census import take_census, unreadable_reason
from extractors.readers.errors import BrokenGlyphs
from extractors.readers.fontnames import face_name
from extractors.readers.limits import ReaderName
from extractors.reading import PageReading
from tests.readers_pdfs import add_page, shown

SENTENCE = "圏域の人口は減少している。毎年度見直す。"


def _page(path: Path, reader: ReaderName = "pdfium") -> PageReading:
    return read_document(path, reader=reader, workers=0).pages[0]


def test_a_subset_tag_is_no_part_of_a_font_name() -> None:
    assert face_name("ABCDEF+MS-Mincho") == "MS-Mincho"
    assert face_name("Abcdef+MS-Mincho") == "Abcdef+MS-Mincho"
    assert face_name("ABCDEF+") == "ABCDEF+"


@pytest.mark.parametrize("reader", ["pdfium", "pdfminer"])
def test_lines_of_one_face_in_two_subsets_have_one_font(reader: ReaderName, tmp_path: Path) -> None:
    path = tmp_path / "subsets.pdf"
    with Pdf.new() as pdf:
        page = add_page(pdf, shown(SENTENCE, 60, 700) + shown(SENTENCE, 60, 680).replace("/F1", "/FV"))
        for name, tag in (("F1", "ABCDEF"), ("FV", "GHIJKL")):
            font = page.Resources.Font["/" + name]
            font.Encoding = Name("/UniJIS-UTF16-H")
            for part in (font, font.DescendantFonts[0], font.DescendantFonts[0].FontDescriptor):
                key = "/FontName" if "/FontName" in part else "/BaseFont"
                part[key] = Name(f"/{tag}+HeiseiMin-W3")
        pdf.save(path)
    assert {line.font for line in _page(path, reader).lines} == {"HeiseiMin-W3"}


def _coded_in_unicode(path: Path, first: bytes) -> Path:
    """A page in a font whose codes are Unicode values, and whose map leads from <0000> to `first`."""
    with Pdf.new() as pdf:
        font = add_page(pdf, shown(SENTENCE, 60, 700)).Resources.Font.F1
        font.Encoding = Name("/Identity-H")
        descendant = font.DescendantFonts[0]
        descendant.Subtype, descendant.CIDToGIDMap = Name.CIDFontType2, Name.Identity
        descendant.CIDSystemInfo.Ordering = b"Identity"
        codes = b"1 begincodespacerange <0000> <FFFF> endcodespacerange"
        cmap = b"begincmap %b 1 beginbfrange <0000> <FFFF> %b endbfrange endcmap"
        font.ToUnicode = pdf.make_stream(cmap % (codes, first))
        pdf.save(path)
    return path


@pytest.mark.parametrize("reader", ["pdfium", "pdfminer"])
def test_codes_that_are_unicode_by_the_fonts_own_account_are_read(reader: ReaderName, tmp_path: Path) -> None:
    """TCPDF, mPDF and dompdf map all codes in one range, which PDFium does not take."""
    page = _page(_coded_in_unicode(tmp_path / "same.pdf", b"<0000>"), reader)
    assert [line.text for line in page.lines] == [SENTENCE]
    assert page.problems == ()


def test_codes_that_a_font_maps_elsewhere_are_no_text(tmp_path: Path) -> None:
    with pytest.raises(BrokenGlyphs):
        _page(_coded_in_unicode(tmp_path / "other.pdf", b"<0001>"))


def test_text_clipped_to_its_ink_is_seen(tmp_path: Path) -> None:
    """The ink of 「。」 lies in the lower left of its em, and cairo clips every run to its ink."""
    path, size = tmp_path / "clipped.pdf", 12
    tight_pt = size * (len(SENTENCE) - 1) + 0.4 * size
    with Pdf.new() as pdf:
        add_page(pdf, f"q 60 690 {tight_pt} 24 re W n {shown(SENTENCE, 60, 700, size)} Q")
        add_page(pdf, f"q 60 690 {tight_pt - 0.4 * size} 24 re W n {shown(SENTENCE, 60, 700, size)} Q")
        pdf.save(path)
    tight, cut = read_document(path, reader="pdfium", workers=0).pages
    assert [line.text for line in tight.lines] == [SENTENCE]
    assert tight.problems == ()
    assert [line.text for line in cut.lines] == [SENTENCE[:-1]]
    assert [p[0] for p in cut.problems] == ["reader.clipped_text"]


def test_an_empty_stream_is_not_damaged(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    with Pdf.new() as pdf:
        page = add_page(pdf, shown(SENTENCE, 60, 700))
        empty = pdf.make_stream(b"")
        page.Contents = Array([empty, page.obj.Contents])
        pdf.save(path, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        empty.write(b"", filter=Name.FlateDecode)
        pdf.save(path, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert _page(path).problems == ()


def test_kana_stored_as_latin_letters_are_broken_text() -> None:
    """Ghostscript's rewriting of some files' character maps: kanji stay, kana turn into Latin-1."""
    broken = (
        "10生活機能の強化{係»政策分野の取組 ~各分野~相談窓口~連携²図»\x81xx{1住民|安心wv医療µーó¹²受¹¼»¸う"
    )
    good = "面積は1,319.81km²、気温は±2°、120×30 mmである。" + SENTENCE
    assert isinstance(_reason(broken), BrokenGlyphs)
    assert _reason(good) is None


def _reason(text: str) -> object:
    census = take_census({"text": char} for char in text * 20)
    return unreadable_reason(census, "a.pdf", require_japanese=True)


def test_leaders_of_middle_dots_are_no_damage() -> None:
    """A contents page by LibreOffice: U+00B7 between title and page."""
    assert _reason("圏域の将来像" + "·" * 30 + "4") is None
