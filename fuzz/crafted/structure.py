"""Harm by how a file is built: its trees, cross-references, sizes and files named in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fuzz.crafted.build import BODY, FONT, Make, documents_of, packed, page, pdf, shown, stream

_CATALOG: Final = b"<</Type/Catalog/Pages 2 0 R>>"
_LEAF: Final = b"<</Type/Page/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"


def page_tree_doubling() -> bytes:
    """Thirty nodes that each name the next one twice: a thousand million pages."""
    nodes = {
        n: b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count %d>>" % (n + 1, n + 1, 1 << (31 - n))
        for n in range(2, 32)
    }
    return pdf(
        {
            1: _CATALOG,
            **nodes,
            32: _LEAF.replace(b" 4 0", b" 33 0").replace(b" 5 0", b" 34 0"),
            33: stream(BODY),
            34: FONT,
        }
    )


def one_page_many_times() -> bytes:
    """One page listed fifty thousand times."""
    kids = b"3 0 R " * 50_000
    return pdf(
        {1: _CATALOG, 2: b"<</Type/Pages/Kids[%s]/Count 50000>>" % kids, 3: _LEAF, 4: stream(BODY), 5: FONT}
    )


def slow_on_every_page() -> bytes:
    """A thousand pages, each just below what one page may hold."""
    kids = b"3 0 R " * 1000
    marks = b"".join(
        b"%d %d m %d %d l %d %d l S\n" % (i % 590, i % 840, i % 500, i % 700, i % 9, i % 11)
        for i in range(90_000)
    )
    return pdf(
        {
            1: _CATALOG,
            2: b"<</Type/Pages/Kids[%s]/Count 1000>>" % kids,
            3: _LEAF,
            4: packed(marks + shown("字" * 40) * 1000),
            5: FONT,
        }
    )


def kids_that_are_no_pages() -> bytes:
    """A page tree that lists the catalogue, nothing, a number, a text and a stream."""
    return pdf(
        {
            1: _CATALOG,
            2: b"<</Type/Pages/Kids[1 0 R null 7 (a) 4 0 R 99 0 R 3 0 R]/Count 7>>",
            3: _LEAF,
            4: stream(BODY),
            5: FONT,
        }
    )


def parent_in_a_ring() -> bytes:
    """What a page inherits is looked for without end."""
    return pdf(
        {
            1: _CATALOG,
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 6 0 R>>",
            3: b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
            4: stream(BODY),
            5: FONT,
            6: b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]>>",
        }
    )


def content_of_100_000_parts() -> bytes:
    """A page's content in a hundred thousand parts, all the same stream."""
    return page(entries=b"/Contents[%s]" % (b"4 0 R " * 100_000))


def content_list_in_itself() -> bytes:
    """A list of a page's contents that lists itself."""
    return page(entries=b"/Contents 6 0 R", more={6: b"[4 0 R 6 0 R]"})


def length_beyond_the_end() -> bytes:
    """A stream longer than its file."""
    return page().replace(b"/Length ", b"/Length 99999999999999999999 % ", 1)


def length_negative() -> bytes:
    """A stream that ends before it begins."""
    return page().replace(b"/Length ", b"/Length -", 1)


def many_revisions() -> bytes:
    """Two thousand incremental updates of one object."""
    out = bytearray(page())
    previous = int(bytes(out).rsplit(b"startxref\n", 1)[1].split()[0])
    for _ in range(2000):
        place = len(out)
        out += b"4 0 obj\n%s\nendobj\n" % stream(BODY)
        start = len(out)
        out += b"xref\n4 1\n%010d 00000 n \ntrailer\n<</Root 1 0 R/Size 6/Prev %d>>\n" % (place, previous)
        out += b"startxref\n%d\n%%%%EOF\n" % start
        previous = start
    return bytes(out)


def cross_reference_stream_of_nothing() -> bytes:
    """A cross-reference of two thousand million entries of no bytes."""
    head = b"/Type/XRef/W[0 0 0]/Size 2147483647/Root 1 0 R"
    return page(more={6: stream(b"", head)}).replace(b"startxref\n", b"startxref\n9999")


def object_stream_of_millions() -> bytes:
    """A stream that claims two thousand million objects."""
    return page(more={6: packed(b"7 0 " * 1_000_000, b"/Type/ObjStm/N 2147483647/First 4000000")})


def object_number_huge() -> bytes:
    """A file that claims two thousand million objects."""
    return (
        page()
        .replace(b"0000000000 65535 f", b"0000000000 65535 f", 1)
        .replace(b"/Size 6", b"/Size 2147483647")
    )


def dictionary_of_a_million_keys() -> bytes:
    """A dictionary of half a million keys in the place of a note."""
    return page(
        more={6: b"<<%s>>" % b"".join(b"/k%d %d " % (i, i) for i in range(500_000))},
        entries=b"/Annots[6 0 R]",
    )


def string_of_parentheses() -> bytes:
    """A text of half a million brackets in each other."""
    return page(more={6: b"(" * 500_000 + b")" * 500_000}, entries=b"/Tabs 6 0 R")


def comment_of_40_mb() -> bytes:
    """A comment of 40 MB before the first object."""
    return page().replace(b"%PDF-1.7\n", b"%PDF-1.7\n%" + b"a" * 40_000_000 + b"\n")


def names_with_paths() -> bytes:
    """Files inside the file that want to lie outside a folder."""
    spec = b"<</Type/Filespec/F(../../../../tmp/kyosei-was-here)/UF(../../x)/EF<</F 7 0 R>>>>"
    catalog = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(../../a) 6 0 R]>>>>/AF[6 0 R]>>"
    note = b"<</Type/Annot/Subtype/FileAttachment/Rect[9 9 30 30]/FS 6 0 R/Contents(a)>>"
    return page(
        entries=b"/Annots[8 0 R]",
        more={1: catalog, 6: spec, 7: stream(b"harm", b"/Type/EmbeddedFile"), 8: note},
    )


def content_in_another_file() -> bytes:
    """A stream whose data lie in a file of this machine."""
    return page(more={4: b"<</F(/etc/passwd)/FFilter/ASCIIHexDecode/Length 0>>stream\n\nendstream"})


def page_of_another_file() -> bytes:
    """A form that shows a page of a file of this machine."""
    ref = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Ref<</F(/etc/passwd)/Page 0>>"
    return page(BODY + b"/X Do", resources=b"/XObject<</X 6 0 R>>", more={6: stream(b"", ref)})


def form_of_xml() -> bytes:
    """A form in XML that asks for a file of this machine and repeats itself."""
    xml = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "%s">]><xdp>&a;</xdp>'
    form = b"<</Fields[]/XFA 6 0 R/NeedAppearances true>>"
    return page(
        more={1: b"<</Type/Catalog/Pages 2 0 R/AcroForm %s>>" % form, 6: stream(xml % (b"&b;" * 100))}
    )


def metadata_laughing() -> bytes:
    """Metadata in XML whose one word unfolds without end."""
    entities = b"".join(b'<!ENTITY a%d "%s">' % (n + 1, b"&a%d;" % n * 10) for n in range(20))
    xml = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">%s]><x>&a20;</x>' % entities
    return page(
        more={
            1: b"<</Type/Catalog/Pages 2 0 R/Metadata 6 0 R>>",
            6: stream(xml, b"/Type/Metadata/Subtype/XML"),
        }
    )


def outlines_in_a_ring() -> bytes:
    """Bookmarks that follow, hold and precede themselves."""
    catalog = b"<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R/PageMode/UseOutlines>>"
    return page(
        more={
            1: catalog,
            6: b"<</First 7 0 R/Last 7 0 R/Count 9>>",
            7: b"<</Title(a)/Next 7 0 R/First 7 0 R/Parent 7 0 R/Prev 7 0 R>>",
        }
    )


def structure_in_a_ring() -> bytes:
    """Tags that hold themselves, of roles that stand for each other."""
    catalog = b"<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R>>"
    return page(
        more={
            1: catalog,
            6: b"<</Type/StructTreeRoot/K 7 0 R/RoleMap<</A/B/B/A>>>>",
            7: b"<</Type/StructElem/S/A/K[7 0 R 7 0 R]/P 7 0 R>>",
        }
    )


def layers_deep() -> bytes:
    """Twenty thousand lists of layers in each other."""
    order = b"[" * 20_000 + b"6 0 R" + b"]" * 20_000
    catalog = b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R]/D<</Order %s/OFF[6 0 R]>>>>>>" % order
    return page(
        b"/OC /L BDC " + BODY + b"EMC",
        resources=b"/Properties<</L 6 0 R>>",
        more={1: catalog, 6: b"<</Type/OCG/Name(a)>>"},
    )


def layer_conditions_deep() -> bytes:
    """A layer visible under a condition negated twenty thousand times."""
    condition = b"[/Not " * 20_000 + b"7 0 R" + b"]" * 20_000
    return page(
        b"/OC /L BDC " + BODY + b"EMC",
        resources=b"/Properties<</L 6 0 R>>",
        more={6: b"<</Type/OCMD/OCGs[7 0 R]/VE %s>>" % condition, 7: b"<</Type/OCG/Name(a)>>"},
    )


def notes_by_the_50_000() -> bytes:
    """One note listed fifty thousand times."""
    note = b"<</Type/Annot/Subtype/FreeText/Rect[9 9 30 30]/Contents(a)/AP<</N 7 0 R>>>>"
    look = stream(b"0 0 9 9 re S", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    return page(entries=b"/Annots[%s]" % (b"6 0 R " * 50_000), more={6: note, 7: look})


def field_of_a_million_characters() -> bytes:
    """A form field filled with a million characters."""
    field = b"<</FT/Tx/T(a)/Subtype/Widget/Rect[9 9 500 30]/MaxLen 2147483647/Ff 16777216/V(%s)/DA(/F 0 Tf)>>"
    catalog = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]/NeedAppearances true>>>>"
    return page(entries=b"/Annots[6 0 R]", more={1: catalog, 6: field % (b"a" * 1_000_000)})


def encrypted_by_itself() -> bytes:
    """An encryption whose parameters are the encryption."""
    return page(more={6: b"<</Filter/Standard/V 6 0 R/R 6 0 R/O 6 0 R/U 6 0 R/P 6 0 R>>"}).replace(
        b"trailer\n<<", b"trailer\n<</Encrypt 6 0 R/ID[(a)(b)]"
    )


def encrypted_with_a_key_of_no_bits() -> bytes:
    """An encryption by a key of no length."""
    entries = (
        b"/Filter/Standard/V 4/R 4/Length 0/P -1/O(%s)/U(%s)/CF<</StdCF<</CFM/AESV2/Length 0>>>>/StmF/StdCF"
    )
    return page().replace(
        b"trailer\n<<", b"trailer\n<</Encrypt<<%s>>/ID[()()]" % (entries % (b"a" * 32, b"b" * 32))
    )


def box_upside_down() -> bytes:
    """A page box from its upper right corner to its lower left."""
    return page(box=b"595 842 0 0")


def box_elsewhere() -> bytes:
    """A page far from the origin, cropped to a place it does not reach."""
    return page(box=b"-1000000 -1000000 -999405 -999158", entries=b"/CropBox[0 0 595 842]")


def boxes_of_wild_numbers() -> bytes:
    """Page boxes of numbers that are none."""
    return page(box=b"nan inf 1e400 -1e400", entries=b"/CropBox[1..2 --3 +-4 5e]")


def turned_by_45_degrees() -> bytes:
    """A page turned by what no page may be turned by."""
    return page(entries=b"/Rotate 45")


def turned_without_end() -> bytes:
    """A page turned round and round."""
    return page(entries=b"/Rotate 99999999990")


def unit_negative() -> bytes:
    """A page whose unit is negative."""
    return page(entries=b"/UserUnit -1")


STRUCTURE: Final[Mapping[str, Make]] = documents_of(globals())
