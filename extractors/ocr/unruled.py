"""Rows of figures that no rules part: there the rules of a table were too faint to be found."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.geometry import Box, union

_FIGURE = re.compile(r"[▲△−-]?[0-9０-９][0-9０-９,，.．]*\D{0,3}|[RH][0-9]{1,2}(?:年度?)?")
_LEAST = 3  # figures side by side; a line of prose or of contents has fewer that stand alone


def unruled_rows(pieces: Sequence[tuple[str, Box]]) -> list[Box]:
    """The rows of three or more figures among pieces of print, each by its box."""
    figures = sorted((box for text, box in pieces if _FIGURE.fullmatch(text)), key=lambda b: b.center_y)
    rows: list[list[Box]] = []
    for box in figures:
        if rows and box.center_y - rows[-1][-1].center_y <= box.height_pt / 2:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [union(row) for row in rows if len(row) >= _LEAST]
