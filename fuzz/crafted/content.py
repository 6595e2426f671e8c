"""Harm by what a page says: wild numbers, masses of marks, depths of nesting, text that is hard to place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from fuzz.crafted.build import BODY, Make, documents_of, packed, page, shown

_WILD: Final = (
    *(b"1e9", b"-1e9", b"1e38", b"1e400", b"nan", b"inf", b"--5", b"1.2.3", b"+-.", b"0x10", b"9" * 400),
    *(b"2147483648", b"-2147483649", b"18446744073709551616", b".", b"-", b"1e", b"1e-400", b"0.0000000001"),
)


def _drawn(operators: Iterable[bytes]) -> bytes:
    return page(more={4: packed(b"".join(operators) + BODY)})


def wild_coordinates() -> bytes:
    """Lines and boxes from and to numbers that are none, or too large."""
    return _drawn(b"%s %s m %s %s l S %s %s 9 9 re f\n" % (a, b, b, a, a, b) for a in _WILD for b in _WILD)


def wild_matrices() -> bytes:
    """The same numbers as transformations."""
    return _drawn(b"q %s 0 0 %s %s 0 cm 0 0 9 9 re S Q\n" % (a, b, a) for a in _WILD for b in _WILD)


def wild_text_states() -> bytes:
    """The same as spacing, scale, leading, rise and mode of text."""
    states = (b"Tc", b"Tw", b"Tz", b"TL", b"Ts", b"Tr")
    return _drawn(b"BT /F 9 Tf %s %s 50 600 Td <672c6587> Tj ET\n" % (a, s) for a in _WILD for s in states)


def wild_line_styles() -> bytes:
    """The same as widths, dashes and joins."""
    return _drawn(b"%s w [%s 1] %s d %s M 9 9 m 99 9 l S\n" % (a, a, a, a) for a in _WILD)


def text_too_small_to_see() -> bytes:
    """Characters of a hundredth of a point: nobody sees them, so nobody misses them."""
    return page(shown("微細な文字").replace(b"12 Tf", b"0.01 Tf") + BODY)


def text_of_no_size() -> bytes:
    """Characters without any extent."""
    return page(b"BT /F 0 Tf 50 600 Td <672c> Tj 0 0 0 0 0 0 Tm <672c> Tj /F 1e-30 Tf <672c> Tj ET\n" + BODY)


def text_far_larger_than_the_page() -> bytes:
    """One character larger than the page many times over."""
    return page(shown("巨").replace(b"12 Tf", b"100000 Tf") + BODY)


def line_of_50_000_characters() -> bytes:
    """A line as long as a street."""
    return page(shown("字" * 50_000) + BODY, box=b"0 0 59000 842")


def line_breaks_by_the_million() -> bytes:
    """A million line breaks before a character."""
    return _drawn([b"BT /F 9 Tf 12 TL 50 800 Td ", b"T* " * 1_000_000, b"<672c> Tj ET\n"])


def text_arrays_of_a_million_numbers() -> bytes:
    """A million shifts before a character."""
    return _drawn([b"BT /F 9 Tf 50 800 Td [", b"1 " * 1_000_000, b"<672c>] TJ ET\n"])


def one_place_for_40_000_characters() -> bytes:
    """Characters that all overlap: each is beside every other."""
    return _drawn([shown("重")] * 40_000)


def characters_on_every_side() -> bytes:
    """Text turned and slanted by every angle."""
    turned = (
        b"BT /F 9 Tf %d %d %d %d 300 400 Tm <672c65876587> Tj ET\n" % m
        for m in ((0, 1, -1, 0), (-1, 0, 0, -1))
    )
    slanted = (b"BT /F 9 Tf 1 %f %f 1 300 400 Tm <672c6587> Tj ET\n" % (i / 9, -i / 9) for i in range(200))
    return _drawn([*turned, *slanted])


def cells_over_cells() -> bytes:
    """Three thousand frames that overlap each other."""
    return _drawn(b"%d %d 120 40 re S\n" % (20 + i * 7 % 400, 20 + i * 13 % 700) for i in range(3000))


def frames_in_frames() -> bytes:
    """Nine hundred frames in each other: tables in cells in tables."""
    return _drawn(
        b"%f %f %f %f re S\n" % (i, i, 590 - 2 * i, 840 - 2 * i) for i in (k * 0.29 for k in range(900))
    )


def tables_by_the_20_000() -> bytes:
    """Twenty thousand boxes too small for print."""
    return _drawn(b"%d %d 2 2 re S\n" % (i % 150 * 4, i // 150 * 6) for i in range(20_000))


def tables_by_the_900() -> bytes:
    """As many as a page may have: each with two cells and a character."""
    places = [(20 + i % 30 * 18, 20 + i // 30 * 26) for i in range(900)]
    rules = (b"%d %d 14 20 re S %d %d m %d %d l S\n" % (x, y, x, y + 10, x + 14, y + 10) for x, y in places)
    return _drawn([*rules, *(shown("字", x + 1, y + 1).replace(b"12 Tf", b"8 Tf") for x, y in places)])


def grid_of_1_900_rules() -> bytes:
    """One grid of nine hundred thousand places."""
    across = (b"20 %f m 570 %f l S\n" % (i * 0.8, i * 0.8) for i in range(1, 950))
    down = (b"%f 20 m %f 800 l S\n" % (i * 0.6, i * 0.6) for i in range(1, 950))
    return _drawn([*across, *down])


def dots_by_the_40_000() -> bytes:
    """Dots in rows, of which rules could be made."""
    return _drawn(b"%d %d 1 1 re f\n" % (i % 290 * 2, i // 290 * 3) for i in range(40_000))


def dots_at_random() -> bytes:
    """Dots in no order, of which none can."""
    return _drawn(b"%d %d 1 1 re f\n" % (i * 7919 % 590, i * 104_729 % 840) for i in range(40_000))


def tints_by_the_3_000() -> bytes:
    """Tinted areas that overlap, with no rule around them."""
    return _drawn(b"0.%d g %d %d 60 20 re f\n" % (i % 9, i * 37 % 500, i * 91 % 800) for i in range(3000))


def stairs_of_rules() -> bytes:
    """Rules that each touch the next one only: a grid of thousands of rows and columns without a cell."""
    return _drawn(
        b"%f %f m %f %f l %f %f l S\n" % (i * 0.3, i * 0.4, i * 0.3 + 6, i * 0.4, i * 0.3 + 6, i * 0.4 + 8)
        for i in range(1800)
    )


def one_path_of_200_000_points() -> bytes:
    """One line through the page's every corner."""
    return _drawn([b"0 0 m ", *(b"%d %d l " % (i * 7 % 590, i * 11 % 840) for i in range(200_000)), b"S\n"])


def clips_without_end() -> bytes:
    """Thirty thousand clips in each other."""
    return _drawn([b"q 0 0 595 842 re W n\n" * 30_000])


def clips_of_many_points() -> bytes:
    """A clip so jagged that what it hides is hard to tell."""
    points = b"".join(b"%d %d l " % (i * 7 % 590, i * 11 % 840) for i in range(20_000))
    return _drawn([b"0 0 m ", points, b"W n ", shown("切") * 200])


def marked_content_deep() -> bytes:
    """Two hundred thousand marks in each other."""
    return _drawn([b"/A BMC " * 200_000, BODY, b"EMC " * 200_000])


def replaced_text_long() -> bytes:
    """Marked content whose replacement text is a megabyte, a thousand times."""
    return _drawn([b"/Span<</ActualText(%s)>>BDC " % (b"a" * 100_000), shown("元"), b"EMC\n"] * 100)


def restores_without_saves() -> bytes:
    """States restored that were never saved."""
    return _drawn([b"Q " * 1_000_000])


def image_data_without_end() -> bytes:
    """An image within the content whose end is not marked."""
    return page(BODY + b"BI /W 60000 /H 60000 /CS /RGB /BPC 8 ID " + b"\0" * 1_000_000)


def operators_unknown() -> bytes:
    """A hundred thousand operators that no standard knows."""
    return _drawn([b"1 2 3 foo (bar) <</a 1>> [1 2] baz\n" * 100_000])


def numbers_by_the_million() -> bytes:
    """Five million operands and no operator."""
    return _drawn([b"1 " * 5_000_000])


CONTENT: Final[Mapping[str, Make]] = documents_of(globals())
