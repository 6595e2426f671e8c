"""Tables below a measure's own that belong to it: 事業費 or 成果指標 under a caption of its own."""

from __future__ import annotations

import regex

from extractors.layouts.profile import LabelMatch, Profile
from extractors.text.folding import fold
from extractors.vision.blocks import STRUCTURED, Block
from extractors.vision.drafts import Draft, same_edges
from extractors.vision.outline import PlacedTable

_FIELDS = STRUCTURED | {"role_sharing"}
_BRACKETS = regex.compile(r"^[【〔《〈<＜\[](?P<inside>.+?)[】〕》〉>＞\]]")


def companion(draft: Draft | None, placed: PlacedTable, profile: Profile) -> Block | None:
    """The table as a block of the measure before it, None where it is no part of that measure.

    Its caption says what it holds; on the next page its rest stands under the same edges without a caption.
    """
    if draft is None or draft.kind != "measure" or draft.placed[-1].section is not placed.section:
        return None
    table = placed.table
    last = draft.blocks[-1]
    if _carries_on(last, placed):
        return Block(table, range(table.n_rows), last.label, "", None, list(table.cells), is_companion=True)
    for caption in reversed(placed.captions):
        match = _match(caption.text, profile)
        if match is not None and match.field in _FIELDS and not draft.of(match.field):
            return Block(
                table, range(table.n_rows), match, caption.text, None, list(table.cells), is_companion=True
            )
    return None


def _carries_on(last: Block, placed: PlacedTable) -> bool:
    return (
        last.is_companion
        and placed.is_first_on_page
        and not placed.captions
        and placed.table.page == last.table.page + 1
        and placed.table.n_columns == last.table.n_columns
        and same_edges(placed.table, last.table)
    )


def _match(caption: str, profile: Profile) -> LabelMatch | None:
    """【事業費】（単位：千円） → budget: the brackets around a caption's words are no part of them."""
    text = "".join(fold(caption).split())
    return profile.match(_BRACKETS.sub(r"\g<inside>", text)) or profile.match(text)
