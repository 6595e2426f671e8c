"""Pictures of where a change is printed in either edition, as data URIs."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

from expectations.contract import TABLES, row_id
from extractors.geometry import Box, union
from pipeline.changes import Change
from pipeline.conform import Tables
from pipeline.wording import wording_key

if TYPE_CHECKING:
    from PIL.Image import Image

Row = Mapping[str, Any]

_DPI: Final = 96
_MARGIN_PT: Final = 10.0
# Print is dark on light: this many shades keep it legible at a fifth of the bytes.
_SHADES: Final = 24
_OUTLINE_RGB: Final = (200, 30, 30)
_HEADINGS: Final = ("policy_area", "field", "item")
# Room above the cells for the heads that say what they are, where the profile sets them in rows above.
_ABOVE_PT: Final = {"budgets": 46.0, "schedules": 26.0, "kpis": 28.0}
_EDGES: Final = ("page", "x0", "top", "x1", "bottom")
# The column of a row whose text is the change's row key.
_NAMED_BY: Final = {
    "kpis": "indicator",
    "projects": "name",
    "measure_municipalities": "municipality",
    "measure_roles": "municipality",
    "measure_fields": "label",
}


class Places:
    """Where the values of one edition are printed."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._boxes: dict[tuple[str, str], list[tuple[str, Box]]] = {}
        for row in tables["provenance"]:
            box = Box(*(row[edge] for edge in _EDGES))
            self._boxes.setdefault((row["table_name"], row["row_id"]), []).append((row["column_name"], box))
        self._ids = {row["measure_key"]: row["measure_id"] for row in tables["measures"]}

    def of(self, change: Change, text: str | None) -> tuple[list[Box], list[Box]]:
        """The boxes of a measure's changed value, and all boxes of its table there (for what is around it).

        `text` is the value in this edition. Where the value itself is printed nowhere the first is empty.
        """
        measure_id = self._ids.get(change.subject.measure_key) if change.subject else None
        if measure_id is None:
            return [], []
        rows = [row for row in self._tables[change.table_name] if row["measure_id"] == measure_id]
        wanted = [row for row in rows if _is_about(change, row, text)]
        found = [box for row in wanted for box in self._of_row(change, row)]
        around = [box for row in rows for _, box in self._printed(change.table_name, row)]
        return found, found or around

    def measure(self, measure_key: str) -> list[Box]:
        """The boxes of a measure's own cells; its policy area is a heading, perhaps pages before."""
        printed = self._boxes.get(("measures", self._ids.get(measure_key, "")), [])
        return [box for column, box in printed if column not in _HEADINGS]

    def _printed(self, table_name: str, row: Row) -> list[tuple[str, Box]]:
        return self._boxes.get((table_name, row_id(TABLES[table_name], row)), [])

    def _of_row(self, change: Change, row: Row) -> list[Box]:
        printed = self._printed(change.table_name, row)
        exact = [box for column, box in printed if column == change.column_name]
        # A year or unit is printed in the head or beside its value.
        side = change.column_name.split("_")[0]
        return exact or [box for column, box in printed if column.startswith(side)] or [b for _, b in printed]


def _is_about(change: Change, row: Row, text: str | None) -> bool:
    if change.table_name == "measures":
        return True
    if "fiscal_year" in row:
        return str(row["fiscal_year"]) in (change.row_key or "").split("/")
    named = wording_key(row[_NAMED_BY[change.table_name]])
    return named in (wording_key(text), wording_key(change.row_key), wording_key(change.old))


class Pictures:
    """Crops of one document; each page is drawn once. Raises a reader's named error on opening."""

    def __init__(self, path: Path) -> None:
        from extractors.readers import Renderer

        self._renderer = Renderer(path)
        self._pages: dict[int, Image] = {}

    def __enter__(self) -> Pictures:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._renderer.close()

    def crops(self, outlined: Sequence[Box], around: Sequence[Box], table_name: str) -> Iterator[str]:
        """One picture a page, as a data URI: the strip of the page with `around`, `outlined` framed in it."""
        above_pt = _ABOVE_PT.get(table_name, _MARGIN_PT)
        for page in sorted({box.page for box in around}):
            whole = union([box for box in around if box.page == page])
            framed = [box for box in outlined if box.page == page]
            yield _data_uri(self._strip(whole, framed, above_pt))

    def _strip(self, whole: Box, outlined: Sequence[Box], above_pt: float) -> Image:
        """The height of `whole` over the width of the print, so that labels are seen."""
        from PIL import ImageDraw

        image = self._page(whole.page)
        scale = _DPI / 72
        top = max(0, int((whole.top - above_pt) * scale))
        strip = image.crop((0, top, image.width, int((whole.bottom + _MARGIN_PT) * scale) + 1))
        left, right = _inked(strip)
        pen = ImageDraw.Draw(strip)
        for box in outlined:
            x0, y0, x1, y1 = (edge * scale for edge in (box.x0, box.top, box.x1, box.bottom))
            pen.rectangle((x0 - 2, y0 - top - 2, x1 + 2, y1 - top + 2), outline=_OUTLINE_RGB, width=2)
        return strip.crop((left, 0, right, strip.height))

    def _page(self, number: int) -> Image:
        if number not in self._pages:
            self._pages[number] = self._renderer.page(number, dpi=_DPI)
        return self._pages[number]


def _inked(strip: Image) -> tuple[int, int]:
    """The left and right end of what is printed, with a margin, in pixels."""
    from PIL import ImageOps

    inked = ImageOps.invert(strip.convert("L")).getbbox() or (0, 0, strip.width, strip.height)
    margin = round(_MARGIN_PT)
    return max(0, inked[0] - margin), min(strip.width, inked[2] + margin)


def _data_uri(image: Image) -> str:
    buffer = BytesIO()
    image.quantize(_SHADES).save(buffer, format="PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
