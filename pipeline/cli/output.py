"""What commands print: one JSON document, or tables for a person."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pipeline.progress import Stage, listening

if TYPE_CHECKING:
    from pipeline.verify import VisualMode

STAGE_WORDS: dict[Stage, str] = {
    "start": "準備する starting",
    "read": "PDF を読む reading the pages",
    "tabulate": "表にする making tables",
    "validate": "点検する checking",
    "publish": "公開する publishing",
}


def print_json(value: Any) -> None:
    """One JSON document on stdout; decimals, dates and paths as text."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A ruled table on stdout; text is shown as it is, never read as markup."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def told_mode(is_wanted: bool) -> VisualMode:
    """How the drawn digits will be compared; what is missing for that is said once, on stderr."""
    from pipeline.verify import NO_TESSERACT_EN, NO_TESSERACT_JA, visual_mode

    mode = visual_mode(is_wanted)
    if mode == "shapes":
        print(f"{NO_TESSERACT_JA}\n{NO_TESSERACT_EN}", file=sys.stderr)
    return mode


@contextmanager
def shown_progress() -> Iterator[None]:
    """Show on stderr what is told inside: a live line on a terminal, one plain line a stage elsewhere."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        with listening(lambda *told: console.print(_line(*told), markup=False, highlight=False)):
            yield
        return
    with console.status(STAGE_WORDS["start"]) as status, listening(lambda *told: status.update(_line(*told))):
        yield


def _line(zone_id: str, edition_id: str, stage: Stage) -> str:
    return f"{zone_id} {edition_id}: {STAGE_WORDS[stage]} …"
