"""Books of many pages are read page by page: memory does not grow with them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pikepdf

from tests.readers_pdfs import add_page, shown

ROOT = Path(__file__).parents[1]
_READ = """
import resource, sys
from extractors.readers import iter_pages
count = sum(len(page.tables) for page in iter_pages(sys.argv[1], workers=1))
used = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(count, *used)
"""
_MIB = 1024


def book(path: Path, n_pages: int) -> Path:
    rules = "".join(f"{x} {y} 100 30 re S\n" for x in range(50, 450, 100) for y in range(100, 700, 30))
    words = "".join(
        shown(f"第{y}号の事業", x + 5, y + 8) for x in range(50, 450, 100) for y in range(100, 700, 30)
    )
    with pikepdf.Pdf.new() as pdf:
        add_page(pdf, rules + words)
        for _ in range(n_pages - 1):
            pdf.pages.append(pdf.pages[0])
        pdf.save(path)
    return path


def usage(path: Path) -> tuple[int, int, int]:
    """Tables found, and the peak memory of the parent and of its largest child, in KiB."""
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    tables, own, children = map(int, done.stdout.split())
    return tables, own, children


def test_a_book_of_612_pages_needs_no_more_than_one_of_60(tmp_path: Path) -> None:
    small, large = usage(book(tmp_path / "60.pdf", 60)), usage(book(tmp_path / "612.pdf", 612))
    assert (small[0], large[0]) == (60, 612)
    assert large[1] < small[1] + 24 * _MIB
    assert large[2] < small[2] + 40 * _MIB
