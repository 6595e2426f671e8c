"""Harm by depth and by parts that lead to each other: trees, updates, names, fields and numbers."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Final

from fuzz.crafted.build import BODY, FONT, Make, documents_of, page, pdf, shown, stream

_CATALOG: Final = b"<</Type/Catalog/Pages 2 0 R>>"
_LEAF: Final = b"<</Type/Page/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
_TREE: Final = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_SOUND: Final = {1: _CATALOG, 2: _TREE, 3: _LEAF, 4: stream(BODY), 5: FONT}


def page_tree_of_20_000_levels() -> bytes:
    """A page tree whose every node has one child, twenty thousand deep."""
    nodes = {
        n: b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>" % (n + 1, n - 1) for n in range(6, 20_006)
    }
    root = {2: b"<</Type/Pages/Kids[6 0 R]/Count 1>>"}
    return pdf({**_SOUND, **root, **nodes, 20_006: _LEAF})


def page_tree_of_20_000_leaves() -> bytes:
    """Twenty thousand pages in one list, all of them blank."""
    leaves = {n: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>" for n in range(6, 20_006)}
    kids = b"".join(b"%d 0 R " % n for n in leaves)
    return pdf({**_SOUND, 2: b"<</Type/Pages/Kids[%s]/Count 20000>>" % kids, **leaves})


def count_of_pages_that_lies() -> bytes:
    """A page tree that counts two thousand million pages and has one; another that counts minus five."""
    return pdf(
        {
            **_SOUND,
            2: b"<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2147483647>>",
            6: b"<</Type/Pages/Kids[]/Count -5>>",
        }
    )


def arrays_of_100_000_levels() -> bytes:
    """A note's entry that is an array in an array, a hundred thousand deep."""
    return page(entries=b"/PieceInfo " + b"[" * 100_000 + b"]" * 100_000)


def dictionaries_of_50_000_levels() -> bytes:
    """The same of dictionaries, in the page's resources."""
    return page(resources=b"/Properties" + b"<</A" * 50_000 + b" 1" + b">>" * 50_000)


def dictionary_never_closed() -> bytes:
    """A page whose dictionary runs on to the end of the file."""
    return pdf({**_SOUND, 3: _LEAF[:-2]})


def name_of_a_megabyte() -> bytes:
    """A font under a name of a million characters."""
    name = b"F" * 1_000_000
    return page(BODY.replace(b"/F ", b"/" + name + b" "), resources=b"/Font<</%s 5 0 R>>" % name)


def number_of_a_million_digits() -> bytes:
    """Coordinates and a box written with a million digits."""
    long = b"1" * 1_000_000
    return page(
        b"%s.%s 50 m 90 90 l S\n" % (long, long) + BODY, entries=b"/UserUnit 1.%s" % (b"0" * 1_000_000)
    )


def length_in_a_ring() -> bytes:
    """Streams whose lengths are each other's."""
    body = b"<</Length %d 0 R>>stream\n" + BODY + b"\nendstream"
    return pdf({**_SOUND, 4: body % 6, 6: body % 4})


def object_streams_in_a_ring() -> bytes:
    """Streams of objects that extend each other, and hold themselves."""
    packed_objects = zlib.compress(b"3 0 4 9 " + _LEAF)
    entries = b"/Type/ObjStm/N 2/First 8/Filter/FlateDecode/Extends %d 0 R"
    return pdf({**_SOUND, 6: stream(packed_objects, entries % 7), 7: stream(packed_objects, entries % 6)})


def updates_in_a_ring() -> bytes:
    """Cross-references that each name the other as the one before."""
    sound = pdf(_SOUND)
    place = sound.rindex(b"xref\n0")
    first = sound.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % (len(sound) + 40))
    second = b"\nxref\n0 0\ntrailer\n<</Size 6/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return first + second % (place, len(first) + 1)


def hybrid_reference_to_nothing() -> bytes:
    """A table of references beside a stream of them that is a page's content."""
    sound = pdf(_SOUND)
    return sound.replace(b"/Root 1 0 R", b"/Root 1 0 R/XRefStm %d" % sound.index(b"4 0 obj"))


def linearised_by_a_lie() -> bytes:
    """A file that says it is linearised, with hints that lie beyond its end."""
    hint = b"<</Linearized 1/L 999999999/H[88888888 777777]/O 3/E 66666666/N 55555/T 4444444>>"
    return pdf({**_SOUND, 6: hint}).replace(b"%PDF-1.7\n", b"%PDF-1.7\n6 0 obj\n" + hint + b"\nendobj\n", 1)


def fields_of_20_000_levels() -> bytes:
    """A form's field with a field in it, twenty thousand deep, and a value at the end."""
    nodes = {n: b"<</T(a)/Kids[%d 0 R]/Parent %d 0 R>>" % (n + 1, n - 1) for n in range(6, 20_006)}
    last = b"<</T(b)/FT/Tx/V(\xfe\xff0B)/Type/Annot/Subtype/Widget/Rect[50 50 200 70]/Parent 20005 0 R>>"
    catalog = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]/NeedAppearances true>>>>"
    leaf = _LEAF.replace(b"/MediaBox", b"/Annots[20006 0 R]/MediaBox")
    return pdf({**_SOUND, 1: catalog, 3: leaf, **nodes, 20_006: last})


def appearances_by_the_3_000() -> bytes:
    """Three thousand form fields, each drawn with a frame and text of its own."""
    look = b"/Type/XObject/Subtype/Form/BBox[0 0 90 9]/Resources<</Font<</F 5 0 R>>>>"
    drawn = {6: stream(b"0 0 90 9 re S " + shown("欄", 1, 1), look)}
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(t%d)/V(v)/Rect[%d %d %d %d]/AP<</N 6 0 R>>/F 4>>"
    fields = {
        n: field % (n, n % 6 * 95, n // 6 % 90 * 9, n % 6 * 95 + 90, n // 6 % 90 * 9 + 9)
        for n in range(7, 3007)
    }
    listed = b"".join(b"%d 0 R " % n for n in fields)
    catalog = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[%s]>>>>" % listed
    leaf = _LEAF.replace(b"/MediaBox", b"/Annots[%s]/MediaBox" % listed)
    return pdf({**_SOUND, 1: catalog, 3: leaf, **drawn, **fields})


def notes_that_are_no_notes() -> bytes:
    """Annotations that are numbers, the page, nothing, and of boxes that are none."""
    odd = (
        b"7 null 3 0 R (text) <</Subtype/Widget/Rect[nan 1e99]/AP<</N 4 0 R>>>> <</Subtype/FreeText/Rect 5>>"
    )
    return page(entries=b"/Annots[%s]" % odd)


def font_that_draws_itself() -> bytes:
    """A drawn font whose character is text in the same font."""
    head = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]/FirstChar 65/LastChar 65"
    rest = b"/Widths[9]/Encoding<</Differences[65/A]>>/CharProcs<</A 7 0 R>>/Resources<</Font<</T 6 0 R>>>>>>"
    glyph = stream(b"9 0 0 0 9 9 d1 BT /T 12 Tf (AAAA) Tj ET 0 0 9 9 re f")
    content = BODY + b"BT /T 12 Tf 50 400 Td (AAAA) Tj ET\n"
    return page(content, resources=b"/Font<</F 5 0 R/T 6 0 R>>", more={6: head + rest, 7: glyph})


def map_that_uses_itself() -> bytes:
    """Character maps that use each other, over codes of four bytes without an end."""
    ranges = b"1 begincodespacerange <00000000> <ffffffff> endcodespacerange\n"
    more = b"1 begincidrange <00000000> <ffffffff> 0 endcidrange\n"
    system = b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 5>>"
    head = b"/Type/CMap/CMapName/X" + system + b"/UseCMap %d 0 R"
    font = FONT.replace(b"/UniJIS-UTF16-H", b" 6 0 R")
    return pdf({**_SOUND, 5: font, 6: stream(ranges + more, head % 7), 7: stream(ranges + more, head % 6)})


def box_by_reference_in_a_ring() -> bytes:
    """A page whose box is a reference to one that leads back, and whose turn is a text."""
    leaf = _LEAF.replace(b"[0 0 595 842]", b" 6 0 R/Rotate(90)/CropBox 8 0 R/UserUnit/A")
    return pdf({**_SOUND, 3: leaf, 6: b"7 0 R", 7: b"6 0 R", 8: b"[8 0 R 8 0 R 8 0 R 8 0 R]"})


def space_without_extent() -> bytes:
    """Text spread by spaces beyond any number, to no width, and raised out of the page."""
    odd = b"1e308 Tw 1e308 Tc 0 Tz 1e308 Ts 7 Tr 0 TL\n"
    return page(odd + BODY + b"nan Tz inf Tc -1e308 Tw\n" + shown("本文", 50, 600))


NESTING: Final[Mapping[str, Make]] = documents_of(globals())
