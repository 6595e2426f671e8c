"""An agreement table (協定の内容): what is to be done, and each municipality's role in it."""

from __future__ import annotations

from extractors.records import Agreement, AgreementRole
from extractors.text.folding import label_key
from extractors.vision.areas import AREAS, areas_of
from extractors.vision.blocks import Block
from extractors.vision.context import Context, squeezed, text_of
from extractors.vision.drafts import Draft
from extractors.vision.roles import Roles


def read_agreement(
    context: Context, roles: Roles, draft: Draft, ordinal: int, section_id: str | None
) -> Agreement:
    """Add an agreement and its roles; returns its record."""
    agreement_id = f"a{ordinal:02d}"
    words = context.profile.words("agreement", "content")
    content: list[Block] = []
    parties: dict[str, list[Block]] = {}
    for block in _labelled(draft):
        who = roles.of(block.label_text)
        if block.label_cell is not None:
            context.claim([block.label_cell])
        if label_key(block.label_text) in words:
            content.append(block)
        elif block.field in AREAS:
            continue
        elif who:
            for name in who:
                parties.setdefault(name, []).append(block)
        else:
            _unknown(context, agreement_id, block)
    agreement = _add(context, agreement_id, draft, section_id, content)
    for name, blocks in parties.items():
        cells = [c for b in blocks for c in b.cells]
        context.records.append(
            AgreementRole(
                agreement_id=agreement_id,
                municipality=name,
                role_text=text_of(cells) or None,
                sources={
                    "role_text": context.pieces(cells),
                    "municipality": context.pieces([b.label_cell for b in blocks if b.label_cell]),
                },
            )
        )
    return agreement


def _labelled(draft: Draft) -> list[Block]:
    """Blocks with a row continued over a page given the label of the row it continues."""
    blocks: list[Block] = []
    for block in draft.blocks:
        if not block.label_text.strip() and blocks:
            block.label_text = blocks[-1].label_text
        blocks.append(block)
    return blocks


def _unknown(context: Context, agreement_id: str, block: Block) -> None:
    label = squeezed(block.label_text)
    context.report(
        "layout.unknown_label",
        ("agreements", agreement_id, "content"),
        observed=label,
        box=block.label_cell.box if block.label_cell else block.table.box,
        label=label,
        hint="",
    )


def _add(
    context: Context, agreement_id: str, draft: Draft, section_id: str | None, content: list[Block]
) -> Agreement:
    cells = [c for b in content for c in b.cells]
    areas = areas_of(context, draft)
    named = {name: pieces for name, (_, pieces) in areas.items()} | {"content": context.pieces(cells)}
    agreement = Agreement(
        agreement_id=agreement_id,
        section_id=section_id,
        policy_area=areas["policy_area"][0],
        field=areas["field"][0],
        item=areas["item"][0],
        content=text_of(cells) or None,
        page=draft.pages[0],
        sources={k: v for k, v in named.items() if v},
    )
    context.records.append(agreement)
    return agreement
