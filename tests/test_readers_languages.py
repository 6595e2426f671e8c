"""A text layer in another language is told from a damaged one, without a look at the picture."""

from __future__ import annotations

import random

import pytest

from extractors.readers.census import TextCensus, take_census, unreadable_reason
from extractors.readers.errors import BrokenGlyphs, NotJapaneseText, ReadingError

ENGLISH = (
    "The council of the region has decided that each of the members reports its own expenses for the "
    "year, and the office of the largest city collects the reports, compares them with the plan and "
    "presents the result to the meeting in autumn. Figures that differ from the plan by more than a "
    "tenth are explained in writing. "
)
GERMAN = (
    "Der Rat der Gemeinden hat beschlossen, dass jede Gemeinde ihre eigenen Ausgaben meldet und die "
    "Verwaltung der größten Stadt die Meldungen sammelt, mit dem Plan vergleicht und das Ergebnis in "
    "der Sitzung im Herbst vorstellt. Abweichungen von mehr als einem Zehntel werden schriftlich "
    "begründet. "
)
PROGRAM = (
    r"\newcommand{\parbox}[2]{\begin{tabular}{l} #1 \end{tabular}} "
    r"\def\lineskip{\setlength{\textwidth}{120pt}} \ifnum\pageno=1 \documentclass{article} "
    r"\usepackage[utf8]{inputenc} \fi \section{Fonts} \input{file.tex} "
) * 2
KOREAN = "이 문서는 지역의 계획을 설명하는 것으로 한 해의 예산과 사업의 내용을 표로 나타내고 있다. "
CHINESE = (
    "鉴于投保人已向本保险人投保，并同意按照本保险合同约定交付保险费，本保险人同意按照适用条款的约定承担责任。"
)
TAIWANESE = (
    "稻種消毒的目的在於預防病害發生，農民應於播種前將種子浸泡於藥劑中，並依說明書規定的時間與濃度進行處理。"
)
RUSSIAN = "Совет района решил, что каждая община сообщает о своих расходах за год, а город собирает отчёты. "
JAPANESE = "この命令は表の幅を変えるためのもので、文書のはじめに書いておくと、すべての表がそろって見えます。"


def reason_of(text: str) -> ReadingError | None:
    census = sum((take_census([{"text": text}]) for _ in range(4)), TextCensus())
    return unreadable_reason(census, "a.pdf", require_japanese=True)


@pytest.mark.parametrize(
    "text", [ENGLISH, GERMAN, PROGRAM, KOREAN, CHINESE * 2, TAIWANESE * 2, RUSSIAN, CHINESE * 2 + ENGLISH]
)
def test_another_language_is_told(text: str) -> None:
    reason = reason_of(text)
    assert isinstance(reason, NotJapaneseText)
    assert reason.details["is_foreign"] is True


def exchanged(text: str) -> str:
    """The letters of a text exchanged for others, as a font's own encoding does."""
    letters = list("abcdefghijklmnopqrstuvwxyz")
    random.Random(4).shuffle(letters)
    return text.lower().translate(str.maketrans("abcdefghijklmnopqrstuvwxyz", "".join(letters)))


def at_random(first: int, last: int) -> str:
    dice = random.Random(5)
    return "".join(chr(dice.randint(first, last)) for _ in range(400))


@pytest.mark.parametrize(
    "text",
    [
        exchanged(ENGLISH),
        at_random(0x4E00, 0x9FA5),
        at_random(0xAC00, 0xD7A3),
        at_random(843, 7400),  # glyph numbers of Adobe-Japan1 taken for code points
        at_random(0x21, 0x7E),
    ],
)
def test_letters_at_random_are_no_language(text: str) -> None:
    reason = reason_of(text)
    assert isinstance(reason, NotJapaneseText | BrokenGlyphs)
    assert reason.details["is_foreign"] is False


def test_japanese_beside_much_program_text_is_japanese() -> None:
    assert reason_of(JAPANESE + PROGRAM * 4) is None


def test_japanese_beside_letters_at_random_is_damaged() -> None:
    assert isinstance(reason_of(JAPANESE + exchanged(PROGRAM) * 4), NotJapaneseText)


def test_a_foreign_text_with_glyphs_without_code_is_foreign() -> None:
    reason = reason_of(ENGLISH + "\ufffd" * 20)
    assert isinstance(reason, BrokenGlyphs)
    assert reason.details["is_foreign"] is True


LABELS = "年次総数男女世帯数人口密度市町村民税普通会計歳入歳出決算額前年度増減率構成比一関平泉奥州遠野盛岡"


def test_labels_of_figures_without_kana_are_japanese() -> None:
    """A book of statistics: kanji, figures, and no kana at all."""
    assert reason_of("".join(f"{label}1,234" for label in LABELS * 3)) is None


@pytest.mark.parametrize("shift", [1, 40, 700])
def test_labels_of_a_map_that_is_off_are_damaged(shift: int) -> None:
    wrong = "".join(chr(0x4E00 + (ord(label) - 0x4E00 + shift) % 20_000) for label in LABELS)
    reason = reason_of("".join(f"{label}1,234" for label in wrong * 3))
    assert isinstance(reason, NotJapaneseText)
    assert reason.details["is_foreign"] is False
