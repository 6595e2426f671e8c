"""`read_transcript`: one text file to an `Extraction`, without any of the code that reads PDFs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractors.layouts.profile import Profile, load_profile
from extractors.records import Extraction, Finding, PageCoverage, Section
from extractors.transcript.agreements import is_agreement, read_agreement
from extractors.transcript.blocks import PAGE, Block, Cell, Grid, read_blocks
from extractors.transcript.collected import Collected, Place
from extractors.transcript.facts import read_facts, read_members
from extractors.transcript.headings import Heading, read_headings, split_contents
from extractors.transcript.measures import is_measure, read_measure
from extractors.transcript.notes import read_notes
from extractors.transcript.outline import Contents, TableInPlace, part, sections
from extractors.transcript.statistics import read_statistics

DEFAULT_PROFILE = "teiju-measure-sheet"


@dataclass(slots=True)
class _Counts:
    measures: int = 0
    agreements: int = 0
    statistics: int = 0
    agreement_ids: dict[str, str] = field(default_factory=dict)  # section id -> its last agreement


def read_transcript(path: Path) -> Extraction:
    """Read a transcript into typed records.

    Places are lines and cells of the file (see `extractors.transcript.blocks`), `facts.text_source` is
    `transcript`, and there are no schedules: a drawn arrow's extent cannot be transcribed. The labels are
    those of the layout with one table a measure. Raises TranscriptUnreadableError.
    """
    profile = load_profile(DEFAULT_PROFILE)
    blocks = read_blocks(path)
    cover, contents, body = split_contents(blocks)
    headings = read_headings(body, contents)
    out = Collected(profile)
    outline = sections(headings, contents)
    parts = [part(heading.blocks) for heading in headings]
    read_members(headings, out)
    out.records.extend(outline)
    _read_tables(outline, parts, out)
    out.records.append(_coverage(blocks, headings, parts))
    _report_no_schedule(out)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    facts, sources = read_facts(cover, headings, sha256, profile.name)
    return Extraction(
        facts=facts, facts_sources=sources, records=tuple(out.records), findings=tuple(out.findings)
    )


def _read_tables(outline: Sequence[Section], parts: Sequence[Contents], out: Collected) -> None:
    counts = _Counts()
    by_id = {section.section_id: section for section in outline}
    for section, contents in zip(outline, parts, strict=True):
        place = _place(section, by_id, out.profile)
        for table in contents.tables:
            rows = _read_table(table, place, counts, out)
            read_notes(table, rows, out)


def _read_table(table: TableInPlace, place: Place, counts: _Counts, out: Collected) -> tuple[str, str | None]:
    """Read one grid by what its labels say it is; returns (table name, row id) for the notes under it."""
    section_id = place.section_id or ""
    if is_measure(table.grid, out.profile):
        counts.measures += 1
        agreement_id = counts.agreement_ids.get(section_id)
        return "measures", read_measure(table.grid, counts.measures, agreement_id, place, out)
    if is_agreement(table.grid, out.profile):
        counts.agreements += 1
        agreement_id = counts.agreement_ids[section_id] = f"a{counts.agreements:02d}"
        read_agreement(table.grid, agreement_id, place, out)
        return "agreements", agreement_id
    counts.statistics += 1
    read_statistics(table, counts.statistics, out)
    return "statistics", None


def _place(section: Section, by_id: dict[str, Section], profile: Profile) -> Place:
    """The words of the headings a table stands under; which level names what is the profile's."""
    titles: dict[int, Section] = {}
    above: Section | None = section
    while above is not None:
        titles[above.level] = above
        above = by_id[above.parent_section_id] if above.parent_section_id else None
    levels = profile.file.headings

    def named(style: str | None) -> Section | None:
        """The nearest section above with a heading of the style, None where the profile has no such level."""
        return titles.get(list(levels.levels).index(style) + 1) if style in levels.levels else None

    found = {
        "policy_area": named(levels.policy_area),
        "field": named(levels.field),
        "item": named(levels.item),
    }
    words = {column: section.title for column, section in found.items() if section}
    return Place(
        section.section_id,
        policy_area=words.get("policy_area"),
        field=words.get("field"),
        item=words.get("item"),
        sources={column: section.sources["title"] for column, section in found.items() if section},
    )


def _coverage(
    blocks: Sequence[Block], headings: Sequence[Heading], parts: Sequence[Contents]
) -> PageCoverage:
    """The character account of the one page a transcript is. The contents page counts as furniture, what is
    neither table, heading nor prose (the cover, notes and captions) as prose."""
    total = sum(_visible(block) for block in blocks)
    tables = sum(_visible(table.grid) for contents in parts for table in contents.tables)
    head = sum(heading.cell.n_visible - Cell(heading.inline, 0).n_visible for heading in headings)
    contents_page = sum(_visible(b) for b in blocks if isinstance(b, Grid)) - tables
    return PageCoverage(
        page=PAGE,
        chars_total=total,
        chars_in_tables=tables,
        chars_headings=head,
        chars_prose=total - tables - head - contents_page,
        chars_furniture=contents_page,
        chars_unclaimed=0,
    )


def _visible(block: Block) -> int:
    return block.n_visible if isinstance(block, Cell) else sum(cell.n_visible for cell in block.cells())


def _report_no_schedule(out: Collected) -> None:
    n_measures = sum(record.TABLE == "measures" for record in out.records)
    if n_measures:
        out.findings.append(
            Finding(check_id="transcript.no_schedule", table_name="schedules", params={"n": str(n_measures)})
        )
