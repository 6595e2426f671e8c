"""Changes of what belongs to no measure: the edition's facts, its members, the outline, agreements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.changes.change import Change, text_change
from pipeline.changes.figures import column_changes
from pipeline.conform import Tables
from pipeline.lineage import pair_titles
from pipeline.wording import wording_key

Row = Mapping[str, Any]


def fact_changes(old: Tables, new: Tables) -> Iterator[Change]:
    """What the document says of itself, and the zone's members. Its date is the edition's name, no change."""
    yield from column_changes(
        "editions", old["editions"][0], new["editions"][0],
        texts=("zone_name", "title", "publisher"), values=("plan_start_fiscal_year", "plan_end_fiscal_year"),
    )  # fmt: skip
    before, after = ({row["municipality"]: row for row in side["municipalities"]} for side in (old, new))
    for name in dict.fromkeys((*before, *after)):
        if name in before and name in after:
            yield from column_changes(
                "municipalities", before[name], after[name], values=("role",), row_key=name
            )
        else:
            here = name if name in after else None
            yield text_change("municipalities", "municipality", None if here else name, here, row_key=name)


def outline_changes(old: Tables, new: Tables) -> Iterator[Change]:
    """Headings and the prose under them, by the path of titles; labels and pages are form."""
    before, after = _by_path(old["outline"]), _by_path(new["outline"])
    pairs = {path: path for path in before if path in after}
    pairs |= _reworded([p for p in before if p not in pairs], [p for p in after if p not in pairs.values()])
    for path, row in before.items():
        if path in pairs:
            other = after[pairs[path]]
            yield from column_changes("outline", row, other, texts=("title", "text"), row_key=_heading(other))
        else:
            yield from _whole_section(row, is_new=False)
    for path, row in after.items():
        if path not in pairs.values():
            yield from _whole_section(row, is_new=True)


def _by_path(rows: Sequence[Row]) -> dict[tuple[str, ...], Row]:
    by_id = {row["section_id"]: row for row in rows}
    found: dict[tuple[str, ...], Row] = {}
    for row in sorted(rows, key=lambda row: row["ordinal"]):
        path, above = [wording_key(row["title"])], by_id.get(row["parent_section_id"])
        while above:
            path.insert(0, wording_key(above["title"]))
            above = by_id.get(above["parent_section_id"])
        while tuple(path) in found:
            path.append("")  # the same heading twice under one
        found[tuple(path)] = row
    return found


def _reworded(
    old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Headings that were reworded or moved: by their own title, else by the heading above."""
    pairs = pair_titles([path[-1] for path in old], [path[-1] for path in new])
    return {old[i]: new[j] for i, j, _ in pairs}


def _heading(row: Row) -> str:
    return f"{row['label']} {row['title']}".strip()


def _whole_section(row: Row, *, is_new: bool) -> Iterator[Change]:
    for column in ("title", "text"):
        if row[column]:
            texts = (None, row[column]) if is_new else (row[column], None)
            yield text_change("outline", column, *texts, row_key=_heading(row))


def agreement_changes(old: Tables, new: Tables) -> Iterator[Change]:
    """Agreements by policy area, field and item, else by their text; roles by municipality."""
    pairs = _agreement_pairs(old["agreements"], new["agreements"])
    for one, other in pairs:
        row_key = _agreement_name(other or one)
        texts = [row["content"] if row else None for row in (one, other)]
        if wording_key(texts[0]) != wording_key(texts[1]):
            yield text_change("agreements", "content", *texts, row_key=row_key)
        if one and other:
            roles = (_roles(old, one["agreement_id"]), _roles(new, other["agreement_id"]))
            yield from _role_changes(*roles, row_key)


def _agreement_pairs(old: Sequence[Row], new: Sequence[Row]) -> list[tuple[Any, Any]]:
    def place(row: Row) -> tuple[str, ...]:
        """Where an item of the agreement stands, in folded words."""
        return tuple(wording_key(row[column]) for column in ("policy_area", "field", "item"))

    old_places, new_places = (Counter(map(place, rows)) for rows in (old, new))
    single = {p for p, n in old_places.items() if n == 1 and new_places[p] == 1}
    before = {place(row): row for row in old if place(row) in single}
    pairs: list[tuple[Any, Any]] = [(before[place(row)], row) for row in new if place(row) in single]
    rest_old, rest_new = ([row for row in rows if place(row) not in single] for rows in (old, new))
    found = pair_titles(*([wording_key(row["content"]) for row in rows] for rows in (rest_old, rest_new)))
    pairs += [(rest_old[i], rest_new[j]) for i, j, _ in found]
    paired = {id(row) for pair in pairs for row in pair}
    pairs += [(row, None) for row in old if id(row) not in paired]
    return [*pairs, *((None, row) for row in new if id(row) not in paired)]


def _agreement_name(row: Row) -> str:
    return str(row["item"] or row["field"] or row["policy_area"] or row["agreement_id"])


def _roles(tables: Tables, agreement_id: str) -> dict[str, str]:
    rows = tables["agreement_roles"]
    return {row["municipality"]: row["role_text"] for row in rows if row["agreement_id"] == agreement_id}


def _role_changes(old: Mapping[str, str], new: Mapping[str, str], row_key: str) -> Iterator[Change]:
    for name in dict.fromkeys((*old, *new)):
        if wording_key(old.get(name)) != wording_key(new.get(name)):
            texts = (old.get(name), new.get(name))
            yield text_change("agreement_roles", "role_text", *texts, row_key=f"{row_key}/{name}")
