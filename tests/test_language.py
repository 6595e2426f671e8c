"""Hints at the copyist's language: the slips of the 2019 transcript, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.geometry import Box
from extractors.language import language_hints
from extractors.language.hints import confusions
from extractors.records import Footnote, Piece
from extractors.transcript import read_transcript

TRANSCRIPT = Path(__file__).parent.parent / "raw/ichinoseki-hiraizumi/2019-03/transcript.txt"


def note(text: str, *raw: str) -> Footnote:
    pieces = tuple(Piece(Box(i + 1, 0, 0, 9, 9), part, "pdfium", "single") for i, part in enumerate(raw))
    return Footnote(
        footnote_id="fn01",
        table_name=None,
        row_id=None,
        marker="※",
        text=text,
        page=1,
        sources={"text": pieces},
    )


def hinted(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(f.check_id, f.observed, f.expected) for f in language_hints([note(text)])]


def test_the_transcript_s_own_slips_and_no_others() -> None:
    found = language_hints(read_transcript(TRANSCRIPT).records)
    assert sorted((f.observed, f.expected) for f in found) == [
        ("もらふ", "もらう"),
        ("をを", "を"),
        ("インターシップ", "インターンシップ"),
        ("人口知能", "人工知能"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("調査の協力をを行う。", ("language.doubled_particle", "をを", "を")),
        ("住民がが参加する。", ("language.doubled_particle", "がが", "が")),
        (
            "コミュニケーショの場を設ける。",
            ("language.unknown_word", "コミュニケーショ", "コミュニケーション"),
        ),
        ("シュミレーションを行う。", ("language.confusion", "シュミレーション", "シミュレーション")),
    ],
)
def test_a_slip_is_hinted_at_once(text: str, expected: tuple[str, str, str]) -> None:
    assert hinted(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "取り組みと取組を進める。",
        "母は、ははと書く。",
        "かつてとともに、ここにに似た橋がある。".replace("にに", "に"),
        "インバウンドとコミュニティバスの利用者",
        "地域おこし協力隊のもののうち、そのののしりを",
        "介護保健施設と健康保険福祉課",
        "ツーリズムとワークショップ、サテライトオフィス",
    ],
)
def test_sound_japanese_is_left_alone(text: str) -> None:
    assert hinted(text) == []


def test_a_hint_names_the_page_its_slip_is_printed_on() -> None:
    (found,) = language_hints([note("初めの頁と協力をを行う。", "初めの頁と", "協力を\nを行う。")])
    assert found.box and found.box.page == 2
    assert found.params["context"] == "初めの頁と協力をを行う。"


def test_every_confusion_has_another_spelling_and_a_reason() -> None:
    for confusion in confusions():
        assert confusion.wrong != confusion.right and confusion.reason
        assert confusion.wrong not in confusion.right
    assert len({confusion.wrong for confusion in confusions()}) == len(confusions())
