"""Where another document begins in the same file: a second vision, a leaflet, a budget book.

No single sign tells: an annex starts its page numbers anew, a back cover prints the title again. Signs that
agree on one page do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import regex

from extractors.geometry import Box
from extractors.reading import DocumentReading, Line, PageReading
from extractors.records import Measure
from extractors.text.folding import fold, label_key
from extractors.vision.context import Context
from extractors.vision.facts import Facts
from extractors.vision.flow import Flow
from extractors.vision.outline import Body

CHECK_ID = "edition.second_document"
MIXED_CHECK_ID = "edition.second_document_measures"
# So much must agree: a strong sign, or two weak ones; figures and measures of both only with more.
ENOUGH = 2
SURE = 3
_STRONG = 2
# What a page's second document prints first may be its second or third page: cover, blank, contents.
_REACH = 2
# A display line is this much larger than the running text; a cover has few lines.
_DISPLAY = 1.4
_COVER_LINES = 12
# A back cover prints less than this, a leaflet more.
_LEAFLET_CHARS = 150
# A face or sheet size that hardly occurs says nothing.
_FACE_SHARE = 0.1
_SIZE_STEP_PT = 8.0
# So far apart two heads 目次 are those of two contents pages.
_CONTENTS_PAGES = 3
_NUMBERED_BEFORE = 4
_CONTENTS = regex.compile(r"^目\s*次$")
_ANNEX = regex.compile(r"資料|付録|附録|付属|附属|別冊|別紙|別表|用語|巻末|様式|要綱|名簿|経過|奥付")
_ZONE = regex.compile(
    r"^(?:第?[0-9一二三四五六七八九十]+[次期])?(?P<zone>[\p{Han}\p{Hiragana}\p{Katakana}・･ヶー]{2,20}?)"
    r"(?:定住自立圏|連携中枢都市圏|広域都市圏)"
)


@dataclass(slots=True)
class _Signs:
    """What speaks for another document from a page on, and the line that says so best."""

    weight: int = 0
    lines: list[Line] = field(default_factory=list)

    def add(self, weight: int, line: Line | None = None) -> None:
        """One more sign."""
        self.weight += weight
        if line is not None:
            self.lines.append(line)


def report_strangers(
    context: Context, reading: DocumentReading, flow: Flow, body: Body, facts: Facts
) -> None:
    """A finding at each page where another document seems to begin; measures on both sides are one more."""
    pages = [page for page in reading.pages if page.lines or page.tables]
    if len(pages) < 2:
        return
    usual_pt = _usual_size(pages)
    first = min((s.page for s in body.sections), default=0)  # cover and contents are set in their own way
    weak = {page: signs for page, signs in _weak_signs(pages, flow, usual_pt).items() if page > first}
    strong = _strong_signs(pages, body, facts, usual_pt)
    begun = pages[0].number
    for page in pages[1:]:
        near = range(page.number, page.number + _REACH + 1)
        signs = _together([strong, weak], page.number, near, is_annex=_is_annex(page, usual_pt))
        if signs.weight >= ENOUGH and page.number - begun > _REACH * (begun > pages[0].number):
            _report(context, page, signs, usual_pt)
            begun = page.number


def _together(kinds: Sequence[dict[int, _Signs]], page: int, near: range, *, is_annex: bool) -> _Signs:
    """The signs of a page, with those of the next ones where it has one itself."""
    strong, weak = kinds
    both = _Signs()
    if page not in strong and page not in weak:
        return both
    for number in near:
        for signs in (strong.get(number), None if is_annex else weak.get(number)):
            if signs is not None:
                both.weight += signs.weight
                both.lines += signs.lines
    return both


def _report(context: Context, page: PageReading, signs: _Signs, usual_pt: float) -> None:
    display = _display_lines(page, usual_pt)
    line = next(iter([*display, *signs.lines, *page.lines]), None)
    box = line.box if line is not None else Box(page.number, 0.0, 0.0, page.width_pt, page.height_pt)
    title = "".join(fold(n.text).strip() for n in display[:2]) or (fold(line.text).strip() if line else "")
    measures = [r for r in context.records if isinstance(r, Measure)]
    after = [m for m in measures if m.page_first >= page.number]
    where = ("editions", None, "page_count")
    context.report(CHECK_ID, where, observed=title[:60], box=box)
    if after and len(after) < len(measures) and signs.weight >= SURE:
        context.report(
            MIXED_CHECK_ID,
            ("measures", after[0].measure_id, "name"),
            observed=title[:60],
            box=box,
            n_measures=str(len(after)),
        )


def _usual_size(pages: Sequence[PageReading]) -> float:
    counts: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            counts[round(line.size_pt, 1)] += len(line.text)
    return counts.most_common(1)[0][0] if counts else 10.0


def _display_lines(page: PageReading, usual_pt: float) -> list[Line]:
    return [n for n in page.lines if n.size_pt >= _DISPLAY * usual_pt and len(n.text.strip()) > 2]


def _is_cover(page: PageReading, usual_pt: float) -> bool:
    return not page.tables and len(page.lines) <= _COVER_LINES and bool(_display_lines(page, usual_pt))


def _is_annex(page: PageReading, usual_pt: float) -> bool:
    first = [*_display_lines(page, usual_pt), *page.lines[:3]]
    return any(_ANNEX.search(fold(line.text)) for line in first)


def _strong_signs(
    pages: Sequence[PageReading], body: Body, facts: Facts, usual_pt: float
) -> dict[int, _Signs]:
    """Another zone's name, a title late or again, a second contents page, headings counted anew."""
    found: dict[int, _Signs] = {}
    for line in [*_late_cover(pages, facts, usual_pt), *_other_titles(pages, facts, usual_pt)]:
        found.setdefault(line.box.page, _Signs()).add(_STRONG, line)
    heads = [n for page in pages for n in page.lines if _CONTENTS.match(fold(n.text).strip())]
    for before, head in pairwise(heads):
        if head.box.page - before.box.page >= _CONTENTS_PAGES:
            found.setdefault(head.box.page, _Signs()).add(_STRONG, head)
    for line in _new_beginnings(body):
        found.setdefault(line.box.page, _Signs()).add(_STRONG, line)
    return found


def _late_cover(pages: Sequence[PageReading], facts: Facts, usual_pt: float) -> list[Line]:
    """The title on its cover, where pages of text come before it."""
    title = facts.lines.get("title", [])[:1]
    first = next((i for i, page in enumerate(pages) if title and page.number == title[0].box.page), 0)
    has_text = any(page.chars_total >= _LEAFLET_CHARS for page in pages[:first])
    return title if has_text and _is_cover(pages[first], usual_pt) else []


def _other_titles(pages: Sequence[PageReading], facts: Facts, usual_pt: float) -> list[Line]:
    """Lines of covers with another zone's name, or the title once more where pages follow."""
    titles = facts.lines.get("title", [])
    own_page = titles[0].box.page if titles else pages[0].number
    zone, title = label_key(facts.zone_name or ""), label_key(facts.title or "")
    found = []
    for page in pages[:-1]:
        is_late = page.number > own_page + 1 and _is_cover(page, usual_pt)
        lines = _display_lines(page, usual_pt) if is_late else []
        for line in lines:
            named = _ZONE.match(label_key(line.text))
            is_other = named is not None and zone and named[0] not in zone and zone not in named[0]
            is_again = bool(title) and label_key(line.text) == title
            if is_other or is_again:
                found.append(line)
                break
    return found


def _new_beginnings(body: Body) -> list[Line]:
    """Headings of the highest level that count from one again and that no contents page lists."""
    tops = [s for s in body.sections if s.parent is None]
    has_contents = bool(body.toc.entries)
    return [
        section.lines[0]
        for before, section in pairwise(tops)
        if section.numbered.style == before.numbered.style
        and section.numbered.ordinal == 1 < before.numbered.ordinal
        and not (has_contents and section.toc_index is not None)
    ]


def _weak_signs(pages: Sequence[PageReading], flow: Flow, usual_pt: float) -> dict[int, _Signs]:
    """Page numbers that begin again or end, a new face or sheet size throughout, a cover."""
    numbers = [(page.number, flow.printed_pages.get(page.number)) for page in pages]
    starts = [*_restarts(numbers), *_ends(numbers, pages)]
    faces = _changes([_faces(page) for page in pages])
    sizes = _changes([_size(page) for page in pages])
    covers = [
        i
        for i, page in enumerate(pages)
        if i and _is_cover(page, usual_pt) and (i + 1 < len(pages) or page.chars_total >= _LEAFLET_CHARS)
    ]
    found: dict[int, _Signs] = {}
    for index in [*starts, *faces, *sizes, *covers]:
        found.setdefault(pages[index].number, _Signs()).add(1)
    return found


def _restarts(numbers: Sequence[tuple[int, int | None]]) -> list[int]:
    """Indices of pages whose number is lower than the one before it."""
    found = []
    last: int | None = None
    for i, (_, printed) in enumerate(numbers):
        if printed is None:
            continue
        if last is not None and printed < last and printed <= 2:
            found.append(i)
        last = printed
    return found


def _ends(numbers: Sequence[tuple[int, int | None]], pages: Sequence[PageReading]) -> list[int]:
    """The index after the last numbered page, where those before it were numbered and print follows."""
    last = max((i for i, (_, printed) in enumerate(numbers) if printed is not None), default=-1)
    before = [printed for _, printed in numbers[: last + 1] if printed is not None]
    is_usual = len(before) >= max(_NUMBERED_BEFORE, 0.7 * (last + 1))
    follows = last + 1 < len(pages) and pages[last + 1].chars_total >= _LEAFLET_CHARS
    return [last + 1] if is_usual and follows else []


def _changes(kinds: Sequence[frozenset[object]]) -> list[int]:
    """Indices from which on nothing is of a kind that was there before."""
    last = {kind: i for i, found in enumerate(kinds) for kind in found}
    changes = []
    until = -1  # the last index with anything of the kinds seen so far
    for i, found in enumerate(kinds):
        if found and 0 <= until < i:
            changes.append(i)
        until = max([until, *(last[kind] for kind in found)])
    return changes


def _faces(page: PageReading) -> frozenset[object]:
    """The faces that a good part of a page is set in."""
    counts: Counter[object] = Counter()
    cells = (line for table in page.tables for cell in table.cells for line in cell.lines)
    for line in (*page.lines, *cells):
        counts[line.font] += len(line.text)
    return frozenset(face for face, n in counts.items() if face and n >= _FACE_SHARE * counts.total())


def _size(page: PageReading) -> frozenset[object]:
    """The sheet's size, whichever side is up."""
    sides = sorted((page.width_pt, page.height_pt))
    return frozenset({tuple(round(side / _SIZE_STEP_PT) for side in sides)})
