"""Lists of measures over pages, their merged areas, and the annexes that belong to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extractors.layouts.profile import Profile
from extractors.reading import Cell
from extractors.records import Finding
from extractors.text.folding import label_key
from extractors.text.stated import is_undated
from extractors.vision.areas import AREAS
from extractors.vision.blocks import Block
from extractors.vision.drafts import Draft, same_edges
from extractors.vision.listbands import area_block, area_of, is_band, note_block, wide_cells
from extractors.vision.listparts import PRINTED_AGAIN, ListParts, unmatched
from extractors.vision.lists import ListHead, ListRow, blocks_of, list_rows, read_head, stands_in_columns
from extractors.vision.listsummary import settle_summary
from extractors.vision.outline import PlacedTable


@dataclass(slots=True)
class ListStitcher:
    """Takes the tables that are lists, one after the other, and adds what they hold to the drafts."""

    profile: Profile
    drafts: list[Draft]
    heads: list[Cell] = field(default_factory=list)
    totals: list[tuple[ListRow, PlacedTable]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    restated: list[PlacedTable] = field(default_factory=list)
    _listed: list[Draft] = field(default_factory=list)
    _annex: list[tuple[ListRow, PlacedTable]] = field(default_factory=list)
    _bands: dict[str, Block] = field(default_factory=dict)
    _head: ListHead | None = None
    _last: PlacedTable | None = None
    _parts: ListParts = field(init=False)

    def __post_init__(self) -> None:
        self._parts = ListParts(self.profile, self.heads, self.findings)

    def take(self, placed: PlacedTable) -> bool:
        """Read a table if it is a list or carries one on, down or to the right; whether it was."""
        own = read_head(placed.table, self.profile)
        follows = self._follows(placed)
        if own is None and self._parts.take(placed):
            return True
        if own is None and not follows:
            self._head = None
            return False
        head = own or self._head
        assert head is not None
        self.heads += own.cells if own else ()
        if not follows:
            self._bands.clear()
        rows = list_rows(placed.table, head, self.profile, starts_with_head=own is not None, follows=follows)
        above = wide_cells(placed.table, own.n_rows if own is not None else 0)
        for row in rows:
            while above and above[0].row < row.rows.start:
                self._take_wide(above.pop(0), head, placed)
            self.heads += row.of("number")
            self._add(row, placed)
        for cell in above:  # below the page's last row: a heading over rows of the next
            self._take_wide(cell, head, placed)
        self._head, self._last = head, placed
        return True

    def _follows(self, placed: PlacedTable) -> bool:
        last = self._last.table if self._last is not None and self._head is not None else None
        return (
            last is not None
            and placed.is_first_on_page
            and placed.table.page == max(last.page, self._parts.last_page) + 1
            and same_edges(placed.table, last)
            and self._head is not None
            and stands_in_columns(placed.table, self._head)
        )

    def _take_wide(self, cell: Cell, head: ListHead, placed: PlacedTable) -> None:
        """A note belongs to the row above it; a heading ends those of its own level and below."""
        note = note_block(cell, placed.table)
        if note is not None and self._listed:
            self._listed[-1].blocks.append(note)
            return
        area = area_of(cell, head, self.profile) if note is None and is_band(cell) else None
        if area is not None:  # any other stays a cell without a label, which is told
            for inner in AREAS[AREAS.index(area) :]:
                self._bands.pop(inner, None)
            self._bands[area] = area_block(cell, area, placed.table)
            self.heads.append(cell)

    def _add(self, row: ListRow, placed: PlacedTable) -> None:
        if row.head.is_annex:
            self._annex.append((row, placed))
        elif row.name_key in self.profile.words("totals", "row"):
            self.totals.append((row, placed))
        elif row.is_rest and self._listed:
            self._listed[-1].blocks += blocks_of(row)
        elif not self._parts.join(row, placed):
            blocks = [*blocks_of(row), *(replace(band) for band in self._bands.values())]
            draft = Draft("measure", placed.section, blocks, [placed])
            self._listed.append(draft)
            self.drafts.append(draft)
            self._parts.note(row, draft)

    def finish(self) -> None:
        """Spread merged areas over their rows and give every annex row to its measure.

        A table of yearly totals by measure looks like an annex; it restates what the measures print.
        """
        _spread_areas(self._listed)
        settle_summary(self.drafts, self._listed, _name_key, self.heads, self.findings)
        measures = [d for d in self.drafts if d.kind == "measure"]
        priced = {_name_key(d) for d in measures if _has_yearly_amounts(d)}
        unpriced = {_name_key(d) for d in measures} - priced
        self.restated = [p for p in self._annex_tables() if _restates(self._names(p), priced, unpriced)]
        for row, placed in self._annex:
            if not any(placed is one for one in self.restated):
                self._join(row, placed)
            elif row.name_key not in priced | self.profile.words("totals", "row"):
                self.findings.append(_unknown(row))

    def _annex_tables(self) -> list[PlacedTable]:
        return list({id(placed): placed for _, placed in self._annex}.values())

    def _names(self, placed: PlacedTable) -> set[str]:
        """Names of the measures an annex table lists, its 合計 row left out."""
        names = {row.name_key for row, one in self._annex if one is placed}
        return names - self.profile.words("totals", "row")

    def _join(self, row: ListRow, placed: PlacedTable) -> None:
        """An annex row's amounts go to the first measure of its name that has none yet."""
        if row.name_key in self.profile.words("totals", "row"):
            self.totals.append((row, placed))
            return
        open_drafts = [d for d in self.drafts if d.kind == "measure" and not _has_yearly_amounts(d)]
        home = next((d for d in open_drafts if _is_named(d, row)), None)
        if home is None:
            self.findings.append(unmatched(row, "budgets", _printed_name(row)))
            return
        for block in blocks_of(row):
            block.is_annex = True
            is_had = bool(block.field) and block.field != "budget" and bool(home.of(block.field))
            if block.field not in PRINTED_AGAIN and not is_had:
                home.blocks.append(block)
            else:
                self.heads += block.cells  # the name and number again
        home.placed.append(PlacedTable(placed.table, placed.section, placed.captions))


def _printed_name(row: ListRow) -> str:
    return "".join("".join(c.raw.split()) for c in row.of("name"))


def _unknown(row: ListRow) -> Finding:
    """A row of a table of totals whose name is no measure's."""
    name = _printed_name(row)
    return Finding(
        check_id="statistics.unknown_measure",
        table_name="statistics",
        observed=name,
        box=row.cells[0].box,
        params={"name": name},
    )


def _restates(names: set[str], priced: set[str], unpriced: set[str]) -> bool:
    """Whether a table by measure says again what measures print: it names none that lacks its amounts.

    A name or two that is no measure's (misread in a scan, その他) is told and makes it no annex.
    """
    known = names & priced
    return 2 * len(known) > len(names) and not names & unpriced


def _has_yearly_amounts(draft: Draft) -> bool:
    """Whether a measure prints a budget that is more than one amount over all years."""
    cells = [c for b in draft.of("budget") for c in b.cells]
    return len(cells) > 1 or any(not is_undated(c.raw) for c in cells)


def _is_named(draft: Draft, row: ListRow) -> bool:
    """Whether an annex row has a measure's name; its number may stand in a column, and there in the name."""
    number = "".join(c.raw for c in row.of("number"))
    return _name_key(draft) in (row.name_key, label_key(number) + row.name_key)


def _name_key(draft: Draft) -> str:
    return label_key("".join(c.raw for b in draft.of("name") for c in b.cells))


def _spread_areas(drafts: Sequence[Draft]) -> None:
    """A merged cell cut by a page break is whole in both parts: its words stand on one page, or on both."""
    for kind in AREAS:
        _share_cut_words(drafts, kind)
        blocks = [next(iter(d.of(kind)), None) for d in drafts]
        for i, block in enumerate(blocks):
            if block is not None and not _words(block):
                source = _source(blocks, i)
                block.cells = source.cells if source is not None else block.cells


def _share_cut_words(drafts: Sequence[Draft], kind: str) -> None:
    """Words cut by the break belong to every measure beside the rest: the one before has both halves."""
    for before, draft in pairwise(drafts):
        blocks, own = before.of(kind), next(iter(draft.of(kind)), None)
        cells = [c for b in blocks for c in b.cells]
        rests = {c.box for c in cells[1:]}
        if own is not None and _words(own) and all(c.box in rests for c in own.cells):
            own.cells = cells


def _source(blocks: Sequence[Block | None], i: int) -> Block | None:
    """The part with words: on the page before where the blank cell heads its page, else on the next."""
    here = blocks[i]
    assert here is not None
    is_top = all(c.row <= here.rows.start and c.box.top <= _body_top(here) + _RULE_PT for c in here.cells)
    before = next((b for b in reversed(blocks[:i]) if b is not None and _words(b)), None)
    after = next((b for b in blocks[i + 1 :] if b is not None and b.table is not here.table), None)
    if is_top or after is None or not _words(after):
        return before
    return after


# A cell that continues from the page before starts right under the head of the list, up to a rule's width.
_RULE_PT = 2.0


def _body_top(block: Block) -> float:
    """Where the rows of a list begin on the block's page: below the head printed there, else at its top."""
    head = block.label_cell
    is_here = head is not None and head.box.page == block.table.page
    return head.box.bottom if head is not None and is_here else block.table.box.top


def _words(block: Block) -> bool:
    return any(c.raw.strip() for c in block.cells)
