"""What a document's tables print as labels, and what the print itself says of their meaning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import regex

from extractors.layouts.bands import BANDS, looks_like
from extractors.layouts.labels import split_label, without_mark
from extractors.layouts.profile import Profile
from extractors.reading import Cell, Table
from extractors.text.folding import fold, label_key
from extractors.text.places import names_municipalities
from extractors.text.states import missing_reason
from extractors.text.units import split_unit
from extractors.text.years import parse_year, parse_year_range

LONGEST_LABEL = 24
LONGEST_NAME = 50
# So large a share of a label's prints must agree before they say anything.
MOST = 0.8
# The last word of a label is its head (見込まれる効果 is an 効果); a word that stands before it is not.
_HEADS = {
    "name": r"^(?!.*(?:補助|交付金|部署|担当)).*(?:事業|施策|取組)の?名称?$",
    "content": r"(?:内容|概要|趣旨)$",
    "effect": r"効果$|期待.*成果$",
    "schedule": r"(?:スケジュール|期間|年次計画|工程)$",
    "budget": r"(?:事業費|予算|所要額|経費)(?:見込額?|の見込み?)?$",
    "role_sharing": r"役割(?:分担)?$",
    "kpi": r"(?:指標|KPI|目標)$",
}


@dataclass(slots=True)
class Label:
    """A label as printed: how often, in how many tables, where, and the texts beside it."""

    text: str
    n: int = 0
    n_tables: int = 0
    n_first_row: int = 0
    n_inner: int = 0
    values: list[str] = field(default_factory=list)
    bands: list[frozenset[str]] = field(default_factory=list)  # fields that the rows beside it look like

    @property
    def is_in_label_place(self) -> bool:
        """Whether it stands where labels do, not within the rows of another (総事業費 below 地方債)."""
        return self.n_inner <= self.n / 2


@dataclass(frozen=True, slots=True)
class Proposal:
    """A field for a label that the vocabulary does not hold, how often it is printed, and why."""

    field: str
    n: int
    reason_ja: str
    reason_en: str


def labels_of(tables: Iterable[Table], profile: Profile, *, are_lists: bool = False) -> list[Label]:
    """Texts that look like labels (first column, shaded, or at a table's head), the commonest first.

    Labels of a list head its columns: their values stand below, in every row.
    """
    found: dict[str, Label] = {}
    for table in tables:
        here: set[str] = set()
        for cell in _heads(table, profile) if are_lists else table.cells:
            text = without_mark(split_label(fold(cell.raw))[0])
            is_placed = (
                cell.column == 0 or cell.is_shaded or (cell.row == 0 and not _is_beside_label(table, cell))
            )
            if 1 < len(text) <= LONGEST_LABEL and is_placed:
                label = found.setdefault(text, Label(text))
                label.n += 1
                label.n_tables += text not in here
                here.add(text)
                label.n_first_row += cell.row == 0
                label.n_inner += cell.column > 0 and cell.row > 0 and _stands_in_a_band(table, cell)
                label.values += _below(table, cell) if are_lists else [_value(table, cell)]
                label.bands.append(frozenset() if are_lists else looks_like(table, cell, profile))
    return sorted(found.values(), key=lambda label: -label.n)


def _is_beside_label(table: Table, cell: Cell) -> bool:
    """Whether the cell left of an unshaded one is shaded: a label, and this its value."""
    left = (c for c in table.cells if c.column + c.column_span == cell.column and c.row == cell.row)
    return not cell.is_shaded and any(c.is_shaded for c in left)


def _heads(table: Table, profile: Profile) -> Sequence[Cell]:
    from extractors.vision.lists import read_columns

    head = read_columns(table, profile)
    return head.cells if head is not None else ()


def _below(table: Table, cell: Cell) -> list[str]:
    below = (c for c in table.cells if c.column == cell.column and c.row >= cell.row + cell.row_span)
    return [_in_one_line(c) for c in below]


def _in_one_line(cell: Cell) -> str:
    return fold(cell.raw).strip().replace("\n", "")


def _stands_in_a_band(table: Table, cell: Cell) -> bool:
    """Whether a cell over several rows stands at the left of this one: it is a part of that cell's block."""
    return any(
        c.row <= cell.row < c.row + c.row_span and c.row_span > cell.row_span and c.column < cell.column
        for c in table.cells
    )


def _value(table: Table, cell: Cell) -> str:
    """The text at the right of a cell; for one at the right end or in a shaded row of labels, below it."""
    right = [c for c in table.cells if c.column == cell.column + cell.column_span and c.row == cell.row]
    right = [] if _is_in_shaded_row(table, cell) else right
    below = [c for c in table.cells if c.row == cell.row + cell.row_span and c.column == cell.column]
    return _in_one_line((right or below)[0]) if right or below else ""


def _is_in_shaded_row(table: Table, cell: Cell) -> bool:
    """Whether all of a cell's row is shaded and the row below is not: labels over their values."""
    here = [c.is_shaded for c in table.cells if c.row == cell.row]
    below = [c.is_shaded for c in table.cells if c.row == cell.row + 1]
    return all(here) and bool(below) and not any(below)


def is_value(text: str) -> bool:
    """A number, a year, a mark, a sentence or a list of municipalities is no label (連携する市町村 is)."""
    is_mark = not any(ch.isalpha() for ch in text) or missing_reason(text) in ("dash", "undecided")
    return is_mark or bool(regex.search(r"[0-9。、]", text)) or names_municipalities(text)


def names_with_number(label: Label, common: int) -> bool:
    """Whether words with a number in them (5年後の姿) are a label: printed alike in nearly all tables.

    `common` is the number of tables that the commonest label stands in.
    """
    text = label.text
    is_figure = bool(split_unit(text)[0]) and (unit := split_unit(text)[1]) is not None and unit.is_known
    is_date = parse_year(text) is not None or parse_year_range(text) is not None
    has_words = regex.search(r"[0-9].*\p{L}{2}", text) is not None and not regex.search("[。、]", text)
    return has_words and not is_figure and not is_date and label.n_tables >= MOST * common > 1


def proposals(labels: Sequence[Label], known: Counter[str], profile: Profile) -> dict[str, Proposal]:
    """Fields for unknown labels by what stands beside them, else by their last word where nothing competes.

    `known` counts the tables of the fields that the vocabulary found; only others are proposed.
    """
    everyone = {label_key(w) for w in profile.vocabulary["municipalities"]["everyone"]}
    most = max([label.n_tables for label in labels] + list(known.values()), default=0)
    common = [label for label in labels if label.n_tables >= MOST * most]
    found: dict[str, Proposal] = {}
    listing = next((w for w in common if _lists_members(w, everyone)), None)
    if "municipalities" not in known and listing is not None:
        why = ("値が市町村名", "its values are municipalities")
        found[listing.text] = Proposal("municipalities", listing.n, *why)
    first = next((w for w in common if w.text not in found and _is_name(w)), None)
    if "name" not in known and first is not None:
        why = ("表の先頭、値は短く皆異なる", "heads its table; short values, all different")
        found[first.text] = Proposal("name", first.n, *why)
    for name, (ja, en) in BANDS.items():
        alike = [w for w in common if w.text not in found and _looks_like(w, name)]
        if name not in known and len(alike) == 1:
            found[alike[0].text] = Proposal(name, alike[0].n, ja, en)
    for name, pattern in _HEADS.items():
        ending = [w for w in common if w.text not in found and regex.search(pattern, w.text)]
        taken = name in known or any(one.field == name for one in found.values())
        if not taken and len(ending) == 1:
            found[ending[0].text] = Proposal(name, ending[0].n, "語の末尾から", "by its last word")
    return found


def area_labels(labels: Sequence[Label], profile: Profile) -> dict[str, Proposal]:
    """Labels whose values are the areas that the national guidelines name (圏域全体の経済成長のけん引 …)."""
    areas = [label_key(w) for w in profile.vocabulary["areas"]["policy_area"]]
    found: dict[str, Proposal] = {}
    most = max((label.n_tables for label in labels), default=0)
    for label in (w for w in labels if 2 * w.n_tables > most):  # a measure's name above its area is no label
        values = [label_key(v) for v in label.values if v]
        n = sum(any(area in value for area in areas) for value in values)
        if values and n >= MOST * len(values):
            found[label.text] = Proposal(
                "policy_area", label.n, "値が政策分野", "its values are policy areas"
            )
    return found


def agreement_items(
    agreed: Sequence[Label], others: Sequence[Label], profile: Profile
) -> dict[str, Proposal]:
    """Words that name a measure in the vocabulary and here stand in agreements alone: what is agreed on."""
    elsewhere = {label.text for label in others}
    named = [w for w in agreed if (m := profile.match(w.text)) is not None and m.field == "name"]
    return {
        w.text: Proposal("item", w.n, "協定の表にだけある", "only in agreement tables")
        for w in named
        if w.text not in elsewhere
    }


def measure_contents(labels: Sequence[Label], known: Counter[str], profile: Profile) -> dict[str, Proposal]:
    """取組の内容, elsewhere an agreement's row, where the measures' own tables print it as their content."""
    words = profile.words("agreement", "content")
    named = [w for w in labels if label_key(w.text) in words and w.is_in_label_place]
    why = ("施策の表にある", "stands in the measures' tables")
    return {} if "content" in known else {w.text: Proposal("content", w.n, *why) for w in named}


def _lists_members(label: Label, everyone: set[str]) -> bool:
    values = [v for v in label.values if v]
    listed = [v for v in values if names_municipalities(v) or label_key(v) in everyone]
    is_of_roles = _looks_like(label, "role_sharing")  # the first of the rows beside it names one of them
    return bool(values) and len(listed) >= MOST * len(values) and not is_of_roles


def heads_targets(label: Label, profile: Profile) -> bool:
    """Whether baselines and targets stand beside a label: 指標 as the KPI row's own name, not a column's."""
    column = profile.match_kpi(label.text)  # 単位 and the like are columns wherever they stand
    is_own = column is None or column.field == "indicator"
    return is_own and label.n_inner == 0 and _looks_like(label, "kpi")


def _looks_like(label: Label, name: str) -> bool:
    return sum(name in band for band in label.bands) >= MOST * label.n


def _is_name(label: Label) -> bool:
    """Whether a label heads its tables with a short text of its own each time."""
    values = [v for v in label.values if 2 < len(v) <= LONGEST_NAME and not v.endswith("。")]
    is_first = label.n > 1 and label.n_first_row >= MOST * label.n
    return is_first and len(set(values)) >= MOST * label.n
