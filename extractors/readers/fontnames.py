"""The name of a font apart from the part of it that a file embeds."""

from __future__ import annotations

import re

# ISO 32000-1 §9.6.4: six capitals and a plus sign before the name tell one subset from another.
_SUBSET_TAG = re.compile(r"^[A-Z]{6}\+(?=.)")


def face_name(name: str) -> str:
    """The PostScript name without its subset tag: programs cut one face into several subsets at will."""
    return _SUBSET_TAG.sub("", name)
