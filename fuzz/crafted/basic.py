"""Documents made to do harm: rings, depths and bombs, one of each kind."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Final

from fuzz.crafted.build import BODY, FONT, Make, documents_of, form, page, pdf, shown, stream


def form_in_itself() -> bytes:
    """A form that paints itself twice."""
    return page(
        BODY + b"/X Do",
        resources=b"/XObject<</X 6 0 R>>",
        more={6: form(b"/X Do /X Do", b"/XObject<</X 6 0 R>>")},
    )


def forms_doubling() -> bytes:
    """Thirty forms that each paint the next one twice: a thousand million texts."""
    more = {n: form(b"/X Do /X Do", b"/XObject<</X %d 0 R>>" % (n + 1)) for n in range(6, 36)}
    return page(BODY + b"/X Do", resources=b"/XObject<</X 6 0 R>>", more={**more, 36: form(shown("字"))})


def page_tree_in_a_ring() -> bytes:
    """Nodes of the page tree that are each other's children."""
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9>>",
            3: b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 3>>",
        }
    )


def page_tree_deep() -> bytes:
    """Five thousand nodes above one page: as many calls for who walks it by recursion."""
    nodes = {n: b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 1) for n in range(2, 5000)}
    leaf = b"<</Type/Page/MediaBox[0 0 9 9]>>"
    return pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", **nodes, 5000: leaf})


def page_count_false() -> bytes:
    """A tree that claims two thousand million pages, for who makes room for them."""
    return page().replace(b"/Count 1", b"/Count 2147483647")


def font_in_itself() -> bytes:
    """A font whose descendant, encoding and character map are the font."""
    ring = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding 5 0 R/DescendantFonts[5 0 R]/ToUnicode 5 0 R>>"
    return page(more={5: ring})


def glyphs_that_show_themselves() -> bytes:
    """A Type 3 font whose glyph shows text in the same font."""
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 6 0 R>>"
        b"/FirstChar 97/LastChar 97/Widths[9]/Encoding<</Type/Encoding/Differences[97/a]>>"
        b"/Resources<</Font<</F 5 0 R>>>>>>"
    )
    return page(b"BT /F 9 Tf 50 700 Td (aaa) Tj ET", more={5: font, 6: stream(b"BT /F 9 Tf (aaaa) Tj ET")})


def character_map_in_itself() -> bytes:
    """A character map that is built on itself."""
    cmap = b"/R usecmap begincmap 1 begincodespacerange <0000><ffff> endcodespacerange endcmap"
    entries = b"/Type/CMap/CMapName/R/UseCMap 6 0 R"
    return page(more={5: FONT.replace(b"/UniJIS-UTF16-H", b" 6 0 R"), 6: stream(cmap, entries)})


def character_map_of_wide_ranges() -> bytes:
    """A hundred ranges of four thousand million characters each."""
    cmap = b"begincmap 100 beginbfrange " + b"<00000000><ffffffff><0041>" * 100 + b" endbfrange endcmap"
    return page(more={5: FONT[:-2] + b"/ToUnicode 6 0 R>>", 6: stream(cmap)})


def huge_page() -> bytes:
    """A page wider than any picture can be."""
    return page(box=b"0 0 1e9 1e9")


def page_of_no_size() -> bytes:
    """A page whose edges coincide: shares of its width divide by nothing."""
    return page(box=b"100 100 100 100")


def page_sizes_that_are_no_numbers() -> bytes:
    """A page box of a name, a text, nothing and a list."""
    return page(box=b"/a (b) null [1]")


def user_unit_huge() -> bytes:
    """A page whose unit is larger than numbers go."""
    return page(entries=b"/UserUnit 1e30")


def nested_arrays() -> bytes:
    """A hundred thousand lists in each other."""
    return page(more={6: b"[" * 100_000 + b"]" * 100_000}, entries=b"/Annots 6 0 R")


def nested_dictionaries_in_content() -> bytes:
    """Fifty thousand dictionaries in each other, as a mark's properties."""
    return page(b"/P " + b"<</a " * 50_000 + b">>" * 50_000 + b" BDC " + BODY + b"EMC")


def states_saved_without_end() -> bytes:
    """A million graphics states saved and none restored."""
    return page(b"q " * 1_000_000 + BODY)


def bomb_in_the_content() -> bytes:
    """A page's content that unpacks to 256 MB of spaces."""
    packed = zlib.compress(b" " * (1 << 28), 9)
    return page(more={4: stream(packed, b"/Filter/FlateDecode")})


def bomb_of_two_layers() -> bytes:
    """The same packed twice: the outer layer looks harmless."""
    packed = zlib.compress(zlib.compress(b"0 0 m 9 9 l S\n" * 60_000_000, 9), 9)
    return page(more={4: stream(packed, b"/Filter[/FlateDecode/FlateDecode]")})


def bomb_in_a_form() -> bytes:
    """Twenty million lines in a form, which is not looked at with the page's own content."""
    packed = zlib.compress(b"0 0 m 9 9 l S\n" * 20_000_000, 9)
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 999 999]/Filter/FlateDecode"
    return page(BODY + b"/X Do", resources=b"/XObject<</X 6 0 R>>", more={6: stream(packed, head)})


def bomb_in_an_image() -> bytes:
    """An image that says it has 3,600 million pixels."""
    packed = zlib.compress(b"\0" * (1 << 27), 9)
    head = (
        b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent 8"
        b"/Filter/FlateDecode"
    )
    content = BODY + b"q 500 0 0 500 0 0 cm /X Do Q"
    return page(content, resources=b"/XObject<</X 6 0 R>>", more={6: stream(packed, head)})


def bomb_in_a_character_map() -> bytes:
    """A character map of ten million entries."""
    packed = zlib.compress(b"begincmap " + b"1 beginbfchar <0041><0042> endbfchar " * 10_000_000, 9)
    return page(more={5: FONT[:-2] + b"/ToUnicode 6 0 R>>", 6: stream(packed, b"/Filter/FlateDecode")})


def rules_by_the_100_000() -> bytes:
    """More strokes than a page may have."""
    rules = (b"%d %d m %d %d l S\n" % (i % 500, i // 200, i % 500 + 3, i // 200) for i in range(100_000))
    return page(b"".join(rules) + BODY)


def crossing_rules() -> bytes:
    """Two thousand rules across and down: four million places in a grid."""
    across = (b"0 %f m 595 %f l S\n" % (i * 0.4, i * 0.4) for i in range(2000))
    down = (b"%f 0 m %f 842 l S\n" % (i * 0.29, i * 0.29) for i in range(2000))
    return page(b"".join((*across, *down)) + BODY)


def characters_by_the_million() -> bytes:
    """A million characters on one page."""
    return page(shown("字" * 50) * 20_000)


def content_of_nothing() -> bytes:
    """Eight million operators that paint nothing and so are counted by nobody."""
    return page(b"0 0 0 rg " * 8_000_000 + BODY)


def a_dash_without_length() -> bytes:
    """Dashes of no length, which a line never gets through."""
    return page(b"[0 0] 0 d 0 w 0 0 m 595 842 l S [1e-30] 0 d 0 0 m 595 0 l S\n" + BODY)


def text_at_no_place() -> bytes:
    """Text at the ends of what a number can be."""
    return page(
        b"BT /F 1e38 Tf 1e38 1e38 -1e38 1e38 1e38 1e38 Tm <672c> Tj ET q 1e30 0 0 1e30 0 0 cm\n" + BODY
    )


def cross_references_in_a_ring() -> bytes:
    """A cross-reference table whose predecessor is itself."""
    sound = page()
    start = int(sound.rsplit(b"startxref\n", 1)[1].split()[0])
    return sound.replace(b"trailer\n<<", b"trailer\n<</Prev %d" % start)


def cross_references_false() -> bytes:
    """Cross-references that point beside their objects, and a start that points nowhere."""
    return page().replace(b"00000 n", b"00009 n").replace(b"startxref\n", b"startxref\n9")


def object_stream_in_itself() -> bytes:
    """An object stream that extends itself."""
    return page(more={6: stream(b"6 0 7 10 <<>> <<>>", b"/Type/ObjStm/N 2/First 8/Extends 6 0 R")})


def length_in_a_ring() -> bytes:
    """A stream whose length is given by the stream."""
    return page(more={4: b"<</Length 4 0 R>>stream\n" + BODY + b"endstream"})


def annotations_in_a_ring() -> bytes:
    """A note that is its own child and its own picture."""
    note = b"<</Type/Annot/Subtype/FreeText/Rect[0 0 99 99]/Contents(a)/Kids[6 0 R]/AP<</N 6 0 R>>>>"
    return page(entries=b"/Annots[6 0 R 6 0 R]", more={6: note})


def fields_in_a_ring() -> bytes:
    """A form field that is its own parent and child."""
    field = b"<</FT/Tx/T(a)/Kids[6 0 R]/Parent 6 0 R/Type/Annot/Subtype/Widget/Rect[0 0 99 99]/V(1)>>"
    return page(
        entries=b"/Annots[6 0 R]",
        more={1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]>>>>", 6: field},
    )


def actions_that_fetch() -> bytes:
    """Everything a document can ask a viewer to open, run or send."""
    action = b"<</S/URI/URI(http://192.0.2.1/a)>>"
    catalog = (
        b"<</Type/Catalog/Pages 2 0 R/OpenAction %s/AA<</WC %s>>/Names<</JavaScript<</Names[(a) %s]>>>>>>"
    )
    script = b"<</S/JavaScript/JS(app.launchURL\\('http://192.0.2.1/'\\))>>"
    launch = b"<</S/Launch/F(/bin/true)>>"
    image = b"/Type/XObject/Subtype/Image/Width 9/Height 9/F<</FS/URL/F(http://192.0.2.1/i)>>"
    return page(
        BODY + b"/X Do",
        resources=b"/XObject<</X 6 0 R>>",
        entries=b"/AA<</O %s>>" % launch,
        more={1: catalog % (action, script, script), 6: stream(b"", image)},
    )


def encrypted_with_rubbish() -> bytes:
    """An encryption whose keys are no keys."""
    entries = b"/Filter/Standard/V 5/R 6/Length 256/P -1/O(%s)/U(%s)/OE()/UE()" % (b"a" * 48, b"b" * 48)
    return page().replace(b"trailer\n<<", b"trailer\n<</Encrypt<<%s>>/ID[(a)(b)]" % entries)


def shading_and_pattern_in_a_ring() -> bytes:
    """A tile of a ten-thousandth of a point that is painted with itself."""
    tile = (
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.0001/YStep 0.0001"
        b"/Resources<</Pattern<</P 6 0 R>>>>"
    )
    paint = b"/Pattern cs /P scn 0 0 595 842 re f\n"
    return page(paint + BODY, resources=b"/Pattern<</P 6 0 R>>", more={6: stream(paint, tile)})


def layers_in_a_ring() -> bytes:
    """A layer that is visible when it is not."""
    layer = b"<</Type/OCMD/OCGs[6 0 R]/VE[/And 7 0 R]>>"
    ring = b"[/Not 7 0 R]"
    return page(
        b"/OC /L BDC " + BODY + b"EMC", resources=b"/Properties<</L 6 0 R>>", more={6: layer, 7: ring}
    )


BASIC: Final[Mapping[str, Make]] = documents_of(globals())
