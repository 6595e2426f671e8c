"""Agreement tables (協定の内容) of a transcript."""

from __future__ import annotations

from extractors.layouts.profile import Profile
from extractors.records import Agreement, AgreementRole
from extractors.text.folding import label_key
from extractors.transcript.blocks import PAGE, Cell, Grid
from extractors.transcript.collected import Collected, Place

_MEMBER = "{member}"


def is_agreement(grid: Grid, profile: Profile) -> bool:
    """Whether the grid's first label opens an agreement (取組の内容) and another names a member's role."""
    keys = [label_key(row[0].text) for row in grid.rows if row[0].text]
    return keys[0] in profile.words("agreement", "content") and any(_member(key, profile) for key in keys)


def read_agreement(grid: Grid, agreement_id: str, place: Place, out: Collected) -> None:
    """Add the agreement and its roles to `out`. A label that is neither is reported and not guessed."""
    content: Cell | None = None
    for row in grid.rows:
        label, value = row[0], row[1]
        key = label_key(label.text)
        if key in out.profile.words("agreement", "content") and content is None:
            content = value
        elif member := _member(key, out.profile):
            out.records.append(
                AgreementRole(
                    agreement_id=agreement_id,
                    municipality=member,
                    role_text=value.reading or None,
                    sources={"municipality": label.pieces, "role_text": value.pieces},
                )
            )
        else:
            out.report("layout.unknown_label", label, table="agreements", row_id=agreement_id)
    out.records.append(
        Agreement(
            agreement_id=agreement_id,
            section_id=place.section_id,
            policy_area=place.policy_area,
            field=place.field,
            item=place.item,
            content=content.reading or None if content else None,
            page=PAGE,
            sources=place.sources | ({"content": content.pieces} if content else {}),
        )
    )


def _member(key: str, profile: Profile) -> str | None:
    for word in profile.words("agreement", "role"):
        before, mark, after = word.partition(_MEMBER)
        if mark and after and key.startswith(before) and key.endswith(after):
            return key.removeprefix(before).removesuffix(after) or None
    return None
