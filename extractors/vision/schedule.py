"""The schedule block: in which years an activity runs, from a drawn arrow, marks or a period in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from extractors.geometry import Box, union
from extractors.layouts.labels import without_mark
from extractors.reading import Cell, DocumentReading, Drawing
from extractors.records import Piece, Schedule
from extractors.text.folding import label_key
from extractors.vision.blocks import Block
from extractors.vision.columns import YearColumn, claim_head_row, columns_under, share_covered, year_columns
from extractors.vision.context import Context, cell_text, squeezed, text_of
from extractors.vision.periods import period_years

# An arrow runs in a year when it covers half of the year's column; arrows in the documents seen start a few
# points inside the first column and end a few points before the end of the last.
ACTIVE_SHARE = 0.5
# Between these shares the extent is a matter of opinion and a person should look.
DOUBTFUL_SHARES = (0.3, 0.7)
# A lone glyph is about a character wide; a printed arrow wider than this share of a year has a shaft.
_SHAFT_SHARE = 0.6
# A glyph set at the right end of a merged cell stands within this share of its width.
_AT_END_SHARE = 0.1
_WORDS = regex.compile(r"[・、，,／/()（）\s　]|及び|等$")
# So near its cell's middle, in years, a typed arrow is set there; so little of a year is its slack.
_CENTRE_SLACK = 0.1
_STRAY_SHARE = 0.15
_ARROW_TEXT = frozenset("→⇒➡➔▶►━─―—–-－ー‐⟶→>＞")


@dataclass(slots=True)
class _Activity:
    """One activity row: its words, the cells under the year columns, and whether rules part the years.

    The columns are those of its own head: over a page the next ones may stand elsewhere.
    """

    name: str
    name_cells: list[Cell]
    cells: list[Cell]
    is_ruled: bool
    columns: Sequence[YearColumn]


def read_schedule(
    context: Context, measure_id: str, blocks: Sequence[Block], columns: tuple[YearColumn, ...]
) -> None:
    """Add a row for each activity and printed year; `columns` serves a block without a year head."""
    activities: list[_Activity] = []
    for block in blocks:
        own = year_columns(block.cells)
        columns = own or columns
        if not columns or (not own and _is_period(context, block)):
            _read_period(context, measure_id, block)
            continue
        head_row = own[0].cell.row if own else -1
        if own:
            context.claim(c.cell for c in own)
            claim_head_row(context, block.cells, head_row)
        body = _below_head(context, [c for c in block.cells if c.row > head_row], columns)
        _collect(context, activities, block, body, columns)
        _claim_dashes(context, body, columns)
    used: set[str] = set()
    for activity in activities:
        _emit(context, measure_id, activity, used)


def _below_head(context: Context, body: list[Cell], columns: Sequence[YearColumn]) -> list[Cell]:
    """The rows of a block, less the rest of a head that a page break cut below its words: a blank first row.

    A row that is blank and drawn in is an activity's, as is the only one.
    """
    rest = [c for c in body if c.row == 0]
    is_cut = bool(rest) and len(rest) < len(body) and columns[0].cell.box.page < rest[0].box.page
    if not is_cut or any(c.raw.strip() for c in rest) or len({c.is_shaded for c in rest}) > 1:
        return body
    strip = union(c.box for c in rest)
    is_drawn_in = bool(_drawn(context.drawings.get(strip.page, ()), strip))
    return body if is_drawn_in else [c for c in body if c.row > 0]


def _claim_dashes(context: Context, body: Sequence[Cell], columns: Sequence[YearColumn]) -> None:
    """A dash beside the years, as under the head of the budget's total, says that nothing belongs there."""
    dashes = context.profile.words("marks", "dash")
    context.claim(c for c in body if not columns_under(c, columns) and label_key(c.raw) in dashes)


def _is_period(context: Context, block: Block) -> bool:
    """Whether the block is one cell with a period in words."""
    filled = [c for c in block.cells if c.raw.strip()]
    return len(filled) == 1 and _years_in_words(context, filled) is not None


def _years_in_words(context: Context, cells: Sequence[Cell]) -> frozenset[int] | None:
    return period_years(text_of(cells), context.plan_years, context.profile.words("marks", "active"))


def _collect(
    context: Context,
    activities: list[_Activity],
    block: Block,
    body: Sequence[Cell],
    columns: Sequence[YearColumn],
) -> None:
    """Add a block's activity rows; of a row that a page break cut, either part may be without the name."""
    for row in sorted({c.row for c in body}):
        line = [part for c in body if c.row == row for part in _parted(context, c, columns)]
        under = [c for c in line if columns_under(c, columns)]
        names = [c for c in line if c not in under and c.box.center_x <= columns[0].x0]
        name = squeezed(text_of(names))
        last = activities[-1] if activities else None
        if not under:
            continue
        is_later = last is not None and last.cells[-1].box.page < under[0].box.page
        if last is None or not is_later or (name and squeezed(text_of(last.name_cells))):
            is_ruled = "columns" not in block.table.open_edges
            named = name or without_mark(block.label_text)
            activities.append(_Activity(named, names, under, is_ruled, columns))
            continue
        if name:
            last.name, last.name_cells = name, names
        last.cells += under


def _parted(context: Context, cell: Cell, columns: Sequence[YearColumn]) -> list[Cell]:
    """A cell; one with an activity's name and the blank years beside it, without a rule between, as two."""
    years_x0 = columns[0].x0
    prints_left = bool(cell.lines) and max(line.box.x1 for line in cell.lines) <= years_x0
    if not prints_left or not columns_under(cell, columns):
        return [cell]
    context.claim([cell])
    name = replace(cell, box=replace(cell.box, x1=years_x0))
    return [name, replace(cell, box=replace(cell.box, x0=years_x0), lines=(), other_text=None)]


def _emit(context: Context, measure_id: str, activity: _Activity, used: set[str]) -> None:
    columns = activity.columns
    while activity.name in used:  # two rows with one name: keep both, told apart by their order
        activity.name += "′"
    used.add(activity.name)
    strips = _strips(activity.cells)
    drawn = [d for strip in strips for d in _drawn(context.drawings.get(strip.page, ()), strip)]
    if drawn:
        active = _from_arrow(context, measure_id, activity, columns, drawn)
    elif any(c.raw.strip() for c in activity.cells):
        active = _from_marks(context, measure_id, activity, columns)
    else:
        active = _tinted_years(activity, columns)
        if not active:
            where = _where(measure_id, activity, columns[0].year)
            context.report("schedule.empty", where, box=strips[0], activity=activity.name)
    arrow = union(d.box for d in drawn if d.box.page == drawn[0].box.page) if drawn else None
    _add(context, measure_id, activity, columns, active, arrow)


def _where(measure_id: str, activity: _Activity, year: int) -> tuple[str, str, str]:
    """The value that a finding on a year of an activity speaks of."""
    return "schedules", f"{measure_id}/{activity.name}/{year}", "is_active"


def _tinted_years(activity: _Activity, columns: Sequence[YearColumn]) -> set[int]:
    """Years whose cells are filled with colour where the row's own name is not (a bar made of cells)."""
    if any(c.is_shaded for c in activity.name_cells) or not activity.name_cells:
        return set()
    return {y.year for c in activity.cells if c.is_shaded for y in columns_under(c, columns)}


def _strips(cells: Sequence[Cell]) -> list[Box]:
    """The strip of page an activity takes, one for each page it runs over."""
    pages = sorted({c.box.page for c in cells})
    return [union(c.box for c in cells if c.box.page == page) for page in pages]


def _drawn(drawings: Sequence[Drawing], strip: Box) -> list[Drawing]:
    """Arrows and strokes drawn inside the strip of an activity."""
    return [
        d
        for d in drawings
        if strip.top - 1 <= d.box.center_y <= strip.bottom + 1
        and d.box.overlap_x(strip) > 0.5 * max(d.box.width_pt, 0.1)
        and d.box.width_pt > 3 * max(d.box.height_pt, 0.1) / 2
    ]


def _from_arrow(
    context: Context,
    measure_id: str,
    activity: _Activity,
    columns: Sequence[YearColumn],
    drawn: Sequence[Drawing],
) -> set[int]:
    """The years that drawn arrows cover."""
    shares = {c.year: min(1.0, sum(share_covered(d.box, c) for d in drawn)) for c in columns}
    least = _STRAY_SHARE if _is_centred(drawn, columns) else DOUBTFUL_SHARES[0]
    for year, share in shares.items():
        if least < share < DOUBTFUL_SHARES[1]:
            context.report(
                "schedule.ambiguous_extent",
                _where(measure_id, activity, year),
                observed=f"{share:.0%}",
                box=drawn[0].box,
                activity=activity.name,
                year=str(year),
            )
    return {year for year, share in shares.items() if share >= ACTIVE_SHARE}


def _is_centred(drawn: Sequence[Drawing], columns: Sequence[YearColumn]) -> bool:
    """Whether one arrow stands in the middle of all years, as a typed one does in a merged cell."""
    if len(drawn) != 1:
        return False
    x0, x1 = min(c.x0 for c in columns), max(c.x1 for c in columns)
    slack = (x1 - x0) / len(columns) * _CENTRE_SLACK
    return abs(drawn[0].box.center_x - (x0 + x1) / 2) < slack


def _from_marks(
    context: Context, measure_id: str, activity: _Activity, columns: Sequence[YearColumn]
) -> set[int]:
    """The years under marks, arrows as text and words of what is done."""
    active: set[int] = set()
    known = context.profile.words("marks", "active") | {
        label_key(m) for m in context.profile.file.schedule.marks
    }
    dashes = context.profile.words("marks", "dash")
    if not activity.is_ruled:
        _report_lone_arrow(context, measure_id, activity, columns)
    for cell in activity.cells:
        text = squeezed(cell_text(cell))
        years = [c.year for c in columns_under(cell, columns)]
        if not text or (label_key(text) in dashes and len(years) == 1):
            continue
        where = _where(measure_id, activity, years[0] if years else columns[0].year)
        is_known = label_key(text) in known or set(text) <= _ARROW_TEXT or _is_doing(context, text)
        if not (years and is_known):  # one of another page's columns stands under no year
            context.report("value.unknown_mark", where, observed=text, box=cell.box)
        active.update(_years_of_mark(context, where, cell, text, columns))
    return active


def _report_lone_arrow(
    context: Context, measure_id: str, activity: _Activity, columns: Sequence[YearColumn]
) -> None:
    """Where no rule parts the years, a lone arrow may stand for its year or at the end of merged ones."""
    marked = [cell for cell in activity.cells if cell.raw.strip()]
    if len(marked) == 1 and marked[0].raw.strip() in _ARROW_TEXT:
        years = [c.year for c in columns_under(marked[0], columns)]
        where = _where(measure_id, activity, years[0])
        context.report("schedule.ambiguous_extent", where, observed=marked[0].raw.strip(), box=marked[0].box)


def _is_doing(context: Context, text: str) -> bool:
    """Whether the words of a year's cell say what is done in it (基本設計, 調査・協議), by their ends."""
    doings = context.profile.words("marks", "doing")
    parts = [label_key(p) for p in _WORDS.split(text) if p]
    return bool(parts) and all(any(part.endswith(word) for word in doings) for part in parts)


def _years_of_mark(
    context: Context, where: tuple[str, str, str], cell: Cell, text: str, columns: Sequence[YearColumn]
) -> list[int]:
    """A mark counts for its cell's years; an arrow as text in a merged cell for those up to its head."""
    under = columns_under(cell, columns)
    years = [c.year for c in under]
    if len(years) < 2 or not set(text) <= _ARROW_TEXT:
        return years
    printed = union(line.box for line in cell.lines)
    year_width = cell.box.width_pt / len(years)
    if printed.width_pt > _SHAFT_SHARE * year_width:  # an arrow with a shaft covers years as a drawn one does
        return _years_of_shaft(context, where, cell, printed, under)
    is_centred = abs(printed.center_x - cell.box.center_x) < year_width / 4
    is_told = not context.arrows_end_right or len(under) < len(columns)
    if (is_centred and is_told) or cell.box.x1 - printed.x1 < year_width / 2:
        return years
    context.report("schedule.ambiguous_extent", where, observed=text, box=cell.box)
    return [c.year for c in under if c.x0 < printed.center_x]


def _years_of_shaft(
    context: Context, where: tuple[str, str, str], cell: Cell, printed: Box, under: Sequence[YearColumn]
) -> list[int]:
    """Years that a typed arrow covers; one set in the middle of a merged cell stands for the cell's years.

    Typed arrows come in whole characters: a year half covered, or a merged cell not filled, is told.
    """
    shares = {c.year: share_covered(printed, c) for c in under}
    covered = [year for year, share in shares.items() if share >= ACTIVE_SHARE]
    slack = cell.box.width_pt / len(under) * _CENTRE_SLACK
    is_centred = abs(printed.center_x - cell.box.center_x) < slack and len(covered) < len(under)
    if is_centred or any(_STRAY_SHARE < share < ACTIVE_SHARE for share in shares.values()):
        context.report("schedule.ambiguous_extent", where, observed=cell.raw.strip(), box=cell.box)
    return list(shares) if is_centred else covered


def arrows_end_right(reading: DocumentReading) -> bool:
    """Whether the document prints lone arrows at the right end of merged cells, where an activity ends.

    One in the middle then does not say that all years are meant.
    """
    return any(
        _is_lone_arrow(cell) and cell.box.x1 - cell.lines[0].box.x1 < _AT_END_SHARE * cell.box.width_pt
        for page in reading.pages
        for table in page.tables
        for cell in table.cells
    )


def _is_lone_arrow(cell: Cell) -> bool:
    return cell.column_span > 1 and len(cell.lines) == 1 and cell.lines[0].text.strip() in _ARROW_TEXT


def _add(
    context: Context,
    measure_id: str,
    activity: _Activity,
    columns: Sequence[YearColumn],
    active: set[int],
    arrow: Box | None,
) -> None:
    """A record for each year; a drawn arrow is the print behind it."""
    for column in columns:
        cells = [c for c in activity.cells if column in columns_under(c, columns)]
        if arrow is not None and cells:  # words under an arrow are not accounted for by it
            pieces: tuple[Piece, ...] = (Piece(arrow, "→", context.reader, "single"),)
        else:
            pieces = context.pieces(cells)
        context.records.append(
            Schedule(
                measure_id=measure_id,
                activity=activity.name,
                fiscal_year=column.year,
                is_active=column.year in active,
                sources={
                    "is_active": pieces,
                    "activity": context.pieces(activity.name_cells),
                    "fiscal_year": context.pieces([column.cell]),
                },
            )
        )


def _read_period(context: Context, measure_id: str, block: Block) -> None:
    """事業期間 in words (平成30年度～令和4年度): active in those plan years, not in the others."""
    text = text_of(block.cells)
    active = _years_in_words(context, block.cells)
    name = without_mark(block.label_text)
    if active is None:
        if text:
            first = context.plan_years[0] if context.plan_years else 0
            where = ("schedules", f"{measure_id}/{name}/{first}", "is_active")
            context.report("schedule.unreadable", where, observed=text, box=block.cells[0].box)
        return
    for year in context.plan_years or sorted(active):
        context.records.append(
            Schedule(
                measure_id=measure_id,
                activity=name,
                fiscal_year=year,
                is_active=year in active,
                sources={"is_active": context.pieces(block.cells)},
            )
        )
