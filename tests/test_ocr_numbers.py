"""Numbers within text: confirmed by the digits' model in their own ink, or told; on pictures drawn here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

import cv2
import numpy as np
import pytest

from extractors.ocr.cuts import cut_out
from extractors.ocr.engine import Engine, Symbol
from extractors.ocr.image import Pixels
from extractors.ocr.ink import Region
from extractors.ocr.lookalikes import is_lone_stroke, settled
from extractors.ocr.orientation import turn_to_upright
from extractors.ocr.reading import LineReader, Piece, Reading
from extractors.ocr.separators import with_separators
from extractors.ocr.signs import share_sign_at
from extractors.ocr.typeset import ReadLine
from tests.test_ocr_ground import as_page

EM = 40


def line_of_boxes(count: int) -> Pixels:
    """A line of `count` characters an em apart, each a frame."""
    line = np.full((46, EM * count), 255, np.uint8)
    for k in range(count):
        cv2.rectangle(line, (EM * k + 4, 4), (EM * k + 34, 40), 0, 3)
    return line


def test_a_number_is_cut_out_without_its_neighbours() -> None:
    line = line_of_boxes(5)
    cut = cut_out(line, 2 * EM - 9, 4 * EM - 9, 3)  # its place is reckoned nine pixels too far left
    assert cut.shape[1] == pytest.approx(2 * EM, abs=8)
    assert (cut < 140).sum() == (line[:, 2 * EM : 4 * EM] < 140).sum()
    assert cut_out(line, 0.4 * EM, 0.6 * EM, 3).size == 0  # all ink there is a wider character's


class _Models:
    """An engine whose Japanese model reads one text and whose digits' model reads others, in turn."""

    def __init__(self, text: str, digits: Sequence[str]) -> None:
        self._digits = list(digits)
        self.japanese: Callable[[], str] = lambda: text

    def read(self, picture: Pixels, script: str, factor: float, *, word: bool = False) -> list[Symbol]:
        text = self.japanese() if script == "jpn" else self._digits.pop(0) if self._digits else ""
        return [Symbol(char, 0.0, 0.0, 1.0, 1.0, 0.97) for char in text]


def read(text: str, *digits: str) -> Reading:
    return read_with(_Models(text, digits), len(text))


def read_with(models: _Models, length: int = 7) -> Reading:
    line = line_of_boxes(length)
    region = Region(4, 4, line.shape[1] - 6, 41)
    reader = LineReader(cast("Engine", models), line)
    return reader.read(Piece(region, ((region.x0, region.x1),)), region.height)


@pytest.mark.parametrize(
    ("text", "digits", "kept", "other"),
    [
        ("平成３０年度末", (), "平成３０年度末", None),  # only half-width figures are figures here
        ("目標値は39人だ", ("39",), "目標値は39人だ", None),
        ("目標値は39人だ", ("138", "39"), "目標値は39人だ", None),  # a stroke of は, cut off by the next look
        ("目標値は39人だ", ("30", "30", "30"), "目標値は30人だ", "39"),
        ("目標値は39人だ", ("30", "39", "30"), "目標値は39人だ", "30"),  # the line's reading seen as well
        ("目標値は39人だ", (), "目標値は39人だ", "□□"),  # no look confirms it
        ("値は1,.234円", ("1,234",), "値は1,234円", "1,.234"),
        ("値は2,81千円だ", ("2812", "2,812", "2,812"), "値は2,812千円だ", "2,81"),  # no group of two figures
        ("値は2812千円だ", ("2,81", "2,81", "2,81"), "値は2812千円だ", "2,81"),
        ("値は人口186人⑤)", ("186",), "値は人口186人(*)", None),
        ("720%", ("72", "72"), "72%", "720%"),  # the ring of the sign
        ("72.0%", ("72.0", "72.0", "72.0"), "72.0%", None),
        ("値は5と39と7だ", ("7", "30", "30", "30", "5"), "値は5と30と7だ", "39"),
    ],
)
def test_a_number_is_confirmed_or_told(
    text: str, digits: tuple[str, ...], kept: str, other: str | None
) -> None:
    found = read(text, *digits)
    assert (found.line.text, found.other_text) == (kept, other)
    assert len(found.line.confidences) == len(found.line.text)


@pytest.mark.parametrize(
    ("read_", "meant"),
    [
        ("201@年", "2010年"),
        ("203O年度", "2030年度"),
        ("(KP1)", "(KPI)"),
        ("1CTを活用", "ICTを活用"),
        ("186人⑤)", "186人(*)"),
        ("72.5%⑤⑮)", "72.5%(*)"),
        ("⑤)補助金", "⑤)補助金"),
        ("(国道4号①)", "(国道4号①)"),
        ("H2Oの量", "H2Oの量"),
        ("21世紀", "21世紀"),
        ("C02削減量", "CO2削減量"),
        ("C021", "C021"),
        ("(④教育及び文化", "(4)教育及び文化"),
        ("(④)教育", "(④)教育"),
    ],
)
def test_letters_and_figures_of_one_shape(read_: str, meant: str) -> None:
    assert settled(read_) == meant


@pytest.mark.parametrize(
    ("odd", "n_odd", "other"),
    [("値は4.813円", 2, None), ("値は4,818円", 1, None), ("値は4,818円", 2, "値は4,818円")],
    ids=["a mark", "one look of five", "two looks of five"],
)
def test_a_number_that_the_digits_model_sees_is_told_where_two_looks_see_another(
    odd: str, n_odd: int, other: str | None
) -> None:
    models = _Models("", ("4,813",) * 3)
    models.japanese = iter(["値は4,813円", *[odd] * n_odd, *["値は4,813円"] * 2]).__next__
    found = read_with(models)
    assert (found.line.text, found.other_text) == ("値は4,813円", other)


@pytest.mark.parametrize(("last", "kept"), [("5,543", "5,543"), ("5,943", "5,943")])
def test_a_number_alone_is_what_most_looks_say(last: str, kept: str) -> None:
    found = read_with(_Models("5,543", ("5,943", "5,943", last)), length=2)
    assert found.line.text == kept
    assert found.other_text is not None


def test_a_long_dash_is_one_stroke() -> None:
    assert is_lone_stroke("一一一") and is_lone_stroke("ー")
    assert not is_lone_stroke("一関") and not is_lone_stroke("")


class _Dashes:
    """An engine that reads upright print with little trust, and dashes upside down with much."""

    def __init__(self) -> None:
        self._pages = iter([("役割分担の内容", 0.85), *[("ト" + "ニ" * 30, 0.98)] * 3])

    def read(self, picture: Pixels, script: str, factor: float, *, word: bool = False) -> list[Symbol]:
        text, trust = next(self._pages)
        return [Symbol(char, 0.0, 0.0, 1.0, 1.0, trust) for char in text]


def test_dashes_of_a_rule_do_not_turn_a_page() -> None:
    page = np.full((300, 300), 255, np.uint8)
    page[40:76, 40:250:2] = 0
    page[120:156, 40:76] = page[120:250:2, 200:236] = 0
    assert turn_to_upright(as_page(page), cast("Engine", _Dashes())) == 0


def _line_with_share(*, is_sign: bool) -> Pixels:
    """A 4 and a %, or the figures 9 and 6, which have their rings in the same places."""
    line = np.full((40, 110), 255, np.uint8)
    cv2.line(line, (16, 0), (2, 26), 0, 3)
    cv2.line(line, (2, 26), (26, 26), 0, 3)
    cv2.line(line, (16, 0), (16, 39), 0, 3)
    cv2.ellipse(line, (46, 11), (9, 10), 0, 0, 360, 0, 3)
    cv2.ellipse(line, (82, 28), (9, 10), 0, 0, 360, 0, 3)
    if is_sign:
        cv2.line(line, (76, 0), (54, 39), 0, 2)
    else:
        cv2.line(line, (55, 11), (50, 39), 0, 3)
        cv2.line(line, (73, 28), (82, 0), 0, 3)
    return line


def test_a_share_that_every_look_reads_as_96_is_told_by_its_ink() -> None:
    """96 was published as the unit of a share, and 93.4% lost its unit beside 93.496."""
    line = _line_with_share(is_sign=True)
    assert share_sign_at(line < 140) == pytest.approx(36, abs=2)
    assert share_sign_at(_line_with_share(is_sign=False) < 140) is None

    def read_share(first: int, text: str, *digits: str) -> Reading:
        region = Region(first, 0, 110, 40)
        reader = LineReader(cast("Engine", _Models(text, digits)), line)
        return reader.read(Piece(region, ((first, 110),)), 40)

    alone, behind, doubted = (
        read_share(32, "96"),
        read_share(0, "496", "4", "4"),
        read_share(0, "796", "4", "4"),
    )
    assert (alone.line.text, alone.other_text) == ("%", None)
    assert (behind.line.text, behind.other_text) == ("4%", None)
    assert (doubted.line.text, doubted.other_text) == ("4%", "796")


def test_a_number_whose_place_holds_no_pixel_stays_as_read() -> None:
    """OpenCV ends the process on a picture without pixels, and the page was lost."""
    assert with_separators("1,234", np.zeros((40, 0), np.bool_)) == "1,234"


def test_the_place_of_a_number_may_begin_before_the_picture() -> None:
    """A slice from a column below 0 counts from the right edge: the mark's ink was not looked at."""
    line = np.full((40, 60), 255, np.uint8)
    for x in (0, 34):
        cv2.rectangle(line, (x, 0), (x + 14, 30), 0, 2)
    cv2.rectangle(line, (24, 28), (27, 38), 0, -1)  # hangs below the line: a comma
    reader = LineReader(cast("Engine", _Models("", ())), line)
    place = ReadLine(Region(0, 0, 60, 40), "0.0", (1.0,) * 3, ((0, 60),))
    assert reader._marked("0.0", place, [(-2.0, 18.0), (20.0, 30.0), (32.0, 52.0)]) == "0,0"
