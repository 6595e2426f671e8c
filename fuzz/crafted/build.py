"""Writing a PDF object by object."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from types import FunctionType, MappingProxyType
from typing import Any, Final

Make = Callable[[], bytes]
Objects = Mapping[int, bytes]

FONT: Final = (
    b"<</Type/Font/Subtype/Type0/BaseFont/HeiseiMin-W3/Encoding/UniJIS-UTF16-H/DescendantFonts[<</Type/Font"
    b"/Subtype/CIDFontType0/BaseFont/HeiseiMin-W3/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)"
    b"/Supplement 5>>/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/HeiseiMin-W3/Flags 4"
    b"/FontBBox[-123 -257 1001 910]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 709/StemV 69>>>>]>>"
)


def shown(text: str, x: float = 50, y: float = 700) -> bytes:
    """Operators that show a text."""
    return f"BT /F 12 Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n".encode()


BODY: Final = shown("本文の文字") + b"50 690 200 30 re S\n"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object's body."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def pdf(objects: Objects, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A file of these objects with a sound cross-reference table."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size, start = max(objects) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 %s \n" % (places.get(number, 0), b"n" if number in places else b"f")
    return bytes(out + b"trailer\n<<%s/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, size, start))


def page(
    content: bytes = BODY,
    *,
    box: bytes = b"0 0 595 842",
    resources: bytes = b"",
    entries: bytes = b"",
    more: Objects = MappingProxyType({}),
) -> bytes:
    """A file with one page; object 4 is its content, 5 the font, `more` come on top."""
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%s>>%s>>"
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: leaf % (box, resources, entries),
        4: stream(content),
        5: FONT,
    }
    return pdf({**objects, **more})


def form(content: bytes, resources: bytes = b"") -> bytes:
    """A form XObject."""
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 999 999]/Resources<</Font<</F 5 0 R>>%s>>" % resources
    return stream(content, head)


def packed(data: bytes, entries: bytes = b"") -> bytes:
    """A deflated stream object's body."""
    return stream(zlib.compress(data, 9), entries + b"/Filter/FlateDecode")


def documents_of(module: Mapping[str, Any]) -> Mapping[str, Make]:
    """The documents that a module makes, by name: its public functions, so that none can be forgotten."""
    return {
        name: make
        for name, make in module.items()
        if isinstance(make, FunctionType) and make.__module__ == module["__name__"] and name[0] != "_"
    }
