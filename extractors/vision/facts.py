"""What the document says of itself: title, publisher, date of the edition, zone, members, plan period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import regex

from extractors.layouts.profile import Profile
from extractors.reading import Line, Table
from extractors.text.folding import fold, label_key
from extractors.text.years import find_year_ranges, parse_year
from extractors.vision.outline import Body, SectionDraft

_TITLE = regex.compile(r"(?:共生|都市圏|圏域|連携|広域).{0,12}ビジョン|定住自立圏.*(?:ビジョン|計画)")
_PUBLISHER = regex.compile(r"^[\p{Han}\p{Hiragana}\p{Katakana}ヶ]{1,8}[市町村区](?:役所|役場)?$")
_ZONE_IN_TITLE = regex.compile(
    r"^(?:第[0-9一二三四五六七八九十]+[次期])?(?P<zone>.+?(?:定住自立圏|連携中枢都市圏|広域都市圏|都市圏|圏域))"
)
_ERA = r"(?:(?:明治|大正|昭和|平成|令和|[MTSHR])\s*(?:\d{1,2}|元)|\d{4})"
# Its other notation may stand before 年 or behind it: 令和6（2024）年2月.
_DATE = regex.compile(
    rf"(?P<year>{_ERA})\s*(?:[(（]{_ERA}[)）]\s*)?年\s*(?:[(（][^)）]*[)）]\s*)?(?P<month>\d{{1,2}})\s*月"
)
_TITLE_LINES = 3
_OF_NAME = regex.compile(r"名称|(?!.*市町).*圏.*の名称")
_OF_MEMBERS = regex.compile(
    r"(?:形成|構成|参加|関係|連携).{0,5}(?:市町|団体|自治体)|圏域の(?:構成|範囲|区域|市町村?)$"
)
# The same in a sentence of a section with another heading.
_NAMES_MEMBERS = regex.compile(
    r"(?:構成|形成|連携|参加)(?:する|している)(?:関係|連携)?(?:市町村?|町村|自治体|団体)は[、，,]?(?P<names>[^。]{3,200})"
    r"|圏域?は[、，,]?(?P<names>[^。]{3,200}?)(?:で|から|により|によって)(?:構成|形成)"
)
# The county or prefecture before a name (西磐井郡平泉町) is no part of it.
_ABOVE = regex.compile(
    r"^(?:北海道|東京都|京都府|大阪府|\p{Han}{2,3}県)(?=.{2})|^\p{Han}{1,4}郡(?=.{1,6}[町村]$)"
)
# A vision covers about five years, a long one ten (定住自立圏構想推進要綱).
_PLAN_YEARS = range(3, 12)
# The の of たつの市 and いの町 is one of the name's; that of 周辺の町 is none.
_TOKEN = regex.compile(
    r"[、，,・。()（）「」\s　]|及び|および|並びに|ならびに|(?<=[市町村])と|からなる|で構成|とする|は、|を"
    r"|である|です|とし(?=[、て])"
    r"|の(?![市町村](?:[、，,・。()（）「」\s　]|及び|と|の|$))"
    r"|(?<=[市町村域辺隣係携成他]|中心|それぞれ|すべて|全て|そ|こ)の"
)
_MUNICIPALITY = regex.compile(r"^[\p{Han}\p{Hiragana}\p{Katakana}ヶー]{1,7}[市町村]$")
# Words for several or for none in particular; 余市町 and 上市町 are names.
_GENERIC = frozenset(
    ["市町", "市町村", "町村", "両市町", "中心市", "本市", "同市", "当市"]
    + [
        "連携中枢都市",
        "中枢都市",
        "連携都市",
        "中核市",
        "特例市",
        "施行時特例市",
        "指定都市",
        "政令指定都市",
        "政令市",
    ]
    + [
        f"{head}{tail}"
        for head in ("関係", "連携", "構成", "各", "近隣", "周辺", "隣接", "参加", "対象", "圏域", "全")
        for tail in ("市", "町", "村", "市町", "町村", "市町村")
    ]
)


@dataclass(slots=True)
class Facts:
    """Facts as read, each with the lines it was read from (`lines`, by column of `editions`)."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    zone_name: str | None = None
    members: tuple[str, ...] = ()
    plan_start: int | None = None
    plan_end: int | None = None
    members_are_inferred: bool = False
    members_table: Table | None = None  # that lists them under its heading and says nothing else
    lines: dict[str, list[Line]] = field(default_factory=dict)

    @property
    def central(self) -> str | None:
        """The centre city: the publisher where it is a member, else the first member."""
        if self.publisher in self.members:
            return self.publisher
        return self.members[0] if self.members else None


def read_facts(body: Body, profile: Profile) -> Facts:
    """Read the cover and the sections that name zone, members and period."""
    facts = Facts()
    front = body.front or [line for s in body.sections[:3] for line in s.prose]
    _cover(facts, front, profile)
    for section in body.sections:
        _section(facts, section)
    if facts.zone_name is None and facts.title:
        found = _ZONE_IN_TITLE.match(facts.title)
        if found:
            facts.zone_name = found["zone"]
            facts.lines["zone_name"] = facts.lines.get("title", [])
    if len(facts.members) < 2:
        _named_members(facts, body)
    if len(facts.members) < 2:
        _infer_members(facts, body)
    if facts.plan_start is None:
        _period(facts, [*front, *(line for s in body.sections for line in s.prose)])
    return facts


def _named_members(facts: Facts, body: Body) -> None:
    """Members that a sentence lists: 圏域を構成する市町は、…とする, or 圏域は、…で構成する."""
    for section in body.sections:
        text = "".join(fold(line.text).strip() for line in section.prose)
        for found in _NAMES_MEMBERS.finditer(text):
            names = municipalities_in(found["names"])
            if len(names) >= 2:
                facts.members = names
                facts.lines["members"] = [n for n in section.prose if any(name in n.text for name in names)][
                    :2
                ]
                return


def _infer_members(facts: Facts, body: Body) -> None:
    """Members that no list in the prose names: the first table with their names in its first column or row.

    Under the heading that announces them the table is as good as the list; any other one is an inference.
    """
    announced = [p for p in body.tables if p.section and _OF_MEMBERS.search(label_key(p.section.title))]
    for placed in [*announced, *body.tables]:
        cells = [c for c in placed.table.cells if len(municipalities_in(c.raw)) == 1]
        edge = [c for c in cells if c.column == 0] if placed not in announced else cells
        names = tuple(dict.fromkeys(n for c in edge for n in municipalities_in(c.raw)))
        if len(names) >= 2:
            facts.members, facts.members_are_inferred = names, placed not in announced
            facts.members_table = (
                placed.table if placed in announced and not _has_figures(placed.table) else None
            )
            facts.lines["members"] = [line for c in edge for line in c.lines]
            return


def _has_figures(table: Table) -> bool:
    return any(ch.isdigit() for c in table.cells for ch in c.raw)


def _cover(facts: Facts, front: Sequence[Line], profile: Profile) -> None:
    titled = [n for n in front if _TITLE.search(_squeezed(n))]
    if titled:
        lines = _whole_title(max(titled, key=lambda n: n.size_pt), front)
        facts.title = "".join(_squeezed(n) for n in lines)
        facts.lines["title"] = lines
    for line in front:
        name = _ABOVE.sub("", _squeezed(line))
        if facts.publisher is None and _PUBLISHER.match(name) and name not in _GENERIC:
            facts.publisher = name.removesuffix("役所").removesuffix("役場")
            facts.lines["publisher"] = [line]
    dated = [(d, n) for n in front if (d := _date(n)) is not None]
    words = profile.vocabulary["published"]["words"]
    marked = [(d, n) for d, n in dated if any(w in _squeezed(n) for w in words)] or _beside(
        dated, front, words
    )
    if marked or dated:
        date, line = max(marked or dated, key=lambda pair: pair[0])
        facts.published, facts.lines["published"] = date, [line]


def _whole_title(best: Line, front: Sequence[Line]) -> list[Line]:
    """The lines of a title set over several: those of its size that touch it, above and below."""
    at = front.index(best)
    first, last = at, at
    while first > 0 and _carries_on(front[first - 1], front[first]):
        first -= 1
    while last + 1 < len(front) and _carries_on(front[last], front[last + 1]):
        last += 1
    lines = list(front[first : last + 1])
    is_title = len(lines) <= _TITLE_LINES and not any(n.text.rstrip().endswith("。") for n in lines)
    return lines if is_title else [best]  # else running text of the title's size


def _carries_on(line: Line, below: Line) -> bool:
    gap = below.box.top - line.box.bottom
    is_one_size = abs(line.size_pt - below.size_pt) < 0.1 * line.size_pt
    is_other_fact = any(
        _date(n) is not None or _PUBLISHER.match(_ABOVE.sub("", _squeezed(n))) for n in (line, below)
    )
    return line.box.page == below.box.page and is_one_size and gap < line.size_pt and not is_other_fact


def _beside(
    dated: Sequence[tuple[str, Line]], front: Sequence[Line], words: Sequence[str]
) -> list[tuple[str, Line]]:
    """Dates whose word (策定) stands as a line of its own at the same height."""
    marks = [n for n in front if any(_squeezed(n).startswith(w) for w in words)]
    return [
        (d, n)
        for d, n in dated
        if any(m.box.page == n.box.page and abs(m.box.center_y - n.box.center_y) < n.size_pt for m in marks)
    ]


def _squeezed(line: Line) -> str:
    return "".join(fold(line.text).split())


def _date(line: Line) -> str | None:
    """The last year and month printed on a line, as YYYY-MM."""
    found = list(_DATE.finditer(fold(line.text)))
    if not found:
        return None
    year = parse_year(f"{found[-1]['year']}年")
    month = int(found[-1]["month"])
    return f"{year.year:04d}-{month:02d}" if year is not None and 1 <= month <= 12 else None


def _section(facts: Facts, section: SectionDraft) -> None:
    key = label_key(section.title)
    text_lines = [*section.lines, *section.prose] if section.inline_text else list(section.prose)
    text = "".join([section.inline_text, *(fold(n.text).strip() for n in section.prose)])
    if facts.zone_name is None and _OF_NAME.fullmatch(key) and text:
        facts.zone_name = _zone_name(text)
        facts.lines["zone_name"] = text_lines[:1]
    elif not facts.members and _OF_MEMBERS.search(key):
        facts.members = municipalities_in(text)
        facts.lines["members"] = text_lines[:2]
    elif facts.plan_start is None and "期間" in key:
        _period(facts, text_lines, text)


def _zone_name(text: str) -> str | None:
    words = regex.split(r"[。\n]", text)[0].strip(" 　「」")
    found = regex.search(r"「(?P<zone>[^」]*圏[^」]*)」", text)
    if found:
        return str(found["zone"])
    words = words.removesuffix("とする").removesuffix("とします").strip("「」 　")
    return words or None


def municipalities_in(text: str) -> tuple[str, ...]:
    """Names of municipalities in a list or sentence, in order (一関市及び平泉町)."""
    found: list[str] = []
    for token in _TOKEN.split(fold(text)):
        name = _ABOVE.sub("", _ABOVE.sub("", token.strip()))
        if _MUNICIPALITY.match(name) and name not in _GENERIC and name not in found:
            found.append(name)
    return tuple(found)


def _period(facts: Facts, lines: Iterable[Line], text: str | None = None) -> None:
    kept = list(lines)
    whole = text if text is not None else "\n".join(fold(n.text) for n in kept)
    for span in find_year_ranges(whole):
        if len(span.fiscal_years) in _PLAN_YEARS:
            facts.plan_start, facts.plan_end = span.fiscal_years[0], span.fiscal_years[-1]
            digits = "".join(c for c in span.raw if c.isdigit())[:4]
            facts.lines["plan"] = [n for n in kept if digits in _digits(n)][:1] or kept[:1]
            return


def _digits(line: Line) -> str:
    return "".join(c for c in fold(line.text) if c.isdigit())
