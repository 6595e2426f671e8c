"""Small PDFs for the readers' tests, written operator by operator so that each holds exactly one trap."""

from __future__ import annotations

from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

A4 = (0, 0, 595, 842)


def font(pdf: Pdf, cmap: str = "UniJIS-UTF16-H", name: str = "HeiseiMin-W3") -> pikepdf.Object:
    """A Japanese CID font that is not embedded; its CMap turns UTF-16 into character ids."""
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0,
        BaseFont=Name("/" + name),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Japan1", Supplement=5),
        DW=1000,
        FontDescriptor=pdf.make_indirect(
            Dictionary(
                Type=Name.FontDescriptor,
                FontName=Name("/" + name),
                Flags=4,
                FontBBox=Array([-123, -257, 1001, 910]),
                ItalicAngle=0,
                Ascent=880,
                Descent=-120,
                CapHeight=709,
                StemV=69,
            )
        ),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/" + name),
            Encoding=Name("/" + cmap),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
        )
    )


def shown(text: str, x: float, y: float, size: float = 12, before: str = "") -> str:
    """Operators that show `text` with its baseline's start at (x, y) in user space."""
    return f"q BT {before} /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET Q\n"


def add_page(pdf: Pdf, content: str, box: tuple[float, ...] = A4, **entries: object) -> pikepdf.Page:
    """A page over `content` with font /F1 (horizontal) and /FV (vertical)."""
    fonts = Dictionary(F1=font(pdf), FV=font(pdf, "UniJIS-UTF16-V"))
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array(list(box)),
        Resources=Dictionary(Font=fonts, ExtGState=Dictionary(Clear=Dictionary(ca=0, CA=0))),
        Contents=pdf.make_stream(content.encode("latin-1")),
    )
    for key, value in entries.items():
        page["/" + key] = value
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf.pages[-1]


def write(path: Path, *contents: str, box: tuple[float, ...] = A4, **entries: object) -> Path:
    """A PDF with one page for each content; `entries` go into every page's dictionary."""
    with Pdf.new() as pdf:
        for content in contents:
            add_page(pdf, content, box, **entries)
        pdf.save(path)
    return path


def form(pdf: Pdf, content: str, matrix: tuple[float, ...] = (1, 0, 0, 1, 0, 0)) -> Stream:
    """A form XObject with font /F1."""
    made = pdf.make_stream(content.encode("latin-1"))
    made.Type, made.Subtype = Name.XObject, Name.Form
    made.BBox, made.Matrix = Array([0, 0, 2000, 2000]), Array(list(matrix))
    made.Resources = Dictionary(Font=Dictionary(F1=font(pdf)))
    return made
