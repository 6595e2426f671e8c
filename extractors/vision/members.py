"""The municipalities of a measure: listed, marked in columns of their own, or named with their roles."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.reading import Cell
from extractors.records import MeasureMunicipality, MeasureRole, Piece
from extractors.text.folding import fold, label_key
from extractors.vision.blocks import Block
from extractors.vision.context import Context

_NAMES = regex.compile(r"[、，,・\s　]+|及び|並びに")
# Signs beside a name that say it takes part: the mark of the centre city among them.
_TAKES_PART = frozenset("○◯〇●◎☆★■✓✔レ")


def read_municipalities(context: Context, measure_id: str, blocks: Sequence[Block]) -> None:
    """Add a measure's municipalities in printed order."""
    cells = [c for block in blocks for c in block.cells]
    marked = [pair for block in blocks for pair in _marked(context, block)]
    if marked:
        _add_marked(context, measure_id, marked)
        return
    pieces = context.pieces(cells)
    names = _printed_names(context, cells)
    everyone = {label_key(w) for w in context.profile.vocabulary["municipalities"]["everyone"]}
    if label_key("".join(c.raw for c in cells)) in everyone:  # a narrow column wraps 全市町村
        names = list(context.members)
    seen: list[str] = []
    for name in names:
        if name in seen:
            context.report(
                "measure.municipality_twice",
                ("measure_municipalities", f"{measure_id}/{name}", "municipality"),
                observed=name,
                box=cells[0].box if cells else None,
            )
            continue
        seen.append(name)
        _add(context, measure_id, context.member_of(name) or name, len(seen), pieces)


def _add(context: Context, measure_id: str, name: str, ordinal: int, pieces: tuple[Piece, ...]) -> None:
    context.records.append(
        MeasureMunicipality(
            measure_id=measure_id, municipality=name, ordinal=ordinal, sources={"municipality": pieces}
        )
    )


def _marked(context: Context, block: Block) -> list[tuple[Cell, Cell]]:
    """Each municipality's name with the cell of its mark, below it or at its right; empty without marks."""
    names = [c for c in block.cells if context.member_of(c.raw) is not None]
    others = [c for c in block.cells if c not in names]
    if not any(label_key(c.raw) in _TAKES_PART for c in others):
        return []
    pairs = [(name, _mark_of(name, others)) for name in names]
    return [(name, mark) for name, mark in pairs if mark is not None]


def _mark_of(name: Cell, others: Sequence[Cell]) -> Cell | None:
    below = [
        c
        for c in others
        if c.row > name.row and c.box.overlap_x(name.box) > 0.5 * min(c.box.width_pt, name.box.width_pt)
    ]
    beside = [c for c in others if c.row == name.row and c.column == name.column + name.column_span]
    return min(below, key=lambda c: c.row) if below else next(iter(beside), None)


def _add_marked(context: Context, measure_id: str, marked: Sequence[tuple[Cell, Cell]]) -> None:
    """The municipalities whose mark says that they take part; a sign that says neither is told."""
    ordinal = 0
    dashes = context.profile.words("marks", "dash")
    for name, mark in marked:
        member = context.member_of(name.raw) or name.raw
        sign = label_key(mark.raw)
        pieces = context.pieces([name, mark])
        if sign in _TAKES_PART:
            ordinal += 1
            _add(context, measure_id, member, ordinal, pieces)
        elif sign and sign not in dashes:
            context.report(
                "measure.municipality_mark",
                ("measure_municipalities", f"{measure_id}/{member}", "municipality"),
                observed=mark.raw,
                box=mark.box,
                name=member,
            )


def concerned(context: Context, measure_id: str, partners: tuple[str, ...]) -> tuple[str, ...]:
    """The partners that 連携市町村 means in a measure: those its own row lists, all where it lists none."""
    listed = {
        r.municipality
        for r in context.records
        if isinstance(r, MeasureMunicipality) and r.measure_id == measure_id
    }
    return tuple(p for p in partners if p in listed) or partners


def municipalities_of_roles(context: Context, measure_id: str) -> None:
    """A layout without a row of 関係市町 names them beside their roles."""
    roles = [r for r in context.records if isinstance(r, MeasureRole) and r.measure_id == measure_id]
    dashes = context.profile.words("marks", "dash")
    named = {
        r.municipality: r.sources.get("municipality", ())
        for r in roles
        if r.role_text and label_key(r.role_text) not in dashes
    }
    for ordinal, name in enumerate((m for m in context.members if m in named), start=1):
        _add(context, measure_id, name, ordinal, named[name])


def _printed_names(context: Context, cells: Sequence[Cell]) -> list[str]:
    """Names as listed. Lines may hold one name each, or a name may be wrapped: known names decide."""
    lines = [fold(line.text) for c in cells for line in c.lines]
    joined = _NAMES.sub("", "".join(lines))
    known: list[str] = []
    while joined:
        name = next((m for m in context.members if joined.startswith(fold(m))), None)
        if name is None:
            return [n for line in lines for n in _NAMES.split(line) if n]
        known.append(name)
        joined = joined[len(fold(name)) :]
    return known
