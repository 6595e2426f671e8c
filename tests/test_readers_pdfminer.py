"""The second reader against pdfminer's own interpreter, and its content-stream grammar piece by piece."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Dictionary, Name, Pdf

from extractors.readers.content import IDENTITY, ContentRunner, Resources, TextState
from extractors.readers.errors import DecompressionBomb, PageOutOfRange
from extractors.readers.limits import Limits
from extractors.readers.pdfminer import PdfminerDocument
from tests.readers_pdfs import add_page, form, shown, write

VISION = Path("raw/ichinoseki-hiraizumi/2019-03/vision.pdf")


def mine(path: Path, number: int = 1) -> list[tuple[str, float, float, float]]:
    document = PdfminerDocument(path, Limits())
    return _places(document.chars(number, document.frame(number)))


def theirs(path: Path, number: int = 1) -> list[tuple[str, float, float, float]]:
    with pdfplumber.open(path, unicode_norm=None) as pdf:
        return _places(pdf.pages[number - 1].chars)


def _places(chars: list[dict[str, Any]]) -> list[tuple[str, float, float, float]]:
    return [(c["text"], round(c["x0"], 2), round(c["top"], 2), round(c["x1"], 2)) for c in chars]


@pytest.mark.parametrize("number", [1, 4, 9, 14, 23, 37])
def test_real_pages_agree_with_pdfminer_itself(number: int) -> None:
    assert mine(VISION, number) == theirs(VISION, number)


OPERATORS = {
    "spacing": "BT /F1 10 Tf 2 Tc 3 Tw 50 700 Td [<56fd> -500 <57df>] TJ <0041> Tj ET",
    "leading": "BT /F1 10 Tf 14 TL 50 700 Td <56fd> Tj T* <57df> Tj 0 -20 TD <753a> Tj T* <6751> Tj ET",
    "stretched": "BT /F1 10 Tf 150 Tz 4 Ts 50 700 Td <56fd57df> Tj ET",
    "turned": "BT /F1 10 Tf 0 1 -1 0 300 300 Tm <56fd57df> Tj ET",
    "vertical": "BT /FV 10 Tf 300 700 Td [<7e2666f8> 200 <304d>] TJ ET",
    "saved": "q 2 0 0 2 10 10 cm BT /F1 10 Tf 50 300 Td <56fd> Tj ET Q BT /F1 8 Tf 9 9 Td <57df> Tj ET",
    "among paths": "0 0 m 9 9 l S 1 0 0 RG 0.5 w 10 10 20 20 re f* BT /F1 10 Tf 5 5 Td <56fd> Tj ET h n",
    "comment": "% (not text) Tj\nBT /F1 10 Tf 5 5 Td <56 fd\n57df> Tj ET",
    "image inside": "BI /W 2 /H 2 /BPC 8 /CS /G ID \x01(\x02Tj EI BT /F1 10 Tf 5 5 Td <56fd> Tj ET",
}


@pytest.mark.parametrize("operators", OPERATORS.values(), ids=OPERATORS.keys())
def test_operators_agree_with_pdfminer_itself(tmp_path: Path, operators: str) -> None:
    path = write(tmp_path / "a.pdf", operators)
    found = mine(path)
    assert found
    if "Tc" in operators:  # pdfminer leaves out the space before a string's first character
        assert [c[0] for c in found] == [c[0] for c in theirs(path)]
    else:
        assert found == theirs(path)


def test_quote_operators_start_lines(tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf", "BT /F1 10 Tf 12 TL 50 700 Td <56fd> ' 1 2 <57df753a> \" ET")
    (first, second, third) = mine(path)
    assert second[2] - first[2] == pytest.approx(12)
    assert third[1] - second[1] == pytest.approx(12), "ten points and two of character space"


def test_nested_forms_place_their_text(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        page = add_page(pdf, "q 2 0 0 2 100 100 cm /X Do Q")
        outer = form(pdf, "/Y Do", (1, 0, 0, 1, 5, 0))
        inner = pdf.make_indirect(form(pdf, shown("様式", 10, 20, 6)))
        outer.Resources.XObject = Dictionary(Y=inner)
        page.obj.Resources.XObject = Dictionary(X=pdf.make_indirect(outer))
        pdf.save(tmp_path / "a.pdf")
    assert mine(tmp_path / "a.pdf") == theirs(tmp_path / "a.pdf")
    assert mine(tmp_path / "a.pdf")[0][1] == pytest.approx(130)


def test_hidden_text_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf", shown("隠", 50, 700, before="3 Tr") + shown("見", 50, 600))
    document = PdfminerDocument(path, Limits())
    assert [c["hidden"] for c in document.chars(1, document.frame(1))] == [True, False]


def test_pages_beyond_the_last_are_refused(tmp_path: Path) -> None:
    document = PdfminerDocument(write(tmp_path / "a.pdf", ""), Limits())
    assert document.page(1)
    with pytest.raises(PageOutOfRange):
        document.page(2)


def test_content_is_checked_to_its_end(tmp_path: Path) -> None:
    whole = zlib.compress(bytes(range(256)) * 400)
    flipped = bytearray(whole)
    flipped[-2] ^= 1
    for data, n_damaged in ((whole, 0), (whole[:-30], 1), (bytes(flipped), 1), (b"no zlib at all", 1)):
        with Pdf.new() as pdf:
            page = add_page(pdf, "")
            content = pikepdf.Stream(pdf, data)
            content.Filter = Name.FlateDecode
            page.obj.Contents = pdf.make_indirect(content)
            none = pikepdf.StreamDecodeLevel.none
            pdf.save(tmp_path / "a.pdf", compress_streams=False, stream_decode_level=none)
        assert PdfminerDocument(tmp_path / "a.pdf", Limits()).damaged_streams(1) == n_damaged
    pdf_path = tmp_path / "a.pdf"
    with Pdf.new() as pdf:
        add_page(pdf, " " * 100_000)
        pdf.save(pdf_path)
    with pytest.raises(DecompressionBomb):
        PdfminerDocument(pdf_path, Limits(max_stream_bytes=50_000)).damaged_streams(1)


class Strings:
    """A sink that keeps what is shown."""

    def __init__(self) -> None:
        self.shown: list[Any] = []

    def show(self, _state: Any, _matrix: Any, start: tuple[float, float], items: list[Any]) -> Any:
        self.shown += items
        return start


def _run(content: bytes) -> list[Any]:
    sink = Strings()
    resources = Resources(lambda name: name, lambda name: None)
    ContentRunner(sink, resources, TextState(ctm=IDENTITY)).run(b"/F 1 Tf " + content)
    return sink.shown


@given(st.binary(max_size=60))
def test_any_bytes_survive_as_a_literal_string(text: bytes) -> None:
    escaped = b"".join(
        b"\\" + bytes([c]) if c in b"()\\" else b"\\r" if c == 13 else bytes([c]) for c in text
    )
    assert _run(b"(" + escaped + b") Tj") == [text]


@given(st.binary(max_size=60))
def test_any_bytes_survive_as_a_hex_string(text: bytes) -> None:
    assert _run(b"<" + text.hex().encode() + b">Tj") == [text]


@given(st.binary(max_size=300))
def test_rubbish_ends_with_whatever_was_shown(rubbish: bytes) -> None:
    assert all(isinstance(item, bytes | float) for item in _run(rubbish))


def test_escapes_and_nested_parentheses() -> None:
    assert _run(
        rb"(a\(b\) \101\12 (c (d)) \
e) Tj"
    ) == [b"a(b) A\n (c (d)) e"]
    assert _run(b"[(a) -20.5 <4>]TJ") == [b"a", -20.5, b"@"]
    assert _run(b"(unclosed Tj") == []
