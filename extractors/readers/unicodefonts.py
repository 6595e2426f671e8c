"""Fonts whose character codes are Unicode values, and whose character map says no more than that.

TCPDF, mPDF and dompdf write one range for it, from <0000> to <FFFF>, which PDFium does not take.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pdfminer.pdftypes import PDFStream, resolve1

from extractors.readers.fontnames import face_name

_WHOLE_RANGE = re.compile(rb"beginbfrange\s*<0000>\s*<FFFF>\s*<0000>\s*endbfrange", re.IGNORECASE)


def unicode_fonts(resources: Any) -> frozenset[str]:
    """Face names of the fonts that map every code to itself, in a resource dictionary and in its forms'."""
    fonts = [font for spec in _with_forms(resolve1(resources)) for font in _values(spec, "Font")]
    return frozenset(
        face_name(getattr(resolve1(font.get("BaseFont")), "name", ""))
        for font in fonts
        if _maps_to_itself(font)
    )


def _with_forms(resources: Any) -> Iterator[Any]:
    yield resources
    for form in _values(resources, "XObject"):
        yield resolve1(form.get("Resources"))


def _values(resources: Any, kind: str) -> Iterator[Any]:
    named = resolve1(resources.get(kind)) if isinstance(resources, dict) else None
    for value in (named or {}).values():
        found = resolve1(value)
        if isinstance(found, dict | PDFStream):
            yield found


def _maps_to_itself(font: Any) -> bool:
    stream = resolve1(font.get("ToUnicode"))
    if not isinstance(stream, PDFStream):
        return False
    data = stream.get_data()
    return data.count(b"beginbf") == 1 and _WHOLE_RANGE.search(data) is not None
