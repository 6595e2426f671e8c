"""Paragraphs without an indent after a line that is just full."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drawn_measures import LEFT, RIGHT, Document

FULL = "圏域の医療機関が連携して休日及び夜間の救急患者を受け入れる。"
SHORT = "体制を守る。"


@pytest.mark.parametrize(
    ("lines", "is_told"),
    [
        ([FULL, SHORT, "あわせて周知に努める。"], True),
        (["\u3000" + FULL[1:], SHORT, "\u3000あわせて周知に努める。"], False),
        ([FULL, SHORT], False),
        (["・" + FULL[1:], "・" + SHORT, "・周知に努める。"], False),
    ],
)
def test_a_full_line_that_ends_a_sentence_is_told_once(
    tmp_path: Path, lines: list[str], is_told: bool
) -> None:
    document = Document(tmp_path)
    document.head("救急医療体制確保事業")
    right = 160 + 6 + 10.0 * len(FULL)
    document.page.row([LEFT, 160, right, RIGHT], ["取組内容", "\n".join(lines), "平泉町"], 44)
    document.kpi()
    document.rest()
    read = document.read()
    assert read.checks["text.unclear_paragraphs"] == int(is_told)
