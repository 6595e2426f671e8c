"""Harm by pictures: their sizes, their number, and what they claim to be."""

from __future__ import annotations

import random
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Final

from fuzz.crafted.build import BODY, Make, documents_of, form, packed, page, stream

_GREY: Final = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent %d"
_BLANK_MEBIBYTE: Final = b"\xff" * (1 << 20)


def _showing(image: bytes, content: bytes = b"q 500 0 0 800 40 20 cm /I Do Q\n", **more: bytes) -> bytes:
    return page(content, resources=b"/XObject<</I 6 0 R>>", more={6: image}, **more)


def _blank(width: int, height: int, bits: int) -> bytes:
    """A white picture that is small in the file, whatever it is unpacked."""
    packer, left = zlib.compressobj(9), (width * bits + 7) // 8 * height
    parts = []
    while left > 0:
        parts.append(packer.compress(_BLANK_MEBIBYTE[:left]))
        left -= len(_BLANK_MEBIBYTE)
    data = b"".join([*parts, packer.flush()])
    return stream(data, _GREY % (width, height, bits) + b"/Filter/FlateDecode")


def _noise(width: int, height: int) -> bytes:
    return packed(random.Random(1).randbytes(width * height), _GREY % (width, height, 8))


def drawing_sheet_of_600_dpi() -> bytes:
    """A picture of a whole A0 sheet in black and white at 600 dpi."""
    size = {"box": b"0 0 2384 3370"}
    return _showing(_blank(19_866, 28_087, 1), b"q 2384 0 0 3370 0 0 cm /I Do Q\n", **size)


def grey_drawing_sheet_of_600_dpi() -> bytes:
    """The same in grey: more than half a thousand million bytes of one shade."""
    size = {"box": b"0 0 2384 3370"}
    return _showing(_blank(19_866, 28_087, 8), b"q 2384 0 0 3370 0 0 cm /I Do Q\n", **size)


def photograph_of_50_megapixels() -> bytes:
    """A JPEG image as large as a good camera makes it, over the whole page."""
    from PIL import Image

    out = BytesIO()
    Image.linear_gradient("L").resize((8660, 5774)).save(out, "JPEG", quality=60)
    return _showing(stream(out.getvalue(), _GREY % (8660, 5774, 8) + b"/Filter/DCTDecode"))


def pictures_by_the_hundred() -> bytes:
    """A hundred pictures on one page, each of four million pixels."""
    places = b"".join(
        b"q 50 0 0 70 %d %d cm /I%d Do Q\n" % (50 * (k % 10), 80 * (k // 10), k) for k in range(100)
    )
    names = b"".join(b"/I%d %d 0 R" % (k, 6 + k) for k in range(100))
    images = {6 + k: _blank(2000, 2000 + k, 8) for k in range(100)}
    return page(BODY + places, resources=b"/XObject<<%s>>" % names, more=images)


def strips_by_the_3_000() -> bytes:
    """A scan cut into strips a pixel high, as some scanners' programs store it."""
    places = b"".join(b"q 500 0 0 .27 40 %.2f cm /I Do Q\n" % (20 + k * 0.266) for k in range(3000))
    return _showing(_noise(1654, 1), places)


def white_noise() -> bytes:
    """A page of nothing but grain."""
    return _showing(_noise(827, 1169))


def picture_within_the_content_of_20_mb() -> bytes:
    """An image of 20 million bytes that stands between the operators."""
    head = b"q 500 0 0 800 40 20 cm BI /W 5000 /H 4000 /CS /G /BPC 8 ID "
    return page(BODY, more={4: packed(BODY + head + bytes(20_000_000) + b"\nEI Q\n")})


def pictures_within_the_content_by_the_20_000() -> bytes:
    """Twenty thousand dots that are images between the operators."""
    dots = b"".join(
        b"q 2 0 0 2 %d %d cm BI /W 1 /H 1 /CS /G /BPC 8 ID a EI Q\n" % (k % 590, k // 590 * 9)
        for k in range(20_000)
    )
    return page(dots + BODY)


def picture_of_no_width() -> bytes:
    """Images of no, negative and endless width, of no bits and of seventeen."""
    sizes = ((0, 9, 8), (-5, 9, 8), (2_147_483_647, 1, 8), (9, 9, 0), (9, 9, 17), (9, 9, -1))
    images = {6 + k: stream(b"\0" * 81, _GREY % size) for k, size in enumerate(sizes)}
    names = b"".join(b"/I%d %d 0 R" % (k, 6 + k) for k in range(len(sizes)))
    paint = b"".join(b"q 90 0 0 90 %d 50 cm /I%d Do Q\n" % (90 * k, k) for k in range(len(sizes)))
    return page(BODY + paint, resources=b"/XObject<<%s>>" % names, more=images)


def picture_shorter_than_it_says() -> bytes:
    """An image of a hundred million pixels with the data of nine."""
    return _showing(packed(b"\0" * 9, _GREY % (10_000, 10_000, 8)), BODY + b"q 90 0 0 90 50 50 cm /I Do Q\n")


def palette_of_no_end() -> bytes:
    """An image with a palette of two thousand million colours."""
    entries = (
        b"/Type/XObject/Subtype/Image/Width 9/Height 9/BitsPerComponent 8"
        b"/ColorSpace[/Indexed/DeviceRGB 2147483647<00ff00>]"
    )
    return _showing(stream(b"\xff" * 81, entries), BODY + b"q 90 0 0 90 50 50 cm /I Do Q\n")


def profile_of_rubbish() -> bytes:
    """An image whose colour profile is rubbish of five components."""
    entries = _GREY.replace(b"/DeviceGray", b"[/ICCBased 7 0 R]") % (9, 9, 8)
    more = {6: stream(b"\0" * 81, entries), 7: packed(b"rubbish" * 10_000, b"/N 5/Alternate/DeviceN")}
    return page(BODY + b"q 90 0 0 90 50 50 cm /I Do Q\n", resources=b"/XObject<</I 6 0 R>>", more=more)


def mask_far_larger_than_its_picture() -> bytes:
    """An image of nine pixels under a mask of nine hundred million."""
    picture = stream(b"\0" * 9, _GREY % (3, 3, 8) + b"/SMask 7 0 R")
    more = {6: picture, 7: _blank(30_000, 30_000, 8)}
    return page(BODY + b"q 90 0 0 90 50 50 cm /I Do Q\n", resources=b"/XObject<</I 6 0 R>>", more=more)


def picture_of_a_thousand_samples_a_pixel() -> bytes:
    """An image whose colour space has a thousand inks."""
    inks = b"".join(b"/I%d" % k for k in range(1000))
    function = b"<</FunctionType 2/Domain[0 1]/N 1>>"
    space = b"[/DeviceN[%s]/DeviceGray %s]" % (inks, function)
    entries = b"/Type/XObject/Subtype/Image/Width 99/Height 99/BitsPerComponent 8/ColorSpace " + space
    return _showing(packed(bytes(99 * 99 * 1000), entries), BODY + b"q 90 0 0 90 50 50 cm /I Do Q\n")


def forms_in_forms_by_the_5_000() -> bytes:
    """A form that paints one that paints one, five thousand deep, with text in the last."""
    names = b"/XObject<</X %d 0 R>>"
    more = {n: form(b"q 1 0 0 1 0 0 cm /X Do Q", names % (n + 1)) for n in range(6, 5006)}
    return page(BODY + b"/X Do", resources=names % 6, more={**more, 5006: form(BODY)})


def tiles_in_tiles() -> bytes:
    """Patterns whose tiles are painted with patterns, forty deep."""
    head = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 1/YStep 1"
    paint = b"/Pattern cs /P scn 0 0 9 9 re f"
    more = {n: stream(paint, head + b"/Resources<</Pattern<</P %d 0 R>>>>" % (n + 1)) for n in range(6, 46)}
    last = {46: stream(b"0 0 1 1 re f", head + b"/Resources<<>>")}
    return page(
        b"/Pattern cs /P scn 0 0 595 842 re f\n" + BODY,
        resources=b"/Pattern<</P 6 0 R>>",
        more={**more, **last},
    )


PICTURES: Final[Mapping[str, Make]] = documents_of(globals())
