"""Tables below a measure's own that belong to it, by a caption (事業費, 成果指標) or by their heads."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.layouts.profile import LabelMatch, Profile
from extractors.reading import Cell, Table
from extractors.text.folding import fold, label_key
from extractors.text.places import names_municipality
from extractors.vision.blocks import STRUCTURED, Block
from extractors.vision.columns import year_columns
from extractors.vision.drafts import Draft, same_edges
from extractors.vision.outline import PlacedTable

_FIELDS = STRUCTURED | {"role_sharing"}
_BRACKETS = regex.compile(r"^[【〔《〈<＜\[](?P<inside>.+?)[】〕》〉>＞\]]")
# Fewer heads tell nothing: 指標 and 目標 beside each other may be words of any table.
_LEAST_KPI_HEADS = 3
_LEAST_NAMES = 2
# Columns of one table begin at the same place on each of its pages, up to the width of a rule.
_SAME_COLUMN_PT = 2.0


def companion(draft: Draft | None, placed: PlacedTable, profile: Profile) -> Block | None:
    """The table as a block of the measure before it, None where it is no part of that measure.

    Its caption says what it holds, else its heads; on the next page its rest stands under the same edges
    without a caption.
    """
    if draft is None or not _may_follow(draft, placed):
        return None
    if _carries_on(draft.blocks[-1], placed):
        return _block(placed.table, draft.blocks[-1].label, "")
    for caption in reversed(placed.captions):
        match = _match(caption.text, profile)
        if match is not None and match.field in _FIELDS and not draft.of(match.field):
            return _block(placed.table, match, caption.text)
    return _told_by_heads(draft, placed.table, profile)


def project_table(
    draft: Draft | None, placed: PlacedTable, profile: Profile, drafts: Sequence[Draft]
) -> Block | None:
    """A table of the measure's projects under years, as its budget; None where it is none.

    An annex has the same columns. It names other measures, and `drafts` are those read so far.
    """
    if draft is None or not _may_follow(draft, placed):
        return None
    last = draft.blocks[-1]
    if draft.of("budget") and not (_carries_on(last, placed) and last.field == "budget"):
        return None
    if not _heads_projects(placed.table, profile):
        return None
    others = {label_key(_name(d)) for d in drafts if d is not draft}
    if any(label_key(c.raw) in others for c in placed.table.cells if c.raw.strip()):
        return None
    return _block(placed.table, LabelMatch("budget", "", None), "")


def _may_follow(draft: Draft, placed: PlacedTable) -> bool:
    return draft.kind == "measure" and draft.placed[-1].section is placed.section


def _block(table: Table, label: LabelMatch | None, printed: str) -> Block:
    return Block(table, range(table.n_rows), label, printed, None, list(table.cells), is_companion=True)


def _name(draft: Draft) -> str:
    return "".join(c.raw for b in draft.of("name") for c in b.cells)


def _heads_projects(table: Table, profile: Profile) -> bool:
    """Whether a table's first columns are numbers or names of projects, with years right of them."""
    years = year_columns(table.cells)
    if len(years) < 2 or years[0].cell.row > 1:
        return False
    left = [c for c in table.cells if c.row <= years[0].cell.row and c.box.x1 <= years[0].x0 + 1]
    names = [c for c in left if (m := profile.match(c.raw)) and m.field in ("name", "projects")]
    before = [c for c in left if names and c.column < names[0].column]
    are_numbers = all(label_key(c.raw) in profile.words("list", "number") for c in before)
    labels = [m.field for c in _below_heads(table, years[0].cell.row) if (m := profile.match(c.raw))]
    return bool(names) and are_numbers and not set(labels) - {"budget"}  # 総事業費 names a row of totals


def _below_heads(table: Table, head_row: int) -> list[Cell]:
    return [c for c in table.cells if c.column == 0 and c.row > head_row]


def _told_by_heads(draft: Draft, table: Table, profile: Profile) -> Block | None:
    """Columns of indicators, or municipalities over marks, of which the measure has none yet."""
    if not draft.of("kpi") and _heads_kpis(table, profile):
        return _block(table, LabelMatch("kpi", "", None), "")
    if not draft.of("municipalities") and _marks_municipalities(table, profile):
        return _block(table, LabelMatch("municipalities", "", None), "")
    return None


def _heads_kpis(table: Table, profile: Profile) -> bool:
    """Whether the first row heads indicators and targets, and no row below has a label of its own."""
    heads = [c for c in table.cells if c.row == 0 and c.raw.strip()]
    kinds = [m.field if (m := profile.match_kpi(c.raw)) else "" for c in heads]
    is_whole = kinds.count("indicator") == 1 and "target" in kinds and all(kinds)
    return (
        is_whole
        and len(kinds) >= _LEAST_KPI_HEADS
        and not any(profile.match(c.raw) for c in _below_heads(table, 0))
    )


def _marks_municipalities(table: Table, profile: Profile) -> bool:
    """Whether a table holds names of municipalities, a mark or a dash below each, and at most a label."""
    marks = profile.words("marks", "active") | profile.words("marks", "dash")
    names = [c for c in table.cells if names_municipality(c.raw)]
    marked = [c for c in table.cells if label_key(c.raw) in marks]
    others = [c for c in table.cells if c.raw.strip() and c not in names and c not in marked]
    are_labels = all((m := profile.match(c.raw)) and m.field == "municipalities" for c in others)
    return len(names) >= _LEAST_NAMES and bool(marked) and are_labels


def _carries_on(last: Block, placed: PlacedTable) -> bool:
    return (
        last.is_companion
        and placed.is_first_on_page
        and not placed.captions
        and placed.table.page == last.table.page + 1
        and same_edges(placed.table, last.table)
        and _has_no_other_columns(placed.table, last.table)
    )


def _has_no_other_columns(rest: Table, first: Table) -> bool:
    """Whether a table's cells all begin where the other's do (a row of totals has fewer columns)."""
    edges = [c.box.x0 for c in first.cells]
    return all(any(abs(c.box.x0 - x) < _SAME_COLUMN_PT for x in edges) for c in rest.cells)


def _match(caption: str, profile: Profile) -> LabelMatch | None:
    """【事業費】（単位：千円） → budget: the brackets around a caption's words are no part of them."""
    text = "".join(fold(caption).split())
    return profile.match(_BRACKETS.sub(r"\g<inside>", text)) or profile.match(text)
