"""A second document in the same file is told where it begins; annexes and back covers are none."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors.layouts import load_profile
from extractors.readers import read_document
from extractors.records import Finding
from extractors.vision import interpret
from tests.typesetter.draw import typeset
from tests.typesetter.made import random_vision
from tests.typesetter.roundtrip import PROFILE
from tests.typesetter.style import STYLE_2019

FONT = "HeiseiKakuGo-W5"
A4_PT, WIDE_PT = (595.3, 841.9), (841.9, 595.3)


@pytest.fixture(scope="module")
def vision(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("vision") / "vision.pdf"
    typeset(random_vision(random.Random(11)), STYLE_2019, path)
    return path


def sheets(path: Path, *pages: Sequence[tuple[str, float, float]], size: tuple[float, float] = A4_PT) -> Path:
    """A PDF of pages with lines (text, size, top)."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path), pagesize=size)
    for lines in pages:
        for text, size_pt, top in lines:
            canvas.setFont(FONT, size_pt)
            canvas.drawString(80, size[1] - top, text)
        canvas.showPage()
    canvas.save()
    return path


def told(path: Path, *parts: Path) -> list[Finding]:
    """What is said of second documents when parts are bound into one file."""
    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(part) as pages:
                whole.pages.extend(pages.pages)
        whole.save(path)
    reading = read_document(path, reader="pdfium", workers=0)
    found = interpret(reading, load_profile(PROFILE)).findings
    return [f for f in found if f.check_id.startswith("edition.second_document")]


def n_pages(path: Path) -> int:
    with pikepdf.open(path) as pages:
        return len(pages.pages)


LEAFLET = [("市民の皆さまへのお知らせ", 20.0, 120.0)] + [
    ("この冊子は、定住自立圏の取組を紹介するものです。", 10.5, 200.0 + 20 * i) for i in range(10)
]
BUDGET = [[("令和元年度　一般会計予算書", 24.0, 200.0)]] + [
    [*((f"総務管理費　{n},{i:02}0", 9.0, 80.0 + 20 * i) for i in range(8)), (f"- {n} -", 9.0, 570.0)]
    for n in range(1, 4)
]
ANNEX = [[("資料編", 24.0, 300.0)], [("用語の説明を載せる。", 10.5, 100.0), ("1", 10.5, 810.0)]]
BACK = [[("第1次新庄最上定住自立圏共生ビジョン", 18.0, 600.0), ("発行　新庄市", 10.5, 700.0)]]


def test_a_second_vision_is_told_with_its_measures(tmp_path: Path, vision: Path) -> None:
    typeset(random_vision(random.Random(12)), STYLE_2019, tmp_path / "second.pdf")
    document, measures = told(tmp_path / "both.pdf", vision, tmp_path / "second.pdf")
    assert document.box is not None and document.box.page == n_pages(vision) + 1
    assert measures.check_id == "edition.second_document_measures"
    assert measures.params["n_measures"] == "2"


def test_a_leaflet_or_a_budget_book_is_told_where_it_begins(tmp_path: Path, vision: Path) -> None:
    leaflet = sheets(tmp_path / "leaflet.pdf", LEAFLET)
    budget = sheets(tmp_path / "budget.pdf", *BUDGET, size=WIDE_PT)
    for part, words in ((leaflet, "市民の皆さまへのお知らせ"), (budget, "令和元年度　一般会計予算書")):
        (found,) = told(tmp_path / "both.pdf", vision, part)
        assert found.box is not None and found.box.page == n_pages(vision) + 1
        assert found.observed == words
    (found,) = told(tmp_path / "before.pdf", leaflet, vision)
    assert found.box is not None and found.box.page == 2


def test_annexes_and_back_covers_belong_to_the_document(tmp_path: Path, vision: Path) -> None:
    annex = sheets(tmp_path / "annex.pdf", *ANNEX)
    back = sheets(tmp_path / "back.pdf", *BACK)
    assert told(tmp_path / "whole.pdf", vision, annex, back) == []
