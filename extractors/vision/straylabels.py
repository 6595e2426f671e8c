"""Labels outside every table: rows whose rules were not found must not pass for running text in silence."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.geometry import Box
from extractors.layouts.profile import Profile
from extractors.reading import Line
from extractors.text.folding import fold, label_key
from extractors.vision.blocks import WEAK
from extractors.vision.context import Context, squeezed
from extractors.vision.outline import Body
from extractors.vision.roles import Roles

_FIRST_WORD = regex.compile(r"^[^\s:：]+")


def report_stray_labels(context: Context, roles: Roles, body: Body) -> None:
    """A finding for each line of running text that is nothing but a measure's or an agreement's label.

    And for each that begins with one, in a frame of several: a sheet whose cells were not found.
    """
    for section in body.sections:
        framed = [passage.lines for passage in section.passages if passage.frames]
        inside = {id(line) for lines in framed for line in lines}
        stray = [
            (line.text, line.box)
            for line in section.prose
            if id(line) not in inside and _is_label(context.profile, roles, line.text)
        ]
        for lines in framed:
            stray += _labels_of_sheet(context.profile, lines)
        for text, box in stray:
            context.report(
                "layout.label_outside_table",
                ("outline", f"s{section.ordinal:03d}", "text"),
                observed=squeezed(text),
                box=box,
            )


def _labels_of_sheet(profile: Profile, lines: Sequence[Line]) -> list[tuple[str, Box]]:
    """The labels that lines in a frame begin with, where these are a sheet's: several, not only weak ones."""
    firsts = [(_FIRST_WORD.match(fold(line.text).strip()), line.box) for line in lines]
    found = [
        (word[0], match.field, box)
        for word, box in firsts
        if word is not None and (match := profile.match(word[0])) is not None
    ]
    kinds = {kind for _, kind, _ in found}
    return [(text, box) for text, _, box in found] if len(kinds) > 1 and kinds - WEAK else []


def _is_label(profile: Profile, roles: Roles, text: str) -> bool:
    """Whether the line is a label; a word that prose may hold on its own only when the layout prints it.

    A municipality's role may stand on one line with its label (平泉町の役割　会場を…).
    """
    key = label_key(text)
    first = _FIRST_WORD.match(fold(text).strip())
    is_titled = roles.is_titled(text) or (first is not None and roles.is_titled(first[0]))
    if is_titled or key in profile.words("agreement", "content"):
        return True
    match = profile.match(text)
    own = {label_key(w) for words in profile.file.measure.labels.values() for w in words}
    return match is not None and (match.field not in WEAK or key in own)
