"""Documents with many pictures that are no vision: some pages are read, not all, and the rest is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from extractors.ocr import document, pictures, scan
from extractors.ocr.measurelabels import have_measures
from extractors.ocr.session import is_blank
from extractors.readers import sandbox
from extractors.readers.census import take_census
from extractors.readers.errors import NoTablesInPictures, NoTextLayer, ReaderCrashed, TesseractMissing
from extractors.readers.limits import Limits
from extractors.readers.render import RenderJob, RenderSession
from extractors.readers.session import PageResult
from extractors.reading import DocumentReading, PageReading, Table
from tests.lattice_kit import Sheet
from tests.ocr_scans import save_images

MEASURE = ("施策名", "関係市町", "取組内容", "事業費見込（千円）")
STATISTICS = ("年次", "人口総数", "世帯数", "備考")
PROSE = "これは圏域の統計であって、計画の文書ではありません。"
NOT_READ = "reader.image_only_page"


def table_of(path: Path, labels: Sequence[str]) -> Table:
    sheet = Sheet(path)
    sheet.grid([60, 180, 400], [60, 90, 120, 150, 180])
    for k, label in enumerate(labels):
        sheet.text(66, 66 + 30 * k, label)
        sheet.text(190, 66 + 30 * k, "一関市")
    return sheet.read().tables[0]


@pytest.fixture(scope="module")
def measure(tmp_path_factory: pytest.TempPathFactory) -> Table:
    return table_of(tmp_path_factory.mktemp("measure") / "a.pdf", MEASURE)


@pytest.fixture(scope="module")
def statistics(tmp_path_factory: pytest.TempPathFactory) -> Table:
    return table_of(tmp_path_factory.mktemp("statistics") / "a.pdf", STATISTICS)


def page(number: int, table: Table | None = None) -> PageReading:
    return PageReading(number, 595, 842, 0, (table,) if table else (), (), (), (), 40)


def picture(number: int) -> PageReading:
    """A page under a picture, with its number stamped on."""
    return replace(page(number), image_share=0.9, chars_total=2)


def test_measures_are_told_by_three_of_their_labels(measure: Table, statistics: Table) -> None:
    assert have_measures([page(1, statistics), page(2, measure)])
    assert not have_measures([page(1, statistics)])
    two = replace(measure, cells=tuple(cell for cell in measure.cells if cell.row < 2))
    assert not have_measures([page(1, two)])


class _Pages:
    """Stands for the processes that read pictures: one table on every page."""

    def __init__(self, table: Table) -> None:
        self.page_count, self.asked, self._table = 90, list[int](), table

    def results(self, numbers: Sequence[int]) -> Iterator[PageResult]:
        for number in numbers:
            self.asked.append(number)
            yield PageResult(page(number, self._table), take_census([{"text": PROSE}]))

    def close(self) -> None:
        pass


@pytest.mark.parametrize(("is_vision", "n_asked"), [(True, 90), (False, 16)])
def test_a_long_scan_is_read_to_its_end_where_it_has_measures(
    is_vision: bool,
    n_asked: int,
    measure: Table,
    statistics: Table,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = _Pages(measure if is_vision else statistics)
    monkeypatch.setattr(sandbox, "PageProcesses", lambda *_, **__: source)
    path = save_images(tmp_path / "a.pdf", [Image.new("L", (60, 80), 255)])
    results = scan.scan_results(path, NoTextLayer(document="a.pdf"), purpose="vision")
    if is_vision:
        assert [result.reading.number for result in results] == list(range(1, 91))
    else:
        with pytest.raises(NoTablesInPictures):
            list(results)
    assert len(source.asked) == n_asked


def in_pictures(
    text: Table, pictured: Table, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[int], DocumentReading]:
    """A page of text and sixty pictures, each of one table: which were read, and the reading."""
    asked: list[int] = []

    def read_pictures(_: Path, numbers: Sequence[int], __: object) -> dict[int, PageReading]:
        asked.extend(numbers)
        return {number: page(number, pictured) for number in numbers}

    pages = (page(1, text), *(picture(number) for number in range(2, 62)))
    stored = DocumentReading("a.pdf", "0", 61, "pdfium", "text_layer", pages)
    monkeypatch.setattr(document, "_picture_pages", read_pictures)
    monkeypatch.setattr(sandbox, "read_document", lambda *_, **__: stored)
    return asked, document.read_any_document("a.pdf")


def unread(reading: DocumentReading) -> list[int]:
    return [p.number for p in reading.pages if NOT_READ in [check_id for check_id, _, _ in p.problems]]


def test_pictures_are_all_read_where_there_are_measures(
    measure: Table, statistics: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text, pictured in ((measure, statistics), (statistics, measure)):
        asked, reading = in_pictures(text, pictured, monkeypatch)
        assert sorted(asked) == list(range(2, 62))
        assert unread(reading) == []


def test_of_many_pictures_without_measures_some_are_read_and_the_others_told(
    statistics: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, reading = in_pictures(statistics, statistics, monkeypatch)
    assert len(asked) == 16
    assert unread(reading) == sorted({*range(2, 62)} - {*asked})


def test_pictures_with_a_stamp_are_told_where_they_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their stamp is text, so nothing else says that the page is a picture."""

    def missing(*_: object) -> dict[int, PageReading]:
        raise TesseractMissing(document="a.pdf")

    stored = DocumentReading("a.pdf", "0", 2, "pdfium", "text_layer", (page(1), picture(2)))
    monkeypatch.setattr(document, "_picture_pages", missing)
    monkeypatch.setattr(sandbox, "read_document", lambda *_, **__: stored)
    assert unread(document.read_any_document("a.pdf")) == [2]


@pytest.mark.parametrize("error", [TesseractMissing, ReaderCrashed])
def test_ruled_tables_too_tell_of_pictures_that_cannot_be_read(
    error: type[TesseractMissing | ReaderCrashed], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> PageReading:
        raise error(document="a.pdf", page=2, reason="")

    monkeypatch.setattr(pictures._Pictures, "_read", failing)
    monkeypatch.setattr(
        "extractors.readers.iter_pages", lambda *_, **__: iter((page(1), picture(2), picture(3)))
    )
    problems = [p.problems for p in pictures.iter_any_pages(Path("a.pdf"))]
    assert problems == [(), ((NOT_READ, "90", None),), ((NOT_READ, "90", None),)]


def test_a_page_on_which_nothing_is_drawn_is_blank(tmp_path: Path) -> None:
    """Looking for print on it took two seconds a page."""
    specked = Image.new("L", (60, 80), 255)
    specked.putpixel((30, 40), 0)
    path = save_images(tmp_path / "a.pdf", [Image.new("L", (60, 80), 255), specked])
    drawn = RenderSession(path, Limits())
    assert [is_blank(drawn.read(RenderJob(number, 72.0))) for number in (1, 2)] == [True, False]
