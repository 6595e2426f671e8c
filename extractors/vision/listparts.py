"""A list too wide for its page: columns that stand on the next page, beside the rows they belong to.

Spreadsheets print such a list as pages that lie side by side. Its rows are known again by their name or their
number, where these are printed again, else by their height: rows of one sheet keep it on every page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.layouts.profile import Profile
from extractors.reading import Cell
from extractors.records import Finding
from extractors.text.folding import label_key
from extractors.vision.blocks import Block
from extractors.vision.drafts import Draft, same_edges
from extractors.vision.lists import ListHead, ListRow, blocks_of, list_row, read_columns
from extractors.vision.outline import PlacedTable

# Rows printed beside each other on two pages keep their place up to the width of a rule, in points.
_SAME_ROW_PT = 2.0
# Fields that every part of a list may print again, to tell its rows by.
PRINTED_AGAIN = frozenset({"name", "policy_area", "field", "item"})


@dataclass(slots=True)
class ListParts:
    """The rows of a list so far, and the columns that later pages add to them.

    `heads` takes the cells of heads and numbers, which hold no value, `findings` what is odd. `last_page` is
    the last page of such a part, 0 for none.
    """

    profile: Profile
    heads: list[Cell]
    findings: list[Finding]
    last_page: int = 0
    _rows: list[tuple[ListRow, Draft]] = field(default_factory=list)
    _head: ListHead | None = None
    _last: PlacedTable | None = None

    def note(self, row: ListRow, draft: Draft) -> None:
        """Keep a row of the list, to be known again."""
        self._rows.append((row, draft))

    def join(self, row: ListRow, placed: PlacedTable) -> bool:
        """Add a row that repeats the name of one before and none of its columns; whether there was one."""
        blocks = [b for b in blocks_of(row) if b.field not in PRINTED_AGAIN]
        home = next((d for r, d in self._rows if r.name_key == row.name_key and _is_new(blocks, d)), None)
        if home is None or not blocks or row.table.page == home.placed[-1].table.page:
            return False
        self.heads += [c for kind in PRINTED_AGAIN for c in row.of(kind)]
        _extend(home, blocks, placed)
        return True

    def take(self, placed: PlacedTable) -> bool:
        """Read a table that names no measure as further columns of the list; whether it is that."""
        if not self._rows or not placed.is_first_on_page or placed.captions:
            return False
        own = read_columns(placed.table, self.profile)
        head = own or (self._head if self._carries_on(placed) else None)
        if head is None:
            return False
        pairs = self._pairs(placed, head, head.n_rows if own else 0)
        if not any(draft is not None for _, draft in pairs):
            return False
        self.heads += own.cells if own else ()
        for row, draft in pairs:
            self.heads += row.of("number")
            if draft is not None:
                _extend(draft, blocks_of(row), placed)
            else:
                self.findings.append(
                    unmatched(row, "measures", "".join(c.raw.strip() for c in row.of("number")))
                )
        self._head, self._last, self.last_page = head, placed, placed.table.page
        return True

    def _carries_on(self, placed: PlacedTable) -> bool:
        last = self._last.table if self._last is not None else None
        return (
            last is not None and last.n_columns == placed.table.n_columns and same_edges(last, placed.table)
        )

    def _pairs(self, placed: PlacedTable, head: ListHead, first: int) -> list[tuple[ListRow, Draft | None]]:
        """The rows of a part with their measures, None where the list has none of that number."""
        numbers = head.of("number")
        if not numbers:
            return self._beside(placed, head, first)
        cells = [c for c in placed.table.cells if c.row >= first and numbers[0].holds(c)]
        pairs = [(list_row(placed.table, head, c, first), self._of_number(c)) for c in cells]
        return [(r, d if d is not None and _is_new(blocks_of(r), d) else None) for r, d in pairs]

    def _of_number(self, cell: Cell) -> Draft | None:
        """The last measure of that number (a list may count anew in every policy area)."""
        wanted = label_key(cell.raw)
        own = [d for r, d in self._rows if [label_key(c.raw) for c in r.of("number")] == [wanted]]
        return own[-1] if own else None

    def _beside(self, placed: PlacedTable, head: ListHead, first: int) -> list[tuple[ListRow, Draft | None]]:
        """The rows at the same heights on the first page of the list that has none of these columns yet."""
        pages = dict.fromkeys(r.table.page for r, _ in self._rows)
        found = (self._beside_page(page, placed, head, first) for page in pages)
        return next((pairs for pairs in found if pairs), [])

    def _beside_page(
        self, page: int, placed: PlacedTable, head: ListHead, first: int
    ) -> list[tuple[ListRow, Draft | None]]:
        rows = [(r, d) for r, d in self._rows if r.table.page == page]
        body = [c for c in placed.table.cells if c.row >= first]
        pairs: list[tuple[ListRow, Draft | None]] = []
        for row, draft in rows:
            cells = [c for c in body if _is_at(c, row.named)]
            if not cells:
                return []
            band = range(min(c.row for c in cells), max(c.row + c.row_span for c in cells))
            pairs.append((ListRow(placed.table, head, band, cells, []), draft))
        n_cells = sum(len(row.cells) for row, _ in pairs)
        are_new = all(d is not None and _is_new(blocks_of(r), d) for r, d in pairs)
        return pairs if n_cells == len(body) and are_new else []


def _is_at(cell: Cell, named: Sequence[Cell]) -> bool:
    """Whether a cell stands within the height of a row on the page beside it."""
    top, bottom = named[0].box.top, named[-1].box.bottom
    return cell.box.top >= top - _SAME_ROW_PT and cell.box.bottom <= bottom + _SAME_ROW_PT


def unmatched(row: ListRow, table_name: str, printed: str) -> Finding:
    """An annex row (`printed`: its number or name) of no measure; it would have filled `table_name`."""
    return Finding(
        check_id="annex.unmatched",
        table_name=table_name,
        column_name="measure_id",
        observed=printed,
        box=row.cells[0].box,
        params={"name": printed},
    )


def _is_new(blocks: Sequence[Block], draft: Draft) -> bool:
    """Whether a measure has none of the columns yet that a part would add."""
    heads = {b.label_text for b in draft.blocks}
    return not any(draft.of(b.field) if b.label is not None else b.label_text in heads for b in blocks)


def _extend(draft: Draft, blocks: Sequence[Block], placed: PlacedTable) -> None:
    draft.blocks += blocks
    draft.placed.append(placed)
