"""The overview of policy areas, fields and items (施策の体系), compared with the headings of the text."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from extractors.reading import Cell
from extractors.records import Section
from extractors.text.folding import label_key
from extractors.vision.context import Context, cell_text
from extractors.vision.numbering import read_number
from extractors.vision.outline import PlacedTable

# Headings are a few words; what shares less than this with any of them is another text, not a slip.
_ALIKE = 0.8
_NUMBERED = [
    "compound_inner",
    "compound",
    "roman",
    "paren",
    "paren_kana",
    "paren_kanji",
    "circled",
    "arabic",
    "kana",
]


def read_system(context: Context, parts: Sequence[PlacedTable]) -> None:
    """Claim the overview's cells and report those that are nearly, but not quite, a heading of the text.

    Shortened headings (生活機能の強化 for 生活機能の強化に係る政策分野の取組) are no difference.
    """
    cells = [cell for part in parts for cell in part.table.cells]
    context.claim(cells)
    headings = {label_key(r.title): r for r in context.records if isinstance(r, Section)}
    for cell in cells:
        words = _words(cell)
        key = label_key(words)
        if not key or any(key in title for title in headings):
            continue
        for near in get_close_matches(key, headings, n=1, cutoff=_ALIKE):
            context.report(
                "toc.system_differs",
                ("outline", headings[near].section_id, "title"),
                observed=words,
                expected=headings[near].title,
                box=cell.box,
            )


def _words(cell: Cell) -> str:
    """A cell's text without its number."""
    text = cell_text(cell).replace("\n", "")
    numbered = read_number(text, _NUMBERED)
    return numbered.title if numbered else text
