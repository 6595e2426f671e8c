"""Predefined character maps of which pdfminer ships only the part that differs from another map."""

from __future__ import annotations

from typing import Any, Final

from pdfminer.cmapdb import CMap, CMapDB, PyCMap

# Adobe's CMap resources: the maps with half-width Latin letters begin with `usecmap` of these.
_BASES: Final = {"UniJIS-UCS2-HW-H": "UniJIS-UCS2-H", "UniJIS-UCS2-HW-V": "UniJIS-UCS2-V"}


def complete_cmap(font: Any) -> None:
    """Give a font (pdfminer's) the whole of its character map; without it most characters are lost."""
    cmap = getattr(font, "cmap", None)
    if isinstance(cmap, PyCMap) and (base := _BASES.get(str(cmap.attrs.get("CMapName")))):
        whole = CMap(**cmap.attrs)
        whole.use_cmap(CMapDB.get_cmap(base))
        _lay_over(whole.code2cid, cmap.code2cid)
        font.cmap = whole


def _lay_over(base: dict[int, Any], over: dict[int, Any]) -> None:
    """Write a tree of code bytes over another."""
    for byte, found in over.items():
        if isinstance(found, dict) and byte in base:
            _lay_over(base[byte], found)
        else:
            base[byte] = found
