"""A profile that does not hold together says where, what is allowed and which word was meant, twice."""

from __future__ import annotations

import pytest

from extractors.layouts.errors import ProfileInvalid
from extractors.layouts.profile import parse_profile

HEAD = '[profile]\nname = "x"\ntitle_ja = "様式"\n'


def _told(text: str) -> ProfileInvalid:
    with pytest.raises(ProfileInvalid) as told:
        parse_profile(text, "x.toml")
    return told.value


@pytest.mark.parametrize(
    ("text", "line", "key", "ja", "en"),
    [
        ('[mesure]\nshape = "list"\n', 4, "mesure", "「measure」のことですか", "did you mean 'measure'?"),
        ('[measure]\nshape = "lst"\n', 5, "measure.shape", "使えるもの：table、list", "allowed: table, list"),
        ('[measure.labels]\nnam = ["事業"]\n', 5, "measure.labels.nam", "「name」のことですか", "'name'"),
        ('[measure.labels]\nname = "事業"\n', 5, "measure.labels.name", "並びで", "must be a list"),
        ('[headings]\nlevels = ["arabik"]\n', 5, "headings.levels", "「arabic」のことですか", "'arabic'"),
        ('[headings]\nlevels = ["roman"]\nfield = "paren"\n', 4, "headings", "levels にありません", "among"),
        ('[measure]\nrequired = ["content"]\n', 4, "measure", '"name" が必要です', "must hold 'name'"),
        ('[budget]\nunit = "千人"\n', 4, "budget", "金額の単位ではありません", "no unit of money"),
        ('[budget.funding]\n"国" = 3\n', 5, "budget.funding.国", "引用符で囲んだ", "quotation marks"),
        ('[measure]\nfields = ["a"\n[kpi]\n', 6, "TOML", "TOML として読めません", "not readable as TOML"),
        ('[[statistics]]\ntable_id = "a"\ncaption = ["b"]\n[[statistics]]\ntable_id = "c"\n', 7,
         "statistics.caption", "この項目が必要です", "is required"),
    ],
)  # fmt: skip
def test_the_line_the_key_and_what_is_allowed(text: str, line: int, key: str, ja: str, en: str) -> None:
    error = _told(HEAD + text)
    assert (error.details["line"], error.details["key"]) == (line, key)
    assert f"{line}行目 {key}: " in error.message_ja
    assert ja in error.message_ja
    assert f"line {line}, {key}: " in error.message_en
    assert en in error.message_en


def test_a_label_of_two_fields_is_refused() -> None:
    error = _told(HEAD + '[measure]\nfields = ["担当 課"]\n[measure.labels]\nname = ["担当課"]\n')
    assert "labels.name と fields の両方" in error.message_ja


def test_several_slips_are_told_at_once_and_the_rest_counted() -> None:
    error = _told(HEAD + "a = 1\nb = 2\nc = 3\nd = 4\n")
    assert error.message_ja.endswith("；ほか 1 件")
    assert error.message_ja.count("行目") == 3


def test_no_english_of_the_checker_stands_alone_in_the_japanese_message() -> None:
    for text in ('[measure]\nshape = "lst"\n', "[kpi]\ntarget = 3\n", "[kpi]\ntargt = []\n"):
        assert not {"Input", "Extra", "should"} & set(_told(HEAD + text).message_ja.split())
