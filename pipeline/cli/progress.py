"""What is shown on stderr while a command works."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from extractors.readers.watch import pages_watched
from pipeline.progress import Stage, listening

if TYPE_CHECKING:
    from rich.console import Console

STAGE_WORDS: dict[Stage, str] = {
    "start": "準備する starting",
    "read": "PDF を読む reading the pages",
    "tabulate": "表にする making tables",
    "validate": "点検する checking",
    "publish": "公開する publishing",
}
# Work on the pages that is more than the plain reading.
PAGE_WORDS = {
    "ocr": "紙面の画像を文字認識する reading the pictures of the pages",
    "visual": "印字された数字と照らす comparing the drawn digits",
}


@contextmanager
def shown_progress() -> Iterator[None]:
    """Show what is told inside: a bar with the pages done on a terminal, one plain line a stage elsewhere."""
    from rich.console import Console

    console = Console(stderr=True)
    shown = _on_terminal(console) if console.is_terminal else _in_lines(console)
    with shown:
        yield


@contextmanager
def _on_terminal(console: Console) -> Iterator[None]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(24))
    with Progress(*columns, MofNCompleteColumn(), console=console, transient=True) as bar:
        task = bar.add_task(STAGE_WORDS["start"], total=None)
        subject = ""

        def begin(zone_id: str, edition_id: str, stage: Stage) -> None:
            """Show the stage an edition has come to."""
            nonlocal subject
            subject = f"{zone_id} {edition_id}".strip()
            bar.update(task, description=f"{subject}: {STAGE_WORDS[stage]}", completed=0, total=None)

        def pages(work: str, n_done: int, n_pages: int) -> None:
            """Move the bar to the pages done."""
            words = PAGE_WORDS.get(work, STAGE_WORDS["read"])
            bar.update(task, description=f"{subject}: {words}", completed=n_done, total=n_pages)

        with listening(begin), pages_watched(pages):
            yield


@contextmanager
def _in_lines(console: Console) -> Iterator[None]:
    def say(subject: str, words: str) -> None:
        """Write one plain line."""
        console.print(f"{subject}: {words} …", markup=False, highlight=False, soft_wrap=True)

    subject = ""

    def begin(zone_id: str, edition_id: str, stage: Stage) -> None:
        """Tell the stage an edition has come to."""
        nonlocal subject
        subject = f"{zone_id} {edition_id}".strip()
        say(subject, STAGE_WORDS[stage])

    def pages(work: str, n_done: int, n_pages: int) -> None:
        """Tell work on the pages that takes long, once."""
        if work in PAGE_WORDS and n_done == 1:
            say(subject, f"{PAGE_WORDS[work]} ({n_pages} 頁 pages)")

    with listening(begin), pages_watched(pages):
        yield
