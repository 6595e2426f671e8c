"""One measure: its blocks become records, each value beside the print it was read from."""

from __future__ import annotations

from extractors.layouts.labels import without_mark
from extractors.layouts.profile import MeasureFieldName
from extractors.reading import Cell
from extractors.records import (
    Agreement,
    Measure,
    MeasureField,
    MeasureRole,
    Piece,
)
from extractors.text.projects import split_projects
from extractors.vision.areas import areas_of
from extractors.vision.blocks import Block
from extractors.vision.budget import read_budget
from extractors.vision.columns import YearHead, claim_head_row, total_columns, year_columns
from extractors.vision.context import Context, cell_text, squeezed, text_of
from extractors.vision.drafts import Draft
from extractors.vision.kpi import read_kpis
from extractors.vision.members import concerned, municipalities_of_roles, read_municipalities
from extractors.vision.projectrecords import record_projects
from extractors.vision.roles import Roles
from extractors.vision.schedule import read_schedule
from extractors.vision.underyears import set_under_years

_TEXT_FIELDS: tuple[MeasureFieldName, ...] = ("name", "content", "effect", "note")


def read_measure(
    context: Context, roles: Roles, draft: Draft, ordinal: int, agreement: Agreement | None
) -> None:
    """Add all records of one measure (`m<ordinal>`)."""
    measure_id = f"m{ordinal:02d}"
    context.claim(b.label_cell for b in draft.blocks if b.label_cell and b.label)
    _check_rows(context, draft, measure_id)
    texts = {f: _text(context, measure_id, draft, f) for f in _TEXT_FIELDS}
    read_municipalities(context, measure_id, draft.of("municipalities"))
    sharing = _role_sharing(context, roles, draft, measure_id)
    areas = areas_of(context, draft, agreement)
    first, last = draft.pages
    values = {f: texts[f][0] for f in _TEXT_FIELDS} | {f: areas[f][0] for f in areas}
    sources = {f: texts[f][1] for f in _TEXT_FIELDS if texts[f][1]} | {
        f: p for f, (_, p) in areas.items() if p
    }
    context.records.append(
        Measure(
            measure_id=measure_id,
            ordinal=ordinal,
            agreement_id=agreement.agreement_id if agreement else None,
            role_sharing=sharing[0],
            page_first=first,
            page_last=last,
            sources=sources | ({"role_sharing": sharing[1]} if sharing[1] else {}),
            **values,
        )
    )
    if not values["name"] and (blocks := draft.of("name")):
        box = blocks[0].label_cell.box if blocks[0].label_cell else None
        context.report("measure.no_name", ("measures", measure_id, "name"), box=box)
    _details(context, roles, draft, measure_id, values["name"] or measure_id)


def _details(context: Context, roles: Roles, draft: Draft, measure_id: str, name: str) -> None:
    read_kpis(context, measure_id, draft.of("kpi"))
    _projects(context, draft, measure_id)
    set_under_years(context, draft.blocks)
    head = _year_head(context, draft)
    if draft.of("schedule"):
        read_schedule(context, measure_id, draft.of("schedule"), head.columns)
    hint = next((c.text for p in draft.placed for c in p.captions if "単位" in c.text), None)
    read_budget(context, measure_id, draft.of("budget"), head, hint, name)
    _other_rows(context, roles, draft, measure_id)
    if not draft.of("municipalities"):
        municipalities_of_roles(context, measure_id)


def _year_head(context: Context, draft: Draft) -> YearHead:
    """The year head the measure prints, wherever it stands (its own row, the schedule, the budget)."""
    for name in ("years", "schedule", "budget"):
        for block in draft.of(name):
            found = year_columns(block.cells)
            if found:
                context.claim(c.cell for c in found)
                row = found[0].cell.row
                claim_head_row(context, block.cells, row)
                return YearHead(found, total_columns(context, block.cells, row))
    return YearHead()


def _text(context: Context, measure_id: str, draft: Draft, name: str) -> tuple[str | None, tuple[Piece, ...]]:
    cells = [c for block in draft.of(name) for c in _single(context, measure_id, block)]
    text = text_of(cells)
    if name == "name":
        text = text.replace("\n", "")
    return text or None, context.pieces(cells)


def _single(context: Context, measure_id: str, block: Block) -> list[Cell]:
    """The one cell a text label speaks for; a second filled one means that something moved."""
    filled = [c for c in block.cells if c.raw.strip()]
    for extra in filled[1:]:
        context.report(
            "layout.unlabelled_cell",
            ("measures", measure_id, block.field or "name"),
            observed=cell_text(extra),
            box=extra.box,
            label=squeezed(block.label_text),
        )
        context.claim([extra])
    return filled[:1] or block.cells[:1]


def _check_rows(context: Context, draft: Draft, measure_id: str) -> None:
    for name in context.profile.file.measure.required:
        if name == "role_sharing" and any(b.label is None for b in draft.blocks):
            continue
        if not draft.of(name):
            first = draft.blocks[0]
            context.report(
                "layout.missing_row",
                ("measures", measure_id, None or name),
                expected=name,
                box=first.table.box,
                row=name,
            )


def _projects(context: Context, draft: Draft, measure_id: str) -> None:
    cells = [c for block in draft.of("projects") for c in _single(context, measure_id, block)]
    items = split_projects(text_of(cells, context.members), context.members)
    record_projects(context, measure_id, [(item, cells) for item in items])


def _role_sharing(
    context: Context, roles: Roles, draft: Draft, measure_id: str
) -> tuple[str | None, tuple[Piece, ...]]:
    """役割分担 as one text, or as rows of a municipality and its role (then `role_sharing` is null)."""
    blocks = draft.of("role_sharing")
    pairs = [p for b in blocks for p in _role_pairs(roles, b)]
    if pairs:
        for label, text_cells, who in pairs:
            context.claim([label])
            parties = concerned(context, measure_id, who) if roles.is_joint(label.raw) else who
            _add_roles(context, measure_id, parties, text_cells, label)
        return None, ()
    cells = [c for b in blocks for c in _single(context, measure_id, b)]
    return text_of(cells) or None, context.pieces(cells)


_RolePair = tuple[Cell, list[Cell], tuple[str, ...]]


def _role_columns(roles: Roles, block: Block) -> list[_RolePair]:
    """Roles side by side: a row of nothing but municipalities, and what each does under its name."""
    first = min((c.row for c in block.cells), default=0)
    heads = [c for c in block.cells if c.row == first]
    if len(heads) < 2 or not all(roles.of(c.raw) for c in heads):
        return []
    pairs: list[_RolePair] = []
    for head in heads:
        under = [c for c in block.cells if c.row > first and head.box.overlap_x(c.box) > 0.5 * c.box.width_pt]
        pairs.append((head, under, roles.of(head.raw) or ()))
    return pairs


def _role_pairs(roles: Roles, block: Block) -> list[_RolePair]:
    pairs = _role_columns(roles, block)
    if pairs:
        return pairs
    for label in block.cells:
        who = roles.of(label.raw)
        right = [
            c
            for c in block.cells
            if c.column >= label.column + label.column_span
            and label.row <= c.row < label.row + label.row_span
            and roles.of(c.raw) is None
        ]
        if who and right:
            pairs.append((label, right[:1], who))
    return pairs


def _add_roles(
    context: Context, measure_id: str, who: tuple[str, ...], cells: list[Cell], label: Cell | None
) -> None:
    sources = {"role_text": context.pieces(cells)}
    if label is not None:
        sources["municipality"] = context.pieces([label])
    for municipality in who:
        context.records.append(
            MeasureRole(
                measure_id=measure_id,
                municipality=municipality,
                role_text=text_of(cells) or None,
                sources=sources,
            )
        )


def _other_rows(context: Context, roles: Roles, draft: Draft, measure_id: str) -> None:
    """Rows without a column of their own, role rows, and rows whose label nobody knows."""
    for label, blocks in _by_label(draft).items():
        first = blocks[0]
        cells = [c for b in blocks for c in b.cells]
        context.claim(b.label_cell for b in blocks if b.label_cell is not None)
        who = roles.of(first.label_text) if first.label is None and label else None
        if who:
            who = concerned(context, measure_id, who) if roles.is_joint(first.label_text) else who
            _add_roles(context, measure_id, who, cells, first.label_cell)
        elif first.field.startswith("ignore:"):
            context.claim(cells)
        else:
            _keep_field(context, measure_id, first, label, cells)


def _by_label(draft: Draft) -> dict[str, list[Block]]:
    """Blocks that no column of the contract takes, by printed label (a page break may cut a row in two)."""
    found: dict[str, list[Block]] = {}
    for block in draft.blocks:
        label = without_mark(block.label_text)
        is_known = block.label is not None and ":" not in block.field
        if not is_known and (label or any(c.raw.strip() for c in block.cells)):
            found.setdefault(label, []).append(block)
    return found


def _keep_field(context: Context, measure_id: str, block: Block, label: str, cells: list[Cell]) -> None:
    pieces = context.pieces(cells)
    is_cut = len({c.box.page for c in cells}) == len(cells) and len({round(c.box.x0) for c in cells}) == 1
    text = text_of(cells) if is_cut else "\n".join(t for c in cells if (t := cell_text(c)))
    if block.label is None:
        meaning = context.profile.lookalike(block.label_text)
        context.report(
            "layout.unknown_label",
            ("measure_fields", f"{measure_id}/{label}", "label"),
            observed=label,
            box=block.label_cell.box if block.label_cell else block.table.box,
            label=label,
            hint=meaning or "",
        )
    context.records.append(
        MeasureField(measure_id=measure_id, label=label or "?", text=text or None, sources={"text": pieces})
    )
