"""What a layout drift report says: what appeared, vanished or was reworded, and which line to change."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from extractors.geometry import Box

if TYPE_CHECKING:
    from extractors.layouts import Profile

DriftKind = Literal["renamed", "appeared", "vanished", "doubled", "unlabelled", "unknown_table"]

_DRIFT: Final = ("様式が変わりました", "layout drift")
_FIRST: Final = ("様式がまだ文書に合っていません", "the profile does not fit the document yet")
_WORDS: Final[Mapping[DriftKind, tuple[str, str]]] = {
    "renamed": ("項目名が変わりました", "reworded"),
    "appeared": ("知らない項目が現れました", "appeared"),
    "vanished": ("あるはずの項目がありません", "vanished"),
    "doubled": ("一つの表に同じ項目が二度あります", "stands twice in one table"),
    "unlabelled": ("項目名のないセルに文字があります", "text in a cell without a label"),
    "unknown_table": ("知らない種類の表です", "unknown kind of table"),
}
# Against a profile that was never said to fit, nothing has changed yet.
_WORDS_AT_FIRST: Final[Mapping[DriftKind, tuple[str, str]]] = {
    **_WORDS,
    "renamed": ("別の名で印字されているようです", "seems to be printed under another name"),
    "appeared": ("様式にない項目です", "not in the profile"),
    "vanished": ("必須とした項目がありません", "required and not found"),
}


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """A line of the profile as it must read, in `section`; it takes the place of the line of the same key.

    `is_sure` is False where a person has to choose between this and another meaning of the label.
    """

    section: tuple[str, ...]
    line: str
    is_sure: bool
    meaning_ja: str = ""
    meaning_en: str = ""

    @property
    def heading(self) -> str:
        """The section as the file names it: `measure.labels`."""
        return ".".join(self.section)


class Shown(NamedTuple):
    """Picture files of an item: as printed now, and in the edition before."""

    now: str | None
    before: str | None


@dataclass(frozen=True, slots=True)
class DriftItem:
    """One way in which a document does not fit its profile.

    `label` is what is printed, `known` what the profile knew in its place; `n` counts the places, `pages` are
    the first and last of them; `box` is the first. `field` is the field of the profile that is concerned.
    """

    kind: DriftKind
    label: str | None
    known: str | None
    n: int
    pages: tuple[int, int] | None
    box: Box | None
    advice: ProfileLine | None
    field: str | None = None

    def title(self, *, is_first: bool) -> str:
        """What is odd about which label, Japanese and English; `is_first`: no edition before it was read."""
        ja, en = (_WORDS_AT_FIRST if is_first else _WORDS)[self.kind]
        names = " → ".join(f"「{name}」" for name in (self.known, self.label) if name)
        return f"{ja}: {names} · {en}"

    @property
    def place(self) -> str:
        """How often and where."""
        if self.pages is None:
            return f"{self.n} か所 places"
        first, last = self.pages
        span = f"{first}" if first == last else f"{first}–{last}"
        return f"{self.n} か所 places, {span} 頁 page"


@dataclass(frozen=True, slots=True)
class DriftReport:
    """How a document's layout differs from what its profile says. Gravest first.

    `is_first` says that no edition before was read with the profile, so nothing can have changed. `counts`
    are numbers of tables a kind: (Japanese, English, in the edition before or None, now).
    """

    profile_name: str
    profile_file: str
    items: tuple[DriftItem, ...]
    counts: tuple[tuple[str, str, int | None, int], ...] = ()
    is_first: bool = False

    def lines(self, crops: Mapping[int, Shown] | None = None) -> Iterator[str]:
        """The report as text; `crops` are picture files by the item's number (from 1)."""
        ja, en = _FIRST if self.is_first else _DRIFT
        yield f"{ja} {en}: {self.profile_name} ({self.profile_file})"
        for number, item in enumerate(self.items, start=1):
            yield f"{number}. {item.title(is_first=self.is_first)} ({item.place})"
            yield from _pictures(crops.get(number) if crops else None)
            yield from (f"   {line}" for line in _advice(self.profile_file, item.advice))
        for ja, en, before, now in self.counts:
            if before is not None and before != now:
                yield f"表の数 tables: {ja} {en} {before} → {now}"

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON-able data."""
        return {
            "profile": self.profile_name,
            "profile_file": self.profile_file,
            "items": [
                {
                    "kind": item.kind,
                    "label": item.label,
                    "known": item.known,
                    "n_places": item.n,
                    "pages": item.pages,
                    "section": item.advice.heading if item.advice else None,
                    "line": item.advice.line if item.advice else None,
                }
                for item in self.items
            ],
            "lines": list(self.lines()),
        }


def profile_file(profile: Profile) -> str:
    """Where a profile is kept, as people in the project name it."""
    from extractors.layouts.profile import FOLDER

    own = FOLDER / f"{profile.name}.toml"
    return f"{FOLDER.parent.name}/{FOLDER.name}/{own.name}" if own.is_file() else own.name


def toml_value(value: str | Sequence[str]) -> str:
    """A string or list of strings as TOML writes it."""
    return json.dumps(value, ensure_ascii=False)


def _pictures(shown: Shown | None) -> Iterator[str]:
    if shown and shown.now:
        yield f"   画像 picture: {shown.now}"
    if shown and shown.before:
        yield f"   前の版の画像 the edition before: {shown.before}"


def _advice(file: str, advice: ProfileLine | None) -> Iterator[str]:
    if advice is None:
        yield "→ 頁の画像で表の区切りを確かめてください · see on the page where the table and its cells end"
        return
    yield f"→ {file} の [{advice.heading}] の行をこうする(なければ加える) · make this line read, or add it:"
    yield f"     {advice.line}"
    if not advice.is_sure:
        yield f"   {advice.meaning_ja}"
        yield f"   {advice.meaning_en}"
