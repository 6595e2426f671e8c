"""Documents made to do harm, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fuzz.crafted.basic import BASIC
from fuzz.crafted.build import Make
from fuzz.crafted.content import CONTENT
from fuzz.crafted.nesting import NESTING
from fuzz.crafted.pictures import PICTURES
from fuzz.crafted.resources import RESOURCES
from fuzz.crafted.structure import STRUCTURE
from fuzz.crafted.words import WORDS

CRAFTED: Final[Mapping[str, Make]] = {
    **BASIC,
    **STRUCTURE,
    **NESTING,
    **CONTENT,
    **WORDS,
    **RESOURCES,
    **PICTURES,
}
