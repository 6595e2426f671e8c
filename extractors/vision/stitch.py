"""Tables that run over pages become whole again: fragments → one draft for each measure and agreement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import regex

from extractors.geometry import Box
from extractors.layouts.profile import LabelMatch, Profile
from extractors.reading import Cell
from extractors.records import Finding
from extractors.text.folding import fold, label_key
from extractors.text.places import names_municipalities
from extractors.vision.blocks import STRUCTURED, Block, Sheet, read_sheet
from extractors.vision.bodies import carry_bodies_on, read_whole_sheet, take_values_over
from extractors.vision.companions import companion, project_table
from extractors.vision.drafts import EDGE_SLACK_PT, Draft, same_column, same_edges
from extractors.vision.lists import ListRow
from extractors.vision.liststitch import ListStitcher
from extractors.vision.misread import may_be_one
from extractors.vision.notecells import is_note_row
from extractors.vision.outline import PlacedTable

# A mark on a name that is printed again above the rest of its table.
_CONTINUED_MARK = r"[(（〔\[［【<〈]\s*(?:続き?|つづき)\s*[)）〕\]］】>〉]"
_CONTINUED = regex.compile(rf"^{_CONTINUED_MARK}|{_CONTINUED_MARK}$")


@dataclass(slots=True)
class Stitched:
    """All drafts in order, the tables that are neither, and what was odd on the way."""

    drafts: list[Draft] = field(default_factory=list)
    others: list[PlacedTable] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    repeated: list[Cell] = field(default_factory=list)  # head rows printed again on the next page
    heads: list[Cell] = field(default_factory=list)  # head rows of lists
    totals: list[tuple[ListRow, PlacedTable]] = field(default_factory=list)  # 合計 rows of an annex


RoleMatcher = Callable[[str], bool]


def stitch(tables: Sequence[PlacedTable], profile: Profile, is_role: RoleMatcher) -> Stitched:
    """Sort tables into measures, agreements and others, joining what a page break cut.

    `is_role` tells whether a printed label names a municipality's role in an agreement.
    """
    out = Stitched()
    current: Draft | None = None
    lists = ListStitcher(profile, out.drafts)
    for placed in tables:
        beside = project_table(current, placed, profile, out.drafts)
        if beside is None and lists.take(placed):
            current = None
            continue
        sheet = read_whole_sheet(placed.table, profile)
        rejoined = _rejoin(out, current, placed, sheet, profile, is_role)
        if rejoined is not None:
            current = rejoined
            continue
        beside = beside or companion(current, placed, profile)
        if current is not None and beside is not None:
            current.blocks.append(beside)
            current.placed.append(placed)
            continue
        kind = _kind(sheet, profile, is_role)
        if current is not None and _continues(current, placed, sheet, kind, profile, is_role):
            current = _extend(out, current, placed, sheet, profile)
        elif kind == "measure":
            current = _open_measures(out, placed, sheet)
        elif kind == "agreement":
            current = Draft("agreement", placed.section, _agreement_blocks(sheet), [placed])
            out.drafts.append(current)
        else:
            current = None
            out.others.append(placed)
    lists.finish()
    out.others = sorted([*out.others, *lists.restated], key=lambda p: (p.table.page, p.table.index))
    out.heads, out.totals = lists.heads, lists.totals
    out.findings += lists.findings
    return out


def _kind(sheet: Sheet, profile: Profile, is_role: RoleMatcher) -> str:
    fields = {b.field for b in sheet.blocks if b.label}
    if "name" in fields:
        return "measure"
    agreed = profile.words("agreement", "content")
    labels = [b.label_text for b in sheet.blocks]
    n_roles = sum(1 for text in labels if is_role(text))
    if n_roles or any(label_key(text) in agreed for text in labels):
        has_more = fields & {"kpi", "schedule", "budget"}
        return "measure-rest" if has_more else "agreement"
    strong = fields & {"kpi", "schedule", "budget", "effect", "role_sharing", "projects", "content"}
    return "measure-rest" if strong and sheet.table.n_columns > 1 else "other"


def _rejoin(
    out: Stitched,
    current: Draft | None,
    placed: PlacedTable,
    sheet: Sheet,
    profile: Profile,
    is_role: RoleMatcher,
) -> Draft | None:
    """Carry an agreement on whose last label the page break cut (平泉町の｜役割); None where it did not."""
    before = current.placed[-1] if current is not None else (out.others[-1] if out.others else None)
    if before is None or (current is not None and current.kind != "agreement"):
        return None
    is_next_page = placed.table.page == before.table.page + 1 and placed.is_first_on_page
    if not is_next_page or not same_edges(placed.table, before.table) or not sheet.blocks:
        return None
    blocks = current.blocks if current is not None else list(read_sheet(before.table, profile).blocks)
    if not blocks or not _is_cut_title(blocks[-1], sheet.blocks[0], profile, is_role):
        return None
    if current is None:
        out.others.pop()
        current = Draft("agreement", before.section, blocks, [before])
        out.drafts.append(current)
    last, first = blocks[-1], sheet.blocks[0]
    last.label_text += first.label_text
    last.cells += first.cells
    out.repeated += [first.label_cell] if first.label_cell else []
    current.blocks += sheet.blocks[1:]
    current.placed.append(placed)
    return current


def _is_cut_title(last: Block, first: Block, profile: Profile, is_role: RoleMatcher) -> bool:
    """Whether two parts that say nothing of their own are one title of an agreement's row."""
    agreed = profile.words("agreement", "content")

    def is_title(text: str) -> bool:
        """Whether a text is what one says of the agreement's content or of a role."""
        return is_role(text) or label_key(text) in agreed

    whole = last.label_text + first.label_text
    return is_title(whole) and not is_title(last.label_text) and not is_title(first.label_text)


def _continues(
    current: Draft, placed: PlacedTable, sheet: Sheet, kind: str, profile: Profile, is_role: RoleMatcher
) -> bool:
    """Whether a table carries on the open draft: at the top of the next page, in the same columns."""
    if kind == "measure-rest":
        return current.kind == "measure" and not _is_summary(current, placed, sheet)
    last = current.placed[-1]
    is_next_page = placed.table.page == last.table.page + 1 and placed.is_first_on_page
    if placed.section is not last.section or placed.captions or not is_next_page:
        return False
    if not same_edges(placed.table, last.table):
        return False
    if kind == "agreement" and current.kind == "measure":
        return _goes_on_with_rows(current, sheet, is_role)
    return _carries_on(current, sheet, kind, profile)


def _goes_on_with_rows(current: Draft, sheet: Sheet, is_role: RoleMatcher) -> bool:
    """Whether rows that an agreement could have too (取組の内容, roles) are those a measure still lacks."""
    others = [b for b in sheet.blocks if b.label is None]
    if others and others[0] is sheet.blocks[0] and others[0].is_unlabelled:
        del others[0]  # the rest of a row that the page break cut
    has_roles = any(is_role(b.label_text) for b in current.blocks[:-1])
    are_roles = all(is_role(b.label_text) for b in others)
    are_new = all(not current.of(b.field) for b in sheet.blocks if b.label is not None)
    return are_roles and are_new and (not has_roles or is_role(current.blocks[-1].label_text))


def _is_summary(current: Draft, placed: PlacedTable, sheet: Sheet) -> bool:
    """Whether a table of amounts alone stands under a heading that ends the measure: totals of them all."""
    section, own = placed.section, current.placed[-1].section
    if section is None or section is own or (own is not None and section.level > own.level):
        return False
    fields = {b.field for b in sheet.blocks if b.label_text.strip()}
    return fields <= {"budget", "years"} and bool(current.of("budget"))


def _carries_on(current: Draft, sheet: Sheet, kind: str, profile: Profile) -> bool:
    first = sheet.blocks[0]
    if kind == "measure":
        return current.kind == "measure" and (first.field != "name" or _is_repeated_head(current, sheet))
    if kind == "agreement":
        starts = label_key(first.label_text) in profile.words("agreement", "content")
        return current.kind == "agreement" and not starts
    head = _last_head(current)
    is_cut = head is not None and _whole_label(head, first, profile) is not None
    if current.of("role_sharing") and all(names_municipalities(b.label_text) for b in sheet.blocks):
        return current.kind == "measure"  # its roles, under their own label on the page before
    is_next = all(b.label is not None and not current.of(b.field) for b in sheet.blocks)
    return first.is_unlabelled or is_cut or (current.kind == "measure" and is_next)


def _text(blocks: Sequence[Block]) -> str:
    return "".join(c.raw for b in blocks for c in b.cells)


def _text_key(blocks: Sequence[Block]) -> str:
    return label_key(_text(blocks))


def _is_repeated_head(current: Draft, sheet: Sheet) -> bool:
    """The head row printed again on the next page: same measure name, and what follows goes on with it.

    A head is repeated only above further rows; rows that the measure has had begin another of the same name.
    """
    named = [b for b in sheet.blocks if b.field == "name"][:1]
    if not named:
        return False
    rest = sheet.blocks[_head_length(sheet.blocks) :]
    last = _last_head(current)
    has_had = bool(rest) and rest[0].label is not None and bool(current.of(rest[0].field))
    if not rest or (has_had and last is not None and rest[0].field != last.field):
        return False
    names = [_CONTINUED.sub("", fold(_text(blocks)).strip()) for blocks in (named, current.of("name"))]
    # A row alone shows no edge between the name and the label at its right where no rule parts columns.
    sides = {b.label_text for b in current.of("municipalities") if "columns" in sheet.table.open_edges}
    known = {label_key(names[1] + side) for side in ("", *sides)}
    return label_key(names[0]) in known or (not has_had and _is_misread(named, *names))


def _is_misread(named: Sequence[Block], name: str, known: str) -> bool:
    """Whether OCR read two prints of one name differently."""
    is_ocr = any(line.confidence is not None for b in named for c in b.cells for line in c.lines)
    return is_ocr and may_be_one(name, known)


def _head_length(blocks: Sequence[Block]) -> int:
    """How many blocks the row of the name makes (関係市町 may stand to the right in it)."""
    length = next(i for i, b in enumerate(blocks) if b.field == "name") + 1
    while length < len(blocks) and blocks[length].rows.start < blocks[length - 1].rows.stop:
        length += 1
    return length


def _open_measures(out: Stitched, placed: PlacedTable, sheet: Sheet) -> Draft:
    """New drafts, one at each name block (a table may hold several measures)."""
    draft: Draft | None = None
    for block in sheet.blocks:
        if draft is None or (block.field == "name" and draft.of("name")):
            draft = Draft(
                "measure", placed.section, [], [PlacedTable(placed.table, placed.section, placed.captions)]
            )
            out.drafts.append(draft)
        _append(out, draft, block)
    assert draft is not None
    draft.placed = [placed]  # what is printed under the table speaks of its last measure
    draft.pending_side = _pending(sheet)
    return draft


def _agreement_blocks(sheet: Sheet) -> list[Block]:
    return list(sheet.blocks)


def _pending(sheet: Sheet) -> Block | None:
    """The label at the right end of the last row, when its cell is not on this page or may go on."""
    for block in reversed(sheet.blocks):
        head = block.label_cell
        if head is not None and head.column > 0 and head.column + head.column_span == sheet.table.n_columns:
            return block
    return None


def _extend(out: Stitched, draft: Draft, placed: PlacedTable, sheet: Sheet, profile: Profile) -> Draft:
    """Carry a draft on over a page break; returns the draft open afterwards."""
    blocks = list(sheet.blocks)
    if draft.kind == "measure" and sheet.blocks[0].field == "name":
        n_head = _head_length(blocks)
        for block in blocks[:n_head]:
            _take_side(draft, block)
            out.repeated += [*block.cells, *([block.label_cell] if block.label_cell else [])]
        blocks = blocks[n_head:]
    if draft.blocks:
        blocks = take_values_over(draft.blocks, blocks)
        head = _last_head(draft)
        is_cut = head is not None and bool(blocks) and _whole_label(head, blocks[0], profile) is not None
        blocks = blocks if is_cut else carry_bodies_on(draft.blocks[-1], blocks, profile)
    for i, block in enumerate(blocks):
        if i == 0:
            _route_side(draft, block)
        if block.field == "name" and draft.of("name") and draft.kind == "measure":
            draft.placed.append(PlacedTable(placed.table, placed.section))
            return _open_measures(out, placed, Sheet(sheet.table, tuple(blocks[i:]), ()))
        _join(out, draft, block, profile, is_first=i == 0)
    draft.placed.append(placed)
    return draft


def _route_side(draft: Draft, block: Block) -> None:
    """Cells under a right-end label (関係市町) that a page break cut off go back to that label."""
    side = draft.pending_side
    draft.pending_side = None
    if side is None or side.label_cell is None or block.field in STRUCTURED or not _is_open(side):
        return
    box = side.label_cell.box
    is_alone = len(block.cells) == 1
    if "columns" not in block.table.open_edges:
        moved = [c for c in block.cells if not is_alone and same_column(c.box, box)]
    else:
        moved = [c for c in block.cells if _ends_under(c, box, is_alone=is_alone)]
    if moved:
        block.cells = [c for c in block.cells if c not in moved]
        side.cells += [c for c in moved if c.raw.strip()]


def _take_side(draft: Draft, block: Block) -> None:
    """What stands under a right-end label printed again (関係市町) carries on the first printing."""
    mine = draft.of(block.field)
    if mine and block.field != "name" and _text_key([block]) not in _text_key(mine):
        mine[-1].cells += block.cells


def _is_open(side: Block) -> bool:
    """Whether the cell of a right-end label is not printed yet, or reaches the page's last row."""
    return all(c.row + c.row_span == side.table.n_rows for c in side.cells)


def _ends_under(cell: Cell, box: Box, *, is_alone: bool) -> bool:
    """Whether a cell at the right end, whose left edge no rule shows, has its words under a label.

    Where it `is_alone` it may be the rest of the text left of that label: its words must begin under it.
    """
    words = [line.box.x0 if is_alone else line.box.center_x for line in cell.lines]
    return abs(cell.box.x1 - box.x1) < EDGE_SLACK_PT and bool(words) and min(words) > box.x0


def _join(out: Stitched, draft: Draft, block: Block, profile: Profile, *, is_first: bool) -> None:
    """Add a block of a continued page: to the block before where the break cut a row, else as its own."""
    last = draft.blocks[-1] if draft.blocks else None
    head = _last_head(draft)
    if is_first and head is not None and (whole := _whole_label(head, block, profile)) is not None:
        head.label = block.label = whole
        head.label_text += block.label_text
        block.is_label_cut = True
        _reunite(draft, head)
        draft.blocks.append(block)
    elif is_first and last is not None and block.is_unlabelled and not is_note_row(block):
        block.label, block.label_text = last.label, last.label_text
        draft.blocks.append(block)
    elif is_first and last is not None and last.is_unlabelled and last.table is not block.table:
        last.label, last.label_text = block.label, block.label_text
        draft.blocks.append(block)
    elif is_first and last is not None and block.label and block.field == last.field:
        draft.blocks.append(block)
    else:
        _append(out, draft, block)


def _reunite(draft: Draft, head: Block) -> None:
    """Words right of a label that was not known until now (年, 指標) were no labels of their own."""
    if head.field not in STRUCTURED:
        return
    band = [b for b in draft.blocks if b.table is head.table and b.rows.start in head.rows and b is not head]
    for block in band:
        head.cells += [*([block.label_cell] if block.label_cell else []), *block.cells]
        draft.blocks.remove(block)
    head.cells.sort(key=lambda c: (c.row, c.column))


def _last_head(draft: Draft) -> Block | None:
    """The block at the head of the last band (further labels may stand to the right in it)."""
    last = draft.blocks[-1] if draft.blocks else None
    if last is None:
        return None
    band = [b for b in draft.blocks if b.table is last.table and last.rows.start in b.rows]
    return band[0]


def _whole_label(last: Block, block: Block, profile: Profile) -> LabelMatch | None:
    """A label that the page break itself cut (重要業績｜評価指標(KPI)): both halves together are known."""
    if not last.label_text.strip() or not block.label_text.strip() or (last.label and block.label):
        return None
    return profile.match(last.label_text + block.label_text) or profile.match_cut(
        last.label_text, block.label_text
    )


def _append(out: Stitched, draft: Draft, block: Block) -> None:
    is_known = block.label is not None and not block.field.startswith(("field:", "ignore:"))
    if is_known and draft.kind == "measure" and draft.of(block.field) and block.field != "years":
        out.findings.append(
            Finding(
                check_id="layout.duplicate_row",
                table_name="measures",
                observed=block.label_text,
                box=block.label_cell.box if block.label_cell else None,
                params={"label": "".join(block.label_text.split())},
            )
        )
    draft.blocks.append(block)
