"""Policy area, field and item of a measure or agreement: printed in its table, else in the headings above."""

from __future__ import annotations

from collections.abc import Mapping

from extractors.records import Agreement, Measure, Piece
from extractors.vision.context import Context, cell_text, squeezed, text_of
from extractors.vision.drafts import Draft
from extractors.vision.numbering import number_in_front
from extractors.vision.outline import SectionDraft

Words = tuple[str | None, tuple[Piece, ...]]
AREAS = ("policy_area", "field", "item")


def areas_of(context: Context, draft: Draft, agreement: Agreement | None = None) -> Mapping[str, Words]:
    """The words of each area with their print; a measure takes what only its agreement prints."""
    heads = context.profile.file.headings
    styles = {"policy_area": heads.policy_area, "field": heads.field, "item": heads.item}
    found: dict[str, Words] = {}
    for name, style in styles.items():
        cells = [c for block in draft.of(name) for c in block.cells]
        if cells:
            _report_more(context, draft, name)
            text = text_of(cells).replace("\n", "")
            if any(block.is_band for block in draft.of(name)):
                numbered = number_in_front(text, heads.levels)
                text = numbered.title if numbered is not None else text
            found[name] = (text or None, context.pieces(cells))
        else:
            found[name] = _section_words(context, draft.section, style) or _agreed(agreement, name)
    return found


def _report_more(context: Context, draft: Draft, name: str) -> None:
    """An area is one cell: a second one in its row says something that no label was found for."""
    for block in draft.of(name):
        filled = [c for c in block.cells if c.raw.strip()]
        for extra in (c for c in filled[1:] if c.row == filled[0].row and c.box.page == filled[0].box.page):
            context.report(
                "layout.unlabelled_cell",
                ("measures" if draft.kind == "measure" else "agreements", None, name),
                observed=cell_text(extra),
                box=extra.box,
                label=squeezed(block.label_text),
            )


def _section_words(context: Context, section: SectionDraft | None, style: str | None) -> Words | None:
    """The words of the enclosing heading with a numbering style, with its lines as source."""
    heading = section.ancestor(style) if section is not None and style is not None else None
    return (heading.title, context.line_pieces(heading.lines)) if heading is not None else None


def _agreed(agreement: Agreement | None, name: str) -> Words:
    """What the agreement's own table says (取組項目), which its measures do not print again."""
    if agreement is None:
        return None, ()
    return getattr(agreement, name), tuple(agreement.sources.get(name, ()))


def report_missing_areas(context: Context) -> None:
    """Measures without the policy area or field that headings name for the document's other measures.

    Headings of items are left out: many plans print them for some fields only.
    """
    heads = context.profile.file.headings
    measures = [r for r in context.records if isinstance(r, Measure)]
    for name, style in (("policy_area", heads.policy_area), ("field", heads.field)):
        lacking = [m for m in measures if getattr(m, name) is None]
        for measure in lacking if style is not None and len(lacking) < len(measures) else ():
            pieces = measure.sources.get("name", ())
            context.report(
                "measure.no_area",
                ("measures", measure.measure_id, name),
                expected=style,
                box=pieces[0].box if pieces else None,
                column=name,
                subject=measure.name or measure.measure_id,
            )
