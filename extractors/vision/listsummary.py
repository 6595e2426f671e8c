"""A list that only sums up measures which have tables of their own: 施策の一覧 before or after them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extractors.reading import Cell
from extractors.records import Finding
from extractors.vision.blocks import Block
from extractors.vision.drafts import Draft

# With so many of its names among the tables' a list sums them up; the others are slips, no measures.
_MOST = 0.5
# Of these a measure has as many as the list has rows of its name.
_IN_ROWS = ("kpi", "budget")


def settle_summary(
    drafts: list[Draft],
    listed: list[Draft],
    key: Callable[[Draft], str],
    heads: list[Cell],
    findings: list[Finding],
) -> None:
    """Join rows of a summary to the measures of their names, and tell what is read of both kinds.

    `drafts` are all measures, `listed` those that lists gave; `key` is the name as compared. What a row
    prints beyond its measure's table is kept with the measure, the rest goes to `heads`, known cells.
    """
    rows = {id(d) for d in listed}
    tables = {key(d): d for d in reversed(drafts) if d.kind == "measure" and id(d) not in rows}
    if not listed or not tables:
        return
    matched = [d for d in listed if key(d) in tables]
    if len(matched) < _MOST * len(listed):
        findings.append(_two_kinds(listed, len(tables)))
        return
    for row in listed:
        drafts.remove(row)
        home = tables.get(key(row))
        if home is None:
            findings.append(_unmatched(row))
            heads += [c for b in row.blocks for c in b.cells]  # told here, where it is known what they are
        else:
            _join(home, row, heads)
    listed.clear()


def _join(home: Draft, row: Draft, heads: list[Cell]) -> None:
    for block in row.blocks:
        block.is_annex = True
        if block.label is not None and _has(home, block):
            heads += block.cells
        else:
            home.blocks.append(block)


def _has(home: Draft, block: Block) -> bool:
    """Whether a measure prints what a row says of it: of several rows each is another indicator."""
    mine = home.of(block.field)
    return any(not b.is_annex or block.field not in _IN_ROWS for b in mine)


def _name(draft: Draft) -> str:
    return "".join("".join(c.raw.split()) for b in draft.of("name") for c in b.cells)


def _first_cell(draft: Draft) -> Cell | None:
    return next((c for b in draft.of("name") for c in b.cells), None)


def _unmatched(row: Draft) -> Finding:
    cell = _first_cell(row)
    return Finding(
        check_id="measure.only_in_list",
        table_name="measures",
        column_name="name",
        observed=_name(row),
        box=cell.box if cell else None,
    )


def _two_kinds(listed: Sequence[Draft], n_tables: int) -> Finding:
    cell = _first_cell(listed[0])
    return Finding(
        check_id="measure.two_kinds",
        table_name="measures",
        column_name="name",
        observed=_name(listed[0]),
        box=cell.box if cell else None,
        params={"listed": str(len(listed)), "tables": str(n_tables)},
    )
