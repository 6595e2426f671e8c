"""What a transcript says of itself: title, publisher, date, zone, members, period."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.records import EditionFacts, Member, Piece
from extractors.text.folding import fold
from extractors.text.years import parse_year, parse_year_range
from extractors.transcript.blocks import Block, Cell
from extractors.transcript.collected import Collected
from extractors.transcript.headings import Heading

_TITLE = re.compile(r"ビジョン|プラン|計画")
_ZONE = re.compile(r"^(?:第\s*\d+\s*[次期])?\s*(?P<zone>.+?(?:定住自立圏|連携中枢都市圏|広域圏|圏))")
_MUNICIPALITY = re.compile(r"^\S{1,10}[市町村区]$")
_MONTH = re.compile(r"(?P<year>(?:[^\d\s]{1,2})?(?:元|\d+)\s*年)\s*(?P<month>\d{1,2})\s*月")
_PERIOD = re.compile(r"[^\s、。「(（]{2,8}年度?(?:から|～|~|－|-)[^\s、。]{1,8}?年度?")
_BETWEEN_NAMES = re.compile(r"及び|並びに|[、，・]|\s+と\s+")


def read_members(headings: Sequence[Heading], out: Collected) -> None:
    """Add the members printed under 圏域を形成する市町の名称; the first is the central one."""
    cell = _under(headings, "市町")
    if cell is None:
        return
    names = [name for name in (n.strip() for n in _BETWEEN_NAMES.split(fold(cell.text))) if name]
    for ordinal, name in enumerate(names, start=1):
        if not _MUNICIPALITY.match(name):
            out.report("zone.unknown_municipality", cell, table="municipalities")
            continue
        out.records.append(
            Member(
                municipality=name,
                role="central" if ordinal == 1 else "partner",
                ordinal=ordinal,
                sources={"municipality": cell.pieces},
            )
        )


def read_facts(
    cover: Sequence[Block], headings: Sequence[Heading], sha256: str, layout_profile: str
) -> tuple[EditionFacts, dict[str, tuple[Piece, ...]]]:
    """The edition's facts and the print behind each. A fact that is not printed is None."""
    lines = [block for block in cover if isinstance(block, Cell)]
    title = next((line for line in lines if _TITLE.search(line.text)), None)
    published = next((line for line in lines if _MONTH.search(fold(line.text))), None)
    publisher = next((line for line in lines if _MUNICIPALITY.match(fold("".join(line.words)))), None)
    zone = _under(headings, "圏の名称") or title
    period = _under(headings, "期間")
    span = _PERIOD.search(fold(period.text)) if period else None
    years = parse_year_range(span[0]) if span else None
    facts = EditionFacts(
        zone_name=_zone_name(zone),
        title=title.reading if title else None,
        publisher=fold("".join(publisher.words)) if publisher else None,
        published=_month(published) if published else None,
        plan_start_fiscal_year=years.start.year if years else None,
        plan_end_fiscal_year=years.end.year if years else None,
        page_count=1,
        text_source="transcript",
        source_sha256=sha256,
        layout_profile=layout_profile,
    )
    sources = {
        "zone_name": zone,
        "title": title,
        "publisher": publisher,
        "published": published,
        "plan_start_fiscal_year": period,
        "plan_end_fiscal_year": period,
    }
    return facts, {name: cell.pieces for name, cell in sources.items() if cell}


def _zone_name(cell: Cell | None) -> str | None:
    found = _ZONE.match(fold(cell.text)) if cell else None
    return found["zone"] if found else None


def _month(cell: Cell) -> str | None:
    found = _MONTH.search(fold(cell.text))
    year = parse_year(found["year"]) if found else None
    return f"{year.year:04d}-{int(found['month']):02d}" if found and year else None


def _under(headings: Sequence[Heading], words: str) -> Cell | None:
    """The first line of text under the first heading whose title holds `words`."""
    for heading in headings:
        if words not in heading.title:
            continue
        if heading.inline:
            return Cell(heading.inline, heading.cell.line)
        text = next((b for b in heading.blocks if isinstance(b, Cell)), None)
        if text is not None:
            return text
    return None
