"""A comparison as one HTML page that needs no network: 新旧対照, chart, and both prints side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, Final

from expectations.contract import TABLES
from pipeline.changes import Change
from pipeline.conform import Tables
from pipeline.diffpage import words
from pipeline.diffpage.chart import panels
from pipeline.diffpage.comparison import Comparison
from pipeline.diffpage.crops import Pictures, Places
from pipeline.diffpage.marks import Marked, Span, marked

_N_MOVES: Final = 20
# Longer cells of the page's table are set as paragraphs with their differences marked.
_MARKED_KINDS: Final = ("text_changed", "measure_renamed")


@dataclass(frozen=True, slots=True)
class Line:
    """One change as the page shows it."""

    change: Change
    label_ja: str
    label_en: str
    row: str
    texts: Marked
    delta: str


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one measure (or of the document itself), with pictures of both prints."""

    name: str
    key: str
    score: float | None
    area: str
    lines: Sequence[Line]
    pictures: Sequence[tuple[str, Sequence[str], Sequence[str]]] = field(default=())


def page_html(comparison: Comparison, old_pdf: Path | None, new_pdf: Path | None) -> str:
    """The page. Without a document's PDF there are no pictures of it.

    Raises a reader's named error where a PDF cannot be drawn.
    """
    with ExitStack() as stack:
        old, new = (stack.enter_context(Pictures(path)) if path else None for path in (old_pdf, new_pdf))
        groups = list(_groups(comparison, _Prints(comparison.old, old), _Prints(comparison.new, new)))
    return str(_template().render(**_context(comparison, groups)))


def _template() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("pipeline.diffpage", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("diff.html.j2")


def _context(comparison: Comparison, groups: Sequence[Group]) -> dict[str, Any]:
    from markupsafe import Markup

    folder = resources.files("pipeline.diffpage").joinpath("templates")
    assets = {
        name: Markup(folder.joinpath(file).read_text(encoding="utf-8"))
        for name, file in (("style", "diff.css"), ("script", "diff.js"))
    }
    years = comparison.common_years
    rows = [(one, *one.sums(years)) for one in comparison.totals]
    return {
        **assets,
        "zone_id": comparison.zone_id,
        "old": comparison.old["editions"][0],
        "new": comparison.new["editions"][0],
        "n_changes": len(comparison.changes),
        "rounding": words.rounding(comparison),
        "counts": [(kind, *words.KINDS[kind], comparison.counts[kind]) for kind in words.KINDS],
        "years": years,
        "totals": rows,
        "sums": (sum(row[1] for row in rows), sum(row[2] for row in rows)),
        "panels": panels(comparison.totals, comparison.years, comparison.edition_ids),
        "all_totals": comparison.totals,
        "all_years": comparison.years,
        "moves": [_line(change) for change in comparison.moves[:_N_MOVES]],
        "came": comparison.of_kind("measure_added"),
        "went": comparison.of_kind("measure_dropped"),
        "renamed": [_line(change) for change in comparison.of_kind("measure_renamed")],
        "shared": [(_line(group[0]), [one.subject for one in group]) for group in comparison.shared],
        "groups": groups,
        "words": words,
    }


def _line(change: Change) -> Line:
    texts = [words.shown(change, text) for text in (change.old, change.new)]
    if change.kind in _MARKED_KINDS and change.old and change.new:
        both = marked(*texts)
    else:
        both = Marked((Span(texts[0], change.old is not None),), (Span(texts[1], change.new is not None),))
    return Line(change, *words.label(change), words.row_label(change), both, words.delta(change))


class _Prints:
    """One edition's places and pictures."""

    def __init__(self, tables: Tables, pictures: Pictures | None) -> None:
        self._places = Places(tables)
        self._pictures = pictures

    def of(self, changes: Sequence[Change], side: str) -> list[str]:
        """Pictures of where the values of some changes of one table are printed."""
        outlined, around = [], []
        for change in changes:
            exact, near = self._places.of(change, getattr(change, side))
            outlined += exact
            around += near
        return (
            list(self._pictures.crops(outlined, around, changes[0].table_name))
            if self._pictures and around
            else []
        )

    def whole(self, measure_key: str) -> list[str]:
        """Pictures of a measure that the other edition does not have."""
        boxes = self._places.measure(measure_key)
        return list(self._pictures.crops([], boxes, "measures")) if self._pictures and boxes else []


def _groups(comparison: Comparison, old: _Prints, new: _Prints) -> Iterator[Group]:
    """Changes by measure in printed order, the document's own first; without those many have alike."""
    areas = {
        row["measure_key"]: row["policy_area"] or ""
        for side in (comparison.old, comparison.new)
        for row in side["measures"]
    }
    grouped: dict[str, list[Change]] = {}
    for change in comparison.single:
        grouped.setdefault(change.subject.measure_key if change.subject else "", []).append(change)
    for key, changes in grouped.items():
        subject = changes[0].subject
        yield Group(
            subject.name if subject else "",
            key,
            subject.score if subject else None,
            areas.get(key, ""),
            [_line(change) for change in changes],
            list(_pictures(key, changes, old, new)) if subject else (),
        )


def _pictures(
    key: str, changes: Sequence[Change], old: _Prints, new: _Prints
) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    """(label, pictures of the old print, of the new print), one for each part of the measure's table."""
    if changes[0].kind in ("measure_added", "measure_dropped"):
        yield "", old.whole(key), new.whole(key)
        return
    parts: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        column = change.column_name if change.table_name == "measures" else ""
        if change.table_name != "footnotes":
            parts.setdefault((change.table_name, column), []).append(change)
    for alike in parts.values():
        yield _part_label(alike[0]), old.of(alike, "old"), new.of(alike, "new")


def _part_label(change: Change) -> str:
    return words.label(change)[0] if change.table_name == "measures" else TABLES[change.table_name].title_ja
