"""Numbers: every printed style reads back, nothing doubtful is fixed silently."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text.numbers import KANJI_DIGITS, Number, Unreadable, parse_number

WIDE = str.maketrans("0123456789,.-%", "０１２３４５６７８９，．－％")


def read(text: str) -> Decimal:
    found = parse_number(text)
    assert isinstance(found, Number), found
    return found.value


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("129,451", "129451"),
        ("▲29.48", "-29.48"),
        ("△ 5", "-5"),
        ("- 5", "-5"),
        ("－3", "-3"),
        ("−3", "-3"),
        ("１，３１９．８１", "1319.81"),
        ("2億3千430万", "234300000"),
        ("9万1千", "91000"),
        ("1.5億", "150000000"),
        ("十二", "12"),
        ("百二十三億四千五百六十七万八千九百一", "12345678901"),
        ("二〇一九", "2019"),
        ("+20", "20"),
        ("0", "0"),
    ],
)
def test_reads(printed: str, value: str) -> None:
    found = parse_number(printed)
    assert isinstance(found, Number)
    assert (found.value, found.flags) == (Decimal(value), ())


@pytest.mark.parametrize(
    ("printed", "value", "flag"),
    [
        ("9 0, 0 0 0", "90000", "spaced"),
        ("4 9,680", "49680", "spaced"),
        ("90, 000", "90000", "spaced"),
        ("1,23,456", "123456", "grouping"),
        ("12,34", "1234", "grouping"),
        ("1234,567", "1234567", "grouping"),
        ("0123", "123", "leading_zero"),
        ("1.358", "1.358", "ambiguous_separator"),
        ("１2３", "123", "mixed_width"),
    ],
)
def test_reads_with_a_flag(printed: str, value: str, flag: str) -> None:
    found = parse_number(printed)
    assert isinstance(found, Number)
    assert (found.value, found.flags) == (Decimal(value), (flag,))


@pytest.mark.parametrize(
    ("printed", "flag", "proposal"),
    [
        ("1O0", "lookalike", "100"),
        ("l2", "lookalike", "12"),
        ("ー5", "lookalike", "-5"),
        ("1.234.567", "separator", "1234567"),
        ("1,,234", "separator", "1234"),
        ("1、234", "separator", "1234"),
        ("12 345", "spaced", "12345"),
        ("12\n34", "spaced", None),
        ("―　2,550", "two_values", None),
        ("3千4300", "not_a_number", None),
        ("2万3億", "not_a_number", None),
        ("〇", "not_a_number", None),
        ("O", "not_a_number", None),
        ("", "not_a_number", None),
        ("(123)", "not_a_number", None),
        ("9" * 40, "separator", None),
    ],
)
def test_does_not_read(printed: str, flag: str, proposal: str | None) -> None:
    found = parse_number(printed)
    assert isinstance(found, Unreadable)
    assert flag in found.flags
    assert found.proposal == (Decimal(proposal) if proposal else None)


def test_percent_is_told() -> None:
    found = parse_number("１３０％")
    assert isinstance(found, Number) and found.is_percent and found.value == 130


@given(
    st.decimals(-(10**11), 10**11, allow_nan=False, places=2).map(lambda d: d.normalize() + 0),
    st.sampled_from(["", ","]),
    st.sampled_from("▲△-−－"),
    st.booleans(),
    st.sampled_from(["", "%"]),
)
def test_any_style_reads_back(number: Decimal, comma: str, minus: str, is_wide: bool, percent: str) -> None:
    printed = f"{abs(number):{comma}f}" + percent
    printed = (minus if number < 0 else "") + (printed.translate(WIDE) if is_wide else printed)
    assert read(printed) == number


def kanji(number: int) -> str:
    """The number in kanji with scales, as a writer would (一千 is written 千)."""
    parts = []
    for scale, mark in ((10**8, "億"), (10**4, "万"), (1, "")):
        section = number // scale % 10**4
        if section:
            parts.append(kanji_section(section, bool(mark)) + mark)
    return "".join(parts) or "〇〇"


def kanji_section(section: int, keep_one: bool) -> str:
    out = ""
    for scale, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = section // scale % 10
        if digit:
            out += ("" if digit == 1 and mark else KANJI_DIGITS[digit]) + mark
    return out


@given(st.integers(1, 10**12 - 1))
def test_kanji_reads_back(number: int) -> None:
    assert read(kanji(number)) == number


@given(st.integers(1, 9999), st.integers(1, 9999), st.integers(0, 9999))
def test_mixed_scales_read_back(oku: int, man: int, rest: int) -> None:
    printed = f"{oku}億{man:,}万" + (str(rest) if rest else "")
    assert read(printed) == oku * 10**8 + man * 10**4 + rest


@given(st.integers(10, 10**9))
def test_letter_spaced_digits_read_back_with_a_flag(number: int) -> None:
    found = parse_number(" ".join(f"{number:,}"))
    assert isinstance(found, Number) and found.value == number and "spaced" in found.flags


@given(st.integers(100, 10**9), st.data())
def test_a_letter_in_a_digits_place_is_never_read(number: int, data: st.DataObject) -> None:
    printed = f"{number:,}"
    place = data.draw(st.sampled_from([i for i, c in enumerate(printed) if c in "01"] or [0]))
    wrong = {"0": "O", "1": "l"}.get(printed[place], "S")
    found = parse_number(printed[:place] + wrong + printed[place + 1 :])
    assert isinstance(found, Unreadable) and "lookalike" in found.flags
    if printed[place] in "01":
        assert found.proposal == number


@given(st.text() | st.text(st.sampled_from("0123456789,.▲－ 　%億万千十〇一OlI\n＋")))
def test_never_raises(text: str) -> None:
    assert parse_number(text).raw == text
