"""What a plan lists: headings in sequence, projects once, members with a part, roles at their place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

from expectations.claims import Claim
from expectations.edition import Edition, Row, at, grouped, squeezed

# Both or all act, or the zone does: no member is named, none is left out.
_ALL_ACT = re.compile(r"両[市町村]|市[、・]?町|市町村|町村|圏域|構成|それぞれ|各|共同|連携")
_NEARLY_ALL: Final = 0.9
_ROMAN: Final = {"I": 1, "V": 5, "X": 10}
_KANA: Final = "アイウエオカキクケコサシスセソタチツテト"
_KANJI: Final = "一二三四五六七八九十"


def claims(edition: Edition) -> Iterator[Claim]:
    """All claims about what is listed."""
    yield from _headings(edition)
    yield from _projects(edition)
    yield from _members_without_part(edition)
    yield from _turned_roles(edition)


def _headings(edition: Edition) -> Iterator[Claim]:
    """Headings under one heading are numbered on: 1, 2, 3."""
    for rows in grouped(edition.rows("outline"), "parent_section_id", "level").values():
        read = [(row, label_number(row["label"])) for row in sorted(rows, key=lambda row: row["ordinal"])]
        styles = {number[0] for _, number in read if number}
        # Of a list of which some are not numbered, or in two styles, nothing is expected.
        if len(styles) != 1 or not all(number for _, number in read):
            continue
        first = read[0][1]
        expected = first[1] if first else 1
        for row, number in read:
            found = number[1] if number else 0
            yield Claim(
                check_id="outline.label_sequence",
                place=at("outline", row, "label"),
                holds=found == expected,
                observed=row["label"],
                expected=None if found == expected else str(expected),
                params={"subject": row["title"] or ""},
            )
            # After a label of its own the count goes on where it would have been.
            expected += 1


def label_number(label: str | None) -> tuple[str, int] | None:
    """A label's style and number, None for any other: `(3)` → ("(digits)", 3), `Ⅳ` → ("roman", 4)."""
    text = unicodedata.normalize("NFKC", label or "").strip().rstrip(".．、")
    # Folding makes ① a plain 1; circles are a style of their own.
    is_circled = unicodedata.decomposition((label or " ")[0]).startswith("<circle>")
    for style, read in _READERS.items():
        if (number := read(text)) is not None:
            return (f"{style} circled" if is_circled and style == "digits" else style, number)
    return None


def _pattern(pattern: str, digits: Callable[[str], int | None]) -> Callable[[str], int | None]:
    compiled = re.compile(pattern)

    def read(text: str) -> int | None:
        """The number of a text that is such a label as a whole, None for any other text."""
        match = compiled.fullmatch(text)
        return digits(match[1]) if match else None

    return read


def _roman(text: str) -> int | None:
    values = [_ROMAN[letter] for letter in text]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))


def _position(letters: str) -> Callable[[str], int | None]:
    return lambda text: letters.index(text) + 1 if text in letters else None


_READERS: Final[dict[str, Callable[[str], int | None]]] = {
    "digits": _pattern(r"([0-9]{1,2})", int),
    "(digits)": _pattern(r"\(([0-9]{1,2})\)", int),
    "章": _pattern(r"第([0-9]{1,2})[章節項]?", int),
    "kanji章": _pattern(r"第([一二三四五六七八九十])[章節項]?", _position(_KANJI)),
    "roman": _pattern(r"([IVX]{1,5})", _roman),
    "kana": _pattern(r"([ア-ト])", _position(_KANA)),
    "(kana)": _pattern(r"\(([ア-ト])\)", _position(_KANA)),
    "kanji": _pattern(r"([一二三四五六七八九十])", _position(_KANJI)),
}


def _projects(edition: Edition) -> Iterator[Claim]:
    """A measure lists a project of an owner once."""
    for rows in grouped(edition.rows("projects"), "measure_id").values():
        seen: dict[tuple[str, str], Row] = {}
        for row in sorted(rows, key=lambda row: row["ordinal"]):
            first = seen.setdefault((row["municipality"] or "", squeezed(row["name"])), row)
            yield Claim(
                check_id="projects.twice",
                place=at("projects", row, "name"),
                holds=first is row,
                observed=row["name"],
                params={"subject": edition.name_of(row["measure_id"])},
                touches=() if first is row else (at("projects", first, "name"),),
            )


def _members_without_part(edition: Edition) -> Iterator[Claim]:
    """Where roles are printed, a municipality concerned has a role or a project, or all act together."""
    listed = [row for row in edition.rows("measure_municipalities") if row["municipality"] in edition.members]
    known = [(row, has_part) for row in listed if (has_part := _has_part(edition, row)) is not None]
    if sum(has_part for _, has_part in known) < _NEARLY_ALL * len(known):
        return
    for row, has_part in known:
        yield Claim(
            check_id="measure.member_without_part",
            place=at("measure_municipalities", row, "municipality"),
            holds=has_part,
            observed=row["municipality"],
            params={"subject": edition.name_of(row["measure_id"])},
            touches=(at("measures", edition.measures[row["measure_id"]], "role_sharing"),)
            if row["measure_id"] in edition.measures
            else (),
        )


def _has_part(edition: Edition, row: Row) -> bool | None:
    """None where the layout prints no roles for the measure."""
    measure, name = edition.measures.get(row["measure_id"]), row["municipality"]
    own_roles = edition.of_measure("measure_roles", row["measure_id"])
    text = (measure or {}).get("role_sharing") or ""
    if not text and not own_roles:
        return None
    projects = edition.of_measure("projects", row["measure_id"])
    is_owner = any(project["municipality"] == name for project in projects)
    has_role = any(role["municipality"] == name for role in own_roles)
    return is_owner or has_role or name in text or _ALL_ACT.search(text) is not None


def _turned_roles(edition: Edition) -> Iterator[Claim]:
    """The role of a town speaks of its 町民, that of a city of its 市民, unless they were exchanged."""
    for rows in grouped(edition.rows("agreement_roles"), "agreement_id").values():
        said = {row["municipality"]: _own_people(row) for row in rows}
        is_turned = False in said.values() and True not in said.values()
        for row in rows:
            if said[row["municipality"]] is None:
                continue
            yield Claim(
                check_id="agreement.roles_turned",
                place=at("agreement_roles", row, "role_text"),
                holds=not is_turned,
                observed=row["municipality"],
                touches=tuple(
                    at("agreement_roles", other, "role_text") for other in rows if other is not row
                ),
            )


def _own_people(row: Row) -> bool | None:
    """Whether a role speaks of its own people (True) or of another kind's (False); None for neither."""
    kinds = {kind for kind in "市町村" if f"{kind}民" in (row["role_text"] or "")}
    own = row["municipality"][-1]
    return None if not kinds or own not in "市町村" else own in kinds
