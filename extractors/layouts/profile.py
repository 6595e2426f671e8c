"""The layout profile: which printed label stands for which field, validated on load.

A profile is a TOML file of this folder or of the user. It extends `vocabulary.toml`, the synonyms all zones
share. Matching is exact on a folded key (`label_key`), never by likeness.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from extractors.layouts.errors import ProfileNotFound
from extractors.layouts.invalid import invalid_profile, invalid_toml
from extractors.layouts.labels import split_label, without_mark, without_year
from extractors.text.folding import label_key
from extractors.text.places import names_municipalities
from extractors.text.units import money_unit

FOLDER = Path(__file__).parent
HeadingStyle = Literal[
    "roman",
    "part",
    "chapter",
    "section",
    "ordinal",
    "kanji",
    "arabic",
    "compound",
    "compound_inner",
    "paren",
    "paren_kana",
    "paren_kanji",
    "circled",
    "kana",
    "letter",
    "square",
]
MeasureFieldName = Literal[
    "name", "municipalities", "content", "kpi", "projects", "effect", "schedule", "budget", "role_sharing",
    "note", "years", "policy_area", "field", "item", "indicator", "baseline", "target", "actual",
]  # fmt: skip


def _broken(ja: str, en: str) -> PydanticCustomError:
    """A broken rule of the profile itself, told in both languages."""
    return PydanticCustomError("profile_rule", "{en}", {"ja": ja, "en": en})


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Identity(_Part):
    """Who the profile is: name, titles, where it was seen."""

    name: str
    title_ja: str
    title_en: str = ""


class Headings(_Part):
    """Numbering styles from the outermost inwards, and which of them names policy area, field and item."""

    levels: list[HeadingStyle] = ["roman", "arabic", "paren", "circled"]
    policy_area: HeadingStyle | None = None
    field: HeadingStyle | None = None
    item: HeadingStyle | None = None

    @model_validator(mode="after")
    def _known_levels(self) -> Headings:
        for role in ("policy_area", "field", "item"):
            style = getattr(self, role)
            if style is not None and style not in self.levels:
                listed = ", ".join(self.levels)
                raise _broken(
                    f'{role} = "{style}" は levels にありません（levels：{listed}）',
                    f"{role} = {style!r} is not among the levels ({listed})",
                )
        return self


class MeasureLayout(_Part):
    """Shape of the measure tables and the labels printed in them."""

    shape: Literal["table", "list"] = "table"
    required: list[MeasureFieldName] = ["name"]
    labels: dict[MeasureFieldName, list[str]] = {}
    fields: list[str] = []  # labels kept in measure_fields
    ignore: list[str] = []  # labels whose rows are known and hold nothing to publish

    @model_validator(mode="after")
    def _name_required(self) -> MeasureLayout:
        if "name" not in self.required:
            raise _broken('required には "name" が必要です', "required must hold 'name'")
        return self

    @model_validator(mode="after")
    def _one_meaning(self) -> MeasureLayout:
        """A label is matched by its words alone, so it cannot stand for two fields."""
        places = [(w, f"labels.{f}") for f, words in self.labels.items() for w in words]
        places += [(w, "fields") for w in self.fields] + [(w, "ignore") for w in self.ignore]
        first: dict[str, str] = {}
        for word, place in places:
            before = first.setdefault(label_key(word), place)
            if before != place:
                raise _broken(
                    f"「{word}」が {before} と {place} の両方にあります",
                    f"{word!r} stands in {before} and in {place}",
                )
        return self


class KpiLayout(_Part):
    """Words of the KPI columns."""

    indicator: list[str] = []
    baseline: list[str] = []
    target: list[str] = []
    actual: list[str] = []
    baseline_year: list[str] = []  # a column of years beside the values
    target_year: list[str] = []


class ScheduleLayout(_Part):
    """Signs of activity beyond the vocabulary's; arrows, marks and periods are each read where they stand."""

    marks: list[str] = []


class BudgetLayout(_Part):
    """The words of funding rows and totals, and the unit where the tables print none."""

    unit: str | None = None  # stated once for the document, e.g. in a preface
    undated: Literal["total"] | None = None  # an amount without a year is that of all years
    total: list[str] = []
    funding: dict[str, str] = {}  # printed word -> funding as published

    @model_validator(mode="after")
    def _unit_of_money(self) -> BudgetLayout:
        if self.unit is not None and money_unit(self.unit) is None:
            raise _broken(
                f'unit = "{self.unit}" は金額の単位ではありません（例：千円、百万円）',
                f"unit = {self.unit!r} is no unit of money (千円, 百万円 …)",
            )
        return self


class AgreementLayout(_Part):
    """Labels of the agreement tables; `{member}` stands for a municipality's name."""

    content: list[str] = []
    role: list[str] = []
    role_joint: list[str] = []
    role_central: list[str] = []


class StatisticLayout(_Part):
    """A table that is no measure: its id and the words of its caption."""

    table_id: str
    caption: list[str]
    unit: str | None = None


class _ProfileFile(_Part):
    profile: Identity
    headings: Headings = Headings()
    measure: MeasureLayout = MeasureLayout()
    kpi: KpiLayout = KpiLayout()
    schedule: ScheduleLayout = ScheduleLayout()
    budget: BudgetLayout = BudgetLayout()
    agreement: AgreementLayout = AgreementLayout()
    statistics: list[StatisticLayout] = []


@dataclass(frozen=True)
class LabelMatch:
    """A printed label that is known: `field`, the words as printed, what its "(…)" says."""

    field: str
    printed: str
    suffix: str | None


@dataclass(frozen=True)
class Profile:
    """A validated profile over the vocabulary. All look-ups are by folded key."""

    file: _ProfileFile
    vocabulary: dict[str, dict[str, Any]]

    @property
    def name(self) -> str:
        """The profile's name, as published in `editions.layout_profile`."""
        return self.file.profile.name

    @cached_property
    def measure_labels(self) -> dict[str, str]:
        """Key of a printed label → measure field; other known rows carry `field:` or `ignore:`."""
        table: dict[str, str] = {}
        shared = self.vocabulary["measure"]
        for name, words in shared.items():
            table.update({label_key(w): name for w in words})
        table.update({label_key(w): f"field:{w}" for w in self.vocabulary["measure_fields"]["labels"]})
        for name, words in self.file.measure.labels.items():
            table.update({label_key(w): name for w in words})
        table.update({label_key(w): f"field:{w}" for w in self.file.measure.fields})
        table.update({label_key(w): f"ignore:{w}" for w in self.file.measure.ignore})
        return table

    def words(self, part: str, kind: str) -> frozenset[str]:
        """Keys of the words of one kind: the vocabulary's and the profile's (`words("kpi", "target")`)."""
        if (part, kind) not in self._words:
            shared = self.vocabulary.get(part, {}).get(kind, [])
            own = getattr(getattr(self.file, part, None), kind, [])
            self._words[part, kind] = frozenset(label_key(w) for w in [*shared, *own])
        return self._words[part, kind]

    @cached_property
    def _words(self) -> dict[tuple[str, str], frozenset[str]]:
        return {}

    def match(self, text: str) -> LabelMatch | None:
        """The measure field a printed label stands for, None when it is not known."""
        return self._match(text, self.measure_labels)

    def match_kpi(self, text: str) -> LabelMatch | None:
        """The KPI column a printed header stands for, a year before or behind its words (R3実績) left out."""
        return self._match(text, self._kpi_labels) or self._match(without_year(text), self._kpi_labels)

    @cached_property
    def _kpi_labels(self) -> dict[str, str]:
        kinds = ("note", "unit", "actual", "target_year", "baseline_year", "target", "baseline", "indicator")
        return {key: kind for kind in kinds for key in self.words("kpi", kind)}

    def match_cut(self, start: str, end: str) -> LabelMatch | None:
        """The one known label that starts and ends so, where a page break swallowed a line between."""
        head, tail = label_key(start), label_key(end)
        found = {f for k, f in self.measure_labels.items() if k.startswith(head) and k.endswith(tail)}
        return LabelMatch(found.pop(), start + end, None) if len(found) == 1 and head and tail else None

    @classmethod
    def _match(cls, text: str, table: dict[str, str]) -> LabelMatch | None:
        whole = label_key(text)
        if not whole:
            return None
        if whole in table:
            return LabelMatch(table[whole], text, None)
        base, suffix = split_label(text)
        found = table.get(label_key(base))
        if found == "role_sharing" and suffix and names_municipalities(suffix):
            return None  # 役割(一関市) is one municipality's row, told by its name
        if found:
            return LabelMatch(found, text, suffix)
        bare = without_mark(text)
        return cls._match(bare, table) if label_key(bare) != whole else None

    def lookalike(self, text: str) -> str | None:
        """Why a label that looks like a field is none, when the vocabulary spells it out."""
        wanted = label_key(split_label(text)[0])
        for word, meaning in self.vocabulary["lookalikes"].items():
            if label_key(word) == wanted:
                return str(meaning)
        return None


@cache
def vocabulary() -> dict[str, dict[str, Any]]:
    """The shared vocabulary (see `vocabulary.toml`)."""
    return tomllib.loads((FOLDER / "vocabulary.toml").read_text("utf-8"))


def profile_names() -> list[str]:
    """Names of the profiles in the package, sorted."""
    return sorted(p.stem for p in FOLDER.glob("*.toml") if p.stem != "vocabulary")


def load_profile(name_or_path: str | Path) -> Profile:
    """Load and validate a profile by name or path. Raises ProfileNotFound, ProfileInvalid."""
    path = _locate(name_or_path)
    try:
        return parse_profile(path.read_text("utf-8"), path.name)
    except UnicodeDecodeError as e:
        raise invalid_toml(e, path.name) from e


def parse_profile(text: str, document: str) -> Profile:
    """Validate the TOML text of a profile; `document` names it in the error. Raises ProfileInvalid."""
    try:
        return Profile(_ProfileFile.model_validate(tomllib.loads(text)), vocabulary())
    except tomllib.TOMLDecodeError as e:
        raise invalid_toml(e, document) from e
    except ValidationError as e:
        raise invalid_profile(e, text, document, _ProfileFile) from e


def _locate(name_or_path: str | Path) -> Path:
    named = FOLDER / f"{name_or_path}.toml"
    if str(name_or_path) in profile_names():
        return named
    path = Path(name_or_path)
    if path.suffix == ".toml" and path.is_file():
        return path
    raise ProfileNotFound(profile=str(name_or_path), known=", ".join(profile_names()))
