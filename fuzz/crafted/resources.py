"""Harm by fonts, character maps, images, filters, patterns and masks."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Final

from fuzz.crafted.build import BODY, FONT, Make, documents_of, form, packed, page, shown, stream

_IMAGE: Final = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
_SHOW: Final = BODY + b"q 500 0 0 500 50 100 cm /X Do Q"


def _with_image(body: bytes) -> bytes:
    return page(_SHOW, resources=b"/XObject<</X 6 0 R>>", more={6: body})


def _with_font(body: bytes, content: bytes = BODY, **more: bytes) -> bytes:
    return page(content, more={5: body, **{int(name[1:]): value for name, value in more.items()}})


def _with_map(cmap: bytes) -> bytes:
    return _with_font(FONT[:-2] + b"/ToUnicode 6 0 R>>", o6=packed(cmap))


def image_of_jpeg_2000_rubbish() -> bytes:
    """A JPEG 2000 image of nothing but a head."""
    head = b"\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 \0\0\0\0jp2 "
    head += b"\xff\x4f\xff\x51\0\x29\0\0\0\x01\0\0\0\x01\0\0"
    return _with_image(stream(head + b"\xff" * 500, _IMAGE % (60_000, 60_000) + b"/Filter/JPXDecode"))


def image_of_jbig2_rubbish() -> bytes:
    """A JBIG2 image of nothing but a head."""
    data = b"\0\0\0\0\x30\0\x01\0\0\0\x13\xff\xff\xff\xff\xff\xff\xff\xff" + b"\0" * 11
    return _with_image(stream(data, _IMAGE % (60_000, 60_000) + b"/Filter/JBIG2Decode"))


def image_of_fax_rubbish() -> bytes:
    """A fax image of two thousand million rows."""
    entries = b"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 2147483647/Rows 2147483647>>"
    return _with_image(stream(b"\x55" * 5000, _IMAGE % (60_000, 60_000) + entries))


def image_of_jpeg_rubbish() -> bytes:
    """A JPEG image whose head promises the largest there is."""
    head = (
        b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff\x03\x01\x22\0\x02\x11\x01\x03\x11\x01\xff\xda\0\x0c\x03"
    )
    return _with_image(stream(head + b"\x55" * 5000, _IMAGE % (65_535, 65_535) + b"/Filter/DCTDecode"))


def image_masked_by_itself() -> bytes:
    """An image that is its own mask and alternative."""
    return _with_image(
        stream(b"\x55" * 81, _IMAGE % (9, 9) + b"/SMask 6 0 R/Mask 6 0 R/Alternates[<</Image 6 0 R>>]")
    )


def image_coloured_by_itself() -> bytes:
    """An image whose palette is its own base."""
    return page(
        _SHOW,
        resources=b"/XObject<</X 6 0 R>>",
        more={
            6: stream(b"\x55" * 81, _IMAGE.replace(b"/DeviceGray", b" 7 0 R") % (9, 9)),
            7: b"[/Indexed 7 0 R 255 7 0 R]",
        },
    )


def image_many_times() -> bytes:
    """An image painted five thousand times: small in the file, not on the page."""
    image = packed(b"\x80" * 1_000_000, _IMAGE % (1000, 1000))
    return page(
        BODY + b"q 500 0 0 500 50 100 cm /X Do Q\n" * 5000, resources=b"/XObject<</X 6 0 R>>", more={6: image}
    )


def filters_by_the_hundred() -> bytes:
    """A content packed a hundred times."""
    data = BODY
    for _ in range(100):
        data = zlib.compress(data, 9)
    return page(more={4: stream(data, b"/Filter[%s]" % (b"/FlateDecode" * 100))})


def bomb_of_five_layers() -> bytes:
    """200 MB of spaces packed five times over into next to nothing."""
    data = b" " * 200_000_000
    for _ in range(5):
        data = zlib.compress(data, 9)
    return page(more={4: stream(data, b"/Filter[%s]" % (b"/FlateDecode" * 5))})


def bomb_of_repeated_bytes() -> bytes:
    """Runs of repeated bytes within packed data."""
    packed_runs = zlib.compress(b"\x81 " * 2_000_000, 9)
    return page(more={4: stream(packed_runs, b"/Filter[/FlateDecode/RunLengthDecode]")})


def bomb_behind_hexadecimal() -> bytes:
    """Packed data written as hexadecimal digits, which hide that they are packed."""
    data = zlib.compress(b"0 0 m 9 9 l S\n" * 20_000_000, 9).hex().encode() + b">"
    return page(more={4: stream(data, b"/Filter[/ASCIIHexDecode/FlateDecode]")})


def predictor_of_huge_rows() -> bytes:
    """A filter that wants rows of 128 GB."""
    entries = (
        b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2147483647/Colors 32/BitsPerComponent 16>>"
    )
    return page(more={4: stream(zlib.compress(BODY), entries)})


def filter_in_itself() -> bytes:
    """A filter that is a list of itself."""
    return page(more={4: stream(BODY, b"/Filter 6 0 R/DecodeParms 6 0 R"), 6: b"[6 0 R 6 0 R]"})


def map_of_long_texts() -> bytes:
    """A character that stands for half a million letters."""
    return _with_map(b"begincmap 1 beginbfchar <672c> <%s> endbfchar endcmap" % (b"0041" * 500_000))


def map_of_many_arrays() -> bytes:
    """A range with half a million targets."""
    return _with_map(
        b"begincmap 1 beginbfrange <0000> <ffff> [%s] endbfrange endcmap" % (b"<0041>" * 500_000)
    )


def map_backwards() -> bytes:
    """Ranges that end before they begin, and characters of no bytes."""
    return _with_map(
        b"begincmap 1 beginbfrange <ffff> <0000> <d800> <0000> <ffffffffffffffff> <> endbfrange endcmap"
    )


def map_to_control_characters() -> bytes:
    """A text that is read as line ends, marks of direction and half surrogates."""
    return _with_map(
        b"begincmap 4 beginbfchar <672c> <000a> <6587> <202e> <306e> <d800> <5b57> <0000> endbfchar endcmap"
    )


def map_never_closed() -> bytes:
    """A character map that breaks off within an entry."""
    return _with_map(b"begincmap 99999 beginbfchar <0041" + b"<" * 100_000)


def font_with_a_million_widths() -> bytes:
    """A list of a million widths."""
    return _with_font(FONT.replace(b"/DW 1000", b"/DW 1000/W[0[%s]]" % (b"1000 " * 1_000_000)))


def font_with_wild_widths() -> bytes:
    """Widths that are no numbers or beyond them."""
    return _with_font(FONT.replace(b"/DW 1000", b"/DW nan/W[0 2147483647 1e38 5 4 (a) [1] 9]/DW2[1e38 1e38]"))


def font_set_vertically() -> bytes:
    """A vertical font whose lines advance by a thousand million."""
    return _with_font(
        FONT.replace(b"-H", b"-V").replace(b"/DW 1000", b"/DW 1000/DW2[1e9 -1e9]/W2[0 65535 0 0 0]")
    )


def font_with_a_million_names() -> bytes:
    """An encoding of half a million glyph names."""
    names = b"".join(b"/g%d" % i for i in range(500_000))
    simple = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[0 %s]>>>>" % names
    return _with_font(simple, b"BT /F 9 Tf 50 700 Td (abc) Tj ET\n")


def font_of_rubbish() -> bytes:
    """A font program of nothing but its first bytes, with a list of widths in itself."""
    program = b"<</Type/FontDescriptor/FontName/A/Flags 4/FontFile2 6 0 R/FontFile3 6 0 R/FontBBox[0]>>"
    simple = (
        b"<</Type/Font/Subtype/TrueType/BaseFont/A/FirstChar 0/LastChar 255/Widths 7 0 R/FontDescriptor %s>>"
    )
    rubbish = b"\0\1\0\0\xff\xffcmap" + b"\xff" * 3000
    return _with_font(
        simple % program, b"BT /F 9 Tf 50 700 Td (abc) Tj ET\n", o6=stream(rubbish), o7=b"[7 0 R nan]"
    )


def font_turned_to_nothing() -> bytes:
    """A drawn font whose matrix has no extent and no numbers."""
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 0 0]/FontMatrix[0 0 0 0 nan inf]/CharProcs<</a 6 0 R>>"
        b"/FirstChar 97/LastChar 97/Widths[1e38]/Encoding<</Type/Encoding/Differences[97/a]>>>>"
    )
    return _with_font(font, b"BT /F 9 Tf 50 700 Td (aaa) Tj ET", o6=stream(b"1e38 0 d0 0 0 9 9 re f"))


def glyphs_of_many_strokes() -> bytes:
    """Ten thousand characters of a drawn font with a thousand strokes each."""
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]/CharProcs<</a 6 0 R>>"
        b"/FirstChar 97/LastChar 97/Widths[9]/Encoding<</Type/Encoding/Differences[97/a]>>>>"
    )
    glyph = b"9 0 d0 " + b"0 0 m 9 9 l S 0 9 9 0 re S\n" * 1000
    return _with_font(font, b"BT /F 9 Tf 50 700 Td (%s) Tj ET" % (b"a" * 10_000), o6=stream(glyph))


def fonts_by_the_5_000() -> bytes:
    """Five thousand names of one font, each used once."""
    fonts = b"".join(b"/F%d 5 0 R" % i for i in range(5000))
    content = b"".join(b"BT /F%d 9 Tf 50 %d Td <672c> Tj ET\n" % (i, i % 800) for i in range(5000))
    return page(content, resources=b"/Font<<%s>>" % fonts)


def pattern_of_specks() -> bytes:
    """A tile repeated every thousand-millionth of a point."""
    head = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 1e-9/YStep 1e-9"
    paint = b"/Pattern cs /P scn 0 0 595 842 re f\n"
    return page(paint + BODY, resources=b"/Pattern<</P 6 0 R>>", more={6: stream(b"0 0 .1 .1 re f", head)})


def shading_of_a_huge_table() -> bytes:
    """A colour function of more samples than there is memory."""
    function = b"/FunctionType 0/Domain[0 1 0 1]/Range[0 1]/Size[2147483647 2147483647]/BitsPerSample 32"
    shading = b"<</ShadingType 1/ColorSpace/DeviceGray/Domain[0 1 0 1]/Function 7 0 R>>"
    return page(
        b"/S sh\n" + BODY,
        resources=b"/Shading<</S 6 0 R>>",
        more={6: shading, 7: stream(b"\0" * 99, function)},
    )


def shading_by_a_long_program() -> bytes:
    """A colour function of 200,000 steps, run for every pixel."""
    program = b"{" + b"dup mul 2 copy exch " * 50_000 + b"}"
    function = stream(program, b"/FunctionType 4/Domain[0 1 0 1]/Range[0 1]")
    shading = (
        b"<</ShadingType 1/ColorSpace/DeviceGray/Domain[0 1 0 1]/Matrix[595 0 0 842 0 0]/Function 7 0 R>>"
    )
    return page(b"/S sh\n" + BODY, resources=b"/Shading<</S 6 0 R>>", more={6: shading, 7: function})


def mask_in_itself() -> bytes:
    """A soft mask that is painted through itself."""
    state = b"/ExtGState<</G 7 0 R>>"
    group = stream(
        b"/G gs 0 0 99 99 re f",
        b"/Type/XObject/Subtype/Form/BBox[0 0 999 999]/Group<</S/Transparency>>/Resources<<%s>>" % state,
    )
    return page(
        b"/G gs\n" + BODY,
        resources=state,
        more={6: group, 7: b"<</SMask<</S/Luminosity/G 6 0 R>>/BM/Multiply/ca .5>>"},
    )


def groups_deep() -> bytes:
    """Two hundred transparency groups in each other, each as large as the page."""
    group = b"/Group<</S/Transparency/I true/K true>>"
    more = {
        n: form(b"/X Do", b"/XObject<</X %d 0 R>>" % (n + 1)).replace(
            b"/Subtype/Form", b"/Subtype/Form" + group
        )
        for n in range(6, 206)
    }
    return page(BODY + b"/X Do", resources=b"/XObject<</X 6 0 R>>", more={**more, 206: form(shown("奥"))})


def forms_by_the_100_000() -> bytes:
    """One form painted a hundred thousand times."""
    return page(
        BODY + b"/X Do " * 100_000, resources=b"/XObject<</X 6 0 R>>", more={6: form(b"0 0 m 9 9 l S")}
    )


def colours_in_a_ring() -> bytes:
    """A colour space that is based on itself, by a function made of itself."""
    space = b"[/Separation/A 6 0 R 7 0 R]"
    return page(
        b"/C cs 1 scn 9 9 99 99 re f\n" + BODY,
        resources=b"/ColorSpace<</C 6 0 R>>",
        more={6: space, 7: b"<</FunctionType 3/Functions[7 0 R]/Domain[0 1]/Bounds[]/Encode[0 1]>>"},
    )


RESOURCES: Final[Mapping[str, Make]] = documents_of(globals())
