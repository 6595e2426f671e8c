"""Labels outside every table: rows whose rules were not found must not pass for running text in silence."""

from __future__ import annotations

from extractors.layouts.profile import Profile
from extractors.reading import Line
from extractors.text.folding import label_key
from extractors.vision.blocks import WEAK
from extractors.vision.context import Context, squeezed
from extractors.vision.outline import Body
from extractors.vision.roles import Roles


def report_stray_labels(context: Context, roles: Roles, body: Body) -> None:
    """A finding for each line of running text that is nothing but a measure's or an agreement's label."""
    for section in body.sections:
        framed = {id(line) for passage in section.passages if passage.frames for line in passage.lines}
        for line in section.prose:
            if id(line) not in framed and _is_label(context.profile, roles, line):
                context.report(
                    "layout.label_outside_table",
                    ("outline", f"s{section.ordinal:03d}", "text"),
                    observed=squeezed(line.text),
                    box=line.box,
                )


def _is_label(profile: Profile, roles: Roles, line: Line) -> bool:
    """Whether the line is a label; a word that prose may hold on its own only when the layout prints it."""
    key = label_key(line.text)
    if roles.is_titled(line.text) or key in profile.words("agreement", "content"):
        return True
    match = profile.match(line.text)
    own = {label_key(w) for words in profile.file.measure.labels.values() for w in words}
    return match is not None and (match.field not in WEAK or key in own)
