"""What commands print: one JSON document, or tables for a person."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.verify import VisualMode


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
