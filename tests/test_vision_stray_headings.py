"""Headings whose numbering the profile leaves out are told, numbered lists in the prose are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drawn_measures import Document, Read

PROFILE = """
[profile]
name = "x"
title_ja = "x"

[headings]
levels = ["roman", "arabic"]
policy_area = "arabic"
"""


def _read(tmp_path: Path, lines: list[tuple[str, float]]) -> Read:
    profile = tmp_path / "x.toml"
    profile.write_text(PROFILE, "utf-8")
    document = Document(tmp_path)
    document.page.line("1　生活機能の強化", 13)
    for text, size in lines:
        document.page.line(text, size)
        document.page.line("圏域の住民が安心して暮らせるよう、連携して取り組む。")
    document.measure()
    return document.read(profile)


def test_a_numbering_of_headings_that_the_profile_does_not_name_is_told_once(tmp_path: Path) -> None:
    read = _read(tmp_path, [("(1)　医療", 12), ("ア　救急", 11), ("(2)　福祉", 12), ("イ　介護", 11)])
    found = [f for f in read.findings if f.check_id == "layout.unknown_heading"]
    assert [(f.observed, f.params["style"], f.params["count"]) for f in found] == [
        ("(1)\u3000医療", "paren", "2"),
        ("ア\u3000救急", "kana", "2"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        [("(1)　医療を守る。", 12), ("(2)　福祉を進める。", 12)],  # sentences
        [("(1)　医療", 10), ("(2)　福祉", 10)],  # set like the prose: a list
        [("(1)　医療", 12)],  # one alone
        [("(3)　医療", 12), ("(4)　福祉", 12)],  # no series of its own
    ],
)
def test_a_numbered_list_is_none(tmp_path: Path, lines: list[tuple[str, float]]) -> None:
    assert "layout.unknown_heading" not in _read(tmp_path, lines).checks
