"""The vision set by another program: HTML printed by a headless Chromium, where one is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pypdfium2

from tests.typesetter.compose import compose
from tests.typesetter.model import Vision
from tests.typesetter.style import Style
from tests.typesetter.web import WebStyle, render

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
)
FRONT_PAGES = 2


def browser() -> str | None:
    """The path of an installed Chromium, None where there is none."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def print_vision(vision: Vision, style: Style, web: WebStyle, path: Path) -> None:
    """Print the vision to `path`: once to see where the headings fall, once with them on the contents page.

    Raises CalledProcessError when the browser fails.
    """
    blocks = compose(vision, style)
    _print(render(blocks, web, {}), path)
    _print(render(blocks, web, _heading_pages(vision, path)), path)


def _print(html: str, path: Path) -> None:
    program = browser()
    assert program is not None
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "vision.html"
        source.write_text(html, encoding="utf-8")
        profile = f"--user-data-dir={folder}/profile"
        command = [program, *_FLAGS, profile, f"--print-to-pdf={path}", str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def _heading_pages(vision: Vision, path: Path) -> dict[int, int]:
    """The page of each heading, by its index; the pages are numbered from the cover on."""
    with pypdfium2.PdfDocument(path) as document:
        texts = [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in document]
    pages: dict[int, int] = {}
    current = FRONT_PAGES
    for index, section in enumerate(vision.sections):
        words = re.sub(r"\s", "", section.label + section.title)
        current = next(i for i in range(current, len(texts)) if words in texts[i])
        pages[index] = current + 1
    return pages
