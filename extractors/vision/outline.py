"""Headings, prose, captions and notes: every line outside the tables gets its place in the outline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from extractors.layouts.profile import Profile
from extractors.reading import Cell, Line, Table
from extractors.text.folding import fold, label_key
from extractors.vision.flow import Flow, Item
from extractors.vision.headings import is_set_like, looks_like_heading
from extractors.vision.numbering import Numbered, read_number
from extractors.vision.toc import Toc, match_entry, read_toc

_NUMBER = r"(?:\d{1,2}(?!\d))?"
_NOTE = regex.compile(
    rf"^\s*(?P<marker>※{_NUMBER}|[*＊†‡]{_NUMBER}|[(（]\s*(?:注|※|\*)\s*{_NUMBER}\s*[)）]"
    rf"|注\s*{_NUMBER}\s*[)）:：.．])"
)
_CAPTION = regex.compile(r"^\s*[【〔\[《<＜■◆●◇].*|.*(?:単位|表\s*\d+|図\s*\d+).*")
# A caption stands at most this far above its table, in multiples of its own size.
_CAPTION_REACH = 3.5
# The gap between lines of one note, in multiples of its size: usual, and at most.
_LEADING = 0.8
_WIDE_LEADING = 1.6
# TeX sets Japanese at 0.92 of the size of the Latin beside it.
_MIXED_SIZES = 0.88
# Parts of one table keep their outer edges up to the width of a rule.
_SAME_EDGE_PT = 2.0


@dataclass(slots=True)
class Passage:
    """Lines of prose that share one measure: the page's text area, or a frame drawn around them."""

    lines: list[Line] = field(default_factory=list)
    frames: list[Cell] = field(default_factory=list)  # several where a page break cuts the frame


@dataclass(slots=True)
class SectionDraft:
    """A heading as found, with the lines printed under it before the next heading."""

    numbered: Numbered
    title: str
    level: int
    parent: SectionDraft | None
    lines: list[Line]
    toc_index: int | None
    inline_text: str = ""
    passages: list[Passage] = field(default_factory=list)
    ordinal: int = 0

    @property
    def prose(self) -> list[Line]:
        """All lines of the section's prose, in order."""
        return [line for passage in self.passages for line in passage.lines]

    def add_line(self, line: Line) -> None:
        """Carry on the running text with one more line."""
        if not self.passages or self.passages[-1].frames:
            self.passages.append(Passage())
        self.passages[-1].lines.append(line)

    @property
    def page(self) -> int:
        """Physical page the heading stands on."""
        return self.lines[0].box.page

    def ancestor(self, style: str | None) -> SectionDraft | None:
        """This section or the enclosing one with the given numbering style."""
        here: SectionDraft | None = self
        while here is not None and here.numbered.style != style:
            here = here.parent
        return here


@dataclass(slots=True)
class PlacedTable:
    """A table with what is printed around it."""

    table: Table
    section: SectionDraft | None
    captions: list[Line] = field(default_factory=list)
    notes: list[list[Line]] = field(default_factory=list)
    is_first_on_page: bool = False


@dataclass(slots=True)
class Body:
    """The document's body: sections in order, tables in order, the contents page, the lines by class."""

    toc: Toc
    sections: list[SectionDraft] = field(default_factory=list)
    tables: list[PlacedTable] = field(default_factory=list)
    frames: list[Table] = field(default_factory=list)  # cells around prose
    front: list[Line] = field(default_factory=list)  # before the first heading: the cover
    heading_lines: list[Line] = field(default_factory=list)
    prose_lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    profile: Profile
    toc: Toc
    body: Body
    usual: tuple[str, float]
    right_pt: float
    at: dict[str, SectionDraft] = field(default_factory=dict)
    section: SectionDraft | None = None
    captions: list[Line] = field(default_factory=list)
    note_of: PlacedTable | None = None
    toc_next: int = 0


def build_body(flow: Flow, profile: Profile) -> Body:
    """Walk the flow once; a line is a heading, caption, note or prose, in that order of evidence."""
    levels: list[str] = list(profile.file.headings.levels)
    toc = read_toc(flow.items, levels)
    skipped = {id(line) for line in toc.lines}
    skipped |= {id(table) for table in toc.tables}
    items = [i for i in flow.items if id(i.line or i.table) not in skipped]
    lines = [i.line for i in items if i.line is not None]
    state = _State(profile, toc, Body(toc), _usual(lines), _right_edge(lines))
    state.body.prose_lines += toc.lines
    position = 0
    while position < len(items):
        position += _step(state, items, position)
    _settle_captions(state)
    return state.body


def _usual(lines: Sequence[Line]) -> tuple[str, float]:
    counts: Counter[tuple[str, float]] = Counter()
    for line in lines:
        counts[(line.font, round(line.size_pt, 1))] += len(line.text)
    return counts.most_common(1)[0][0] if counts else ("", 0.0)


def _right_edge(lines: Sequence[Line]) -> float:
    edges = sorted(line.box.x1 for line in lines)
    return edges[int(len(edges) * 0.97)] if edges else 0.0


def _step(state: _State, items: Sequence[Item], position: int) -> int:
    """Place one item; the number of items used up (a heading may run over lines)."""
    item = items[position]
    if item.table is not None:
        _place_table(state, items, position)
        return 1
    assert item.line is not None
    heading = _as_heading(state, item.line)
    if heading is not None:
        return _place_heading(state, items, position, *heading)
    _place_line(state, items, position, item.line)
    return 1


def _place_table(state: _State, items: Sequence[Item], position: int) -> None:
    item = items[position]
    assert item.table is not None
    is_first = position == 0 or items[position - 1].page != item.page
    # A frame around prose is no table; the last row of one that a page break cut off is.
    if _holds_prose(item.table) and not (is_first and _follows_table(state, item.table)):
        _place_frame(state, item.table, is_first)
        return
    placed = PlacedTable(item.table, state.section, state.captions, [], is_first)
    state.captions = []
    state.body.tables.append(placed)
    state.note_of = placed


def _holds_prose(table: Table) -> bool:
    """A single cell, or frames drawn one below the other: each holds sentences and spans the width."""
    return len(table.cells) == 1 or (
        all(cell.column_span == table.n_columns for cell in table.cells)
        and all(fold(cell.raw).rstrip().endswith("。") for cell in table.cells)
    )


def _follows_table(state: _State, cell: Table) -> bool:
    """Whether a single cell at a page's top stands in the edges of the table that ended the page before."""
    last = state.note_of.table if state.note_of is not None else None
    return (
        last is not None
        and last.page + 1 == cell.page
        and abs(last.box.x0 - cell.box.x0) < _SAME_EDGE_PT
        and abs(last.box.x1 - cell.box.x1) < _SAME_EDGE_PT
    )


def _place_frame(state: _State, frame: Table, is_first: bool) -> None:
    _settle_captions(state)
    state.note_of = None
    state.body.frames.append(frame)
    if state.section is not None:
        passages = state.section.passages
        for cell in frame.cells:
            if is_first and cell is frame.cells[0] and passages and _is_cut(passages[-1].frames, frame):
                passages[-1].frames.append(cell)
                passages[-1].lines += cell.lines
            else:
                passages.append(Passage(list(cell.lines), [cell]))


def _is_cut(frames: Sequence[Cell], frame: Table) -> bool:
    """Whether a frame carries on the one that ended the page before."""
    last = frames[-1].box if frames else None
    return last is not None and last.page + 1 == frame.page and abs(last.x0 - frame.box.x0) < 1


def _as_heading(state: _State, line: Line) -> tuple[Numbered, int | None] | None:
    levels: list[str] = list(state.profile.file.headings.levels)
    numbered = read_number(line.text, levels)
    if numbered is None:
        return None
    entry = match_entry(state.toc, numbered, state.toc_next)
    if entry is not None and not fold(line.text).rstrip().endswith("。"):
        return numbered, entry
    others = _headings_of(state, numbered.style)
    is_next = _follows(state, numbered) or is_set_like(line, others, state.usual)
    if numbered.has_gap and is_next and looks_like_heading(line, state.usual, state.right_pt):
        return numbered, None
    return None


def _headings_of(state: _State, style: str) -> list[Line]:
    return [s.lines[0] for s in state.body.sections if s.numbered.style == style]


def _follows(state: _State, numbered: Numbered) -> bool:
    before = state.at.get(numbered.style)
    return numbered.ordinal == (before.numbered.ordinal + 1 if before else 1)


def _place_heading(
    state: _State, items: Sequence[Item], position: int, numbered: Numbered, entry: int | None
) -> int:
    first = items[position].line
    assert first is not None
    lines = [first]
    while (more := _wrapped(state, items, position + len(lines), lines[-1])) is not None:
        lines.append(more)
    title = numbered.title + "".join(fold(one.text).strip() for one in lines[1:])
    title, inline = _cut_inline(title, state.toc.entries[entry].title if entry is not None else None)
    _open_section(state, numbered, title, inline, lines, entry)
    return len(lines)


def _wrapped(state: _State, items: Sequence[Item], position: int, before: Line) -> Line | None:
    """The next line where it carries on a heading that ran to the right edge."""
    line = items[position].line if position < len(items) else None
    if line is None or (before.font == state.usual[0] and abs(before.size_pt - state.usual[1]) < 0.3):
        return None
    near = line.box.page == before.box.page and line.box.top - before.box.bottom < before.size_pt
    same = line.font == before.font and abs(line.size_pt - before.size_pt) < 0.3
    full = before.box.x1 > state.right_pt - 3 * before.size_pt
    if not (near and same and full) or _as_heading(state, line) is not None or _CAPTION.match(line.text):
        return None
    return line


def _cut_inline(title: str, toc_title: str | None) -> tuple[str, str]:
    """Split text printed on the heading's own line (「1 定住自立圏の名称　　一関・平泉定住自立圏」)."""
    parts = regex.split(r"[\s　]{2,}|　", title, maxsplit=1)
    if len(parts) == 2 and (toc_title is None or label_key(parts[0]) == label_key(toc_title)):
        return parts[0], parts[1].strip()
    if toc_title and label_key(title) != label_key(toc_title) and title.startswith(toc_title):
        return toc_title, title[len(toc_title) :].strip()
    return title, ""


def _open_section(
    state: _State, numbered: Numbered, title: str, inline: str, lines: list[Line], entry: int | None
) -> None:
    levels: list[str] = list(state.profile.file.headings.levels)
    depth = levels.index(numbered.style)
    outer = [state.at[s] for s in levels[:depth] if s in state.at]
    section = SectionDraft(numbered, title, depth + 1, outer[-1] if outer else None, lines, entry, inline)
    section.ordinal = len(state.body.sections) + 1
    for style in levels[depth:]:
        state.at.pop(style, None)
    state.at[numbered.style] = section
    _settle_captions(state)
    state.section, state.note_of = section, None
    state.toc_next = entry + 1 if entry is not None else state.toc_next
    state.body.sections.append(section)
    state.body.heading_lines += lines


def _place_line(state: _State, items: Sequence[Item], position: int, line: Line) -> None:
    if state.section is None and not state.body.tables:
        state.body.front.append(line)
        state.body.prose_lines.append(line)
    elif state.note_of is not None and _is_note(state, line):
        state.body.prose_lines.append(line)
    elif _is_caption(items, position, line):
        state.captions.append(line)
        state.body.heading_lines.append(line)
    else:
        _settle_captions(state)
        state.note_of = None
        state.body.prose_lines.append(line)
        if state.section is not None:
            state.section.add_line(line)
        else:
            state.body.front.append(line)


def _settle_captions(state: _State) -> None:
    """Caption-like lines that no table followed are prose after all."""
    if state.section is not None:
        for caption in state.captions:
            if not caption.text.strip().startswith("【"):
                state.section.add_line(caption)
    state.captions = []


def _is_note(state: _State, line: Line) -> bool:
    """A note under the last table: it starts with a mark, or carries on the note above it."""
    placed = state.note_of
    assert placed is not None
    if _NOTE.match(fold(line.text)):
        placed.notes.append([line])
        return True
    if not placed.notes:
        return False
    last = placed.notes[-1][-1]
    if _is_near(state, last, line) and _is_same_print(last, line) and not _CAPTION.match(line.text):
        placed.notes[-1].append(line)
        return True
    return False


def _is_same_print(last: Line, line: Line) -> bool:
    """Whether two lines are set alike; one of foreign words says little of what carries it on."""
    if abs(line.size_pt - last.size_pt) < 0.3 and line.font == last.font:
        return True
    n_foreign = [sum(c.isascii() and not c.isspace() for c in n.text) for n in (last, line)]
    is_foreign = any(2 * n > len(text.text) for n, text in zip(n_foreign, (last, line), strict=True))
    smaller, larger = sorted((last.size_pt, line.size_pt))
    return is_foreign and _is_open(last) and smaller > _MIXED_SIZES * larger


def _is_open(line: Line) -> bool:
    return not fold(line.text).rstrip().endswith("。")


def _is_near(state: _State, last: Line, line: Line) -> bool:
    """Whether a line stands as close as the next line of a note does; in small print, further off."""
    is_small = last.size_pt < state.usual[1] - 0.3
    reach = _WIDE_LEADING if is_small or _is_open(last) else _LEADING
    return line.box.page != last.box.page or line.box.top - last.box.bottom < reach * last.size_pt


def _is_caption(items: Sequence[Item], position: int, line: Line) -> bool:
    """A line that speaks for the table below it: bracketed or with a unit, no sentence, close by."""
    if fold(line.text).rstrip().endswith("。"):
        return False
    for follower in items[position + 1 : position + 4]:
        if follower.page != line.box.page and follower.table is not None:
            return bool(_CAPTION.match(line.text))  # a caption left at the foot of the page before its table
        if (
            follower.line is not None
            and follower.page != line.box.page
            and not _CAPTION.match(follower.line.text)
        ):
            return bool(regex.match(r"^\s*【.*】\s*$", line.text))
        if follower.table is not None:
            gap = follower.top - line.box.bottom
            return gap < _CAPTION_REACH * line.size_pt and (
                bool(_CAPTION.match(line.text)) or gap < 1.5 * line.size_pt
            )
        assert follower.line is not None
        is_beside = (
            follower.top < line.box.center_y
        )  # the other half of a caption: 事業費　　　（単位：千円）
        if not is_beside and not _CAPTION.match(follower.line.text):
            return False
    return False


def note_marker(text: str) -> str:
    """The mark a note starts with (※, *, *1, 注1), without white space; "" for none."""
    found = _NOTE.match(fold(text))
    return "".join(found["marker"].split()) if found else ""
