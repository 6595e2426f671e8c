"""What the document says of itself: title, publisher, date of the edition, zone, members, plan period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import regex

from extractors.layouts.profile import Profile
from extractors.reading import Line
from extractors.text.folding import fold, label_key
from extractors.text.years import parse_year, parse_year_range
from extractors.vision.outline import Body, SectionDraft

_TITLE = regex.compile(r"(?:共生|都市圏|圏域|連携|広域).{0,12}ビジョン|定住自立圏.*(?:ビジョン|計画)")
_PUBLISHER = regex.compile(r"^[\p{Han}\p{Hiragana}\p{Katakana}ヶ]{1,8}[市町村区](?:役所|役場)?$")
_ZONE_IN_TITLE = regex.compile(
    r"^(?:第[0-9一二三四五六七八九十]+[次期])?(?P<zone>.+?(?:定住自立圏|連携中枢都市圏|広域都市圏|都市圏|圏域))"
)
_ERA = r"(?:(?:明治|大正|昭和|平成|令和|[MTSHR])\s*(?:\d{1,2}|元)|\d{4})"
_DATE = regex.compile(rf"(?P<year>{_ERA})\s*年\s*(?:[(（][^)）]*[)）]\s*)?(?P<month>\d{{1,2}})\s*月")
_PERIOD = regex.compile(
    rf"{_ERA}\s*年度?\s*(?:[(（][^)）]*[)）])?\s*(?:から|～|〜|~|-|－|―)\s*{_ERA}?\s*\d{{0,4}}\s*年度?"
)
_TOKEN = regex.compile(
    r"[、，,・。()（）「」\s　]|及び|および|並びに|ならびに|からなる|で構成|とする|は、|を|の"
)
_MUNICIPALITY = regex.compile(r"^[\p{Han}\p{Hiragana}\p{Katakana}ヶー]{1,7}[市町村]$")
_GENERIC = frozenset(
    ["市町", "市町村", "町村", "両市町", "中心市", "本市", "同市", "当市"]
    + [f"{head}{tail}" for head in ("関係", "連携", "構成", "各", "近隣") for tail in ("市町", "市町村")]
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
    if facts.plan_start is None:
        _period(facts, [*front, *(line for s in body.sections for line in s.prose)])
    return facts


def _cover(facts: Facts, front: Sequence[Line], profile: Profile) -> None:
    titled = [n for n in front if _TITLE.search(_squeezed(n))]
    if titled:
        best = max(titled, key=lambda n: n.size_pt)
        facts.title = _squeezed(best)
        facts.lines["title"] = [best]
    for line in front:
        if facts.publisher is None and _PUBLISHER.match(_squeezed(line)) and _squeezed(line) not in _GENERIC:
            facts.publisher = _squeezed(line).removesuffix("役所").removesuffix("役場")
            facts.lines["publisher"] = [line]
    dated = [(d, n) for n in front if (d := _date(n)) is not None]
    words = profile.vocabulary["published"]["words"]
    marked = [(d, n) for d, n in dated if any(w in _squeezed(n) for w in words)] or _beside(
        dated, front, words
    )
    if marked or dated:
        date, line = max(marked or dated, key=lambda pair: pair[0])
        facts.published, facts.lines["published"] = date, [line]


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
    if facts.zone_name is None and key.endswith("の名称") and "圏" in key and "市町" not in key and text:
        facts.zone_name = _zone_name(text)
        facts.lines["zone_name"] = text_lines[:1]
    elif not facts.members and ("形成する市町" in key or "構成市町" in key or "構成する市町" in key):
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
        name = token.strip()
        if _MUNICIPALITY.match(name) and name not in _GENERIC and name not in found:
            found.append(name)
    return tuple(found)


def _period(facts: Facts, lines: Iterable[Line], text: str | None = None) -> None:
    kept = list(lines)
    whole = text if text is not None else "\n".join(fold(n.text) for n in kept)
    for found in _PERIOD.finditer(whole):
        span = parse_year_range(found[0])
        if span is not None and 3 <= len(span.fiscal_years) <= 11:
            facts.plan_start, facts.plan_end = span.fiscal_years[0], span.fiscal_years[-1]
            digits = "".join(c for c in found[0] if c.isdigit())[:4]
            facts.lines["plan"] = [n for n in kept if digits in "".join(fold(n.text).split())][:1] or kept[:1]
            return
