"""Reading in child processes: the same pages whoever reads them; every way a child ends has a name."""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from extractors.geometry import Box
from extractors.readers import Limits, Renderer, iter_pages, read_document
from extractors.readers.errors import (
    FileMissing,
    MemoryLimitReached,
    NoTextLayer,
    PageOutOfRange,
    ReaderCrashed,
    ReadingTimeout,
)
from extractors.readers.process import ReadingProcess, _Unpickler
from tests.readers_pdfs import shown, write

VISION = Path("raw/ichinoseki-hiraizumi/2019-03/vision.pdf")
SENTENCE = "定住自立圏共生ビジョンは圏域の将来像を示すものです。"
PAGES = list(range(5, 15))


def test_children_and_this_process_read_the_same() -> None:
    here = read_document(VISION, workers=0, pages=PAGES)
    for workers in (1, 2):
        assert read_document(VISION, workers=workers, pages=PAGES) == here
    assert [page.number for page in here.pages] == PAGES
    assert (here.page_count, here.reader, here.text_source) == (37, "pdfium", "text_layer")
    assert here.sha256 == "".join(f"{byte:02x}" for byte in _sha256(VISION))


def _sha256(path: Path) -> bytes:
    import hashlib

    return hashlib.sha256(path.read_bytes()).digest()


def test_each_reader_finds_the_same_characters() -> None:
    pages = [9, 14]
    both, pdfium, pdfminer = (
        read_document(VISION, reader=reader, workers=0, pages=pages)
        for reader in ("both", "pdfium", "pdfminer")
    )
    assert (pdfium.reader, pdfminer.reader) == ("pdfium", "pdfminer")
    for mine, one, other in zip(both.pages, pdfium.pages, pdfminer.pages, strict=True):
        assert mine.chars_total == one.chars_total == other.chars_total
        assert [t.n_rows for t in mine.tables] == [t.n_rows for t in other.tables]
    cells = [cell for page in both.pages for table in page.tables for cell in table.cells]
    assert cells and {cell.agreement for cell in cells} == {"agree"}


def test_pages_come_in_order_and_the_verdict_last(tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf", *["0 0 m 10 10 l S"] * 12)
    numbers: list[int] = []
    with pytest.raises(NoTextLayer):
        numbers.extend(page.number for page in iter_pages(path, workers=2))
    assert numbers == list(range(1, 13))


def _children() -> set[int]:
    """Processes that this one started and that are not gone; other tests may have left theirs."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended meanwhile
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            found |= {int(stat.parent.name)} if parent == os.getpid() else set()
    return found


def test_a_reading_that_is_dropped_leaves_no_child() -> None:
    others = _children()
    pages = iter_pages(VISION, workers=2)
    next(pages)
    assert _children() - others
    del pages
    assert _children() <= others


def _process(path: Path, limits: Limits | None = None) -> ReadingProcess:
    process = ReadingProcess(path, "both", limits or Limits())
    process.opened()
    return process


def test_a_killed_child_names_its_page() -> None:
    process = _process(VISION)
    os.kill(process._child.pid, signal.SIGSTOP)
    process.ask(7)
    os.kill(process._child.pid, signal.SIGKILL)
    page, error = process.receive()
    process.close()
    assert page == 7 and isinstance(error, ReaderCrashed)
    assert error.page == 7 and "SIGKILL" in error.message_en


def test_a_hanging_child_is_given_up() -> None:
    process = _process(VISION, Limits(page_seconds=5))
    os.kill(process._child.pid, signal.SIGSTOP)
    process._limits = Limits(page_seconds=0.2)
    process.ask(3)
    _, error = process.receive()
    assert isinstance(error, ReadingTimeout) and error.page == 3
    process.close()
    assert process._child.returncode is not None


@pytest.mark.parametrize(("busy_seconds", "is_given_time"), [([0.0] * 9, True), ([0.0, 1.9], False)])
def test_a_page_that_waits_for_a_busy_processor_is_given_time(
    busy_seconds: list[float], is_given_time: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The child is held up for longer than a page may take; what it used of the processor is made up."""
    process = _process(VISION, Limits(page_seconds=2))
    told = iter(busy_seconds)
    monkeypatch.setattr(process, "_busy_seconds", lambda: next(told, None))
    os.kill(process._child.pid, signal.SIGSTOP)
    resume = threading.Timer(2.2, os.kill, (process._child.pid, signal.SIGCONT))
    resume.start()
    process.ask(1)
    _, answer = process.receive()
    resume.join()
    process.close()
    assert isinstance(answer, ReadingTimeout) is not is_given_time


def test_a_child_without_memory_says_so(tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf", "".join(shown(SENTENCE, 1, n, 4) for n in range(0, 800, 2)))
    with pytest.raises((MemoryLimitReached, ReaderCrashed)):
        read_document(path, workers=1, limits=Limits(memory_bytes=64 * 1024 * 1024))


def test_a_child_cannot_make_its_parent_run_code() -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, ...]:
            return (os.system, ("true",))

    import io

    with pytest.raises(pickle.UnpicklingError):
        _Unpickler(io.BytesIO(pickle.dumps(Evil()))).load()


def test_a_child_writes_no_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf", shown(SENTENCE, 50, 700))
    before = {entry: entry.stat().st_mtime_ns for entry in tmp_path.iterdir()}
    read_document(path, workers=1)
    assert {entry: entry.stat().st_mtime_ns for entry in tmp_path.iterdir()} == before


def test_importing_the_package_is_cheap() -> None:
    import subprocess
    import sys

    code = "import sys, extractors.readers; print([m for m in sys.modules if 'pdf' in m or 'PIL' in m])"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"


def test_pictures_show_the_page_and_the_box(tmp_path: Path) -> None:
    square = "0 0 1 rg 100 600 50 50 re f\n"
    path = write(tmp_path / "a.pdf", square, Rotate=90, UserUnit=2)
    with Renderer(path) as renderer:
        page = renderer.page(1, dpi=36)
        # Turned clockwise: x grows with the old y, the top is the old left side; two points a unit.
        crop = renderer.crop(Box(1, 1200, 200, 1300, 300), dpi=72, margin_pt=10)
    assert page.size == (842, 595) and page.mode == "RGB"
    assert page.getpixel((625, 125)) == (0, 0, 255)
    assert page.getpixel((595, 125)) == page.getpixel((655, 125)) == (255, 255, 255)
    assert crop.size == (120, 120)
    assert crop.getpixel((60, 60)) == (0, 0, 255) and crop.getpixel((4, 60)) == (255, 255, 255)
    red, green, blue = np.asarray(crop)[60, 9]
    assert red > 180 and green < 80 and blue < 80


def test_a_strip_is_as_wide_as_its_page(tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf", "0 0 1 rg 100 600 50 50 re f\n", box=(0, 0, 500, 800))
    with Renderer(path) as renderer:
        strip = renderer.strip(Box(1, 100, 150, 150, 200), dpi=72, margin_pt=20)
    assert strip.size == (500, 90)
    assert strip.getpixel((125, 45)) == (0, 0, 255) and strip.getpixel((10, 45)) == (255, 255, 255)


def test_pictures_stay_within_bounds(tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf", shown(SENTENCE, 50, 700), box=(0, 0, 5000, 5000))
    with Renderer(path) as renderer:
        whole = renderer.page(1, dpi=600)
        assert 20_000_000 < whole.width * whole.height <= 24_200_000
        outside = renderer.crop(Box(1, 6000, -50, 6100, -20), dpi=72, margin_pt=12)
        assert outside.width >= 1
        with pytest.raises(PageOutOfRange):
            renderer.page(2, dpi=72)
    with pytest.raises(FileMissing):
        Renderer(tmp_path / "missing.pdf")


def test_a_page_ready_early_does_not_wait_for_the_whole(tmp_path: Path) -> None:
    started = time.monotonic()
    pages = iter_pages(VISION, workers=1)
    next(pages)
    first = time.monotonic() - started
    list(pages)
    assert first < time.monotonic() - started


def test_a_failing_second_reader_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from extractors.readers.pdfminer import PdfminerDocument

    def fail(*_: object) -> None:
        raise RuntimeError("no more")

    monkeypatch.setattr(PdfminerDocument, "chars", fail)
    path = write(tmp_path / "a.pdf", *[shown(SENTENCE, 50, 700)] * 3)
    reading = read_document(path, workers=0)
    found = [problem for page in reading.pages for problem in page.problems]
    assert [(check_id, "no more" in detail) for check_id, detail, _ in found] == [
        ("reader.second_reader_failed", True)
    ]
    assert {line.agreement for page in reading.pages for line in page.lines} == {"single"}


def test_hidden_text_is_no_disagreement_of_readers(tmp_path: Path) -> None:
    frame = "50 600 m 550 600 l 550 650 l 50 650 l h S 300 600 m 300 650 l S\n"
    secrets = shown("白い字", 60, 620, before="1 g") + shown("隠し字", 320, 620, before="3 Tr")
    clipped = "q 10 10 5 5 re W n\n" + shown("外の字", 400, 620) + "Q\n"
    path = write(
        tmp_path / "a.pdf", frame + shown("左", 250, 620) + shown("右", 500, 620) + secrets + clipped
    )
    (page,) = read_document(path, workers=0).pages
    (table,) = page.tables
    assert [(cell.raw, cell.agreement) for cell in table.cells] == [("左", "agree"), ("右", "agree")]
    assert (page.chars_total, page.chars_hidden) == (2, 9)
    assert {problem[0] for problem in page.problems} == {"reader.white_text", "reader.clipped_text"}


def test_a_page_that_is_only_a_picture_is_told(tmp_path: Path) -> None:
    picture = "q 500 0 0 700 40 60 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q"
    path = write(tmp_path / "a.pdf", shown(SENTENCE, 50, 700), picture)
    first, second = read_document(path, workers=0).pages
    assert not first.problems
    assert [problem[0] for problem in second.problems] == ["reader.image_only_page"]
    assert second.n_images == 1 and second.image_share > 0.6
