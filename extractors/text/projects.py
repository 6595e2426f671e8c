"""The list in a 事業 cell: which projects, and whose (一関市：A、B / 平泉町：C)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import regex

from extractors.text.folding import fold

ProjectFlag = Literal["unknown_owner", "unbalanced_bracket"]

_UNBALANCED: Final = "unbalanced_bracket"
_OPENING: Final = "（(「『【［[〈《〔"
_CLOSING: Final = "）)」』】］]〉》〕"
_JOINT: Final = r"両市町村?|両市|両町|両村|(?:各|全|構成|関係|連携)市町村?|圏域(?:全体|全域)?|共通|共同"
_MUNICIPALITY: Final = r"[\p{Han}々ヶケノがつ]{1,8}[市町村区]"
_LIST_MARK: Final = regex.compile(r"^[・○●◎◯□■◇◆•\s]+")


@dataclass(frozen=True, slots=True)
class ProjectItem:
    """One project. `municipality` is None where shared; an owner that is no member is kept and flagged."""

    municipality: str | None
    name: str
    flags: tuple[ProjectFlag, ...] = ()


@dataclass(frozen=True, slots=True)
class _Owners:
    names: tuple[str | None, ...]
    flags: tuple[ProjectFlag, ...] = ()


_SHARED: Final = _Owners((None,))


def _prefix(members: Sequence[str]) -> regex.Pattern[str]:
    """An owner prefix: names before a colon, at the start of a paragraph or behind a space or 、."""
    known = "|".join(regex.escape(fold(name)) for name in sorted(members, key=len, reverse=True))
    name = "|".join(part for part in (known, _JOINT, _MUNICIPALITY) if part)
    names = rf"(?P<name>{name})(?:[・、及びと\s]*(?P<name>{name}))*"
    return regex.compile(rf"(?:^|(?<=[\s、。]))[【〔\[(（・○●◎]?{names}[】〕\])）]?\s*[：:]\s*")


def _owners(names: Sequence[str], members: Sequence[str]) -> _Owners:
    known = {fold(member): member for member in members}
    if any(regex.fullmatch(_JOINT, name) for name in names):
        return _SHARED
    flags: tuple[ProjectFlag, ...] = () if all(name in known for name in names) else ("unknown_owner",)
    return _Owners(tuple(known.get(name, name) for name in names), flags)


def _pieces(paragraph: str) -> Iterator[tuple[str, bool]]:
    """Split at 、 outside brackets: (item, whether its brackets close)."""
    start, depth = 0, 0
    for position, character in enumerate(paragraph):
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif character == "、" and depth == 0:
            yield paragraph[start:position], True
            start = position + 1
    yield paragraph[start:], depth == 0


def _sections(paragraph: str, prefix: regex.Pattern[str]) -> Iterator[tuple[tuple[str, ...] | None, str]]:
    """Cut a paragraph at its owner prefixes: (owner names, text), names None before the first prefix."""
    matches = list(prefix.finditer(paragraph))
    yield None, paragraph[: matches[0].start() if matches else None]
    for position, match in enumerate(matches):
        end = matches[position + 1].start() if position + 1 < len(matches) else None
        yield tuple(match.captures("name")), paragraph[match.end() : end]


def _items(section: str, owners: _Owners) -> Iterator[ProjectItem]:
    for piece, is_closed in _pieces(section):
        name = _LIST_MARK.sub("", piece).strip().rstrip("。")
        flags = owners.flags if is_closed else (*owners.flags, _UNBALANCED)
        yield from (ProjectItem(owner, name, flags) for owner in owners.names if name)


def _unused(owners: _Owners, has_items: bool) -> Iterator[ProjectItem]:
    """A name that is no member and owns nothing may be no owner at all: it is kept as an item."""
    if owners.flags and not has_items:
        yield ProjectItem(None, "・".join(name for name in owners.names if name), owners.flags)


def split_projects(text: str, members: Sequence[str]) -> list[ProjectItem]:
    """The projects of a cell's reading text ("\\n" between paragraphs), in printed order.

    Items before the first owner prefix are shared; an owner holds until the next prefix, over paragraphs too.
    一関市・平泉町：A is one item for each of them, 両市町：A is shared. 、 inside brackets splits nothing.

    >>> [(p.municipality, p.name) for p in split_projects("甲事業\\n一関市：乙（丙、丁）、戊", ["一関市"])]
    [(None, '甲事業'), ('一関市', '乙（丙、丁）'), ('一関市', '戊')]
    """
    prefix, owners, items = _prefix(members), _SHARED, list[ProjectItem]()
    n_before = 0
    for paragraph in fold(text).split("\n"):
        for names, section in _sections(paragraph, prefix):
            if names:
                items.extend(_unused(owners, len(items) > n_before))
                owners, n_before = _owners(names, members), len(items)
            items.extend(_items(section, owners))
    return [*items, *_unused(owners, len(items) > n_before)]
