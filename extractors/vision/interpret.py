"""From a document as read to typed records: measures, agreements, statistics, outline, facts."""

from __future__ import annotations

from extractors.collection import collector_paused
from extractors.layouts.errors import NoMeasureTable
from extractors.layouts.profile import Profile
from extractors.reading import DocumentReading, Line
from extractors.records import Agreement, EditionFacts, Extraction, Member, Piece, Section
from extractors.text.wrapping import reading_text
from extractors.vision.agreement import read_agreement
from extractors.vision.areas import report_missing_areas
from extractors.vision.bands import without_bands
from extractors.vision.binding import laid_over
from extractors.vision.budgettotals import read_total_row
from extractors.vision.context import Context, text_of
from extractors.vision.coverage import add_coverage, audit_cells
from extractors.vision.displayed import as_displayed
from extractors.vision.doubts import report_doubts
from extractors.vision.facts import Facts, read_facts
from extractors.vision.flow import Flow, build_flow
from extractors.vision.footnotes import add_note, read_notes
from extractors.vision.imposed import onto_sheets, split_imposed
from extractors.vision.insets import without_insets
from extractors.vision.margins import settle_margins
from extractors.vision.measure import read_measure
from extractors.vision.notecells import take_notes
from extractors.vision.outline import Body, SectionDraft, build_body
from extractors.vision.overhang import return_overhang
from extractors.vision.paragraphs import report_unclear_paragraphs
from extractors.vision.readings import without_readings
from extractors.vision.roles import Roles
from extractors.vision.schedule import arrows_end_right
from extractors.vision.stacked import report_stacked_pages
from extractors.vision.statistics import read_statistics, whole_tables
from extractors.vision.stitch import Stitched, stitch
from extractors.vision.strangers import report_strangers
from extractors.vision.strayheadings import report_stray_headings
from extractors.vision.straylabels import report_stray_labels
from extractors.vision.unframed import without_outer_frames

READERS_OF_RECORD = {"both": "pdfium"}


@collector_paused()
def interpret(reading: DocumentReading, profile: Profile) -> Extraction:
    """Read a vision's records with a layout profile.

    Raises NoMeasureTable when the document holds no measure at all. Everything else that does not fit is a
    finding in the result, never a default.
    """
    as_printed = reading
    reading, imposition = split_imposed(reading)
    reading = without_readings(without_insets(without_outer_frames(reading)))
    reading, imposition = laid_over(reading, imposition)
    reading = settle_margins(return_overhang(without_bands(reading, profile), profile))
    flow = build_flow(reading)
    body = build_body(flow, profile)
    facts = read_facts(body, profile)
    context = _context(reading, profile, facts)
    roles = Roles(profile, facts.members, facts.central)
    stitched = stitch(body.tables, profile, roles.is_titled)
    if not any(d.kind == "measure" for d in stitched.drafts):
        raise NoMeasureTable(document=reading.path, n_tables=len(body.tables))
    context.findings += stitched.findings
    contents = [cell for table in body.toc.tables for cell in table.cells]
    context.claim([*stitched.repeated, *stitched.heads, *contents])
    _members(context, facts)
    _report_facts(context, facts)
    report_stacked_pages(context, as_printed)
    _outline(context, body, flow)
    _drafts(context, roles, stitched)
    report_missing_areas(context)
    _statistics(context, stitched, facts)
    add_coverage(context, reading, body.heading_lines, list(flow.furniture))
    audit_cells(context, reading)
    report_stray_labels(context, roles, body)
    report_stray_headings(context, body)
    report_strangers(context, reading, flow, body, facts)
    report_doubts(context, reading)
    report_unclear_paragraphs(context, reading)
    extraction = Extraction(
        facts=_edition(reading, profile, facts),
        facts_sources=_facts_sources(context, facts),
        records=tuple(context.records),
        findings=tuple(context.findings),
    )
    return as_displayed(onto_sheets(extraction, imposition), as_printed)


def _facts_sources(context: Context, facts: Facts) -> dict[str, tuple[Piece, ...]]:
    """Pieces of the edition's own columns; the lines of the members are their records' sources."""
    columns = {"plan": ("plan_start_fiscal_year", "plan_end_fiscal_year"), "members": ()}
    return {
        column: context.line_pieces(lines)
        for name, lines in facts.lines.items()
        for column in columns.get(name, (name,))
    }


def _context(reading: DocumentReading, profile: Profile, facts: Facts) -> Context:
    years: tuple[int, ...] = ()
    if facts.plan_start is not None and facts.plan_end is not None:
        years = tuple(range(facts.plan_start, facts.plan_end + 1))
    return Context(
        profile=profile,
        reader=READERS_OF_RECORD.get(reading.reader, reading.reader),
        members=facts.members,
        central=facts.central,
        plan_years=years,
        drawings={p.number: p.drawings for p in reading.pages},
        arrows_end_right=arrows_end_right(reading),
    )


def _edition(reading: DocumentReading, profile: Profile, facts: Facts) -> EditionFacts:
    return EditionFacts(
        zone_name=facts.zone_name,
        title=facts.title,
        publisher=facts.publisher,
        published=facts.published,
        plan_start_fiscal_year=facts.plan_start,
        plan_end_fiscal_year=facts.plan_end,
        page_count=reading.page_count,
        text_source=reading.text_source,
        source_sha256=reading.sha256,
        layout_profile=profile.name,
    )


def _members(context: Context, facts: Facts) -> None:
    pieces = context.line_pieces(facts.lines.get("members", []))
    for ordinal, name in enumerate(facts.members, start=1):
        context.records.append(
            Member(
                municipality=name,
                role="central" if name == facts.central else "partner",
                ordinal=ordinal,
                sources={"municipality": pieces},
            )
        )


def _report_facts(context: Context, facts: Facts) -> None:
    """What the document does not say of itself, or not where it usually says it."""
    stated = {
        "zone_name": facts.zone_name,
        "published": facts.published,
        "plan_start_fiscal_year": facts.plan_start,
    }
    for column in (name for name, value in stated.items() if value is None):
        context.report("edition.not_stated", ("editions", None, column), column=column)
    if not facts.members or facts.members_are_inferred:
        lines = facts.lines.get("members", [])
        context.report(
            "edition.members_unclear",
            ("municipalities", None, "municipality"),
            observed="、".join(facts.members),
            box=lines[0].box if lines else None,
        )


def _section_id(section: SectionDraft) -> str:
    return f"s{section.ordinal:03d}"


def _outline(context: Context, body: Body, flow: Flow) -> None:
    """One record a heading, with the prose under it and what the contents page says of its place."""
    found: set[int] = set()
    for section in body.sections:
        entry = body.toc.entries[section.toc_index] if section.toc_index is not None else None
        if section.toc_index is not None:
            found.add(section.toc_index)
        printed = entry.printed_page if entry else None
        actual = flow.printed_pages.get(section.page)
        matches = printed == actual if printed is not None and actual is not None else None
        context.claim(cell for p in section.passages for cell in p.frames)
        passages = [text_of(p.frames) if p.frames else reading_text(p.lines) for p in section.passages]
        text = "\n".join(t for t in (section.inline_text, *passages) if t)
        context.records.append(
            Section(
                section_id=_section_id(section),
                ordinal=section.ordinal,
                parent_section_id=_section_id(section.parent) if section.parent else None,
                level=section.level,
                label=section.numbered.label,
                title=section.title,
                page=section.page,
                text=text,
                toc_printed_page=printed,
                toc_page_matches=matches,
                sources=_section_sources(context, section, entry.line if entry else None),
            )
        )
        if entry and entry.title != section.title:
            context.report(
                "toc.title_differs",
                ("outline", _section_id(section), "title"),
                observed=section.title,
                expected=entry.title,
                box=section.lines[0].box,
            )
    _unmatched(context, body, found)


def _section_sources(
    context: Context, section: SectionDraft, entry: Line | None
) -> dict[str, tuple[Piece, ...]]:
    heading = context.line_pieces(section.lines)
    sources = {"title": heading, "label": heading}
    if section.prose or section.inline_text:
        sources["text"] = context.line_pieces(section.prose or section.lines)
    if entry is not None:
        sources["toc_printed_page"] = context.line_pieces([entry])
    return sources


def _unmatched(context: Context, body: Body, found: set[int]) -> None:
    for i, entry in enumerate(body.toc.entries):
        if i not in found:
            context.report(
                "toc.missing_heading",
                observed=entry.title,
                expected=entry.title,
                box=entry.line.box,
                title=entry.title,
            )


def _drafts(context: Context, roles: Roles, stitched: Stitched) -> None:
    n_agreements = n_measures = 0
    agreed: tuple[SectionDraft | None, Agreement] | None = None
    for draft in stitched.drafts:
        start = len(context.records)
        inner = take_notes(context, draft)
        if draft.kind == "agreement":
            n_agreements += 1
            section = _section_id(draft.section) if draft.section else None
            agreement = read_agreement(context, roles, draft, n_agreements, section)
            agreed = (draft.section, agreement)
            fallback: tuple[str, str | None] = ("agreements", agreement.agreement_id)
        else:
            n_measures += 1
            belongs = agreed[1] if agreed and agreed[0] is draft.section else None
            read_measure(context, roles, draft, n_measures, belongs)
            fallback = ("measures", f"m{n_measures:02d}")
        rows = context.records[start:]
        for note in inner:
            add_note(context, note, rows, fallback)
        read_notes(context, draft.placed, rows, fallback)


def _statistics(context: Context, stitched: Stitched, facts: Facts) -> None:
    for row, placed in stitched.totals:
        read_total_row(context, row, next((c.text for c in placed.captions if "単位" in c.text), None))
    if facts.members_table is not None:
        context.claim(facts.members_table.cells)
    for parts in whole_tables([p for p in stitched.others if p.table is not facts.members_table]):
        start = len(context.records)
        read_statistics(context, parts)
        read_notes(context, parts, context.records[start:], ("statistics", None))
