"""Notes printed in a row of the table itself (※… over its whole width) are notes, no row of the measure."""

from __future__ import annotations

from extractors.reading import Line
from extractors.vision.blocks import Block
from extractors.vision.context import Context
from extractors.vision.drafts import Draft
from extractors.vision.outline import note_marker


def take_notes(context: Context, draft: Draft) -> list[list[Line]]:
    """Take the note rows out of a draft; each note as its lines, in printed order."""
    rows = [b for b in draft.blocks if is_note_row(b)]
    draft.blocks = [b for b in draft.blocks if b not in rows]
    notes: list[list[Line]] = []
    for block in rows:
        context.claim(block.cells)
        for line in block.cells[0].lines:
            if note_marker(line.text):
                notes.append([line])
            else:
                notes[-1].append(line)
    return notes


def is_note_row(block: Block) -> bool:
    """A row without a label whose one cell begins with a note's mark."""
    lines = block.cells[0].lines if len(block.cells) == 1 else ()
    return block.is_unlabelled and bool(lines) and bool(note_marker(lines[0].text))
