"""Is every character of a ruled table in its cell? A check of `kyosei tables` that shares no code with it.

    python -m fuzz.audit DOCUMENT FOLDER     # FOLDER was written by `kyosei tables DOCUMENT --out FOLDER`

Plain pdfplumber reads the document anew: its own characters (pdfminer), its own idea of rules and cells. Each
character in a cell of one of its tables must stand in the model's cell there; see `Doubt` for what else
can be. Prints the doubts as JSON, one a line; exits with 1 where a character is lost without a finding.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

Rect = tuple[float, float, float, float]
Kind = Literal["lost", "outside", "elsewhere", "merged"]

AUDIT_SECONDS: Final = 40.0
# A character on a rule may be either side's: pdfminer's and PDFium's boxes differ by as much.
_EDGE_PT: Final = 2.0
# The same character so near to itself is one printed twice.
_OVERPRINT_PT: Final = 1.5
_MIN_CELLS: Final = 2
_THICKEST_RULE_PT: Final = 4.0
# Readers name these differently, or not at all: dashes and wave dashes, characters without a Unicode value.
_UNNAMED: Final = frozenset("-~\u2014\u2015\u2212\u301c\u00ad\u2010\ufffe\uffff\ufffd")
# Fonts have one glyph for these; which of its names a reader gives is a matter of taste.
_MIDDLE_DOTS: Final = str.maketrans("\u2027\u00b7", "\u30fb\u30fb")
# Chromium stores 民 as the radical ⺠, which one reader folds; no other folding is wanted here.
_RADICALS: Final = re.compile("[\u2e80-\u2eff]")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Characters of one of pdfplumber's tables (`box`, points) that the model does not hold at their place.

    `kind`: "lost" nowhere on the page; "outside" printed in the table, read as prose; "elsewhere" in another
    cell; "merged" one cell of the model where pdfplumber sees several. `is_told`: a finding is about the
    place, or about the page as a whole.
    """

    page: int
    kind: Kind
    box: Rect
    text: str
    is_told: bool


@dataclass(frozen=True, slots=True)
class _Printed:
    text: str
    x: float
    y: float


def audit(document: Path, folder: Path, seconds: float = AUDIT_SECONDS) -> Iterator[Doubt]:
    """The doubts about the tables in `folder`; pages in steps over the document until the time is up.

    Pages that pdfplumber itself cannot read are left out: there is nothing to compare with.
    """
    import pdfplumber

    deadline = time.monotonic() + seconds
    model = json.loads((folder / "tables.json").read_text(encoding="utf-8"))["pages"]
    told = list(_findings(folder / "findings.csv"))
    with pdfplumber.open(document) as pdf:
        for page in _spread(model):
            if time.monotonic() > deadline:
                break
            plain = pdf.pages[page["page"] - 1]
            yield from _page_doubts(page, plain, [rect for number, rect in told if number == page["page"]])
            plain.close()


def _spread(pages: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """All pages, every seventh first, so that a long document is seen from end to end."""
    for start in range(7):
        yield from pages[start::7]


def _findings(path: Path) -> Iterator[tuple[int, Rect | None]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            sides = [row[side] for side in ("x0", "top", "x1", "bottom")]
            rect = (float(sides[0]), float(sides[1]), float(sides[2]), float(sides[3])) if sides[0] else None
            yield int(row["page"]), rect


def _page_doubts(page: Mapping[str, Any], plain: Any, told: Sequence[Rect | None]) -> Iterator[Doubt]:
    if page["text_source"] == "ocr":
        return  # plain pdfplumber sees no print there
    if abs(page["width_pt"] - (plain.cropbox[2] - plain.cropbox[0])) > _EDGE_PT:
        return  # a page that lies on its side is read upright, which pdfplumber does not do
    try:
        ruled = plain.filter(lambda item: not _is_tint(item))
        tables = [table for table in ruled.find_tables() if len(table.cells) >= _MIN_CELLS]
        printed = _printed(plain) if tables else []
    except Exception:  # pdfplumber raises anything at all on damaged input
        return
    left, top = plain.cropbox[:2]
    hidden = page["chars_hidden"]
    for table in tables:
        cells = [(x0 - left, y0 - top, x1 - left, y1 - top) for x0, y0, x1, y1 in table.cells]
        box = (
            min(c[0] for c in cells),
            min(c[1] for c in cells),
            max(c[2] for c in cells),
            max(c[3] for c in cells),
        )
        for kind, text in _table_doubts(
            page, cells, [_Printed(p.text, p.x - left, p.y - top) for p in printed]
        ):
            is_told = any(rect is None or _overlap(rect, box) for rect in told)
            yield Doubt(page["page"], kind, box, text, is_told or (kind == "lost" and len(text) <= hidden))


def _is_tint(item: Mapping[str, Any]) -> bool:
    """Whether an object is a filled area; pdfplumber takes its edges for rules, also of bars and pictures."""
    is_filled = item["object_type"] in ("rect", "curve") and item["fill"] and not item["stroke"]
    return bool(is_filled and min(item["width"], item["height"]) > _THICKEST_RULE_PT)


def _printed(plain: Any) -> list[_Printed]:
    """The characters that pdfminer sees on a page, those printed twice over each other once."""
    found: dict[tuple[str, int, int], _Printed] = {}
    for char in plain.chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        key = (char["text"], round(x / _OVERPRINT_PT), round(y / _OVERPRINT_PT))
        found.setdefault(key, _Printed(char["text"], x, y))
    return list(found.values())


def _table_doubts(
    page: Mapping[str, Any], cells: Sequence[Rect], printed: Sequence[_Printed]
) -> Iterator[tuple[Kind, str]]:
    inside = [p for p in printed if _is_ink(p.text) and any(_holds(cell, p, -_EDGE_PT) for cell in cells)]
    if sum(any(_holds(cell, p, 0.0) for p in inside) for cell in cells) < _MIN_CELLS:
        return  # a frame around a word, or around another frame
    in_cells = [(_rect(cell["box"]), cell["text"]) for table in page["tables"] for cell in table["cells"]]
    everywhere = _letters(text for _, text in in_cells) + _letters(
        line["text"] for kind in ("lines", "unclaimed") for line in page[kind]
    )
    wanted = _letters(p.text for p in inside)
    lost = wanted - everywhere
    if lost:
        yield "lost", "".join(sorted(lost.elements()))
    outside = [p for p in inside if not any(_holds(box, p, _EDGE_PT) for box, _ in in_cells)]
    if outside:
        yield "outside", "".join(p.text for p in outside)
    elsewhere = _elsewhere(inside, in_cells, lost)
    if elsewhere:
        yield "elsewhere", "".join(elsewhere.elements())
    merged = [text for box, text in in_cells if _n_texts(box, cells, inside) > 1]
    if merged:
        yield "merged", " | ".join(merged)


def _elsewhere(
    inside: Sequence[_Printed], in_cells: Sequence[tuple[Rect, str]], lost: Counter[str]
) -> Counter[str]:
    """What is printed well inside a cell of the model, of nested ones the smallest, and not in its text."""
    by_size = sorted(in_cells, key=lambda cell: (cell[0][2] - cell[0][0]) * (cell[0][3] - cell[0][1]))
    printed: dict[int, list[str]] = {}
    for p in inside:
        around = next((k for k, (box, _) in enumerate(by_size) if _holds(box, p, _EDGE_PT)), None)
        if around is not None and _holds(by_size[around][0], p, -_EDGE_PT):
            printed.setdefault(around, []).append(p.text)
    missing = (_letters(texts) - _letters([by_size[k][1]]) for k, texts in printed.items())
    return sum(missing, Counter()) - lost


def _n_texts(box: Rect, cells: Sequence[Rect], inside: Sequence[_Printed]) -> int:
    """How many of pdfplumber's cells with print lie in one cell of the model."""
    within = [c for c in cells if _holds(box, _Printed("", (c[0] + c[2]) / 2, (c[1] + c[3]) / 2), 0.0)]
    return sum(any(_holds(cell, p, 0.0) for p in inside) for cell in within) if len(within) > 1 else 0


def _rect(sides: Sequence[float]) -> Rect:
    return (sides[0], sides[1], sides[2], sides[3])


def _holds(box: Rect, printed: _Printed, slack_pt: float) -> bool:
    return (
        box[0] - slack_pt <= printed.x <= box[2] + slack_pt
        and box[1] - slack_pt <= printed.y <= box[3] + slack_pt
    )


def _overlap(a: Rect, b: Rect) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _letters(texts: Iterable[str]) -> Counter[str]:
    """The characters that leave ink, in the form that both readers' spellings share."""
    folded = unicodedata.normalize("NFKC", "".join(texts)).translate(_MIDDLE_DOTS)
    return Counter(c for c in folded if _is_ink(c))


def _is_ink(text: str) -> bool:
    is_named = text not in _UNNAMED and not text.startswith("(cid:") and not _RADICALS.search(text)
    return text.isprintable() and not text.isspace() and is_named


def main() -> int:
    """Print the doubts; 1 where a character of a ruled table is lost without a finding."""
    doubts = list(audit(Path(sys.argv[1]), Path(sys.argv[2])))
    for doubt in doubts:
        print(json.dumps(asdict(doubt), ensure_ascii=False))
    return int(any(is_loss(doubt) for doubt in doubts))


def is_loss(doubt: Doubt) -> bool:
    """Whether characters of a ruled table are nowhere, or not in it, and nothing says so."""
    return not doubt.is_told and doubt.kind in ("lost", "outside", "elsewhere")


if __name__ == "__main__":
    sys.exit(main())
