"""How long a document may take altogether, and what a long one tells early."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors.readers import Limits, read_document
from extractors.readers.errors import DocumentTimeout, NotJapaneseText, PatienceNotUnderstood
from extractors.readers.watch import pages_watched
from tests.kyosei_command import REAL_PDF

ENGLISH = "Regional administration shall be conducted in cooperation between municipalities. " * 2
JAPANESE = "定住自立圏共生ビジョンは圏域の将来像を示すものです。" * 2


def book(path: Path, texts: list[str]) -> Path:
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    canvas = Canvas(str(path))
    for text in texts:
        canvas.setFont("HeiseiMin-W3", 8)
        canvas.drawString(30, 700, text)
        canvas.showPage()
    canvas.save()
    return path


def test_a_document_that_is_slow_on_every_page_is_given_up() -> None:
    with pytest.raises(DocumentTimeout) as given_up:
        read_document(REAL_PDF, limits=Limits(document_seconds=0.01, page_due_seconds=0.001))
    assert given_up.value.exit_code == 2
    assert 0 < given_up.value.details["done"] < given_up.value.details["count"] == 37


def test_patience_multiplies_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = Limits(document_seconds=0.01, page_due_seconds=0.001)
    monkeypatch.setenv("KYOSEI_PATIENCE", "1000")
    assert read_document(REAL_PDF, limits=limits, pages=[3], workers=1).pages[0].number == 3
    for said in ("0.5", "nan", "lots"):
        monkeypatch.setenv("KYOSEI_PATIENCE", said)
        with pytest.raises(PatienceNotUnderstood):
            read_document(REAL_PDF, limits=limits, pages=[3])


def test_a_long_foreign_book_is_refused_after_a_few_pages(tmp_path: Path) -> None:
    done: list[int] = []
    path = book(tmp_path / "foreign.pdf", [ENGLISH] * 120)
    with pages_watched(lambda _work, n_done, _of: done.append(n_done)), pytest.raises(NotJapaneseText):
        read_document(path, reader="pdfium")
    assert done[-1] < 20
    assert len(read_document(path, reader="pdfium", require_japanese=False).pages) == 120


def test_a_long_book_is_read_in_order_whichever_pages_are_looked_at_first(tmp_path: Path) -> None:
    texts = [f"{number} {ENGLISH if number % 2 else JAPANESE}" for number in range(1, 121)]
    reading = read_document(book(tmp_path / "mixed.pdf", texts), reader="pdfium")
    assert [page.number for page in reading.pages] == list(range(1, 121))
    assert [int(page.lines[0].text.split()[0]) for page in reading.pages] == list(range(1, 121))
