"""The line of a key in a TOML file, and the words for what is wrong with it."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from extractors.toml_problems import line_of, what_is_wrong

TEXT = """\
title = "x"
[[zones]]
name = "北"
[[zones.members]]
name = "北市"
[[zones.members]]
name = "南町"
code = "2"
[[zones]]
name = "東"
[[zones.members]]
name = "東市"
labels.words = ["a", "b"]
[table]
key = 1
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 1),
        (("zones", 0, "name"), 3),
        (("zones", 0, "members", 1, "name"), 7),
        (("zones", 0, "members", 1, "role"), 6),  # missing: the head of its section
        (("zones", 1, "members", 0, "name"), 12),
        (("zones", 1, "code"), 9),
        (("zones", 1, "members", 0, "labels", "words", 1), 13),
        (("table", "key"), 15),
        (("nothing",), None),
    ],
)
def test_the_line_of_a_key(path: tuple[str | int, ...], line: int | None) -> None:
    assert line_of(TEXT, path) == line


class _Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    colour: str = ""


class _File(BaseModel):
    inner: tuple[_Inner, ...]


@pytest.mark.parametrize(
    ("declared", "ja", "en"),
    [
        ({"inner": [{"color": "x"}]}, "「colour」のことですか", "did you mean 'colour'?"),
        ({"inner": [{"colour": 3}]}, "引用符で囲んだ", "quotation marks"),
        ({"inner": [3]}, "[節] の下に", "section of keys"),
        ({}, "この項目が必要です", "required"),
    ],
)
def test_the_words_for_what_is_wrong(declared: dict[str, object], ja: str, en: str) -> None:
    with pytest.raises(ValidationError) as caught:
        _File.model_validate(declared)
    error = caught.value.errors()[0]
    told = what_is_wrong(error, error["loc"], _File)
    assert ja in told[0] and en in told[1]
